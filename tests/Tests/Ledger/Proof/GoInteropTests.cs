using System.Diagnostics;
using System.Globalization;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.Ledger;

/// <summary>
/// Our log against an implementation that is not ours (golang.org/x/mod of Debian), in both directions. Skips visibly
/// where Go is not installed; <c>./test</c> installs it where it can.
/// </summary>
public sealed class GoInteropTests
{
    private const string Library = "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog";

    [Theory]
    [InlineData(1)]
    [InlineData(256)]
    [InlineData(700)]
    [InlineData(70_000)]
    public async Task A_log_of_ours_and_its_witness_hold_for_the_go_implementation(int count)
    {
        string program = Built();
        using var place = new TemporaryLog();
        SigningKey witness = SigningKey.OfSeed(
            [3, .. new byte[31]], "witness.example", VerifierKey.CosignatureType);
        Log log = Open(place);
        await TemporaryLog.Fill(log, count);
        Checkpoint head = await log.WhenPublished(count - 1, TestContext.Current.CancellationToken);
        log.Attach(head with { Note = head.Note + witness.Cosign(SignedNote.Parse(head.Note).Text, 1_772_000_000) });
        string key = log.VerifierKey;
        await log.DisposeAsync();
        string answer = Run(program, "check", place.LogDirectory, key, witness.Verifier.ToString());
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"OK {count}"), answer.Trim());

        // The checker is one only if it finds what is wrong.
        string tile = Path.Combine(place.LogDirectory, TilePath.Bundle(0, Math.Min(count, 256)));
        byte[] bytes = File.ReadAllBytes(tile);
        bytes[^1] ^= 1;
        File.WriteAllBytes(tile, bytes);
        Assert.StartsWith("FAIL", Run(program, "check", place.LogDirectory, key, witness.Verifier.ToString()),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(300, 255)]
    [InlineData(1_000, 999)]
    public void A_proof_made_by_the_go_implementation_holds_for_us(int count, int index)
    {
        string made = Run(Built(), "make", Text(count), Text(index));
        int line = made.IndexOf('\n', StringComparison.Ordinal);
        TrustPolicy policy = TrustPolicy.Of(VerifierKey.Parse(made[..line]));
        byte[] record = Encoding.UTF8.GetBytes($"record {index}");
        Assert.Null(ProofVerifier.Verify("p", made[(line + 1)..], record, policy).Problem);
        Assert.False(ProofVerifier.Verify("p", made[(line + 1)..], [.. record, 0], policy).Holds);
    }

    private static Log Open(TemporaryLog place) =>
        Log.Open(place.Options with { CheckpointEvery = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static readonly Lock Building = new();
    private static string? s_program;

    private static string Built()
    {
        Assert.SkipUnless(Directory.Exists(Library) && Find("go") is not null,
            "Go is not installed: apt-get install golang-go golang-golang-x-mod-dev");
        lock (Building)
        {
            if (s_program is not null)
                return s_program;
            string folder = Path.Combine(Path.GetTempPath(), "qingyuan-go-" + Environment.ProcessId);
            Directory.CreateDirectory(folder);
            string program = Path.Combine(folder, "checker");
            Run("go", "build", "-o", program, Tree.Path("tests/Tests/Ledger/Proof/Go/main.go"));
            Assert.True(File.Exists(program), "the Go checker was not built");
            return s_program = program;
        }
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(p => Path.Combine(p, name)).FirstOrDefault(File.Exists);

    private static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Debian's library lies in its own tree, from before modules.
        start.Environment["GO111MODULE"] = "off";
        start.Environment["GOPATH"] = "/usr/share/gocode";
        start.Environment["GOCACHE"] = Path.Combine(Path.GetTempPath(), "qingyuan-go-cache");
        start.Environment["GOFLAGS"] = "-trimpath";
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + error.GetAwaiter().GetResult();
    }
}
