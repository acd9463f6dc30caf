using System.Collections.Frozen;
using Microsoft.AspNetCore.Routing;

namespace Qingyuan.App.Web;

/// <summary>Who may call a route.</summary>
internal enum AccessClass
{
    /// <summary>公众: anybody, also from a network.</summary>
    Public,
    /// <summary>工作台: this machine, or the holder of the bootstrap password.</summary>
    Workspace,
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
        ["/size"] = AccessClass.Public,
        ["/sign-in"] = AccessClass.Public,
        ["/sign-out"] = AccessClass.Public,
        ["/healthz"] = AccessClass.Public,
        ["/readyz"] = AccessClass.Public,
        ["/openapi/{documentName}.json"] = AccessClass.Public,
        ["/ledger/{log}/{**file}"] = AccessClass.Public,
        ["/origin/{Outlet}/{Factor}/{Span}/{Start}"] = AccessClass.Public,
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
        ["/api/v1/exceedances"] = AccessClass.Public,
        ["/api/v1/ledger"] = AccessClass.Public,
        ["/api/v1/trace/{outlet}/{factor}/{span}/{start}"] = AccessClass.Public,
        ["/api/v1/frames/{position:long}"] = AccessClass.Public,
        ["/api/v1/frames/{position:long}/proof"] = AccessClass.Public,
        ["/w/matters"] = AccessClass.Workspace,
        ["/w/matters/{Number}"] = AccessClass.Workspace,
        ["/w/matters/{Number}/step/{StepId}"] = AccessClass.Workspace,
        ["/w/matters/new/{ProcedureId}/{StepId}"] = AccessClass.Workspace,
        ["/w/matters/{Number}/sign"] = AccessClass.Workspace,
        ["/w/matters/{Number}/people/{RoleId}"] = AccessClass.Workspace,
        ["/w/matters/{Number}/paper/{Which}"] = AccessClass.Workspace,
        ["/w/matters/{Number}/print"] = AccessClass.Workspace,
        ["/w/deadlines"] = AccessClass.Workspace,
        [Screens.Procedures.MatterFiles.ListCsv] = AccessClass.Workspace,
        [Screens.Procedures.MatterFiles.BoardCsv] = AccessClass.Workspace,
        [Screens.Procedures.MatterFiles.File] = AccessClass.Workspace,
        [Screens.Procedures.MatterApi.Procedures] = AccessClass.Public,
        [Screens.Procedures.MatterApi.All] = AccessClass.Workspace,
        [Screens.Procedures.MatterApi.One] = AccessClass.Workspace,
        [Screens.Procedures.MatterApi.Opening] = AccessClass.Workspace,
        [Screens.Procedures.MatterApi.Steps] = AccessClass.Workspace,
        [Screens.Procedures.MatterApi.Signature] = AccessClass.Workspace,
        ["/api/v1/devices/waiting"] = AccessClass.Workspace,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static void UseAccess(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }
        if (!Table.TryGetValue(Pattern(endpoint), out var access))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }
        if (access == AccessClass.Public || context.User.Identity?.IsAuthenticated == true)
        {
            await next(context);
            return;
        }
        bool page = HttpMethods.IsGet(context.Request.Method) && !Problems.WantsJson(context)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if (page)
            context.Response.Redirect(
                "/sign-in?to=" + Uri.EscapeDataString(context.Request.Path + context.Request.QueryString));
        else
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    });

    /// <summary>The pattern of a route as this table writes it.</summary>
    public static string Pattern(RouteEndpoint endpoint)
    {
        string raw = endpoint.RoutePattern.RawText ?? "";
        return raw.StartsWith('/') ? raw : "/" + raw;
    }
}
