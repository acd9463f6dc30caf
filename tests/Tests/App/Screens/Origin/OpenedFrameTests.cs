using System.Net;
using System.Text.Json.Nodes;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Registry;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App.Screens;

/// <summary>Encrypted content on the origin page and in the route of a frame.</summary>
public sealed class OpenedFrameTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_origin_page_and_the_route_show_opened_content_its_key_and_the_ciphertext()
    {
        await using var site = await WebSite.Start();
        await SealedSite.Enrol(site.Node);
        long position = await SealedSite.Receive(site.Node);
        var closed = await Frame(site, position);
        Assert.True((bool)closed["encrypted"]!);
        Assert.Null(closed["key"]);
        Assert.Null(closed["opened"]);
        Assert.Equal("decrypt", (string)closed["decoded"]!["reason"]!);

        var (id, digest) = site.Node.DeviceKeys.Put(Given.KilnMn, SealedSite.Key);
        var named = new DeviceKey(Given.KilnMn, id, digest, RegistryActs.FromTheBeginning);
        await site.Node.Do(
            new Registrations(site.Node.Register, site.Node.Clock, "test").SetDeviceKey(named).Act!, Cancel);
        var open = await Frame(site, position);
        Assert.Equal(id, (string)open["key"]!);
        Assert.Contains("a21002-Avg=300", (string)open["opened"]!, StringComparison.Ordinal);
        Assert.Contains("PW=******", (string)open["opened"]!, StringComparison.Ordinal);
        Assert.Equal("frame", (string)open["decoded"]!["kind"]!);
        Assert.Equal("******", (string)open["decoded"]!["fields"]!["PW"]!);
        string ciphertext = (string)open["ciphertext"]!;
        Assert.Equal((string)closed["ciphertext"]!, ciphertext);
        Assert.DoesNotContain("a21002", (string)open["text"]!, StringComparison.Ordinal);

        string path = $"/origin/{Given.Kiln.Id}/a21002/hour/{SealedSite.Hour:yyyy-MM-ddTHH}?minute=59";
        string page = await UntilJudged(site, path);
        Assert.Contains("加密发来", page, StringComparison.Ordinal);
        Assert.Contains(id, page, StringComparison.Ordinal);
        Assert.Contains("a21002-Avg=300", page, StringComparison.Ordinal);
        Assert.Contains("CRC 相符", page, StringComparison.Ordinal);
        Assert.Contains(ciphertext, page, StringComparison.Ordinal);
        string hex = WebUtility.HtmlDecode(await site.Client.GetStringAsync(path + "&view=hex", Cancel));
        Assert.DoesNotContain("a21002-Avg=300", hex, StringComparison.Ordinal);
        Assert.DoesNotContain(SealedSite.KeyText, page + open, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_CRC_that_a_device_counts_over_its_ciphertext_is_not_called_wrong()
    {
        byte[] plain = DesignedFrame.Bytes;
        plain[^3] = plain[^3] == (byte)'0' ? (byte)'1' : (byte)'0';
        var pieces = OpenedFrame.Annotate(plain, new OpenedFrame("0123456789abcdef", plain, default), Gloss.None);
        Assert.Contains(pieces, p => p.Gloss == "CRC 按密文算，相符");
        Assert.DoesNotContain(pieces, p => p.Emphasis == Emphasis.Bad);
    }

    /// <summary>The hour is judged some time after its key was registered.</summary>
    private static async Task<string> UntilJudged(WebSite site, string path)
    {
        while (true)
        {
            using var answer = await site.Client.GetAsync(path, Cancel);
            string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            if (answer.StatusCode == HttpStatusCode.OK && page.Contains("a21002-Avg", StringComparison.Ordinal))
                return page;
            await Task.Delay(50, Cancel);
        }
    }

    private static async Task<JsonNode> Frame(WebSite site, long position) =>
        JsonNode.Parse(await site.Client.GetStringAsync($"/api/v1/frames/{position}", Cancel))!;
}
