namespace Qingyuan.Standards;

/// <summary>
/// HJ 356-2019 水污染源在线监测系统(CODCr、NH3-N 等)数据有效性判别技术规范: what counts, the flow-weighted daily
/// mean, the monthly mean, and when logger and centre disagree; <see cref="Substitution"/> for days without a mean.
/// </summary>
public sealed class Hj356Of2019 : IEdition<Hj356Of2019>
{
    public const string Document = "HJ 356-2019";

    private readonly Dictionary<string, bool> _continuous;
    private readonly Dictionary<string, bool> _periods;
    private readonly int _hourValues;
    private readonly decimal _dayPercent;
    private readonly decimal _monthPercent;
    private readonly decimal _difference;

    private Hj356Of2019(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _continuous = tables[$"{folder}/continuous.csv"].Rows.ToDictionary(
            row => row["factor"], row => Choice(row, "day", "mean", "range"));
        _periods = tables[$"{folder}/periods.csv"].Rows.ToDictionary(
            row => row["period"], row => Choice(row, "counts", "yes", "no"));
        Substitution = new(Rules, tables[$"{folder}/substitution.csv"]);
        _hourValues = (int)Rules["hour.values"];
        _dayPercent = Rules["day.percent"];
        _monthPercent = Rules["month.percent"];
        _difference = Rules["difference.percent"];
    }

    public static Hj356Of2019 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }
    public WaterSubstitution Substitution { get; }

    /// <summary>True for what is measured all the time (flow, pH, temperature): not weighted by flow.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool IsContinuous(string factor) => _continuous.ContainsKey(factor);

    /// <summary>False for pH: a logarithm is not averaged, its day is reported as a range.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool IsAveraged(string factor) => _continuous.GetValueOrDefault(factor, true);

    /// <summary>Smallest and largest valid value, for what is not averaged; null = none.</summary>
    [Clause("HJ 356-2019", "7")]
    public static (decimal Smallest, decimal Largest)? Range(IEnumerable<decimal> values)
    {
        (decimal Smallest, decimal Largest)? range = null;
        foreach (decimal value in values)
            range = range is var (low, high) ? (Math.Min(low, value), Math.Max(high, value)) : (value, value);
        return range;
    }

    /// <summary>
    /// Whether data of a period count (正常采样监测时段 or not). Null = there is no such period.
    /// </summary>
    [Clause("HJ 356-2019", "5")]
    public bool? PeriodCounts(string period) => _periods.TryGetValue(period, out bool counts) ? counts : null;

    /// <summary>Whether one result counts: a number of zero or more, while water flowed.</summary>
    /// <param name="flow">Null = not measured, so nothing is said against the result.</param>
    [Clause("HJ 356-2019", "6")]
    public static bool ResultCounts(decimal? concentration, decimal? flow) => concentration >= 0 && !(flow <= 0);

    /// <summary>
    /// 核查或比对不合格: data from the last check that passed to this failure, and on to the next that passes.
    /// </summary>
    [Clause("HJ 356-2019", "6")]
    public static IReadOnlyList<InvalidPeriod> BackToLastPassed(IEnumerable<InstrumentCheck> checks) =>
        CheckPeriods.Of(checks);

    /// <summary>A comparison says something from three pairs on.</summary>
    [Clause("HJ 356-2019", "6")]
    public bool EnoughPairs(int pairs) => pairs >= Rules["pairs.min"];

    /// <summary>An hour of waste water has a mean as soon as one value in it is valid (1 ≤ m).</summary>
    [Clause("HJ 212-2017", "附录 D.1")]
    public bool HourCounts(int validValues) => validValues >= _hourValues;

    /// <summary>A day counts when at least 75 % of the values that were due are valid.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool DayCounts(int valid, int due) => due > 0 && valid * 100 >= due * _dayPercent;

    /// <summary>A month counts when at least 75 % of its due days have a valid mean.</summary>
    [Clause("HJ 356-2019", "7")]
    public bool MonthCounts(int validDays, int dueDays) => dueDays > 0 && validDays * 100 >= dueDays * _monthPercent;

    /// <summary>
    /// Monthly mean: the plain mean of valid daily means, never weighted again. Null = too few days.
    /// </summary>
    [Clause("HJ 356-2019", "7")]
    public decimal? MonthlyMean(IReadOnlyCollection<decimal> validDays, int dueDays) =>
        MonthCounts(validDays.Count, dueDays) ? validDays.Sum() / validDays.Count : null;

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

    /// <summary>
    /// 仪器、数采仪、平台三方一致: none of the three differs from another by more than 1 % of the instrument's value;
    /// otherwise the centre's copy does not count.
    /// </summary>
    [Clause("HJ 356-2019", "5")]
    public bool IsConsistent(decimal instrument, decimal logger, decimal centre)
    {
        decimal allowed = Math.Abs(instrument) * _difference;
        return Math.Abs(instrument - logger) * 100 <= allowed && Math.Abs(instrument - centre) * 100 <= allowed
            && Math.Abs(logger - centre) * 100 <= allowed;
    }

    private static bool Choice(CsvTable.Row row, string column, string yes, string no) =>
        row.OneOf(column, (yes, true), (no, false));
}
