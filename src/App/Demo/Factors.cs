using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>What a factor is in the process, which decides how it moves and which statistics are sent.</summary>
internal enum Role
{
    Flow, Velocity, Temperature, Pressure, Moisture, Oxygen, Pollutant, Acidity, WaterTemperature, Furnace,
}

/// <summary>One measured factor (监测因子) of a kind of outlet.</summary>
/// <param name="Old">Its code in HJ/T 212-2005.</param>
/// <param name="Digits">Digits after the point, as the analyser is set.</param>
/// <param name="Level">Where a well-run process keeps it; for a pollutant of flue gas after conversion (折算).</param>
/// <param name="Limit">Null = measured but not limited.</param>
/// <param name="Clause">Clause of the document of the kind.</param>
internal sealed record Factor(
    Role Role, string Code, string Old, string Name, string Unit, int Digits, double Level,
    decimal? Limit = null, LimitOn On = LimitOn.Hour, string Clause = "")
{
    public bool HasAmount => Role == Role.Flow || (Role == Role.Pollutant && Code[0] == 'w');
    public bool HasRange => Role is not (Role.Pressure or Role.Moisture) && !(Role == Role.Flow && Code[0] == 'a');
    public bool HasMean => !(Role == Role.Flow && Code[0] == 'a');

    /// <summary>Digits kept of its amount (-Cou: m³, kg).</summary>
    public int AmountDigits => Code[0] == 'a' ? 1 : Role == Role.Flow ? 3 : 5;

    /// <summary>Powers of ten, by digits after the point.</summary>
    public static ReadOnlySpan<int> Powers => [1, 10, 100, 1_000, 10_000, 100_000];

    /// <summary>The smallest step of the reported value, as text.</summary>
    public string Resolution => Digits == 0 ? "1" : "0." + new string('0', Digits - 1) + "1";
}

/// <summary>The kinds of outlets of the demo.</summary>
internal enum Kind { KilnTail, KilnHead, CoalBoiler, GasBoiler, Incinerator, Sewage, Leachate, Mine, Works }

/// <summary>
/// The factor sets of the demo's outlets. The limits are examples taken from the documents named; a real register gets
/// them from the permit (排污许可证). Never used to judge anything: the register does.
/// </summary>
internal static class Factors
{
    private static readonly Factor s_flow = new(Role.Flow, "a00000", "B02", "废气流量", "m³/s", 1, 0);
    private static readonly Factor s_velocity = new(Role.Velocity, "a01011", "S02", "烟气流速", "m/s", 2, 14);
    private static readonly Factor s_temperature = new(Role.Temperature, "a01012", "S03", "烟气温度", "°C", 1, 118);
    private static readonly Factor s_pressure = new(Role.Pressure, "a01013", "S08", "烟气压力", "kPa", 3, -0.18);
    private static readonly Factor s_moisture = new(Role.Moisture, "a01014", "S05", "烟气湿度", "%", 1, 9);
    private static readonly Factor s_waterFlow = new(Role.Flow, "w00000", "B01", "污水流量", "L/s", 2, 1);
    private static readonly Factor s_acidity = new(Role.Acidity, "w01001", "001", "pH 值", "无量纲", 2, 7.4);
    private static readonly Factor s_waterTemperature =
        new(Role.WaterTemperature, "w01010", "", "水温", "°C", 1, 11);

    private static readonly Factor[] s_kilnTail = Flue(8.9,
        Gas("a21026", "02", "二氧化硫", 11.5, 200, "表 1"), Gas("a21002", "03", "氮氧化物", 342, 400, "表 1"),
        Gas("a34013", "01", "颗粒物", 6.2, 30, "表 1"));
    private static readonly Factor[] s_kilnHead = Flue(20.3, Gas("a34013", "01", "颗粒物", 7.8, 30, "表 1"));
    private static readonly Factor[] s_coalBoiler = Flue(10.6,
        Gas("a21026", "02", "二氧化硫", 148, 300, "表 2 燃煤锅炉"), Gas("a21002", "03", "氮氧化物", 196, 300, "表 2 燃煤锅炉"),
        Gas("a34013", "01", "颗粒物", 23, 50, "表 2 燃煤锅炉"));
    private static readonly Factor[] s_gasBoiler = Flue(4.4,
        Gas("a21026", "02", "二氧化硫", 9.5, 50, "表 2 燃气锅炉"), Gas("a21002", "03", "氮氧化物", 96, 200, "表 2 燃气锅炉"),
        Gas("a34013", "01", "颗粒物", 4.1, 20, "表 2 燃气锅炉"));
    private static readonly Factor[] s_incinerator = [
        .. Flue(9.6,
            Gas("a21026", "02", "二氧化硫", 31, 80, "表 4", LimitOn.Day),
            Gas("a21002", "03", "氮氧化物", 164, 250, "表 4", LimitOn.Day),
            Gas("a34013", "01", "颗粒物", 5.6, 20, "表 4", LimitOn.Day),
            Gas("a21024", "08", "氯化氢", 18, 50, "表 4", LimitOn.Day),
            Gas("a21005", "04", "一氧化碳", 22, 80, "表 4", LimitOn.Day)),
        new(Role.Furnace, "a01901", "", "炉膛内焚烧平均温度", "°C", 1, 912)];
    private static readonly Factor[] s_sewage = Water(
        Water("w01018", "011", "化学需氧量", 1, 24, 50, "表 1 一级 A"), Water("w21003", "060", "氨氮", 2, 2.6, 8, "表 1 一级 A 注"),
        Water("w21011", "101", "总磷", 2, 0.24, 0.5m, "表 1 一级 A"), Water("w21001", "065", "总氮", 2, 9.4, 15, "表 1 一级 A"));
    private static readonly Factor[] s_leachate = Water(
        Water("w01018", "011", "化学需氧量", 1, 58, 100, "表 2"), Water("w21003", "060", "氨氮", 2, 11, 25, "表 2"),
        Water("w21011", "101", "总磷", 2, 0.9, 3, "表 2"), Water("w21001", "065", "总氮", 2, 24, 40, "表 2"));
    private static readonly Factor[] s_mine = Water(
        Water("w01018", "011", "化学需氧量", 1, 31, 60, "表 2 直接排放"), Water("w21003", "060", "氨氮", 2, 2.1, 8, "表 2 直接排放"),
        Water("w21011", "101", "总磷", 2, 0.31, 1, "表 2 直接排放"), Water("w20122", "029", "总铜", 3, 0.11, 0.5m, "表 2 直接排放"));
    private static readonly Factor[] s_works = Water(
        Water("w01018", "011", "化学需氧量", 1, 32, 100, "表 4 一级"), Water("w21003", "060", "氨氮", 2, 3.4, 15, "表 4 一级"));

    public static IReadOnlyList<Factor> Of(Kind kind) => kind switch
    {
        Kind.KilnTail => s_kilnTail,
        Kind.KilnHead => s_kilnHead,
        Kind.CoalBoiler => s_coalBoiler,
        Kind.GasBoiler => s_gasBoiler,
        Kind.Incinerator => s_incinerator,
        Kind.Sewage => s_sewage,
        Kind.Leachate => s_leachate,
        Kind.Mine => s_mine,
        _ => s_works,
    };

    /// <summary>The document whose limits the example takes over.</summary>
    public static string Document(Kind kind) => kind switch
    {
        Kind.KilnTail or Kind.KilnHead => "GB 4915-2013",
        Kind.CoalBoiler or Kind.GasBoiler => "GB 13271-2014",
        Kind.Incinerator => "GB 18485-2014",
        Kind.Sewage => "GB 18918-2002",
        Kind.Leachate => "GB 16889-2008",
        Kind.Mine => "GB 25467-2010",
        _ => "GB 8978-1996",
    };

    /// <summary>Reference oxygen content (基准含氧量) in %; null = no conversion.</summary>
    public static decimal? ReferenceO2(Kind kind) => kind switch
    {
        Kind.KilnTail => 10m,
        Kind.CoalBoiler => 9m,
        Kind.GasBoiler => 3.5m,
        Kind.Incinerator => 11m,
        _ => null,
    };

    public static bool IsWater(Kind kind) => kind >= Kind.Sewage;

    public static string Process(Kind kind) => kind switch
    {
        Kind.KilnTail => "水泥窑窑尾",
        Kind.KilnHead => "水泥窑窑头(冷却机)",
        Kind.CoalBoiler => "燃煤锅炉",
        Kind.GasBoiler => "燃气锅炉",
        Kind.Incinerator => "生活垃圾焚烧炉",
        Kind.Sewage => "城镇污水处理",
        Kind.Leachate => "渗滤液处理",
        Kind.Mine => "选矿废水处理",
        _ => "综合废水处理",
    };

    private static Factor[] Flue(double oxygen, params Factor[] gases) =>
    [
        s_flow, s_velocity, s_temperature, s_pressure, s_moisture,
        new(Role.Oxygen, "a19001", "S01", "含氧量", "%", 2, oxygen), .. gases,
    ];

    private static Factor[] Water(params Factor[] items) => [s_waterFlow, s_acidity, s_waterTemperature, .. items];

    private static Factor Gas(
        string code, string old, string name, double level, decimal limit, string clause, LimitOn on = LimitOn.Hour) =>
        new(Role.Pollutant, code, old, name, "mg/m³", 1, level, limit, on, clause);

    // GB 18918-2002 4.1.4.2 and its kin judge the mean of a day.
    private static Factor Water(string code, string old, string name, int digits, double level, decimal limit,
        string clause) =>
        new(Role.Pollutant, code, old, name, "mg/L", digits, level, limit, LimitOn.Day, clause);
}
