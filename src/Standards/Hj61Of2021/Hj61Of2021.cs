using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>What a station reads when nothing happens (本底), of itself and never of the country.</summary>
/// <param name="Threshold">Mean and some standard deviations; only what lies above it counts.</param>
public sealed record DoseBaseline(decimal Mean, decimal Deviation, decimal Threshold, Citation Citation);

/// <summary>One reading of an automatic station.</summary>
/// <param name="Rate">nGy/h; null = missing.</param>
/// <param name="Rain">Whether rain or snow fell; null = not known.</param>
public readonly record struct DoseReading(decimal? Rate, bool? Rain);

/// <summary>Readings above the baseline one after another (连续超本底): for people to look at, never a verdict.</summary>
/// <param name="First">Index of the first of them.</param>
/// <param name="Count">How many there are until one is not above or is missing.</param>
/// <param name="Rain">True: rain washes radon's progeny down and raises the rate for hours. Null = not known.</param>
public sealed record DoseAlarm(int First, int Count, bool? Rain, Citation Citation);

/// <summary>A result beside its minimum detectable concentration (探测下限).</summary>
/// <param name="Value">Null = nothing was found.</param>
public readonly record struct RadioResult(decimal? Value, decimal Mdc)
{
    public bool IsBelow => Value is not { } value || value < Mdc;
}

/// <summary>HJ 61-2021 辐射环境监测技术规范: automatic stations and results near what can be detected.</summary>
public sealed class Hj61Of2021 : IEdition<Hj61Of2021>
{
    public const string Document = "HJ 61-2021";
    private readonly RuleTable _rules;

    private Hj61Of2021(Tables tables, string folder) => _rules = new(Document, tables[$"{folder}/rules.csv"]);

    public static Hj61Of2021 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Of readings of this station without rain; null = fewer than two have no spread.</summary>
    [Clause("HJ 61-2021", "自动站")]
    public DoseBaseline? Baseline(IReadOnlyList<decimal> readings)
    {
        if (readings.Count < 2)
            return null;
        decimal mean = readings.Sum() / readings.Count, deviation = Sample.StandardDeviation(readings);
        return new(mean, deviation, mean + _rules["alarm.sigmas"] * deviation, _rules.Cite("alarm.sigmas"));
    }

    /// <summary>The first run that is long enough; a missing reading ends a run. Null = none.</summary>
    [Clause("HJ 61-2021", "自动站")]
    public DoseAlarm? Alarm(DoseBaseline baseline, IReadOnlyList<DoseReading> readings)
    {
        int run = 0;
        for (int i = 0; i <= readings.Count; i++)
        {
            if (i < readings.Count && readings[i].Rate > baseline.Threshold)
            {
                run++;
                continue;
            }
            if (run > 0 && run >= _rules["alarm.readings"])
                return new(i - run, run, Rain(readings, i - run, i), _rules.Cite("alarm.readings"));
            run = 0;
        }
        return null;
    }

    /// <summary>Data captured of those expected (数据获取率), in percent; null where none was expected.</summary>
    [Clause("HJ 61-2021", "自动站")]
    public (decimal Percent, bool Met, Citation Citation)? Capture(int captured, int expected)
    {
        if (expected <= 0)
            return null;
        decimal percent = captured * 100m / expected;
        return (percent, percent >= _rules["capture.percent"], _rules.Cite("capture.percent"));
    }

    /// <summary>How a result is told: below the MDC as less than it.</summary>
    [Clause("HJ 61-2021", "统计")]
    public static string Text(RadioResult result) => result.IsBelow
        ? "<" + result.Mdc.ToString(CultureInfo.InvariantCulture)
        : result.Value!.Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The mean, a result below its MDC counted as a part of the MDC; null = there is no result.</summary>
    [Clause("HJ 61-2021", "统计")]
    public (decimal Mean, int Below, Citation Citation)? Mean(IReadOnlyList<RadioResult> results)
    {
        if (results.Count == 0)
            return null;
        decimal sum = 0;
        int below = 0;
        foreach (RadioResult result in results)
        {
            sum += result.IsBelow ? result.Mdc / _rules["mdc.divisor"] : result.Value!.Value;
            below += result.IsBelow ? 1 : 0;
        }
        return (sum / results.Count, below, _rules.Cite("mdc.divisor"));
    }

    private static bool? Rain(IReadOnlyList<DoseReading> readings, int from, int to)
    {
        bool known = true;
        for (int i = from; i < to; i++)
        {
            if (readings[i].Rain == true)
                return true;
            known &= readings[i].Rain is not null;
        }
        return known ? false : null;
    }
}
