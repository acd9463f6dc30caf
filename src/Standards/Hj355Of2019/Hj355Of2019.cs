namespace Qingyuan.Standards;

/// <summary>The standard solution that stands in for water of a low concentration.</summary>
public sealed record StandIn(decimal Below, decimal From, decimal To, Citation Citation);

/// <summary>
/// HJ 355-2019 水污染源在线监测系统(CODCr、NH3-N 等)运行技术规范: tolerances of the comparison with the laboratory
/// and with standard solutions, and how often.
/// </summary>
public sealed class Hj355Of2019 : IEdition<Hj355Of2019>
{
    public const string Document = "HJ 355-2019";

    private readonly Dictionary<string, StandIn> _standIns;

    private Hj355Of2019(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        Comparison = new(Document, tables[$"{folder}/comparison.csv"]);
        Names = new(tables[$"{folder}/names.csv"], Comparison.Items);
        Standard = new(Document, tables[$"{folder}/standard.csv"]);
        _standIns = tables[$"{folder}/substitute.csv"].Rows.ToDictionary(row => row["item"], row => new StandIn(
            row.Number("below"), row.Number("from"), row.Number("to"), row.Cite(Document)));
    }

    public static Hj355Of2019 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }
    public NameTable Names { get; }
    public ToleranceTable Comparison { get; }
    public ToleranceTable Standard { get; }

    /// <summary>实际水样比对: AE = x − B, RE = (x − B)/B; B is the laboratory's. Null = no such item.</summary>
    [Clause("HJ 355-2019", "表 1")]
    public ToleranceVerdict? Compare(string item, decimal laboratory, decimal? instrument) =>
        Comparison.Band(item, laboratory) is { } band
            ? ToleranceTable.Judge(band, laboratory, instrument, null) : null;

    /// <summary>标准样品核查: against a solution of about half of the range. Null = no such item.</summary>
    [Clause("HJ 355-2019", "表 1 标准样品")]
    public ToleranceVerdict? CompareStandard(string item, decimal nominal, decimal? instrument) =>
        Standard.Band(item, nominal) is { } band ? ToleranceTable.Judge(band, nominal, instrument, null) : null;

    /// <summary>The solution to test with instead of water this thin; null = test with the water.</summary>
    [Clause("HJ 355-2019", "表 1")]
    public StandIn? StandInFor(string item, decimal laboratory) =>
        _standIns.TryGetValue(item, out StandIn? standIn) && laboratory < standIn.Below ? standIn : null;

    /// <summary>The comparison passes when there are three pairs and every single one is within.</summary>
    [Clause("HJ 355-2019", "5 实际水样比对")]
    public bool? Passes(string item, IReadOnlyList<(decimal Laboratory, decimal Instrument)> pairs)
    {
        if (!Comparison.Items.Contains(item))
            return null;
        return pairs.Count >= Rules["pairs.min"]
            && pairs.All(pair => Compare(item, pair.Laboratory, pair.Instrument) is { Pass: true });
    }

    /// <summary>An automatic check against a standard solution is overdue after 24 hours.</summary>
    [Clause("HJ 355-2019", "5 自动标样核查")]
    public bool StandardIsOverdue(DateTimeOffset last, DateTimeOffset at) =>
        at - last > TimeSpan.FromHours((double)Rules["standard.hours"]);

    /// <summary>The last day on which the next weekly quality control is in time.</summary>
    [Clause("HJ 355-2019", "5 质控样试验")]
    public DateOnly QualityDue(DateOnly last) => last.AddDays((int)Rules["quality.days"]);

    /// <summary>The last day on which the next comparison with water is in time.</summary>
    [Clause("HJ 355-2019", "5 实际水样比对")]
    public DateOnly ComparisonDue(DateOnly last) => last.AddMonths((int)Rules["comparison.months"]);
}
