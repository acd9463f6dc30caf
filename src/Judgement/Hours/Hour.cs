using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>What an hour is judged from.</summary>
/// <param name="Start">UTC milliseconds.</param>
/// <param name="Minutes">Minute records by time; at most one for each slot.</param>
/// <param name="Stated">The logger's own hour record, if it sent one.</param>
/// <param name="Closed">Something later than this hour has arrived, so what is missing is missing.</param>
internal sealed record HourEvidence(
    Rules Rules, long Start, IReadOnlyList<SeriesRecord> Minutes, SeriesRecord? Stated, bool Closed);

/// <summary>
/// Judges one outlet over one hour (小时均值): pure, from the records that arrived and the rules in force. Where minutes
/// arrived the value is ours and the logger's own stands beside it; where none did, the stated one is judged and says
/// so.
/// </summary>
internal static class Hour
{
    public const long Milliseconds = 3_600_000;

    public static JudgedInterval Judge(HourEvidence hour)
    {
        Rules rules = hour.Rules;
        Basis basis = hour.Minutes.Count == 0 && hour.Stated is not null ? Basis.Stated : Basis.Minutes;
        // A full hour and one that the logger itself has closed need not wait for the next one.
        bool open = !hour.Closed && hour.Stated is null && hour.Minutes.Count < rules.SlotsOfHour;
        var factors = new JudgedFactor[rules.Factors.Count];
        for (int i = 0; i < factors.Length; i++)
        {
            OutletFactor factor = rules.Factors[i];
            factors[i] = basis == Basis.Stated
                ? Stated.Judge(rules, factor, hour.Stated!, Blank(hour, factor), LimitOf(factor))
                : JudgeMinutes(hour, factor, open);
        }
        IEnumerable<long> positions = hour.Minutes.SelectMany(m => m.Positions);
        if (hour.Stated is { } stated)
            positions = positions.Concat(stated.Positions);
        DateTimeOffset from = Beijing.FromMilliseconds(hour.Start);
        return new JudgedInterval(
            rules.Outlet.Id, from, from.AddHours(1), States.OfOutlet(factors), basis,
            rules.SlotsOfHour, hour.Minutes.Count, factors, [.. positions.Order()])
        { Open = open };
    }

    internal static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static JudgedFactor JudgeMinutes(HourEvidence hour, OutletFactor factor, bool open)
    {
        Rules rules = hour.Rules;
        bool summed = IsSummed(hour.Minutes, rules.Watch.Place(factor.Code));
        var count = new HourCount(rules, factor, hour.Minutes, summed);
        JudgedFactor judged = JudgeCount(hour, factor, count, open);
        return rules.Document is null ? judged
            : judged with { Rules = rules.Bases.OfHour(rules, factor, judged, count.Marks) };
    }

    private static JudgedFactor JudgeCount(HourEvidence hour, OutletFactor factor, HourCount count, bool open)
    {
        Rules rules = hour.Rules;
        bool summed = count.Summed;
        JudgedFactor judged = Blank(hour, factor) with
        {
            Corrected = rules.IsCorrected(factor) && !summed,
            Summed = summed,
            Valid = count.Valid,
            Observed = count.Observed,
            // How often a measuring cycle says its result is not known: what was said is what was due, at least one.
            Expected = rules.IsWeighted(factor) ? Math.Max(1, count.Observed) : rules.SlotsOfHour,
            Weight = rules.IsWeighted(factor) ? count.Water : null,
        };
        bool counts = rules.Document is not null && (open ? count.Valid > 0 : HourCounts(rules, count.Valid));
        if (!counts)
        {
            var (state, reason, mark) = rules.Document is null ? (OutletState.Invalid, "edition", "-")
                : open ? (OutletState.Normal, "open", "N") : count.WhyNot(judged.Expected);
            judged = judged with { State = state, Reason = reason, Mark = mark };
            return Stated.Beside(judged, rules, factor, hour.Stated);
        }
        decimal value = count.Value, step = Rules.Step(factor);
        decimal? limit = LimitOf(factor);
        bool exceeds = !open && Stated.Exceeds(rules, factor, value, limit);
        judged = judged with
        {
            Exact = value,
            Value = Text(Gbt8170Of2008.Printed(value, step, exceeds ? limit : null)),
            Measured = judged.Corrected ? Text(Gbt8170Of2008.Round(count.Measured, step)) : null,
            Limit = limit is { } l ? Text(l) : null,
            State = exceeds ? OutletState.Exceeds : OutletState.Normal,
            Reason = open ? "open" : null,
        };
        return Stated.Beside(judged, rules, factor, hour.Stated);
    }

    private static JudgedFactor Blank(HourEvidence hour, OutletFactor factor)
    {
        Rules rules = hour.Rules;
        return new JudgedFactor(
            factor.Code, null, null, rules.IsCorrected(factor), null, null, 0, 0, rules.SlotsOfHour, "N", null,
            OutletState.Normal, null, rules.Document ?? "", ClauseOf(rules))
        { Weight = hour.Stated is { } s && rules.IsWeighted(factor) ? Stated.Water(rules, s, 3600) : null };
    }

    private static decimal? LimitOf(OutletFactor factor) => factor.LimitOn == LimitOn.Hour ? factor.Limit : null;

    /// <summary>True where the factor is sent as an accumulated amount only.</summary>
    internal static bool IsSummed(IReadOnlyList<SeriesRecord> minutes, int place)
    {
        bool amounts = false;
        foreach (SeriesRecord minute in minutes)
        {
            if (minute[place].Average is not null)
                return false;
            amounts |= minute[place].Amount is not null;
        }
        return amounts;
    }

    private static bool HourCounts(Rules rules, int valid) =>
        rules.IsWater ? rules.Water.HourCounts(valid) : rules.Stack.HourCounts(valid * rules.Interval);

    private static string ClauseOf(Rules rules) => rules.IsWater
        ? rules.Water.Rules.Cite("day.percent").Clause : rules.Stack.Rules.Cite("hour.minutes").Clause;
}
