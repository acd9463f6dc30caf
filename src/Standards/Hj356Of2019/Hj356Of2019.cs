namespace Qingyuan.Standards;

/// <summary>
/// HJ 356-2019 水污染源在线监测系统(CODCr、NH3-N 等)数据有效性判别技术规范: what counts, the flow-weighted daily
/// mean, and when logger and centre disagree.
/// </summary>
public sealed class Hj356Of2019 : IEdition<Hj356Of2019>
{
    public const string Document = "HJ 356-2019";

    private readonly HashSet<string> _continuous;
    private readonly int _hourValues;
    private readonly decimal _dayPercent;
    private readonly decimal _difference;

    private Hj356Of2019(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _continuous = [.. tables[$"{folder}/continuous.csv"].Rows.Select(row => row["factor"])];
        _hourValues = (int)Rules["hour.values"];
        _dayPercent = Rules["day.percent"];
        _difference = Rules["difference.percent"];
    }

    public static Hj356Of2019 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>True for what is measured all the time (flow, pH, temperature): not weighted by flow.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool IsContinuous(string factor) => _continuous.Contains(factor);

    /// <summary>An hour of waste water has a mean as soon as one value in it is valid (1 ≤ m).</summary>
    [Clause("HJ 212-2017", "附录 D.1")]
    public bool HourCounts(int validValues) => validValues >= _hourValues;

    /// <summary>A day counts when at least 75 % of the values that were due are valid.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool DayCounts(int valid, int due) => due > 0 && valid * 100 >= due * _dayPercent;

    /// <summary>
    /// Σ(C·Q)/ΣQ. Null when no water flowed: concentration without flow is not counted. Pairs with a flow that is not
    /// positive weigh nothing.
    /// </summary>
    [Clause("HJ 356-2019", "7")]
    public static decimal? FlowWeightedMean(IEnumerable<(decimal Concentration, decimal Flow)> pairs)
    {
        decimal load = 0, water = 0;
        foreach ((decimal concentration, decimal flow) in pairs)
        {
            if (flow <= 0)
                continue;
            load += concentration * flow;
            water += flow;
        }
        return water == 0 ? null : load / water;
    }

    /// <summary>
    /// The logger's value and the centre's differ by more than 1 %, and by more than one step of the reported
    /// digits (below that, rounding alone explains it). The step is ours, not the document's.
    /// </summary>
    [Clause("HJ 356-2019", "5")]
    public bool Differs(decimal ours, decimal stated, decimal step)
    {
        decimal difference = Math.Abs(ours - stated);
        return difference > step && difference * 100 > Math.Abs(ours) * _difference;
    }
}
