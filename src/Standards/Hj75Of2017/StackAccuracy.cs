namespace Qingyuan.Standards;

/// <summary>Quantiles of Student's distribution (t 值表), two-sided 95 %, by degrees of freedom.</summary>
internal sealed class Students
{
    private readonly Dictionary<int, decimal> _t;

    public Students(CsvTable table) => _t = table.Rows.ToDictionary(row => row.Whole("f"), row => row.Number("t"));

    public int FreedomMin => _t.Keys.Min();
    public int FreedomMax => _t.Keys.Max();

    /// <summary>Null = the table has no such row.</summary>
    public decimal? this[int freedom] => _t.TryGetValue(freedom, out decimal t) ? t : null;
}

/// <summary>A relative accuracy test (相对准确度试验) with its parts.</summary>
/// <param name="MeanDifference">Mean of reference − CEMS.</param>
/// <param name="Deviation">Standard deviation of the differences, by n − 1.</param>
/// <param name="Confidence">置信系数 cc = t·Sd/√n.</param>
/// <param name="Percent">RA = (|d|+|cc|)/mean of the reference.</param>
public sealed record RelativeAccuracy(
    int Pairs, decimal MeanDifference, decimal Deviation, decimal Confidence, decimal Percent);

/// <summary>
/// The CEMS against the reference method (参比方法比对): relative accuracy from pairs, and the verdict by item and band.
/// Pairs are of the same time and the same state.
/// </summary>
public sealed class StackAccuracy
{
    private static readonly HashSet<string> _gases = ["SO2", "NOx", "gas", "O2"];
    private readonly Students _students;
    private readonly int _pairsOfGas;
    private readonly int _pairsOfOther;

    internal StackAccuracy(RuleTable rules, CsvTable accuracy, Students students)
    {
        Tolerances = new(Hj75Of2017.Document, accuracy);
        _students = students;
        PairsMin = students.FreedomMin + 1;
        PairsMax = students.FreedomMax + 1;
        _pairsOfGas = (int)rules["pairs.gas"];
        _pairsOfOther = (int)rules["pairs.other"];
    }

    public ToleranceTable Tolerances { get; }

    /// <summary>Fewest and most pairs that the table of t knows.</summary>
    public int PairsMin { get; }
    public int PairsMax { get; }

    /// <summary>Enough pairs for the verdict: nine for gases and oxygen, five for the others.</summary>
    [Clause("HJ 75-2017", "9 准确度")]
    public bool EnoughPairs(string item, int pairs) => pairs >= (_gases.Contains(item) ? _pairsOfGas : _pairsOfOther);

    /// <summary>
    /// Null where it cannot be computed: lists of unequal length, a number of pairs that the table of t does not know,
    /// or a reference whose mean is not above zero.
    /// </summary>
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public RelativeAccuracy? Test(ReadOnlySpan<decimal> reference, ReadOnlySpan<decimal> cems)
    {
        int pairs = reference.Length;
        if (cems.Length != pairs || _students[pairs - 1] is not { } t)
            return null;
        decimal sum = 0, difference = 0, squares = 0;
        for (int i = 0; i < pairs; i++)
        {
            decimal d = reference[i] - cems[i];
            sum += reference[i];
            difference += d;
            squares += d * d;
        }
        if (sum <= 0)
            return null;
        decimal mean = difference / pairs;
        // n·Σd² − (Σd)² is exact in decimals up to its one division; the sum of (d − mean)² would round at every step.
        decimal deviation = Root.Square((pairs * squares - difference * difference) / (pairs * (pairs - 1)));
        decimal confidence = t * deviation / Root.Square(pairs);
        return new(pairs, mean, deviation, confidence, (Math.Abs(mean) + confidence) * 100 * pairs / sum);
    }

    /// <summary>The verdict on one item; null = there is no such item.</summary>
    /// <param name="reference">Mean of the reference method: it alone chooses the band.</param>
    [Clause("HJ 75-2017", "9 准确度")]
    public ToleranceVerdict? Judge(string item, decimal reference, decimal? cems, decimal? relativeAccuracyPercent) =>
        Tolerances.Band(item, reference) is { } band
            ? ToleranceTable.Judge(band, reference, cems, relativeAccuracyPercent) : null;
}
