using System.Globalization;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>Whether one value of one minute counts (有效), and if not, why.</summary>
/// <param name="Value">The value to average: corrected by us where the limit is on corrected values.</param>
/// <param name="Measured">The value before correction.</param>
/// <param name="Reason">Stable code, null = counts: <c>flag:C</c>, <c>state</c>, <c>empty</c>, <c>text</c>,
/// <c>sentinel</c>, <c>range</c>, <c>negative</c>, <c>flow</c>, <c>o2</c>, <c>o2.missing</c>, <c>absent</c>.</param>
/// <param name="Mark">The effective mark of the value; null = there is no value.</param>
internal readonly record struct MinuteVerdict(
    decimal Value, decimal Measured, DataMark? Mark, MarkUse Use, string? Reason)
{
    public bool Counts => Reason is null;

    public string Letter => Mark?.Letter ?? "-";

    /// <summary>The mark of the flow (water) or the oxygen (flue gas) that decided with it; null = none did.</summary>
    public DataMark? Beside { get; init; }
}

/// <summary>
/// Evaluates one record (分钟数据的有效性). What a machine sent instead of a value becomes a reason here, at the door,
/// and never a number. Never changes a value.
/// </summary>
internal static class Minute
{
    /// <summary>No measured quantity is larger; also keeps sums and products inside decimal.</summary>
    public const decimal ValueMax = 1_000_000_000_000m;

    private static readonly HashSet<decimal> _sentinels =
        [.. CsvTable.Of<Rules>("Minutes/sentinels.csv").Rows.Select(row => row.Number("value"))];

    private static readonly string[] _flagReasons =
        [.. Enumerable.Range(0, 128).Select(letter => "flag:" + (char)letter)];

    /// <param name="summed">The factor's accumulated amount (-Cou) is meant instead of its mean.</param>
    public static MinuteVerdict Evaluate(Rules rules, OutletFactor factor, SeriesRecord record, bool summed)
    {
        int place = rules.Watch.Place(factor.Code);
        ref readonly Reading reading = ref record[place];
        ReadOnlyMemory<char>? text = summed ? reading.Amount : reading.Average;
        if (text is not { } sent)
            return new MinuteVerdict(0, 0, null, MarkUse.Invalid, "absent");
        DataMark mark = MarkOf(rules, record, in reading, factor.Code, out string? reason);
        if (reason is not null)
            return new MinuteVerdict(0, 0, mark, mark.Use, reason);
        reason = Number(sent.Span, out decimal measured);
        // HJ 356-2019 6: a negative concentration in water is no valid value; in flue gas it is kept (zero drift).
        if (reason is null && rules.IsWater && measured < 0 && rules.IsWeighted(factor))
            reason = "negative";
        if (reason is not null)
            return new MinuteVerdict(0, 0, mark, MarkUse.Invalid, reason);
        DataMark? beside = null;
        // HJ 356-2019 6: while no water flows, a concentration is not counted.
        if (rules.IsWeighted(factor) && Flow(rules, record, out beside) is { } flow && flow <= 0)
            return new MinuteVerdict(0, measured, mark, MarkUse.Stopped, "flow") { Beside = beside };
        if (!rules.IsCorrected(factor) || summed)
            return new MinuteVerdict(measured, measured, mark, MarkUse.Counts, null) { Beside = beside };
        reason = Correct(rules, record, measured, out decimal corrected, out beside);
        return reason is null
            ? new MinuteVerdict(corrected, measured, mark, MarkUse.Counts, null) { Beside = beside }
            : new MinuteVerdict(0, measured, mark, MarkUse.Invalid, reason) { Beside = beside };
    }

    /// <summary>The water that flowed in the minute in m³; null = not known (then nothing is weighted).</summary>
    /// <param name="mark">Of the flow; null where there is none.</param>
    public static decimal? Flow(Rules rules, SeriesRecord record, out DataMark? mark)
    {
        ref readonly Reading reading = ref record[rules.FlowPlace];
        mark = null;
        if (!reading.Present)
            return null;
        mark = MarkOf(rules, record, in reading, Rules.WaterFlow, out string? reason);
        if (reason is not null)
            return null;
        // HJ 212-2017 附录 D.1: the volume of a slice is Q (L/s) · T / 1000.
        if (reading.Average is { } rate && Number(rate.Span, out decimal litresPerSecond) is null)
            return litresPerSecond * rules.Interval * 60 / 1000;
        return reading.Amount is { } sent && Number(sent.Span, out decimal cubicMetres) is null ? cubicMetres : null;
    }

    /// <summary>The effective mark: the flag by the device's edition, then what the analyser said of itself.</summary>
    public static DataMark MarkOf(
        Rules rules, SeriesRecord record, in Reading reading, string factor, out string? reason)
    {
        DataMark mark = rules.Flags.Of(record.Edition, reading.Flag is { } flag ? flag.Span : default);
        reason = mark.Use == MarkUse.Counts ? null : FlagReason(mark.Letter);
        if (reason is null && !record.States.IsEmpty && record.States.At(record.Time, factor) is { } code
            && rules.Flags.State(code) is { Use: not MarkUse.Counts } state)
        {
            reason = "state";
            return state;
        }
        return mark;
    }

    /// <summary>Null when the text is a measured number, else why it is none.</summary>
    public static string? Number(ReadOnlySpan<char> text, out decimal number)
    {
        number = 0;
        if (text.Length == 0)
            return "empty";
        const NumberStyles Style =
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text, Style, CultureInfo.InvariantCulture, out number))
            return "text";
        if (_sentinels.Contains(number))
            return "sentinel";
        return Math.Abs(number) > ValueMax ? "range" : null;
    }

    /// <summary>Null = corrected. That oxygen is missing is another thing than oxygen that cannot be used.</summary>
    private static string? Correct(
        Rules rules, SeriesRecord record, decimal measured, out decimal corrected, out DataMark? mark)
    {
        corrected = 0;
        ref readonly Reading oxygen = ref record[rules.OxygenPlace];
        mark = null;
        if (!oxygen.Present)
            return "o2.missing";
        mark = MarkOf(rules, record, in oxygen, Rules.Oxygen, out string? reason);
        if (reason is not null || oxygen.Average is not { } text || Number(text.Span, out decimal o2) is not null)
            return "o2.missing";
        return rules.Stack.TryCorrect(measured, o2, rules.Outlet.ReferenceO2!.Value, out corrected)
            && Math.Abs(corrected) <= ValueMax ? null : "o2";
    }

    private static string FlagReason(string letter) =>
        letter.Length == 1 && letter[0] < 128 ? _flagReasons[letter[0]] : "flag:" + letter;
}
