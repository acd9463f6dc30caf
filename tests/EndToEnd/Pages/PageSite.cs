using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using Qingyuan.App;
using Microsoft.Extensions.DependencyInjection;
using Qingyuan.App.SignIn;
using Qingyuan.App.Web;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.EndToEnd.Pages;

/// <summary>
/// A real node with one registered discharger, fed over a real socket, its pages, and Debian's own browser. Where the
/// browser is not installed every test skips visibly.
/// </summary>
public sealed class PageSite : IAsyncLifetime
{
    public const string Company = "91540000TEST000001", Mn = "TESTMN0000000001", Stranger = "TESTMN0000000002";
    public const string Outlet = Company + "-DA001";

    private static readonly string[] Browsers =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _directory = Directory.CreateTempSubdirectory("qingyuan-pages-").FullName;
    private Node _node = null!;
    private WebApplication _app = null!;
    private IPlaywright? _playwright;

    public IBrowser? Browser { get; private set; }
    public string Address { get; private set; } = "";
    public string Hour { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _node = Node.Open(new NodeOptions(_directory) { Demo = true }, TimeProvider.System);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        _app = WebHost.Build(_node, new WebOptions(loopback) { Hj212 = loopback, Terminal = TextWriter.Null });
        await _app.StartAsync();
        Address = _app.Urls.First().Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
        await Register();
        await RegisterSites();
        await Feed(WebHost.GatewayAddress(_app)!);
        _node.Followers.CatchUp();
        if (Browsers.FirstOrDefault(File.Exists) is not { } path)
            return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = path,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null)
            await Browser.DisposeAsync();
        _playwright?.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>A window in which a demo person is signed in; null = nobody is.</summary>
    public async Task<IBrowserContext> Context(BrowserNewContextOptions options, string? person = "dawa")
    {
        IBrowserContext context = await Browser!.NewContextAsync(options);
        context.SetDefaultTimeout(PageTests.PatienceMilliseconds);
        if (person is not null)
            await Become(context, person);
        return context;
    }

    /// <summary>A program that asks as a demo person.</summary>
    public HttpClient Client(string person = "dawa")
    {
        var client = new HttpClient();
        client.DefaultRequestHeaders.Add("Cookie", "qingyuan=" + Token(person));
        return client;
    }

    private string Token(string person) =>
        _app.Services.GetRequiredService<Sessions>().Begin(person, "demo", "test");

    /// <summary>From now on this window is another person's.</summary>
    public Task Become(IBrowserContext context, string person) => context.AddCookiesAsync(
    [
        new()
        {
            Name = "qingyuan", Url = Address,
            Value = Token(person),
        },
    ]);

    private async Task Register()
    {
        var start = RegistryActs.FromTheBeginning;
        Registrations New() => new(_node.Register, _node.Clock, "demo");
        async Task Do(Registration registration) => await _node.Do(
            registration.Act ?? throw new InvalidOperationException(string.Join("; ", registration.Refusals)), default);
        await Do(New().RegisterDischarger(
            new Discharger(Company, "模拟·试验水泥有限公司", "拉萨", "堆龙德庆区", "水泥制造", "拉萨市试验路 1 号", true)));
        await Do(New().RegisterOutlet(new Outlet(
            Outlet, Company, "DA001", "1# 窑尾", OutletKind.FlueGas, "水泥窑", 10m, 3650, 1)));
        await Do(New().RegisterDevice(new Device(Mn, Outlet, 2017, null, 0, start, null)));
        await Do(New().RegisterFactors(Outlet, [new OutletFactor(
            Outlet, "a21002", "氮氧化物", "mg/m³", "0.1", 400, LimitOn.Hour, true, "GB 4915-2013", "表 1", start, null)]));
    }

    /// <summary>One station and one section of Lhasa, so that the portal has something to say.</summary>
    private async Task RegisterSites()
    {
        var start = RegistryActs.FromTheBeginning;
        foreach (var (site, mn) in Sites)
        {
            Registrations registrations = new(_node.Register, _node.Clock, "demo");
            await _node.Do(registrations.RegisterSite(site).Act!, default);
            var device = new Device(mn, site.Id, 2017, null, 0, start, null);
            await _node.Do(registrations.RegisterDevice(device).Act!, default);
        }
    }

    private static readonly (AmbientSite Site, string Mn)[] Sites =
    [
        (new AmbientSite(
            "TEST-A1", SiteKind.Air, "试验站", "", "Test station", "拉萨", "城关区", "", 3650, "2",
            "a34004 a34002 a05024 a21004 a21026 a21005", false, true), "TESTMN00000000A1"),
        (new AmbientSite(
            "TEST-W1", SiteKind.River, "试验断面", "", "Test section", "拉萨", "城关区", "拉萨河", 3650, "Ⅱ",
            "w01010 w01001 w01009 w01019 w21003 w21011", false, true), "TESTMN00000000B1"),
    ];

    /// <summary>Three hours of minutes, the middle one above the limit, and one frame of a stranger.</summary>
    private async Task Feed(IPEndPoint gateway)
    {
        var now = _node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        var first = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, Beijing.Offset).AddHours(-3);
        Hour = first.AddHours(1).ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture);
        using var socket = new TcpClient();
        await socket.ConnectAsync(gateway);
        await using var stream = socket.GetStream();
        for (int minute = 0; minute < 181; minute++)
        {
            string value = minute / 60 == 1 ? "430.5" : "331.2";
            await stream.WriteAsync(Frame(Mn, "2051", first.AddMinutes(minute),
                $"a21002-Avg={value},a21002-ZsAvg={value},a21002-Flag=N;a19001-Avg=10.0,a19001-Flag=N"));
        }
        for (int hour = 0; hour < 3; hour++)
        {
            await stream.WriteAsync(Frame(Sites[0].Mn, "2061", first.AddHours(hour), "a34004-Avg=12.0;a34002-Avg=168.0;"
                + "a05024-Avg=80.0;a21004-Avg=14.0;a21026-Avg=6.0;a21005-Avg=0.5"));
        }
        await stream.WriteAsync(Frame(Sites[1].Mn, "2061", first, "w01010-Avg=8.0;w01001-Avg=8.1;w01009-Avg=7.2;"
            + "w01019-Avg=1.4;w21003-Avg=0.06;w21011-Avg=0.03"));
        await stream.WriteAsync(Frame(Stranger, "2011", now, "a21002-Rtd=312.4,a21002-Flag=N"));
        socket.Client.Shutdown(SocketShutdown.Send);
        // The gateway answers each frame that asked for it after it is durable, then closes.
        byte[] answers = new byte[64 << 10];
        while (await stream.ReadAsync(answers) > 0)
        {
        }
    }

    private static byte[] Frame(string mn, string command, DateTimeOffset time, string items)
    {
        string qn = Beijing.Text(time) + "000";
        string segment = $"QN={qn};ST=31;CN={command};PW=123456;MN={mn};Flag=5;"
            + $"CP=&&DataTime={Beijing.Text(time)};{items}&&";
        return Encoding.ASCII.GetBytes($"##{segment.Length:D4}{segment}{Crc16(segment):X4}\r\n");
    }

    // HJ 212-2017 appendix A; written again here, so that the test does not lean on what it tests.
    private static int Crc16(string text)
    {
        int register = 0xFFFF;
        foreach (char c in text)
        {
            register = register >> 8 ^ c;
            for (int i = 0; i < 8; i++)
                register = (register & 1) == 1 ? register >> 1 ^ 0xA001 : register >> 1;
        }
        return register;
    }
}
