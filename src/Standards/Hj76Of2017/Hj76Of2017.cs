namespace Qingyuan.Standards;

/// <summary>
/// HJ 76-2017 固定污染源烟气(SO2、NOX、颗粒物)排放连续监测系统技术要求及检测方法: what the system itself must do.
/// </summary>
public sealed class Hj76Of2017 : IEdition<Hj76Of2017>
{
    public const string Document = "HJ 76-2017";

    private Hj76Of2017(RuleTable rules) => Rules = rules;

    public static Hj76Of2017 From(Tables tables, string folder) => new(new(Document, tables[$"{folder}/rules.csv"]));

    public RuleTable Rules { get; }

    /// <summary>Real-time values due in so many seconds: one set every five.</summary>
    [Clause("HJ 76-2017", "附录 B")]
    public int RealTimeDue(int seconds) => (int)(seconds / Rules["realtime.seconds"]);

    /// <summary>One record a minute, whatever fits into the span.</summary>
    [Clause("HJ 76-2017", "附录 B")]
    public int MinutesDue(int seconds) => (int)(seconds / Rules["minute.seconds"]);

    /// <summary>NO2 → NO 转换效率: a converter below 95 % understates NOx.</summary>
    [Clause("HJ 76-2017", "6 转换效率")]
    public bool ConverterSuffices(decimal percent) => percent >= Rules["converter.percent"];
}
