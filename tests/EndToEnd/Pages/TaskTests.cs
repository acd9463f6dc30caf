using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>
/// The duty officer's top tasks with the clicks that they may take, counted by the browser itself (typing is not
/// counted): alarm to evidence 1, alarm to dispatched 3, shift handover 2; and the same by keyboard alone.
/// </summary>
public sealed class TaskTests(PageSite site) : IClassFixture<PageSite>
{
    private const string Row = "[data-duty] tbody tr >> nth=0 >> td >> nth=1 >> a";
    private const string Receiver = "拉萨支队", Reason = "现场核实属实";

    /// <summary>One alarm through its life, because the site has one: seen, refused, confirmed, dispatched.</summary>
    [Fact]
    public async Task An_alarm_is_seen_in_one_click_confirmed_by_keys_alone_and_dispatched_in_three_clicks()
    {
        await using Walk walk = await Walk.Begin(site);
        IPage page = walk.Page;
        await page.GotoAsync(site.Address + "/w");
        await walk.Click(Row);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("430.5");
        await Assertions.Expect(page.Locator("a.vo").First).ToBeVisibleAsync();
        Assert.Equal(1, walk.Clicks);

        // A reason of one character is none; what was typed stays.
        await page.CheckAsync("input[value=handed]");
        await page.FillAsync("#to", Receiver);
        await page.FillAsync("#reason", "好");
        await page.ClickAsync("#form button[type=submit]");
        await Assertions.Expect(page.Locator(".errsum a").First).ToHaveAttributeAsync("href", "#reason");
        Assert.Equal(Receiver, await page.InputValueAsync("#to"));
        Assert.True(await page.IsCheckedAsync("input[value=handed]"));

        await page.GotoAsync(site.Address + "/w");
        await Assertions.Expect(page.Locator("[data-duty] tr.sel")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("c");
        await page.WaitForURLAsync("**/w/alarms/one**as=confirmed");
        await page.FocusAsync("#reason");
        await page.Keyboard.TypeAsync(Reason);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/w?done=**");
        await Assertions.Expect(page.Locator("tr[data-waits]")).ToHaveCountAsync(0);

        walk.Clicks = 0;
        await walk.Click(Row);
        await walk.Click("input[value=handed]");
        await page.FillAsync("#to", Receiver);
        await page.FillAsync("#reason", "请到现场核对");
        await walk.Click("#form button[type=submit]");
        await Assertions.Expect(page.Locator("[data-toast]")).ToContainTextAsync("转办");
        Assert.Equal(3, walk.Clicks);

        await page.GotoAsync(site.Address + "/w/alarms");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("已转 " + Receiver);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(Reason);
    }

    [Fact]
    public async Task A_shift_is_handed_over_in_two_clicks_and_the_next_one_reads_its_words()
    {
        await using Walk walk = await Walk.Begin(site);
        await walk.Page.GotoAsync(site.Address + "/w");
        await walk.Click("a[href='/w/handover']");
        await walk.Page.FillAsync("#words", "净水二厂氨氮 09:00 可能再超。");
        await walk.Click("#form button[type=submit]");
        await Assertions.Expect(walk.Page.Locator(".hand")).ToContainTextAsync("净水二厂氨氮");
        Assert.Equal(2, walk.Clicks);
    }

    [Fact]
    public async Task A_companys_record_is_two_clicks_from_the_portal()
    {
        await using Walk walk = await Walk.Begin(site);
        await walk.Page.GotoAsync(site.Address + "/companies");
        if (await walk.Page.Locator($"a[href='/company/{PageSite.Company}']").CountAsync() == 0)
            await walk.Page.GotoAsync(site.Address + "/");
        await walk.Click($"a[href='/company/{PageSite.Company}'] >> nth=0");
        await Assertions.Expect(walk.Page.Locator("h1")).ToContainTextAsync("试验水泥");
        Assert.InRange(walk.Clicks, 1, 2);
    }

    [Fact]
    public async Task Anything_is_found_and_opened_by_keys_alone()
    {
        await using Walk walk = await Walk.Begin(site);
        await walk.Page.GotoAsync(site.Address + "/w/devices");
        await walk.Page.Keyboard.PressAsync("Control+k");
        await walk.Page.Keyboard.TypeAsync("sysn"); // 试验水泥
        await Assertions.Expect(walk.Page.Locator("[role=option]").First).ToContainTextAsync("试验水泥");
        await walk.Page.Keyboard.PressAsync("ArrowDown");
        await walk.Page.Keyboard.PressAsync("Enter");
        await walk.Page.WaitForURLAsync("**/w/outlets**");
        Assert.Equal(0, walk.Clicks);
    }

    [Fact]
    public async Task A_broken_link_is_told_quietly_and_forgotten_when_it_is_back()
    {
        await using Walk walk = await Walk.Begin(site);
        await walk.Page.GotoAsync(site.Address + "/w");
        await Assertions.Expect(walk.Page.Locator("html[data-live=on]")).ToHaveCountAsync(1);
        double before = await Top(walk.Page);
        // The stream is ended as a lost link would end it; nothing is told before the patience of the page is over.
        await walk.Page.RouteAsync("**/events", route => route.AbortAsync());
        await walk.Page.ReloadAsync();
        await Assertions.Expect(walk.Page.Locator("[data-cut]")).ToBeVisibleAsync();
        Assert.Equal(before, await Top(walk.Page));
        await walk.Page.UnrouteAsync("**/events");
        await Assertions.Expect(walk.Page.Locator("[data-cut]")).ToBeHiddenAsync();
        Assert.Equal(before, await Top(walk.Page));
    }

    private static Task<double> Top(IPage page) =>
        page.EvaluateAsync<double>("document.querySelector('main h1').getBoundingClientRect().top");

    /// <summary>A browser that counts clicks, refuses other origins and gives errors back at its end.</summary>
    private sealed class Walk : IAsyncDisposable
    {
        private readonly List<string> _faults = [];
        private readonly IBrowserContext _context;

        private Walk(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

        public IPage Page { get; }
        public int Clicks { get; set; }

        public static async Task<Walk> Begin(PageSite site, bool script = true)
        {
            Assert.SkipWhen(site.Browser is null, "no browser is installed");
            IBrowserContext context = await site.Context(new()
            {
                ViewportSize = new() { Width = 1440, Height = 900 },
                JavaScriptEnabled = script,
                Locale = "zh-CN",
            });
            context.SetDefaultTimeout(PageTests.PatienceMilliseconds);
            Assertions.SetDefaultExpectTimeout(PageTests.PatienceMilliseconds);
            var walk = new Walk(context, await context.NewPageAsync());
            walk.Page.PageError += (_, error) => walk._faults.Add("error: " + error);
            walk.Page.Request += (_, request) =>
            {
                if (!request.Url.StartsWith(site.Address, StringComparison.Ordinal))
                    walk._faults.Add("other origin: " + request.Url);
            };
            return walk;
        }

        public async Task Click(string selector)
        {
            Clicks++;
            await Page.ClickAsync(selector);
        }

        public async ValueTask DisposeAsync()
        {
            await _context.DisposeAsync();
            Assert.True(_faults.Count == 0, string.Join('\n', _faults));
        }
    }
}
