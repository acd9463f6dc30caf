using System.Collections.Frozen;
using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>How the cells of a row of a class table are read.</summary>
public enum LimitRule
{
    /// <summary>≤</summary>
    AtMost,
    /// <summary>≥, dissolved oxygen.</summary>
    AtLeast,
    /// <summary>Both ends belong to it, pH.</summary>
    Between,
    /// <summary>无 or 有.</summary>
    Presence,
    /// <summary>Named by the document, but without classes (水温).</summary>
    None,
}

/// <summary>One cell of a class table (标准限值): as printed, and as the range that it allows.</summary>
public readonly record struct ClassLimit(string Printed, decimal? Min, decimal? Max, bool Undetected)
{
    /// <summary>
    /// Reads <c>0.5</c>, <c>6~9</c>, <c>无</c>, <c>不得检出</c>, or <c>&gt;0.5</c>, which is printed where the class
    /// takes all that the class before it does not.
    /// </summary>
    /// <returns>Null where the cell is none of these.</returns>
    public static ClassLimit? Parse(string cell, LimitRule rule)
    {
        if (cell == "不得检出")
            return new ClassLimit(cell, null, 0, true);
        if (rule == LimitRule.Presence)
            return cell == "无" ? new ClassLimit(cell, null, 0, false) : null;
        if (rule == LimitRule.Between && cell.Split('~') is [var least, var most])
            return Number(least) is { } min && Number(most) is { } max ? new ClassLimit(cell, min, max, false) : null;
        if (Number(cell.TrimStart('>')) is not { } bound || rule == LimitRule.Between && !cell.StartsWith('>'))
            return null;
        return rule == LimitRule.AtLeast || cell.StartsWith('>')
            ? new ClassLimit(cell, bound, null, false) : new ClassLimit(cell, null, bound, false);
    }

    public bool Holds(WaterValue value)
    {
        if (!value.IsDetected && Undetected)
            return true;
        // A limit of "not detected" holds a reported zero, but no half detection limit; that was answered above.
        return !(value.Evaluated < Min) && !(value.Evaluated > Max);
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal number) ? number : null;
}

/// <summary>An item of a class table (指标) with its limits, best class first.</summary>
public sealed class WaterItem
{
    private readonly ClassLimit[] _limits;

    /// <param name="columns">The columns of the limits, best class first; one for a table of single limits.</param>
    /// <param name="beyond">The class of what meets none of them; null where the table has no classes.</param>
    public WaterItem(CsvTable.Row row, string document, int order, string[] columns, WaterClass? beyond)
    {
        Name = row["item"];
        Names = [.. row["also"].Split('|').Prepend(Name).Where(n => n.Length > 0)];
        Unit = row["unit"];
        Order = order;
        Rule = row.OneOf(
            "rule", ("le", LimitRule.AtMost), ("ge", LimitRule.AtLeast), ("between", LimitRule.Between),
            ("presence", LimitRule.Presence), ("none", LimitRule.None));
        Only = !row.Has("water") || row["water"].Length == 0 ? null
            : row.OneOf("water", ("river", WaterBody.River), ("lake", WaterBody.Lake));
        Beyond = beyond;
        Citation = row.Cite(document);
        _limits = Rule == LimitRule.None ? [] : Array.ConvertAll(columns, c => ClassLimit.Parse(row[c], Rule)
            ?? throw row.Problem(c, "不是限值；请写 0.5、6~9、>0.5、无或不得检出"));
        for (int i = 1; i < _limits.Length; i++)
        {
            bool stricter = _limits[i].Max < _limits[i - 1].Max
                || (Rule != LimitRule.AtMost && _limits[i].Min > _limits[i - 1].Min);
            if (stricter)
                throw row.Problem(columns[i], "比前一类还严；请对照原文，类别越差限值越宽");
        }
    }

    /// <summary>The name that answers give and other tables refer to.</summary>
    public string Name { get; }

    /// <summary>All names by which it may be asked for, its own first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The unit of the limits; a value is always in this unit.</summary>
    public string Unit { get; }

    /// <summary>Its place in the table; breaks ties.</summary>
    public int Order { get; }

    public LimitRule Rule { get; }

    /// <summary>The only kind of water that it has limits for; null = both.</summary>
    public WaterBody? Only { get; }

    public WaterClass? Beyond { get; }

    public Citation Citation { get; }

    public IReadOnlyList<ClassLimit> Limits => _limits;

    /// <summary>False for an item that this water, or the whole document, gives no class.</summary>
    public bool IsClassedIn(WaterBody water) => Beyond is not null && _limits.Length > 0 && (Only ?? water) == water;

    /// <summary>The limit of a class, or the only limit of a table without classes; null where there is none.</summary>
    public ClassLimit? Limit(WaterClass target)
    {
        int index = Beyond is null ? 0 : (int)target - 1;
        return index < _limits.Length ? _limits[index] : null;
    }

    /// <summary>Equal limits give the best class that has them (从优不从劣): the search starts at the best.</summary>
    public WaterClass? Classify(WaterValue value)
    {
        for (int i = 0; Beyond is not null && i < _limits.Length; i++)
        {
            if (_limits[i].Holds(value))
                return (WaterClass)(i + 1);
        }
        return _limits.Length == 0 ? null : Beyond;
    }

    /// <summary>All names to look an item up by; a name that means two items is our fault and throws.</summary>
    internal static FrozenDictionary<string, WaterItem> Index(IEnumerable<WaterItem> items)
    {
        var names = new Dictionary<string, WaterItem>(StringComparer.OrdinalIgnoreCase);
        foreach (WaterItem item in items)
            foreach (string name in item.Names)
                if (!names.TryAdd(Plain(name), item))
                    throw new InvalidDataException($"“{name}”是两个项目的名字；请改其中一个");
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A table has no half-width commas, so names are compared with full-width ones.</summary>
    internal static string Plain(string name) =>
        name.Trim().Replace(',', '\uFF0C').Replace('\uFF08', '(').Replace('\uFF09', ')');
}
