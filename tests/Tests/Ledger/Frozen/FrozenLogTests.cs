using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.Ledger;

/// <summary>
/// The stored form of a log, frozen: a directory (300 entries, key of 32 zero bytes), a proof and a write-ahead log as
/// version 1 wrote them. They may only grow in number; a reader of today must read them, a writer of today write them.
/// </summary>
public class FrozenLogTests
{
    private const string Origin = "frozen.example/frames";
    private const string Place = "/sim/log";
    private static readonly string Folder = Tree.Path("tests/Tests/Ledger/Frozen/v1");
    private static readonly SigningKey Key = SigningKey.OfSeed(new byte[32], Origin);

    private static readonly string[] Names =
    [
        "checkpoint", "vkey", "tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1", "tile/entries/000",
            "tile/entries/001.p/44",
        "wal/00000001.wal",
    ];

    [Fact]
    public void Today_the_same_bytes_are_written()
    {
        SimDisk disk = Write(out string proof);
        foreach (string name in Names)
            Same(name, disk.Read($"{Place}/{name}")!);
        Same("7.tlog-proof", System.Text.Encoding.UTF8.GetBytes(proof));
    }

    [Fact]
    public void The_frozen_log_and_its_proof_verify()
    {
        TrustPolicy policy = TrustPolicy.Of(VerifierKey.Parse(File.ReadAllText(Path.Combine(Folder, "vkey"))));
        Verdict verdict = LogVerifier.Verify(Folder, policy);
        Assert.Null(verdict.Problem);
        Assert.Equal((300, 0), (verdict.Size, verdict.BeyondCheckpoint));
        string proof = File.ReadAllText(Path.Combine(Folder, "7.tlog-proof"));
        Assert.True(ProofVerifier.Verify("7", proof, TemporaryLog.Entry(7), policy).Holds);
    }

    private static void Same(string name, byte[] written)
    {
        string file = Path.Combine(Folder, name);
        // A new version's files are made by running once with QINGYUAN_FREEZE=1; existing ones are never replaced.
        if (Environment.GetEnvironmentVariable("QINGYUAN_FREEZE") == "1" && !File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, written);
        }
        Assert.Equal(File.ReadAllBytes(file), written);
    }

    private static SimDisk Write(out string proof)
    {
        var disk = new SimDisk(new Random(1));
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 14, 2, 15, 0, TimeSpan.Zero));
        Log log = Log.Open(new LogOptions(Place, Origin, ""), clock, disk, Key, background: false);
        for (int i = 0; i < 300; i++)
        {
            log.Append(TemporaryLog.Entry(i), []);
            if (i % 100 == 99)
                log.WriteStep();
        }
        log.PublishStep();
        proof = log.Prove(7).ToText(TemporaryLog.Entry(7));
        return disk;
    }
}
