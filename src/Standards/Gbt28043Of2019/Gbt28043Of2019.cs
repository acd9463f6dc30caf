namespace Qingyuan.Standards;

/// <summary>Robust mean and standard deviation (稳健平均值、稳健标准差) of a round of comparison.</summary>
/// <param name="Uncertainty">u(x*) of the robust mean as an assigned value.</param>
public readonly record struct RobustEstimate(decimal Mean, decimal Deviation, decimal Uncertainty);

/// <summary>Verdict on one laboratory's score (能力评价).</summary>
public enum ScoreVerdict
{
    /// <summary>满意</summary>
    Satisfactory,
    /// <summary>有问题</summary>
    Questionable,
    /// <summary>不满意</summary>
    Unsatisfactory,
}

/// <summary>
/// GB/T 28043-2019 (ISO 13528:2015) 利用实验室间比对进行能力验证的统计方法: Algorithm A, z and z′ scores.
/// </summary>
public sealed class Gbt28043Of2019 : IEdition<Gbt28043Of2019>
{
    public const string Document = "GB/T 28043-2019";
    private const int RoundsMax = 200;
    private const decimal Still = 0.0000000001m;

    private Gbt28043Of2019(Tables tables, string folder) => Rules = new(Document, tables[$"{folder}/rules.csv"]);

    public static Gbt28043Of2019 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>
    /// 算法A: values further than 1.5 s* from x* are moved to that distance, until nothing moves (the standard stops at
    /// the third digit; this goes on to the tenth, so that the order of the values cannot matter). Null below two
    /// values, and when more than half are equal, so that no spread can be told.
    /// </summary>
    [Clause("GB/T 28043-2019", "附录C C.3.1")]
    [Clause("GB/T 28043-2019", "7.7.3")]
    public RobustEstimate? AlgorithmA(IReadOnlyList<decimal> values)
    {
        if (values.Count < 2)
            return null;
        decimal mean = Sample.Median(values);
        decimal deviation = Rules["mad.factor"] * Sample.Median(values.Select(v => Math.Abs(v - mean)));
        if (deviation == 0)
            return null;
        for (int round = 0; round < RoundsMax; round++)
        {
            decimal reach = Rules["clip.factor"] * deviation, low = mean - reach, high = mean + reach;
            decimal[] moved = [.. values.Select(v => Math.Clamp(v, low, high))];
            decimal newMean = Sample.Mean(moved);
            decimal newDeviation = Rules["spread.factor"] * Sample.StandardDeviation(moved);
            bool still = Math.Abs(newMean - mean) <= Still * deviation
                && Math.Abs(newDeviation - deviation) <= Still * deviation;
            (mean, deviation) = (newMean, newDeviation);
            if (still)
                break;
        }
        return new(mean, deviation, Rules["uncertainty.factor"] * deviation / Root.Square(values.Count));
    }

    /// <summary>z = (x − x_pt)/σ_pt.</summary>
    [Clause("GB/T 28043-2019", "9.4.1")]
    public static decimal Z(decimal value, decimal assigned, decimal deviation) => (value - assigned) / deviation;

    /// <summary>z′: with the uncertainty of the assigned value, for when it is not negligible.</summary>
    [Clause("GB/T 28043-2019", "9.5.1")]
    public static decimal ZPrime(decimal value, decimal assigned, decimal deviation, decimal uncertainty) =>
        (value - assigned) / Root.Square(deviation * deviation + uncertainty * uncertainty);

    /// <summary>True when z may be used: u(x_pt) ≤ 0.3 σ_pt. Otherwise z′ is the fair score.</summary>
    [Clause("GB/T 28043-2019", "9.2.1")]
    public bool IsNegligible(decimal uncertainty, decimal deviation) =>
        uncertainty <= Rules["uncertainty.negligible"] * deviation;

    /// <summary>|z| ≤ 2 满意, 2 &lt; |z| &lt; 3 有问题, |z| ≥ 3 不满意.</summary>
    [Clause("GB/T 28043-2019", "9.4.1")]
    public ScoreVerdict Verdict(decimal score) =>
        Math.Abs(score) <= Rules["satisfactory.most"] ? ScoreVerdict.Satisfactory
        : Math.Abs(score) < Rules["unsatisfactory.least"] ? ScoreVerdict.Questionable : ScoreVerdict.Unsatisfactory;
}
