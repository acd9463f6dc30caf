namespace Qingyuan.Standards;

/// <summary>GB/T 6379.2-2004 (ISO 5725-2) 测量方法与结果的准确度: Cochran's test of the largest variance.</summary>
public sealed class Gbt6379Of2004 : IEdition<Gbt6379Of2004>
{
    public const string Document = "GB/T 6379.2-2004";

    private readonly Dictionary<(int, int), (decimal At05, decimal At01, Citation Citation)> _critical;

    private Gbt6379Of2004(Tables tables, string folder) =>
        _critical = tables[$"{folder}/cochran.csv"].Rows.ToDictionary(
            row => (row.Whole("p"), row.Whole("n")),
            row => (row.Number("at_05"), row.Number("at_01"), row.Cite(Document)));

    public static Gbt6379Of2004 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>
    /// 柯克伦检验 C = s²max/Σs² over the standard deviations of the laboratories, each of so many results. Null when the
    /// table has no such row, or no laboratory varies.
    /// </summary>
    [Clause("GB/T 6379.2-2004", "7.3.3")]
    public OutlierTest? Cochran(IReadOnlyList<decimal> deviations, int resultsEach)
    {
        decimal sum = deviations.Sum(s => s * s);
        if (sum == 0 || !_critical.TryGetValue((deviations.Count, resultsEach), out var row))
            return null;
        int suspect = 0;
        for (int i = 1; i < deviations.Count; i++)
        {
            if (deviations[i] > deviations[suspect])
                suspect = i;
        }
        return new(
            "qc.outlier.cochran", deviations[suspect] * deviations[suspect] / sum, row.At05, row.At01, suspect,
            row.Citation);
    }
}
