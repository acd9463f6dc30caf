using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>An outcome that an authority suppresses and ends early, in the browser.</summary>
public sealed class ChecksTests(PageSite site) : IClassFixture<PageSite>
{
    [Fact]
    public async Task An_outcome_is_suppressed_with_a_reason_and_ended_early()
    {
        await using IBrowserContext context = await RuleTests.Context(site);
        IPage page = await context.NewPageAsync();
        string day = site.Hour[..10];
        string end = DateOnly.ParseExact(day, "yyyy-MM-dd").AddDays(30).ToString("yyyy-MM-dd");
        await page.GotoAsync(site.Address + "/w/checks");
        await page.Locator("#code").SelectOptionAsync("judge.exceeds");
        await RuleTests.Fill(page, ("from", day), ("to", end), ("reason", "无"));
        await page.GetByRole(AriaRole.Button, new() { Name = "写入账本" }).ClickAsync();
        await Assertions.Expect(page.Locator("#form .em").First).ToContainTextAsync("理由");

        await page.Locator("#code").SelectOptionAsync("judge.exceeds");
        await RuleTests.Fill(page, ("from", day), ("to", end), ("reason", "设备验收期间"));
        await page.GetByRole(AriaRole.Button, new() { Name = "写入账本" }).ClickAsync();
        await Assertions.Expect(page.Locator("table tbody td").First).ToHaveTextAsync("生效中");
        await page.GotoAsync(site.Address + "/w");
        await Assertions.Expect(page.GetByText("按授权抑制")).ToBeVisibleAsync();

        await page.GotoAsync(site.Address + "/w/checks");
        await page.GetByRole(AriaRole.Button, new() { Name = "提前结束" }).ClickAsync();
        await Assertions.Expect(page.Locator("table tbody td").First).ToHaveTextAsync("已提前结束");
    }
}
