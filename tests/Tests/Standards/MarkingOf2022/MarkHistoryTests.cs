using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class MarkHistoryTests
{
    private static readonly DateTimeOffset Ten = new(2026, 11, 23, 10, 0, 0, TimeSpan.FromHours(8));

    private static MarkEntry Entry(
        string id, double madeAt, double from = 0, double to = 1, MarkStatus status = MarkStatus.Effective,
        MarkOrigin origin = MarkOrigin.Manual, string category = "E3", params string[] factors) => new(
            id, category, factors, Ten.AddHours(from), Ten.AddHours(to), origin, Ten.AddHours(madeAt), status);

    [Fact]
    [Clause("公告2022年第21号", "标记时限")]
    public void What_was_known_at_a_time_stays_to_be_seen()
    {
        var history = new MarkHistory(
        [
            Entry("a", 1), Entry("b", 2), Entry("a", 3, to: 2), Entry("b", 4, status: MarkStatus.Withdrawn),
            Entry("c", 5, status: MarkStatus.Rejected),
        ]);
        Assert.Empty(history.KnownAt(Ten));
        Assert.Equal(["a"], history.KnownAt(Ten.AddHours(1)).Select(m => m.Id));
        Assert.Equal(["a", "b"], history.KnownAt(Ten.AddHours(2)).Select(m => m.Id));
        Assert.Equal(Ten.AddHours(1), history.KnownAt(Ten.AddHours(2))[0].To);
        Assert.Equal(Ten.AddHours(2), history.KnownAt(Ten.AddHours(3))[0].To);
        Assert.Equal(["a"], history.KnownAt(Ten.AddHours(9)).Select(m => m.Id));
        Assert.Equal(2, history.Of("b").Count);
    }

    [Fact]
    [Clause("公告2022年第21号", "标记时限")]
    public void Overlapping_marks_of_several_kinds_take_a_minute_once_and_by_factor()
    {
        var history = new MarkHistory(
        [
            Entry("a", 0, 0, 0.5, factors: "a21026"), Entry("b", 0, 0.25, 0.75, category: "E1"),
            Entry("c", 0, 0.9, 2, category: "F1"),
        ]);
        Assert.Equal(45, history.MinutesTaken("a21026", Ten, Ten, m => m.Category[0] == 'E'));
        Assert.Equal(30, history.MinutesTaken("a34013", Ten, Ten, m => m.Category[0] == 'E'));
        Assert.Equal(51, history.MinutesTaken("a21026", Ten, Ten, _ => true));
        Assert.Equal(0, history.MinutesTaken("a21026", Ten, Ten.AddHours(-1), _ => true));
        Assert.Equal(0, history.MinutesTaken("a21026", Ten.AddHours(-1), Ten, _ => true));
    }

    [Fact]
    public void A_mark_holds_from_its_start_up_to_its_end()
    {
        MarkEntry mark = Entry("a", 0, factors: "a21026");
        Assert.True(mark.Holds("a21026", Ten));
        Assert.False(mark.Holds("a21026", Ten.AddTicks(-1)));
        Assert.True(mark.Holds("a21026", Ten.AddHours(1).AddTicks(-1)));
        Assert.False(mark.Holds("a21026", Ten.AddHours(1)));
        Assert.False(mark.Holds("a34013", Ten));
        Assert.True(Entry("b", 0).Holds("a34013", Ten));
    }

    [Fact]
    [Clause("公告2022年第21号", "虚假标记")]
    public void A_manual_mark_made_after_the_value_arrived_was_made_knowing_it()
    {
        DateTimeOffset at = Ten.AddMinutes(30), arrived = Ten.AddMinutes(31);
        Assert.False(new MarkHistory([Entry("a", 0.5)]).WasMarkedKnowing("x", at, arrived));
        Assert.True(new MarkHistory([Entry("a", 0.6)]).WasMarkedKnowing("x", at, arrived));
        // Made in time, but stretched over the value only later.
        Assert.True(new MarkHistory([Entry("a", 0, to: 0.25), Entry("a", 2)]).WasMarkedKnowing("x", at, arrived));
        Assert.False(new MarkHistory([Entry("a", 0.6, origin: MarkOrigin.Automatic)])
            .WasMarkedKnowing("x", at, arrived));
        Assert.False(new MarkHistory([Entry("a", 0.6), Entry("a", 0.7, status: MarkStatus.Withdrawn)])
            .WasMarkedKnowing("x", at, arrived));
        Assert.False(new MarkHistory([]).WasMarkedKnowing("x", at, arrived));
    }

    [Fact]
    public void Entries_out_of_order_are_our_fault() =>
        Assert.Throws<ArgumentException>(() => new MarkHistory([Entry("a", 1), Entry("a", 0)]));

    [Fact]
    [Clause("公告2022年第21号", "标记时限")]
    public void Entries_of_one_instant_count_in_the_order_given()
    {
        var history = new MarkHistory([Entry("a", 1, to: 2), Entry("b", 1), Entry("a", 1, to: 3)]);
        Assert.Equal(["a", "b"], history.KnownAt(Ten.AddHours(1)).Select(m => m.Id));
        Assert.Equal(Ten.AddHours(3), history.KnownAt(Ten.AddHours(1))[0].To);
        Assert.Empty(history.KnownAt(Ten.AddHours(1).AddTicks(-1)));
        Assert.Empty(history.Of("c"));
        Assert.Equal([2.0, 3.0], history.Of("a").Select(m => (m.To - Ten).TotalHours));
    }

    [Theory]
    [InlineData(0, 1, 60)]
    [InlineData(-1, 2, 60)]
    [InlineData(0, 0, 0)]
    [InlineData(0.5, 1, 30)]
    [InlineData(0.5, 9, 30)]
    [InlineData(-1, 0.5, 30)]
    [InlineData(1, 2, 0)]
    [InlineData(-1, 0, 0)]
    [Clause("公告2022年第21号", "标记时限")]
    public void A_mark_takes_the_minutes_that_begin_within_it(double from, double to, int minutes) =>
        Assert.Equal(minutes, new MarkHistory([Entry("a", 0, from, to)]).MinutesTaken("x", Ten, Ten, _ => true));
}
