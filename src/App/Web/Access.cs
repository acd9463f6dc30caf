using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing;
using Qingyuan.App.SignIn;
using Qingyuan.Registry;

namespace Qingyuan.App.Web;

/// <summary>Who may call a route.</summary>
internal enum AccessClass
{
    /// <summary>公众: anybody, also from a network.</summary>
    Public,
    /// <summary>
    /// 工作台: whoever holds <c>workspace.read</c>; before the ceremony this machine and the bootstrap password.
    /// </summary>
    Workspace,
    /// <summary>本人: anybody who is signed in as a person, about their own account.</summary>
    Person,
    /// <summary>办理: whoever acts, as a person or, before the ceremony, by the bootstrap password; what they see there
    /// follows from their part in each matter.</summary>
    Acting,
    /// <summary>引导: the holder of the bootstrap password, until the ceremony.</summary>
    Ceremony,
    /// <summary>权限: whoever holds the power that <see cref="Access.Needs"/> names; each reading is audited.</summary>
    Power,
}

/// <summary>
/// Every route of the product with its class. A route that is not in this table is refused to everybody, and a test
/// walks all mapped routes.
/// </summary>
internal static class Access
{
    public static readonly FrozenDictionary<string, AccessClass> Table = new Dictionary<string, AccessClass>
    {
        [BrowserFiles.Route] = AccessClass.Public,
        ["/"] = AccessClass.Public,
        ["/companies"] = AccessClass.Public,
        ["/help"] = AccessClass.Public,
        [Screens.Portal.ReleaseFiles.Route] = AccessClass.Public,
        ["/sitemap"] = AccessClass.Public,
        ["/air"] = AccessClass.Public,
        ["/air/{Place}"] = AccessClass.Public,
        ["/water"] = AccessClass.Public,
        ["/water/{Place}"] = AccessClass.Public,
        ["/figure/{Place}/{Span}/{Start}"] = AccessClass.Public,
        ["/api/v1/air/places"] = AccessClass.Public,
        ["/api/v1/air/{place}/{span}"] = AccessClass.Public,
        ["/api/v1/air/{place}/{span}.csv"] = AccessClass.Public,
        ["/api/v1/air/{place}/{span}/{start}"] = AccessClass.Public,
        ["/api/v1/water/places"] = AccessClass.Public,
        ["/api/v1/water/{place}/{span}"] = AccessClass.Public,
        ["/api/v1/water/{place}/{span}.csv"] = AccessClass.Public,
        ["/api/v1/water/{place}/{span}/{start}"] = AccessClass.Public,
        ["/company/{Id}"] = AccessClass.Public,
        ["/company/{Id}/hours.csv"] = AccessClass.Public,
        ["/company/{id}/now"] = AccessClass.Public,
        ["/ledger"] = AccessClass.Public,
        ["/ledger/policy"] = AccessClass.Public,
        [Evidence.EvidenceDownload.Route] = AccessClass.Public,
        ["/verify"] = AccessClass.Public,
        ["/ledger/now"] = AccessClass.Public,
        ["/data"] = AccessClass.Public,
        ["/checks"] = AccessClass.Public,
        ["/calc"] = AccessClass.Public,
        ["/calc/{Kind}"] = AccessClass.Public,
        [Screens.Checks.CheckFiles.Route] = AccessClass.Public,
        ["/w/checks"] = AccessClass.Workspace,
        ["/rules"] = AccessClass.Public,
        ["/rules/table/{*Path}"] = AccessClass.Public,
        [Screens.Rules.RuleFiles.Route] = AccessClass.Public,
        ["/w/rules"] = AccessClass.Workspace,
        ["/w/rules/table/{*Path}"] = AccessClass.Workspace,
        ["/w/rules/proposal/{Position}"] = AccessClass.Workspace,
        ["/report"] = AccessClass.Public,
        ["/report/follow"] = AccessClass.Public,
        ["/w/reports"] = AccessClass.Power,
        ["/w/reports/new"] = AccessClass.Power,
        ["/w/reports/{Number}"] = AccessClass.Power,
        [Screens.Reports.ReportFiles.File] = AccessClass.Power,
        ["/draws"] = AccessClass.Public,
        ["/draws/{Id}"] = AccessClass.Public,
        [Screens.Draws.DrawFiles.Outside] = AccessClass.Public,
        ["/w/draws"] = AccessClass.Workspace,
        ["/w/draws/new"] = AccessClass.Workspace,
        ["/w/draws/{Id}"] = AccessClass.Workspace,
        [Screens.Draws.DrawFiles.Inside] = AccessClass.Workspace,
        ["/intervention/{Number}"] = AccessClass.Public,
        [Screens.Interventions.InterventionFiles.Proof] = AccessClass.Public,
        ["/w/interventions"] = AccessClass.Person,
        ["/w/interventions/new"] = AccessClass.Person,
        ["/w/interventions/supplement"] = AccessClass.Person,
        ["/w/interventions/{Number}"] = AccessClass.Person,
        [Screens.Interventions.InterventionFiles.File] = AccessClass.Person,
        ["/size"] = AccessClass.Public,
        ["/sign-in"] = AccessClass.Public,
        ["/sign-out"] = AccessClass.Public,
        [SignInRoutes.PasskeyOptions] = AccessClass.Public,
        [SignInRoutes.Passkey] = AccessClass.Public,
        ["/enrol"] = AccessClass.Public,
        [SignInRoutes.EnrolOptions] = AccessClass.Public,
        [SignInRoutes.Enrol] = AccessClass.Public,
        ["/ceremony"] = AccessClass.Ceremony,
        [SignInRoutes.CeremonyOptions] = AccessClass.Ceremony,
        [SignInRoutes.Ceremony] = AccessClass.Ceremony,
        ["/w/account"] = AccessClass.Person,
        [SignInRoutes.KeyOptions] = AccessClass.Person,
        [SignInRoutes.Key] = AccessClass.Person,
        [SignInRoutes.StepUp] = AccessClass.Person,
        ["/w/sign/{Id}"] = AccessClass.Person,
        [SignInRoutes.Sign] = AccessClass.Person,
        ["/w/admin/system"] = AccessClass.Power,
        ["/w/admin/security"] = AccessClass.Power,
        ["/w/admin/audit"] = AccessClass.Power,
        [Screens.Admin.AuditFiles.Csv] = AccessClass.Power,
        ["/healthz"] = AccessClass.Public,
        ["/readyz"] = AccessClass.Public,
        ["/openapi/{documentName}.json"] = AccessClass.Public,
        ["/ledger/{log}/{**file}"] = AccessClass.Public,
        ["/origin/{Outlet}/{Factor}/{Span}/{Start}"] = AccessClass.Public,
        [Screens.Origin.OriginPeek.Route] = AccessClass.Public,
        ["/w/outlets"] = AccessClass.Workspace,
        ["/w/outlets/{Id}"] = AccessClass.Workspace,
        [Screens.Outlets.OutletApi.HeadPart] = AccessClass.Workspace,
        [Screens.Outlets.OutletApi.ListCsv] = AccessClass.Workspace,
        [Screens.Outlets.OutletApi.Chart] = AccessClass.Workspace,
        [Screens.Outlets.OutletApi.ChartCsv] = AccessClass.Workspace,
        ["/events"] = AccessClass.Public,
        ["/metrics"] = AccessClass.Workspace,
        ["/w"] = AccessClass.Workspace,
        ["/w/wall"] = AccessClass.Workspace,
        ["/w/alarms"] = AccessClass.Workspace,
        ["/w/alarms/one"] = AccessClass.Workspace,
        [Screens.Alarms.AlarmKeys.Csv] = AccessClass.Workspace,
        ["/w/handover"] = AccessClass.Workspace,
        ["/w/search"] = AccessClass.Workspace,
        ["/w/search/list"] = AccessClass.Workspace,
        ["/w/components"] = AccessClass.Workspace,
        ["/w/wall/board"] = AccessClass.Workspace,
        ["/w/wall/foot"] = AccessClass.Workspace,
        ["/w/home"] = AccessClass.Workspace,
        ["/w/devices"] = AccessClass.Workspace,
        ["/w/devices/list"] = AccessClass.Workspace,
        ["/w/devices/{Mn}"] = AccessClass.Workspace,
        ["/w/ledger"] = AccessClass.Workspace,
        ["/w/ledger/now"] = AccessClass.Workspace,
        ["/w/rules/what-if"] = AccessClass.Workspace,
        ["/w/registers"] = AccessClass.Workspace,
        ["/w/registers/discharger"] = AccessClass.Workspace,
        ["/w/registers/outlet"] = AccessClass.Workspace,
        ["/w/registers/factors/{Outlet}"] = AccessClass.Workspace,
        ["/w/registers/import"] = AccessClass.Workspace,
        ["/w/registers/{list}.csv"] = AccessClass.Workspace,
        ["/w/registers/template-{file}"] = AccessClass.Workspace,
        ["/api/v1/outlets"] = AccessClass.Public,
        ["/api/v1/outlets/{id}/hours"] = AccessClass.Public,
        ["/api/v1/outlets/{id}/days"] = AccessClass.Public,
        ["/api/v1/outlets/{id}/quarters/{quarter}"] = AccessClass.Workspace,
        ["/w/outlets/{Id}/quarter"] = AccessClass.Workspace,
        ["/api/v1/exceedances"] = AccessClass.Public,
        ["/api/v1/ledger"] = AccessClass.Public,
        ["/api/v1/trace/{outlet}/{factor}/{span}/{start}"] = AccessClass.Public,
        ["/api/v1/frames/{position:long}"] = AccessClass.Public,
        ["/api/v1/frames/{position:long}/proof"] = AccessClass.Public,
        ["/w/matters"] = AccessClass.Acting,
        ["/w/matters/{Number}"] = AccessClass.Acting,
        ["/w/matters/{Number}/step/{StepId}"] = AccessClass.Acting,
        ["/w/matters/new/{ProcedureId}/{StepId}"] = AccessClass.Acting,
        ["/w/matters/{Number}/sign"] = AccessClass.Acting,
        ["/w/matters/{Number}/people/{RoleId}"] = AccessClass.Acting,
        ["/w/matters/{Number}/paper/{Which}"] = AccessClass.Acting,
        ["/w/matters/{Number}/print"] = AccessClass.Acting,
        ["/w/deadlines"] = AccessClass.Acting,
        [Screens.Procedures.MatterFiles.ListCsv] = AccessClass.Acting,
        [Screens.Procedures.MatterFiles.BoardCsv] = AccessClass.Acting,
        [Screens.Procedures.MatterFiles.File] = AccessClass.Acting,
        [Screens.Procedures.MatterApi.Procedures] = AccessClass.Public,
        [Screens.Procedures.MatterApi.All] = AccessClass.Acting,
        [Screens.Procedures.MatterApi.One] = AccessClass.Acting,
        [Screens.Procedures.MatterApi.Opening] = AccessClass.Acting,
        [Screens.Procedures.MatterApi.Steps] = AccessClass.Acting,
        [Screens.Procedures.MatterApi.Signature] = AccessClass.Acting,
        ["/api/v1/devices/waiting"] = AccessClass.Workspace,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The power behind each route of <see cref="AccessClass.Power"/>.</summary>
    public static readonly FrozenDictionary<string, string> Needs = new Dictionary<string, string>
    {
        ["/w/admin/system"] = Powers.AdminSystem,
        ["/w/admin/security"] = Powers.AdminSecurity,
        ["/w/admin/audit"] = Powers.AdminAudit,
        [Screens.Admin.AuditFiles.Csv] = Powers.AdminAudit,
        ["/w/reports"] = Qingyuan.Supervision.Reports.PowerToReceive,
        ["/w/reports/new"] = Qingyuan.Supervision.Reports.PowerToFile,
        ["/w/reports/{Number}"] = Qingyuan.Supervision.Reports.PowerToReceive,
        [Screens.Reports.ReportFiles.File] = Qingyuan.Supervision.Reports.PowerToReceive,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an actor may call a route of this pattern.</summary>
    public static bool Allows(string pattern, Actor actor, bool byPassword) => Table[pattern] switch
    {
        AccessClass.Public => true,
        AccessClass.Workspace => actor.Has(Powers.WorkspaceRead),
        AccessClass.Person => !actor.IsNobody && actor.Person != PeopleActs.Bootstrap,
        AccessClass.Acting => !actor.IsNobody,
        AccessClass.Ceremony => actor.Person == PeopleActs.Bootstrap && byPassword,
        _ => actor.Has(Needs[pattern]),
    };

    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }
        string pattern = Pattern(endpoint);
        if (!Table.TryGetValue(pattern, out var access))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        var actor = ActorOf.Current(context);
        if (!Allows(pattern, actor, context.User.HasClaim("by", "password")))
        {
            Refuse(context, pattern, access, actor);
            return;
        }
        // Every reading of protected matter is an entry; when that cannot be written nothing is read.
        if (access == AccessClass.Power)
            await context.RequestServices.GetRequiredService<Audit>().Read(
                context, Needs[pattern], context.Request.Method + " " + context.Request.Path);
        await next(context);
    });

    private static void Refuse(HttpContext context, string pattern, AccessClass access, Actor actor)
    {
        bool page = HttpMethods.IsGet(context.Request.Method) && !Problems.WantsJson(context)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        bool mayHelp = actor.IsNobody || access == AccessClass.Ceremony || actor.Person == PeopleActs.Bootstrap;
        if (page && mayHelp)
            context.Response.Redirect(
                "/sign-in?to=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
        else if (actor.IsNobody)
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        else
        {
            string? power = access == AccessClass.Power ? Needs[pattern]
                : access == AccessClass.Workspace ? Powers.WorkspaceRead : null;
            if (power is not null)
                StatusPages.Say(context, "access.power",
                    WhomToAsk.Message(context.RequestServices.GetRequiredService<Node>(), power));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }

    /// <summary>The pattern of a route as this table writes it.</summary>
    public static string Pattern(RouteEndpoint endpoint)
    {
        string raw = endpoint.RoutePattern.RawText ?? "";
        return raw.StartsWith('/') ? raw : "/" + raw;
    }
}
