using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Publication;

/// <summary>
/// The water of a section (地表水水质): the class of one sample, a day, a month and a prefecture's rivers by
/// 环办〔2011〕22号 over GB 3838-2002. Pure.
/// </summary>
internal static class WaterFigures
{
    private static readonly AmbientItem[] s_items = [.. AmbientItem.All.Where(i => i.IsWater)];

    /// <summary>One sample as the automatic station sent it.</summary>
    public static FigureContent Sample(AmbientSite site, StatedItems stated, AmbientRules rules)
    {
        var items = new List<FigureItem>();
        foreach (AmbientItem item in s_items.Where(i => site.Codes.Contains(i.Code)))
        {
            var (value, reason) = stated.Value(item.Code);
            if (value < 0 && item.Code != "w01010")
                (value, reason) = (null, "negative");
            items.Add(new FigureItem(
                item.Item, value, stated.Stated(item.Code), null, reason, value is null ? 0 : 1)
            {
                Saturation = item.Item == "溶解氧" && value is { } oxygen ? Saturation(site, stated, oxygen, rules) : null,
            });
        }
        return Classed(items, BodyOf(site), rules);
    }

    /// <summary>
    /// A day, a month, or the rivers of a prefecture: the mean of each item over the samples, then its class
    /// (一(二) 数据统计). A prefecture with fewer than five sections is judged so too (二).
    /// </summary>
    public static FigureContent Mean(IReadOnlyList<FigureContent> samples, WaterBody water, AmbientRules rules)
    {
        var items = new List<FigureItem>();
        foreach (AmbientItem item in s_items)
        {
            FigureItem[] of =
                [.. samples.Select(s => s.Items.FirstOrDefault(i => i.Item == item.Item)).OfType<FigureItem>()];
            decimal[] known = [.. of.Select(i => i.Exact).OfType<decimal>()];
            if (of.Length == 0)
                continue;
            decimal[] saturations = [.. of.Where(i => i.Exact is not null).Select(i => i.Saturation).OfType<decimal>()];
            items.Add(new FigureItem(
                item.Item, known.Length > 0 ? known.Sum() / known.Length : null, null, null,
                known.Length > 0 ? null : "coverage", known.Length)
            {
                Saturation = saturations.Length == known.Length && known.Length > 0
                    ? saturations.Sum() / saturations.Length : null,
            });
        }
        return Classed(items, water, rules);
    }

    public static WaterBody BodyOf(AmbientSite site) => site.Kind == SiteKind.Lake ? WaterBody.Lake : WaterBody.River;

    private static FigureContent Classed(List<FigureItem> items, WaterBody water, AmbientRules rules)
    {
        if (rules.Water is not { } method)
            return new FigureContent(null, null, [], items, [], "edition");
        var readings = new List<WaterReading>();
        foreach (FigureItem item in items)
        {
            if (rules.Classes.Find(item.Item, water) is { } known)
            {
                readings.Add(new WaterReading(
                    item.Item, known, item.Exact is { } exact ? WaterValue.Of(exact) : null, item.Saturation));
            }
        }
        WaterVerdict verdict = method.Section(water, readings);
        var classed = items.Select(i => verdict.Items.FirstOrDefault(c => c.Reading.Asked == i.Item) is { } found
            ? i with { Index = (int?)found.Class, Beside = found is { Class: not null, IsEvaluated: false } }
            : i).ToList();
        List<FigureRule> cited = [.. verdict.Citations.Select(FigureRule.Of).Distinct()];
        if (items.Any(i => i.Saturation is not null))
            cited.Add(FigureRule.Of(rules.Oxygen.Citation));
        if (verdict.Class is not { } found2)
            return new FigureContent(null, null, [], classed, cited, "none");
        return new FigureContent(
            (int)found2, method.Condition(found2).Name,
            [.. method.MainPollutants(verdict).Select(m => NameOf(m.Item, verdict))], classed, cited, null);
    }

    private static string NameOf(WaterItem item, WaterVerdict verdict) =>
        verdict.Items.First(i => i.Reading.Item == item).Reading.Asked;

    private static decimal? Saturation(AmbientSite site, StatedItems stated, decimal oxygen, AmbientRules rules)
    {
        if (stated.Value("w01010").Value is not { } celsius)
            return null;
        DissolvedOxygenOf2018 formula = rules.Oxygen;
        // Where the formulas do not hold, nothing is claimed; the class then goes by the concentration alone.
        if (celsius < formula.TemperatureCelsius.Min || celsius > formula.TemperatureCelsius.Max
            || site.AltitudeMetres < formula.AltitudeMetres.Min || site.AltitudeMetres > formula.AltitudeMetres.Max)
            return null;
        return formula.Percent(oxygen, celsius, formula.Pressure(site.AltitudeMetres));
    }
}
