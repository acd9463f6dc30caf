using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>A table of the rulebook corrected by two people, in the browser.</summary>
public sealed class RuleTests(PageSite site) : IClassFixture<PageSite>
{
    private const string Table = "/w/rules/table/Hj75Of2017/rules.csv";

    [Fact]
    public async Task A_corrected_table_needs_a_second_person_and_judges_its_days_again()
    {
        await using IBrowserContext context = await Context(site);
        IPage page = await context.NewPageAsync();
        string day = site.Hour[..10], origin = $"{site.Address}/origin/{PageSite.Outlet}/a21002/hour/{site.Hour}";
        await page.GotoAsync(site.Address + Table);
        // The duty officer has no such power: no form.
        await Assertions.Expect(page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("input[aria-label='第 1 行 value']")).ToHaveCountAsync(0);
        // 有效小时均值 needs more minutes than an hour has: then no hour counts, which nobody can overlook.
        await site.Become(context, "zhuoma");
        await page.GotoAsync(site.Address + Table);
        await page.Locator("input[aria-label='第 1 行 value']").FillAsync("61");
        await Fill(page, ("document", "HJ 75-2017"), ("page", "第 3 章"), ("from", day), ("reason", "对照原文"));
        await page.GetByRole(AriaRole.Button, new() { Name = "写入账本" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("待核定");

        // She may approve, but not what she proposed herself.
        await Fill(page, ("reason", "同意"));
        await page.GetByRole(AriaRole.Button, new() { Name = "核定" }).ClickAsync();
        await Assertions.Expect(page.Locator("#form .em, #form [role=alert]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("待核定");

        await site.Become(context, "zhaxi");
        await page.GotoAsync(page.Url);
        await Fill(page, ("reason", "同意"));
        await page.GetByRole(AriaRole.Button, new() { Name = "核定" }).ClickAsync();
        await Assertions.Expect(page.Locator("#form [role=alert]").First).ToContainTextAsync("卓玛");

        await site.Become(context, "pingcuo");
        await page.GotoAsync(page.Url);
        await Fill(page, ("reason", "同意"));
        await page.GetByRole(AriaRole.Button, new() { Name = "核定" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("已核定");
        for (int i = 0; i < 60 && !(await Text(page, origin)).Contains("没有值", StringComparison.Ordinal); i++)
            await Task.Delay(1000, TestContext.Current.CancellationToken); // The hour is judged again by its follower.
        string judged = await Text(page, origin);
        Assert.Contains("没有值", judged, StringComparison.Ordinal);
        Assert.Contains("已核定", judged, StringComparison.Ordinal);
    }

    internal static async Task<IBrowserContext> Context(PageSite site)
    {
        Assert.SkipWhen(site.Browser is null, "no browser is installed");
        IBrowserContext context = await site.Context(
            new() { JavaScriptEnabled = false, Locale = "zh-CN" });
        context.SetDefaultTimeout(PageTests.PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PageTests.PatienceMilliseconds);
        return context;
    }

    internal static async Task Fill(IPage page, params (string Name, string Text)[] fields)
    {
        foreach ((string name, string text) in fields)
            await page.Locator($"#form input[name='{name}']").FillAsync(text);
    }

    private static async Task<string> Text(IPage page, string address)
    {
        await page.GotoAsync(address);
        return await page.Locator("main").InnerTextAsync();
    }
}
