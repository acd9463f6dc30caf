namespace Qingyuan.Standards;

/// <summary>
/// The state of flue gas (烟气状态换算): from what is measured in the stack to dry gas at 273 K and 101.325 kPa. The
/// pressure is always the local one as measured: at 3,650 m it is about 65 kPa, and a fixed 101.325 would overstate the
/// flow by half. Null = not computable from such a temperature, pressure or moisture.
/// </summary>
public sealed class StackState
{
    private readonly decimal _zero;
    private readonly decimal _pressure;
    private readonly decimal _litres;
    private readonly Dictionary<string, decimal> _molarMass;

    internal StackState(RuleTable rules, CsvTable gases)
    {
        _zero = rules["state.kelvin"];
        _pressure = rules["state.kpa"];
        _litres = rules["molar.litres"];
        _molarMass = gases.Rows.ToDictionary(row => row["gas"], row => row.Number("molar_mass"));
    }

    /// <summary>工况 → 标态: Csn = Cs · 101.325/(Ba+Ps) · (273+ts)/273.</summary>
    /// <param name="ambientKpa">Ba, the pressure of the air at the place.</param>
    /// <param name="staticKpa">Ps, the stack's against the air's; negative under draught.</param>
    [Clause("HJ 75-2017", "附录 标准状态换算")]
    public decimal? ToStandard(decimal actual, decimal temperature, decimal ambientKpa, decimal staticKpa) =>
        IsGas(temperature, ambientKpa + staticKpa)
            ? actual * _pressure * (_zero + temperature) / ((ambientKpa + staticKpa) * _zero) : null;

    /// <summary>湿基 → 干基: Cd = Cw/(1−Xsw).</summary>
    [Clause("HJ 75-2017", "附录 干湿基换算")]
    public static decimal? ToDry(decimal wet, decimal moisturePercent) =>
        moisturePercent is >= 0 and < 100 ? wet * 100 / (100 - moisturePercent) : null;

    /// <summary>µmol/mol → mg/m3 in standard state: M/22.4. Null = no such gas in the table.</summary>
    [Clause("HJ 75-2017", "附录 体积浓度换算")]
    public decimal? ToMass(string gas, decimal ppm) =>
        _molarMass.TryGetValue(gas, out decimal mass) ? ppm * mass / _litres : null;

    /// <summary>氮氧化物以 NO2 计: NO·46/30 + NO2, both in mg/m3.</summary>
    [Clause("HJ 75-2017", "附录 氮氧化物以二氧化氮计")]
    public decimal NoxAsNo2(decimal no, decimal no2) => no * _molarMass["NO2"] / _molarMass["NO"] + no2;

    /// <summary>断面流速 V = Kv·Vp: the velocity field coefficient times the velocity at the probe.</summary>
    [Clause("HJ 75-2017", "附录 烟气流量")]
    public static decimal Velocity(decimal coefficient, decimal atProbe) => coefficient * atProbe;

    /// <summary>工况流量 Qs = 3600·F·V in m3/h.</summary>
    [Clause("HJ 75-2017", "附录 烟气流量")]
    public static decimal Flow(decimal areaSquareMetres, decimal velocity) => 3600 * areaSquareMetres * velocity;

    /// <summary>标干流量 Qsn = Qs · 273/(273+ts) · (Ba+Ps)/101.325 · (1−Xsw).</summary>
    [Clause("HJ 75-2017", "附录 烟气流量")]
    public decimal? StandardFlow(
        decimal flow, decimal temperature, decimal ambientKpa, decimal staticKpa, decimal moisturePercent) =>
        IsGas(temperature, ambientKpa + staticKpa) && moisturePercent is >= 0 and < 100
            ? flow * _zero * (ambientKpa + staticKpa) * (100 - moisturePercent)
                / ((_zero + temperature) * _pressure * 100)
            : null;

    /// <summary>
    /// 排放速率 G = Csn·Qsn·10⁻⁶ in kg/h. The measured concentration, never the one corrected to reference oxygen.
    /// </summary>
    [Clause("HJ 75-2017", "附录 排放量")]
    public static decimal MassRate(decimal dryStandard, decimal standardFlow) => dryStandard * standardFlow / 1_000_000;

    /// <summary>日排放量: the sum over the hours of the day; null = an hour is not known, so the sum is not.</summary>
    [Clause("HJ 75-2017", "附录 排放量")]
    public static decimal? DayMass(IEnumerable<decimal?> hours)
    {
        decimal sum = 0;
        foreach (decimal? hour in hours)
        {
            if (hour is not { } mass)
                return null;
            sum += mass;
        }
        return sum;
    }

    private bool IsGas(decimal temperature, decimal pressure) => pressure > 0 && _zero + temperature > 0;
}
