using System.Text;
using Qingyuan.App.Checks;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Checks;

/// <summary>The catalogue filtered, and as a file (检查目录下载).</summary>
internal static class CheckFiles
{
    public const string Route = "/checks.csv";

    public static List<CheckPart> Filter(string? part, string? severity, string? kind, string? text) =>
    [
        .. Catalogue.Parts.Where(p => string.IsNullOrEmpty(part) || p.Name == part)
            .Select(p => p with { Checks = [.. p.Checks.Where(c => Matches(c, severity, kind, text))] })
            .Where(p => p.Checks.Count > 0),
    ];

    public static void Map(WebApplication app) =>
        app.MapGet(Route, (string? part, string? severity, string? kind, string? q) =>
        {
            StringBuilder csv = new();
            Csv.Line(csv, "部分", "代码", "轻重", "性质", "说明", "English", "文件", "条款", "待核", "例子");
            foreach (CheckPart p in Filter(part, severity, kind, q))
            {
                foreach (Check c in p.Checks)
                {
                    Csv.Line(csv, p.Name, c.Code, Catalogue.Word(c.Severity), Catalogue.Word(c.Kind), c.Chinese,
                        c.English, c.Citation.Document, c.Citation.Clause, c.Citation.IsUnconfirmed ? "待核" : "",
                        c.Example);
                }
            }
            return Csv.File(csv, "checks.csv");
        }).ExcludeFromDescription();

    private static bool Matches(Check check, string? severity, string? kind, string? text) =>
        (string.IsNullOrEmpty(severity) || check.Severity.ToString() == severity)
        && (string.IsNullOrEmpty(kind) || check.Kind.ToString() == kind)
        && (string.IsNullOrWhiteSpace(text) || check.Code.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase)
            || check.Chinese.Contains(text.Trim(), StringComparison.Ordinal)
            || check.English.Contains(text.Trim(), StringComparison.OrdinalIgnoreCase));
}
