using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>The same day by two editions, and a pasted series across the change, without script.</summary>
public sealed class WhatIfTests(PageSite site) : IClassFixture<PageSite>
{
    [Fact]
    public async Task A_pasted_series_is_judged_by_both_editions_and_a_bad_line_is_named()
    {
        Assert.SkipWhen(site.Browser is null, "no browser is installed");
        await using var context = await site.Context(
            new() { JavaScriptEnabled = false, Locale = "zh-CN" });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}/w/rules/what-if?PM25_24h=76&PM10_24h=NA&grade=2");
        await Assertions.Expect(page.Locator(".wi-card").Nth(0)).ToContainTextAsync("102");
        await Assertions.Expect(page.Locator(".wi-card").Nth(1)).ToContainTextAsync("115");

        await page.FillAsync("#text", "日期,PM2.5\n2026-02-28,70\n2026-03-01,70");
        await page.ClickAsync(".wi-paste button");
        await Assertions.Expect(page.Locator(".wi-note")).ToContainTextAsync(
            "粘贴的数据 2 天：按 2012 版 AQI 大于 100 的有 0 天，按 2026 版 AQI 大于 100 的有 2 天");
        await Assertions.Expect(page.Locator(".wi-card").Nth(0)).ToContainTextAsync("102");

        await page.FillAsync("#text", "日期,PM2.5\n2026-02-28,很高");
        await page.ClickAsync(".wi-paste button");
        await Assertions.Expect(page.Locator("#series .errsum")).ToContainTextAsync("第 2 行：“很高”不是浓度");
        await Assertions.Expect(page.Locator("#text")).ToHaveValueAsync("日期,PM2.5\n2026-02-28,很高");
    }
}
