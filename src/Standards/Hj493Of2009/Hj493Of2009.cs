namespace Qingyuan.Standards;

/// <summary>How long a sample may be kept and in what (样品保存).</summary>
public sealed record Holding(
    string Item, string Method, decimal Hours, string Bottle, string Preservative, Citation Citation)
{
    /// <summary>Exactly at the limit is kept.</summary>
    public bool IsBroken(decimal hours) => hours > Hours;
}

/// <summary>HJ 493-2009 水质 样品的保存和管理技术规定, with the stricter times of method standards beside it.</summary>
public sealed class Hj493Of2009 : IEdition<Hj493Of2009>
{
    public const string Document = "HJ 493-2009";
    private readonly Dictionary<string, List<Holding>> _items = new(StringComparer.OrdinalIgnoreCase);

    private Hj493Of2009(Tables tables, string folder)
    {
        foreach (CsvTable.Row row in tables[$"{folder}/holding.csv"].Rows)
        {
            string item = row["item"], method = row["method"];
            if (!_items.TryGetValue(item, out List<Holding>? rows))
                _items.Add(item, rows = []);
            rows.Add(new(item, method, row.Number("hours"), row["bottle"], row["preservative"],
                row.Cite(method.Length == 0 ? Document : method)));
            foreach (string name in row["names"].Split('|', StringSplitOptions.RemoveEmptyEntries))
                _items.TryAdd(name, rows);
        }
    }

    public static Hj493Of2009 From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Items => _items.Values.Distinct().Select(rows => rows[0].Item);

    /// <summary>The shortest time of all rows of the item; null = no such item.</summary>
    [Clause("HJ 493-2009", "表1")]
    public Holding? Strictest(string item) => Shortest(item, static _ => true);

    /// <summary>
    /// The stricter of table 1 and the method that the laboratory used; a method without a row of its own leaves table
    /// 1. Where table 1 has no row for the item, the shortest of the other methods stands in. Null = no such item.
    /// </summary>
    /// <param name="method">Its code, with or without the year: <c>HJ 828-2017</c>.</param>
    [Clause("HJ 493-2009", "表1 与方法标准取严")]
    public Holding? For(string item, string method)
    {
        string plain = MethodDurations.Plain(method);
        return Shortest(item, h => h.Method.Length == 0 || MethodDurations.Plain(h.Method) == plain)
            ?? Strictest(item);
    }

    private Holding? Shortest(string item, Func<Holding, bool> counts)
    {
        if (!_items.TryGetValue(item, out List<Holding>? rows))
            return null;
        Holding? shortest = null;
        foreach (Holding holding in rows)
        {
            if (counts(holding) && (shortest is null || holding.Hours < shortest.Hours))
                shortest = holding;
        }
        return shortest;
    }
}
