using System.Collections.Concurrent;
using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>
/// A table of a document (规则表): comma-separated rows with a header line, <c>#</c> comments, no quoting (Chinese text
/// uses full-width commas). A shipped table is read once from the assembly; a malformed one stops the program at its
/// first use, a malformed correction is refused before it is used.
/// </summary>
public sealed class CsvTable
{
    private const int RowsMax = 10_000;
    private static readonly ConcurrentDictionary<string, CsvTable> _shipped = new();
    private readonly Dictionary<string, int> _columns = [];
    private readonly List<string[]> _rows = [];

    private CsvTable(string path) => Path = path;

    /// <summary>The path beside the code, e.g. <c>Hj75Of2017/rules.csv</c>.</summary>
    public string Path { get; }

    public IEnumerable<Row> Rows => _rows.Select((cells, at) => new Row(this, cells, at + 1));

    public IReadOnlyList<string> Columns => [.. _columns.OrderBy(c => c.Value).Select(c => c.Key)];

    /// <summary>The table as it came with this version of the program.</summary>
    public static CsvTable Shipped(string path) => _shipped.GetOrAdd(path, static p => Of<CsvTable>(p));

    public static string ShippedText(string path) => Text<CsvTable>(path);

    /// <summary>Reads a table that another room ships beside its own code.</summary>
    public static CsvTable Of<TAssembly>(string path) =>
        TryRead(path, Text<TAssembly>(path), out string? problem)
        ?? throw new InvalidDataException($"{path}: {problem}");

    private static string Text<TAssembly>(string path)
    {
        using Stream stream = typeof(TAssembly).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidDataException($"Table '{path}' is not in {typeof(TAssembly).Assembly.GetName().Name}.");
        using var text = new StreamReader(stream);
        return text.ReadToEnd();
    }

    /// <summary>The paths of all shipped tables, in ordinal order.</summary>
    public static IReadOnlyList<string> ShippedPaths { get; } =
    [
        .. typeof(CsvTable).Assembly.GetManifestResourceNames()
            .Where(n => n.EndsWith(".csv", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    /// <summary>Null, and why, when a row does not fit the header or there are too many.</summary>
    public static CsvTable? TryRead(string path, string text, out string? problem)
    {
        var table = new CsvTable(path);
        problem = null;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split(',');
            if (table._columns.Count == 0)
            {
                for (int i = 0; i < cells.Length; i++)
                {
                    if (!table._columns.TryAdd(cells[i], i))
                        problem = $"表头里有两列叫“{cells[i]}”；请改名或删去一列";
                }
                continue;
            }
            if (cells.Length != table._columns.Count)
            {
                problem = $"第 {table._rows.Count + 1} 行有 {cells.Length} 格，表头有 {table._columns.Count} 格（{line}）；"
                    + "请补齐或删去多的格子";
            }
            else if (table._rows.Count == RowsMax)
                problem = $"超过 {RowsMax} 行；请删去多的行";
            if (problem is not null)
                return null;
            table._rows.Add(cells);
        }
        return problem is null ? table : null;
    }

    /// <summary>One row; a missing column is our fault and throws, a cell that cannot be read says which one.</summary>
    /// <param name="number">From 1, as a person counts.</param>
    public readonly struct Row(CsvTable table, string[] cells, int number)
    {
        public string this[string column] => cells[table._columns[column]];

        public bool Has(string column) => table._columns.ContainsKey(column);

        public decimal Number(string column) =>
            decimal.TryParse(this[column], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value)
                ? value : throw Problem(column, "不是数；请写成 0.5 这样的数，不带单位");

        /// <summary>Null where the cell is empty.</summary>
        public decimal? NumberOrNull(string column) => this[column].Length == 0 ? null : Number(column);

        public int Whole(string column) =>
            int.TryParse(this[column], NumberStyles.Integer, CultureInfo.InvariantCulture, out int value)
                ? value : throw Problem(column, "不是整数；请写成 24 这样的数，不带单位");

        public DateOnly Day(string column) => DateOnly.TryParseExact(
            this[column], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                ? day : throw Problem(column, "不是日期；请写成 2026-03-01 这样");

        /// <summary>Null where the cell is empty.</summary>
        public DateOnly? DayOrNull(string column) => this[column].Length == 0 ? null : Day(column);

        /// <summary>What the cell stands for in a list of words.</summary>
        public T OneOf<T>(string column, params ReadOnlySpan<(string Word, T Value)> choices)
        {
            foreach ((string word, T value) in choices)
            {
                if (this[column] == word)
                    return value;
            }
            var words = new List<string>(choices.Length);
            foreach ((string word, _) in choices)
                words.Add(word);
            throw Problem(column, $"不认识；请写 {string.Join("、", words)} 里的一个");
        }

        /// <summary>To be thrown for a cell that the edition cannot use.</summary>
        /// <param name="why">What is wrong with it and what to do.</param>
        public InvalidDataException Problem(string column, string why) =>
            new($"第 {number} 行（{cells[0]}）“{column}”一格“{this[column]}”{why}");

        /// <summary>The columns <c>clause</c>, <c>page</c> and <c>confidence</c> that every table has.</summary>
        public Citation Cite(string document) => new(document, this["clause"], this["page"], OneOf(
            "confidence", ("V", Confidence.Seen), ("V2", Confidence.Seen), ("M", Confidence.Memory),
            ("U", Confidence.Unsure), ("C", Confidence.Confirmed)));
    }
}

/// <summary>The named numbers of one document (<c>rules.csv</c>), each with its clause.</summary>
public sealed class RuleTable
{
    private readonly Dictionary<string, (decimal Value, Citation Citation)> _rules = [];

    public RuleTable(string document, CsvTable table)
    {
        foreach (CsvTable.Row row in table.Rows)
        {
            if (!_rules.TryAdd(row["rule"], (row.Number("value"), row.Cite(document))))
                throw row.Problem("rule", "已经有一行；请删去一行");
        }
    }

    public decimal this[string rule] => Find(rule).Value;

    public Citation Cite(string rule) => Find(rule).Citation;

    public IEnumerable<string> Names => _rules.Keys;

    private (decimal Value, Citation Citation) Find(string rule) => _rules.TryGetValue(rule, out var found)
        ? found : throw new InvalidDataException($"缺少“{rule}”这一行；请补上，数值照现行的表");
}
