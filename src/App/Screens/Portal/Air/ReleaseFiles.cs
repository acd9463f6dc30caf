using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Web;
using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>
/// The files of a release (发布文件): daily figures of every place as CSV and JSON, made once, kept by their digest, served
/// under it for ever.
/// </summary>
internal static class ReleaseFiles
{
    public const string Route = "/data/release/{digest}/{name}";

    /// <summary>A longer span is released in pieces.</summary>
    public const int DaysMax = 366;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Map(WebApplication app) => app.MapGet(Route, Get).WithSummary("发布过的文件，地址里有它的 SHA-256");

    /// <summary>Makes and keeps the files; the act that names them is the release.</summary>
    public static Release Make(Node node, string subject, DateTimeOffset from, DateTimeOffset to)
    {
        if (to - from > TimeSpan.FromDays(DaysMax))
            throw new ArgumentOutOfRangeException(nameof(to), to, $"At most {DaysMax} days.");
        var figures = new List<Figure>();
        using (var connection = node.Tables.Reader())
        {
            FigureSpan span = subject == "air" ? FigureSpan.AirDay : FigureSpan.WaterDay;
            foreach (string place in Prefecture.All.Select(p => p.Key).Concat(node.Register.SiteIds
                .Where(id => node.Register.Site(id)!.IsWater == (subject == "water"))))
                figures.AddRange(Figures.Of(connection, place, span, from, to, DaysMax));
        }
        string name = string.Create(
            CultureInfo.InvariantCulture, $"{subject}-daily-{from:yyyyMMdd}-{to.AddDays(-1):yyyyMMdd}");
        byte[] csv = [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(AmbientCsv.Write(figures).ToString())];
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(figures.Select(AmbientApi.Of), s_json);
        return new Release(subject, from, to, [Keep(node, name + ".csv", csv), Keep(node, name + ".json", json)]);
    }

    private static ReleasedFile Keep(Node node, string name, byte[] bytes) =>
        new(name, node.Blobs.Put(bytes), bytes.Length);

    private static Results<FileContentHttpResult, ProblemHttpResult> Get(
        HttpContext context, Node node, string digest, string name)
    {
        using var connection = node.Tables.Reader();
        if (!ReleaseTable.Has(connection, digest, name) || node.Blobs.Get(digest) is not { } bytes)
            return Problems.NotFound("release.unknown", "没有发布过这个文件。全部发布见 /data。");
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.ETag = $"\"{digest}\"";
        bool isCsv = name.EndsWith(".csv", StringComparison.Ordinal);
        return TypedResults.File(bytes, isCsv ? "text/csv; charset=utf-8" : "application/json", name);
    }
}
