namespace Qingyuan.Standards;

/// <summary>Noise of an industrial site at its boundary (厂界噪声), corrected for the background and compared.</summary>
/// <param name="Level">Corrected and in full decibels; as measured where the limit is met without a correction.</param>
/// <param name="Met">Null = cannot be judged: the background is too near or was not measured.</param>
public sealed record BoundaryNoise(decimal Limit, decimal? Level, bool? Met, Citation Citation);

/// <summary>GB 12348-2008 工业企业厂界环境噪声排放标准: limits by class, the largest levels of the night.</summary>
public sealed class Gb12348Of2008 : IEdition<Gb12348Of2008>
{
    public const string Document = "GB 12348-2008";
    private readonly RuleTable _rules;
    private readonly Dictionary<string, (decimal Day, decimal Night, Citation Citation)> _limits = [];

    private Gb12348Of2008(Tables tables, string folder)
    {
        _rules = new(Document, tables[$"{folder}/rules.csv"]);
        foreach (CsvTable.Row row in tables[$"{folder}/limits.csv"].Rows)
            _limits.Add(row["class"], (row.Number("day"), row.Number("night"), row.Cite(Document)));
    }

    public static Gb12348Of2008 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Classes of the area outside the boundary.</summary>
    public IEnumerable<string> Zones => _limits.Keys;

    /// <summary>Equal to the limit is met. What is met as measured needs no correction: it could only fall.</summary>
    /// <param name="background">Null = not measured.</param>
    [Clause("GB 12348-2008", "4.1")]
    public BoundaryNoise Judge(
        string zone, NoisePeriod period, decimal measured, decimal? background, Hj706Of2014 correction)
    {
        (decimal day, decimal night, Citation citation) = _limits[zone];
        decimal limit = period == NoisePeriod.Day ? day : night;
        if (measured <= limit)
            return new(limit, measured, true, citation);
        decimal? level = background is { } other ? correction.Corrected(measured, other)?.Level : null;
        return new(limit, level, level is { } corrected ? corrected <= limit : null, citation);
    }

    /// <summary>The largest level of a noise at night that comes often (频发) or now and then (偶发).</summary>
    [Clause("GB 12348-2008", "4.1")]
    public NoiseVerdict JudgeLargest(string zone, decimal largest, bool isFrequent)
    {
        string rule = isFrequent ? "frequent.over" : "occasional.over";
        decimal limit = _limits[zone].Night + _rules[rule];
        return new(limit, largest <= limit, _rules.Cite(rule));
    }
}
