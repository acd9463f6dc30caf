using System.Globalization;
using System.Text;

namespace Qingyuan.Hj212;

/// <summary>
/// The commands (请求命令, 通知命令) that a centre sends to one device, as whole frames in the form of its edition.
/// A value outside the range of the standard throws: a centre never sends what it could not defend.
/// </summary>
/// <param name="Edition">2005, 2017 or 2025; decides the version bits of Flag (2017 6.3.2).</param>
/// <param name="St">The system code of the outlet (ST).</param>
public sealed record Requests(int Edition, string St, string Pw, string Mn)
{
    /// <summary>1000 设置超时时间及重发次数. 2005 allows a day, later editions 99 s.</summary>
    public byte[] SetTimeouts(string qn, int overTimeSeconds, int reCount) => Frame(qn, 1000,
        ("OverTime", Within(overTimeSeconds, 1, Edition == 2005 ? 86_400 : 99)), ("ReCount", Within(reCount, 1, 99)));

    /// <summary>1011 提取现场机时间; without a factor the logger's own.</summary>
    public byte[] ReadTime(string qn, string? factor = null) => Frame(qn, 1011, ("PolId", factor));

    /// <summary>1012 设置现场机时间.</summary>
    public byte[] SetTime(string qn, DateTimeOffset time, string? factor = null) =>
        Frame(qn, 1012, ("PolId", factor), ("SystemTime", Beijing.Text(time)));

    /// <summary>1061 提取实时数据间隔.</summary>
    public byte[] ReadRealTimeInterval(string qn) => Frame(qn, 1061);

    /// <summary>1062 设置实时数据间隔, 30 to 3600 s.</summary>
    public byte[] SetRealTimeInterval(string qn, int seconds) =>
        Frame(qn, 1062, ("RtdInterval", Within(seconds, 30, 3600)));

    /// <summary>1063 提取分钟数据间隔.</summary>
    public byte[] ReadMinuteInterval(string qn) => Frame(Since2017(qn), 1063);

    /// <summary>1064 设置分钟数据间隔: a divisor of the hour up to 30 min.</summary>
    public byte[] SetMinuteInterval(string qn, int minutes) => 60 % Math.Max(1, minutes) == 0
        ? Frame(Since2017(qn), 1064, ("MinInterval", Within(minutes, 1, 30)))
        : throw new ArgumentOutOfRangeException(nameof(minutes), minutes, "The interval divides 60 minutes.");

    /// <summary>1072 设置现场机访问密码; valid from the device's answer on. 2005 calls the item PW.</summary>
    public byte[] SetPassword(string qn, string password) => password.Length is > 0 and <= 6
        ? Frame(qn, 1072, (Edition == 2005 ? "PW" : "NewPW", password))
        : throw new ArgumentException("A password has one to six characters.", nameof(password));

    /// <summary>2011 取污染物实时数据: starts the stream.</summary>
    public byte[] StartRealTime(string qn) => Frame(qn, 2011);

    /// <summary>2012 停止察看污染物实时数据, a notice.</summary>
    public byte[] StopRealTime(string qn) => Frame(qn, 2012);

    /// <summary>2021 取设备运行状态数据: starts the stream.</summary>
    public byte[] StartStates(string qn) => Frame(qn, 2021);

    /// <summary>2022 停止察看设备运行状态, a notice.</summary>
    public byte[] StopStates(string qn) => Frame(qn, 2022);

    /// <summary>2031 日, 2041 运行时间, 2051 分钟, 2061 小时, 2062 标样核查 (2025), 2071 报警记录 (2005).</summary>
    public byte[] ReadHistory(string qn, int command, DateTimeOffset begin, DateTimeOffset end)
    {
        if (command is not (2031 or 2041 or 2051 or 2061) && (command, Edition) is not ((2062, 2025) or (2071, 2005)))
            throw new ArgumentOutOfRangeException(nameof(command), command, "This command has no history.");
        // C.23 prints ',' between the two times and devices were built to it; ';' is what 6.3.3 says.
        return Edition == 2005
            ? Segment(qn, command, $"BeginTime={Beijing.Text(begin)},EndTime={Beijing.Text(end)}")
            : Frame(qn, command, ("BeginTime", Beijing.Text(begin)), ("EndTime", Beijing.Text(end)));
    }

    /// <summary>3011 零点校准量程校准 (2025 with CalibrationType: 0 zero, 1 span).</summary>
    public byte[] Calibrate(string qn, string factor, int? calibrationType = null) => Frame(qn, 3011,
        ("PolId", factor), ("CalibrationType", Edition == 2025 ? Within(calibrationType ?? 0, 0, 1) : null));

    /// <summary>3012 即时采样, 3013 启动清洗/反吹, 3014 比对采样 (2017 only), 3024 启动标样核查 (2025).</summary>
    public byte[] Operate(string qn, int command, string factor)
    {
        // 3013 and 3014 mean other things in 2005, and 2025 dropped 3014.
        bool known = command == 3012 || (command == 3013 && Edition >= 2017) || (command == 3014 && Edition == 2017)
            || (command == 3024 && Edition == 2025);
        return known ? Frame(qn, command, ("PolId", factor)) : throw NotIn(command);
    }

    /// <summary>3015 超标留样 (2017), 3022 即时留样 (2025).</summary>
    public byte[] RetainSample(string qn) => Edition switch
    {
        2017 => Frame(qn, 3015),
        2025 => Frame(qn, 3022),
        _ => throw NotIn(3015),
    };

    /// <summary>3016 设置采样时间周期: start as hhmmss, cycle 1 to 24 h.</summary>
    public byte[] SetSamplingCycle(string qn, string factor, TimeOnly start, int hours) => Edition == 2017
        ? Frame(qn, 3016, ("PolId", factor), ("CstartTime", start.ToString("HHmmss", CultureInfo.InvariantCulture)),
            ("Ctime", Within(hours, 1, 24)))
        : throw NotIn(3016);

    /// <summary>3017 提取采样时间周期.</summary>
    public byte[] ReadSamplingCycle(string qn, string factor) =>
        Edition == 2017 ? Frame(qn, 3017, ("PolId", factor)) : throw NotIn(3017);

    /// <summary>3018 提取出样时间.</summary>
    public byte[] ReadSamplingDuration(string qn, string factor) => Frame(Since2017(qn), 3018, ("PolId", factor));

    /// <summary>3019 提取设备唯一标识.</summary>
    public byte[] ReadIdentity(string qn, string factor) => Frame(Since2017(qn), 3019, ("PolId", factor));

    /// <summary>3020 提取现场机信息; logs (日志) take a time range.</summary>
    public byte[] ReadInformation(
        string qn, string infoId, string? factor = null, DateTimeOffset? begin = null, DateTimeOffset? end = null) =>
        Frame(Since2017(qn), 3020, ("PolId", factor), ("InfoId", infoId),
            ("BeginTime", begin is { } b ? Beijing.Text(b) : null), ("EndTime", end is { } e ? Beijing.Text(e) : null));

    /// <summary>3021 设置现场机参数.</summary>
    public byte[] SetParameter(string qn, string factor, string infoId, string value) => Frame(Since2017(qn), 3021,
        ("PolId", factor), ("InfoId", infoId), ($"{infoId}-Info", value));

    /// <summary>1002 设置数采仪入网编码 (2025): the new MN stands in the header.</summary>
    public byte[] SetMn(string qn, string loggerId) =>
        Edition == 2025 ? Frame(qn, 1002, ("i23005-Info", loggerId)) : throw NotIn(1002);

    /// <summary>1014 更换加密密钥 (2025 6.4.3).</summary>
    public byte[] SetContentKey(string qn, DateTimeOffset created, string newKey) => Edition == 2025
        ? Frame(qn, 1014, ("SKCreateTime", Beijing.Text(created)), ("NewSK", newKey)) : throw NotIn(1014);

    /// <summary>Any command with its items in order; an item whose value is null stays away.</summary>
    public byte[] Frame(string qn, int command, params ReadOnlySpan<(string Key, string? Value)> items)
    {
        StringBuilder area = new();
        foreach ((string key, string? value) in items)
        {
            if (value is null)
                continue;
            if (value.AsSpan().ContainsAny('&', ';', ','))
                throw new ArgumentException($"The value of {key} holds a separator of the data area.", nameof(items));
            area.Append(area.Length > 0 ? ";" : "").Append(key).Append('=').Append(value);
        }
        return Segment(qn, command, area.ToString());
    }

    // Flag: version bits, and A = 1, an answer is wanted. 2005 prints Flag=3 on unsplit requests; A alone is meant.
    private byte[] Segment(string qn, int command, string area) => FrameWriter.Frame(
        $"QN={Qn(qn)};ST={St};CN={command};PW={Pw};MN={Mn};Flag={Version() << 2 | 1};CP=&&{area}&&");

    private int Version() => Edition switch
    {
        2005 => 0,
        2017 => 1,
        2025 => 2,
        _ => throw new InvalidOperationException($"There is no edition of {Edition}; 2005, 2017 and 2025 are known."),
    };

    private static string Qn(string qn) => qn.Length == 17 && qn.All(char.IsAsciiDigit)
        ? qn : throw new ArgumentException("QN has 17 digits, YYYYMMDDhhmmsszzz.", nameof(qn));

    private string Since2017(string qn) =>
        Edition >= 2017 ? qn : throw new InvalidOperationException("HJ/T 212-2005 has no such command.");

    private InvalidOperationException NotIn(int command) =>
        new($"The edition of {Edition} has no command {command} of this meaning.");

    private static string Within(int value, int low, int high) => value >= low && value <= high
        ? value.ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(value), value, $"The standard allows {low} to {high}.");
}
