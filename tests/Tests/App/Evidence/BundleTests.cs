using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Qingyuan.App;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;
using Qingyuan.Tests.Judgement;

namespace Qingyuan.Tests.App;

/// <summary>
/// The story's day as a bundle, made from a directory that its writer still holds, and checked without it.
/// </summary>
public sealed class BundleTests
{
    private static readonly DateOnly Day = new(2026, 11, 23);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bundle_of_a_day_holds_under_a_policy_and_everything_in_it_was_computed_once_more()
    {
        (byte[] bytes, TrustPolicy policy, BundleManifest manifest) = await Made();
        BundleReport report = BundleCheck.Run("b.zip", bytes, policy);
        Assert.Null(report.First?.Detail);
        Assert.True(report.Verified);
        Assert.True(manifest.Frames.Entries > 60);
        foreach (string code in (string[])["container", "manifest", "frames", "frames.signed", "acts", "acts.signed",
            "values", "registry"])
            Assert.Equal(Finding.Holds, report.Findings.Single(f => f.Code == code).State);
        // The story: the logger's own hour is another than the minutes give.
        Assert.Contains("386.4", report.Findings.Single(f => f.Code == "stated").Detail, StringComparison.Ordinal);
        Assert.All(["frames.witnessed", "acts.witnessed"],
            c => Assert.Equal(Finding.Unchecked, report.Findings.Single(f => f.Code == c).State));
    }

    [Fact]
    public async Task Without_a_policy_it_is_never_called_verified()
    {
        (byte[] bytes, _, _) = await Made();
        BundleReport report = BundleCheck.Run("b.zip", bytes, null);
        Assert.True(report.Holds);
        Assert.False(report.Verified);
        Assert.Equal(Finding.Unchecked, report.Findings.Single(f => f.Code == "frames.signed").State);
        Assert.Contains("还没有核对", report.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("自洽", BundleText.Of(report), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_with_other_keys_or_with_witnesses_that_did_not_sign_is_not_satisfied()
    {
        (byte[] bytes, TrustPolicy policy, _) = await Made();
        VerifierKey stranger = SigningKey.OfSeed([4, .. new byte[31]], policy.Logs[0].Name).Verifier;
        BundleReport other = BundleCheck.Run("b.zip", bytes, TrustPolicy.Of(stranger, policy.Logs[1]));
        Assert.Equal("frames.signed", other.First?.Code);
        SigningKey witness = SigningKey.OfSeed([5, .. new byte[31]], "w.example", VerifierKey.CosignatureType);
        TrustPolicy asking = TrustPolicy.Parse(
            $"log {policy.Logs[0]}\nlog {policy.Logs[1]}\nwitness w {witness.Verifier}\nquorum w\n");
        Assert.Equal("frames.witnessed", BundleCheck.Run("b.zip", bytes, asking).First?.Code);
    }

    [Fact]
    public async Task Any_changed_byte_of_the_file_is_found_and_its_part_is_named()
    {
        (byte[] bytes, TrustPolicy policy, BundleManifest manifest) = await Made();
        string[] known = [.. manifest.Parts.Select(p => p.Name), BundleManifest.Manifest, BundleManifest.Seal];
        var random = new Random(20261123);
        int named = 0;
        const int positions = 1_000;
        for (int i = 0; i < positions; i++)
        {
            // The whole file evenly, each time another place and another bit.
            int at = (int)((long)bytes.Length * i / positions) + random.Next(Math.Max(1, bytes.Length / positions));
            byte before = bytes[at];
            bytes[at] ^= (byte)(1 << random.Next(8));
            BundleReport report = BundleCheck.Run("b.zip", bytes, policy);
            Assert.False(report.Holds, $"byte {at} of {bytes.Length}");
            Assert.Contains(report.Findings, f => f.State == Finding.Fails && f.Part is not null);
            named += report.Findings.Any(f => f.State == Finding.Fails && known.Contains(f.Part)) ? 1 : 0;
            bytes[at] = before;
        }
        // What is not inside a part is the directory at the end of the file, or a name that was itself changed.
        Assert.True(named > positions * 9 / 10, $"{named} of {positions} named");
        Assert.True(BundleCheck.Run("b.zip", bytes, policy).Verified);
    }

    [Theory]
    [InlineData(BundleManifest.Values, "values")]
    [InlineData(BundleManifest.Registry, "registry")]
    [InlineData(BundleManifest.Rules, "rules")]
    [InlineData(BundleManifest.FrameMeaning, "frames")]
    [InlineData(BundleManifest.ActMeaning, "acts")]
    [InlineData(BundleManifest.FrameEntries, "frames")]
    [InlineData(BundleManifest.ActEntries, "acts")]
    [InlineData(BundleManifest.Procedure, "procedure")]
    [InlineData(BundleManifest.CheckScript, "procedure")]
    public async Task A_forger_who_makes_every_digest_anew_is_found_all_the_same(string name, string code)
    {
        (byte[] bytes, TrustPolicy policy, _) = await Made();
        byte[] forged = Forge(bytes, (part, content) => part == name ? Altered(content) : content);
        BundleReport report = BundleCheck.Run("b.zip", forged, policy);
        Assert.False(report.Holds);
        Assert.Equal(Finding.Holds, report.Findings.Single(f => f.Code == "manifest").State);
        Assert.Contains(report.Findings, f => f.State == Finding.Fails && f.Code == code);
    }

    [Fact]
    public async Task A_forged_figure_is_named_with_what_it_should_be()
    {
        (byte[] bytes, TrustPolicy policy, _) = await Made();
        byte[] forged = Forge(bytes, (part, content) => part != BundleManifest.Values ? content
            : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(content)
                .Replace("\"value\":\"410.4\"", "\"value\":\"310.4\"", StringComparison.Ordinal)));
        BundleFinding found = BundleCheck.Run("b.zip", forged, policy).First!;
        Assert.Contains("310.4", found.Detail, StringComparison.Ordinal);
        Assert.Contains("410.4", found.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_frame_is_named_by_its_position()
    {
        (byte[] bytes, TrustPolicy policy, BundleManifest manifest) = await Made();
        int count = manifest.Frames.Entries;
        byte[] forged = Forge(bytes, (part, content) =>
        {
            if (part != BundleManifest.FrameEntries)
                return content;
            List<byte[]> entries = BundleParts.Split(content)!;
            entries[count / 2][^10] ^= 1;
            return BundleParts.Join(entries);
        });
        BundleReport report = BundleCheck.Run("b.zip", forged, policy);
        Assert.Contains(report.Findings, f => f.Position == count / 2);
    }

    [Fact]
    public async Task Nonsense_is_no_bundle_and_nothing_breaks()
    {
        (byte[] bytes, TrustPolicy policy, _) = await Made();
        foreach (byte[] odd in (byte[][])[[], "PK\u0003\u0004"u8.ToArray(), new byte[500], bytes[..(bytes.Length / 2)]])
            Assert.False(BundleCheck.Run("b.zip", odd, policy).Holds);
    }

    [Fact]
    public async Task Its_own_script_checks_it_with_nothing_but_python()
    {
        Assert.SkipUnless(Exists("python3"), "Python is not installed: apt-get install python3");
        (byte[] bytes, _, _) = await Made();
        string folder = Directory.CreateTempSubdirectory("qingyuan-bundle-").FullName;
        try
        {
            File.WriteAllBytes(Path.Combine(folder, "b.zip"), bytes);
            File.WriteAllBytes(Path.Combine(folder, "check.py"), BundleWriter.CheckScript());
            (int status, string said) = await Python(folder, "b.zip");
            Assert.True(status == 0, said);
            Assert.Contains("OK    frames:", said, StringComparison.Ordinal);
            byte[] forged = Forge(bytes, (part, content) =>
                part == BundleManifest.FrameEntries ? Altered(content) : content);
            File.WriteAllBytes(Path.Combine(folder, "forged.zip"), forged);
            Assert.NotEqual(0, (await Python(folder, "forged.zip")).Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_report_says_the_same_as_text_JSON_and_page()
    {
        (byte[] bytes, TrustPolicy policy, _) = await Made();
        BundleReport report = BundleCheck.Run("b.zip", bytes, policy);
        Assert.StartsWith("成立", BundleText.Of(report), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        Assert.True(json.RootElement.GetProperty("verified").GetBoolean());
        Assert.Equal(report.Findings.Count, json.RootElement.GetProperty("findings").GetArrayLength());
        string page = BundleHtml.Page(report, DateTimeOffset.UnixEpoch);
        Assert.All(report.Findings, f => Assert.Contains(
            System.Net.WebUtility.HtmlEncode(f.Title), page, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("没有的排口", "没有登记过")]
    [InlineData(null, "没有算过的值")]
    public async Task Where_there_is_nothing_it_says_what_to_do(string? outlet, string says)
    {
        using House house = await House.WithStory();
        BundleRefusedException e = await Assert.ThrowsAsync<BundleRefusedException>(
            () => Writer(house).Make(outlet ?? Given.Kiln.Id, Day.AddDays(30), Day.AddDays(30), Cancel));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    private static BundleWriter Writer(House house)
    {
        var options = new NodeOptions(house.Root);
        return BundleWriter.On(options, () => Tables.OpenReadOnly(options.TablesFile), TimeProvider.System);
    }

    private static async Task<(byte[] File, TrustPolicy Policy, BundleManifest Manifest)> Made()
    {
        using House house = await House.WithStory();
        await house.PublishActs();
        (BundleManifest manifest, byte[] file) = await Writer(house).Make(Given.Kiln.Id, Day, Day, Cancel);
        return (file, TrustPolicy.Of(VerifierKey.Parse(house.Frames.VerifierKey),
            VerifierKey.Parse(house.ActsKey)), manifest);
    }

    /// <summary>As somebody would who alters a part and then makes manifest, seal and container fit.</summary>
    private static byte[] Forge(byte[] bundle, Func<string, byte[], byte[]> alter)
    {
        BundleFile file = BundleFile.Read(bundle);
        BundleManifest manifest = JsonSerializer.Deserialize<BundleManifest>(
            file[BundleManifest.Manifest]!.Content, BundleManifest.Json)!;
        var parts = new List<(string Name, byte[] Content, byte[] Packed)>();
        var items = new List<BundleItem>();
        foreach (BundleItem item in manifest.Parts)
        {
            byte[] content = alter(item.Name, file[item.Name]!.Content!), packed = BundleFile.Pack(content);
            parts.Add((item.Name, content, packed));
            items.Add(new BundleItem(item.Name, content.Length, Digests.Sha256(content), Digests.Sm3(content),
                Digests.Sha256(packed)));
        }
        byte[] json = (manifest with { Parts = items }).ToJson(), seal = BundleManifest.SealOf(json);
        return BundleFile.Write([.. parts, (BundleManifest.Manifest, json, json), (BundleManifest.Seal, seal, seal)]);
    }

    private static byte[] Altered(byte[] content)
    {
        byte[] altered = [.. content];
        // A digit or letter in the middle, so that a JSON part stays one.
        int at = altered.Length / 2;
        while (!char.IsAsciiDigit((char)altered[at]))
            at++;
        altered[at] = altered[at] == (byte)'7' ? (byte)'3' : (byte)'7';
        return altered;
    }

    private static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(p => File.Exists(Path.Combine(p, name)));

    private static async Task<(int Status, string Said)> Python(string folder, string bundle)
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", ["check.py", bundle])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string said = await process.StandardOutput.ReadToEndAsync(Cancel)
            + await process.StandardError.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        return (process.ExitCode, said);
    }
}
