namespace Qingyuan.Standards;

/// <summary>Part of the day in which a noise limit holds (时段).</summary>
public enum NoisePeriod
{
    /// <summary>昼间.</summary>
    Day,
    /// <summary>夜间.</summary>
    Night,
}

/// <summary>A level held against a limit (达标情况): a comparison and nothing more.</summary>
public readonly record struct NoiseVerdict(decimal Limit, bool Met, Citation Citation);

/// <summary>The equivalent level of a period from its hours.</summary>
/// <param name="Level">Of the valid hours; null = there is none.</param>
public sealed record NoisePeriodLevel(decimal? Level, int ValidHours, int Hours)
{
    /// <summary>Only a complete period is Ld or Ln; a level of fewer hours is shown as what it is.</summary>
    public bool IsComplete => ValidHours == Hours;
}

/// <summary>GB 3096-2008 声环境质量标准: levels (等效声级) and limits. Logarithms go through double and back.</summary>
public sealed class Gb3096Of2008 : IEdition<Gb3096Of2008>
{
    public const string Document = "GB 3096-2008";
    private readonly RuleTable _rules;
    private readonly Dictionary<string, (decimal Day, decimal Night, Citation Citation)> _limits = [];
    private readonly (string Region, int From, int To, Citation Citation)[] _split;

    private Gb3096Of2008(Tables tables, string folder)
    {
        _rules = new(Document, tables[$"{folder}/rules.csv"]);
        foreach (CsvTable.Row row in tables[$"{folder}/limits.csv"].Rows)
            _limits.Add(row["class"], (row.Number("day"), row.Number("night"), row.Cite(Document)));
        _split = [.. tables[$"{folder}/split.csv"].Rows.Select(
            r => (r["region"], r.Whole("dayfrom"), r.Whole("dayto"), r.Cite(Document)))];
        if (!Array.Exists(_split, s => s.Region.Length == 0))
            throw new InvalidDataException("没有对其余地区有效的一行；请补上 region 留空的一行");
    }

    public static Gb3096Of2008 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Classes of functional areas (声环境功能区类别).</summary>
    public IEnumerable<string> Zones => _limits.Keys;

    public Citation DayNightBasis => _rules.Cite("night.penalty");

    /// <summary>Leq = 10 lg(mean 10^(L/10)); at least one level is needed.</summary>
    [Clause("GB 3096-2008", "3.2")]
    public static decimal Equivalent(IReadOnlyList<decimal> levels)
    {
        decimal largest = levels.Max();
        // Taken from the largest, so that equal levels give exactly that level.
        double energy = 0;
        foreach (decimal level in levels)
            energy += Math.Pow(10, (double)(level - largest) / 10);
        return largest + (decimal)(10 * Math.Log10(energy / levels.Count));
    }

    /// <summary>Ldn: the night counts 10 dB(A) more.</summary>
    [Clause("GB 3096-2008", "Ldn")]
    public decimal DayNight(decimal day, decimal night)
    {
        decimal late = night + _rules["night.penalty"], largest = Math.Max(day, late);
        double dayHours = (double)_rules["day.hours"], nightHours = (double)_rules["night.hours"];
        double energy = dayHours * Math.Pow(10, (double)(day - largest) / 10)
            + nightHours * Math.Pow(10, (double)(late - largest) / 10);
        return largest + (decimal)(10 * Math.Log10(energy / (dayHours + nightHours)));
    }

    /// <summary>Day is from its first hour on, and ends where night begins. A region's own line goes first.</summary>
    [Clause("GB 3096-2008", "3.5")]
    public (NoisePeriod Period, Citation Citation) PeriodAt(TimeOnly time, string region = "")
    {
        int best = -1;
        for (int i = 0; i < _split.Length; i++)
        {
            if (region.StartsWith(_split[i].Region, StringComparison.Ordinal)
                && (best < 0 || _split[i].Region.Length > _split[best].Region.Length))
                best = i;
        }
        (_, int from, int to, Citation citation) = _split[best];
        bool isDay = time.Hour >= from && time.Hour < to;
        return (isDay ? NoisePeriod.Day : NoisePeriod.Night, citation);
    }

    /// <summary>Ld or Ln from the hours of the period; an hour of too few minutes is left out.</summary>
    [Clause("GB 3096-2008", "有效小时")]
    public NoisePeriodLevel Level(NoisePeriod period, IReadOnlyList<(decimal Leq, decimal Minutes)> hours)
    {
        decimal[] valid = [.. hours.Where(h => h.Minutes >= _rules["hour.minutes"]).Select(h => h.Leq)];
        int full = (int)_rules[period == NoisePeriod.Day ? "day.hours" : "night.hours"];
        return new(valid.Length == 0 ? null : Equivalent(valid), valid.Length, full);
    }

    /// <summary>The equivalent level of a period; equal to the limit is met.</summary>
    [Clause("GB 3096-2008", "5.1")]
    public NoiseVerdict Judge(string zone, NoisePeriod period, decimal level)
    {
        (decimal day, decimal night, Citation citation) = _limits[zone];
        decimal limit = period == NoisePeriod.Day ? day : night;
        return new(limit, level <= limit, citation);
    }

    /// <summary>Sudden noise at night (夜间突发噪声): its largest level stays within the limit and a margin.</summary>
    [Clause("GB 3096-2008", "5.4")]
    public NoiseVerdict JudgeSudden(string zone, decimal largest)
    {
        decimal limit = _limits[zone].Night + _rules["sudden.over"];
        return new(limit, largest <= limit, _rules.Cite("sudden.over"));
    }

    /// <summary>A measurement wants neither rain nor snow, and a wind below the bound.</summary>
    [Clause("GB 3096-2008", "6.2")]
    public bool SuitsWeather(decimal windMetresPerSecond, bool rainOrSnow) =>
        !rainOrSnow && windMetresPerSecond < _rules["wind.below"];

    /// <summary>What the meter showed at the calibrator before and after; too far apart, it is void.</summary>
    [Clause("GB 3096-2008", "6.1")]
    public bool IsCalibrated(decimal before, decimal after) =>
        Math.Abs(after - before) <= _rules["calibration.most"];
}
