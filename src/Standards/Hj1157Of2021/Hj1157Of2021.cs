namespace Qingyuan.Standards;

/// <summary>What a measurement by hand lacks; each makes it one for people to look at.</summary>
[Flags]
public enum DoseRateFaults
{
    None = 0,
    /// <summary>读数个数不足.</summary>
    FewReadings = 1,
    /// <summary>读数间隔过短.</summary>
    ShortInterval = 2,
    /// <summary>检验源效率因子超出范围: the meter is repaired and calibrated anew, its readings count for nothing.</summary>
    CheckSource = 4,
    /// <summary>探头高度不是规定高度.</summary>
    Height = 8,
}

/// <summary>Readings of one point by hand (瞬时测量) and the factors of the meter.</summary>
/// <param name="Readings">R, in nGy/h.</param>
/// <param name="Calibration">k1.</param>
/// <param name="CheckSource">k2; null = the meter has no check source.</param>
/// <param name="Place">Building or open ground, see the table of k3.</param>
/// <param name="Cosmic">Dc, the cosmic response of this meter at this place, nGy/h.</param>
public sealed record DoseRateReadings(
    IReadOnlyList<decimal> Readings, decimal IntervalSeconds, decimal HeightMetres, decimal Calibration,
    decimal? CheckSource, string Place, decimal Cosmic);

/// <summary>Ambient γ dose rate by hand (环境γ辐射剂量率), in nGy/h, without the cosmic part.</summary>
/// <param name="Deviation">Standard deviation of the readings; null for one alone.</param>
/// <param name="Rate">Null = the check source says that the meter cannot be trusted.</param>
public sealed record DoseRate(
    decimal Mean, decimal? Deviation, decimal? Rate, decimal CheckSource, DoseRateFaults Faults, Citation Citation);

/// <summary>HJ 1157-2021 环境γ辐射剂量率测量技术规范.</summary>
public sealed class Hj1157Of2021 : IEdition<Hj1157Of2021>
{
    public const string Document = "HJ 1157-2021";
    private readonly RuleTable _rules;
    private readonly Dictionary<string, (decimal Factor, Citation Citation)> _nuclides =
        new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, (decimal Shielding, Citation Citation)> _places = [];

    private Hj1157Of2021(Tables tables, string folder)
    {
        _rules = new(Document, tables[$"{folder}/rules.csv"]);
        foreach (CsvTable.Row row in tables[$"{folder}/units.csv"].Rows)
            _nuclides.Add(row["nuclide"], (row.Number("factor"), row.Cite(Document)));
        foreach (CsvTable.Row row in tables[$"{folder}/shielding.csv"].Rows)
        {
            foreach (string name in (string[])[row["place"], .. row["name"].Split('、')])
                _places.Add(name, (row.Number("k3"), row.Cite(Document)));
        }
    }

    public static Hj1157Of2021 From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Nuclides => _nuclides.Keys;
    public IEnumerable<string> Places => _places.Keys;

    /// <summary>nSv/h on the display to nGy/h in air, by the nuclide with which the meter was calibrated.</summary>
    [Clause("HJ 1157-2021", "单位换算")]
    public (decimal NanograyPerHour, Citation Citation) ToAbsorbed(decimal nanosievertPerHour, string nuclide)
    {
        (decimal factor, Citation citation) = _nuclides[nuclide];
        return (nanosievertPerHour / factor, citation);
    }

    /// <summary>D = k1·k2·R − k3·Dc, with R the mean of the readings; at least one is needed.</summary>
    [Clause("HJ 1157-2021", "剂量率计算")]
    public DoseRate Measure(DoseRateReadings taken)
    {
        decimal mean = taken.Readings.Sum() / taken.Readings.Count;
        (decimal shielding, Citation citation) = _places[taken.Place];
        DoseRateFaults faults = Faults(taken);
        decimal source = CheckSource(taken.CheckSource);
        decimal? rate = faults.HasFlag(DoseRateFaults.CheckSource)
            ? null : taken.Calibration * source * mean - shielding * taken.Cosmic;
        decimal? deviation = taken.Readings.Count < 2 ? null : Sample.StandardDeviation(taken.Readings);
        return new(mean, deviation, rate, source, faults, citation);
    }

    /// <summary>Near enough to 1 it is taken as 1; a meter without a source has 1 too.</summary>
    private decimal CheckSource(decimal? factor) =>
        factor is not { } found || found >= _rules["k2.one.min"] && found <= _rules["k2.one.max"] ? 1 : found;

    [Clause("HJ 1157-2021", "测量")]
    private DoseRateFaults Faults(DoseRateReadings taken) =>
        (taken.Readings.Count < _rules["readings.min"] ? DoseRateFaults.FewReadings : 0)
        | (taken.IntervalSeconds < _rules["interval.seconds"] ? DoseRateFaults.ShortInterval : 0)
        | (taken.HeightMetres != _rules["height"] ? DoseRateFaults.Height : 0)
        | (taken.CheckSource < _rules["k2.min"] || taken.CheckSource > _rules["k2.max"]
            ? DoseRateFaults.CheckSource : 0);
}
