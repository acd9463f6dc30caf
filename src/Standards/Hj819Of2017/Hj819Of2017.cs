namespace Qingyuan.Standards;

/// <summary>The range of a minimum frequency (最低监测频次), from its oftener to its rarer end.</summary>
public readonly record struct MinimumFrequency(string MostOften, string LeastOften, Citation Citation);

/// <summary>HJ 819-2017 排污单位自行监测技术指南 总则: how often a discharger measures at least.</summary>
public sealed class Hj819Of2017 : IEdition<Hj819Of2017>
{
    public const string Document = "HJ 819-2017";

    private readonly Dictionary<(string, string, string, string), MinimumFrequency> _frequencies;
    private readonly int _faultTimes;
    private readonly decimal _faultHours;

    private Hj819Of2017(Tables tables, string folder)
    {
        _frequencies = tables[$"{folder}/frequency.csv"].Rows.ToDictionary(
            row => (row["medium"], row["discharger"], row["outlet"], row["items"]),
            row => new MinimumFrequency(row["most_often"], row["least_often"], row.Cite(Document)));
        RuleTable rules = new(Document, tables[$"{folder}/rules.csv"]);
        _faultTimes = (int)rules["fault.manual.times"];
        _faultHours = rules["fault.manual.interval"];
    }

    public static Hj819Of2017 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Null where the guideline says nothing; then only a permit can.</summary>
    [Clause("HJ 819-2017", "5.2 表1")]
    [Clause("HJ 819-2017", "5.3 表2")]
    [Clause("HJ 819-2017", "5.4")]
    public MinimumFrequency? Frequency(string medium, string discharger, string outlet, string items) =>
        _frequencies.TryGetValue((medium, discharger, outlet, items), out MinimumFrequency found) ? found : null;

    /// <summary>
    /// 自动监测故障期间的手工监测 of one day: at least four times, no longer than six hours apart. Hours of the day in order.
    /// </summary>
    [Clause("HJ 819-2017", "5 自动监测故障")]
    public bool CoversFault(IReadOnlyList<decimal> hours)
    {
        if (hours.Count < _faultTimes)
            return false;
        for (int i = 1; i < hours.Count; i++)
        {
            if (hours[i] - hours[i - 1] > _faultHours)
                return false;
        }
        return true;
    }
}
