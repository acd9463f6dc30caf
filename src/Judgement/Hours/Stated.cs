using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// What the logger itself says of an hour or a day (数采仪自报): held beside ours, or judged in its own name where
/// nothing arrived that ours could be computed from. Never mixed with ours.
/// </summary>
internal static class Stated
{
    /// <summary>Judges the stated value; <paramref name="blank"/> holds what is known of the interval.</summary>
    public static JudgedFactor Judge(
        Rules rules, OutletFactor factor, SeriesRecord record, JudgedFactor blank, decimal? limit)
    {
        int place = rules.Watch.Place(factor.Code);
        ref readonly Reading reading = ref record[place];
        if (!reading.Present)
            return blank with { State = OutletState.Missing, Reason = "missing", Mark = "-" };
        bool summed = reading.Average is null && reading.Corrected is null;
        bool corrected = rules.IsCorrected(factor) && !summed;
        string? text = Text(record, place, corrected, summed);
        DataMark mark = Minute.MarkOf(rules, record, in reading, factor.Code, out string? reason);
        JudgedFactor judged = blank with { Summed = summed, Corrected = corrected, Stated = text, Mark = mark.Letter };
        judged = reason is null ? JudgeText(judged, rules, factor, in reading, limit)
            : judged with { State = States.Of(mark.Use), Reason = States.Reason(mark.Use, reason) };
        return rules.Document is null ? judged
            : judged with { Rules = rules.Bases.OfStated(rules, factor, judged, mark) };
    }

    private static JudgedFactor JudgeText(
        JudgedFactor judged, Rules rules, OutletFactor factor, in Reading reading, decimal? limit)
    {
        string? text = judged.Stated;
        decimal value = 0;
        // Without the logger's own corrected value there is nothing to hold to a limit on corrected values.
        string? reason = rules.Document is null ? "edition"
            : text is null ? "o2.missing" : Minute.Number(text, out value);
        if (reason is not null)
            return judged with { State = OutletState.Invalid, Reason = reason };
        return judged with
        {
            Exact = value,
            Value = text,
            Measured = judged.Corrected && reading.Average is { } average ? average.ToString() : null,
            Limit = limit is { } l ? Hour.Text(l) : null,
            State = Exceeds(rules, factor, value, limit) ? OutletState.Exceeds : OutletState.Normal,
        };
    }

    /// <summary>Puts the stated value beside ours; more than 1 % apart is for a person to look at.</summary>
    public static JudgedFactor Beside(JudgedFactor ours, Rules rules, OutletFactor factor, SeriesRecord? record)
    {
        if (record is null
            || Text(record, rules.Watch.Place(factor.Code), ours.Corrected, ours.Summed) is not { } text)
            return ours;
        ours = ours with { Stated = text };
        if (ours.Exact is not { } value || Minute.Number(text, out decimal stated) is not null)
            return ours;
        decimal step = Rules.Step(factor);
        ours = ours with { Difference = Hour.Text(Gbt8170Of2008.Round(value - stated, step)) };
        if (!rules.Water.Differs(value, stated, step))
            return ours;
        OutletState state = ours.State == OutletState.Exceeds ? OutletState.Exceeds : OutletState.Pending;
        return ours with { Reason = ours.Reason ?? "differs", State = state };
    }

    /// <summary>超标: the value lies above the limit, by the method of the limit's document.</summary>
    public static bool Exceeds(Rules rules, OutletFactor factor, decimal value, decimal? limit)
    {
        if (limit is not { } l)
            return false;
        Comparison method = rules.Comparisons.MethodFor(factor.Document);
        return rules.IsWater ? Gbt8170Of2008.Exceeds(value, l, method, Rules.Step(factor))
            : Hj75Of2017.Exceeds(value, l, method, Rules.Step(factor));
    }

    /// <summary>m³ that the logger says flowed in the interval.</summary>
    public static decimal? Water(Rules rules, SeriesRecord record, int seconds)
    {
        if (!rules.IsWater)
            return null;
        ref readonly Reading flow = ref record[rules.FlowPlace];
        if (flow.Amount is { } amount && Minute.Number(amount.Span, out decimal cubicMetres) is null)
            return cubicMetres;
        return flow.Average is { } rate && Minute.Number(rate.Span, out decimal litresPerSecond) is null
            ? litresPerSecond * seconds / 1000 : null;
    }

    private static string? Text(SeriesRecord record, int place, bool corrected, bool summed)
    {
        ref readonly Reading reading = ref record[place];
        return (summed ? reading.Amount : corrected ? reading.Corrected : reading.Average)?.ToString();
    }
}
