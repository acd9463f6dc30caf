using System.Collections.Frozen;

namespace Qingyuan.Standards;

/// <summary>Ozone of one day (臭氧日最大 8 小时滑动平均).</summary>
/// <param name="Mda8">Not rounded; null when the day is not valid.</param>
/// <param name="Means">How many 8 h means are valid among those that end at labels 8 to 24.</param>
public sealed record OzoneDay(bool Valid, decimal? Mda8, int Means);

/// <summary>How one statistic of a year stands to its limit (年评价).</summary>
/// <param name="Statistic"><c>mean</c> or <c>percentile</c>.</param>
/// <param name="Value">Not rounded.</param>
/// <param name="Rounded">To the digits of the document; it is this that is held to the limit.</param>
/// <param name="Multiple">超标倍数 (C−S)/S of the rounded value; null where the limit holds.</param>
public sealed record AirStatistic(
    string Statistic, decimal? Percentile, decimal Value, decimal Rounded, AirLimit Limit, decimal? Multiple,
    Citation Citation)
{
    public bool Attains => Multiple is null;
}

/// <summary>A value of one day and whether dust storm (沙尘天气) was declared for it.</summary>
public readonly record struct AirDay(decimal Value, bool Dust);

/// <summary>
/// HJ 663 环境空气质量评价技术规范: what of a year is evaluated and held to which limit, percentiles, the ozone day, city
/// values, attainment and the composite index. The edition of 2026 was not seen: its tables carry 2013 over, as unsure.
/// </summary>
public sealed class Hj663 : IEdition<Hj663>
{
    private sealed record Evaluated(
        string Item, string Statistic, decimal? Percentile, string Period, int Places, Citation Citation);

    private sealed record Part(string Statistic, decimal Weight, Citation Citation);

    private readonly FrozenDictionary<string, Evaluated[]> _statistics;
    private readonly FrozenDictionary<string, FrozenDictionary<string, Part>> _forms;
    private readonly int _firstLabel;
    private readonly decimal _dayMeans;

    private Hj663(Tables tables, string folder)
    {
        Document = "HJ 663-" + folder[(folder.LastIndexOf("Of", StringComparison.Ordinal) + 2)..];
        Rules = new RuleTable(Document, tables[$"{folder}/rules.csv"]);
        Trend = new AirTrend(Document, tables[$"{folder}/spearman.csv"], Rules["trend.at_critical"] == 1);
        _statistics = tables[$"{folder}/statistics.csv"].Rows.GroupBy(r => r["item"]).ToFrozenDictionary(
            g => g.Key, g => g.Select(r => new Evaluated(
                r["item"], r["statistic"], r.NumberOrNull("percentile"), r["limit"], r.Whole("places"),
                r.Cite(Document))).ToArray());
        _forms = tables[$"{folder}/composite.csv"].Rows.GroupBy(r => r["form"]).ToFrozenDictionary(
            g => g.Key, g => g.ToFrozenDictionary(
                r => r["item"], r => new Part(r["statistic"], r.Number("weight"), r.Cite(Document))));
        _firstLabel = (int)Rules["o3.first_label"];
        _dayMeans = Rules["o3.day.means"];
    }

    public static Hj663 From(Tables tables, string folder) => new(tables, folder);

    public string Document { get; }

    public RuleTable Rules { get; }

    public AirTrend Trend { get; }

    /// <summary>The forms of the composite index that this edition's table has.</summary>
    public IEnumerable<string> Forms => _forms.Keys;

    /// <summary>
    /// Annex A: k = 1 + (n−1)·p/100 in the sorted list, in proportion between neighbours, not rounded. Null of nothing.
    /// </summary>
    [Clause("HJ 663-2013", "附录 A")]
    public static decimal? Percentile(IEnumerable<decimal> values, decimal percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100m);
        decimal[] sorted = [.. values];
        if (sorted.Length == 0)
            return null;
        Array.Sort(sorted);
        decimal place = (sorted.Length - 1) * percent / 100;
        int below = (int)decimal.Truncate(place);
        decimal value = sorted[below];
        return below + 1 < sorted.Length ? value + (sorted[below + 1] - value) * (place - below) : value;
    }

    /// <summary>
    /// The greatest 8 h mean that ends at labels 8 to 24. The day counts with 14 of the 17 means; with fewer it still
    /// counts when the greatest exceeds the limit, for more data could only raise it.
    /// </summary>
    /// <param name="hours">Hourly means by label 1 to 24 (the label names the end); null = missing.</param>
    /// <param name="minimum">How many of the 8 hours a mean needs: GB 3095, table 4.</param>
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public OzoneDay Ozone(IReadOnlyList<decimal?> hours, AirMinimum minimum, decimal limit)
    {
        const int Hours = 24, Window = 8;
        ArgumentOutOfRangeException.ThrowIfNotEqual(hours.Count, Hours);
        int means = 0;
        decimal? greatest = null;
        for (int label = _firstLabel; label <= Hours; label++)
        {
            decimal sum = 0;
            int observed = 0;
            for (int i = label - Window; i < label; i++)
            {
                if (hours[i] is not { } hour)
                    continue;
                sum += hour;
                observed++;
            }
            if (observed < minimum.Minimum)
                continue;
            means++;
            decimal mean = sum / observed;
            greatest = mean <= greatest ? greatest : mean;
        }
        bool valid = means >= _dayMeans || greatest > limit;
        return new OzoneDay(valid, valid ? greatest : null, means);
    }

    /// <summary>The value of a city: the mean of its sites, when 75 % of them have one. Null otherwise.</summary>
    [Clause("HJ 663-2013", "5 城市评价")]
    public decimal? City(IReadOnlyCollection<decimal?> sites)
    {
        decimal[] known = [.. sites.OfType<decimal>()];
        return known.Length > 0 && known.Length * 100 >= sites.Count * Rules["city.sites.percent"]
            ? known.Sum() / known.Length : null;
    }

    /// <summary>
    /// The statistics of a year of one item over its limits; empty where nothing is evaluated or no day is given. Days
    /// are 24 h means, for ozone daily greatest 8 h means. Whether the year is complete says GB 3095, table 4.
    /// </summary>
    [Clause("HJ 663-2013", "表 年评价")]
    public IReadOnlyList<AirStatistic> Year(
        string item, IReadOnlyCollection<decimal> days, Gb3095 limits, int grade, DateOnly day)
    {
        if (days.Count == 0 || !_statistics.TryGetValue(item, out Evaluated[]? evaluated))
            return [];
        var found = new List<AirStatistic>();
        foreach (Evaluated e in evaluated)
        {
            if (limits.Limit(new AirItem(item, e.Period), grade, day) is not { } limit)
                continue;
            decimal value = e.Percentile is { } p ? Percentile(days, p)!.Value : days.Sum() / days.Count;
            decimal rounded = Gbt8170Of2008.RoundPlaces(value, e.Places);
            found.Add(new AirStatistic(
                e.Statistic, e.Percentile, value, rounded, limit, Multiple(rounded, limit.Value), e.Citation));
        }
        return found;
    }

    /// <summary>
    /// The year with all days and without those of dust storms (扣除沙尘). Both are kept and shown; which one is
    /// published is an authority's decision, never this code's.
    /// </summary>
    [Clause("HJ 663-2013", "沙尘天气")]
    public (IReadOnlyList<AirStatistic> All, IReadOnlyList<AirStatistic> WithoutDust) YearWithDust(
        string item, IReadOnlyCollection<AirDay> days, Gb3095 limits, int grade, DateOnly day) =>
        (Year(item, [.. days.Select(d => d.Value)], limits, grade, day),
            Year(item, [.. days.Where(d => !d.Dust).Select(d => d.Value)], limits, grade, day));

    /// <summary>超标倍数 (C−S)/S; null where the limit holds.</summary>
    [Clause("HJ 663-2013", "6 超标倍数")]
    public static decimal? Multiple(decimal value, decimal limit) => value > limit ? (value - limit) / limit : null;

    /// <summary>An item attains when all its statistics do; a place when all its items do (达标).</summary>
    [Clause("HJ 663-2013", "6 达标评价")]
    public static bool Attains(IEnumerable<AirStatistic> statistics) => statistics.All(s => s.Attains);

    /// <summary>达标率 in percent with one decimal; null of no valid days.</summary>
    [Clause("HJ 663-2013", "6 达标率")]
    public decimal? AttainmentRate(int attaining, int valid) => valid <= 0 ? null
        : Gbt8170Of2008.RoundPlaces(attaining * 100m / valid, (int)Rules["attainment.places"]);

    /// <summary>
    /// 综合指数: the weighted sum of C/S by a form of the edition's table, and the items whose index is the greatest.
    /// Null when an item of the form has no statistic, so that a sum over fewer items is never compared with others.
    /// </summary>
    [Clause("HJ 663-2013", "综合指数")]
    public (decimal Sum, IReadOnlyList<string> Greatest, Citation Citation)? Composite(
        string form, IReadOnlyDictionary<string, IReadOnlyList<AirStatistic>> years)
    {
        decimal sum = 0, greatest = -1;
        var names = new List<string>();
        Citation? citation = null;
        foreach ((string item, Part part) in _forms[form].OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            decimal? index = years.GetValueOrDefault(item, [])
                .Where(s => part.Statistic == "any" || s.Statistic == part.Statistic)
                .Max(s => (decimal?)(s.Rounded / s.Limit.Value));
            if (index is not { } single)
                return null;
            sum += single * part.Weight;
            citation ??= part.Citation;
            if (single > greatest)
                names.Clear();
            if (single >= greatest)
                names.Add(item);
            greatest = Math.Max(greatest, single);
        }
        return (sum, names, citation!);
    }
}
