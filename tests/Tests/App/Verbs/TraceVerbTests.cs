using System.CommandLine;
using System.Text.Json;
using Qingyuan.App;
using Qingyuan.Ledger;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App;

/// <summary>The verb over a directory as a node leaves it, while its log is still held by the writer.</summary>
public sealed class TraceVerbTests
{
    [Fact]
    public async Task An_hour_is_traced_as_JSON_with_proofs_that_verify()
    {
        using House house = await House.WithStory();
        var (status, output, _) = await Call(
            "--data", house.Root, "--outlet", Given.Kiln.Id, "--factor", "a21002", "--hour", "2026-11-23T14",
            "--json", "--proofs", Path.Combine(house.Root, "proofs"));
        Assert.Equal(0, status);
        JsonElement trace = JsonDocument.Parse(output).RootElement;
        Assert.Equal("410.4", trace.GetProperty("value").GetString());
        string[] proofs = Directory.GetFiles(Path.Combine(house.Root, "proofs"));
        Assert.Equal(61, proofs.Length);
        var policy = TrustPolicy.Of(VerifierKey.Parse(house.Frames.VerifierKey));
        Assert.All(proofs, p => Assert.True(ProofVerifier.Verify(p, File.ReadAllText(p), null, policy).Holds));
    }

    [Theory]
    [InlineData("--day", "2026-11-23", "没有日均值", 0)]
    [InlineData("--hour", "2026-11-23 14", "57 个有效分钟的平均", 0)]
    [InlineData("--hour", "2026-11-23T20", "", 1)]
    [InlineData("--hour", "gestern", "", 2)]
    public async Task It_answers_as_text_or_says_why_not(string kind, string time, string says, int expected)
    {
        using House house = await House.WithStory();
        var (status, output, error) = await Call(
            "--data", house.Root, "--outlet", Given.Kiln.Id, "--factor", "a21002", kind, time);
        Assert.Equal(expected, status);
        Assert.Contains(says, output, StringComparison.Ordinal);
        Assert.Equal(expected != 0, error.Length > 0);
    }

    [Fact]
    public async Task An_unknown_outlet_is_answered_with_those_alike()
    {
        using House house = await House.WithStory();
        var (status, _, error) = await Call(
            "--data", house.Root, "--outlet", "DA002", "--factor", "a21002", "--day", "2026-11-23");
        Assert.Equal(1, status);
        Assert.Contains(Given.Kiln.Id, error, StringComparison.Ordinal);
    }

    private static async Task<(int Status, string Output, string Error)> Call(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int status = await TraceVerb.Command.Parse(args).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (status, output.ToString(), error.ToString());
    }
}
