using System.Collections.Frozen;

namespace Qingyuan.Standards;

/// <summary>An item beyond the limit of a class (超标项目): a comparison and nothing more.</summary>
/// <param name="Times">超标倍数, in full; null for pH and dissolved oxygen, which have none.</param>
public sealed record WaterExceedance(WaterReading Reading, ClassLimit Limit, decimal? Times);

/// <summary>
/// GB 3838-2002 地表水环境质量标准: the limits of tables 1 to 3 and the class of one item. Which items count for a
/// section is said by the evaluation method, not here.
/// </summary>
public sealed class Gb3838Of2002 : IEdition<Gb3838Of2002>
{
    public const string Document = "GB 3838-2002";
    private static readonly string[] _classColumns = ["i", "ii", "iii", "iv", "v"];
    private static readonly string[] _limitColumn = ["limit"];

    private readonly FrozenDictionary<string, WaterItem>[] _index;
    private readonly WaterItem[] _items;
    private readonly decimal _cleanSaturation;

    private Gb3838Of2002(Tables tables, string folder)
    {
        var rules = new RuleTable(Document, tables[$"{folder}/rules.csv"]);
        _cleanSaturation = rules["do.saturation"];
        SettlingMinutes = (int)rules["settling.minutes"];
        int order = 0;
        _items =
        [
            .. tables[$"{folder}/table1.csv"].Rows.Select(
                r => new WaterItem(r, Document, order++, _classColumns, WaterClass.InferiorV)),
            .. tables[$"{folder}/table2.csv"].Rows.Select(r => new WaterItem(r, Document, order++, _limitColumn, null)),
            .. tables[$"{folder}/table3.csv"].Rows.Select(r => new WaterItem(r, Document, order++, _limitColumn, null)),
        ];
        _index = [Index(WaterBody.River), Index(WaterBody.Lake)];
    }

    public static Gb3838Of2002 From(Tables tables, string folder) => new(tables, folder);

    public IReadOnlyList<WaterItem> Items => _items;

    /// <summary>6.1: how long a sample settles before its upper part is taken.</summary>
    [Clause("GB 3838-2002", "6.1")]
    public int SettlingMinutes { get; }

    /// <summary>
    /// The item of a name in a river or a lake: 总磷 alone is the row of that water. An item without limits there is
    /// found too (<see cref="WaterItem.IsClassedIn"/> is false); null = the document knows no such item.
    /// </summary>
    public WaterItem? Find(string name, WaterBody water) =>
        _index[(int)water].TryGetValue(name, out WaterItem? item)
        || _index[(int)water].TryGetValue(WaterItem.Plain(name), out item) ? item : null;

    /// <summary>
    /// The class of one item, by its own limits. Dissolved oxygen is class Ⅰ from 90 % saturation or from 7.5 mg/L:
    /// either is enough, so that water high above the sea is not called Ⅱ for its thin air. No other class knows
    /// saturation.
    /// </summary>
    [Clause("GB 3838-2002", "表1")]
    public ClassedReading Classify(WaterReading reading, WaterBody water, bool isEvaluated)
    {
        WaterItem item = reading.Item;
        if (reading.Value is not { } value || !item.IsClassedIn(water))
            return new ClassedReading(reading, null, false, false, item.Citation);
        WaterClass? found = item.Classify(value);
        bool bySaturation = item.Rule == LimitRule.AtLeast && found > WaterClass.I
            && reading.SaturationPercent >= _cleanSaturation;
        return new ClassedReading(
            reading, bySaturation ? WaterClass.I : found, isEvaluated, bySaturation, item.Citation);
    }

    /// <summary>
    /// 5.1: held to the class of the function zone (水域功能类别), the items beyond it with their times; items of
    /// tables 2 and 3 are held to their only limit. Items that are not known are left out.
    /// </summary>
    [Clause("GB 3838-2002", "5.1")]
    [Clause("GB 3838-2002", "表2")]
    [Clause("GB 3838-2002", "表3")]
    public IReadOnlyList<WaterExceedance> Beyond(WaterClass zone, WaterBody water, IEnumerable<WaterReading> readings)
    {
        var beyond = new List<WaterExceedance>();
        foreach (WaterReading reading in readings)
        {
            if (reading.Value is not { } value || (reading.Item.Only ?? water) != water
                || reading.Item.Limit(zone) is not { } limit || limit.Holds(value))
                continue;
            if (zone == WaterClass.I && Classify(reading, water, true).BySaturation)
                continue;
            beyond.Add(new WaterExceedance(reading, limit, Times(value.Evaluated, limit)));
        }
        return beyond;
    }

    /// <summary>超标倍数 (C−S)/S; null where the limit is no upper one (pH, dissolved oxygen) or is kept.</summary>
    [Clause("GB 3838-2002", "5.1")]
    public static decimal? Times(decimal value, ClassLimit limit) =>
        limit is { Min: null, Max: { } max and > 0 } && value > max ? (value - max) / max : null;

    private FrozenDictionary<string, WaterItem> Index(WaterBody water)
    {
        var names = new Dictionary<string, WaterItem>(
            WaterItem.Index(_items.Where(i => (i.Only ?? water) == water)), StringComparer.OrdinalIgnoreCase);
        // A row of the other water is found by the names that this water does not use itself.
        foreach (WaterItem item in _items.Where(i => (i.Only ?? water) != water))
            foreach (string name in item.Names)
                names.TryAdd(WaterItem.Plain(name), item);
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
