using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Calendars =
        Rulebook.Shipped.On(new DateOnly(2026, 11, 25)).Of<WorkingDays>();

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

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
