using System.Net;
using Microsoft.Playwright;
using Qingyuan.Ledger;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>The way from an outlet's hour down to the bytes and to a proof that holds.</summary>
public sealed class OriginTests(PageSite site) : IClassFixture<PageSite>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_is_walked_down_without_script_to_a_proof_that_holds()
    {
        Assert.SkipWhen(site.Browser is null, "no browser is installed");
        await using var context = await site.Context(
            new() { JavaScriptEnabled = false, Locale = "zh-CN" });
        context.SetDefaultTimeout(PageTests.PatienceMilliseconds);
        Assertions.SetDefaultExpectTimeout(PageTests.PatienceMilliseconds);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}/origin/{PageSite.Outlet}/a21002/hour/{site.Hour}");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("这个数从哪里来");
        await Assertions.Expect(page.Locator(".or-v b")).ToHaveTextAsync("430.5");
        await page.Locator("#hour .or-draw a").Nth(30).ClickAsync();
        await Assertions.Expect(page.Locator("#minute h2")).ToContainTextAsync(":30 这一分钟");
        string frame = await page.Locator("#frame .or-frame").InnerTextAsync();
        Assert.Contains("PW=••••••;", frame, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", frame, StringComparison.Ordinal);

        string link = await page.Locator(".or-acts a.pri").GetAttributeAsync("href") ?? "";
        string key = await page.Locator("#or-vkey").InnerTextAsync();
        using HttpClient http = site.Client();
        var (proof, note, entry) = InclusionProof.Parse(await http.GetStringAsync(site.Address + link, Cancel));
        Assert.Equal(SignatureState.Good, note.Check(VerifierKey.Parse(key)));
        Assert.True(Merkle.InclusionHolds(
            proof.Position, proof.Checkpoint.Size, Merkle.Leaf(entry!), proof.Path, proof.Checkpoint.Root));
    }

    [Theory]
    [InlineData("/origin/nobody/a21002/day/2026-11-23", "没有登记过编号为 nobody 的排口")]
    [InlineData("/origin/" + PageSite.Outlet + "/a21002/day/yesterday", "读不出来")]
    [InlineData("/origin/" + PageSite.Outlet + "/a21002/week/2026-11-23", "应是 day")]
    [InlineData("/w/outlets/nobody", "没有登记过编号为 nobody 的排口")]
    public async Task What_is_not_there_is_said_in_the_page_s_own_words(string path, string words)
    {
        using HttpClient http = site.Client();
        using HttpResponseMessage answer = await http.GetAsync(site.Address + path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_outlet_s_curve_and_its_table_say_the_same()
    {
        using HttpClient http = site.Client();
        string query = $"{site.Address}/api/v1/outlets/{PageSite.Outlet}/chart";
        string json = await http.GetStringAsync(query + "?factor=a21002&range=6h", Cancel);
        string csv = await http.GetStringAsync(query + ".csv?factor=a21002&range=6h", Cancel);
        Assert.Contains("\"text\":\"430.5\",\"exceeds\":true", json, StringComparison.Ordinal);
        Assert.Contains(",430.5,", csv, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(
            $"{site.Address}/api/v1/outlets/nobody/chart", Cancel)).StatusCode);
    }
}
