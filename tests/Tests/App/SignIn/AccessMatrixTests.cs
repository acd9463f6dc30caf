using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Qingyuan.App.Demo;
using Qingyuan.App.Web;
using Qingyuan.Registry;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.App.SignIn;

/// <summary>
/// Every role against every route: the table says it, the running site does it, the page of the docs shows it.
/// </summary>
public sealed partial class AccessMatrixTests
{
    private const string Page = "docs/access.md";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_role_reaches_what_its_powers_allow_and_nothing_else()
    {
        await using var site = await WebSite.Start(demo: true);
        var routes = site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(r => Access.Table.TryGetValue(Access.Pattern(r), out var access) && access != AccessClass.Public)
            .DistinctBy(Access.Pattern).ToList();
        Assert.NotEmpty(routes);
        List<string> wrong = [];
        foreach (var role in RoleTemplates.All)
        {
            using var client = site.As(DemoPeople.All.First(p => p.Role == role.Code).Id);
            foreach (var route in routes)
            {
                bool refused = await IsRefused(client, route);
                if (refused == Access.Allows(Access.Pattern(route), ActorOf(role), byPassword: false))
                    wrong.Add($"{role.Code} {Access.Pattern(route)} {(refused ? "refused" : "let in")}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    [Fact]
    public async Task Nobody_reaches_nothing_but_what_is_public()
    {
        await using var site = await WebSite.Start(demo: true);
        foreach (string pattern in Access.Table.Where(r => r.Value != AccessClass.Public).Select(r => r.Key))
            Assert.False(Access.Allows(pattern, Actor.Nobody, byPassword: false), pattern);
        using var answer = await site.Client.GetAsync("/w", Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_withdrawn_power_is_gone_with_the_next_request_and_a_closed_account_with_its_windows()
    {
        await using var site = await WebSite.Start(demo: true);
        using var client = site.As("cidan");
        using (var before = await client.GetAsync("/w/registers", Cancel))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        long grant = site.Node.People.Grants
            .First(g => g.Person == "cidan" && g.Power == Powers.WorkspaceRead).Position;
        await Do(PeopleActs.PowerWithdrawn, "secadmin", Powers.AdminSecurity,
            now => PeopleActs.Ended("grant", grant, now, "调离"));
        using (var after = await client.GetAsync("/w/registers", Cancel))
        {
            Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
            // It says whom to ask.
            Assert.Contains("旺堆", await after.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        await Do(PeopleActs.PersonClosed, "sysadmin", Powers.AdminSystem,
            now => PeopleActs.Ended("person", "cidan", now, "离职"));
        using (var closed = await client.GetAsync("/w/account", Cancel))
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);

        async Task Do(string kind, string by, string power, Func<DateTimeOffset, JsonObject> what)
        {
            var now = DateTimeOffset.FromUnixTimeMilliseconds(site.Node.Clock.GetUtcNow().ToUnixTimeMilliseconds());
            var act = new Act(kind, now, by, power, PeopleActs.Clause, what(now));
            var accounts = site.App.Services.GetRequiredService<Qingyuan.App.SignIn.Accounts>();
            await site.Node.Do(act with { Assertion = accounts.SoftwareSign(act) }, Cancel);
        }
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_read()
    {
        await using var site = await WebSite.Start(demo: true);
        using var auditor = site.As("auditor");
        using (var read = await auditor.GetAsync("/w/admin/audit", Cancel))
            Assert.Contains("审计记录", await read.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        await site.Node.Followers.WhenFollowed("audit", "audit", 0).WaitAsync(Cancel);
        using (var reader = site.Node.Tables.Reader())
        {
            var line = Assert.Single(AuditTable.Find(reader, new AuditFilter(Kind: AuditTable.Read), 10));
            Assert.Equal(("auditor", Powers.AdminAudit), (line.Person, line.Power));
        }
        // The disk under the audit is gone.
        await site.Node.Audit.DisposeAsync();
        foreach (string path in new[] { "/w/admin/audit", "/w/admin/audit.csv" })
        {
            using var refused = await auditor.GetAsync(path, Cancel);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            string text = await refused.Content.ReadAsStringAsync(Cancel);
            Assert.DoesNotContain("person.registered", text, StringComparison.Ordinal);
            Assert.Contains("audit.failed", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_page_of_the_matrix_is_that_of_the_table()
    {
        string file = Tree.Path(Page), page = Write();
        if (Environment.GetEnvironmentVariable("QINGYUAN_WRITE") == "1")
            File.WriteAllText(file, page);
        // Compared at night only, as the list of clauses: two changes that land side by side would find it stale.
        if (Environment.GetEnvironmentVariable("QINGYUAN_NIGHTLY") == "1")
            Assert.True(File.ReadAllText(file) == page, $"{Page} is stale; QINGYUAN_WRITE=1 ./test unit");
        Assert.True(File.Exists(file), $"{Page} is missing");
    }

    private static async Task<bool> IsRefused(HttpClient client, RouteEndpoint route)
    {
        string path = ParameterPattern().Replace(Access.Pattern(route), "x");
        bool get = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not { } methods
            || methods.Count == 0 || methods.Contains("GET");
        using var request = new HttpRequestMessage(get ? HttpMethod.Get : HttpMethod.Post, path);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        // The routes of sign-in and ceremony are limited by address before anything else; that lets nobody in either.
        return answer.StatusCode == HttpStatusCode.TooManyRequests
            || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            && await Says(answer);

        // A page may itself refuse (403) what its reader may not see; the door's own refusal has its code.
        static async Task<bool> Says(HttpResponseMessage answer)
        {
            string text = await answer.Content.ReadAsStringAsync(Cancel);
            return text.Contains("access.", StringComparison.Ordinal);
        }
    }

    private static Actor ActorOf(RoleTemplate role) =>
        new("someone", role.Name, "", System.Collections.Frozen.FrozenSet.ToFrozenSet(role.Powers));

    private static string Write()
    {
        var text = new StringBuilder($"""
            # Who may call what

            Made from `Access.Table`, `Access.Needs` and `RoleTemplates` by a test (QINGYUAN_WRITE=1 ./test unit), which
            also asks the running site every cell. Public routes are left out. ● = let in. A role is a usual set of
            powers; what counts is the powers that a person was really given.

            | route | needs |{string.Concat(RoleTemplates.All.Select(r => $" {r.Name} |"))}
            | --- | --- |{string.Concat(RoleTemplates.All.Select(_ => " --- |"))}

            """);
        foreach (var (pattern, access) in Access.Table.Where(r => r.Value != AccessClass.Public)
            .OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            string needs = access switch
            {
                AccessClass.Power => $"`{Access.Needs[pattern]}`",
                AccessClass.Workspace => $"`{Powers.WorkspaceRead}`",
                AccessClass.Person => "signed in",
                _ => "bootstrap password",
            };
            text.Append($"| `{pattern}` | {needs} |")
                .AppendJoin("", RoleTemplates.All.Select(r =>
                    Access.Allows(pattern, ActorOf(r), byPassword: false) ? " ● |" : " |")).Append('\n');
        }
        text.Append("\n## Powers of the roles\n\n| role | powers |\n| --- | --- |\n");
        foreach (var role in RoleTemplates.All)
            text.Append($"| {role.Name} | {string.Join("、", role.Powers.Select(p => Powers.Find(p)!.Name))} |\n");
        return text.ToString().ReplaceLineEndings("\n");
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex ParameterPattern();
}
