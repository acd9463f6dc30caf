using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.App;

/// <summary>A matter through the real pages and routes: form, attachment, list, papers, JSON.</summary>
public sealed partial class MattersTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lead_is_opened_by_its_form_and_every_page_of_it_shows_it()
    {
        await using var site = await WebSite.Start();
        const string open = "/w/matters/new/lead/open";
        using var refused = await Send(site, open, [new("title", "模拟·高天水泥 DA002 斜率改变"), new("source", "检出")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        string page = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("请填写现象", page, StringComparison.Ordinal);
        Assert.Contains("模拟·高天水泥 DA002 斜率改变", page, StringComparison.Ordinal); // What was typed stays.
        Assert.Equal(0, site.Node.Acts.DurableSize);

        using var opened = await Send(site, open,
            [new("title", "模拟·高天水泥 DA002 斜率改变"), new("source", "检出"), new("signals", "斜率 1.000 改为 0.880")],
            ("evidence", "报文.txt", "##0001"));
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.EndsWith("/w/matters/X-2026-0001", opened.Headers.Location!.OriginalString.Replace(
            $"X-{site.Node.Matters.Context().Now.Year}", "X-2026", StringComparison.Ordinal), StringComparison.Ordinal);
        string address = "/w/matters/" + opened.Headers.Location.OriginalString.Split('/')[^1];

        string matter = await site.Client.GetStringAsync(address, Cancel);
        Assert.Contains("指纹相符", matter, StringComparison.Ordinal);
        Assert.Contains("接下来你可以做的", matter, StringComparison.Ordinal);
        Assert.Contains("疑似异常不是结论", matter, StringComparison.Ordinal);
        Assert.Contains("模拟·高天水泥", await site.Client.GetStringAsync("/w/matters", Cancel), StringComparison.Ordinal);
        Assert.Contains("初筛", await site.Client.GetStringAsync("/w/deadlines", Cancel), StringComparison.Ordinal);
        Assert.Contains("待初筛", await site.Client.GetStringAsync("/w/matters.csv", Cancel), StringComparison.Ordinal);
        Assert.Contains("疑点线索案卷", await site.Client.GetStringAsync(address + "/print", Cancel),
            StringComparison.Ordinal);
        string digest = FilePattern().Match(matter).Groups[1].Value;
        Assert.Equal("##0001", await site.Client.GetStringAsync($"{address}/file/{digest}", Cancel));
        using var unknown = await site.Client.GetAsync($"{address}/file/{new string('0', 64)}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task The_same_by_json_with_a_paper_and_what_is_lacking()
    {
        await using var site = await WebSite.Start();
        JsonNode opened = await Post(site, "/api/v1/procedures/lead/open", HttpStatusCode.OK, new
        {
            title = "模拟·高天水泥 DA002 斜率改变",
            actDay = "2026-08-14",
            fields = new { source = "检出", signals = "斜率 1.000 改为 0.880" },
        });
        string number = opened["number"]!.GetValue<string>();
        string steps = $"/api/v1/matters/{number}/steps/";
        await Post(site, steps + "triage", HttpStatusCode.OK, new { fields = new { opinion = "受理办理" } });
        JsonNode refused = await Post(site, steps + "confirm", HttpStatusCode.UnprocessableEntity, new { });
        Assert.Equal("step.state", refused["code"]!.GetValue<string>());
        await Post(site, steps + "nothing", HttpStatusCode.UnprocessableEntity, new { });
        await Post(site, "/api/v1/matters/X-1/steps/triage", HttpStatusCode.NotFound, new { });
        await Post(site, steps + "request", HttpStatusCode.Conflict,
            new { sequence = 0, fields = new { questions = "为何改斜率" } });
        JsonNode asked = await Post(
            site, steps + "request", HttpStatusCode.OK, new { fields = new { questions = "为何改斜率" } });
        Assert.Equal("等待说明", asked["stateName"]!.GetValue<string>());
        Assert.Contains(asked["next"]!.AsArray(), n => n!["step"]!.GetValue<string>() == "noReply"
            && n["lacks"]!.AsArray().Count == 1);
        string paper = await site.Client.GetStringAsync($"/w/matters/{number}/paper/1", Cancel);
        Assert.Contains("为何改斜率", paper, StringComparison.Ordinal);
        using var none = await site.Client.GetAsync($"/w/matters/{number}/paper/2", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        // The law of the day of the act, and the newer one beside it.
        string page = await site.Client.GetStringAsync($"/w/matters/{number}", Cancel);
        Assert.Contains("环境保护法第 63 条", page, StringComparison.Ordinal);
        Assert.Contains("此后：生态环境法典第 1108 条", page, StringComparison.Ordinal);
        JsonNode list = JsonNode.Parse(await site.Client.GetStringAsync("/api/v1/matters?state=explanationRequested",
            Cancel))!;
        Assert.Equal(number, Assert.Single(list.AsArray())!["number"]!.GetValue<string>());
        JsonNode procedures = JsonNode.Parse(await site.Client.GetStringAsync("/api/v1/procedures", Cancel))!;
        Assert.Contains(procedures.AsArray(), p => p!["id"]!.GetValue<string>() == "lead");
    }

    [Fact]
    public async Task A_page_of_nothing_and_a_step_that_is_not_open_say_so()
    {
        await using var site = await WebSite.Start();
        foreach (string path in (string[])["/w/matters/X-1", "/w/matters/X-1/step/triage", "/w/matters/new/lead/triage",
            "/w/matters/new/none/open", "/w/matters/X-1/print", "/w/matters/X-1/sign",
                "/w/matters/X-1/people/checkers"])
        {
            using var answer = await site.Client.GetAsync(path, Cancel);
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} gave {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task The_check_of_a_declaration_says_the_line_and_the_drawing_draws()
    {
        string file = Path.GetTempFileName();
        try
        {
            string text = await File.ReadAllTextAsync(
                Tree.Path("src/Supervision/Leads/lead.procedure.txt"), Cancel);
            await File.WriteAllTextAsync(file, text, Cancel);
            using StringWriter output = new(), errors = new();
            Assert.Equal(0, Qingyuan.App.ProcedureVerb.Run(file, _ => "可以用。", output, errors));
            Assert.Equal("可以用。", output.ToString().Trim());
            await File.WriteAllTextAsync(file, text + "\n步聚 x y", Cancel);
            Assert.Equal(1, Qingyuan.App.ProcedureVerb.Run(file, _ => "", output, errors));
            Assert.Contains("不认识“步聚”", errors.ToString(), StringComparison.Ordinal);
            Assert.Equal(2, Qingyuan.App.ProcedureVerb.Run(file + "x", _ => "", output, errors));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<JsonNode> Post(WebSite site, string path, HttpStatusCode status, object body)
    {
        using var answer = await site.Client.PostAsJsonAsync(path, body, Cancel);
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{path} gave {answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<HttpResponseMessage> Send(
        WebSite site, string path, KeyValuePair<string, string>[] fields,
            params (string Field, string Name, string Text)[] files)
    {
        string page = await site.Client.GetStringAsync(path, Cancel);
        using MultipartFormDataContent form = new()
        {
            { new StringContent("step"), "_handler" },
            { new StringContent(TokenPattern().Match(page).Groups[1].Value), "__RequestVerificationToken" },
        };
        foreach (var (name, value) in fields)
            form.Add(new StringContent(value), name);
        foreach (var (field, name, text) in files)
            form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), field, name);
        return await site.Client.PostAsync(path, form, Cancel);
    }

    [GeneratedRegex("""name="__RequestVerificationToken" value="([^"]+)""")]
    private static partial Regex TokenPattern();

    [GeneratedRegex("/file/([0-9a-f]{64})")]
    private static partial Regex FilePattern();
}
