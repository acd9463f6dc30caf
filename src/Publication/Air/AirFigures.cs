using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>
/// The air of an hour and of a day (环境空气质量), by the editions in force that day: GB 3095 for state and validity,
/// HJ 633 for the index, HJ 663 for a city's value. Pure.
/// </summary>
internal static class AirFigures
{
    public const int HoursOfDay = 24;
    private const decimal KelvinOfZero = 273.15m;

    private static readonly AmbientItem[] s_six =
        [.. AmbientItem.All.Where(i => !i.IsWater && i.Role == AmbientRole.Index)];

    private static readonly AmbientItem[] s_beside =
        [.. AmbientItem.All.Where(i => !i.IsWater && i.Role == AmbientRole.Beside)];

    /// <summary>One hour of a station: gases in the reference state, particles as the air is.</summary>
    public static FigureContent Hour(AmbientSite site, StatedItems stated, AmbientRules rules)
    {
        var (temperature, _) = stated.Value("a01001");
        var (kilopascal, _) = stated.Value("a01006");
        var items = new List<FigureItem>();
        foreach (AmbientItem item in s_six.Where(i => site.Codes.Contains(i.Code)))
        {
            var (value, reason) = stated.Value(item.Code);
            if (value < 0)
                (value, reason) = (null, "negative");
            if (value is { } measured && site.Actual)
                (value, reason) = ToReference(item, measured, temperature, kilopascal, rules);
            items.Add(new FigureItem(item.Item, value, stated.Stated(item.Code), null, reason, value is null ? 0 : 1));
        }
        FigureContent content = IndexOfHour(items, rules);
        if (site.Actual && rules.Limits is { } limits && limits.State("SO2", rules.Day) is { } state)
            content = content with { Rules = [.. content.Rules, FigureRule.Of(state.Citation)] };
        return content with { Items = [.. content.Items, .. Beside(site, stated)] };
    }

    /// <summary>
    /// An hour of a prefecture: of each item the mean of its stations, when enough of them have one (HJ 663 5).
    /// </summary>
    public static FigureContent RegionHour(IReadOnlyList<FigureContent?> sites, AmbientRules rules) =>
        WithCity(IndexOfHour(MeansOfSites(sites, rules), rules), rules);

    /// <summary>
    /// A natural day (HJ 633-2026 4.1): means of 24 hours where GB 3095 table 4 is kept; of ozone the greatest 8 h
    /// mean.
    /// </summary>
    /// <param name="hours">By hour of the day; null = no record.</param>
    public static FigureContent Day(IReadOnlyList<FigureContent?> hours, AmbientRules rules)
    {
        var items = new List<FigureItem>();
        foreach (AmbientItem item in s_six)
        {
            decimal?[] values = [.. hours.Select(h => h?.Items.FirstOrDefault(i => i.Item == item.Item)?.Exact)];
            if (hours.All(h => h is null || h.Items.All(i => i.Item != item.Item)))
                continue; // Not monitored here: 5.3.2, holds nothing back.
            items.Add(DayOf(item, values, rules));
        }
        return IndexOfDay(items, rules);
    }

    public static FigureContent RegionDay(IReadOnlyList<FigureContent?> sites, AmbientRules rules) =>
        WithCity(IndexOfDay(MeansOfSites(sites, rules), rules), rules);

    private static FigureItem DayOf(AmbientItem item, decimal?[] values, AmbientRules rules)
    {
        int count = values.Count(v => v is not null);
        if (item.Item == "O3")
        {
            decimal? greatest = null;
            if (rules is { Limits: { } limits, Evaluation: { } evaluation }
                && limits.Minimum(new AirItem("O3", "8h")) is { } minimum
                && limits.Limit(new AirItem("O3", "8h"), 2, rules.Day) is { } limit)
                greatest = evaluation.Ozone(values, minimum, limit.Value).Mda8;
            return new FigureItem(item.Item, greatest, null, null, greatest is null ? "coverage" : null, count);
        }
        bool counts = count > 0 && rules.Limits?.Counts(new AirItem(item.Item, "24h"), count) != false;
        return new FigureItem(
            item.Item, counts ? values.OfType<decimal>().Sum() / count : null, null, null,
            counts ? null : "coverage", count);
    }

    private static (decimal?, string?) ToReference(
        AmbientItem item, decimal measured, decimal? celsius, decimal? kilopascal, AmbientRules rules)
    {
        if (rules.Limits is not { } limits)
            return (null, "edition");
        // GB 3095-2026 3.14: gases at 298.15 K and 1013.25 hPa, particles in the state of the air.
        if (limits.State(item.Item, rules.Day) is { Kelvin: null })
            return (measured, null);
        if (celsius is not { } t || kilopascal is not > 0 || t <= -KelvinOfZero)
            return (null, "state");
        return (limits.ToStateOf(item.Item, measured, t + KelvinOfZero, kilopascal.Value * 10, rules.Day), null);
    }

    private static List<FigureItem> MeansOfSites(IReadOnlyList<FigureContent?> sites, AmbientRules rules)
    {
        var items = new List<FigureItem>();
        foreach (AmbientItem item in s_six)
        {
            // A station that never measures the item is none of those that must have a value.
            FigureItem?[] of = [.. sites.Where(s => s is null || s.Items.Any(i => i.Item == item.Item))
                .Select(s => s?.Items.First(i => i.Item == item.Item))];
            if (of.All(i => i is null))
                continue;
            decimal? mean = rules.Evaluation?.City([.. of.Select(i => i?.Exact)]);
            items.Add(new FigureItem(
                item.Item, mean, null, null, mean is null ? "coverage" : null, of.Count(i => i?.Exact is not null)));
        }
        return items;
    }

    private static FigureContent IndexOfHour(List<FigureItem> items, AmbientRules rules)
    {
        if (rules.Index is not { } index)
            return Without(items, "edition");
        // The hourly report of 2012 also weighs moving means of 8 and 24 hours, which are not kept here.
        if (index.Items(AirReport.Hourly).Any(i => i.Period != "1h"))
            return Without(items, "edition");
        return Indexed(index, AirReport.Hourly, items, item => [new AirItem(item, "1h")]);
    }

    private static FigureContent IndexOfDay(List<FigureItem> items, AmbientRules rules) => rules.Index is not { } index
        ? Without(items, "edition")
        : Indexed(index, AirReport.Daily, items, item => [new AirItem(item, item == "O3" ? "8h" : "24h")]);

    private static FigureContent Indexed(
        Hj633 index, AirReport report, List<FigureItem> items, Func<string, AirItem[]> periods)
    {
        var asked = items.SelectMany(i => periods(i.Item).Select(p => (p, i.Exact))).ToList();
        AirIndex found = index.Index(report, asked);
        var indexed = items.Select(i => i with
        {
            Index = found.Iaqi.FirstOrDefault(x => x.Item.Item == i.Item).Iaqi,
        }).ToList();
        List<FigureRule> rules = [FigureRule.Of(found.Citation)];
        foreach (var (item, exact) in asked.Where(a => a.Exact is not null))
        {
            if (index.Cite(item, exact) is { } cited && !rules.Contains(FigureRule.Of(cited)))
                rules.Add(FigureRule.Of(cited));
        }
        return new FigureContent(
            found.Aqi, found.Level?.Category, [.. found.Primary.Select(p => p.Item)], indexed, rules,
            found.Aqi is not null ? null : found.Withheld ? "missing" : "none");
    }

    private static FigureContent Without(List<FigureItem> items, string reason) =>
        new(null, null, [], items, [], reason);

    private static FigureContent WithCity(FigureContent content, AmbientRules rules) => rules.Evaluation is { } e
        ? content with { Rules = [.. content.Rules, FigureRule.Of(e.Rules.Cite("city.sites.percent"))] } : content;

    private static IEnumerable<FigureItem> Beside(AmbientSite site, StatedItems stated)
    {
        foreach (AmbientItem item in s_beside.Where(i => site.Codes.Contains(i.Code)))
        {
            var (value, reason) = stated.Value(item.Code);
            yield return new FigureItem(
                item.Item, value, stated.Stated(item.Code), null, reason, value is null ? 0 : 1);
        }
    }
}
