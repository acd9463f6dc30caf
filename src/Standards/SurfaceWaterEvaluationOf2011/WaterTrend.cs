namespace Qingyuan.Standards;

/// <summary>How a water changed between two periods or over many (水质变化).</summary>
/// <param name="Words">无明显变化, 有所好转, 明显变差 …</param>
public sealed record WaterChange(decimal Measure, string Words, Citation Citation);

/// <summary>A rank correlation over time (秩相关系数法).</summary>
/// <param name="Coefficient">Above zero the concentration rises.</param>
/// <param name="Critical">Wp; of a number of periods that the table leaves out, that of the next smaller one.</param>
/// <param name="IsSignificant">Whether the coefficient reaches it.</param>
public sealed record RankTrend(decimal Coefficient, decimal Critical, bool IsSignificant, Citation Citation);

/// <summary>The comparison of periods and the trend over years of 环办〔2011〕22号 (水质变化趋势分析).</summary>
public sealed class WaterTrend
{
    private readonly Step[] _proportions;
    private readonly Step[] _conditions;
    private readonly (int Periods, decimal Critical, Citation Citation)[] _critical;
    private readonly int _periodsMin;
    private readonly bool _atCritical;

    internal WaterTrend(Tables tables, string folder, RuleTable rules)
    {
        ILookup<string, Step> steps = tables[$"{folder}/trend.csv"].Rows.ToLookup(r => r["kind"], r => new Step(
            r.Number("above"), r["better"], r["worse"], r.Cite(SurfaceWaterEvaluationOf2011.Document)));
        _proportions = [.. steps["proportion"]];
        _conditions = [.. steps["condition"]];
        _critical = [.. tables[$"{folder}/spearman.csv"].Rows.Select(r => (
            r.Whole("periods"), r.Number("critical"), r.Cite(SurfaceWaterEvaluationOf2011.Document)))];
        _periodsMin = (int)rules["spearman.periods"];
        _atCritical = rules["trend.at_critical"] == 1;
    }

    /// <summary>
    /// Two periods of a basin: ΔG is the change of the share of classes Ⅰ to Ⅲ, ΔD that of 劣Ⅴ, in percentage points;
    /// ΔG−ΔD above zero is better. Up to 10 there is no clear change, above 20 a clear one.
    /// </summary>
    [Clause("环办〔2011〕22号", "三 不同时段定量比较")]
    public WaterChange ByProportion(decimal good1, decimal inferior1, decimal good2, decimal inferior2) =>
        Words(_proportions, good2 - good1 - (inferior2 - inferior1));

    /// <summary>
    /// Two periods of one section: by the steps between its conditions (水质状况), of which Ⅰ and Ⅱ are one.
    /// </summary>
    [Clause("环办〔2011〕22号", "三 不同时段定量比较")]
    public WaterChange ByCondition(WaterClass before, WaterClass now) => Words(_conditions, Rank(before) - Rank(now));

    /// <summary>
    /// Spearman's coefficient rs = 1 − 6 Σd²/(N³−N) of yearly means against time; equal means share their mean rank.
    /// Null with fewer than five periods.
    /// </summary>
    [Clause("环办〔2011〕22号", "三 水质变化趋势分析")]
    public RankTrend? Spearman(IReadOnlyList<decimal> yearly)
    {
        int n = yearly.Count;
        if (n < _periodsMin)
            return null;
        var (_, critical, citation) = Array.FindLast(_critical, c => c.Periods <= n);
        decimal coefficient = Sample.RankCorrelation(yearly);
        return new RankTrend(
            coefficient, critical, Sample.IsSignificant(coefficient, critical, _atCritical), citation);
    }

    private static int Rank(WaterClass c) => Math.Max((int)c, (int)WaterClass.II);

    private static WaterChange Words(Step[] steps, decimal better)
    {
        Step step = Array.Find(steps, s => Math.Abs(better) > s.Above)!;
        return new WaterChange(better, better > 0 ? step.Better : step.Worse, step.Citation);
    }

    private sealed record Step(decimal Above, string Better, string Worse, Citation Citation);
}
