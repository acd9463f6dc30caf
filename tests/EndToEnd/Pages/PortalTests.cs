using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>The portal in a real browser: clean in three languages, light, what citizens came for near.</summary>
public sealed class PortalTests(PageSite site) : IClassFixture<PageSite>
{
    /// <summary>Issue 7: the first paint of the portal home, compressed, without the chart library.</summary>
    private const int HomeBytesMax = 60 * 1024;

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
            "/", "/?of=water", "/air", "/air/lhasa", "/air/TEST-A1?item=PM10", "/water", "/water/TEST-W1", "/companies",
            "/company/" + PageSite.Company, "/data", "/help", "/sitemap", "/figure/lhasa/air-hour/HOUR", "/nowhere",
        ];
        var data = new TheoryData<string, int>();
        foreach (string path in paths)
        {
            foreach (string language in (string[])["zh", "en", "bo"])
                data.Add(path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language,
                    language == "en" ? 390 : 1440);
        }
        data.Add("/", 390);
        return data;
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task A_page_is_clean_in_every_language(string path, int width)
    {
        await using var context = await NewContext(width);
        var page = await context.NewPageAsync();
        List<string> faults = [];
        bool missing = path.StartsWith("/nowhere", StringComparison.Ordinal);
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
        var answer = await page.GotoAsync(site.Address + path.Replace("HOUR", site.Hour, StringComparison.Ordinal));
        Assert.Equal(missing ? 404 : 200, answer!.Status);
        int wide = await page.EvaluateAsync<int>("document.documentElement.scrollWidth");
        if (wide > width)
            faults.Add($"wider than its window: {wide}");
        var axe = await page.RunAxe(Options);
        faults.AddRange(axe.Violations.Where(v => Serious.Contains(v.Impact)).Select(v =>
            $"axe {v.Impact} {v.Id}: {v.Help}: " + string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))));
        Assert.True(faults.Count == 0, $"{path} at {width}:\n" + string.Join('\n', faults));
    }

    [Fact]
    public async Task The_air_of_my_place_is_one_click_away_and_is_remembered()
    {
        await using var context = await NewContext(390);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/");
        await page.Locator(".c-lhasa a").ClickAsync(); // 1
        Assert.Contains("轻度污染", await page.Locator(".a-word").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.GotoAsync(site.Address + "/");
        Assert.Contains("拉萨市", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_record_of_a_company_is_two_clicks_away()
    {
        await using var context = await NewContext(1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/");
        await page.Locator(".p-nav a[href='/companies']").ClickAsync(); // 1
        await page.Locator("a[href='/company/" + PageSite.Company + "']").First.ClickAsync(); // 2
        Assert.Contains("1 个小时超标", await page.Locator(".ans .big").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_index_walks_down_to_the_bytes_that_arrived()
    {
        await using var context = await NewContext(1440);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/");
        await page.Locator(".a-word a.vo").First.ClickAsync();
        Assert.Contains("a34002-Avg=168.0", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    /// <summary>The Tibetan face comes after the first paint, where the system has none; it is left out.</summary>
    [Fact]
    public async Task The_home_page_is_light()
    {
        await using var context = await NewContext(390);
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/", new() { WaitUntil = WaitUntilState.Load });
        long bytes = await page.EvaluateAsync<long>(
            "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
            + ".filter(e => !e.name.endsWith('.woff2')).reduce((sum, e) => sum + e.transferSize, 0)");
        TestContext.Current.SendDiagnosticMessage($"portal home: {bytes} bytes");
        Assert.InRange(bytes, 1, HomeBytesMax);
    }

    private async Task<IBrowserContext> NewContext(int width)
    {
        if (site.Browser is null)
            Assert.Skip("Chromium is not installed: apt-get install chromium");
        IBrowserContext context = await site.Browser!.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = 900 } });
        context.SetDefaultTimeout(PageTests.PatienceMilliseconds);
        return context;
    }
}
