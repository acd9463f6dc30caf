namespace Qingyuan.Standards;

/// <summary>How an instrument is held against a reference (误差的表示).</summary>
public enum ErrorKind
{
    /// <summary>绝对误差 AE: instrument − reference.</summary>
    Absolute,
    /// <summary>相对误差 RE: (instrument − reference) / reference, in percent.</summary>
    Relative,
    /// <summary>相对准确度 RA, in percent, from pairs.</summary>
    RelativeAccuracy,
}

/// <summary>One row of a table of tolerances: what holds where the reference lies in the band.</summary>
/// <param name="Over">The reference lies above it; null = no such bound.</param>
/// <param name="AtLeast">The reference is it or more; null = no such bound.</param>
/// <param name="Limit">The magnitude allowed, itself included.</param>
public sealed record ToleranceBand(
    string Item, decimal? Over, decimal? AtLeast, ErrorKind Kind, decimal Limit, string Unit, Citation Citation)
{
    public string Sign => Kind switch
    {
        ErrorKind.Absolute => "AE",
        ErrorKind.Relative => "RE",
        _ => "RA",
    };

    internal bool Holds(decimal reference) => !(reference <= Over) && !(reference < AtLeast);
}

/// <summary>What a comparison says (比对结论).</summary>
/// <param name="Value">Signed, instrument minus reference; null = not computable (a relative error of nothing).</param>
public readonly record struct ToleranceVerdict(ToleranceBand Band, decimal? Value, bool? Pass);

/// <summary>
/// A table of tolerances by item and band (比对误差要求). The band is chosen by the <em>reference</em> value, never by
/// the instrument's own. Within an item the first row that holds is meant; the last one has no bound.
/// </summary>
public sealed class ToleranceTable
{
    private readonly Dictionary<string, ToleranceBand[]> _items;

    public ToleranceTable(string document, CsvTable table)
    {
        _items = table.Rows.Select(row => new ToleranceBand(
            row["item"], row.NumberOrNull("over"), row.NumberOrNull("at_least"), Kind(row),
            row.Number("limit"), row["unit"], row.Cite(document)))
            .GroupBy(band => band.Item).ToDictionary(group => group.Key, group => group.ToArray());
        foreach ((string item, ToleranceBand[] bands) in _items)
        {
            if (bands[^1] is not { Over: null, AtLeast: null })
                throw new InvalidDataException($"“{item}”的最后一行要对其余浓度都有效；请把它的 over 和 at_least 留空");
        }
    }

    public IReadOnlyCollection<string> Items => _items.Keys;

    /// <summary>Null = there is no such item.</summary>
    public ToleranceBand? Band(string item, decimal reference)
    {
        if (!_items.TryGetValue(item, out ToleranceBand[]? bands))
            return null;
        foreach (ToleranceBand band in bands)
        {
            if (band.Holds(reference))
                return band;
        }
        return null;
    }

    /// <summary>Judges one pair of means. Exact: the verdict is not taken from a rounded quotient.</summary>
    /// <param name="relativeAccuracy">Needed where the band asks for it; null = not known.</param>
    public static ToleranceVerdict Judge(
        ToleranceBand band, decimal reference, decimal? instrument, decimal? relativeAccuracy)
    {
        if (band.Kind == ErrorKind.RelativeAccuracy)
            return new(band, relativeAccuracy, relativeAccuracy is { } ra ? Math.Abs(ra) <= band.Limit : null);
        if (instrument is not { } measured)
            return new(band, null, null);
        decimal difference = measured - reference;
        if (band.Kind == ErrorKind.Absolute)
            return new(band, difference, Math.Abs(difference) <= band.Limit);
        if (reference == 0)
            return new(band, null, null);
        return new(
            band, difference * 100 / reference, Math.Abs(difference) * 100 <= band.Limit * Math.Abs(reference));
    }

    private static ErrorKind Kind(CsvTable.Row row) => row.OneOf(
        "criterion", ("AE", ErrorKind.Absolute), ("RE", ErrorKind.Relative), ("RA", ErrorKind.RelativeAccuracy));
}

/// <summary>The names under which an item of a table is also known (因子别名): codes of HJ 212 and Chinese names.</summary>
public sealed class NameTable
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="items">The items themselves, which are known in any case of their letters.</param>
    public NameTable(CsvTable table, IEnumerable<string> items)
    {
        foreach (string item in items)
            _names.Add(item, item);
        foreach (CsvTable.Row row in table.Rows)
        {
            if (!_names.ContainsKey(row["item"]))
                throw row.Problem("item", "这个项目没有限值；请写限值表里的项目");
            _names.Add(row["name"], row["item"]);
        }
    }

    /// <summary>The name of the table's item, or the name as given.</summary>
    public string Item(string name) => _names.GetValueOrDefault(name, name);
}
