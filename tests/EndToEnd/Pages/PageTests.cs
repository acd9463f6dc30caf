using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Qingyuan.App.Web;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>Each screen in a real browser: no error, no policy violation, no other origin, no serious fault.</summary>
public sealed class PageTests(PageSite site) : IClassFixture<PageSite>
{
    /// <summary>Only what hangs is late.</summary>
    internal const int PatienceMilliseconds = 120_000;

    private static readonly string[] Serious = ["serious", "critical"];

    // That rule takes the tooltips (title) of shapes in a drawing for text that is seen.
    private static readonly AxeRunOptions Options = new()
    {
        Rules = new Dictionary<string, RuleOptions> { ["label-content-name-mismatch"] = new() { Enabled = false } },
    };

    public static TheoryData<string, int> Screens()
    {
        string[] paths =
        [
            "/", "/company/" + PageSite.Company, "/ledger", "/checks", "/w/checks",
            "/calc", "/calc/o2?lang=zh&c=120&o2=12.4&ref=9", "/calc/water?lang=en&water=river&氨氮=0.21",
            "/calc/aqi?lang=bo",
            "/data", "/sign-in", "/w/components", "/w/components?theme=wall", "/w/components?size=elder",
            "/no-such-page", "/origin/" + PageSite.Outlet + "/a21002/hour/HOUR", "/w", "/w/wall", "/w/outlets",
            "/w/alarms", "/w/alarms?state=waits&sort=-when", "/w/alarms/one?key=1.0." + PageSite.Outlet,
            "/w/handover", "/w/search?q=sysn",
            "/w/outlets/" + PageSite.Outlet, "/w/devices", "/w/devices/" + PageSite.Stranger, "/w/registers",
            "/w/registers?list=outlets", "/w/registers?list=factors", "/w/registers/discharger",
            "/w/registers/outlet?id=" + PageSite.Outlet, "/w/registers/factors/" + PageSite.Outlet,
            "/w/registers/import", "/w/ledger", "/w/rules/what-if", "/rules", "/w/rules",
            "/rules/table/Hj356Of2019/rules.csv", "/w/rules/table/Hj75Of2017/rules.csv",
        ];
        var data = new TheoryData<string, int>();
        foreach (string path in paths)
        {
            data.Add(path, 1440);
            data.Add(path, 390);
        }
        return data;
    }

    /// <summary>Pages that nobody listed above: no route without a parameter escapes.</summary>
    public static TheoryData<string> OtherScreens()
    {
        HashSet<string> listed = [.. Screens().Select(row => row.Data.Item1)];
        return new TheoryData<string>(Access.Table.Keys.Where(route => !listed.Contains(route)
            && !route.Contains('{', StringComparison.Ordinal)
            && route is not ("/events" or "/size" or "/sign-out" or "/metrics")).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OtherScreens))]
    public async Task Whatever_else_is_a_page_loads_clean(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await client.GetAsync(site.Address + path, TestContext.Current.CancellationToken);
        string text = answer.Content.Headers.ContentType?.MediaType == "text/html"
            ? await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) : "";
        // A part of a page, a file or a form's target is looked at where it is used.
        if (answer.IsSuccessStatusCode && text.TrimStart().StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
            await A_screen_loads_clean(path, 1440);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task A_screen_loads_clean(string path, int width)
    {
        await using var context = await NewContext(width);
        var page = await context.NewPageAsync();
        List<string> faults = [];
        bool missing = path == "/no-such-page";
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !(missing && message.Text.Contains("404", StringComparison.Ordinal)))
                faults.Add("console: " + message.Text);
        };
        page.PageError += (_, error) => faults.Add("error: " + error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal))
                faults.Add("other origin: " + request.Url);
        };
        await page.GotoAsync(site.Address + path.Replace("HOUR", site.Hour, StringComparison.Ordinal),
            new() { WaitUntil = WaitUntilState.Load });
        await page.WaitForTimeoutAsync(300);
        if (!missing)
        {
            int wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            if (wide > width)
                faults.Add($"wider than its window: {wide}");
        }
        var axe = await page.RunAxe(Options);
        faults.AddRange(axe.Violations.Where(v => Serious.Contains(v.Impact)).Select(Described));
        Assert.True(faults.Count == 0, $"{path} at {width}:\n" + string.Join('\n', faults));
    }

    /// <summary>长者模式 is the same markup, larger: nothing may be cut off, hidden or lose its contrast.</summary>
    [Theory]
    [MemberData(nameof(ElderScreens))]
    public async Task A_screen_is_clean_in_large_print(string path)
    {
        await using var context = await NewContext(390);
        await context.AddCookiesAsync([new() { Name = "size", Value = "elder", Url = site.Address }]);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + path.Replace("HOUR", site.Hour, StringComparison.Ordinal));
        Assert.Equal("elder", await page.EvaluateAsync<string>("document.documentElement.dataset.size"));
        var axe = await page.RunAxe(Options);
        string[] faults = [.. axe.Violations.Where(v => Serious.Contains(v.Impact)).Select(Described)];
        Assert.True(faults.Length == 0, $"{path}:\n" + string.Join('\n', faults));
    }

    public static TheoryData<string> ElderScreens() => new(
        Screens().Select(row => row.Data.Item1).Distinct()
            .Where(path => path is not ("/w/wall" or "/no-such-page")
                && !path.Contains("theme=", StringComparison.Ordinal)));

    [Theory]
    [InlineData("/")]
    [InlineData("/w/devices")]
    public async Task The_keyboard_reaches_the_text_and_shows_where_it_is(string path)
    {
        await using var context = await NewContext(1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + path);
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("跳到正文", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        for (int i = 0; i < 6; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            Assert.True(await page.EvaluateAsync<bool>(
                "(() => { const e = document.activeElement, s = getComputedStyle(e),"
                + " p = getComputedStyle(e.parentElement);"
                + " return s.outlineStyle !== 'none' || p.outlineStyle !== 'none'; })()"), $"focus {i} is not seen");
        }
    }

    [Fact]
    public async Task A_waiting_device_is_registered_by_the_form_and_its_password_is_covered()
    {
        await using var context = await NewContext(1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/w/devices/" + PageSite.Stranger);
        string sample = await page.Locator("pre.note").First.InnerTextAsync();
        Assert.Contains("PW=******", sample, StringComparison.Ordinal);
        await page.FillAsync("#outlet", "nowhere");
        await page.ClickAsync("main form[method=post] button[type=submit]");
        Assert.Contains("尚未登记", await page.Locator(".errsum").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exceeding_hour_leads_from_the_company_page_to_its_origin()
    {
        await using var context = await NewContext(1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/company/" + PageSite.Company);
        Assert.Contains("1 个小时超标", await page.Locator(".ans .big").InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator(".ans a.vo").ClickAsync();
        await page.WaitForURLAsync("**/origin/**");
        Assert.Contains("430.5", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static string Described(AxeResultItem fault) =>
        $"axe {fault.Impact} {fault.Id}: {fault.Help}: " + string.Join(" | ", fault.Nodes.Take(3).Select(n => n.Html));

    private async Task<IBrowserContext> NewContext(int width)
    {
        if (site.Browser is null)
            Assert.Skip("Chromium is not installed: apt-get install chromium");
        IBrowserContext context = await site.Context(
            new() { ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(PatienceMilliseconds);
        return context;
    }
}
