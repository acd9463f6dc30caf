using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>What a day is judged from.</summary>
/// <param name="Start">Start of the Beijing day, UTC milliseconds.</param>
/// <param name="Hours">The judged hours of the day by time; open ones do not count yet.</param>
/// <param name="Stated">The logger's own day record, if it sent one.</param>
internal sealed record DayEvidence(
    Rules Rules, long Start, IReadOnlyList<JudgedInterval> Hours, SeriesRecord? Stated, bool Closed);

/// <summary>
/// Judges one outlet over one natural day (日均值) from its judged hours, unrounded. Stated hours count, and make the
/// basis of the day a stated one. Without any hour the logger's own day value is judged and says so.
/// </summary>
internal static class Day
{
    public const long Milliseconds = 24 * Hour.Milliseconds;
    private const int HoursDue = 24;

    /// <summary>The start of the Beijing day that holds an instant.</summary>
    public static long StartOf(long utcMilliseconds)
    {
        long offset = (long)Beijing.Offset.TotalMilliseconds;
        return utcMilliseconds - (((utcMilliseconds + offset) % Milliseconds) + Milliseconds) % Milliseconds;
    }

    public static JudgedInterval Judge(DayEvidence day)
    {
        Rules rules = day.Rules;
        JudgedInterval[] hours = [.. day.Hours.Where(h => !h.Open)];
        bool fromRecord = day.Hours.Count == 0 && day.Stated is not null;
        bool open = !day.Closed && day.Stated is null && hours.Length < HoursDue;
        var factors = new JudgedFactor[rules.Factors.Count];
        for (int i = 0; i < factors.Length; i++)
        {
            OutletFactor factor = rules.Factors[i];
            factors[i] = fromRecord
                ? Stated.Judge(rules, factor, day.Stated!, Blank(rules, factor), LimitOf(rules, factor))
                : JudgeHours(day, hours, factor, open);
            if (!fromRecord && rules.Document is not null)
            {
                factors[i] = factors[i] with
                {
                    Rules = rules.Bases.OfDay(rules, factor, factors[i], hours.Select(
                        h => h.Factors.FirstOrDefault(f => f.Code == factor.Code)?.Rules)),
                };
            }
        }
        IEnumerable<IReadOnlyList<long>> positions = hours.Select(h => h.Positions);
        if (day.Stated is { } stated)
            positions = positions.Append(stated.Positions);
        bool ours = !fromRecord && hours.All(h => h.Basis == Basis.Minutes);
        DateTimeOffset from = Beijing.FromMilliseconds(day.Start);
        return new JudgedInterval(
            rules.Outlet.Id, from, from.AddDays(1), States.OfOutlet(factors), ours ? Basis.Minutes : Basis.Stated,
            HoursDue, hours.Length, factors, Positions.Merge(positions))
        { Open = open };
    }

    private static JudgedFactor JudgeHours(
        DayEvidence day, IReadOnlyList<JudgedInterval> hours, OutletFactor factor, bool open)
    {
        Rules rules = day.Rules;
        var found = new JudgedFactor?[HoursDue];
        foreach (JudgedInterval hour in hours)
        {
            int at = (int)((hour.From.ToUnixTimeMilliseconds() - day.Start) / Hour.Milliseconds);
            found[at] = hour.Factors.FirstOrDefault(f => f.Code == factor.Code);
        }
        JudgedFactor[] valid = [.. found.OfType<JudgedFactor>().Where(f => f.Exact is not null)];
        int observed = found.Count(f => f is not null && f.State != OutletState.Missing);
        int due = Due(rules, factor, found);
        bool summed = valid.Length > 0 && valid.All(f => f.Summed);
        JudgedFactor judged = Blank(rules, factor) with
        {
            Corrected = rules.IsCorrected(factor) && !summed,
            Summed = summed,
            Valid = valid.Length,
            Observed = observed,
            Expected = due,
        };
        bool counts = open ? valid.Length > 0 : rules.Document is not null && Counts(rules, valid.Length, due);
        if (!counts)
        {
            var (state, reason, mark) = open
                ? (OutletState.Normal, "open", "N") : WhyNot(rules, found, due - valid.Length);
            judged = judged with { State = state, Reason = reason, Mark = mark };
            return Stated.Beside(judged, rules, factor, day.Stated);
        }
        if (rules.IsRanged(factor) && !summed)
            return Stated.Beside(Ranged(judged, rules, factor, valid, open), rules, factor, day.Stated);
        (decimal value, decimal? weight) = Mean(rules, factor, valid, summed);
        decimal? limit = LimitOf(rules, factor);
        bool exceeds = !open && Stated.Exceeds(rules, factor, value, limit);
        judged = judged with
        {
            Exact = value,
            Weight = weight,
            Value = Hour.Text(Gbt8170Of2008.Printed(value, Rules.Step(factor), exceeds ? limit : null)),
            Limit = limit is { } shown ? Hour.Text(shown) : null,
            State = exceeds ? OutletState.Exceeds : OutletState.Normal,
            Reason = open ? "open" : null,
        };
        return Stated.Beside(judged, rules, factor, day.Stated);
    }

    /// <summary>HJ 356-2019 7: pH is a logarithm; its day goes from the smallest valid hour to the largest.</summary>
    private static JudgedFactor Ranged(
        JudgedFactor judged, Rules rules, OutletFactor factor, JudgedFactor[] valid, bool open)
    {
        (decimal low, decimal high) = Hj356Of2019.Range(valid.Select(f => f.Exact!.Value))!.Value;
        decimal step = Rules.Step(factor);
        return judged with
        {
            Ranged = true,
            Value = $"{Hour.Text(Gbt8170Of2008.Round(low, step))}~{Hour.Text(Gbt8170Of2008.Round(high, step))}",
            Reason = open ? "open" : null,
        };
    }

    /// <summary>
    /// Flow-weighted for waste water where every valid hour has its flow, else the arithmetic mean of valid hours.
    /// </summary>
    private static (decimal Value, decimal? Weight) Mean(
        Rules rules, OutletFactor factor, JudgedFactor[] valid, bool summed)
    {
        decimal sum = valid.Sum(f => f.Exact!.Value);
        if (summed)
            return (sum, null);
        if (rules.IsWeighted(factor) && valid.All(f => f.Weight is not null)
            && Hj356Of2019.FlowWeightedMean(valid.Select(f => (f.Exact!.Value, f.Weight!.Value))) is { } weighted)
            return (weighted, valid.Sum(f => f.Weight));
        return (sum / valid.Length, null);
    }

    /// <summary>
    /// Values due: 24, or 12 where a two-hour cycle shows itself (never two neighbouring hours with a value).
    /// HJ 353-2019 allows a measuring cycle of up to two hours.
    /// </summary>
    private static int Due(Rules rules, OutletFactor factor, JudgedFactor?[] hours)
    {
        if (!rules.IsWeighted(factor))
            return HoursDue;
        bool any = false, neighbours = false;
        for (int h = 0; h < hours.Length; h++)
        {
            bool here = hours[h] is { State: not OutletState.Missing };
            any |= here;
            neighbours |= here && h > 0 && hours[h - 1] is { State: not OutletState.Missing };
        }
        return any && !neighbours ? HoursDue / 2 : HoursDue;
    }

    private static bool Counts(Rules rules, int valid, int due) =>
        rules.IsWater ? rules.Water.DayCounts(valid, due) : rules.Stack.DayCounts(valid);

    private static (OutletState State, string Reason, string Mark) WhyNot(
        Rules rules, JudgedFactor?[] hours, int lacking)
    {
        if (rules.Document is null)
            return (OutletState.Invalid, "edition", "-");
        if (hours.All(h => h is null || h.State == OutletState.Missing))
            return (OutletState.Missing, "missing", "-");
        int stopped = hours.Count(h => h is { Exact: null, State: OutletState.Stopped });
        int maintenance = hours.Count(h => h is { Exact: null, State: OutletState.Maintenance });
        int other = Math.Max(0, lacking - stopped - maintenance);
        if (other >= Math.Max(stopped, maintenance))
            return (OutletState.Invalid, "coverage", "-");
        bool byMaintenance = maintenance >= stopped;
        OutletState state = byMaintenance ? OutletState.Maintenance : OutletState.Stopped;
        string mark = hours.First(h => h is { Exact: null } && h.State == state)!.Mark;
        return (state, byMaintenance ? "maintenance" : "stopped", mark);
    }

    private static JudgedFactor Blank(Rules rules, OutletFactor factor) => new(
        factor.Code, null, null, rules.IsCorrected(factor), null, null, 0, 0, HoursDue, "N", null,
        OutletState.Normal, null, rules.Document ?? "", ClauseOf(rules));

    /// <summary>What is not averaged has no daily value that a limit could be held to.</summary>
    private static decimal? LimitOf(Rules rules, OutletFactor factor) =>
        factor.LimitOn == LimitOn.Day && !rules.IsRanged(factor) ? factor.Limit : null;

    private static string ClauseOf(Rules rules) => rules.IsWater
        ? rules.Water.Rules.Cite("day.percent").Clause : rules.Stack.Rules.Cite("day.hours").Clause;
}
