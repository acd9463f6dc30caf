using CsCheck;
using Qingyuan.Hj212;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>Terms end when a clerk with the printed calendar says so.</summary>
public sealed class TermTests
{
    private static readonly TermCounter _tibet = TermCounter.Of(Rulebook.Shipped, new DateOnly(2026, 11, 25));

    private static readonly Gen<DateTimeOffset> _starts = Gen.Long[
        At("2025-01-01 00:00").ToUnixTimeSeconds(), At("2026-10-01 00:00").ToUnixTimeSeconds()]
            .Select(s => DateTimeOffset.FromUnixTimeSeconds(s).ToOffset(Beijing.Offset));

    private static readonly Gen<Term> _terms = Gen.Select(
        Gen.Int[1, 60], Gen.Int[0, 4].Select(i => (TermUnit)i), Gen.Bool)
            .Select((length, unit, rolls) => new Term(length, unit, rolls));

    private static DateTimeOffset At(string text) =>
        new(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", null), Beijing.Offset);

    [Theory]
    [Clause("民法典", "201")]
    [Clause("民法典", "202")]
    [Clause("民法典", "203")]
    // 行政处罚法 60: filed on 2026-11-24, the decision by 2027-02-22, 24:00.
    [InlineData("2026-11-24 08:50", 90, "日", false, "2027-02-23 00:00")]
    [InlineData("2026-11-24 08:50", 24, "小时", false, "2026-11-25 08:50")]
    [InlineData("2026-11-23 20:00", 7, "工作日", false, "2026-12-03 00:00")]
    // Losar in Tibet 2026-02-24 to 02-26, 02-28 is a swapped working day.
    [InlineData("2026-02-13 10:00", 3, "工作日", false, "2026-03-01 00:00")]
    [InlineData("2026-01-31 10:00", 1, "月", false, "2026-03-01 00:00")]
    [InlineData("2026-09-25 10:00", 6, "日", false, "2026-10-02 00:00")]
    [InlineData("2026-09-25 10:00", 6, "日", true, "2026-10-09 00:00")]
    [InlineData("2026-11-27 10:00", 1, "日", false, "2026-11-29 00:00")]
    [InlineData("2026-11-27 10:00", 1, "日", true, "2026-12-01 00:00")]
    [InlineData("2026-08-03 10:00", 2, "月", true, "2026-10-09 00:00")]
    public void A_term_ends_at_midnight_of_its_last_day(string start, int length, string unit, bool rolls,
        string due) =>
        Assert.Equal(At(due), _tibet.End(At(start), new Term(length, Term.UnitOf(unit)!.Value, rolls), 0).Due);

    [Fact]
    public void Where_the_text_does_not_say_which_days_the_warning_comes_by_the_earlier_and_the_end_by_the_later()
    {
        TermEnd end = _tibet.End(At("2026-11-27 10:00"), new Term(3, TermUnit.DaysUnclear), 0);
        Assert.Equal(At("2026-12-03 00:00"), end.Due);
        Assert.Equal(At("2026-11-30 00:00"), end.Warn);
    }

    [Fact]
    public void A_term_into_a_year_whose_holidays_are_not_announced_is_provisional()
    {
        Assert.True(_tibet.End(At("2026-12-25 10:00"), new Term(10, TermUnit.WorkingDays), 0).Provisional);
        Assert.False(_tibet.End(At("2026-12-01 10:00"), new Term(10, TermUnit.WorkingDays), 0).Provisional);
        // Natural days need no holidays.
        Assert.False(_tibet.End(At("2026-12-25 10:00"), new Term(90, TermUnit.Days), 0).Provisional);
    }

    [Fact]
    public void A_longer_term_never_ends_earlier_and_no_term_ends_before_its_start() =>
        Gen.Select(_starts, _terms).Sample((start, term) =>
        {
            DateTimeOffset due = _tibet.End(start, term, 0).Due;
            Assert.True(due > start);
            Assert.True(_tibet.End(start, term with { Length = term.Length + 1 }, 0).Due >= due);
        });

    [Fact]
    public void Working_days_never_end_before_natural_days_and_always_on_a_day_that_works() =>
        Gen.Select(_starts, Gen.Int[1, 60]).Sample((start, length) =>
        {
            DateTimeOffset working = _tibet.End(start, new Term(length, TermUnit.WorkingDays), 0).Due;
            Assert.True(working >= _tibet.End(start, new Term(length, TermUnit.Days), 0).Due);
            DateOnly last = DateOnly.FromDateTime(working.DateTime).AddDays(-1);
            Assert.Equal(1, _tibet.CountWorking(last.AddDays(-1), last));
            Assert.Equal(length, _tibet.CountWorking(DateOnly.FromDateTime(start.DateTime), last));
        });

    [Fact]
    public void The_warning_never_comes_after_the_end() =>
        Gen.Select(_starts, _terms, Gen.Int[0, 70]).Sample((start, term, before) =>
        {
            TermEnd end = _tibet.End(start, term, before);
            Assert.True(end.Warn <= end.Due);
        });

    [Fact]
    public void Standing_still_for_no_time_changes_no_end_but_that_of_a_last_day_that_was_off() =>
        Gen.Select(_starts, _terms, Gen.Int[0, 100]).Sample((start, term, hours) =>
        {
            TermEnd end = _tibet.End(start, term, 1);
            DateTimeOffset at = start.AddHours(hours);
            Assert.Equal(end.Due, _tibet.Resume(end, at, at, term, 1).Due);
        });

    [Fact]
    public void Standing_still_never_shortens_a_term() =>
        Gen.Select(_starts, _terms, Gen.Int[0, 500], Gen.Int[0, 500]).Sample((start, term, until, stood) =>
        {
            TermEnd end = _tibet.End(start, term, 1);
            DateTimeOffset stop = start.AddHours(until);
            TermEnd resumed = _tibet.Resume(end, stop, stop.AddHours(stood), term, 1);
            Assert.True(resumed.Due >= end.Due);
            Assert.Equal(stop >= end.Due, resumed == end && stop >= end.Due);
        });

    [Fact]
    public void What_stands_still_runs_on_with_what_was_left()
    {
        // Seven working days from Monday 11-23; stopped on Wednesday 11-25 with five left, resumed on Tuesday 12-01.
        Term seven = new(7, TermUnit.WorkingDays);
        TermEnd end = _tibet.End(At("2026-11-23 09:00"), seven, 1);
        TermEnd resumed = _tibet.Resume(end, At("2026-11-25 15:00"), At("2026-12-01 09:00"), seven, 1);
        Assert.Equal(At("2026-12-09 00:00"), resumed.Due);
        Assert.Throws<ArgumentException>(() =>
            _tibet.Resume(end, At("2026-11-25 15:00"), At("2026-11-25 14:00"), seven, 1));
    }

    [Fact]
    public void A_term_is_counted_from_the_day_in_beijing() =>
        Assert.Equal(
            _tibet.End(At("2026-11-24 01:00"), new Term(3, TermUnit.Days), 0),
            _tibet.End(At("2026-11-24 01:00").ToUniversalTime(), new Term(3, TermUnit.Days), 0));

    [Theory]
    [InlineData(-1)]
    [InlineData(Term.LengthMax + 1)]
    public void A_term_beyond_its_limits_is_refused(int length) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            _tibet.End(At("2026-11-24 01:00"), new(length, TermUnit.Days), 0));
}
