using System.Collections.Frozen;

namespace Qingyuan.Standards;

/// <summary>
/// A decision that an item of a well is high by nature (天然背景), shown beside the class. It never changes a class.
/// </summary>
/// <param name="Source">Where that was decided.</param>
public sealed record NaturalBackground(string Item, string Source);

/// <summary>The class of a well with what was decided about its background.</summary>
public sealed record WellVerdict(WaterVerdict Verdict, IReadOnlyList<NaturalBackground> Backgrounds)
{
    /// <summary>The deciding items that are called natural, so that a reader sees why a clean well is Ⅴ.</summary>
    public IEnumerable<ClassedReading> NaturalDeciding => Verdict.Deciding.Where(
        d => Backgrounds.Any(b => d.Reading.Item.Names.Contains(b.Item)));
}

/// <summary>GB/T 14848-2017 地下水质量标准: 39 common and 54 non-common items, the class of an item and of a well.</summary>
public sealed class Gbt14848Of2017 : IEdition<Gbt14848Of2017>
{
    public const string Document = "GB/T 14848-2017";
    private static readonly string[] _classColumns = ["i", "ii", "iii", "iv"];

    /// <summary>6: the method of evaluation; its clauses were seen.</summary>
    private static readonly Citation _method = new(Document, "6.3", "", Confidence.Seen);

    private readonly WaterItem[] _items;
    private readonly FrozenDictionary<string, WaterItem> _index;

    private Gbt14848Of2017(Tables tables, string folder)
    {
        int order = 0;
        _items =
        [
            .. tables[$"{folder}/table1.csv"].Rows.Concat(tables[$"{folder}/table2.csv"].Rows)
                .Select(r => new WaterItem(r, Document, order++, _classColumns, WaterClass.V)),
        ];
        _index = WaterItem.Index(_items);
    }

    public static Gbt14848Of2017 From(Tables tables, string folder) => new(tables, folder);

    public IReadOnlyList<WaterItem> Items => _items;

    /// <summary>Null = the document knows no such item.</summary>
    public WaterItem? Find(string name) =>
        _index.TryGetValue(name, out WaterItem? item) || _index.TryGetValue(WaterItem.Plain(name), out item)
            ? item : null;

    /// <summary>
    /// 6.2 单指标评价: the class by the range that holds the value; equal limits give the better class (从优不从劣), so
    /// radioactivity above Ⅲ is Ⅳ: the limits printed for Ⅳ and Ⅴ are the same.
    /// </summary>
    [Clause("GB/T 14848-2017", "6.2")]
    [Clause("GB/T 14848-2017", "表1")]
    [Clause("GB/T 14848-2017", "表2")]
    public static ClassedReading Classify(WaterReading reading) => new(
        reading, reading.Value is { } value ? reading.Item.Classify(value) : null, true, false, reading.Item.Citation);

    /// <summary>6.3 综合评价: the worst single class, and the items that decide it.</summary>
    [Clause("GB/T 14848-2017", "6.3")]
    public static WellVerdict Well(
        IReadOnlyList<WaterReading> readings, IReadOnlyList<NaturalBackground>? backgrounds = null)
    {
        var classed = new ClassedReading[readings.Count];
        for (int i = 0; i < classed.Length; i++)
            classed[i] = Classify(readings[i]);
        return new WellVerdict(WaterVerdict.WorstOf(classed, _method), backgrounds ?? []);
    }
}
