using System.IO.Compression;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Qingyuan.App.Screens.Registers;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.App.SignIn;

namespace Qingyuan.App.Web;

/// <summary>
/// The web side of a node: pages, routes, live events, and the gateway's socket beside them. Owns
/// nothing of the node; whoever opened the node closes it after this host.
/// </summary>
public static class WebHost
{
    public static WebApplication Build(Node node, WebOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Logging.ClearProviders();
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        // Whoever runs the host says in one line why it cannot start.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        // The key ring lies in DIR/keys (0700) as every other key; that it is not encrypted twice is known.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Pages with a form are never cached anyway; the warning says that it saw to it.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, options));
        AddServices(builder.Services, node, options);

        var app = builder.Build();
        var live = app.Services.GetRequiredService<LiveFeed>();
        app.Services.GetRequiredService<FrameRate>();
        app.Lifetime.ApplicationStopping.Register(live.Close);
        Announce(app.Services.GetRequiredService<Bootstrap>(), options);
        Use(app, options);
        Routes.Map(app);
        return app;
    }

    /// <summary>Where data loggers connect, once the host has started; null = nowhere.</summary>
    public static IPEndPoint? GatewayAddress(WebApplication app) => app.Services.GetService<GatewaySocket>()?.EndPoint;

    private static void Listen(KestrelServerOptions kestrel, WebOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = WebOptions.BodyBytesMax;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 << 10;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Listen(options.Http, listen => listen.UseConnectionCap());
    }

    private static void AddServices(IServiceCollection services, Node node, WebOptions options)
    {
        services.AddSingleton(node);
        services.AddSingleton(node.Clock);
        services.AddSingleton(options);
        services.AddSingleton<Site>();
        services.AddSingleton<OutletsNow>();
        services.AddSingleton<Screens.Portal.AmbientNow>();
        services.AddSingleton(SiteFoot.Load(node.Options.Data));
        services.AddSingleton<FrameRate>();
        services.AddSingleton<ImportDrafts>();
        services.AddSingleton<Evidence.EvidenceDownload>();
        services.AddSingleton<Screens.Verify.VerifyDesk>();
        services.AddSingleton(BrowserFiles.Load(Path.Combine(AppContext.BaseDirectory, "wwwroot")));
        services.AddSingleton(Bootstrap.Open(node.Options.Keys));
        services.AddPeople(node);
        services.AddSingleton<Door>();
        services.AddSingleton<LiveFeed>();
        if (options.Hj212 is not null)
        {
            services.AddSingleton<GatewaySocket>();
            services.AddHostedService(provider => provider.GetRequiredService<GatewaySocket>());
        }
        services.AddHostedService<AccountsStart>();
        if (node.Options.Demo)
            services.AddHostedService<Demo.DemoLeads>();
        services.AddDataProtection()
            .SetApplicationName("qingyuan")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(node.Options.Keys, "web")));
        // Chinese goes out as itself, not as entities.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "qy-form";
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddSupervision(node);
        services.AddRateLimits();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true; // Form tokens are masked anew in each answer; nothing else is secret.
            compression.MimeTypes =
                ["text/html", "text/plain", "text/csv", "application/json", "application/problem+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Fastest);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
    }

    private static void Announce(Bootstrap bootstrap, WebOptions options)
    {
        if (bootstrap.NewPassword is { } password)
            options.Terminal.WriteLine(
                $"工作台引导口令（只显示这一次；本机直接访问不需要）/ workspace password, shown once: {password}");
        if (!IPAddress.IsLoopback(options.Http.Address) && options.LoopbackOpen)
            options.Terminal.WriteLine("公众页面对网络开放；工作台只对本机或口令持有人开放。"
                + " / the portal faces the network; the workspace needs this machine or the password.");
    }

    private static void Use(WebApplication app, WebOptions options)
    {
        app.Use((context, next) =>
        {
            if (Door.WasForwarded(context))
                context.Items[Door.ForwardedKey] = true;
            return next(context);
        });
        if (options.TrustedProxies.Count > 0)
        {
            var forwarded = new ForwardedHeadersOptions
            {
                ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto
                    | ForwardedHeaders.XForwardedHost,
            };
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxy in options.TrustedProxies)
                forwarded.KnownProxies.Add(proxy);
            app.UseForwardedHeaders(forwarded);
        }
        app.UseSecurityHeaders();
        app.UseExceptionHandler(error => error.Run(StatusPages.Write));
        app.UseStatusCodePages(context => StatusPages.Write(context.HttpContext));
        app.UseRefusals();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<Door>().Identify(context);
            return next(context);
        });
        app.UseResponseCompression();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAccess();
        app.UseAntiforgery();
    }
}

/// <summary>
/// What stands where a status has no text of its own: a page for people, problem details for programs.
/// </summary>
internal static class StatusPages
{
    private static readonly object SaidKey = new();

    /// <summary>Says it better than the status alone can.</summary>
    public static void Say(HttpContext context, string code, string detail) => context.Items[SaidKey] = (code, detail);

    public static async Task Write(HttpContext context)
    {
        int status = context.Response.StatusCode;
        var (code, detail) = context.Items[SaidKey] is (string c, string d) ? (c, d) : Problems.OfStatus(status);
        if (Problems.WantsJson(context))
        {
            await Problems.Write(context, status, code, detail);
            return;
        }
        // A page may have been begun in this scope (one that answers 404 itself, or that failed): begin anew.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var outer = context.RequestServices;
        context.RequestServices = scope.ServiceProvider;
        context.Response.Headers.Remove("blazor-enhanced-nav");
        try
        {
            await Fragment.Render<StatusPage>(context, new { Status = status, Code = code, Detail = detail });
        }
        finally
        {
            context.RequestServices = outer;
        }
    }

    /// <summary>
    /// An act that was refused or waits for its signature is an answer, not a fault of ours; and without its audit
    /// nothing is done or shown.
    /// </summary>
    public static void UseRefusals(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (SignatureNeededException needed) when (!context.Response.HasStarted)
        {
            context.Response.Clear();
            context.Response.Headers.Location = needed.SignAt;
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
        }
        catch (ActRefusedException refused) when (!context.Response.HasStarted)
        {
            Say(context, refused.Refusal.Code, refused.Refusal.Message);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
        catch (AuditFailedException) when (!context.Response.HasStarted)
        {
            Say(context, "audit.failed", "审计记录写不下去，所以什么也没有办、没有给看。请联系系统管理员检查磁盘。");
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    });
}
