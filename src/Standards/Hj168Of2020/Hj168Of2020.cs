namespace Qingyuan.Standards;

/// <summary>HJ 168-2020 环境监测分析方法标准制订技术导则: limits of detection and quantification of a method.</summary>
public sealed class Hj168Of2020 : IEdition<Hj168Of2020>
{
    public const string Document = "HJ 168-2020";

    private readonly Dictionary<int, decimal> _t;

    private Hj168Of2020(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _t = tables[$"{folder}/t.csv"].Rows.ToDictionary(row => row.Whole("n"), row => row.Number("t"));
    }

    public static Hj168Of2020 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>
    /// 方法检出限 MDL = t(n−1, 0.99)·S of at least seven replicates. Null below seven, and beyond the table of t.
    /// </summary>
    [Clause("HJ 168-2020", "附录A A.1")]
    public decimal? DetectionLimit(IReadOnlyCollection<decimal> replicates) =>
        replicates.Count >= Rules["replicates.least"] && _t.TryGetValue(replicates.Count, out decimal t)
            ? t * Sample.StandardDeviation(replicates) : null;

    /// <summary>测定下限: four times the detection limit.</summary>
    [Clause("HJ 168-2020", "附录A A.2")]
    public decimal QuantificationLimit(decimal detectionLimit) => Rules["loq.factor"] * detectionLimit;
}
