using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;
using Qingyuan.Tests.Publication;

namespace Qingyuan.Tests.App;

/// <summary>Air and water over HTTP: what anybody gets, in which language, and where it ends.</summary>
public sealed class AmbientApiTests
{
    private static readonly DateTimeOffset Hour = Whole(
        TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Hours_come_in_pages_that_go_on_where_the_last_one_ended()
    {
        await using var site = await WithAir();
        string from = Hour.AddHours(-5).ToString("yyyy-MM-ddTHH", null);
        var first = (await Get(site, $"/api/v1/air/lhasa/hours?from={from}&limit=2")).AsObject();
        Assert.Equal(2, first["figures"]!.AsArray().Count);
        var second = await Get(site, $"/api/v1/air/lhasa/hours?from={from}&limit=2&cursor={first["next"]}");
        Assert.Equal(2, second["figures"]!.AsArray().Count);
        Assert.Null(second["next"]);
        string[] starts = [.. first["figures"]!.AsArray().Concat(second["figures"]!.AsArray())
            .Select(f => f!["from"]!.ToString())];
        Assert.Equal(4, starts.Distinct().Count());
        Assert.Contains("UTC+8", first["timeZone"]!.ToString(), StringComparison.Ordinal);
        JsonNode figure = first["figures"]![0]!;
        Assert.Equal("轻度污染", figure["category"]!.ToString());
        JsonNode dust = figure["items"]!.AsArray().First(i => i!["item"]!.ToString() == "PM10")!;
        Assert.Equal("168", dust["value"]!.ToString());
        Assert.False((bool)figure["reviewed"]!);
        Assert.Single(figure["positions"]!.AsArray());
    }

    [Theory]
    [InlineData("/api/v1/air/nowhere/hours", 404)]
    [InlineData("/api/v1/air/lhasa/years", 404)]
    [InlineData("/api/v1/water/A1/samples", 404)]
    [InlineData("/api/v1/air/lhasa/hours?limit=0", 400)]
    [InlineData("/api/v1/air/lhasa/hours?limit=501", 400)]
    [InlineData("/api/v1/air/lhasa/hours?cursor=zz", 400)]
    [InlineData("/api/v1/air/lhasa/hours?coverage=101", 400)]
    [InlineData("/api/v1/air/lhasa/hours?from=yesterday", 400)]
    [InlineData("/air/nowhere", 404)]
    [InlineData("/water/A1", 404)]
    [InlineData("/figure/lhasa/air-hour/2001-01-01T00", 404)]
    [InlineData("/figure/lhasa/year/2001-01-01T00", 404)]
    public async Task What_is_not_there_is_refused_plainly(string path, int status)
    {
        await using var site = await WithAir();
        using var answer = await site.Client.GetAsync(path, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Every_row_of_the_file_says_its_interval_its_review_and_its_rules()
    {
        await using var site = await WithAir();
        string csv = await site.Client.GetStringAsync("/api/v1/air/A1/hours.csv", Cancel);
        string[] lines = csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(5, lines.Length);
        Assert.Contains("北京时间，UTC+8", lines[0], StringComparison.Ordinal);
        Assert.Contains("未审核", lines[1], StringComparison.Ordinal);
        Assert.Contains("HJ 633-2026", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task My_place_is_said_in_three_languages_and_the_choice_is_kept()
    {
        await using var site = await WithAir();
        string zh = await Page(site, "/");
        Assert.Contains("<html lang=\"zh-CN\"", zh, StringComparison.Ordinal);
        Assert.Contains("<b>轻度污染</b>", zh, StringComparison.Ordinal);
        string en = await Page(site, "/?lang=en");
        Assert.Contains("<html lang=\"en\"", en, StringComparison.Ordinal);
        Assert.Contains("<b>Lightly polluted</b>", en, StringComparison.Ordinal);
        string kept = await Page(site, "/air");
        Assert.Contains("Air quality", kept, StringComparison.Ordinal);
        string bo = await Page(site, "/?lang=bo");
        Assert.Contains("<html lang=\"bo\"", bo, StringComparison.Ordinal);
        Assert.Contains("待审校", bo, StringComparison.Ordinal);
        Assert.Contains("不认识", await Page(site, "/?lang=zh&place=不认识"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_figure_walks_down_to_its_frames()
    {
        await using var site = await WithAir();
        string page = await Page(site, $"/figure/lhasa/air-hour/{Hour.AddHours(-2):yyyy-MM-ddTHH}");
        Assert.Contains("a34002-Avg=168", page, StringComparison.Ordinal);
        Assert.Contains("/api/v1/frames/2/proof", page, StringComparison.Ordinal);
    }

    private static async Task<string> Page(WebSite site, string path) => await site.Client.GetStringAsync(path, Cancel);

    private static async Task<JsonNode> Get(WebSite site, string path) =>
        JsonNode.Parse(await site.Client.GetStringAsync(path, Cancel))!;

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerHour));

    /// <summary>One station in Lhasa with the last four whole hours of dust.</summary>
    private static async Task<WebSite> WithAir()
    {
        WebSite site = await WebSite.Start();
        var registrations = new Registrations(site.Node.Register, site.Node.Clock, "test");
        await site.Node.Do(registrations.RegisterSite(AmbientHouse.Air("A1")).Act!, Cancel);
        await site.Node.Do(registrations.RegisterDevice(new Device(
            AmbientHouse.Mn("A1"), "A1", 2017, null, 0, RegistryActs.FromTheBeginning, null)).Act!, Cancel);
        Task last = Task.CompletedTask;
        for (int i = -4; i < 0; i++)
        {
            last = Append(site.Node.Frames, AmbientHouse.AirFrame(
                "A1", Hour.AddHours(i), "5", "10", "0.4", "80", "168", "20"));
        }
        await last;
        site.Node.Followers.CatchUp();
        return site;
    }

    private static Task Append(Log frames, byte[] frame)
    {
        Span<byte> head = stackalloc byte[256];
        int length = FrameEntry.WriteHead(head, FrameEntryKind.Frame, frames.Now(), "10.0.0.7:4000"u8, 1, "ok");
        return frames.Append(head[..length], frame).Durable;
    }
}
