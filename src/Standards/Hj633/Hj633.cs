using System.Collections.Frozen;
using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>A level of the air quality index (空气质量指数级别) as the document prints it.</summary>
/// <param name="Above">The level begins above this index; null for the first.</param>
/// <param name="Rgb">The official colour; for swatches only, never a ground under text.</param>
/// <param name="Effect">In our own words, as <paramref name="Advice"/>.</param>
public sealed record AirLevel(
    int? Above, string Level, string Category, string Colour, string Rgb, string Cmyk, string Effect, string Advice,
    Citation Citation);

/// <summary>The index of one day or hour at one place (空气质量指数).</summary>
/// <param name="Iaqi">By item in the order asked; null = none is given for it.</param>
/// <param name="Aqi">Null = it may not be published (NA) or no item is known.</param>
/// <param name="Primary">首要污染物: all items that reach the index, when it lies above 50; empty without an index.
/// </param>
/// <param name="Withheld">True when an index was found, but clause 5.3.1 keeps it back because an item is missing.
/// </param>
public sealed record AirIndex(
    IReadOnlyList<(AirItem Item, int? Iaqi)> Iaqi, int? Aqi, IReadOnlyList<AirItem> Primary, AirLevel? Level,
    bool Withheld, Citation Citation);

/// <summary>Which report an index is for: the items differ (日报、实时报).</summary>
public enum AirReport { Daily, Hourly }

/// <summary>
/// HJ 633 环境空气质量指数(AQI)技术规定: indices of single items, the index, primary pollutants and levels. One code
/// for the editions of 2012 and 2026; what differs is in their tables.
/// </summary>
public sealed class Hj633 : IEdition<Hj633>
{
    private readonly FrozenDictionary<AirItem, Scale> _scales;
    private readonly FrozenDictionary<AirReport, AirItem[]> _items;
    private readonly AirLevel[] _levels;
    private readonly decimal _primaryAbove, _publishAbove;
    private readonly decimal? _exceedingAbove;

    private Hj633(Tables tables, string folder)
    {
        Document = "HJ 633-" + folder[(folder.LastIndexOf("Of", StringComparison.Ordinal) + 2)..];
        Rules = new RuleTable(Document, tables[$"{folder}/rules.csv"]);
        CsvTable breakpoints = tables[$"{folder}/breakpoints.csv"];
        var over = tables[$"{folder}/over.csv"].Rows.ToDictionary(
            KeyOf, r => (r.NumberOrNull("iaqi"), r.Cite(Document)));
        _scales = breakpoints.Rows.ToFrozenDictionary(
            KeyOf, r => Scale.Of(breakpoints.Columns, r, over[KeyOf(r)], Document));
        _items = tables[$"{folder}/items.csv"].Rows.GroupBy(r => Enum.Parse<AirReport>(r["report"], ignoreCase: true))
            .ToFrozenDictionary(g => g.Key, g => g.Select(KeyOf).ToArray());
        _levels = [.. tables[$"{folder}/levels.csv"].Rows.Select(r => new AirLevel(
            (int?)r.NumberOrNull("above"), r["level"], r["category"], r["colour"], r["rgb"], r["cmyk"], r["effect"],
            r["advice"], r.Cite(Document)))];
        _primaryAbove = Rules["primary.above"];
        _publishAbove = Rules["missing.publish_above"];
        _exceedingAbove = Rules.Names.Contains("exceeding.above") ? Rules["exceeding.above"] : null;
    }

    public static Hj633 From(Tables tables, string folder) => new(tables, folder);

    public string Document { get; }

    public RuleTable Rules { get; }

    public IReadOnlyList<AirLevel> Levels => _levels;

    /// <summary>The items of a report (参与评价的污染物项目).</summary>
    [Clause("HJ 633-2026", "4.2")]
    public IReadOnlyList<AirItem> Items(AirReport report) => _items[report];

    public bool Has(AirItem item) => _scales.ContainsKey(item);

    /// <summary>The row that gives the item its index; the one above the last breakpoint where it decides.</summary>
    public Citation? Cite(AirItem item, decimal? concentration) =>
        _scales.TryGetValue(item, out Scale? scale) ? scale.Cite(concentration) : null;

    /// <summary>
    /// 空气质量分指数: between two breakpoints in proportion, always rounded up (4.2.6). The concentration is rounded
    /// first where the edition says so (4.2.2, 4.2.3). Null = the edition gives none for this averaging time or for a
    /// concentration so high.
    /// </summary>
    [Clause("HJ 633-2026", "4.2.2")]
    [Clause("HJ 633-2026", "4.2.3")]
    [Clause("HJ 633-2026", "4.2.6")]
    public int? Iaqi(AirItem item, decimal concentration)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(concentration);
        return _scales.TryGetValue(item, out Scale? scale) ? scale.Iaqi(concentration) : null;
    }

    /// <summary>
    /// The index of a report from its items; averaging times that do not take part in it get no index. An item given
    /// as null is missing (5.3.1): the index is then published only above the edition's threshold. An item that is
    /// not given at all is not monitored here (5.3.2) and holds nothing back.
    /// </summary>
    [Clause("HJ 633-2026", "4.3")]
    [Clause("HJ 633-2026", "5.3.1")]
    [Clause("HJ 633-2026", "5.3.2")]
    public AirIndex Index(AirReport report, IReadOnlyList<(AirItem Item, decimal? Concentration)> values)
    {
        AirItem[] items = _items[report];
        var indices = new (AirItem, int?)[values.Count];
        int? highest = null;
        bool missing = false;
        for (int i = 0; i < indices.Length; i++)
        {
            (AirItem item, decimal? concentration) = values[i];
            bool takesPart = Array.IndexOf(items, item) >= 0;
            int? index = takesPart && concentration is { } c ? Iaqi(item, c) : null;
            missing |= takesPart && concentration is null;
            indices[i] = (item, index);
            if (index is not null && !(index <= highest))
                highest = index;
        }
        bool withheld = missing && highest <= _publishAbove;
        if (highest is not { } aqi || withheld)
            return new AirIndex(indices, null, [], null, withheld, Rules.Cite("missing.publish_above"));
        return new AirIndex(indices, aqi, Primary(indices, aqi), LevelOf(aqi), false, Rules.Cite("primary.above"));
    }

    /// <summary>The level that an index falls into (级别、类别、颜色).</summary>
    [Clause("HJ 633-2026", "级别表")]
    public AirLevel LevelOf(int aqi)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(aqi);
        return Array.FindLast(_levels, l => !(aqi <= l.Above))!;
    }

    /// <summary>
    /// 超标污染物: items whose own index lies above 100. Empty in an edition that no longer has the term.
    /// </summary>
    [Clause("HJ 633-2012", "4.4 超标污染物")]
    public IReadOnlyList<AirItem> Exceeding(AirIndex index) =>
        [.. index.Iaqi.Where(i => i.Iaqi > _exceedingAbove).Select(i => i.Item)];

    private List<AirItem> Primary((AirItem Item, int? Iaqi)[] indices, int aqi)
    {
        var primary = new List<AirItem>();
        if (aqi <= _primaryAbove)
            return primary;
        foreach ((AirItem item, int? index) in indices)
        {
            if (index == aqi)
                primary.Add(item);
        }
        return primary;
    }

    private static AirItem KeyOf(CsvTable.Row row) => new(row["item"], row["period"]);

    /// <summary>The breakpoints of one item and averaging time.</summary>
    private sealed record Scale(
        decimal[] Concentrations, int[] Indices, int? Places, int? Over, Citation Citation, Citation OverCitation)
    {
        public static Scale Of(
            IReadOnlyList<string> columns, CsvTable.Row row, (decimal? Iaqi, Citation Citation) over, string document)
        {
            List<decimal> concentrations = [];
            List<int> indices = [];
            foreach (string column in columns)
            {
                if (column[0] != 'c' || !int.TryParse(column.AsSpan(1), CultureInfo.InvariantCulture, out int index)
                    || row.NumberOrNull(column) is not { } concentration)
                    continue;
                if (concentrations.Count > 0 && (concentration <= concentrations[^1] || index <= indices[^1]))
                    throw row.Problem(column, "不比左边的断点大；请改成从左到右递增");
                concentrations.Add(concentration);
                indices.Add(index);
            }
            return new Scale(
                [.. concentrations], [.. indices], (int?)row.NumberOrNull("places"), (int?)over.Iaqi,
                row.Cite(document), over.Citation);
        }

        public Citation Cite(decimal? concentration) =>
            concentration is { } c && Rounded(c) > Concentrations[^1] ? OverCitation : Citation;

        public int? Iaqi(decimal concentration)
        {
            decimal c = Rounded(concentration);
            if (c > Concentrations[^1])
                return Over;
            int high = 1;
            while (c > Concentrations[high])
                high++;
            (decimal low, int from) = (Concentrations[high - 1], Indices[high - 1]);
            // Quotient and remainder apart: the ceiling of a rounded quotient could be one too high.
            decimal part = (Indices[high] - from) * (c - low), width = Concentrations[high] - low, rest = part % width;
            return from + (int)((part - rest) / width) + (rest > 0 ? 1 : 0);
        }

        private decimal Rounded(decimal concentration) =>
            Places is { } places ? Gbt8170Of2008.RoundPlaces(concentration, places) : concentration;
    }
}
