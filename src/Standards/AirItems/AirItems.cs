using System.Collections.Frozen;

namespace Qingyuan.Standards;

/// <summary>An item of ambient air with its averaging time (污染物项目与平均时间), both as our tables name them.</summary>
public readonly record struct AirItem(string Item, string Period)
{
    /// <summary>The key under which data files name it: <c>PM25_24h</c>.</summary>
    public override string ToString() => $"{Item.Replace(".", "", StringComparison.Ordinal)}_{Period}";
}

/// <summary>
/// The names of items of ambient air and of averaging times, with the words and codes that people and loggers use for
/// them (环境空气污染物名称). Says nothing of limits.
/// </summary>
public sealed class AirItems : IEdition<AirItems>
{
    private readonly FrozenDictionary<string, string> _items, _periods, _itemNames, _periodNames;
    private readonly FrozenDictionary<string, AirItem> _keys;

    private AirItems(CsvTable names, CsvTable periods)
    {
        _items = names.Rows.ToFrozenDictionary(r => r["alias"], r => r["item"]);
        _periods = periods.Rows.ToFrozenDictionary(r => r["alias"], r => r["period"]);
        _itemNames = NamesOf(names, "item");
        _periodNames = NamesOf(periods, "period");
        _keys = _items.SelectMany(i => _periods.Select(p => ($"{i.Key}_{p.Key}", new AirItem(i.Value, p.Value))))
            .ToFrozenDictionary(k => k.Item1, k => k.Item2);
    }

    public static AirItems From(Tables tables, string folder) =>
        new(tables[$"{folder}/names.csv"], tables[$"{folder}/periods.csv"]);

    /// <summary>Our name for <c>PM25</c>, <c>细颗粒物</c>, <c>a34004</c>; null = not known.</summary>
    public string? Item(string alias) => _items.GetValueOrDefault(alias);

    /// <summary>Our name for <c>24小时平均</c>, <c>day</c>; null = not known.</summary>
    public string? Period(string alias) => _periods.GetValueOrDefault(alias);

    /// <summary>Item and averaging time of a key such as <c>PM25_24h</c>; null = not known.</summary>
    public AirItem? Key(string alias) => _keys.TryGetValue(alias, out AirItem item) ? item : null;

    public string ItemName(string item) => _itemNames[item];

    public string PeriodName(string period) => _periodNames[period];

    public IEnumerable<string> Items => _itemNames.Keys;

    public IEnumerable<string> Periods => _periodNames.Keys;

    private static FrozenDictionary<string, string> NamesOf(CsvTable table, string column) =>
        table.Rows.DistinctBy(r => r[column]).ToFrozenDictionary(r => r[column], r => r["name"]);
}
