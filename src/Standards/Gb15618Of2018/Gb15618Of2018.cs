namespace Qingyuan.Standards;

/// <summary>Screening of one content in farmland soil (农用地土壤污染风险筛查): a comparison and nothing more.</summary>
/// <param name="Control">Null = the item has no control value (铜、镍、锌 and table 2).</param>
/// <param name="Use">The column of table 1 that decided; null for table 2.</param>
/// <param name="Band">The pH band that decided, as printed; null for table 2.</param>
public sealed record SoilScreening(
    decimal Screening, decimal? Control, string Verdict, string? Use, string? Band, Citation Citation);

/// <summary>GB 15618-2018 农用地土壤污染风险管控标准: screening and control values by item, use and pH.</summary>
public sealed class Gb15618Of2018 : IEdition<Gb15618Of2018>
{
    public const string Document = "GB 15618-2018";
    /// <summary>The document's own words for the three cases of chapter 6.</summary>
    public const string Low = "风险低", Possible = "可能存在风险", High = "风险高";

    private readonly Dictionary<string, string> _items = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _uses = [];
    private readonly Dictionary<(string Item, string Use), (decimal[] Limits, Citation Citation)> _screening = [];
    private readonly Dictionary<string, decimal[]> _control = [];
    private readonly Dictionary<string, (decimal Limit, Citation Citation)> _other = [];
    private readonly (string Name, decimal? UpTo)[] _bands;

    private Gb15618Of2018(Tables tables, string folder)
    {
        _bands = [.. tables[$"{folder}/bands.csv"].Rows.Select(r => (r["name"], r.NumberOrNull("upto")))];
        foreach (CsvTable.Row row in tables[$"{folder}/uses.csv"].Rows)
        {
            string[] columns = row["columns"].Split('|');
            _uses.Add(row["use"], columns);
            foreach (string name in row["names"].Split('|'))
                _uses.Add(name, columns);
        }
        foreach (CsvTable.Row row in tables[$"{folder}/screening.csv"].Rows)
        {
            Name(row);
            _screening.Add((row["item"], row["use"]), (Bands(row), row.Cite(Document)));
        }
        foreach (CsvTable.Row row in tables[$"{folder}/control.csv"].Rows)
            _control.Add(row["item"], Bands(row));
        foreach (CsvTable.Row row in tables[$"{folder}/other.csv"].Rows)
        {
            Name(row);
            _other.Add(row["item"], (row.Number("screening"), row.Cite(Document)));
        }
    }

    public static Gb15618Of2018 From(Tables tables, string folder) => new(tables, folder);

    public IEnumerable<string> Items => _items.Values.Distinct();
    public IEnumerable<string> Uses => _uses.Keys;

    /// <summary>The item of a name (code or Chinese); null = the document does not know it.</summary>
    public string? Find(string name) => _items.GetValueOrDefault(name);

    public bool IsUse(string use) => _uses.ContainsKey(use);

    /// <summary>Table 2 holds at every pH.</summary>
    public bool NeedsAcidity(string item) => !_other.ContainsKey(item);

    /// <summary>
    /// An item without a row for the use is held to the row 其他; of a paddy-dry rotation (水旱轮作) the stricter holds.
    /// A content equal to a value does not exceed it.
    /// </summary>
    [Clause("GB 15618-2018", "6")]
    public SoilScreening Screen(string item, decimal content, decimal acidity, string use)
    {
        if (_other.TryGetValue(item, out (decimal Limit, Citation Citation) other))
            return new(other.Limit, null, Verdict(content, other.Limit, null), null, null, other.Citation);
        int band = Band(acidity);
        SoilScreening? strictest = null;
        decimal? control = _control.TryGetValue(item, out decimal[]? controls) ? controls[band] : null;
        foreach (string asked in _uses[use])
        {
            string column = _screening.ContainsKey((item, asked)) ? asked : "other";
            (decimal[] limits, Citation citation) = _screening[(item, column)];
            if (strictest is null || limits[band] < strictest.Screening)
                strictest = new(limits[band], control, Verdict(content, limits[band], control), column,
                    _bands[band].Name, citation);
        }
        return strictest!;
    }

    /// <summary>The upper bound belongs to the band: pH 6.5 is 5.5＜pH≤6.5.</summary>
    [Clause("GB 15618-2018", "表1")]
    public int Band(decimal acidity) => Array.FindIndex(_bands, b => b.UpTo is null || acidity <= b.UpTo);

    private static string Verdict(decimal content, decimal screening, decimal? control) =>
        content <= screening ? Low : content > control ? High : Possible;

    private void Name(CsvTable.Row row)
    {
        _items[row["item"]] = row["item"];
        foreach (string name in row["names"].Split('|'))
            _items[name] = row["item"];
    }

    private static decimal[] Bands(CsvTable.Row row) =>
        [row.Number("b1"), row.Number("b2"), row.Number("b3"), row.Number("b4")];
}
