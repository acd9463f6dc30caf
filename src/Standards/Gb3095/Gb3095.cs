using System.Collections.Frozen;
using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>A limit of ambient air (浓度限值) and the row that sets it.</summary>
public sealed record AirLimit(decimal Value, string Unit, Citation Citation);

/// <summary>The state in which a concentration is given (状态); without kelvin: as the air is.</summary>
public sealed record AirState(decimal? Kelvin, decimal? Hectopascal, Citation Citation);

/// <summary>The least data behind a mean (数据统计的有效性最低要求).</summary>
/// <param name="Month">The least days of each month, where months are asked for; February has its own.</param>
public sealed record AirMinimum(decimal Minimum, string Unit, decimal? Month, decimal? February, Citation Citation);

/// <summary>
/// GB 3095 环境空气质量标准: limits by grade, zones, state, and when a mean counts. One code for the editions of 2012
/// (with the amendment of 2018) and 2026 (interim limits to the end of 2030); what differs is in their tables.
/// </summary>
public sealed class Gb3095 : IEdition<Gb3095>
{
    private readonly FrozenDictionary<AirItem, (decimal One, decimal Two, string Unit, Span Days, Citation Citation)[]>
        _limits;
    private readonly FrozenDictionary<string, (AirState State, Span Days)[]> _states;
    private readonly FrozenDictionary<AirItem, AirMinimum> _minima;
    private readonly FrozenDictionary<string, (int Grade, Citation Citation)> _zones;

    private Gb3095(Tables tables, string folder)
    {
        Document = "GB 3095-" + folder[(folder.LastIndexOf("Of", StringComparison.Ordinal) + 2)..];
        _limits = tables[$"{folder}/limits.csv"].Rows.GroupBy(KeyOf).ToFrozenDictionary(g => g.Key, g => g.Select(
            r => (r.Number("grade1"), r.Number("grade2"), r["unit"], Span.Of(r), r.Cite(Document))).ToArray());
        _states = tables[$"{folder}/states.csv"].Rows.GroupBy(r => r["item"]).ToFrozenDictionary(
            g => g.Key, g => g.Select(r => (new AirState(
                r.NumberOrNull("kelvin"), r.NumberOrNull("hectopascal"), r.Cite(Document)), Span.Of(r))).ToArray());
        _minima = tables[$"{folder}/validity.csv"].Rows.ToFrozenDictionary(KeyOf, r => new AirMinimum(
            r.Number("minimum"), r["unit"], r.NumberOrNull("month"), r.NumberOrNull("february"), r.Cite(Document)));
        _zones = tables[$"{folder}/zones.csv"].Rows.ToFrozenDictionary(
            r => r["zone"], r => (r.Whole("grade"), r.Cite(Document)));
    }

    public static Gb3095 From(Tables tables, string folder) => new(tables, folder);

    public string Document { get; }

    /// <summary>All items with the averaging times that have a limit.</summary>
    public IEnumerable<AirItem> Limited => _limits.Keys;

    /// <summary>The days on which a limit changes while the edition is in force (interim limits end).</summary>
    [Clause("GB 3095-2026", "4.4")]
    public IEnumerable<DateOnly> Changes => _limits.Values.SelectMany(rows => rows).Select(row => row.Days.From)
        .Where(day => day > DateOnly.MinValue).Distinct().Order();

    /// <summary>The limit on a day; null where the document sets none for that item and averaging time.</summary>
    /// <param name="grade">1 or 2; it belongs to the site's zone (<see cref="Zone"/>), not to the item.</param>
    [Clause("GB 3095-2026", "4 表 1")]
    [Clause("GB 3095-2026", "4 表 2")]
    [Clause("GB 3095-2026", "4.4")]
    public AirLimit? Limit(AirItem item, int grade, DateOnly day)
    {
        if (grade is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(grade), grade, "A grade is 1 or 2.");
        if (!_limits.TryGetValue(item, out var rows))
            return null;
        foreach (var row in rows)
        {
            if (row.Days.Has(day))
                return new AirLimit(grade == 1 ? row.One : row.Two, row.Unit, row.Citation);
        }
        return null;
    }

    /// <summary>The grade of a zone (一类区、二类区); null = no such zone.</summary>
    [Clause("GB 3095-2026", "4.1")]
    public (int Grade, Citation Citation)? Zone(string zone) =>
        _zones.TryGetValue(zone, out var found) ? found : null;

    /// <summary>In which state the item is given on a day; null = an item that this document does not have.</summary>
    [Clause("GB 3095-2026", "4.3")]
    public AirState? State(string item, DateOnly day) => _states.TryGetValue(item, out var rows)
        ? Array.Find(rows, r => r.Days.Has(day)).State : null;

    /// <summary>
    /// A concentration measured at (T, p), in the state that the document asks for: c·(p0/p)·(T/T0). Unchanged for
    /// particles, which are given as the air is. Null = an item that this document does not have.
    /// </summary>
    [Clause("GB 3095-2026", "3.14")]
    public decimal? ToStateOf(string item, decimal concentration, decimal kelvin, decimal hectopascal, DateOnly day)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(kelvin);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hectopascal);
        return State(item, day) switch
        {
            null => null,
            { Kelvin: { } t0, Hectopascal: { } p0 } => concentration * p0 * kelvin / (hectopascal * t0),
            _ => concentration,
        };
    }

    /// <summary>What a mean of the item over the period needs; null = the document asks for nothing.</summary>
    [Clause("GB 3095-2026", "6.4 表 4")]
    public AirMinimum? Minimum(AirItem item) => _minima.GetValueOrDefault(item);

    /// <summary>True when a mean over hours or minutes has data enough, or nothing is asked for.</summary>
    [Clause("GB 3095-2026", "6.4 表 4")]
    public bool Counts(AirItem item, decimal observed) => Minimum(item) is not { } least || observed >= least.Minimum;

    /// <summary>True when a mean over a year or a quarter has days enough, altogether and in each month.</summary>
    /// <param name="leastMonth">Days of the month that has the fewest, February left out.</param>
    /// <param name="february">Days of February; null where the period has none.</param>
    [Clause("GB 3095-2026", "6.4 表 4")]
    public bool Counts(AirItem item, int days, int leastMonth, int? february) =>
        Minimum(item) is not { } least
        || (days >= least.Minimum && !(leastMonth < least.Month) && !(february < least.February));

    private static AirItem KeyOf(CsvTable.Row row) => new(row["item"], row["period"]);

    /// <summary>The days [from, to) of a row; empty = as long as the edition.</summary>
    private readonly record struct Span(DateOnly From, DateOnly To)
    {
        public static Span Of(CsvTable.Row row) => new(
            row.DayOrNull("from") ?? DateOnly.MinValue, row.DayOrNull("to") ?? DateOnly.MaxValue);

        public bool Has(DateOnly day) => day >= From && day < To;
    }
}
