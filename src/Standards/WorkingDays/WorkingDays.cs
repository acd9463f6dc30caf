using System.Collections.Frozen;
using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>What a count of working days came to.</summary>
/// <param name="Day">Null = the count left the years whose holidays are known.</param>
/// <param name="UnknownYear">The year that was missing, where <paramref name="Day"/> is null.</param>
/// <param name="Citation">The least certain holiday among the days that were passed.</param>
public readonly record struct WorkingDayCount(DateOnly? Day, int? UnknownYear, Citation Citation);

/// <summary>
/// Working-day calendars (工作日历): national holidays with their make-up working days (调休), and on top of them the
/// holidays of a region. Never guesses: a day in a year that was not announced is not counted.
/// </summary>
public sealed class WorkingDays : IEdition<WorkingDays>
{
    public const string Document = "全国年节及纪念日放假办法";
    public const string National = "national";
    public const int DaysMax = 3_660;

    private readonly FrozenDictionary<string, WorkingCalendar> _calendars;

    private WorkingDays(Tables tables, string folder)
    {
        Citation plain = new("行政处罚法", "85", "", Confidence.Seen);
        Dictionary<string, WorkingCalendar> calendars = [];
        foreach (CsvTable.Row row in tables[$"{folder}/years.csv"].Rows)
        {
            if (!calendars.TryGetValue(row["calendar"], out WorkingCalendar? calendar))
                calendars.Add(row["calendar"], calendar = new(plain));
            calendar.AddYear(row.Whole("year"));
        }
        foreach (CsvTable.Row row in tables[$"{folder}/days.csv"].Rows)
        {
            (DateOnly from, DateOnly to) = (row.Day("from"), row.Day("to"));
            Citation citation = row.Cite(Document) with { Clause = $"{from.Year}年 {row["name"]}" };
            bool works = row["kind"] == "work";
            // A region has its own days on top of the country's.
            foreach ((string name, WorkingCalendar calendar) in calendars)
            {
                if (name == row["calendar"] || row["calendar"] == National)
                    calendar.AddDays(from, to, works, citation);
            }
        }
        foreach ((string name, WorkingCalendar calendar) in calendars)
        {
            if (name != National)
                calendar.KeepYears(calendars[National]);
        }
        _calendars = calendars.ToFrozenDictionary();
    }

    public static WorkingDays From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Names => _calendars.Keys.Order(StringComparer.Ordinal);

    /// <summary>Null when there is no such calendar.</summary>
    public WorkingCalendar? this[string calendar] => _calendars.GetValueOrDefault(calendar);
}

/// <summary>One calendar. Weekends are off unless made up for, other days work unless they are holidays.</summary>
public sealed class WorkingCalendar(Citation plain)
{
    private readonly Dictionary<DateOnly, (bool Works, Citation Citation)> _special = [];
    private HashSet<int> _years = [];
    private bool _everyYear;

    public IEnumerable<int> Years => _years.Order();

    internal void AddYear(int year) => _years.Add(year);

    /// <summary>For a calendar that somebody states as a whole: every other day is plain.</summary>
    public void AddEveryYear() => _everyYear = true;

    internal void KeepYears(WorkingCalendar other) => _years = [.. _years.Intersect(other._years)];

    public void AddDays(DateOnly from, DateOnly to, bool works, Citation citation)
    {
        for (DateOnly day = from; day <= to; day = day.AddDays(1))
            _special[day] = (works, citation);
    }

    /// <summary>Null when the year's holidays are not known.</summary>
    [Clause("全国年节及纪念日放假办法", "2")]
    [Clause("全国年节及纪念日放假办法", "4")]
    public bool? Works(DateOnly day) =>
        !_everyYear && !_years.Contains(day.Year) ? null
        : _special.TryGetValue(day, out var special) ? special.Works
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// The day on which a term (期限) of working days ends. The day it starts from is not counted; none = that day, or
    /// the next working one where it is off; a negative count goes back (e.g. "seven working days before the hearing").
    /// </summary>
    [Clause("行政处罚法", "85")]
    public WorkingDayCount Count(DateOnly from, int days)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(days), WorkingDays.DaysMax);
        Citation citation = plain;
        DateOnly day = from;
        int step = days < 0 ? -1 : 1;
        if (Pass(day, ref citation) is not { } starts)
            return new(null, day.Year, citation);
        int left = days == 0 && !starts ? 1 : Math.Abs(days);
        while (left > 0)
        {
            day = day.AddDays(step);
            if (Pass(day, ref citation) is not { } works)
                return new(null, day.Year, citation);
            if (works)
                left--;
        }
        return new(day, null, citation);
    }

    private bool? Pass(DateOnly day, ref Citation citation)
    {
        if (_special.TryGetValue(day, out var special) && special.Citation.Confidence > citation.Confidence)
            citation = special.Citation;
        return Works(day);
    }
}
