using Qingyuan.App.Web;
using Qingyuan.Hj212;

namespace Qingyuan.App.Evidence;

/// <summary>
/// The evidence bundle of one outlet and day for anybody (下载证据包). What it holds is public already; making it costs
/// about a second of a core, so few are made at once.
/// </summary>
internal sealed class EvidenceDownload : IDisposable
{
    public const string Route = "/evidence/{outlet}/{day}";
    private const int AtOnceMax = 2;
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _few = new(AtOnceMax);

    public static void Map(WebApplication app) => app.MapGet(Route, (
        HttpContext context, Node node, EvidenceDownload download, string outlet, string day,
        CancellationToken cancel) => download.Get(context, node, outlet, day, cancel)).ExcludeFromDescription();

    /// <summary>The address of a day's bundle.</summary>
    public static string Link(string outlet, DateTimeOffset at) =>
        $"/evidence/{Uri.EscapeDataString(outlet)}/{at.ToOffset(Beijing.Offset):yyyy-MM-dd}";

    public void Dispose() => _few.Dispose();

    private async Task<IResult> Get(
        HttpContext context, Node node, string outlet, string day, CancellationToken cancel)
    {
        if (!ExportEvidence.TryDay(day, out DateOnly date))
            return Problems.Bad("evidence.day", "日期写成 2026-11-23（北京时间）。");
        if (node.Register.Outlet(outlet) is null)
            return Problems.NotFound("outlet.unknown", $"没有登记过排口 {outlet}。全部排口见 /api/v1/outlets。");
        if (!await _few.WaitAsync(WaitMax, cancel))
        {
            context.Response.Headers.RetryAfter = "20";
            return Problems.Of(StatusCodes.Status503ServiceUnavailable, "evidence.busy",
                "正在给别人做证据包，请过一会儿再试。");
        }
        try
        {
            BundleWriter writer = BundleWriter.On(node.Options, node.Tables.Reader, node.Clock);
            // Most of it is hashing: not on a thread that other answers wait for.
            (_, byte[] file) = await Task.Run(() => writer.Make(outlet, date, date, cancel), cancel);
            return TypedResults.File(file, "application/zip", ExportEvidence.FileName(outlet, date, date));
        }
        catch (BundleRefusedException e)
        {
            return Problems.NotFound("evidence.nothing", e.Message);
        }
        finally
        {
            _few.Release();
        }
    }
}
