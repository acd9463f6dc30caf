using System.Net;
using Qingyuan.App;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App.Screens.Outlets;

/// <summary>The account of a quarter as a page and as JSON, over a real node.</summary>
public sealed class QuarterPageTests
{
    [Fact]
    public async Task The_page_shows_capture_rate_and_substitutes_beside_what_was_measured()
    {
        await using WebSite site = await WebSite.Start();
        OutletFactor flow = Given.Factor(Given.Kiln, "a00000", "0.1", null, LimitOn.Hour, false) with { Unit = "m³/s" };
        var device = new Device(Given.KilnMn, Given.Kiln.Id, 2017, null, 0, Given.Start, null);
        foreach (var (kind, content) in new[]
        {
            (RegistryActs.OutletRegistered, RegistryActs.Write(Given.Kiln, Given.Start)),
            (RegistryActs.DeviceRegistered, RegistryActs.Write(device)),
            (RegistryActs.FactorsSet, RegistryActs.Write(Given.Kiln.Id, Given.Start, [Given.Nox(), flow])),
        })
            await site.Node.Do(new Act(kind, Given.At14, "demo", "demo", "demo", content), Cancel);
        string good = KilnFrames.Plain(350m) + ";a00000-Avg=10,a00000-Flag=N";
        string fault = good.Replace("a21002-Flag=N", "a21002-Flag=D", StringComparison.Ordinal);
        for (int h = 0; h < 10; h++)
        {
            for (int m = 0; m < 60; m++)
                Send(site.Node, KilnFrames.Minute(Given.At14.AddHours(h).AddMinutes(m), h == 4 ? fault : good));
        }
        string address = $"/w/outlets/{Given.Kiln.Id}/quarter?q=2026Q4";
        string page = "";
        while (!page.Contains("10 / 9 / 1 / 0", StringComparison.Ordinal))
        {
            await Task.Delay(50, Cancel);
            page = await site.Client.GetStringAsync(new Uri(address, UriKind.Relative), Cancel);
        }
        foreach (string says in new[]
            { "氮氧化物 2026 年第 4 季度", "90.0%", "达到", "113.4", "12.6", "规则待核", "2026-11-23 18:00", ">D<", ">180<" })
            Assert.Contains(says, WebUtility.HtmlDecode(page), StringComparison.Ordinal);

        string json = await site.Client.GetStringAsync(
            new Uri($"/api/v1/outlets/{Given.Kiln.Id}/quarters/2026Q4?factor=a21002", UriKind.Relative), Cancel);
        Assert.Contains("\"capturePercent\":90", json, StringComparison.Ordinal);
        foreach (string bad in new[] { "quarters/2026", "quarters/2026Q4?factor=a00000", "quarters/2020Q1" })
        {
            using HttpResponseMessage answer = await site.Client.GetAsync(
                new Uri($"/api/v1/outlets/{Given.Kiln.Id}/{bad}", UriKind.Relative), Cancel);
            Assert.Contains((int)answer.StatusCode, new[] { 400, 404 });
        }
        Assert.Contains("没有可核算的小时", WebUtility.HtmlDecode(await site.Client.GetStringAsync(
            new Uri($"/w/outlets/{Given.Kiln.Id}/quarter?q=abc", UriKind.Relative), Cancel)), StringComparison.Ordinal);
    }

    private static void Send(Node node, byte[] frame)
    {
        byte[] head = new byte[256];
        int length = FrameEntry.WriteHead(
            head, FrameEntryKind.Frame, node.Frames.Now(), "10.0.0.7:4000"u8, 1, "ok");
        node.Frames.Append(head.AsMemory(0, length).Span, frame);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
}
