using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Qingyuan.App.Screens.Registers;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>What anybody may fetch: headers, ledger files, health, live events, errors.</summary>
public sealed partial class PublicRoutesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/ledger")]
    [InlineData("/data")]
    [InlineData("/company/none")]
    [InlineData("/no-such-page")]
    [InlineData("/api/v1/outlets")]
    [InlineData("/healthz")]
    [InlineData("/w")]
    public async Task Every_answer_carries_the_security_headers(string path)
    {
        await using var site = await WebSite.Start();
        using var answer = await site.Client.GetAsync(path, Cancel);
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("same-origin", answer.Headers.GetValues("Cross-Origin-Opener-Policy").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/ledger")]
    [InlineData("/w")]
    [InlineData("/w/wall")]
    [InlineData("/w/devices")]
    [InlineData("/w/registers")]
    [InlineData("/w/registers/import")]
    public async Task A_page_has_no_inline_style_or_script_and_names_no_other_host(string path)
    {
        await using var site = await WebSite.Start();
        string page = await site.Client.GetStringAsync(path, Cancel);
        Assert.DoesNotMatch(InlinePattern(), page);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoint", true)]
    [InlineData("vkey", true)]
    [InlineData("tile/0/000", true)]
    [InlineData("tile/63/x001/x234/067", true)]
    [InlineData("tile/entries/x001/067.p/255", true)]
    [InlineData("tile/0/000.p/0", false)]
    [InlineData("tile/0/000.p/256", false)]
    [InlineData("tile/64/000", false)]
    [InlineData("tile/0/00", false)]
    [InlineData("tile/0/../../keys", false)]
    [InlineData("wal/0", false)]
    [InlineData("Checkpoint", false)]
    [InlineData("vkey\n", false)]
    public void Only_names_of_the_layout_are_served(string file, bool served) =>
        Assert.Equal(served, LedgerFiles.IsServed(file));

    [Fact]
    public async Task The_checkpoint_is_renewed_and_a_tile_is_for_ever()
    {
        await using var site = await WebSite.Start();
        var kept = new Registrations(site.Node.Register, site.Node.Clock, "bootstrap").RegisterDischarger(
            new Discharger("91540000TEST000001", "试验企业", "拉萨", "城关区", "水泥制造", "", false));
        long position = await site.Node.Do(kept.Act!, Cancel);
        await site.Node.Acts.WhenPublished(position, Cancel);
        using var note = await site.Client.GetAsync("/ledger/acts/checkpoint", Cancel);
        Assert.Equal("text/plain", note.Content.Headers.ContentType!.MediaType);
        Assert.Equal(site.Node.Acts.Published.Note, await note.Content.ReadAsStringAsync(Cancel));
        using var tile = await site.Client.GetAsync("/ledger/acts/tile/entries/000.p/1", Cancel);
        Assert.Equal(HttpStatusCode.OK, tile.StatusCode);
        Assert.Contains("immutable", tile.Headers.GetValues("Cache-Control").Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/ledger/acts/../keys/acts.key")]
    [InlineData("/ledger/acts/..%2f..%2fkeys%2fworkspace.json")]
    [InlineData("/ledger/keys/checkpoint")]
    [InlineData("/ledger/frames/wal/000")]
    [InlineData("/api/v1/frames/999999")]
    [InlineData("/api/v1/outlets/none/hours")]
    public async Task What_is_not_there_is_a_problem_with_a_code(string path)
    {
        await using var site = await WebSite.Start();
        using var answer = await site.Client.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        if (answer.Content.Headers.ContentType!.MediaType == "application/problem+json")
            Assert.NotNull(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["code"]);
        else
            Assert.Contains("找不到这个页面", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_file_is_cached_for_ever_under_its_fingerprint_only()
    {
        await using var site = await WebSite.Start();
        string page = await site.Client.GetStringAsync("/", Cancel);
        string path = AssetPattern().Match(page).Value;
        using var file = await site.Client.GetAsync(path, Cancel);
        Assert.Contains("immutable", file.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var old = await site.Client.GetAsync("/assets/0000000000000000/css/qingyuan.css", Cancel);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        Assert.DoesNotContain("immutable", old.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_comes_back_with_an_older_event_hears_at_once_and_then_of_every_act()
    {
        await using var site = await WebSite.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/events");
        request.Headers.Add("Last-Event-ID", "another-run-7");
        using var answer = await site.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        Assert.Equal("hello", await Event(reader));
        Assert.Equal("moved", await Event(reader));
        var kept = new Registrations(site.Node.Register, site.Node.Clock, "bootstrap").RegisterDischarger(
            new Discharger("91540000TEST000001", "试验企业", "拉萨", "城关区", "水泥制造", "", false));
        await site.Node.Do(kept.Act!, Cancel);
        Assert.Equal("moved", await Event(reader));
    }

    [Fact]
    public async Task The_bootstrap_password_is_made_once_and_only_its_hash_is_kept_for_the_owner()
    {
        await using var site = await WebSite.Start();
        string file = Path.Combine(site.Node.Options.Keys, "workspace.json");
        string kept = await File.ReadAllTextAsync(file, Cancel);
        Assert.DoesNotContain(site.Password, kept, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        using var again = Bootstrap.Open(site.Node.Options.Keys);
        Assert.Null(again.NewPassword);
        string typed = site.Password.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal);
        Assert.True(await again.Holds(typed, Cancel));
        Assert.False(await again.Holds(site.Password[1..], Cancel));
    }

    [Fact]
    public async Task Ready_and_metrics_speak_of_the_followers()
    {
        await using var site = await WebSite.Start();
        Assert.Equal("ready\n", await site.Client.GetStringAsync("/readyz", Cancel));
        string metrics = await site.Client.GetStringAsync("/metrics", Cancel);
        Assert.Contains("qingyuan_follower_lag_entries{follower=\"series\"} ", metrics, StringComparison.Ordinal);
        Assert.Contains("qingyuan_gateway_frames_total 0", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_covered_wherever_a_frame_is_shown() =>
        Assert.Equal(
            "##0042QN=1;PW=******;MN=A;CP=&&&&\\r\\n",
            EvidenceRoutes.Covered("##0042QN=1;PW=secret9;MN=A;CP=&&&&\r\n"u8));

    [Fact]
    public void A_draft_of_an_import_is_taken_once()
    {
        var drafts = new ImportDrafts(TimeProvider.System);
        var draft = drafts.Add([("a.csv", [1])]);
        Assert.NotNull(drafts.Take(draft.Id));
        Assert.Null(drafts.Take(draft.Id));
    }

    private static async Task<string> Event(StreamReader reader)
    {
        while (true)
        {
            string line = await reader.ReadLineAsync(Cancel) ?? throw new EndOfStreamException();
            if (line.StartsWith("event: ", StringComparison.Ordinal) && line != "event: beat")
                return line[7..];
        }
    }

    [GeneratedRegex("<[^>]+ style=|<style|<script(?![^>]* src=)|javascript:|<[^>]+ on[a-z]+=")]
    private static partial Regex InlinePattern();

    [GeneratedRegex("/assets/[0-9a-f]{16}/css/qingyuan.css")]
    private static partial Regex AssetPattern();
}
