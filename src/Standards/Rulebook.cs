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
            problem = "没有这张表；请从规则表目录里选一张";
            return null;
        }
        if (correction.To <= correction.From)
        {
            problem = "停用日期不晚于生效日期；请改日期";
            return null;
        }
        if (!CanCorrect(correction.Path))
        {
            problem = "没有哪个标准按日期用这张表，它只随新版本更换；请在新版本里改";
            return null;
        }
        if (!table.Columns.SequenceEqual(CsvTable.Shipped(correction.Path).Columns))
        {
            problem = "列和随程序发布的表不一样；请保留这些列："
                + string.Join("、", CsvTable.Shipped(correction.Path).Columns);
            return null;
        }
        if (MissingRule(table) is { } missing)
        {
            problem = $"缺少“{missing}”这一行，程序按名字找它；请补上，不用的话数值照旧";
            return null;
        }
        var book = new Rulebook(_corrections.Add((correction, table)));
        problem = book.Trial(correction);
        return problem is null ? book : null;
    }

    /// <summary>All versions of a table: the shipped one and each correction in the order of approval.</summary>
    public IEnumerable<CsvTable> Versions(string path) =>
        _corrections.Where(c => c.Correction.Path == path).Select(c => c.Table).Prepend(CsvTable.Shipped(path));

    /// <summary>A named number that the code asks for must not go: it would be missed by a judgement.</summary>
    private static string? MissingRule(CsvTable table)
    {
        CsvTable shipped = CsvTable.Shipped(table.Path);
        if (!shipped.Columns.Contains("rule"))
            return null;
        HashSet<string> names = [.. table.Rows.Select(row => row["rule"])];
        return shipped.Rows.Select(row => row["rule"]).FirstOrDefault(rule => !names.Contains(rule));
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
                    return $"{reader.Document}（{reader.Folder}）自 {day:yyyy-MM-dd} 起用不了这张表：{problem}";
            }
        }
        return null;
    }
}
