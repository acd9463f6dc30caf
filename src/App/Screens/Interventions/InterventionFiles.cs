using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Qingyuan.App.Web;
using Qingyuan.Ledger;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Interventions;

/// <summary>Files handed in, files of an opened record, and the proof of a receipt.</summary>
internal static class InterventionFiles
{
    /// <summary>All files of a form and what is around them.</summary>
    public const long BodyBytesMax = EvidenceFile.AllBytesMax + (1 << 20);

    public const string Proof = "/intervention/{number}/receipt.tlog-proof";
    public const string File = "/w/interventions/{number}/file";

    public static void Map(WebApplication app)
    {
        app.MapGet(Proof, Receipt).ExcludeFromDescription();
        app.MapPost(File, Opened).ExcludeFromDescription();
    }

    public static async Task<IReadOnlyList<(string Name, byte[] Bytes)>> Read(
        IFormFileCollection files, CancellationToken cancel)
    {
        var kept = new List<(string, byte[])>();
        foreach (IFormFile file in files.Where(f => f.Length > 0).Take(EvidenceFile.FilesMax + 1))
        {
            using var bytes = new MemoryStream();
            await file.CopyToAsync(bytes, cancel);
            kept.Add((EvidenceFile.NameOf(file.FileName), bytes.ToArray()));
        }
        return kept;
    }

    /// <summary>The entry with its proof: what <c>qingyuan verify</c> checks. Holds no content.</summary>
    private static IResult Receipt(Node node, Qingyuan.Supervision.Interventions interventions, int number)
    {
        if (interventions.Book.Find(number) is not { } record)
            return Problems.NotFound("intervention.number", "没有这个编号的记录。");
        if (record.Position >= node.Acts.Published.Size)
            return Problems.Of(503, "ledger.notYetPublished", "这一条已经落盘，还没有进检查点。约一秒后再取。");
        string text = node.Acts.Prove(record.Position).ToText(node.Acts.Read(record.Position));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8",
            $"intervention-{Intervention.NumberText(number)}.tlog-proof");
    }

    private static async Task<IResult> Opened(
        HttpContext context, IAntiforgery antiforgery, Qingyuan.Supervision.Interventions interventions, int number)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Problems.Bad("form.token", "页面已经过期。请刷新后再试。");
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        string digest = form["file"].ToString();
        byte[]? bytes = interventions.OpenFile(
            ActorOf.Current(context), number, digest, form["passphrase"].ToString());
        if (bytes is null)
            return Problems.Of(403, "intervention.file", "打不开：口令不对，或者你还没有查阅过这份记录。");
        // As an attachment only: nothing that was handed in is ever shown inside our pages.
        context.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        return TypedResults.File(bytes, "application/octet-stream",
            $"{Intervention.NumberText(number)}-{digest[..8]}{Ending(bytes)}");
    }

    private static string Ending(byte[] bytes) => EvidenceFile.TypeOf(bytes) switch
    {
        "image/jpeg" => ".jpg",
        "image/png" => ".png",
        "application/pdf" => ".pdf",
        "audio/mp4" => ".m4a",
        "video/mp4" => ".mp4",
        "video/webm" => ".webm",
        "audio/ogg" => ".ogg",
        "audio/mpeg" => ".mp3",
        "audio/amr" => ".amr",
        "audio/wav" => ".wav",
        _ => ".bin",
    };
}
