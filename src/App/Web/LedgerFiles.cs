using System.Text.RegularExpressions;

namespace Qingyuan.App.Web;

/// <summary>
/// The ledger for anybody: checkpoint, verifier key and tiles (C2SP tlog-tiles), read-only. What may be asked for is a
/// grammar; a name that does not fit never comes near the file system.
/// </summary>
internal static partial class LedgerFiles
{
    public static void Map(WebApplication app)
    {
        app.MapGet("/ledger/{log}/{**file}", Get).ExcludeFromDescription();
        app.MapGet("/ledger/policy", (Node node) => Results.Text(node.Witnesses.PolicyText)).ExcludeFromDescription();
    }

    /// <summary>Whether a path is one of the layout's: see C2SP tlog-tiles, "Merkle Tree" and "Log Entries".</summary>
    public static bool IsServed(string file) => file is "checkpoint" or "witnessed" or "vkey" || Tile().IsMatch(file);

    private static IResult Get(HttpContext context, Node node, string log, string file)
    {
        string? directory = log switch { "frames" => node.Options.Frames, "acts" => node.Options.Acts, _ => null };
        if (directory is null || !IsServed(file))
            return Problems.NotFound("ledger.noSuchFile", "账本里没有这个文件。可以取 checkpoint、witnessed、vkey 和 tile/…。");
        string path = Path.Combine(directory, file);
        if (!File.Exists(path))
            return Problems.NotFound("ledger.noSuchFile", "这块数据还没有写出。先看 checkpoint 的大小。");
        bool tile = file.StartsWith("tile/", StringComparison.Ordinal);
        // A tile never changes; a checkpoint is renewed about every second.
        context.Response.Headers.CacheControl = tile ? "public, max-age=31536000, immutable" : "no-cache";
        context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        context.Response.Headers.AccessControlAllowOrigin = "*";
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return TypedResults.File(stream, tile ? "application/octet-stream" : "text/plain; charset=utf-8");
    }

    [GeneratedRegex(@"\Atile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,6}[0-9]{3}"
        + @"(?:\.p/(?:[1-9]|[1-9][0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?\z")]
    private static partial Regex Tile();
}
