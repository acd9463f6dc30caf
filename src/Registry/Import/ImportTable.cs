namespace Qingyuan.Registry;

/// <summary>One column of a register's table in a file.</summary>
/// <param name="Header">As printed in templates and exports.</param>
/// <param name="Field">The field that refusals name.</param>
/// <param name="Example">As in the template's example row.</param>
internal sealed record ImportColumn(string Header, string Field, bool Required, string Example);

/// <summary>
/// The five tables that a register is imported from and exported to (登记表), in the order they are taken.
/// </summary>
internal sealed record ImportTable(string Name, string FileName, string MarkHeader, IReadOnlyList<ImportColumn> Columns)
{
    /// <summary>A row whose first cell starts so is the template's example and is passed over.</summary>
    public const string ExampleMark = "示例";

    private static readonly ImportColumn From = new("生效时间", "from", false, "2026-01-01");
    private static readonly ImportColumn Closed = new("关闭时间", "closed", false, "");
    private static readonly ImportColumn Owner = new("单位编号", "discharger", true, "91540100MA6T000000");
    private static readonly ImportColumn OutletCode = new("排放口编号", "outlet", true, "DA001");

    public static readonly ImportTable Dischargers = new("排污单位", "dischargers", "单位名称",
    [
        new("单位编号", "id", true, "91540100MA6T000000"),
        new("单位名称", "name", true, "某某水泥有限公司"),
        new("地市", "region", true, "拉萨"),
        new("县区", "county", false, "堆龙德庆区"),
        new("行业", "industry", false, "水泥制造"),
        new("地址", "address", false, "某某路 1 号"),
        new("模拟", "simulated", false, "否"),
        From,
        Closed,
    ]);

    public static readonly ImportTable Outlets = new("排放口", "outlets", "排放口名称",
    [
        Owner,
        new("排放口编号", "code", true, "DA001"),
        new("排放口名称", "name", true, "1# 窑尾"),
        new("类型", "kind", true, "废气"),
        new("工艺", "process", false, "新型干法"),
        new("基准含氧量", "referenceO2", false, "10"),
        new("海拔", "altitudeMetres", false, "3650"),
        new("分钟间隔", "minuteInterval", false, "10"),
        From,
        Closed,
    ]);

    public static readonly ImportTable Devices = new("数采仪", "devices", "MN",
    [
        new("MN", "mn", true, "010000A8900016F000169DC0"),
        new("单位编号", "discharger", true, "91540100MA6T000000"),
        // Empty for the station of a site: the first column is then the site's number.
        new("排放口编号", "outlet", false, "DA001"),
        new("协议版本", "edition", true, "2017"),
        new("访问密码", "password", false, "123456"),
        new("密码散列", "passwordHash", false, ""),
        new("时钟偏差秒", "clockOffsetSeconds", false, "0"),
        From,
        new("停用时间", "to", false, ""),
    ]);

    public static readonly ImportTable Sites = new("环境点位", "sites", "点位名称",
    [
        new("点位编号", "id", true, "540102001"),
        new("点位名称", "name", true, "某某路"),
        new("类型", "kind", true, "空气"),
        new("藏文名", "nameBo", false, ""),
        new("英文名", "nameEn", false, "Some Road"),
        new("地市", "region", true, "拉萨"),
        new("县区", "county", false, "城关区"),
        new("水体", "water", false, ""),
        new("海拔", "altitudeMetres", false, "3650"),
        new("目标", "target", true, "二级"),
        new("因子编码", "factors", true, "a21026 a21004 a21005 a05024 a34002 a34004 a01001 a01006"),
        new("气体状态", "actual", false, "参比状态"),
        new("模拟", "simulated", false, "否"),
        From,
        Closed,
    ]);

    public static readonly ImportTable Factors = new("监测因子", "factors", "因子编码",
    [
        Owner,
        OutletCode,
        new("因子编码", "code", true, "a21002"),
        new("因子名称", "name", true, "氮氧化物"),
        new("单位", "unit", false, "mg/m³"),
        new("最小分度", "resolution", false, "1"),
        new("限值", "limit", false, "100"),
        new("考核时段", "limitOn", false, "小时"),
        new("折算", "corrected", false, "是"),
        new("限值依据", "document", false, "GB 4915-2013"),
        new("条款", "clause", false, "表 1"),
        From,
    ]);

    /// <summary>SM4 keys of devices: secrets, so they are imported by themselves and never exported.</summary>
    public static readonly ImportTable Keys = new("密钥", "device-keys", "密钥",
    [
        new("MN", "mn", true, "010000A8900016F000169DC0"),
        new("密钥", "key", true, "0123456789ABCDEF0123456789ABCDEF"),
        new("启用时间", "from", false, "2026-01-01"),
    ]);

    /// <summary>The registers themselves.</summary>
    public static readonly IReadOnlyList<ImportTable> All = [Dischargers, Outlets, Sites, Devices, Factors];

    /// <summary>The table that a header row belongs to; null = none.</summary>
    public static ImportTable? Of(IReadOnlyCollection<string> headers) =>
        new[] { Devices, Sites, Factors, Outlets, Dischargers }.FirstOrDefault(t => headers.Contains(t.MarkHeader));

    /// <summary>A header as people write it: without stars, notes in brackets, and spaces.</summary>
    public static string Plain(string header)
    {
        var text = header.Trim().Trim('*', '＊').Replace(" ", "", StringComparison.Ordinal);
        int bracket = text.IndexOfAny(['(', '（']);
        text = bracket > 0 ? text[..bracket] : text;
        return text.Equals("mn", StringComparison.OrdinalIgnoreCase) ? "MN" : text;
    }
}
