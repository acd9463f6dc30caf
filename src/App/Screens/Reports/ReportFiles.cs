using Qingyuan.App.Web;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Reports;

/// <summary>Files of a report (举报附件), for the desk that handles it.</summary>
internal static class ReportFiles
{
    public const string File = "/w/reports/{number}/{digest}";

    public static void Map(WebApplication app) => app.MapGet(File, Get).ExcludeFromDescription();

    private static IResult Get(
        HttpContext context, Node node, Qingyuan.Supervision.Reports reports, string number, string digest)
    {
        if (node.Matters.Find(number) is not { } matter
            || reports.FileOf(ActorOf.Current(context), matter, digest) is not { } bytes)
            return Problems.NotFound("report.file", "没有这个附件，或者你不能看它。");
        // As an attachment only: nothing that was handed in is ever shown inside our pages.
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.File(bytes, "application/octet-stream", $"{number}-{digest[..8]}");
    }
}
