namespace Qingyuan.Standards;

/// <summary>A state in which a gas concentration is given (参比状态、标准状态).</summary>
public sealed record GasState(string Key, decimal Kelvin, decimal Kpa, Citation Citation);

/// <summary>
/// The states that documents give gas concentrations in, and the way from the state of the measurement there. On the
/// plateau the two differ by half: a concentration without its state is no concentration.
/// </summary>
public sealed class GasStates : IEdition<GasStates>
{
    private const decimal Zero = 273.15m;
    private readonly Dictionary<string, GasState> _states;

    private GasStates(CsvTable table)
    {
        _states = table.Rows.ToDictionary(row => row["state"], row => new GasState(
            row["state"], row.Number("kelvin"), row.Number("kpa"), row.Cite(row["document"])));
        Ambient = _states["ambient"];
    }

    public static GasStates From(Tables tables, string folder) => new(tables[$"{folder}/states.csv"]);

    /// <summary>298.15 K and 1013.25 hPa: 参比状态 of ambient air.</summary>
    public GasState Ambient { get; }

    public GasState? State(string key) => _states.GetValueOrDefault(key);

    /// <summary>
    /// C_ref = C · (P_ref/P) · (T/T_ref). Null from a pressure that is not above zero or a temperature at or below
    /// absolute zero.
    /// </summary>
    [Clause("GB 3095-2026", "3.14")]
    public static decimal? Convert(decimal concentration, decimal temperature, decimal kpa, GasState to) =>
        kpa > 0 && temperature > -Zero
            ? concentration * to.Kpa * (temperature + Zero) / (kpa * to.Kelvin) : null;
}
