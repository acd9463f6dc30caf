namespace Qingyuan.Standards;

/// <summary>Screening of one content in soil of a construction site (建设用地土壤污染风险筛查): a comparison only.</summary>
/// <param name="Background">The local background (土壤环境背景值) that decided; null = none did.</param>
public sealed record SiteScreening(
    decimal Screening, decimal Control, string Verdict, decimal? Background, Citation Citation);

/// <summary>GB 36600-2018 建设用地土壤污染风险管控标准: screening and control values by item and class of land.</summary>
public sealed class Gb36600Of2018 : IEdition<Gb36600Of2018>
{
    public const string Document = "GB 36600-2018";
    /// <summary>What is to be done in the three cases of chapter 5.3, and in that of note ① of table 1.</summary>
    public const string Negligible = "风险可以忽略", Possible = "可能存在风险，开展详细调查和风险评估",
        Unacceptable = "存在不可接受风险，采取风险管控或修复措施", Natural = "不高于背景值，不纳入污染地块管理";

    private readonly Dictionary<string, int> _land = [];
    private readonly Dictionary<string, Limits> _items = new(StringComparer.OrdinalIgnoreCase);

    private sealed record Limits(
        string Item, decimal[] Screening, decimal[] Control, bool HasBackground, Citation Citation);

    private Gb36600Of2018(Tables tables, string folder)
    {
        foreach (CsvTable.Row row in tables[$"{folder}/land.csv"].Rows)
        {
            foreach (string name in (string[])[row["land"], .. row["names"].Split('|'), .. row["examples"].Split('、')])
                _land.Add(name, row.Whole("land") - 1);
        }
        foreach (CsvTable.Row row in tables[$"{folder}/limits.csv"].Rows)
        {
            var limits = new Limits(row["item"], [row.Number("screen1"), row.Number("screen2")],
                [row.Number("control1"), row.Number("control2")], row["background"] == "yes", row.Cite(Document));
            foreach (string name in (string[])[row["item"], .. row["names"].Split('|')])
            {
                if (name.Length > 0)
                    _items.Add(Plain(name), limits);
            }
        }
    }

    public static Gb36600Of2018 From(Tables tables, string folder) => new(tables, folder);

    /// <summary>The 45 basic items (基本项目) first, with full-width commas.</summary>
    public IEnumerable<string> Items => _items.Values.Distinct().Select(l => l.Item);

    /// <summary>The item of a name, whatever its commas and brackets; null = the document does not know it.</summary>
    public string? Find(string name) => _items.GetValueOrDefault(Plain(name))?.Item;

    /// <summary>By the class (1, 第一类用地) or what belongs to it (居住).</summary>
    [Clause("GB 36600-2018", "4.1")]
    public bool IsLand(string land) => _land.ContainsKey(land);

    /// <summary>
    /// A content equal to a value does not exceed it. Only items with the note are held to the background; it excuses
    /// what is above the control value too, since rock is no pollution.
    /// </summary>
    /// <param name="background">Of this place, in mg/kg; null = not known.</param>
    [Clause("GB 36600-2018", "5.3")]
    [Clause("GB 36600-2018", "表1 注①")]
    public SiteScreening Screen(string item, decimal content, string land, decimal? background = null)
    {
        Limits limits = _items[Plain(item)];
        int column = _land[land];
        decimal screening = limits.Screening[column], control = limits.Control[column];
        if (content > screening && limits.HasBackground && content <= background)
            return new(screening, control, Natural, background, limits.Citation);
        string verdict = content <= screening ? Negligible : content <= control ? Possible : Unacceptable;
        return new(screening, control, verdict, null, limits.Citation);
    }

    /// <summary>Tables hold full-width commas, since the cell ends at a plain one.</summary>
    private static string Plain(string name) => name.Replace(',', '，').Replace('（', '(').Replace('）', ')')
        .Replace(" ", "", StringComparison.Ordinal);
}
