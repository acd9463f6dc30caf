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

    public IEnumerable<Row> Rows => _rows.Select(cells => new Row(this, cells));

    public IReadOnlyList<string> Columns => [.. _columns.OrderBy(c => c.Value).Select(c => c.Key)];

    /// <summary>The table as it came with this version of the program.</summary>
    public static CsvTable Shipped(string path) => _shipped.GetOrAdd(path, static p => Of<CsvTable>(p));

    public static string ShippedText(string path) => Text<CsvTable>(path);

    /// <summary>Reads a table that another room ships beside its own code.</summary>
    public static CsvTable Of<TAssembly>(string path) =>
        TryRead(path, Text<TAssembly>(path), out string? problem) ?? throw new InvalidDataException(problem);

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
                        problem = $"{path}: column '{cells[i]}' stands twice.";
                }
                continue;
            }
            if (cells.Length != table._columns.Count)
                problem = $"{path}: row '{line}' has {cells.Length} cells, the header {table._columns.Count}.";
            else if (table._rows.Count == RowsMax)
                problem = $"{path}: more than {RowsMax} rows.";
            if (problem is not null)
                return null;
            table._rows.Add(cells);
        }
        return problem is null ? table : null;
    }

    /// <summary>One row; a missing column is our fault and throws.</summary>
    public readonly struct Row(CsvTable table, string[] cells)
    {
        public string this[string column] => cells[table._columns[column]];

        public bool Has(string column) => table._columns.ContainsKey(column);

        public decimal Number(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);

        /// <summary>Null where the cell is empty.</summary>
        public decimal? NumberOrNull(string column) => this[column].Length == 0 ? null : Number(column);

        public int Whole(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);

        /// <summary>The columns <c>clause</c>, <c>page</c> and <c>confidence</c> that every table has.</summary>
        public Citation Cite(string document) => new(document, this["clause"], this["page"], this["confidence"] switch
        {
            "V" or "V2" => Confidence.Seen,
            "M" => Confidence.Memory,
            "U" => Confidence.Unsure,
            "C" => Confidence.Confirmed,
            var other => throw new InvalidDataException($"{document}: unknown confidence '{other}'."),
        });
    }
}

/// <summary>The named numbers of one document (<c>rules.csv</c>), each with its clause.</summary>
public sealed class RuleTable
{
    private readonly Dictionary<string, (decimal Value, Citation Citation)> _rules = [];

    public RuleTable(string document, CsvTable table)
    {
        foreach (CsvTable.Row row in table.Rows)
            _rules.Add(row["rule"], (row.Number("value"), row.Cite(document)));
    }

    public decimal this[string rule] => _rules[rule].Value;

    public Citation Cite(string rule) => _rules[rule].Citation;

    public IEnumerable<string> Names => _rules.Keys;
}
