using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>A record of interference on a phone, and a report that is followed up, in the browser.</summary>
public sealed partial class SupervisionTests(PageSite site) : IClassFixture<PageSite>
{
    private const string Passphrase = "four quiet yaks walking";

    [Fact]
    public async Task An_intervention_is_recorded_on_a_phone_and_read_by_the_integrity_officer_only()
    {
        await using IBrowserContext phone = await Context("quzhen", 390);
        IPage page = await phone.NewPageAsync();
        await page.GotoAsync(site.Address + "/w/interventions");
        await page.Locator("input[name=role]").First.CheckAsync();
        await page.Locator("#passphrase").FillAsync(Passphrase);
        await page.GetByRole(AriaRole.Button, new() { Name = "设公钥" }).ClickAsync();
        await Assertions.Expect(page.GetByText("公钥已写入账本")).ToBeVisibleAsync();

        await site.Become(phone, "dawa");
        await page.GotoAsync(site.Address + "/w/interventions/new");
        await page.Locator("#who").FillAsync("李某");
        await page.Locator("#post").FillAsync("某县局 副局长");
        await page.GetByLabel("电话", new() { Exact = true }).CheckAsync();
        await page.Locator("#asked").FillAsync("这个月的断面不能是三类，你们再采一次。");
        await page.Locator("#matter").FillAsync("东嘎断面 11 月采样任务");
        await page.GetByLabel("没有", new() { Exact = true }).CheckAsync();
        await page.Locator("input[name=files]").First.SetInputFilesAsync(new FilePayload
        {
            Name = "录音.m4a",
            MimeType = "audio/mp4",
            Buffer = [0, 0, 0, 24, .. Encoding.ASCII.GetBytes("ftypM4A "), .. new byte[2000]],
        });
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 390"));
        await page.GetByRole(AriaRole.Button, new() { Name = "检查并封存" }).ClickAsync();
        await Assertions.Expect(page.GetByText("谁也改不了、删不掉")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "封存", Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText("已封存", new() { Exact = true })).ToBeVisibleAsync();
        string number = (await page.Locator("#receipt .no b").InnerTextAsync()).TrimStart('0');

        // The writer's own account opens nothing; the officer's does, and the reading stands below.
        await page.GotoAsync($"{site.Address}/w/interventions/{number}");
        await Read(page);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("没有封存给你");
        await site.Become(phone, "quzhen");
        await page.GotoAsync($"{site.Address}/w/interventions/{number}");
        await Read(page);
        await Assertions.Expect(page.GetByText("不能是三类")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("例行查阅")).ToBeVisibleAsync();
        await page.GotoAsync($"{site.Address}/intervention/{number}");
        Assert.DoesNotContain("三类", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_without_a_name_is_followed_up_by_its_code()
    {
        await using IBrowserContext context = await Context(null, 390);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(site.Address + "/report");
        await page.Locator("#about").FillAsync("模拟·试验水泥有限公司");
        await page.Locator("#what").FillAsync("夜里有人把采样管拔下来插到一个瓶子里，我亲眼看见两次。");
        await page.Locator("#where").FillAsync("1# 窑尾站房");
        await page.Locator("#codes").SelectOptionAsync("T02");
        await page.GetByRole(AriaRole.Button, new() { Name = "提交举报" }).ClickAsync();
        string code = await page.Locator("#code").InnerTextAsync();
        Assert.Matches(CodePattern(), code);
        string number = await page.Locator("#number").InnerTextAsync();

        await page.GotoAsync(site.Address + "/report/follow");
        await page.Locator("#code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "查看" }).ClickAsync();
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync(number);
        await Assertions.Expect(page.Locator("#told")).ToContainTextAsync("待分类");
        Assert.DoesNotContain(code, page.Url, StringComparison.Ordinal);

        await site.Become(context, "dawa");
        await page.GotoAsync($"{site.Address}/w/reports/{number}");
        await Assertions.Expect(page.GetByText("必须受理。")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText("插到一个瓶子里")).ToBeVisibleAsync();
    }

    private static async Task Read(IPage page)
    {
        await page.Locator("#passphrase").FillAsync(Passphrase);
        await page.GetByRole(AriaRole.Button, new() { Name = "记账并查阅" }).ClickAsync();
    }

    private async Task<IBrowserContext> Context(string? person, int width)
    {
        Assert.SkipWhen(site.Browser is null, "no browser is installed");
        IBrowserContext context = await site.Context(new()
        {
            JavaScriptEnabled = true,
            Locale = "zh-CN",
            ViewportSize = new() { Width = width, Height = 844 },
        }, person);
        Assertions.SetDefaultExpectTimeout(PageTests.PatienceMilliseconds);
        return context;
    }

    [GeneratedRegex("^([0-9a-f]{4}-){7}[0-9a-f]{4}$")]
    private static partial Regex CodePattern();
}
