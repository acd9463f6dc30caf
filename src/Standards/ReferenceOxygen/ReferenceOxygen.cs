namespace Qingyuan.Standards;

/// <summary>
/// Reference oxygen (基准氧含量) of emission standards, by document and facility. An outlet's own permit goes before it.
/// </summary>
public sealed class ReferenceOxygen : IEdition<ReferenceOxygen>
{
    private readonly Dictionary<(string Document, string Facility), (decimal Oxygen, Citation Citation)> _rows;

    private ReferenceOxygen(CsvTable table) => _rows = table.Rows.ToDictionary(
        row => (row["document"], row["facility"]), row => (row.Number("oxygen"), row.Cite(row["document"])));

    public static ReferenceOxygen From(Tables tables, string folder) => new(tables[$"{folder}/oxygen.csv"]);

    /// <summary>Null = the document sets none for such a facility: no corrected value may be computed.</summary>
    [Clause("GB 13223-2011", "基准氧含量")]
    [Clause("GB 13271-2014", "基准氧含量")]
    [Clause("GB 18485-2014", "基准氧含量")]
    [Clause("GB 4915-2013", "基准氧含量")]
    public (decimal Oxygen, Citation Citation)? Of(string document, string facility) =>
        _rows.TryGetValue((document, facility), out var row) ? row : null;

    /// <summary>The facilities that a document names.</summary>
    public IEnumerable<string> Facilities(string document) =>
        _rows.Keys.Where(key => key.Document == document).Select(key => key.Facility);
}
