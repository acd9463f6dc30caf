using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Qingyuan.App.Demo;
using Qingyuan.App.Web;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>
/// Writes a picture of every screen at 1440, 1920 and 390 px for people to look at, and those of the README: run by
/// <c>./test screens</c>, which names the directory. Against a demo of its own, or one that is running already.
/// </summary>
public sealed partial class ScreenSet
{
    private static readonly (string Name, int Width, int Height)[] Sizes =
        [("1440", 1440, 900), ("1920", 1920, 1080), ("390", 390, 844)];

    /// <summary>What the README shows: file, address, width, height.</summary>
    private static readonly (string File, string Path, int Width, int Height)[] Pictures =
    [
        ("wall.png", "/w/wall", 1440, 900), ("home.png", "/w", 1440, 1000), ("outlet.png", Story, 1440, 1100),
        ("alarm.png", "ALARM", 1440, 1000), ("origin.png", "ORIGIN", 1280, 1400), ("portal.png", "/", 1440, 1100),
    ];

    private const string Story = "/w/outlets/SIM-5401-001-DA002";

    /// <summary>The demo's duty officer.</summary>
    private const string Person = "达瓦";

    private static readonly string? Directory = Environment.GetEnvironmentVariable("QINGYUAN_SCREENS");
    private static readonly string? Running = Environment.GetEnvironmentVariable("QINGYUAN_SCREENS_AT");
    private static readonly string? Readme = Environment.GetEnvironmentVariable("QINGYUAN_PICTURES");

    [Fact]
    public async Task Every_screen_has_its_picture()
    {
        Assert.SkipWhen(Directory is null, "pictures are written by ./test screens");
        string? browser = Array.Find(
            ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
        Assert.SkipWhen(browser is null, "Chromium is not installed: apt-get install chromium");
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        string data = System.IO.Directory.CreateTempSubdirectory("qingyuan-screens-").FullName;
        Task<int>? demo = null;
        string address = Running ?? "http://127.0.0.1:18080";
        if (Running is null)
            demo = new DemoRun(new DemoOptions(data, IPEndPoint.Parse("127.0.0.1:18080"),
                IPEndPoint.Parse("127.0.0.1:19212"), 2026, 30), TimeProvider.System, TextWriter.Null).Run(stop.Token);
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            await Listening(client, demo, cancel);
            using IPlaywright playwright = await Playwright.CreateAsync();
            await using IBrowser chromium = await playwright.Chromium.LaunchAsync(new()
            {
                ExecutablePath = browser,
                Args = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
            });
            await using IBrowserContext window = await SignedIn(chromium, address, client);
            await Settled(client, demo, cancel);
            var samples = await Samples(client);
            foreach (var (name, width, height) in Sizes)
                await Shoot(window, address, await Pages(client, samples), name, width, height);
            if (Readme is not null)
                foreach (var (file, path, width, height) in Pictures)
                    await One(window, address + samples.GetValueOrDefault(path, path),
                        Path.Combine(Readme, file), width, height, whole: false);
        }
        finally
        {
            await stop.CancelAsync();
            if (demo is not null)
                await demo;
            System.IO.Directory.Delete(data, recursive: true);
        }
    }

    private static async Task Listening(HttpClient client, Task<int>? demo, CancellationToken cancel)
    {
        while (true)
        {
            Assert.False(demo?.IsCompleted == true, "the demo ended by itself");
            try
            {
                if ((await client.GetStringAsync("/sign-in", cancel)).Contains(Person, StringComparison.Ordinal))
                    return;
            }
            catch (HttpRequestException)
            {
                // It is not listening yet.
            }
            await Task.Delay(1000, cancel);
        }
    }

    /// <summary>As the duty officer, by the button that only a demo has; the client gets the same session.</summary>
    private static async Task<IBrowserContext> SignedIn(IBrowser browser, string address, HttpClient client)
    {
        IBrowserContext window = await browser.NewContextAsync(
            new() { Locale = "zh-CN", ReducedMotion = ReducedMotion.Reduce });
        IPage page = await window.NewPageAsync();
        await page.GotoAsync(address + "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = Person }).First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await page.CloseAsync();
        client.DefaultRequestHeaders.Add(
            "Cookie", string.Join("; ", (await window.CookiesAsync()).Select(c => $"{c.Name}={c.Value}")));
        return window;
    }

    /// <summary>The demo's history is in: its pages no longer tell of progress.</summary>
    private static async Task Settled(HttpClient client, Task<int>? demo, CancellationToken cancel)
    {
        while (true)
        {
            Assert.False(demo?.IsCompleted == true, "the demo ended by itself");
            string home = await client.GetStringAsync("/w", cancel);
            if (!home.Contains("演示数据正在送入", StringComparison.Ordinal)
                && home.Contains("SIM-", StringComparison.Ordinal))
                return;
            await Task.Delay(1000, cancel);
        }
    }

    /// <summary>Addresses that only the data know: an alarm, a value's origin, a company.</summary>
    private static async Task<Dictionary<string, string>> Samples(HttpClient client)
    {
        string home = await client.GetStringAsync("/w");
        var samples = new Dictionary<string, string>
        {
            ["OUTLET"] = Story,
            ["OUTLET-30D"] = Story + "?range=30d",
            ["COMPANY"] = "/company/SIM-5401-001",
            ["WALL-THEME"] = "/w/components?theme=wall",
            ["LARGE-PRINT"] = "/w/components?size=elder",
        };
        if (AlarmPattern().Match(home) is { Success: true } alarm)
            samples["ALARM"] = WebUtility.HtmlDecode(alarm.Groups[1].Value);
        string company = await client.GetStringAsync("/company/SIM-5401-001");
        if (OriginPattern().Match(company) is { Success: true } origin)
            samples["ORIGIN"] = WebUtility.HtmlDecode(origin.Groups[1].Value);
        return samples;
    }

    /// <summary>Every route without a parameter that answers with a whole page, and the samples.</summary>
    private static async Task<IReadOnlyList<(string Name, string Path)>> Pages(
        HttpClient client, Dictionary<string, string> samples)
    {
        List<(string Name, string Path)> pages = [];
        foreach (string route in Access.Table.Keys.Where(r => !r.Contains('{', StringComparison.Ordinal)
            && r is not ("/events" or "/size" or "/sign-out" or "/metrics")).Order(StringComparer.Ordinal))
        {
            using var answer = await client.GetAsync(route, HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentType?.MediaType != "text/html")
                continue;
            string text = await answer.Content.ReadAsStringAsync();
            if (text.TrimStart().StartsWith("<!DOCTYPE", StringComparison.OrdinalIgnoreCase))
                pages.Add((route == "/" ? "portal" : route.Trim('/').Replace('/', '-'), route));
        }
        pages.AddRange(samples.Select(s => ("sample-" + s.Key.ToLowerInvariant(), s.Value)));
        return pages;
    }

    private static async Task Shoot(
        IBrowserContext window, string address, IReadOnlyList<(string Name, string Path)> pages, string size, int width,
        int height)
    {
        foreach (var (name, path) in pages)
            await One(window, address + path, Path.Combine(Directory!, size, name + ".png"), width, height,
                whole: path != "/w/wall");
    }

    private static async Task One(
        IBrowserContext window, string address, string file, int width, int height, bool whole)
    {
        IPage page = await window.NewPageAsync();
        await page.SetViewportSizeAsync(width, height);
        await page.GotoAsync(
            address, new() { WaitUntil = WaitUntilState.Load, Timeout = PageTests.PatienceMilliseconds });
        // Charts are drawn after their data have come; a picture without one would say that there is none.
        await Assertions.Expect(page.Locator("[data-outlet-chart]:not([hidden]):not(:has(canvas))"))
            .ToHaveCountAsync(0, new() { Timeout = PageTests.PatienceMilliseconds });
        await page.ScreenshotAsync(new() { Path = file, FullPage = whole });
        await page.CloseAsync();
    }

    [GeneratedRegex("""href="(/w/alarms/one\?key=[^"]+)" """)]
    private static partial Regex AlarmPattern();

    [GeneratedRegex("""href="(/origin/[^"]+/hour/[^"]+)""")]
    private static partial Regex OriginPattern();
}
