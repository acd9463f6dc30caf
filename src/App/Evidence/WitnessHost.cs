using System.Net;
using System.Text;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.App.Evidence;

/// <summary>
/// A witness's small web server (见证服务, C2SP tlog-witness): <c>add-checkpoint</c> for logs, the monitoring path and a
/// plain list for everybody. Holds no entry of any log.
/// </summary>
internal static class WitnessHost
{
    private const int ConnectionsMax = 256;
    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(10);

    public static WebApplication Build(Witness witness, IPEndPoint http)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = Witness.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = 8 << 10;
            kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
            kestrel.Limits.RequestHeadersTimeout = BodyWithin;
            kestrel.Listen(http);
        });
        WebApplication app = builder.Build();
        app.MapPost("/add-checkpoint", context => Add(context, witness));
        app.MapGet("/{origin}/checkpoint", (string origin) => witness.Latest(origin) is { } note
            ? Results.Text(note, WitnessAnswer.Plain) : Results.NotFound());
        app.MapGet("/vkey", () => Results.Text(witness.Key + "\n", WitnessAnswer.Plain));
        app.MapGet("/healthz", () => Results.Text("ok\n"));
        app.MapGet("/", () => Results.Text(Page(witness), "text/plain; charset=utf-8"));
        return app;
    }

    private static async Task Add(HttpContext context, Witness witness)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(BodyWithin);
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, limit.Token);
        }
        catch (BadHttpRequestException e)
        {
            context.Response.StatusCode = e.StatusCode == StatusCodes.Status413PayloadTooLarge ? e.StatusCode : 400;
            return;
        }
        WitnessAnswer answer = witness.Add(body.GetBuffer().AsSpan(0, (int)body.Length));
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body, Encoding.UTF8, context.RequestAborted);
    }

    /// <summary>Plain text, so that a terminal reads it as well as a browser.</summary>
    private static string Page(Witness witness)
    {
        var text = new StringBuilder("清源见证服务 / Qingyuan witness (c2sp.org/tlog-witness)\n\n公钥 vkey: ");
        text.Append(witness.Key).Append("\n\n");
        foreach (WitnessedLog log in witness.Logs)
            text.Append($"{log.Key.Name}\n  见证到 seen: {log.Size:N0} 条   ").Append(log.At is { } at
                ? $"{at.ToOffset(Beijing.Offset):yyyy-MM-dd HH:mm:ss}\n" : "还没有 never\n")
                .Append($"  /{Witness.HashOf(log.Key.Name)}/checkpoint\n");
        return text.Append("\n这里只有条数和根哈希，没有任何监测数据。\n").ToString();
    }

    /// <summary>The address after binding: a port of 0 was replaced by a free one.</summary>
    public static string UrlOf(WebApplication app) => app.Urls.First().TrimEnd('/');
}
