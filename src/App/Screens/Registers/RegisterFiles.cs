using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Registers;

/// <summary>Downloads of the registers and of the empty templates (登记导出和模板).</summary>
internal static class RegisterFiles
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/w/registers/{list}.csv", (Node node, string list) =>
            Give(RegisterExport.CsvFiles(node.Register), list + ".csv")).ExcludeFromDescription();
        app.MapGet("/w/registers/template-{file}", (string file) =>
            Give(RegisterExport.Templates(), file)).ExcludeFromDescription();
    }

    private static IResult Give(IReadOnlyDictionary<string, byte[]> files, string name) =>
        files.TryGetValue(name, out byte[]? bytes)
            ? TypedResults.File(bytes, name.EndsWith(".csv", StringComparison.Ordinal) ? "text/csv; charset=utf-8"
                : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name)
            : Problems.NotFound("register.noSuchList", "没有这张表。可以取 dischargers、outlets、devices、factors。");
}
