using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>The page 核验 as any citizen reaches it, over a real socket.</summary>
public sealed partial class VerifyPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_holds_an_altered_one_does_not_and_a_file_named_by_an_act_is_known()
    {
        await using WebSite site = await WebSite.Start();
        byte[] report = "检测报告"u8.ToArray();
        var act = new Act("report.issued.v1", site.Node.Clock.GetUtcNow(), "甲", "report.issue", "测试",
            new System.Text.Json.Nodes.JsonObject { ["sha256"] = Digests.Sha256(report) });
        Pending pending = site.Node.Acts.Append(act.ToEntry(), []);
        await site.Node.Acts.WhenPublished(pending.Position, Cancel);
        string proof = site.Node.Acts.Prove(pending.Position).ToText(site.Node.Acts.Read(pending.Position));

        Assert.Contains("这份证明成立", await Post(site, "a.tlog-proof", Encoding.UTF8.GetBytes(proof)),
            StringComparison.Ordinal);
        string altered = proof.Replace("index 0", "index 1", StringComparison.Ordinal);
        Assert.Contains("证明不成立", await Post(site, "a.tlog-proof", Encoding.UTF8.GetBytes(altered)),
            StringComparison.Ordinal);
        string known = await Post(site, "报告.pdf", report);
        Assert.Contains("这份文件出自这里", known, StringComparison.Ordinal);
        Assert.Contains("report.issued.v1", known, StringComparison.Ordinal);
        Assert.Contains("没有这个文件的指纹", await Post(site, "报告.pdf", [.. report, 1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_bundle_is_refused_in_words_and_a_foreign_ZIP_is_no_bundle()
    {
        await using WebSite site = await WebSite.Start();
        byte[] json = "{}"u8.ToArray();
        byte[] forged = BundleFile.Write([(BundleManifest.Manifest, json, json)]);
        Assert.Contains("不要相信它", await Post(site, "b.zip", forged), StringComparison.Ordinal);
        byte[] foreign = BundleFile.Write([("a.txt", json, json)]);
        await Act(site);
        Assert.Contains("没有这个文件的指纹", await Post(site, "b.zip", foreign), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_that_cannot_be_made_is_answered_with_what_to_do()
    {
        await using WebSite site = await WebSite.Start();
        HttpResponseMessage day = await site.Client.GetAsync("/evidence/x/gestern", Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, day.StatusCode);
        HttpResponseMessage outlet = await site.Client.GetAsync("/evidence/x/2026-11-23", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, outlet.StatusCode);
        Assert.Contains("outlet.unknown", await outlet.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static async Task Act(WebSite site)
    {
        var act = new Act("test.noted.v1", site.Node.Clock.GetUtcNow(), "t", "t", "t", []);
        Pending pending = site.Node.Acts.Append(act.ToEntry(), []);
        await site.Node.Acts.WhenPublished(pending.Position, Cancel);
    }

    private static async Task<string> Post(WebSite site, string name, byte[] file)
    {
        string page = await site.Client.GetStringAsync("/verify", Cancel);
        using var form = new MultipartFormDataContent();
        foreach (Match field in Hidden().Matches(page))
            form.Add(new StringContent(field.Groups[2].Value), field.Groups[1].Value);
        form.Add(new ByteArrayContent(file), "file", name);
        HttpResponseMessage answer = await site.Client.PostAsync("/verify", form, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}
