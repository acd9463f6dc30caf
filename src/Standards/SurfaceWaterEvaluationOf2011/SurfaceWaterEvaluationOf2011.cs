namespace Qingyuan.Standards;

/// <summary>The condition of a water (水质状况) in the words and the colour of the method.</summary>
public sealed record WaterCondition(string Name, string Colour, Citation Citation);

/// <summary>One of the main pollutants (主要污染指标) of a section.</summary>
/// <param name="Times">超标倍数 over class Ⅲ, in full; null for pH and dissolved oxygen.</param>
public sealed record MainPollutant(WaterItem Item, WaterClass Class, decimal? Times);

/// <summary>An item by the share of sections that it exceeds class Ⅲ in (断面超标率).</summary>
public sealed record SectionRate(WaterItem Item, int Exceeding, decimal Percent);

/// <summary>
/// 环办〔2011〕22号 地表水环境质量评价办法(试行): the class and condition of sections, basins and lakes, and what
/// pollutes them most. It never changes a value.
/// </summary>
public sealed class SurfaceWaterEvaluationOf2011 : IEdition<SurfaceWaterEvaluationOf2011>
{
    public const string Document = "环办〔2011〕22号";

    private readonly Gb3838Of2002 _limits;
    private readonly RuleTable _rules;
    private readonly bool[] _apart;
    private readonly bool[] _toxic;
    private readonly WaterCondition[] _conditions;
    private readonly Citation _method;
    private readonly BasinRow[] _basin;

    private SurfaceWaterEvaluationOf2011(Tables tables, string folder)
    {
        _limits = tables.Of<Gb3838Of2002>();
        _rules = new RuleTable(Document, tables[$"{folder}/rules.csv"]);
        _apart = Marked(tables[$"{folder}/apart.csv"]);
        _toxic = Marked(tables[$"{folder}/toxic.csv"]);
        _conditions = [.. tables[$"{folder}/conditions.csv"].Rows
            .OrderBy(r => WaterClasses.Read(r["class"]))
            .Select(r => new WaterCondition(r["condition"], r["colour"], r.Cite(Document)))];
        if (_conditions.Length != (int)WaterClass.InferiorV)
            throw new InvalidDataException("Ⅰ 到劣Ⅴ 每类要有一行水质状况；请补上或删去多的");
        _method = _conditions[0].Citation;
        _basin = [.. tables[$"{folder}/basin.csv"].Rows.Select(r => new BasinRow(
            r["condition"], r.NumberOrNull("good_from"), r.NumberOrNull("good_below"),
            r.NumberOrNull("inferior_from"), r.NumberOrNull("inferior_below"), r.Cite(Document)))];
        BasinSections = (int)_rules["basin.sections"];
        CheckBasin();
        Trends = new WaterTrend(tables, folder, _rules);
        Trophic = new TrophicState(tables, folder);
    }

    public static SurfaceWaterEvaluationOf2011 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>From how many sections on a basin is judged by their proportions.</summary>
    public int BasinSections { get; }

    public WaterTrend Trends { get; }

    public TrophicState Trophic { get; }

    /// <summary>
    /// Whether the item is one of the 21 that are evaluated. The others have a class of their own beside them (rivers
    /// have none for total nitrogen), which decides nothing.
    /// </summary>
    [Clause("环办〔2011〕22号", "一(一)1 水质评价指标")]
    public bool IsEvaluated(WaterItem item) => item.Beyond is not null && !_apart[item.Order];

    /// <summary>The class of a section (断面水质类别): the worst of the evaluated items that are known.</summary>
    [Clause("环办〔2011〕22号", "二 断面水质评价")]
    public WaterVerdict Section(WaterBody water, IReadOnlyList<WaterReading> readings)
    {
        var classed = new ClassedReading[readings.Count];
        for (int i = 0; i < classed.Length; i++)
            classed[i] = _limits.Classify(readings[i], water, IsEvaluated(readings[i].Item));
        return WaterVerdict.WorstOf(classed, _method);
    }

    /// <summary>水质状况: 优, 良好, 轻度污染, 中度污染, 重度污染.</summary>
    [Clause("环办〔2011〕22号", "二 断面水质评价")]
    public WaterCondition Condition(WaterClass found) => _conditions[(int)found - 1];

    /// <summary>
    /// Several samples of a period, points of a lake, or sections of a basin with fewer than five: the arithmetic mean
    /// of each item is classed, not the mean of classes. What was not detected counts half its limit; an item with an
    /// unknown limit of detection in it has no mean. The order is that of the first appearance.
    /// </summary>
    [Clause("环办〔2011〕22号", "一(二) 数据统计")]
    [Clause("环办〔2011〕22号", "二 湖泊、水库评价")]
    public static IReadOnlyList<WaterReading> Means(IEnumerable<IReadOnlyList<WaterReading>> samples)
    {
        var means = new List<WaterReading>();
        foreach (IGrouping<WaterItem, WaterReading> item in samples.SelectMany(s => s).GroupBy(r => r.Item))
        {
            WaterReading[] known = [.. item.Where(r => r.Value is not null)];
            bool numbers = known.Length > 0 && Array.TrueForAll(known, r => r.Value!.Value.HasNumber);
            bool saturations = known.Length > 0 && Array.TrueForAll(known, r => r.SaturationPercent is not null);
            means.Add(new WaterReading(
                item.First().Asked, item.Key,
                numbers ? WaterValue.Of(known.Average(r => r.Value!.Value.Evaluated)) : null,
                saturations ? known.Average(r => r.SaturationPercent) : null));
        }
        return means;
    }

    /// <summary>
    /// The condition of a basin by its sections, exact in whole numbers: 74.99… % never becomes 75 %. Null with fewer
    /// than five sections: then <see cref="Means"/> and <see cref="Section"/> say it.
    /// </summary>
    [Clause("环办〔2011〕22号", "二 河流、流域(水系)水质评价")]
    public WaterCondition? Basin(int good, int inferior, int sections)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(good);
        ArgumentOutOfRangeException.ThrowIfNegative(inferior);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)good + inferior, sections);
        if (sections < BasinSections)
            return null;
        foreach (BasinRow row in _basin)
        {
            if (row.Fits(good, inferior, sections))
                return ConditionOf(row);
        }
        throw new InvalidDataException(
            $"{sections} 个断面里 Ⅰ 到 Ⅲ 类 {good} 个、劣Ⅴ 类 {inferior} 个，没有一行适用；请改比例，不留空档");
    }

    /// <summary>A corrected table that leaves a share out, or names no condition, is found before it judges.</summary>
    private void CheckBasin()
    {
        foreach (BasinRow row in _basin)
            ConditionOf(row);
        const int Percent = 100;
        for (int good = 0; good <= Percent; good++)
        {
            for (int inferior = 0; inferior <= Percent - good; inferior++)
                Basin(good, inferior, Percent);
        }
    }

    private WaterCondition ConditionOf(BasinRow row) =>
        Array.Find(_conditions, c => c.Name == row.Condition) is { } found
        ? found with { Citation = row.Citation }
        : throw new InvalidDataException($"“{row.Condition}”不是水质状况；请写状况表里的一个");

    /// <summary>超标倍数 over class Ⅲ, in full; null where class Ⅲ is kept and for pH and dissolved oxygen.</summary>
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public static decimal? ExceedTimes(WaterItem item, WaterValue value) =>
        item.Limit(WaterClass.III) is { } limit ? Gb3838Of2002.Times(value.Evaluated, limit) : null;

    /// <summary>
    /// The main pollutants of a section: of the evaluated items beyond class Ⅲ cyanide and heavy metals first, then by
    /// class, then by times; three at most. None where the section is Ⅲ or better.
    /// </summary>
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public IReadOnlyList<MainPollutant> MainPollutants(WaterVerdict section) =>
    [
        .. section.Items.Where(i => i.IsEvaluated && i.Class > WaterClass.III)
            .OrderByDescending(i => _toxic[i.Reading.Item.Order])
            .ThenByDescending(i => i.Class)
            .ThenByDescending(i => ExceedTimes(i.Reading.Item, i.Reading.Value!.Value) ?? 0)
            .ThenBy(i => i.Reading.Item.Order)
            .Take((int)_rules["main.count"])
            .Select(i => new MainPollutant(
                i.Reading.Item, i.Class!.Value, ExceedTimes(i.Reading.Item, i.Reading.Value!.Value))),
    ];

    /// <summary>
    /// The main pollutants of a basin: the items beyond class Ⅲ in most of all its sections (断面超标率); three at
    /// most.
    /// </summary>
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public IReadOnlyList<SectionRate> MainPollutants(IReadOnlyList<WaterVerdict> sections) =>
    [
        .. sections.SelectMany(s => s.Items).Where(i => i.IsEvaluated && i.Class > WaterClass.III)
            .GroupBy(i => i.Reading.Item)
            .Select(g => new SectionRate(g.Key, g.Count(), g.Count() * 100m / sections.Count))
            .OrderByDescending(r => r.Exceeding).ThenBy(r => r.Item.Order)
            .Take((int)_rules["main.count"]),
    ];

    private bool[] Marked(CsvTable table)
    {
        var marked = new bool[_limits.Items.Count];
        foreach (CsvTable.Row row in table.Rows)
        {
            WaterItem item = _limits.Find(row["item"], WaterBody.River)
                ?? throw row.Problem("item", "在 GB 3838 的表里没有；请写表里的项目");
            marked[item.Order] = true;
        }
        return marked;
    }

    private sealed record BasinRow(
        string Condition, decimal? GoodFrom, decimal? GoodBelow, decimal? InferiorFrom, decimal? InferiorBelow,
        Citation Citation)
    {
        public bool Fits(int good, int inferior, int sections) =>
            Within(good, sections, GoodFrom, GoodBelow) && Within(inferior, sections, InferiorFrom, InferiorBelow);

        /// <summary>count/sections ≥ from % and &lt; below %, without a division.</summary>
        private static bool Within(int count, int sections, decimal? from, decimal? below) =>
            !(count * 100m < from * sections) && !(count * 100m >= below * sections);
    }
}
