using System.Globalization;

namespace Qingyuan.App.Screens.Origin;

/// <summary>Short Chinese words that stand under the bytes of a frame (报文). Words only: it never interprets a
/// value.</summary>
internal static class FrameWords
{
    // HJ 212-2017 6.6.1 table 5 (系统编码), with the additions of HJ 212-2025.
    private static readonly Dictionary<string, string> Systems = new()
    {
        ["21"] = "地表水监测",
        ["22"] = "空气质量监测",
        ["23"] = "声环境监测",
        ["24"] = "地下水监测",
        ["25"] = "土壤监测",
        ["26"] = "海水监测",
        ["27"] = "挥发性有机物监测",
        ["31"] = "大气污染源",
        ["32"] = "地表水体污染源",
        ["33"] = "地下水体污染源",
        ["34"] = "海洋污染源",
        ["35"] = "土壤污染源",
        ["36"] = "噪声源",
        ["37"] = "振动源",
        ["38"] = "放射性污染源",
        ["39"] = "工地扬尘",
        ["41"] = "电磁环境污染源",
        ["44"] = "用电监控",
        ["45"] = "关键生产工况",
        ["51"] = "烟气处理过程",
        ["52"] = "污水处理过程",
        ["91"] = "系统交互",
    };

    // HJ 212-2017 6.6.5 table 9 (命令编码).
    private static readonly Dictionary<string, string> Commands = new()
    {
        ["1011"] = "现场机时间",
        ["1013"] = "请求校时",
        ["1061"] = "实时数据间隔",
        ["1063"] = "分钟数据间隔",
        ["2011"] = "实时数据",
        ["2021"] = "设备运行状态",
        ["2031"] = "日数据",
        ["2041"] = "设备运行时间",
        ["2051"] = "分钟数据",
        ["2061"] = "小时数据",
        ["2071"] = "报警记录",
        ["2072"] = "报警事件",
        ["2081"] = "数采仪开机时间",
        ["3015"] = "超标留样",
        ["3019"] = "设备唯一标识",
        ["3020"] = "现场机信息",
        ["3021"] = "设置现场机参数",
        ["9011"] = "请求应答",
        ["9012"] = "执行结果",
        ["9013"] = "通知应答",
        ["9014"] = "数据应答",
    };

    // HJ 212-2017 6.6.4 table 8 (数据区字段).
    private static readonly Dictionary<string, string> Fields = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Rtd"] = "实时",
        ["Min"] = "最小",
        ["Avg"] = "平均",
        ["Max"] = "最大",
        ["Cou"] = "累计",
        ["ZsRtd"] = "折算实时",
        ["ZsMin"] = "折算最小",
        ["ZsAvg"] = "折算平均",
        ["ZsMax"] = "折算最大",
        ["ZsCou"] = "折算累计",
        ["Flag"] = "标记",
        ["EFlag"] = "厂商标记",
        ["SampleTime"] = "采样时间",
        ["RS"] = "运行状态",
        ["RT"] = "运行时间",
        ["Info"] = "信息",
        ["SN"] = "设备标识",
        ["Data"] = "监测值",
        ["DayData"] = "昼间值",
        ["NightData"] = "夜间值",
        ["Ala"] = "报警值",
        ["LowValue"] = "报警下限",
        ["UpValue"] = "报警上限",
    };

    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["PolId"] = "因子编码",
        ["InfoId"] = "信息编码",
        ["BeginTime"] = "开始时间",
        ["EndTime"] = "结束时间",
        ["SystemTime"] = "系统时间",
        ["RestartTime"] = "开机时间",
        ["AlarmTime"] = "报警时间",
        ["AlarmType"] = "报警类型",
        ["RtdInterval"] = "实时数据间隔",
        ["MinInterval"] = "分钟数据间隔",
        ["OverTime"] = "超时时间",
        ["ReCount"] = "重发次数",
        ["QnRtn"] = "请求回应",
        ["ExeRtn"] = "执行结果",
        ["VaseNo"] = "留样瓶号",
        ["CstartTime"] = "采样起始",
        ["Ctime"] = "采样周期",
        ["Stime"] = "出样时间",
        ["QN"] = "请求编码",
        ["CN"] = "命令编码",
        ["PNUM"] = "总包数",
        ["PNO"] = "包号",
    };

    // HJ 212-2017 annex B.7 to B.10 (现场端信息).
    private static readonly Dictionary<string, string> Information = new(StringComparer.OrdinalIgnoreCase)
    {
        ["i11001"] = "分析仪日志",
        ["i21001"] = "数采仪日志",
        ["i31001"] = "门禁日志",
        ["i12001"] = "分析仪状态",
        ["i12002"] = "分析仪与数采仪通信",
        ["i12003"] = "分析仪报警",
        ["i13001"] = "量程",
        ["i13002"] = "精度",
        ["i13003"] = "测量间隔",
        ["i13004"] = "消解温度",
        ["i13005"] = "消解时长",
        ["i13006"] = "校准时间",
        ["i13007"] = "截距",
        ["i13008"] = "斜率",
        ["i13009"] = "检出限",
        ["i22001"] = "数采仪状态",
        ["i22002"] = "数采仪用户",
        ["i22003"] = "数采仪与平台通信",
        ["i22101"] = "数采仪通道",
        ["i23001"] = "当地气压",
        ["i32001"] = "站房门",
        ["i33001"] = "伴热温度",
        ["i33002"] = "冷凝温度",
        ["i33101"] = "站房温度",
        ["i33102"] = "站房湿度",
        ["i33400"] = "生产负荷",
    };

    // HJ 212-2017 6.6.4 table 8 note (数据标记).
    private static readonly Dictionary<string, string> Marks = new()
    {
        ["N"] = "正常",
        ["F"] = "停运",
        ["M"] = "维护",
        ["S"] = "手工输入",
        ["D"] = "故障",
        ["C"] = "校准",
        ["T"] = "超测定上限",
        ["B"] = "通信异常",
        ["P"] = "电源故障",
    };

    public static string System(string code) => Systems.GetValueOrDefault(code, "系统编码");
    public static string Command(string code) =>
        Commands.TryGetValue(code, out string? word) ? $"{code} {word}" : "命令编码";
    public static string? Field(string field) => Fields.GetValueOrDefault(field);
    public static string? Name(string key) => Names.GetValueOrDefault(key);
    public static string? Info(string code) => Information.GetValueOrDefault(code);

    /// <summary>The word of a mark letter; an unknown one keeps its letter, so that nobody takes it for 正常.</summary>
    public static string Mark(string letter) =>
        Marks.TryGetValue(letter, out string? word) ? word : letter.Length == 0 ? "无标记" : $"标记 {letter}";

    /// <summary>The bits of the flag field. HJ 212-2017 6.3.3: bit 0 answer wanted, bit 1 split, bits 2 to 7
    /// edition.</summary>
    public static string Flag(string value)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int bits) || bits > 255)
            return "标志位";
        string edition = (bits >> 2) switch { 0 => "2005 版", 1 => "2017 版", 2 => "2025 版", _ => "版本不明" };
        return $"{edition}，{((bits & 1) != 0 ? "需要应答" : "不需应答")}{((bits & 2) != 0 ? "，分包" : "")}";
    }

    /// <summary>17 or 14 digits as a time of day; null when they are none.</summary>
    public static string? Clock(string digits)
    {
        if (digits.Length < 14 || !digits.All(char.IsAsciiDigit))
            return null;
        string time = $"{digits[8..10]}:{digits[10..12]}:{digits[12..14]}";
        return digits.Length >= 17 ? $"{time}.{digits[14..17]}" : time;
    }
}
