using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Web;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Draws;

/// <summary>What of a draw can be taken away (下载): lists, seed, the record that is recomputed.</summary>
internal static class DrawFiles
{
    public const string Inside = "/w/draws/{id}/{file}", Outside = "/draws/{id}/{file}";

    public static void Map(WebApplication app)
    {
        app.MapGet(Inside, (Qingyuan.Supervision.Draws draws, string id, string file) =>
            Get(draws, id, file, inside: true)).ExcludeFromDescription();
        app.MapGet(Outside, (Qingyuan.Supervision.Draws draws, string id, string file) =>
            Get(draws, id, file, inside: false)).ExcludeFromDescription();
    }

    private static IResult Get(Qingyuan.Supervision.Draws draws, string id, string file, bool inside)
    {
        if (draws.See(id) is not { } seen || !inside && seen.Held.PublishedAt is null)
            return Problems.NotFound("draw.unknown", "没有这次抽取，或者还没有公开。");
        return file switch
        {
            "objects.csv" => Text(DrawLists.Write(seen.Objects), "text/csv", $"{id}-objects.csv"),
            "inspectors.csv" => Text(DrawLists.Write(seen.Inspectors), "text/csv", $"{id}-inspectors.csv"),
            "rules.txt" => Text(seen.Held.Commitment.Rules, "text/plain", $"{id}-rules.txt"),
            "seed.bin" when seen.Seed is { } seed =>
                TypedResults.File(seed.Bytes, "application/octet-stream", "seed.bin"),
            "checkpoint.txt" when seen.Seed is { } seed =>
                Text(seed.Checkpoint.Note, "text/plain", $"{id}-checkpoint.txt"),
            "record" when draws.Record(id) is { } record =>
                Text(record.Write(), "application/json", $"{id}.draw.json"),
            "record" => Problems.Of(503, "ledger.notYetPublished", "抽取已经落盘，还没有进检查点。约一秒后再取。"),
            _ => Problems.NotFound("draw.file", "没有这个文件。"),
        };
    }

    // The bytes are what the digest in the ledger covers, so no mark is put before them.
    private static FileContentHttpResult Text(string text, string type, string name) =>
        TypedResults.File(Encoding.UTF8.GetBytes(text), type + "; charset=utf-8", name);
}
