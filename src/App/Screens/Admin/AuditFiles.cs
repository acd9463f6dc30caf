using System.Globalization;
using System.Text;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Admin;

/// <summary>The audit as CSV (审计导出); the export itself is an entry.</summary>
internal static class AuditFiles
{
    public const string Csv = "/w/admin/audit.csv";
    public const int LinesMax = 50_000;

    public static void Map(WebApplication app) => app.MapGet(Csv, Get).ExcludeFromDescription();

    public static AuditFilter Filter(string? person, string? kind, string? from, string? to) => new(
        Text(person), Text(kind), Day(from), Day(to)?.AddDays(1));

    private static async Task<IResult> Get(
        HttpContext context, Node node, Audit audit, string? person, string? kind, string? from, string? to)
    {
        IReadOnlyList<AuditLine> lines;
        using (var reader = node.Tables.Reader())
            lines = AuditTable.Find(reader, Filter(person, kind, from, to), LinesMax);
        await audit.Write(context, AuditTable.Exported, ActorOf.Current(context).Person, Powers.AdminAudit,
            string.Create(CultureInfo.InvariantCulture, $"{lines.Count} lines"), "");
        var text = new StringBuilder("\uFEFF时间,日志,位置,人员,行为,权限,依据,事项,结果,来自\r\n");
        foreach (var l in lines)
            text.AppendJoin(',', new[]
            {
                l.At.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture), l.Log,
                l.Position.ToString(CultureInfo.InvariantCulture), l.Person, l.Kind, l.Power, l.Clause, l.Subject,
                l.Result, l.From,
            }.Select(Cell)).Append("\r\n");
        return TypedResults.File(Encoding.UTF8.GetBytes(text.ToString()), "text/csv; charset=utf-8", "audit.csv");
    }

    /// <summary>
    /// OWASP ASVS 5.0.0 v5.0.0-1.2.10: a cell that a sheet would run as a formula begins with an apostrophe.
    /// </summary>
    internal static string Cell(string text)
    {
        if (text.Length > 0 && text[0] is ('=' or '+' or '-' or '@' or '\t' or '\r' or '\0'))
            text = "'" + text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static DateTimeOffset? Day(string? text) => DateTime.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new DateTimeOffset(day, Beijing.Offset) : null;
}
