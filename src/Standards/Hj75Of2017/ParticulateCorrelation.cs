namespace Qingyuan.Standards;

/// <summary>A particulate CEMS calibrated against the reference method (颗粒物相关校准): Y = a + bX.</summary>
/// <param name="ConfidencePercent">Half width of the confidence interval at the mean, of the limit.</param>
/// <param name="TolerancePercent">Half width of the tolerance interval at the mean, of the limit.</param>
public sealed record Correlation(
    decimal Intercept, decimal Slope, decimal Coefficient, decimal ConfidencePercent, decimal TolerancePercent,
    bool Passes);

/// <summary>Fits and judges the correlation of a particulate CEMS.</summary>
public sealed class ParticulateCorrelation
{
    private readonly RuleTable _rules;
    private readonly Students _students;
    private readonly Dictionary<int, (decimal U, decimal V)> _tolerance;

    internal ParticulateCorrelation(RuleTable rules, CsvTable tolerance, Students students)
    {
        _rules = rules;
        _students = students;
        _tolerance = tolerance.Rows.ToDictionary(
            row => row.Whole("number"), row => (row.Number("u"), row.Number("v")));
    }

    /// <summary>
    /// Null where no line can be fitted: unequal lists, too few or too many pairs for the tables, readings that are all
    /// the same, or a limit that is not above zero.
    /// </summary>
    /// <param name="readings">X, of the CEMS.</param>
    /// <param name="reference">Y, in dry standard state.</param>
    /// <param name="lowRange">A low range may correlate less well.</param>
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public Correlation? Fit(
        IReadOnlyList<decimal> readings, IReadOnlyList<decimal> reference, decimal limit, bool lowRange)
    {
        int n = readings.Count;
        if (reference.Count != n || limit <= 0 || _students[n - 2] is not { } t
            || !_tolerance.TryGetValue(n, out var ofN) || !_tolerance.TryGetValue(n - 2, out var ofF))
            return null;
        decimal x = readings.Average(), y = reference.Average(), xx = 0, yy = 0, xy = 0;
        for (int i = 0; i < n; i++)
        {
            decimal dx = readings[i] - x, dy = reference[i] - y;
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        if (xx == 0 || yy == 0)
            return null;
        decimal slope = xy / xx;
        // What the line leaves over; never below zero but for the last digit.
        decimal spread = Root.Square(Math.Max(0, (yy - slope * xy) / (n - 2)));
        decimal confidence = t * spread / Root.Square(n) * 100 / limit;
        decimal tolerance = ofN.U * ofF.V * spread * 100 / limit;
        decimal coefficient = xy / (Root.Square(xx) * Root.Square(yy));
        bool passes = coefficient >= _rules[lowRange ? "pm.correlation.low" : "pm.correlation"]
            && confidence <= _rules["pm.confidence.percent"] && tolerance <= _rules["pm.tolerance.percent"];
        return new(y - slope * x, slope, coefficient, confidence, tolerance, passes);
    }

    /// <summary>Dry standard concentration of a reading. A K factor alone is a line without intercept.</summary>
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public static decimal Concentration(decimal intercept, decimal slope, decimal reading) =>
        intercept + slope * reading;
}
