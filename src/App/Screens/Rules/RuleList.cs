using System.Text;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Rules;

/// <summary>One rule table (规则表) in the list: which document, since when, and how well its rows are known.</summary>
internal sealed record RuleRow(
    string Path, string Document, string InForce, bool CanCorrect, int Rows, int Seen, int Memory, int Unsure,
    int Confirmed, int Waiting, long? Act)
{
    public int Unconfirmed => Memory + Unsure;
}

/// <summary>All rule tables as they hold on a day (规则表目录).</summary>
internal static class RuleList
{
    public static List<RuleRow> Of(Corrections corrections, DateOnly day, string? state, string? text)
    {
        Tables tables = corrections.Book.On(day);
        return
        [
            .. CsvTable.ShippedPaths.Where(p => !p.EndsWith("/examples.csv", StringComparison.Ordinal)
                    && CsvTable.Shipped(p).Columns.Contains("confidence"))
                .Select(path => Row(corrections, tables, path))
                .Where(row => Matches(row, state) && (string.IsNullOrWhiteSpace(text)
                    || row.Path.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)
                    || row.Document.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase))),
        ];
    }

    public static string Word(string confidence) => confidence switch
    {
        "V" or "V2" => "见过原文",
        "M" => "凭记忆",
        "U" => "没有把握",
        "C" => "已核定",
        _ => confidence,
    };

    public static string Word(ProposalState state) => state switch
    {
        ProposalState.Waiting => "待核定",
        ProposalState.Approved => "已核定",
        ProposalState.Rejected => "已退回",
        ProposalState.Withdrawn => "已撤回",
        _ => "不成立",
    };

    /// <summary>The document of a table's folder; a folder over many documents names its first.</summary>
    public static string DocumentOf(string path)
    {
        const int DocumentsMax = 3;
        if (path == "InForce.csv")
            return "各标准的有效期";
        string folder = path.Split('/')[0];
        if (InForce.Shipped.All.FirstOrDefault(e => e.Folder == folder)?.Document is { } document)
            return document;
        CsvTable table = CsvTable.Shipped(path);
        if (!table.Columns.Contains("document"))
            return folder;
        string[] documents = [.. table.Rows.Select(r => r["document"]).Where(d => d.Length > 0).Distinct()];
        return documents.Length == 0 ? folder : string.Join("、", documents.Take(DocumentsMax))
            + (documents.Length > DocumentsMax ? " 等" : "");
    }

    private static RuleRow Row(Corrections corrections, Tables tables, string path)
    {
        CsvTable table = tables[path];
        string folder = path.Split('/')[0];
        string[] marks = [.. table.Rows.Select(row => row["confidence"])];
        string inForce = string.Join("；", tables.Of<InForce>().All.Where(e => e.Folder == folder).Select(e =>
            FormattableString.Invariant($"{e.From:yyyy-MM-dd} 至 ")
            + (e.To == DateOnly.MaxValue ? "今" : FormattableString.Invariant($"{e.To:yyyy-MM-dd}"))
            + (e.Region.Length > 0 ? $"（{e.Region}）" : "")));
        return new RuleRow(
            path, DocumentOf(path), inForce, Rulebook.CanCorrect(path), marks.Length,
            marks.Count(m => m is "V" or "V2"), marks.Count(m => m == "M"), marks.Count(m => m == "U"),
            marks.Count(m => m == "C"),
            corrections.Proposals.Count(p => p.Path == path && p.State == ProposalState.Waiting),
            tables.CorrectionOf(path)?.Act);
    }

    private static bool Matches(RuleRow row, string? state) => state switch
    {
        "unconfirmed" => row.Unconfirmed > 0,
        "waiting" => row.Waiting > 0,
        "corrected" => row.Act is not null,
        _ => true,
    };
}

/// <summary>The list of rule tables as a file (规则表目录下载).</summary>
internal static class RuleFiles
{
    public const string Route = "/rules.csv";

    public static void Map(WebApplication app) => app.MapGet(Route, (Node node, string? state, string? q) =>
    {
        StringBuilder csv = new();
        Csv.Line(csv, "文件", "表", "有效期", "行数", "见过原文", "凭记忆", "没有把握", "已核定", "待核定的提议", "核定行为");
        foreach (RuleRow r in RuleList.Of(node.Corrections, Today(node), state, q))
        {
            Csv.Line(csv, r.Document, r.Path, r.InForce, $"{r.Rows}", $"{r.Seen}", $"{r.Memory}", $"{r.Unsure}",
                $"{r.Confirmed}", $"{r.Waiting}", $"{r.Act}");
        }
        return Csv.File(csv, "rules.csv");
    }).ExcludeFromDescription();

    public static DateOnly Today(Node node) =>
        DateOnly.FromDateTime(node.Clock.GetUtcNow().ToOffset(Hj212.Beijing.Offset).DateTime);
}
