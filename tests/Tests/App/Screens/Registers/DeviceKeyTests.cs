using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Qingyuan.App.Screens.Registers;
using Qingyuan.Registry;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App.Screens;

/// <summary>The form that registers an SM4 key, and the list of devices that wait for one.</summary>
public sealed partial class DeviceKeyTests
{
    private const string Page = "/w/devices/" + Given.KilnMn;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_registered_and_never_shown()
    {
        await using var site = await WebSite.Start();
        await SealedSite.Enrol(site.Node);
        using var answer = await Post(site, SealedSite.KeyText, "2026-11-01");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var key = Assert.Single(site.Node.Register.Keys(Given.KilnMn));
        Assert.Equal(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8)), key.From);
        Assert.Equal(SealedSite.Key, site.Node.DeviceKeys.Get(key));

        string to = answer.Headers.Location!.OriginalString;
        Assert.EndsWith($"{Page}?keyId={key.Id}", to, StringComparison.Ordinal);
        string page = await site.Client.GetStringAsync(to, Cancel);
        Assert.Contains(key.Id, page, StringComparison.Ordinal);
        Assert.Contains("2026-11-01", page, StringComparison.Ordinal);
        AssertHides(page);
        byte[] act = site.Node.Acts.Read(site.Node.Acts.DurableSize - 1);
        Assert.Contains(key.Id, Encoding.UTF8.GetString(act), StringComparison.Ordinal);
        AssertHides(Encoding.UTF8.GetString(act));
    }

    [Theory]
    [InlineData("", "", "请填写密钥")]
    [InlineData("00112233445566778899aAbBcCdDeEf", "", "这里是 31 个字符")]
    [InlineData("00112233445566778899aAbBcCdDeEfF0", "", "这里是 33 个字符")]
    [InlineData("00112233445566778899aAbBcCdDeEfG", "", "不是十六进制数字")]
    [InlineData("0123456789abcdef", "", "逐字换成它的十六进制编码")]
    [InlineData(SealedSite.KeyText, "2026/11/1", "日期写成")]
    [InlineData(SealedSite.KeyText, "2999-01-01", "生效时间不合理")]
    public async Task A_wrong_entry_is_refused_with_what_to_do_and_nothing_is_kept(string key, string from, string says)
    {
        await using var site = await WebSite.Start();
        await SealedSite.Enrol(site.Node);
        long acts = site.Node.Acts.DurableSize;
        using var answer = await Post(site, key, from);
        string page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(says, page, StringComparison.Ordinal);
        if (key.Length > 0)
            Assert.DoesNotContain(key, page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(acts, site.Node.Acts.DurableSize);
        Assert.False(Directory.Exists(site.Node.Options.DeviceKeyDirectory));
    }

    [Fact]
    public async Task A_key_of_the_same_day_is_registered_once_and_of_another_day_again()
    {
        await using var site = await WebSite.Start();
        await SealedSite.Enrol(site.Node);
        using (var first = await Post(site, SealedSite.KeyText, ""))
            Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        // White space, as in a printed key, does not count.
        using (var again = await Post(site, " " + SealedSite.KeyText.Insert(16, " "), ""))
            Assert.Contains("已经登记过", WebUtility.HtmlDecode(await again.Content.ReadAsStringAsync(Cancel)),
                StringComparison.Ordinal);
        using (var later = await Post(site, SealedSite.KeyText, "2026-11-01"))
            Assert.Equal(HttpStatusCode.Redirect, later.StatusCode);
        Assert.Equal(2, site.Node.Register.Keys(Given.KilnMn).Count);
    }

    [Fact]
    public async Task A_key_of_a_device_that_nobody_registered_is_refused_and_not_kept()
    {
        await using var site = await WebSite.Start();
        var refusal = Assert.Single(await KeyRegistering.Do(
            site.Node, new Registrations(site.Node.Register, site.Node.Clock, "test"), "A1", SealedSite.KeyText, null,
            Cancel));
        Assert.Equal(("device.unknown", "keys"), (refusal.Code, refusal.Field));
        Assert.False(Directory.Exists(site.Node.Options.DeviceKeyDirectory));
        string page = await site.Client.GetStringAsync("/w/devices/A1", Cancel);
        Assert.DoesNotContain("name=\"key\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_device_whose_frames_no_key_opens_is_listed_until_its_key_is_registered()
    {
        await using var site = await WebSite.Start();
        await SealedSite.Receive(site.Node);
        string list = await List(site);
        Assert.Contains("有 60 条报文是加密的，这台设备还没有登记密钥", list, StringComparison.Ordinal);
        Assert.Contains("先登记这台设备，再登记它的密钥", list, StringComparison.Ordinal);
        string page = WebUtility.HtmlDecode(await site.Client.GetStringAsync(Page, Cancel));
        Assert.Contains("先把设备登记到一个排口", page, StringComparison.Ordinal);

        await SealedSite.Enrol(site.Node);
        list = await List(site);
        Assert.Contains("登记这台设备的密钥", list, StringComparison.Ordinal);
        Assert.Contains($"href=\"{Page}#keys\"", list, StringComparison.Ordinal);

        using (await Post(site, "ffffffffffffffffffffffffffffffff", ""))
            Assert.Contains("登记过的 1 把密钥都解不开", await List(site), StringComparison.Ordinal);
        using (await Post(site, SealedSite.KeyText, ""))
        {
            for (list = await List(site); list.Contains("待登记密钥", StringComparison.Ordinal); list = await List(site))
                await Task.Delay(20, Cancel);
        }
    }

    private static async Task<string> List(WebSite site) =>
        WebUtility.HtmlDecode(await site.Client.GetStringAsync("/w/devices/list", Cancel));

    private static void AssertHides(string text) =>
        Assert.DoesNotContain(SealedSite.KeyText, text, StringComparison.OrdinalIgnoreCase);

    private static async Task<HttpResponseMessage> Post(WebSite site, string key, string from)
    {
        string page = await site.Client.GetStringAsync(Page, Cancel);
        string token = TokenPattern().Match(page).Groups[1].Value;
        using var form = new FormUrlEncodedContent(
            [new("_handler", "key"), new("__RequestVerificationToken", token), new("key", key), new("keyFrom", from)]);
        return await site.Client.PostAsync(Page, form, Cancel);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex TokenPattern();
}
