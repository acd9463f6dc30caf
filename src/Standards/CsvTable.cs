using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>
/// A table of a document: comma-separated rows with a header line, <c>#</c> comments, no quoting (Chinese text uses
/// full-width commas). Read once from the assembly; a malformed table stops the program at its first use.
/// </summary>
public sealed class CsvTable
{
    private const int RowsMax = 10_000;
    private readonly Dictionary<string, int> _columns = [];
    private readonly List<string[]> _rows = [];

    private CsvTable(string name, TextReader text)
    {
        while (text.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            string[] cells = line.Split(',');
            if (_columns.Count == 0)
            {
                for (int i = 0; i < cells.Length; i++)
                    _columns.Add(cells[i], i);
                continue;
            }
            if (cells.Length != _columns.Count || _rows.Count == RowsMax)
                throw new InvalidDataException($"{name}: row '{line}' does not fit the header.");
            _rows.Add(cells);
        }
    }

    public IEnumerable<Row> Rows => _rows.Select(cells => new Row(this, cells));

    /// <summary>Reads a table by its path beside the code, e.g. <c>Hj75Of2017/rules.csv</c>.</summary>
    public static CsvTable Of<TAssembly>(string path)
    {
        using Stream stream = typeof(TAssembly).Assembly.GetManifestResourceStream(path)
            ?? throw new InvalidDataException($"Table '{path}' is not in {typeof(TAssembly).Assembly.GetName().Name}.");
        using var text = new StreamReader(stream);
        return new CsvTable(path, text);
    }

    /// <summary>One row; a missing column is our fault and throws.</summary>
    public readonly struct Row(CsvTable table, string[] cells)
    {
        public string this[string column] => cells[table._columns[column]];

        public decimal Number(string column) => decimal.Parse(this[column], CultureInfo.InvariantCulture);

        public int Whole(string column) => int.Parse(this[column], CultureInfo.InvariantCulture);

        /// <summary>The columns <c>clause</c>, <c>page</c> and <c>confidence</c> that every table has.</summary>
        public Citation Cite(string document) => new(document, this["clause"], this["page"], this["confidence"] switch
        {
            "V" or "V2" => Confidence.Seen,
            "M" => Confidence.Memory,
            "U" => Confidence.Unsure,
            var other => throw new InvalidDataException($"{document}: unknown confidence '{other}'."),
        });
    }
}

/// <summary>The named numbers of one document (<c>rules.csv</c>), each with its clause.</summary>
public sealed class RuleTable
{
    private readonly Dictionary<string, (decimal Value, Citation Citation)> _rules = [];

    public RuleTable(string document, string path)
    {
        foreach (CsvTable.Row row in CsvTable.Of<RuleTable>(path).Rows)
            _rules.Add(row["rule"], (row.Number("value"), row.Cite(document)));
    }

    public decimal this[string rule] => _rules[rule].Value;

    public Citation Cite(string rule) => _rules[rule].Citation;

    public IEnumerable<string> Names => _rules.Keys;
}
