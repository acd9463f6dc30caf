using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Components;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>Lists of matters as CSV and attachments as files (事项下载).</summary>
internal static class MatterFiles
{
    public const string ListCsv = "/w/matters.csv", BoardCsv = "/w/deadlines.csv";
    public const string File = "/w/matters/{number}/file/{digest}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(ListCsv, (HttpContext context, Node node) => Csv(
            context, node, Filter(context), "事项")).ExcludeFromDescription();
        routes.MapGet(BoardCsv, (HttpContext context, Node node) => Csv(
            context, node, Filter(context) with { Open = true, Running = true }, "期限")).ExcludeFromDescription();
        routes.MapGet(File, GetFile).ExcludeFromDescription();
    }

    /// <summary>The filter that an address names.</summary>
    public static MatterFilter Filter(HttpContext context)
    {
        IQueryCollection query = context.Request.Query;
        return new MatterFilter(
            query["procedure"].ToString(), query["state"].ToString(), query["q"].ToString(),
            query["mine"] == "1" ? ActorOf.Current(context).Person : null, query["subject"].ToString(),
            query["all"] != "1" && query["state"].ToString().Length == 0);
    }

    private static FileContentHttpResult Csv(HttpContext context, Node node, MatterFilter filter, string about) =>
        TableCsv.Of(
            TableView.Of(context), MatterColumns.Of(node.Matters.Context().Now, node),
            MatterList.Load(node, ActorOf.Current(context), filter), about + ".csv", about);

    /// <summary>
    /// Only what a matter that one may see names; always handed out as a file, never shown as a page.
    /// </summary>
    private static Results<FileContentHttpResult, ProblemHttpResult> GetFile(
        HttpContext context, Node node, string number, string digest)
    {
        Attachment? found = MatterView.Load(node, number, ActorOf.Current(context))?.Matter.History
            .SelectMany(h => h.Attachments).FirstOrDefault(a => a.Digest == digest);
        return found is not null && node.Blobs.Get(found.Digest) is { } bytes
            ? TypedResults.File(bytes, "application/octet-stream", found.Name)
            : Problems.NotFound("attachment.unknown", "没有这个附件，或者你不能看它。请从事项页上打开。");
    }
}
