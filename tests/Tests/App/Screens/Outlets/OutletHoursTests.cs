using System.Text;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.Judgement;

namespace Qingyuan.Tests.App.Screens;

public sealed class OutletHoursTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 23, 0, TimeSpan.FromHours(8));

    [Fact]
    public void The_first_rows_stand_around_the_last_notable_hour()
    {
        HourRow[] rows = [.. Enumerable.Range(0, 24)
            .Select(h => Row(h, h == 14 ? OutletState.Exceeds : OutletState.Normal))];
        Assert.Equal([11, 12, 13, 14, 15, 16, 17, 18], OutletHours.First(rows).Select(r => r.Hour.From.Hour));
    }

    [Fact]
    public void Without_a_notable_hour_the_last_ones_stand_first()
    {
        HourRow[] rows = [.. Enumerable.Range(0, 24).Select(h => Row(h, OutletState.Normal))];
        Assert.Equal([16, 17, 18, 19, 20, 21, 22, 23], OutletHours.First(rows).Select(r => r.Hour.From.Hour));
    }

    [Fact]
    public void A_stated_hour_has_no_difference_of_ours()
    {
        JudgedInterval hour = OutletHeadTests.Hour(1, "410.4", "386.4", "24.0") with { Basis = Basis.Stated };
        HourRow row = new(hour, hour.Factors[0]);
        Assert.False(row.Ours);
        Assert.Null(row.Difference);
    }

    [Theory]
    [InlineData("6h", "2026-11-24 05:00", "2026-11-24 11:00")]
    [InlineData("1d", "2026-11-23 11:00", "2026-11-24 11:00")]
    [InlineData("7d", "2026-11-17 11:00", "2026-11-24 11:00")]
    [InlineData("30d", "2026-10-25 11:00", "2026-11-24 11:00")]
    [InlineData("nonsense", "2026-11-23 11:00", "2026-11-24 11:00")]
    public void A_range_ends_with_the_hour_in_progress(string range, string from, string to)
    {
        ChartQuestion question = ChartQuestion.Of("O-1", "a21002", range, null, Now);
        Assert.Equal((from, to), ($"{question.From:yyyy-MM-dd HH:mm}", $"{question.To:yyyy-MM-dd HH:mm}"));
    }

    [Fact]
    public void A_day_of_the_past_is_that_whole_day_in_Beijing()
    {
        ChartQuestion question = ChartQuestion.Of("O-1", "a21002", "7d", "2026-11-23", Now.ToUniversalTime());
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(8)), question.From);
        Assert.Equal(question.From.AddDays(1), question.To);
        Assert.Equal("factor=a21002&day=2026-11-23", question.Query());
        Assert.Equal("factor=w01018&range=7d", question.Query("w01018", ChartRange.Week));
    }

    [Theory]
    [InlineData("2026-01-01", "2026-11-24", "2026-01-01 00:00", "2026-11-24 00:00", true)]
    [InlineData("2026-11-23T08:40", "2026-11-23T10:10", "2026-11-23 08:00", "2026-11-23 10:00", false)]
    [InlineData("2020-01-01", "2026-11-24", "2025-11-23 00:00", "2026-11-24 00:00", true)]
    public void Any_span_can_be_chosen_up_to_its_limit(string since, string until, string from, string to, bool days)
    {
        ChartQuestion question = ChartQuestion.Of("O-1", "a21002", "7d", null, Now, since, until);
        Assert.Equal((from, to), ($"{question.From:yyyy-MM-dd HH:mm}", $"{question.To:yyyy-MM-dd HH:mm}"));
        Assert.Equal((days, true, ChartRange.Chosen), (question.IsLong, question.Fixed, question.Range));
        string query = question.Query();
        Assert.Contains($"from={question.From:yyyy-MM-ddTHH:mm}&to={question.To:yyyy-MM-ddTHH:mm}", query,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-24", "2026-11-23")]
    [InlineData("2026-11-24", "2026-11-24")]
    [InlineData("gestern", "2026-11-24")]
    [InlineData("2026-11-24", null)]
    public void A_span_that_is_none_gives_the_usual_one(string since, string? until) =>
        Assert.Equal(ChartRange.Week, ChartQuestion.Of("O-1", "a21002", "7d", null, Now, since, until).Range);

    [Theory]
    [InlineData("410.4", "410.4")]
    [InlineData("-0.182", "-0.182")]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1+1", "'+1+1")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public void A_field_of_a_table_never_runs_as_a_formula(string text, string field) =>
        Assert.Equal(field, Csv.Field(text));

    [Fact]
    public void Lines_of_a_table_end_as_the_format_says()
    {
        StringBuilder csv = new();
        Csv.Line(csv, "a", null, "b");
        Assert.Equal("a,,b\r\n", csv.ToString());
    }

    private static HourRow Row(int hour, OutletState state)
    {
        JudgedInterval interval = OutletHeadTests.Hour(hour, "371.2", state: state);
        return new HourRow(interval, interval.Factors[0]);
    }
}
