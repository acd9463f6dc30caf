using System.Text;
using Microsoft.Extensions.Time.Testing;
using Org.BouncyCastle.Math.EC.Rfc8032;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class VerifierTests
{
    private const string Place = "/sim/log";
    private static readonly SigningKey Key = SigningKey.OfSeed(new byte[32], "sim.example/frames");
    private static readonly TrustPolicy Trusted = TrustPolicy.Of(Key.Verifier);

    [Fact]
    public void A_flipped_bit_in_any_entry_any_tile_or_the_checkpoint_is_named()
    {
        SimDisk disk = Filled(700, out _);
        var random = new Random(3);
        string[] files = [.. FilesOf(disk, Place).Where(f =>
            f.Contains("/tile/", StringComparison.Ordinal) || f.EndsWith("/checkpoint", StringComparison.Ordinal))];
        Assert.True(files.Length >= 10);
        for (int i = 0; i < 400; i++)
        {
            string file = files[i % files.Length];
            byte[] before = disk.Read(file)!;
            int at = random.Next(before.Length), bit = random.Next(8);
            disk.Corrupt(file, b => { b[at] ^= (byte)(1 << bit); return b; });
            Verdict verdict = LogVerifier.Verify(disk, Place, Trusted);
            Assert.False(verdict.Holds, $"bit {bit} of byte {at} of {file}");
            Assert.NotNull(verdict.File);
            if (file.Contains("/tile/", StringComparison.Ordinal))
                Assert.Equal(file, verdict.File);
            if (file.Contains("/entries/", StringComparison.Ordinal))
                Assert.Equal(PositionIn(file, before, at), verdict.Position);
            else if (file.Contains("/tile/0/", StringComparison.Ordinal))
                Assert.Equal(NumberOf(file) * 256 + (at / 32), verdict.Position);
            disk.Corrupt(file, _ => before);
        }
        Assert.True(LogVerifier.Verify(disk, Place, Trusted).Holds);
    }

    [Theory]
    [InlineData("tile/entries/000")]
    [InlineData("tile/entries/002.p/188")]
    [InlineData("tile/0/001")]
    [InlineData("tile/1/000.p/2")]
    [InlineData("checkpoint")]
    public void A_missing_shortened_or_lengthened_file_is_named(string name)
    {
        foreach (Func<byte[], byte[]?> change in (Func<byte[], byte[]?>[])[_ => null, b => b[..^1], b =>
            [.. b, 1], _ => []])
        {
            SimDisk disk = Filled(700, out _);
            string file = $"{Place}/{name}";
            byte[]? changed = change(disk.Read(file)!);
            if (changed is null)
                disk.Delete(file);
            else
                disk.Corrupt(file, _ => changed);
            Verdict verdict = LogVerifier.Verify(disk, Place, Trusted);
            Assert.False(verdict.Holds);
            Assert.Equal(file, verdict.File);
        }
    }

    [Fact]
    public void Swapped_entries_are_found_even_when_the_tiles_were_made_to_agree()
    {
        SimDisk disk = Filled(700, out _);
        var forged = new TileWriter(disk, Place, new TreeEdge());
        for (int i = 0; i < 700; i++)
            forged.Add(TemporaryLog.Entry(i == 300 ? 301 : i == 301 ? 300 : i));
        forged.WriteFull();
        forged.WritePartial();
        Verdict verdict = LogVerifier.Verify(disk, Place, Trusted);
        Assert.False(verdict.Holds);
        Assert.Contains("another root", verdict.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_signed_with_another_key_is_not_believed()
    {
        SimDisk disk = Filled(10, out _);
        VerifierKey other = SigningKey.OfSeed([1, .. new byte[31]], Key.Verifier.Name).Verifier;
        Assert.Contains("has not signed", LogVerifier.Verify(disk, Place, TrustPolicy.Of(other)).Problem,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_after_the_checkpoint_are_counted_and_changed_ones_in_the_write_ahead_log_are_named()
    {
        SimDisk disk = Filled(700, out Log log);
        log.Append("beyond"u8, []);
        log.WriteStep();
        log.Abandon();
        Assert.Equal(1, LogVerifier.Verify(disk, Place, Trusted).BeyondCheckpoint);
        string wal = FilesOf(disk, Place).Last(f => f.EndsWith(".wal", StringComparison.Ordinal));
        disk.Corrupt(wal, b => { b[5_000] ^= 1; return b; });
        Verdict verdict = LogVerifier.Verify(disk, Place, Trusted);
        Assert.False(verdict.Holds);
        Assert.Equal(wal, verdict.File);
        Assert.NotNull(verdict.Position);
    }

    [Fact]
    public void A_proof_holds_for_its_entry_and_for_no_other()
    {
        SimDisk disk = Filled(700, out Log log);
        byte[] entry = log.Read(300);
        string text = log.Prove(300).ToText(entry);
        Assert.True(ProofVerifier.Verify("p", text, null, Trusted).Holds);
        Assert.True(ProofVerifier.Verify("p", log.Prove(300).ToText([]), entry, Trusted).Holds);
        Assert.False(ProofVerifier.Verify("p", text, log.Read(301), Trusted).Holds);
        Assert.False(ProofVerifier.Verify("p", log.Prove(300).ToText([]), null, Trusted).Holds);
        Assert.False(ProofVerifier.Verify("p", text.Replace("index 300", "index 301", StringComparison.Ordinal), null,
            Trusted).Holds);
        Assert.False(ProofVerifier.Verify("p", "nonsense", null, Trusted).Holds);
        Assert.NotNull(disk);
    }

    [Fact]
    public void A_flipped_bit_in_a_proof_never_holds_under_a_policy_that_requires_the_witness()
    {
        Filled(700, out Log log);
        VerifierKey witness = Witness(1, "w.example", out byte[] seed);
        string text = log.Prove(300).ToText([]) + Cosign(witness, seed, log.Published, 1_772_000_000);
        TrustPolicy policy = TrustPolicy.Parse($"log {Key.Verifier}\nwitness w {witness}\nquorum w\n");
        byte[] entry = log.Read(300);
        Assert.True(ProofVerifier.Verify("p", text, entry, policy).Holds);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        for (int i = 0; i < bytes.Length * 8; i += 7)
        {
            byte[] changed = [.. bytes];
            changed[i / 8] ^= (byte)(1 << (i % 8));
            string wrong = Encoding.UTF8.GetString(changed);
            Assert.False(ProofVerifier.Verify("p", wrong, entry, policy).Holds, $"bit {i}");
        }
    }

    [Fact]
    public void A_quorum_is_reached_by_its_members_and_not_without_them()
    {
        Filled(5, out Log log);
        VerifierKey a = Witness(1, "a.example", out byte[] seedA), b = Witness(2, "b.example", out _), c = Witness(3,
            "c.example", out byte[] seedC);
        string policy = $"# who is believed\nlog {Key.Verifier}\nwitness a {a}\nwitness b {b}\nwitness c {c}\n" +
            "group outside any b c\ngroup q all a outside\nquorum q\n";
        string alone = log.Published.Note + Cosign(a, seedA, log.Published, 5);
        string both = alone + Cosign(c, seedC, log.Published, 6);
        Assert.Contains("quorum", TrustPolicy.Parse(policy).Refuses(SignedNote.Parse(alone), Key.Verifier.Name,
            out _), StringComparison.Ordinal);
        Assert.Null(TrustPolicy.Parse(policy).Refuses(SignedNote.Parse(both), Key.Verifier.Name,
            out IReadOnlyList<string> seen));
        Assert.Equal(["a", "c"], seen);
    }

    [Theory]
    [InlineData("quorum none")]
    [InlineData("LOG")]
    [InlineData("LOG\nquorum q")]
    [InlineData("LOG\ngroup g any x\nquorum g")]
    [InlineData("LOG\nquorum none\nquorum none")]
    [InlineData("LOG\nwitness w LOGKEY\nquorum w")]
    [InlineData("LOG\nfrobnicate\nquorum none")]
    public void A_policy_that_says_nothing_sure_is_refused(string text) => Assert.Throws<FormatException>(() =>
        TrustPolicy.Parse(
        text.Replace("LOGKEY", Key.Verifier.ToString(), StringComparison.Ordinal)
            .Replace("LOG", $"log {Key.Verifier}", StringComparison.Ordinal)));

    private static SimDisk Filled(int count, out Log log)
    {
        var disk = new SimDisk(new Random(1));
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        log = Log.Open(new LogOptions(Place, Key.Verifier.Name, ""), clock, disk, Key, background: false);
        for (int i = 0; i < count; i++)
        {
            log.Append(TemporaryLog.Entry(i), []);
            // A checkpoint in between leaves a partial tile of an earlier size.
            if (i == 600)
            {
                log.WriteStep();
                log.PublishStep();
            }
        }
        log.WriteStep();
        log.PublishStep();
        return disk;
    }

    private static VerifierKey Witness(byte number, string name, out byte[] seed)
    {
        seed = [number, .. new byte[31]];
        byte[] publicKey = new byte[32];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        return VerifierKey.Of(name, VerifierKey.CosignatureType, publicKey);
    }

    // C2SP tlog-cosignature: key ID ‖ seconds ‖ signature.
    private static string Cosign(VerifierKey witness, byte[] seed, Checkpoint head, ulong seconds)
    {
        byte[] message = VerifierKey.CosignedMessage(SignedNote.Parse(head.Note).Text, seconds);
        byte[] line = new byte[4 + 8 + 64];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(line, witness.Id);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(line.AsSpan(4), seconds);
        Ed25519.Sign(seed, 0, message, 0, message.Length, line, 12);
        return $"— {witness.Name} {Convert.ToBase64String(line)}\n";
    }

    private static IEnumerable<string> FilesOf(SimDisk disk, string directory)
    {
        foreach (string name in disk.List(directory))
            yield return $"{directory}/{name}";
        foreach (string below in disk.Directories(directory))
        {
            foreach (string file in FilesOf(disk, below))
                yield return file;
        }
    }

    private static long NumberOf(string file)
    {
        string name = file.Split('/').First(part => part.Length >= 3 && char.IsAsciiDigit(part[0]));
        return long.Parse(name[..3], System.Globalization.CultureInfo.InvariantCulture);
    }

    // Which entry a byte of a bundle belongs to; a changed length shows at the entry that it is the length of.
    private static long PositionIn(string file, byte[] bundle, int changed)
    {
        long first = NumberOf(file) * 256;
        int at = 0;
        for (int i = 0; at < bundle.Length; i++)
        {
            at += 2 + ((bundle[at] << 8) | bundle[at + 1]);
            if (changed < at)
                return first + i;
        }
        return -1;
    }
}
