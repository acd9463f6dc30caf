using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WorkingDaysTests
{
    private static WorkingDays Calendars => Given.Shipped.Of<WorkingDays>();

    [Fact]
    [Clause("行政处罚法", "85")]
    public void The_examples_counted_on_a_printed_calendar_hold()
    {
        foreach (CsvTable.Row row in CsvTable.Shipped("WorkingDays/examples.csv").Rows)
            Assert.Equal(
                Day(row["result"]), Calendars[row["calendar"]]!.Count(Day(row["from"]), row.Whole("days")).Day);
    }

    [Theory]
    [InlineData("national", "2026-01-04", true)] // A make-up Sunday.
    [InlineData("national", "2026-01-05", true)]
    [InlineData("national", "2026-01-10", false)] // A plain Saturday.
    [InlineData("national", "2026-01-11", false)]
    [InlineData("national", "2026-01-02", false)]
    [InlineData("national", "2025-10-08", false)]
    [InlineData("national", "2025-10-09", true)]
    [InlineData("national", "2026-02-24", true)]
    [InlineData("tibet", "2026-02-24", false)]
    [InlineData("tibet", "2026-02-23", false)]
    [InlineData("tibet", "2026-02-27", true)]
    [InlineData("tibet", "2026-10-10", true)]
    [Clause("全国年节及纪念日放假办法", "2")]
    [Clause("全国年节及纪念日放假办法", "4")]
    public void A_day_works_unless_it_is_off_in_the_country_or_the_region(string calendar, string day, bool works) =>
        Assert.Equal(works, Calendars[calendar]!.Works(Day(day)));

    [Theory]
    [InlineData("2024-12-31", 1, 2024)]
    [InlineData("2026-12-31", 1, 2027)]
    [InlineData("2025-01-02", -2, 2024)]
    [InlineData("2027-03-01", 0, 2027)]
    [Clause("行政处罚法", "85")]
    public void A_year_that_was_not_announced_is_not_counted(string from, int days, int year)
    {
        WorkingDayCount count = Calendars["tibet"]!.Count(Day(from), days);
        Assert.Null(count.Day);
        Assert.Equal(year, count.UnknownYear);
        Assert.Null(Calendars["national"]!.Works(new DateOnly(2027, 1, 4)));
    }

    [Fact]
    [Clause("行政处罚法", "85")]
    public void A_term_across_a_holiday_that_nobody_saw_announced_says_so()
    {
        WorkingDayCount unsure = Calendars["tibet"]!.Count(new DateOnly(2026, 8, 10), 5);
        Assert.Equal(Confidence.Unsure, unsure.Citation.Confidence);
        Assert.Equal("2026年 雪顿节", unsure.Citation.Clause);
        Assert.Equal(new DateOnly(2026, 8, 24), unsure.Day);
        Assert.Equal(Confidence.Seen, Calendars["national"]!.Count(new DateOnly(2026, 8, 10), 5).Citation.Confidence);
        Assert.Equal("85", Calendars["tibet"]!.Count(new DateOnly(2026, 9, 29), 5).Citation.Clause);
    }

    [Fact]
    public void The_calendars_are_known_by_name_and_year()
    {
        Assert.Equal(["national", "tibet"], Calendars.Names);
        Assert.Null(Calendars["mars"]);
        Assert.Equal([2025, 2026], Calendars["tibet"]!.Years);
    }

    [Fact]
    public void A_region_is_known_only_in_the_years_of_the_country()
    {
        Rulebook rules = Rulebook.Shipped.TryWith(
            new(
                "WorkingDays/years.csv", new DateOnly(2026, 1, 1), null,
                "calendar,year,clause,page,confidence\nnational,2026,x,,V\ntibet,2025,x,,V\ntibet,2026,x,,V\n"),
            out _)!;
        Assert.Equal([2026], rules.On(new DateOnly(2026, 1, 1)).Of<WorkingDays>()["tibet"]!.Years);
    }

    [Fact]
    [Clause("行政处罚法", "85")]
    public void A_count_has_a_limit()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Calendars["national"]!.Count(new DateOnly(2026, 1, 1), WorkingDays.DaysMax + 1));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Calendars["national"]!.Count(new DateOnly(2026, 1, 1), -WorkingDays.DaysMax - 1));
        Assert.Null(Calendars["national"]!.Count(new DateOnly(2026, 1, 1), WorkingDays.DaysMax).Day);
    }

    [Fact]
    public void A_calendar_that_somebody_states_knows_every_year()
    {
        var calendar = new WorkingCalendar(new("x", "y", "", Confidence.Seen));
        calendar.AddEveryYear();
        calendar.AddDays(new DateOnly(2030, 1, 1), new DateOnly(2030, 1, 2), false, new("x", "z", "", Confidence.Seen));
        Assert.Equal(new DateOnly(2030, 1, 3), calendar.Count(new DateOnly(2029, 12, 31), 1).Day);
    }

    [Theory]
    [InlineData("2026-11-25", 0, "2026-11-25")]
    [InlineData("2026-11-28", 0, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-25", 1, "2026-11-26")]
    [InlineData("2026-11-25", 3, "2026-11-30")]
    [InlineData("2026-11-25", -1, "2026-11-24")]
    [InlineData("2026-11-30", -1, "2026-11-27")]
    [InlineData("2026-11-29", -1, "2026-11-27")]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-10-09", 1, "2026-10-10")]
    [InlineData("2026-10-08", -1, "2026-09-30")]
    [Clause("行政处罚法", "85")]
    public void The_day_it_starts_from_is_not_counted_either_way(string from, int days, string to)
    {
        WorkingDayCount count = Calendars["national"]!.Count(Day(from), days);
        Assert.Equal((Day(to), null), (count.Day, count.UnknownYear));
    }

    [Fact]
    [Clause("行政处罚法", "85")]
    public void The_least_certain_day_that_was_passed_is_cited_with_both_ends_of_its_row()
    {
        var calendar = new WorkingCalendar(new("law", "plain", "", Confidence.Seen));
        calendar.AddEveryYear();
        calendar.AddDays(Day("2030-01-08"), Day("2030-01-09"), true, new("x", "memory", "", Confidence.Memory));
        calendar.AddDays(Day("2030-01-10"), Day("2030-01-10"), false, new("x", "unsure", "", Confidence.Unsure));
        calendar.AddDays(Day("2030-01-12"), Day("2030-01-12"), true, new("x", "later", "", Confidence.Unsure));
        Assert.Equal("plain", calendar.Count(Day("2030-01-04"), 1).Citation.Clause);
        Assert.Equal("memory", calendar.Count(Day("2030-01-07"), 1).Citation.Clause);
        Assert.Equal("memory", calendar.Count(Day("2030-01-09"), 0).Citation.Clause);
        Assert.Equal("unsure", calendar.Count(Day("2030-01-09"), 3).Citation.Clause);
        Assert.Equal(Day("2030-01-12"), calendar.Count(Day("2030-01-11"), 1).Day);
        Assert.Equal((true, true, false, true, false), (calendar.Works(Day("2030-01-08")),
            calendar.Works(Day("2030-01-09")), calendar.Works(Day("2030-01-10")), calendar.Works(Day("2030-01-12")),
            calendar.Works(Day("2030-01-13"))));
    }

    [Fact]
    public void As_many_days_as_the_limit_are_counted_to_the_end_both_ways()
    {
        var calendar = new WorkingCalendar(new("x", "y", "", Confidence.Seen));
        calendar.AddEveryYear();
        // 3660 working days are 732 weeks of five.
        DateOnly monday = Day("2030-01-07");
        Assert.Equal(monday.AddDays(732 * 7), calendar.Count(monday, WorkingDays.DaysMax).Day);
        Assert.Equal(monday.AddDays(-732 * 7), calendar.Count(monday, -WorkingDays.DaysMax).Day);
        Assert.Throws<ArgumentOutOfRangeException>(() => calendar.Count(monday, -WorkingDays.DaysMax - 1));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
