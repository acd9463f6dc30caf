using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Qingyuan.App.Screens.Ledger;
using Qingyuan.App.Screens.Portal;
using Qingyuan.App.Screens.Registers;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.App.SignIn;

namespace Qingyuan.App.Web;

/// <summary>All routes on one page. Each also stands in <see cref="Access.Table"/>, or it is refused.</summary>
internal static class Routes
{
    public static void Map(WebApplication app)
    {
        app.MapGet(BrowserFiles.Route, (HttpContext context, BrowserFiles files, string version, string path) =>
            files.Get(context, version, path)).ExcludeFromDescription();
        app.MapRazorComponents<Root>();
        app.MapGet("/events", (HttpContext context, LiveFeed live) => live.Connect(context)).ExcludeFromDescription();
        app.MapGet("/size", Size).ExcludeFromDescription();
        app.MapPost("/sign-out", SignOut).ExcludeFromDescription();
        app.MapOpenApi();
        app.MapGet("/w/home", (HttpContext context) => Fragment.Render<HomeBody>(context)).ExcludeFromDescription();
        app.MapGet("/w/wall/board", (HttpContext context) =>
            Fragment.Render<WallBoard>(context)).ExcludeFromDescription();
        app.MapGet("/w/wall/foot", (HttpContext context) =>
            Fragment.Render<WallFoot>(context)).ExcludeFromDescription();
        app.MapGet("/company/{id}/hours.csv", CompanyCsv.Get).ExcludeFromDescription();
        app.MapGet("/company/{id}/now", (HttpContext context, string id) =>
            Fragment.Render<CompanyNow>(context, new { Id = id })).ExcludeFromDescription();
        app.MapGet("/ledger/now", (HttpContext context) =>
            Fragment.Render<LedgerPart>(context, new { Internal = false })).ExcludeFromDescription();
        app.MapGet("/w/ledger/now", (HttpContext context) =>
            Fragment.Render<LedgerPart>(context, new { Internal = true })).ExcludeFromDescription();
        app.MapGet("/w/devices/list", (HttpContext context, string? q) =>
            Fragment.Render<DevicesList>(context, new { Query = q })).ExcludeFromDescription();
        app.MapGet("/w/search/list", (HttpContext context, string? q) =>
            Fragment.Render<Screens.Search.SearchList>(context, new { Query = q, Palette = true }))
            .ExcludeFromDescription();
        app.MapGet(Screens.Origin.OriginPeek.Route, (
            HttpContext context, string outlet, string factor, string span, string start) =>
            Fragment.Render<Screens.Origin.OriginPeek>(
                context, new { Outlet = outlet, Factor = factor, Span = span, Start = start }))
            .ExcludeFromDescription();
        app.MapGet(Screens.Alarms.AlarmKeys.Csv, Screens.Alarms.AlarmKeys.GetCsv).ExcludeFromDescription();
        SignInRoutes.Map(app);
        Screens.Admin.AuditFiles.Map(app);
        RegisterFiles.Map(app);
        ApiRoutes.Map(app);
        AmbientApi.Map(app);
        ReleaseFiles.Map(app);
        EvidenceRoutes.Map(app);
        HealthRoutes.Map(app);
        LedgerFiles.Map(app);
        Evidence.EvidenceDownload.Map(app);
        Screens.Outlets.OutletApi.Map(app);
        Screens.Checks.CheckFiles.Map(app);
        Screens.Rules.RuleFiles.Map(app);
        Screens.Procedures.MatterFiles.Map(app);
        Screens.Procedures.MatterApi.Map(app);
        app.MapSupervision();
    }

    /// <summary>长者模式 on or off: a wish of this browser, kept nowhere else.</summary>
    private static RedirectHttpResult Size(HttpContext context, int elder, string? to)
    {
        if (elder == 1)
            context.Response.Cookies.Append("size", "elder", new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Strict,
                MaxAge = TimeSpan.FromDays(365),
                Secure = context.Request.IsHttps,
            });
        else
            context.Response.Cookies.Delete("size");
        // Back to where the wish was made; never to another site.
        return TypedResults.Redirect(to is ['/', not ('/' or '\\'), ..] ? to : "/");
    }

    private static async Task<IResult> SignOut(
        HttpContext context, IAntiforgery antiforgery, Door door, Audit audit)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return Problems.Bad("form.token", "页面已经过期。请刷新后再试。");
        if (ActorOf.Current(context) is { IsNobody: false } actor)
            await audit.Write(context, Registry.AuditTable.SignedOut, actor.Person, "", "", "");
        door.SignOut(context);
        return TypedResults.Redirect("/");
    }
}
