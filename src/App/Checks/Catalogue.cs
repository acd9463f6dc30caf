using System.Globalization;
using System.Text;
using Qingyuan.App.Eval;
using Qingyuan.Hj212;
using Qingyuan.Standards;

namespace Qingyuan.App.Checks;

/// <summary>A part of the catalogue: the outcomes of one room or one document.</summary>
internal sealed record CheckPart(string Name, string English, IReadOnlyList<Check> Checks);

/// <summary>
/// Every outcome that a rule of this program can give (检查目录), with its permanent code: the page for everyone, the file
/// in docs, and what an authority may suppress are all read from here.
/// </summary>
internal static class Catalogue
{
    private const string Hj212Document = "HJ 212-2017";

    public static IReadOnlyList<CheckPart> Parts { get; } =
    [
        new("数据判定", "Judging data", [.. Judgement.Checks.Table.All]),
        new("报文不合规", "Deviations of HJ 212 frames", [.. Deviations.All.Select(d => new Check(
            "hj212." + d.Code, Enum.Parse<CheckSeverity>(d.Severity, true), CheckKind.Outcome, d.Chinese, d.English,
            new Citation(Hj212Document, d.Clause2017, "", Confidence.Seen), d.Example))]),
        new("报文拒收", "Bytes kept without being a frame", [.. Deviations.Rejections.Select(r => new Check(
            "frame." + r.Code, CheckSeverity.Blocks, CheckKind.Outcome, r.Chinese, r.English,
            new Citation(Hj212Document, r.Clause2017, "", Confidence.Seen), r.Example))]),
        new("质量控制", "Quality control",
        [
            .. new CheckTable(CsvTable.Shipped("Checks/quality.csv")).All,
            .. Rulebook.Shipped.Newest().Of<ControlCharts>().Rules.Select(r => new Check(
                r.Code, r.Severity == "person" ? CheckSeverity.NeedsPerson : CheckSeverity.Informs, CheckKind.Outcome,
                r.Text, English(r), r.Citation, r.Text)),
        ]),
    ];

    private static readonly Dictionary<string, Check> s_byCode =
        Parts.SelectMany(p => p.Checks).ToDictionary(c => c.Code, StringComparer.Ordinal);

    public static Check? Find(string code) => s_byCode.GetValueOrDefault(code);

    public static string Word(CheckSeverity severity) => severity switch
    {
        CheckSeverity.Blocks => "阻断",
        CheckSeverity.NeedsPerson => "需人处理",
        _ => "提示",
    };

    public static string Word(CheckKind kind) => kind switch
    {
        CheckKind.Missing => "缺失",
        CheckKind.NotEvaluated => "未评价",
        CheckKind.NeighbourMissing => "缺邻项",
        CheckKind.NotApplicable => "不适用",
        _ => "判定结果",
    };

    /// <summary>The file docs/checks.md.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder();
        text.Append("""
            # The check catalogue (检查目录)

            Generated from the tables beside the code; a test compares. Codes are permanent. Severity: 阻断 blocks
            (cannot be used), 需人处理 needs a person, 提示 informs. Where there is no verdict, 缺失 (missing), 未评价 (not
            evaluated), 缺邻项 (a neighbour is missing) and 不适用 (not applicable) are four different things. A clause
            with † is from memory or unsure.


            """);
        foreach (CheckPart part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {part.Name} · {part.English}\n\n");
            text.Append("| code | severity | kind | 中文 | English | clause | example |\n");
            text.Append("| --- | --- | --- | --- | --- | --- | --- |\n");
            foreach (Check c in part.Checks)
            {
                string cite = $"{c.Citation.Document} {c.Citation.Clause}{(c.Citation.IsUnconfirmed ? " †" : "")}";
                text.Append(CultureInfo.InvariantCulture,
                    $"| `{c.Code}` | {Word(c.Severity)} | {Word(c.Kind)} | {c.Chinese} | {c.English} | {cite} ");
                text.Append(CultureInfo.InvariantCulture, $"| {Cell(c.Example)} |\n");
            }
            text.Append('\n');
        }
        return text.ToString().TrimEnd() + "\n";
    }

    private static string English(ChartRule r) => r.Kind switch
    {
        "trend" => $"{r.Points} points in a row rise or fall.",
        "range" => Invariant($"Two neighbours lie beyond {r.Sd} s on opposite sides."),
        _ when r.Sd == 0 => $"{r.Points} points in a row lie on one side of the centre.",
        _ => Invariant($"{r.Points} of {r.Of} points lie beyond {r.Sd} s on one side."),
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private static string Cell(string example) => example.Replace("|", "\\|", StringComparison.Ordinal);
}
