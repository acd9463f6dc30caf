using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Qingyuan.App;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>
/// The whole way of a new installation with real passkeys of the browser's virtual authenticator: three people at the
/// ceremony, an account made, empowered, seen and enrolled, and an act signed.
/// </summary>
public sealed class SignInTests(PageSite site) : IClassFixture<PageSite>
{
    private readonly string _directory = Directory.CreateTempSubdirectory("qingyuan-signin-").FullName;
    private readonly List<string> _errors = [];

    [Fact]
    public async Task Three_people_hold_the_ceremony_and_a_fourth_signs_a_first_act()
    {
        Assert.SkipWhen(site.Browser is null, "no browser is installed");
        await using var terminal = new StringWriter();
        await using Node node = Node.Open(new NodeOptions(_directory), TimeProvider.System);
        await using WebApplication app = WebHost.Build(node,
            new WebOptions(new IPEndPoint(IPAddress.Loopback, 0)) { Terminal = terminal });
        await app.StartAsync(TestContext.Current.CancellationToken);
        string home = app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        string password = terminal.ToString().Split(": ").Last().Trim();

        await using IBrowserContext context = await site.Context(new() { Locale = "zh-CN" }, person: null);
        IPage page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains("status of 4", StringComparison.Ordinal))
                _errors.Add(message.Text);
        };
        await page.GotoAsync(home + "/sign-in");
        await page.Locator("#password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "进入工作台" }).ClickAsync();
        await Picture(page, "ceremony");
        Dictionary<string, (ICDPSession Session, string Id)> keys = [];
        foreach ((string person, string name) in new[] { ("sys.a", "张三"), ("sec.b", "李四"), ("aud.c", "王五") })
        {
            await Authenticator(context, page, person, keys);
            await page.Locator("#fullName").FillAsync(name);
            await page.Locator("#person").FillAsync(person);
            await page.GetByRole(AriaRole.Button, new() { Name = "登记通行密钥" }).ClickAsync();
            await Assertions.Expect(page.GetByText(person == "aud.c" ? "首次启用已经完成" : $"（{person}）已到"))
                .ToBeVisibleAsync();
        }
        Assert.True(node.People.IsCeremonyHeld);
        await page.GotoAsync(home + "/ceremony");
        Assert.Contains("/sign-in", page.Url, StringComparison.Ordinal);

        await SignIn(page, home, "sys.a", keys);
        await Picture(page, "system");
        await page.Locator("#id").FillAsync("ciren");
        await page.Locator("#name").First.FillAsync("次仁");
        await page.GetByRole(AriaRole.Button, new() { Name = "建立", Exact = true }).ClickAsync();
        await Picture(page, "sign");
        await Sign(page);
        await page.Locator("tr", new() { HasText = "ciren" }).GetByRole(AriaRole.Button, new() { Name = "发激活码" })
            .ClickAsync();
        await Sign(page);
        string code = await page.Locator("#enrol-code").InnerTextAsync();

        // Neither the code nor a guess opens the account before the other two have had their say.
        await SignOut(page);
        await Enrol(page, home, "ciren", code);
        await Assertions.Expect(page.Locator("[role=alert]").First).ToContainTextAsync("没有经审计管理员确认");

        await SignIn(page, home, "sec.b", keys);
        await page.Locator("#person").SelectOptionAsync("ciren");
        await page.Locator("#power").SelectOptionAsync(Powers.WorkspaceRead);
        await page.GetByRole(AriaRole.Button, new() { Name = "授权", Exact = true }).ClickAsync();
        await Sign(page);
        await page.Locator("#person").SelectOptionAsync("ciren");
        await page.Locator("#power").SelectOptionAsync(Powers.ChecksSuppress);
        await page.GetByRole(AriaRole.Button, new() { Name = "授权", Exact = true }).ClickAsync();
        await Sign(page);
        await Picture(page, "security");
        await page.GotoAsync(home + "/w/admin/audit");
        await Assertions.Expect(page.Locator("body")).ToContainTextAsync("您没有");
        await Picture(page, "no-right");
        await page.GotoAsync(home + "/w/account");
        await SignOut(page);

        await SignIn(page, home, "aud.c", keys);
        await page.GetByRole(AriaRole.Button, new() { Name = "确认" }).First.ClickAsync();
        await Sign(page);
        await Picture(page, "audit");
        await SignOut(page);

        await Enrol(page, home, "ciren", code);
        await Picture(page, "enrol");
        await Authenticator(context, page, "ciren", keys);
        await page.GetByRole(AriaRole.Button, new() { Name = "登记通行密钥" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("我的账号");
        await Picture(page, "account");
        await page.GetByRole(AriaRole.Button, new() { Name = "个新的恢复码" }).ClickAsync();
        await Assertions.Expect(page.Locator("ol.num li")).ToHaveCountAsync(10);
        string recovery = await page.Locator("ol.num li code").First.InnerTextAsync();

        await page.GotoAsync(home + "/w/checks");
        await page.Locator("#code").SelectOptionAsync("judge.exceeds");
        await page.Locator("#from").FillAsync("2026-11-01");
        await page.Locator("#to").FillAsync("2026-11-30");
        await page.Locator("#reason").FillAsync("设备验收期间");
        await page.GetByRole(AriaRole.Button, new() { Name = "写入账本" }).ClickAsync();
        long before = node.Acts.DurableSize;
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("签名后生效");
        Assert.Equal(before, node.Acts.DurableSize);
        await Sign(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("设备验收期间");
        await SignOut(page);

        // The recovery code opens once.
        foreach (bool first in new[] { true, false })
        {
            await page.GotoAsync(home + "/sign-in");
            await page.GetByText("没有通行密钥").ClickAsync();
            await page.Locator("#rperson").FillAsync("ciren");
            await page.Locator("#rcode").FillAsync(recovery);
            await page.GetByRole(AriaRole.Button, new() { Name = "用恢复码登录" }).ClickAsync();
            await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync(first ? "我的账号" : "登录工作台");
            if (first)
                await SignOut(page);
        }
        Assert.Empty(_errors);
        await app.StopAsync(TestContext.Current.CancellationToken);
        await node.DisposeAsync();
        AssertNoSecret(recovery, code, password);
    }

    /// <summary>Every binding act after the ceremony carries its person's passkey, and no secret lies about.</summary>
    private void AssertNoSecret(params string[] secrets)
    {
        foreach (string file in Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories))
        {
            string text;
            using (var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            using (var reader = new StreamReader(stream, System.Text.Encoding.Latin1))
                text = reader.ReadToEnd();
            foreach (string secret in secrets)
                Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{file} holds a secret");
        }
    }

    private static async Task Authenticator(
        IBrowserContext context, IPage page, string person, Dictionary<string, (ICDPSession, string)> keys)
    {
        foreach (var (old, id) in keys.Values)
            await old.SendAsync("WebAuthn.setAutomaticPresenceSimulation",
                new() { ["authenticatorId"] = id, ["enabled"] = false });
        ICDPSession session = keys.Count > 0 ? keys.Values.First().Item1 : await context.NewCDPSessionAsync(page);
        if (keys.Count == 0)
            await session.SendAsync("WebAuthn.enable");
        var made = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = keys.Count == 0 ? "internal" : "usb",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        keys[person] = (session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static async Task SignIn(
        IPage page, string home, string person, Dictionary<string, (ICDPSession Session, string Id)> keys)
    {
        foreach (var (owner, (session, id)) in keys)
            await session.SendAsync("WebAuthn.setAutomaticPresenceSimulation",
                new() { ["authenticatorId"] = id, ["enabled"] = owner == person });
        await page.GotoAsync(home + "/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥登录" }).ClickAsync();
        await Assertions.Expect(page.Locator(".w-top")).ToBeVisibleAsync();
    }

    private static async Task Sign(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "用通行密钥签名" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).Not.ToHaveTextAsync("签名后生效");
    }

    private static async Task SignOut(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await Assertions.Expect(page.Locator(".p-head")).ToBeVisibleAsync();
    }

    private static async Task Enrol(IPage page, string home, string person, string code)
    {
        await page.GotoAsync(home + "/enrol");
        await page.Locator("#person").FillAsync(person);
        await page.Locator("#code").FillAsync(code);
        await page.GetByRole(AriaRole.Button, new() { Name = "下一步" }).ClickAsync();
    }

    /// <summary>Kept for people to look at, where QINGYUAN_PICTURES names a directory.</summary>
    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("QINGYUAN_PICTURES") is not { Length: > 0 } directory)
            return;
        foreach (int width in new[] { 390, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(directory, $"{name}-{width}.png"), FullPage = true });
        }
    }
}
