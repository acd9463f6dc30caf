namespace Qingyuan.Standards;

/// <summary>HJ 353-2019 水污染源在线监测系统(CODCr、NH3-N 等)安装技术规范: sampling and measuring cycle.</summary>
public sealed class Hj353Of2019 : IEdition<Hj353Of2019>
{
    public const string Document = "HJ 353-2019";

    private Hj353Of2019(RuleTable rules) => Rules = rules;

    public static Hj353Of2019 From(Tables tables, string folder) => new(new(Document, tables[$"{folder}/rules.csv"]));

    public RuleTable Rules { get; }

    /// <summary>A measuring cycle is at most two hours.</summary>
    [Clause("HJ 353-2019", "采样单元 测量周期")]
    public bool CycleSuffices(TimeSpan cycle) =>
        cycle > TimeSpan.Zero && cycle <= TimeSpan.FromHours((double)Rules["cycle.hours"]);

    /// <summary>A composite of one hour is made of at least four aliquots.</summary>
    [Clause("HJ 353-2019", "采样单元 混合采样")]
    public bool CompositeSuffices(int aliquotsPerHour) => aliquotsPerHour >= Rules["composite.aliquots"];
}
