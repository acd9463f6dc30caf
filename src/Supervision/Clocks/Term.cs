using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>The unit in which a term is counted (期限单位).</summary>
public enum TermUnit
{
    /// <summary>小时</summary>
    Hours,
    /// <summary>日: natural days.</summary>
    Days,
    /// <summary>工作日</summary>
    WorkingDays,
    /// <summary>月</summary>
    Months,
    /// <summary>日或工作日: the text does not say which; the warning comes by the earlier, the end by the later.</summary>
    DaysUnclear,
}

/// <summary>A term (期限), e.g. 90 日 or 7 工作日.</summary>
/// <param name="Rolls">A last day that is off moves to the next working day (顺延).</param>
public sealed record Term(int Length, TermUnit Unit, bool Rolls = false)
{
    /// <summary>The longest term that can be declared, in each unit.</summary>
    public const int LengthMax = 3_650;

    private static readonly Dictionary<string, TermUnit> _units = new()
    {
        ["小时"] = TermUnit.Hours,
        ["日"] = TermUnit.Days,
        ["天"] = TermUnit.Days,
        ["工作日"] = TermUnit.WorkingDays,
        ["个工作日"] = TermUnit.WorkingDays,
        ["月"] = TermUnit.Months,
        ["个月"] = TermUnit.Months,
        ["日或工作日"] = TermUnit.DaysUnclear,
    };

    public static IEnumerable<string> UnitWords => _units.Keys;

    /// <summary>E.g. 7 个工作日.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Length} {Word}");

    private string Word => Unit switch
    {
        TermUnit.Hours => "小时",
        TermUnit.Days => "日",
        TermUnit.WorkingDays => "个工作日",
        TermUnit.Months => "个月",
        _ => "日（是否工作日待核）",
    };

    public static TermUnit? UnitOf(string word) => _units.TryGetValue(word, out TermUnit unit) ? unit : null;
}

/// <summary>When a term ends (到期).</summary>
/// <param name="Due">The instant at which it is over: the last day's 24:00, or so many hours after the start.</param>
/// <param name="Warn">From when the board warns.</param>
/// <param name="Provisional">
/// Holidays of a year it reaches into are not announced: its weekends were counted as off and nothing else, so the end
/// may still move.
/// </param>
public readonly record struct TermEnd(DateTimeOffset Due, DateTimeOffset Warn, bool Provisional);

/// <summary>
/// Counts terms (期限计算) on the calendar of a region. Pure; the calendar says which days work.
/// </summary>
public sealed class TermCounter(WorkingCalendar calendar)
{
    /// <summary>By national holidays with swapped days and those of Tibet on top.</summary>
    public static TermCounter Of(Rulebook rules, DateOnly day, string region = "tibet") =>
        new(rules.On(day).Of<WorkingDays>()[region]
            ?? throw new InvalidDataException($"WorkingDays: there is no calendar '{region}'."));

    /// <param name="warnBefore">How much before the end the board warns, in the term's own unit.</param>
    [Clause("民法典", "201")]
    [Clause("民法典", "202")]
    [Clause("民法典", "203")]
    public TermEnd End(DateTimeOffset start, Term term, int warnBefore)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(term.Length, Term.LengthMax);
        ArgumentOutOfRangeException.ThrowIfNegative(term.Length);
        start = start.ToOffset(Hj212.Beijing.Offset);
        int left = Math.Max(0, term.Length - warnBefore);
        if (term.Unit == TermUnit.Hours)
            return new(start.AddHours(term.Length), start.AddHours(left), false);
        DateOnly day = DateOnly.FromDateTime(start.DateTime);
        // The day of the start does not count; the last one lasts until 24:00.
        (DateOnly last, bool guessed) = Last(day, term, term.Length);
        (DateOnly warn, _) = Last(day, term.Unit == TermUnit.DaysUnclear
            ? term with { Unit = TermUnit.Days } : term with { Rolls = false }, left);
        return new(Midnight(last.AddDays(1)), Midnight(warn), guessed);
    }

    /// <summary>
    /// The end of a term that stood still (中止) between two instants: what was left when it stopped runs on from the
    /// resumption, counted in the term's own unit.
    /// </summary>
    public TermEnd Resume(TermEnd before, DateTimeOffset stopped, DateTimeOffset resumed, Term term, int warnBefore)
    {
        if (resumed < stopped)
            throw new ArgumentException("A term resumes after it stopped.", nameof(resumed));
        if (stopped >= before.Due)
            return before; // It was over; standing still gives nothing back.
        if (term.Unit == TermUnit.Hours)
        {
            TimeSpan stood = resumed - stopped;
            return before with { Due = before.Due + stood, Warn = before.Warn + stood };
        }
        DateOnly from = DayOf(stopped), again = DayOf(resumed), last = DayOf(before.Due).AddDays(-1);
        Term rest = term.Unit is TermUnit.WorkingDays or TermUnit.DaysUnclear
            ? term with { Length = CountWorking(from, last) }
            : new Term(last.DayNumber - from.DayNumber, TermUnit.Days, term.Rolls);
        TermEnd end = End(Midnight(again), rest, Math.Min(warnBefore, rest.Length));
        return end with { Provisional = end.Provisional || before.Provisional };
    }

    /// <summary>
    /// The end of a term that was made longer (延长): so many more of its units after its old last day.
    /// </summary>
    public TermEnd Extend(TermEnd before, Term term, int length, int warnBefore)
    {
        Term by = term with { Length = length };
        if (term.Unit == TermUnit.Hours)
            return before with { Due = before.Due.AddHours(length), Warn = before.Due.AddHours(length - warnBefore) };
        TermEnd end = End(before.Due.AddTicks(-1), by, Math.Min(warnBefore, length));
        return end with { Provisional = end.Provisional || before.Provisional };
    }

    /// <summary>Working days after <paramref name="from"/> up to and with <paramref name="to"/>.</summary>
    public int CountWorking(DateOnly from, DateOnly to)
    {
        int count = 0;
        for (DateOnly day = from.AddDays(1); day <= to; day = day.AddDays(1))
            count += Works(day, out _) ? 1 : 0;
        return count;
    }

    private (DateOnly Day, bool Guessed) Last(DateOnly from, Term term, int length)
    {
        bool guessed = false;
        DateOnly day = term.Unit switch
        {
            TermUnit.Days => from.AddDays(length),
            TermUnit.Months => from.AddMonths(length), // Clamped to the last day of a shorter month.
            _ => CountOn(from, length, ref guessed),
        };
        while (term.Rolls && (term.Unit is TermUnit.Days or TermUnit.Months) && !Works(day, out bool guess))
        {
            guessed |= guess;
            day = day.AddDays(1);
        }
        return (day, guessed);
    }

    private DateOnly CountOn(DateOnly day, int length, ref bool guessed)
    {
        for (int left = length; left > 0;)
        {
            day = day.AddDays(1);
            bool works = Works(day, out bool guess);
            guessed |= guess;
            left -= works ? 1 : 0;
        }
        return day;
    }

    /// <summary>Where holidays are not announced yet the week alone decides, and it is said.</summary>
    private bool Works(DateOnly day, out bool guessed)
    {
        bool? known = calendar.Works(day);
        guessed = known is null;
        return known ?? day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    private static DateOnly DayOf(DateTimeOffset at) =>
        DateOnly.FromDateTime(at.ToOffset(Hj212.Beijing.Offset).DateTime);

    private static DateTimeOffset Midnight(DateOnly day) =>
        new(day.ToDateTime(TimeOnly.MinValue), Hj212.Beijing.Offset);
}
