namespace Qingyuan.Standards;

/// <summary>How far an index went between two years (变化幅度).</summary>
/// <param name="Direction">1 better, −1 worse, 0 where the grade says that nothing changed.</param>
public sealed record EcologicalChange(string Grade, int Direction, Citation Citation);

/// <summary>The biological richness of one year (生物丰度指数) with what it was made of.</summary>
/// <param name="Diversity">The diversity index BI; null = not observed anew in that year.</param>
public sealed record BiologicalRichness(decimal Value, decimal Habitat, decimal? Diversity);

/// <summary>HJ 192-2015 生态环境状况评价技术规范: the index EI of five indices, its level and its change.</summary>
public sealed class Hj192Of2015 : IEdition<Hj192Of2015>
{
    public const string Document = "HJ 192-2015";
    private readonly RuleTable _rules;
    private readonly WeighedIndex _index;
    private readonly Grades _levels, _changes;
    private readonly Dictionary<string, decimal> _habitat = [];
    private readonly Dictionary<string, (int AtMost, int Down, Citation Citation)> _restrictions = [];

    private Hj192Of2015(Tables tables, string folder)
    {
        _rules = new(Document, tables[$"{folder}/rules.csv"]);
        _index = new(tables[$"{folder}/weights.csv"]);
        _levels = new(Document, tables[$"{folder}/levels.csv"]);
        _changes = new(Document, tables[$"{folder}/change.csv"]);
        foreach (CsvTable.Row row in tables[$"{folder}/habitat.csv"].Rows)
            _habitat.Add(row["cover"], row.Number("weight"));
        foreach (CsvTable.Row row in tables[$"{folder}/restrictions.csv"].Rows)
        {
            string best = row["at_most"];
            int atMost = best.Length == 0 ? 0 : _levels.IndexOf(best);
            if (atMost < 0)
                throw row.Problem("at_most", "不是 EI 的等级；请写等级表里的一个");
            _restrictions.Add(row["event"], (atMost, row.Whole("down"), row.Cite(Document)));
        }
    }

    public static Hj192Of2015 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>Names of the indices that are weighed, each 0 to 100.</summary>
    public IEnumerable<string> Indices => _index.Names;

    /// <summary>Names of the land covers that are weighed in the habitat index.</summary>
    public IEnumerable<string> Covers => _habitat.Keys;

    /// <summary>Names of the events that restrict the level.</summary>
    public IEnumerable<string> Events => _restrictions.Keys;

    [Clause("HJ 192-2015", "EI")]
    public decimal Index(Func<string, decimal> value) => _index.Of(value);

    /// <summary>The lower bound belongs to the level.</summary>
    [Clause("HJ 192-2015", "分级")]
    public (string Level, Citation Citation) Level(decimal index) => _levels[_levels.IndexOf(index)];

    /// <summary>
    /// The level after the events of the year: never better than without them, never below the last. Of several
    /// events the one that weighs most decides; they are not added up.
    /// </summary>
    [Clause("HJ 192-2015", "环境限制指数")]
    public (string Level, Citation Citation) Restricted(decimal index, IEnumerable<string> events)
    {
        int plain = _levels.IndexOf(index), worst = plain;
        Citation decided = _levels[plain].Citation;
        foreach (string happened in events)
        {
            (int atMost, int down, Citation citation) = _restrictions[happened];
            int level = Math.Min(Math.Max(plain + down, atMost), _levels.Count - 1);
            if (level > worst)
                (worst, decided) = (level, citation);
        }
        return (_levels[worst].Name, decided);
    }

    [Clause("HJ 192-2015", "变化分级")]
    public EcologicalChange Change(decimal before, decimal after)
    {
        int grade = _changes.IndexOf(Math.Abs(after - before));
        (string name, Citation citation) = _changes[grade];
        return new(name, grade == _changes.Count - 1 ? 0 : Math.Sign(after - before), citation);
    }

    /// <summary>HQ = Abio × Σ(weight × area of a cover) / area of the region; null without an area.</summary>
    [Clause("HJ 192-2015", "生境质量指数")]
    public decimal? Habitat(IReadOnlyDictionary<string, decimal> areas, decimal region)
    {
        if (region <= 0)
            return null;
        decimal sum = 0;
        foreach ((string cover, decimal area) in areas)
            sum += _habitat[cover] * area;
        return _rules["abio"] * sum / region;
    }

    /// <summary>
    /// (BI + HQ)/2. Without a new BI the richness changes by as much as the habitat did; null where there is no
    /// earlier year to change from either.
    /// </summary>
    [Clause("HJ 192-2015", "生物丰度指数")]
    public static BiologicalRichness? Richness(decimal habitat, decimal? diversity, BiologicalRichness? before) =>
        diversity is { } observed ? new((observed + habitat) / 2, habitat, observed)
        : before is null ? null
        : new(before.Value + habitat - before.Habitat, habitat, null);

    /// <summary>(NIR − Red)/(NIR + Red); null where nothing is reflected.</summary>
    [Clause("HJ 192-2015", "植被覆盖指数")]
    public static decimal? Ndvi(decimal nearInfrared, decimal red) =>
        nearInfrared + red == 0 ? null : (nearInfrared - red) / (nearInfrared + red);

    /// <summary>
    /// Aveg × the mean of the monthly largest NDVI (−1 to 1) of May to September; null where a month is missing: snow
    /// and cloud must be masked out, not counted as bare ground.
    /// </summary>
    [Clause("HJ 192-2015", "植被覆盖指数")]
    public decimal? Vegetation(IReadOnlyList<decimal?> months)
    {
        decimal sum = 0;
        foreach (decimal? month in months)
        {
            if (month is not { } ndvi)
                return null;
            sum += ndvi * _rules["ndvi.scale"];
        }
        return months.Count == _rules["season.months"] ? _rules["aveg"] * sum / months.Count : null;
    }
}
