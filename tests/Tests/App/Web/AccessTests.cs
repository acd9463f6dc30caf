using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Qingyuan.App.Web;

namespace Qingyuan.Tests.App;

/// <summary>Every route has a class of access, and the class is kept.</summary>
public sealed partial class AccessTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_stands_in_the_table()
    {
        await using var site = await WebSite.Start();
        foreach (var route in Routes(site))
            Assert.True(Access.Table.ContainsKey(Access.Pattern(route)), $"{Access.Pattern(route)} has no class");
    }

    [Fact]
    public async Task Every_line_of_the_table_is_a_route()
    {
        await using var site = await WebSite.Start();
        var mapped = Routes(site).Select(Access.Pattern).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (string pattern in Access.Table.Keys)
            Assert.True(mapped.Contains(pattern), $"{pattern} is no route");
    }

    [Fact]
    public async Task Every_workspace_route_refuses_whoever_comes_through_a_proxy()
    {
        await using var site = await WebSite.Start();
        foreach (var route in Routes(site).Where(r => Access.Table[Access.Pattern(r)] == AccessClass.Workspace))
        {
            string path = ParameterPattern().Replace(Access.Pattern(route), "x");
            var method = new HttpMethod(
                route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var only, ..] ? only : "GET");
            using var answer = await site.Client.SendAsync(WebSite.FromOutside(method, path), Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{path} gave {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task A_route_that_nobody_listed_is_refused_even_on_this_machine()
    {
        await using var site = await WebSite.Start(app => app.MapGet("/unlisted", () => "secret"));
        using var answer = await site.Client.GetAsync("/unlisted", Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.DoesNotContain("secret", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task This_machine_sees_the_workspace_without_a_password()
    {
        await using var site = await WebSite.Start();
        using var answer = await site.Client.GetAsync("/w", Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Host", "attacker.example")]
    public async Task A_trace_of_a_proxy_or_a_foreign_name_is_not_this_machine(string header, string value)
    {
        await using var site = await WebSite.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/w");
        request.Headers.Add("Accept", "text/html");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await site.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in?to=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_in_HTTP_1_0_is_not_this_machine()
    {
        await using var site = await WebSite.Start();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(site.App.Urls.First()).Port, Cancel);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("GET /w HTTP/1.0\r\nHost: localhost\r\n\r\n"u8.ToArray(), Cancel);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Contains(" 401 ", await reader.ReadLineAsync(Cancel) ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_password_opens_the_workspace_from_outside()
    {
        await using var site = await WebSite.Start();
        using var client = site.NewClient();
        using var answer = await SignIn(client, site.Password, "/w/devices");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.EndsWith("/w/devices", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        string cookie = answer.Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("qingyuan=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        using var page = await client.SendAsync(WebSite.FromOutside(HttpMethod.Get, "/w/devices"), Cancel);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_wrong_password_opens_nothing_and_the_sixth_try_in_a_minute_is_not_looked_at()
    {
        await using var site = await WebSite.Start();
        using var client = site.NewClient();
        for (int i = 0; i < 5; i++)
            using (var wrong = await SignIn(client, "wrong", "/w"))
                Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        using var right = await SignIn(client, site.Password, "/w");
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
    }

    [Fact]
    public async Task After_sign_in_nobody_is_sent_to_another_site()
    {
        await using var site = await WebSite.Start();
        using var client = site.NewClient();
        using var answer = await SignIn(client, site.Password, "//attacker.example/w");
        Assert.EndsWith("/w", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker", answer.Headers.Location.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/w/registers/discharger")]
    [InlineData("/w/registers/import")]
    [InlineData("/w/devices/A1")]
    public async Task A_form_without_its_token_changes_nothing(string path)
    {
        await using var site = await WebSite.Start();
        using var form = new FormUrlEncodedContent([new("_handler", "discharger"), new("Password", site.Password)]);
        using var answer = await site.Client.PostAsync(path, form, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(0, site.Node.Acts.DurableSize);
    }

    [Fact]
    public async Task A_form_that_another_site_sends_is_refused()
    {
        await using var site = await WebSite.Start();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await site.Client.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("request.crossSite", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static IEnumerable<RouteEndpoint> Routes(WebSite site) =>
        site.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            // The framework's own helper for a script that we do not ship: not listed, so refused.
            .Where(r => !Access.Pattern(r).StartsWith("/_framework/", StringComparison.Ordinal));

    private static async Task<HttpResponseMessage> SignIn(HttpClient client, string password, string to)
    {
        string path = "/sign-in?to=" + Uri.EscapeDataString(to);
        using var page = await client.SendAsync(WebSite.FromOutside(HttpMethod.Get, path), Cancel);
        string token = TokenPattern().Match(await page.Content.ReadAsStringAsync(Cancel)).Groups[1].Value;
        using var request = WebSite.FromOutside(HttpMethod.Post, path);
        request.Content = new FormUrlEncodedContent(
            [new("_handler", "sign-in"), new("__RequestVerificationToken", token), new("Password", password)]);
        return await client.SendAsync(request, Cancel);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex ParameterPattern();

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex TokenPattern();
}
