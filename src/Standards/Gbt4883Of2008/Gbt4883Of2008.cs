namespace Qingyuan.Standards;

/// <summary>Which end of a sample is suspected (可疑端).</summary>
public enum SuspectedEnd
{
    Upper,
    Lower,
    /// <summary>双侧: the end is not known beforehand.</summary>
    Either,
}

/// <summary>What a test of outliers says. Never removes a value: that takes a technical reason and a person.</summary>
public enum OutlierFinding
{
    None,
    /// <summary>歧离值: beyond the critical value of the detection level (0.05) only.</summary>
    Straggler,
    /// <summary>统计离群值: beyond that of the deletion level (0.01) as well.</summary>
    Outlier,
}

/// <summary>The statistic of one test beside its critical values.</summary>
/// <param name="Suspect">Index of the suspected value in the list given.</param>
public sealed record OutlierTest(
    string Code, decimal Statistic, decimal Detection, decimal Deletion, int Suspect, Citation Citation)
{
    public OutlierFinding Finding => Statistic > Deletion ? OutlierFinding.Outlier
        : Statistic > Detection ? OutlierFinding.Straggler : OutlierFinding.None;
}

/// <summary>GB/T 4883-2008 数据的统计处理和解释 正态样本离群值的判断和处理: Grubbs and Dixon.</summary>
public sealed class Gbt4883Of2008 : IEdition<Gbt4883Of2008>
{
    public const string Document = "GB/T 4883-2008";

    private readonly Dictionary<(string, int), (decimal[] Critical, string Ratio, Citation Citation)> _critical = [];

    private Gbt4883Of2008(Tables tables, string folder)
    {
        foreach (string test in (string[])["grubbs", "dixon"])
        {
            foreach (CsvTable.Row row in tables[$"{folder}/{test}.csv"].Rows)
            {
                _critical.Add((test, row.Whole("n")), (
                    [row.Number("one_05"), row.Number("one_01"), row.Number("two_05"), row.Number("two_01")],
                    row.Has("ratio") ? row["ratio"] : "", row.Cite(Document)));
            }
        }
    }

    public static Gbt4883Of2008 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>
    /// 格拉布斯检验 G = |x − mean|/s. Null when the table has no row for so many values, or all values are equal.
    /// </summary>
    [Clause("GB/T 4883-2008", "7 格拉布斯检验")]
    public OutlierTest? Grubbs(IReadOnlyList<decimal> values, SuspectedEnd end)
    {
        if (!_critical.TryGetValue(("grubbs", values.Count), out var row))
            return null;
        decimal mean = Sample.Mean(values), deviation = Sample.StandardDeviation(values);
        if (deviation == 0)
            return null;
        int suspect = IndexOfSuspect(values, v => end switch
        {
            SuspectedEnd.Upper => v - mean,
            SuspectedEnd.Lower => mean - v,
            _ => Math.Abs(v - mean),
        });
        return Test("qc.outlier.grubbs", Math.Abs(values[suspect] - mean) / deviation, row.Critical, end, suspect,
            row.Citation);
    }

    /// <summary>
    /// 狄克逊检验 by the ratio (r10, r11, r21, r22) that the table names for so many values. Null when it names none, or
    /// the ratio divides by zero.
    /// </summary>
    [Clause("GB/T 4883-2008", "7 狄克逊检验")]
    public OutlierTest? Dixon(IReadOnlyList<decimal> values, SuspectedEnd end)
    {
        if (!_critical.TryGetValue(("dixon", values.Count), out var row))
            return null;
        decimal[] sorted = [.. values.Order()];
        // rij: the gap to the i-th neighbour over the range without the j values of the other end.
        int gap = row.Ratio[1] - '0', left = row.Ratio[2] - '0', last = sorted.Length - 1;
        decimal? upper = Ratio(sorted[last] - sorted[last - gap], sorted[last] - sorted[left]);
        decimal? lower = Ratio(sorted[gap] - sorted[0], sorted[last - left] - sorted[0]);
        if (upper is null || lower is null)
            return null;
        bool isUpper = end == SuspectedEnd.Upper || (end == SuspectedEnd.Either && upper >= lower);
        decimal extreme = isUpper ? sorted[last] : sorted[0];
        return Test("qc.outlier.dixon", (isUpper ? upper : lower).Value, row.Critical, end,
            IndexOfSuspect(values, v => v == extreme ? 1 : 0), row.Citation);
    }

    private static OutlierTest Test(
        string code, decimal statistic, decimal[] critical, SuspectedEnd end, int suspect, Citation citation)
    {
        int sides = end == SuspectedEnd.Either ? 2 : 0;
        return new(code, statistic, critical[sides], critical[sides + 1], suspect, citation);
    }

    private static decimal? Ratio(decimal gap, decimal range) => range == 0 ? null : gap / range;

    private static int IndexOfSuspect(IReadOnlyList<decimal> values, Func<decimal, decimal> distance)
    {
        int suspect = 0;
        for (int i = 1; i < values.Count; i++)
        {
            if (distance(values[i]) > distance(values[suspect]))
                suspect = i;
        }
        return suspect;
    }
}
