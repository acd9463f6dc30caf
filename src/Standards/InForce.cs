namespace Qingyuan.Standards;

/// <summary>One line of <c>InForce.csv</c>.</summary>
/// <param name="Folder">The folder of the edition's tables in this room.</param>
/// <param name="Region">Code of the region that it holds for (行政区划代码); empty = the whole country.</param>
/// <param name="To">The first day on which it no longer holds.</param>
public sealed record EditionInForce(
    string Subject, string Document, string Folder, string Region, DateOnly From, DateOnly To, Citation Citation);

/// <summary>
/// Chooses the edition (版本) of a document by the day of the measurement and the region, never by today. Null = none
/// of the editions that this house knows was in force, so nothing may be judged. Its table is corrected like any
/// other; a correction may move dates and regions, not invent an edition that the program does not hold.
/// </summary>
public sealed class InForce : IEdition<InForce>
{
    private const string Path = "InForce.csv";
    private readonly Dictionary<string, EditionInForce> _first = [], _newest = [];

    private InForce(CsvTable table)
    {
        All = [.. Read(table)];
        foreach (EditionInForce edition in All.Where(e => e.Region.Length == 0).OrderBy(e => e.From))
        {
            _first.TryAdd(edition.Subject, edition);
            _newest[edition.Subject] = edition;
        }
        CheckOrder();
        if (!ReferenceEquals(table, CsvTable.Shipped(Path)))
            CheckAgainst(table, Shipped);
    }

    /// <summary>As it came with the program; a judgement asks the tables of its day.</summary>
    public static InForce Shipped { get; } = new(CsvTable.Shipped(Path));

    public static InForce From(Tables tables, string folder) => new(tables[Path]);

    public IReadOnlyList<EditionInForce> All { get; }

    public static IEnumerable<EditionInForce> Read(CsvTable table) => table.Rows.Select(row => new EditionInForce(
        row["subject"], row["document"], row["folder"], row["region"], row.Day("from"),
        row.DayOrNull("to") ?? DateOnly.MaxValue, row.Cite(row["document"])));

    public string? Document(string subject, DateOnly day) => Edition(subject, day)?.Document;

    /// <summary>A region's own line goes before the country's; the longest matching code wins.</summary>
    public EditionInForce? Edition(string subject, DateOnly day, string region = "")
    {
        EditionInForce? found = null;
        foreach (EditionInForce edition in All)
        {
            if (edition.Subject == subject && day >= edition.From && day < edition.To
                && region.StartsWith(edition.Region, StringComparison.Ordinal)
                && (found is null || edition.Region.Length > found.Region.Length))
                found = edition;
        }
        return found;
    }

    /// <summary>The one in force last, for the whole country; a subject always has one.</summary>
    public EditionInForce Newest(string subject) => _newest[subject];

    /// <summary>The first that this house knows, for the whole country.</summary>
    public EditionInForce First(string subject) => _first[subject];

    /// <summary>Two editions of one subject and region never hold on one day: chance would choose.</summary>
    private void CheckOrder()
    {
        foreach (var of in All.GroupBy(e => (e.Subject, e.Region)))
        {
            EditionInForce? before = null;
            foreach (EditionInForce edition in of.OrderBy(e => e.From))
            {
                string name = $"{edition.Document}（{edition.Subject}，{edition.From:yyyy-MM-dd} 起）";
                if (edition.To <= edition.From)
                    throw new InvalidDataException($"{name}的停用日期不晚于实施日期；请改日期");
                if (before is not null && edition.From < before.To)
                    throw new InvalidDataException($"{name}和{before.Document}的有效期重叠；请改其中一个的日期");
                before = edition;
            }
        }
    }

    private static void CheckAgainst(CsvTable table, InForce shipped)
    {
        HashSet<(string, string)> known = [.. shipped.All.Select(e => (e.Subject, e.Folder))];
        HashSet<string> missing = [.. shipped.All.Where(e => e.Region.Length == 0).Select(e => e.Subject)];
        foreach (CsvTable.Row row in table.Rows)
        {
            if (!known.Contains((row["subject"], row["folder"])))
                throw row.Problem("folder", "不是这个主题的版本；新版本要随程序发布，这里只改日期、地区和依据");
            if (row["region"].Length == 0)
                missing.Remove(row["subject"]);
        }
        if (missing.Count > 0)
            throw new InvalidDataException($"“{missing.Order().First()}”一行都没有了；请留下全国有效的一行");
    }
}
