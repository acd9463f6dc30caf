namespace Qingyuan.Standards;

/// <summary>The index of a water body (水质指数): the sum of its items, or what keeps it from being one.</summary>
/// <param name="Value">Null where an item is missing: a sum with fewer terms would rank better than it is.</param>
public sealed record WaterIndex(decimal? Value, IReadOnlyList<WaterItem> Missing);

/// <summary>
/// 环办监测〔2017〕51号 城市地表水环境质量排名技术规定(试行): the index CWQI of items, water bodies and cities. Smaller is
/// better.
/// </summary>
public sealed class CityWaterIndexOf2017 : IEdition<CityWaterIndexOf2017>
{
    public const string Document = "环办监测〔2017〕51号";

    private readonly Gb3838Of2002 _limits;
    private readonly SurfaceWaterEvaluationOf2011 _method;
    private readonly decimal _neutral;

    private CityWaterIndexOf2017(Tables tables, string folder)
    {
        _limits = tables.Of<Gb3838Of2002>();
        _method = tables.Of<SurfaceWaterEvaluationOf2011>();
        var rules = new RuleTable(Document, tables[$"{folder}/rules.csv"]);
        _neutral = rules["ph.neutral"];
        Citation = rules.Cite("ph.neutral") with { Clause = "单项指标水质指数" };
    }

    public static CityWaterIndexOf2017 From(Tables tables, string folder) => new(tables, folder);

    public Citation Citation { get; }

    /// <summary>
    /// The index of one item against class Ⅲ: C/S, for dissolved oxygen S/C, for pH its distance from 7 as a part of
    /// the distance of the limit on its side. Null for an item that is none of the 21, and for dissolved oxygen of
    /// zero, whose index has no bound.
    /// </summary>
    [Clause("环办监测〔2017〕51号", "单项指标水质指数")]
    public decimal? OfItem(WaterItem item, decimal value)
    {
        if (!_method.IsEvaluated(item) || item.Limit(WaterClass.III) is not { } limit)
            return null;
        if (item.Rule == LimitRule.AtLeast)
            return value > 0 ? limit.Min / value : null;
        if (item.Rule == LimitRule.Between)
            return value <= _neutral
                ? (_neutral - value) / (_neutral - limit.Min) : (value - _neutral) / (limit.Max - _neutral);
        return value / limit.Max;
    }

    /// <summary>
    /// 河流(湖库)水质指数: the sum over the 21 items of the means over all sections (points) of the city.
    /// </summary>
    [Clause("环办监测〔2017〕51号", "河流(湖库)水质指数")]
    public WaterIndex OfBody(WaterBody water, IReadOnlyList<WaterReading> means)
    {
        decimal sum = 0;
        var missing = new List<WaterItem>();
        foreach (WaterItem item in _limits.Items)
        {
            if (!_method.IsEvaluated(item) || !item.IsClassedIn(water))
                continue;
            WaterReading? reading = means.FirstOrDefault(r => r.Item == item);
            if (reading?.Value is { HasNumber: true } value && OfItem(item, value.Evaluated) is { } index)
                sum += index;
            else
                missing.Add(item);
        }
        return new WaterIndex(missing.Count == 0 ? sum : null, missing);
    }

    /// <summary>
    /// 城市水质指数: rivers and lakes weighted by their numbers of sections and points; null where there are none, or
    /// where the index of a kind that has some is missing.
    /// </summary>
    [Clause("环办监测〔2017〕51号", "城市水质指数")]
    public static decimal? OfCity(decimal? rivers, int sections, decimal? lakes, int points)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sections);
        ArgumentOutOfRangeException.ThrowIfNegative(points);
        // A kind without sections has no index and no weight.
        decimal? weighted = (sections == 0 ? 0 : rivers * sections) + (points == 0 ? 0 : lakes * points);
        return sections + points == 0 ? null : weighted / (sections + points);
    }

    /// <summary>变化程度 in percent of the index before; below zero is better. Null where there was none.</summary>
    [Clause("环办监测〔2017〕51号", "变化程度")]
    public static decimal? ChangePercent(decimal before, decimal now) =>
        before == 0 ? null : (now - before) / before * 100;
}
