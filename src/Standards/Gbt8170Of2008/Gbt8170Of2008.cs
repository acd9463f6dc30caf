namespace Qingyuan.Standards;

/// <summary>How a value is held to a limit (极限数值的比较方法).</summary>
public enum Comparison
{
    /// <summary>全数值比较法: the unrounded value.</summary>
    FullValue,
    /// <summary>修约值比较法: the value rounded to the limit's digits.</summary>
    RoundedValue,
}

/// <summary>
/// GB/T 8170-2008 数值修约规则与极限数值的表示和判定. Exact on <see cref="decimal"/>; never rounds what was rounded.
/// </summary>
public sealed class Gbt8170Of2008 : IEdition<Gbt8170Of2008>
{
    public const string Document = "GB/T 8170-2008";

    /// <summary>The row for documents that say nothing.</summary>
    private const string Silent = "*";

    private readonly Dictionary<string, (Comparison Method, Citation Citation)> _methods = [];

    private Gbt8170Of2008(CsvTable table)
    {
        foreach (CsvTable.Row row in table.Rows)
        {
            Comparison method = row.OneOf(
                "method", ("full", Comparison.FullValue), ("rounded", Comparison.RoundedValue));
            if (!_methods.TryAdd(row["document"], (method, row.Cite(Document))))
                throw row.Problem("document", "已经有一行；请删去一行");
        }
        if (!_methods.ContainsKey(Silent))
            throw new InvalidDataException($"没有“{Silent}”（文件没有写明时）这一行；请补上");
    }

    public static Gbt8170Of2008 From(Tables tables, string folder) => new(tables[$"{folder}/comparison.csv"]);

    /// <summary>
    /// Rounds to a multiple of <paramref name="interval"/> (修约间隔), half to even. The result has the digits of the
    /// interval: 60.25 to 0.5 is 60.0.
    /// </summary>
    [Clause("GB/T 8170-2008", "3.2")]
    [Clause("GB/T 8170-2008", "3.4")]
    public static decimal Round(decimal value, decimal interval)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(interval);
        // 3.2.5: a negative value is rounded by its magnitude; half-to-even is symmetric, so no case is needed.
        return Math.Round(value / interval, MidpointRounding.ToEven) * interval;
    }

    /// <summary>The interval of so many decimal places; negative places are tens, hundreds ….</summary>
    public static decimal Interval(int places)
    {
        decimal interval = 1;
        for (int i = 0; i < Math.Abs(places); i++)
            interval = places > 0 ? interval / 10 : interval * 10;
        return interval;
    }

    /// <summary>Rounds to so many decimal places and prints all of them: 1.050 to one place is 1.0.</summary>
    [Clause("GB/T 8170-2008", "3.2")]
    public static decimal RoundPlaces(decimal value, int places)
    {
        decimal rounded = value.Scale <= places ? value : Round(value, Interval(places));
        return places > rounded.Scale ? rounded + new decimal(0, 0, 0, false, (byte)places) : rounded;
    }

    /// <summary>
    /// Rounds to so many significant digits (有效位数). A carry makes the number longer, not more exact: 99.95 to three
    /// digits is 100, not 100.0.
    /// </summary>
    [Clause("GB/T 8170-2008", "3.2")]
    public static decimal RoundSignificant(decimal value, int digits)
    {
        if (value == 0)
            return RoundPlaces(0, digits - 1);
        int places = digits - 1 - Exponent(value);
        decimal rounded = RoundPlaces(value, places);
        return Exponent(rounded) > Exponent(value) ? RoundPlaces(rounded, places - 1) : rounded;
    }

    /// <summary>The power of ten of the first digit: 0 for 1 to 9.99, −1 for 0.1 to 0.99.</summary>
    private static int Exponent(decimal value)
    {
        decimal magnitude = Math.Abs(value);
        int exponent = 0;
        for (; magnitude >= 10; magnitude /= 10)
            exponent++;
        for (; magnitude < 1; magnitude *= 10)
            exponent--;
        return exponent;
    }

    /// <summary>The method for limits of a document: what the document states, else the full value.</summary>
    [Clause("GB/T 8170-2008", "4.3.1")]
    public Comparison MethodFor(string document) => _methods[RowFor(document)].Method;

    /// <summary>The row of <c>comparison.csv</c> that says so.</summary>
    public string RowFor(string document) => _methods.ContainsKey(document) ? document : Silent;

    public Citation CiteMethod(string document) => _methods[RowFor(document)].Citation;

    /// <summary>True when the value lies above the limit (超标 is this comparison and nothing more).</summary>
    [Clause("GB/T 8170-2008", "4.3.2")]
    [Clause("GB/T 8170-2008", "4.3.3")]
    public static bool Exceeds(decimal value, decimal limit, Comparison method, decimal interval) =>
        (method == Comparison.RoundedValue ? Round(value, interval) : value) > limit;

    /// <summary>
    /// The value as printed: rounded once to the interval; where rounding would hide the verdict (400.04 over 400
    /// printed as 400.0) it keeps up to six more digits until it shows.
    /// </summary>
    [Clause("GB/T 8170-2008", "3.3")]
    public static decimal Printed(decimal value, decimal interval, decimal? limit)
    {
        const int MoreDigitsMax = 6;
        decimal printed = Round(value, interval);
        for (int i = 0; i < MoreDigitsMax && limit is { } l && value > l && printed <= l; i++)
        {
            interval /= 10;
            printed = Round(value, interval);
        }
        return printed;
    }
}
