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
    private readonly Dictionary<string, Holding> _strictest = new(StringComparer.OrdinalIgnoreCase);

    private Hj493Of2009(Tables tables, string folder)
    {
        var names = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (CsvTable.Row row in tables[$"{folder}/holding.csv"].Rows)
        {
            string item = row["item"], method = row["method"];
            var holding = new Holding(item, method, row.Number("hours"), row["bottle"], row["preservative"],
                row.Cite(method.Length == 0 ? Document : method));
            if (!names.TryGetValue(item, out HashSet<string>? all))
                names.Add(item, all = [item]);
            all.UnionWith(row["names"].Split('|', StringSplitOptions.RemoveEmptyEntries));
            foreach (string name in all)
            {
                if (!_strictest.TryGetValue(name, out Holding? other) || holding.Hours < other.Hours)
                    _strictest[name] = holding;
            }
        }
    }

    public static Hj493Of2009 From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Items => _strictest.Values.Select(h => h.Item).Distinct();

    /// <summary>The shortest time of all rows of the item; null = no such item.</summary>
    [Clause("HJ 493-2009", "表1")]
    public Holding? Strictest(string item) => _strictest.GetValueOrDefault(item);
}
