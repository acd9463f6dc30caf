using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Qingyuan.Standards;

/// <summary>
/// An edition of a document as functions over its tables (一个标准版本). A class is named as its folder, without the
/// year where several editions share the functions: <c>Gb3095</c> reads <c>Gb3095Of2012/</c> and <c>Gb3095Of2026/</c>.
/// </summary>
public interface IEdition<TSelf> where TSelf : class, IEdition<TSelf>
{
    /// <param name="folder">The folder of the edition's tables, e.g. <c>Gb3095Of2026</c>.</param>
    static abstract TSelf From(Tables tables, string folder);
}

/// <summary>A corrected table (核定的规则表) that people approved, for the days <c>[From, To)</c>.</summary>
/// <param name="To">Null = until the next correction.</param>
public sealed record TableCorrection(string Path, DateOnly From, DateOnly? To, string Text)
{
    /// <summary>Position of the act that approved it, which a result that rests on it names; null = none.</summary>
    public long? Act { get; init; }
}

/// <summary>The tables that judge one day: those that were shipped, or their corrections. Immutable.</summary>
public sealed class Tables
{
    private readonly ImmutableDictionary<string, (TableCorrection Correction, CsvTable Table)> _corrected;
    private readonly ConcurrentDictionary<(Type, string), object> _editions = new();
    private readonly ConcurrentDictionary<string, bool>? _read;

    /// <param name="read">Takes down the tables that are asked for; null = nobody wants to know.</param>
    internal Tables(
        ImmutableDictionary<string, (TableCorrection, CsvTable)> corrected,
        ConcurrentDictionary<string, bool>? read = null)
    {
        _corrected = corrected;
        _read = read;
    }

    public CsvTable this[string path]
    {
        get
        {
            _read?.TryAdd(path, true);
            return _corrected.TryGetValue(path, out var corrected) ? corrected.Table : CsvTable.Shipped(path);
        }
    }

    /// <summary>The correction that stands for a table on these days; null = as shipped.</summary>
    public TableCorrection? CorrectionOf(string path) =>
        _corrected.TryGetValue(path, out var corrected) ? corrected.Correction : null;

    /// <summary>The edition over these tables, built once; the folder is the name of the class.</summary>
    public T Of<T>() where T : class, IEdition<T> => Of<T>(typeof(T).Name);

    public T Of<T>(string folder) where T : class, IEdition<T> =>
        (T)_editions.GetOrAdd((typeof(T), folder), static (key, tables) => T.From(tables, key.Item2), this);
}

/// <summary>
/// All tables by day (规则库): what was shipped and what people corrected since. Immutable; a correction gives a new one.
/// </summary>
public sealed class Rulebook
{
    private readonly ImmutableList<(TableCorrection Correction, CsvTable Table)> _corrections;
    private readonly ConcurrentDictionary<string, Tables> _days = new();

    private Rulebook(ImmutableList<(TableCorrection, CsvTable)> corrections) => _corrections = corrections;

    /// <summary>Nothing corrected.</summary>
    public static Rulebook Shipped { get; } = new([]);

    /// <summary>The tables that judge a Beijing day.</summary>
    public Tables On(DateOnly day)
    {
        // The calculator asks for every line, and mostly nothing is corrected.
        if (_corrections.IsEmpty)
        {
            return _days.GetOrAdd("", static _ =>
                new Tables(ImmutableDictionary<string, (TableCorrection, CsvTable)>.Empty));
        }
        // Of several corrections of one table the one approved last wins: it was made knowing the others.
        ImmutableDictionary<string, int> chosen = _corrections
            .Select((c, index) => (c.Correction, index))
            .Where(c => c.Correction.From <= day && !(c.Correction.To <= day))
            .Aggregate(ImmutableDictionary<string, int>.Empty, (all, c) => all.SetItem(c.Correction.Path, c.index));
        string key = string.Join(',', chosen.Values.Order());
        return _days.GetOrAdd(key, _ => new Tables(
            chosen.ToImmutableDictionary(c => c.Key, c => _corrections[c.Value])));
    }

    /// <summary>With one more correction; null, and why, when the table or its edition cannot be read.</summary>
    public Rulebook? TryWith(TableCorrection correction, out string? problem)
    {
        if (CsvTable.TryRead(correction.Path, correction.Text, out problem) is not { } table)
            return null;
        if (!CsvTable.ShippedPaths.Contains(correction.Path))
        {
            problem = $"{correction.Path}: there is no such table.";
            return null;
        }
        if (correction.To <= correction.From)
        {
            problem = $"{correction.Path}: the dates end before they begin.";
            return null;
        }
        if (!CanCorrect(correction.Path))
        {
            problem = $"{correction.Path}: no edition reads it by the day; it changes with a release only.";
            return null;
        }
        if (!table.Columns.SequenceEqual(CsvTable.Shipped(correction.Path).Columns))
        {
            problem = $"{correction.Path}: the columns are not those of the shipped table.";
            return null;
        }
        var book = new Rulebook(_corrections.Add((correction, table)));
        problem = book.Trial(correction);
        return problem is null ? book : null;
    }

    /// <summary>
    /// False for what no correction reaches: worked examples, and tables that the program reads once when it starts.
    /// </summary>
    public static bool CanCorrect(string path) => TableReader.Of(path).Count > 0;

    /// <summary>
    /// Builds every edition that reads the table, on each day from which the tables differ within the dates, so that a
    /// bad cell is found now and not by a judgement.
    /// </summary>
    private string? Trial(TableCorrection correction)
    {
        IEnumerable<DateOnly> days = _corrections.SelectMany(c => new[] { c.Correction.From, c.Correction.To })
            .OfType<DateOnly>().Where(day => day > correction.From && !(day >= correction.To))
            .Prepend(correction.From).Distinct();
        foreach (DateOnly day in days)
        {
            Tables tables = On(day);
            foreach (TableReader reader in TableReader.Of(correction.Path))
            {
                if (reader.Problem(tables) is { } problem)
                    return $"{correction.Path}: {reader.Folder} cannot be built on {day:yyyy-MM-dd}: {problem}";
            }
        }
        return null;
    }
}
