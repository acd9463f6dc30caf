namespace Qingyuan.Standards;

/// <summary>
/// How much oxygen water can hold (饱和溶解氧) at a temperature and an air pressure; on the plateau 7.5 mg/L is often out
/// of reach, 90 % of this is not. It never adjusts a measured value.
/// </summary>
public sealed class DissolvedOxygenOf2018 : IEdition<DissolvedOxygenOf2018>
{
    public const string Document = "HJ 2.3-2018";

    private readonly RuleTable _rules;
    private readonly double _numerator;
    private readonly double _offset;
    private readonly double _sea;
    private readonly double _vapourBase;
    private readonly double _vapourFactor;
    private readonly double _vapourOffset;
    private readonly double _altitudeFactor;
    private readonly double _altitudeExponent;

    private DissolvedOxygenOf2018(RuleTable rules)
    {
        _rules = rules;
        _numerator = (double)rules["saturation.numerator"];
        _offset = (double)rules["saturation.offset"];
        _sea = (double)rules["pressure.sea"];
        _vapourBase = (double)rules["vapour.base"];
        _vapourFactor = (double)rules["vapour.factor"];
        _vapourOffset = (double)rules["vapour.offset"];
        _altitudeFactor = (double)rules["altitude.factor"];
        _altitudeExponent = (double)rules["altitude.exponent"];
    }

    public static DissolvedOxygenOf2018 From(Tables tables, string folder) =>
        new(new RuleTable(Document, tables[$"{folder}/rules.csv"]));

    /// <summary>The least certain of the rows that every saturation here rests on.</summary>
    public Citation Citation => _rules.Cite("pressure.sea");

    /// <summary>Where the formulas are used, as pairs of least and greatest value.</summary>
    public (decimal Min, decimal Max) AltitudeMetres => (_rules["altitude.min"], _rules["altitude.max"]);

    public (decimal Min, decimal Max) TemperatureCelsius => (_rules["temperature.min"], _rules["temperature.max"]);

    public (decimal Min, decimal Max) PressureKilopascal => (_rules["pressure.min"], _rules["pressure.max"]);

    /// <summary>The air pressure in kPa that belongs to an altitude, for where none was measured.</summary>
    [Clause("HJ 2.3-2018", "气压修正")]
    public decimal Pressure(decimal altitudeMetres) =>
        // The powers and exponentials here go through double and back: 15 digits, of which an instrument has three.
        (decimal)(_sea * Math.Pow(1 - _altitudeFactor * (double)altitudeMetres, _altitudeExponent));

    /// <summary>Saturation in mg/L; the water vapour takes its part of the pressure.</summary>
    [Clause("HJ 2.3-2018", "饱和溶解氧(河流)")]
    [Clause("HJ 2.3-2018", "气压修正")]
    public decimal Saturation(decimal celsius, decimal pressureKilopascal)
    {
        double t = (double)celsius;
        double vapour = _vapourBase * Math.Exp(_vapourFactor * t / (t + _vapourOffset));
        return (decimal)(_numerator / (_offset + t) * ((double)pressureKilopascal - vapour) / (_sea - vapour));
    }

    /// <summary>The concentration at which water is class Ⅰ by its saturation.</summary>
    [Clause("HJ 2.3-2018", "气压修正")]
    public decimal Clean(decimal saturation) => saturation * _rules["clean.percent"] / 100;

    /// <summary>饱和率 in percent of a measured concentration, for the class of dissolved oxygen.</summary>
    [Clause("HJ 2.3-2018", "气压修正")]
    public decimal Percent(decimal oxygen, decimal celsius, decimal pressureKilopascal) =>
        oxygen / Saturation(celsius, pressureKilopascal) * 100;
}
