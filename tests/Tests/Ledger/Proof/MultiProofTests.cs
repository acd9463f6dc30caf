using System.Text;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class MultiProofTests
{
    private static readonly SigningKey Key = SigningKey.OfSeed(new byte[32], "m.example/log");

    [Fact]
    public void Any_entries_of_any_tree_lead_to_its_root_and_each_hash_is_there_once()
    {
        Gen.Select(Gen.Int[1, 900], Gen.Int[0, 899].Array[1, 40]).Sample((size, picked) =>
        {
            (MultiProof proof, byte[][] leaves, byte[] root) = Made(size, picked);
            Assert.Equal(root, proof.RootOf(leaves));
            // Never more than single proofs together, and none at all when every entry is there.
            int single = proof.Positions.Sum(p => Path(size, p));
            return proof.Hashes.Count <= single && (proof.Positions.Count < size || proof.Hashes.Count == 0);
        }, iter: 60);
    }

    [Fact]
    public void It_is_read_back_as_it_was_written() => Gen.Int[0, 699].Array[1, 300].Sample(picked =>
    {
        (MultiProof proof, byte[][] leaves, byte[] root) = Made(700, picked);
        string text = proof.ToText();
        (MultiProof read, SignedNote note) = MultiProof.Parse(text);
        return read.Positions.SequenceEqual(proof.Positions) && read.ToText() == text
            && read.RootOf(leaves)!.AsSpan().SequenceEqual(root)
            && note.Check(Key.Verifier) == SignatureState.Good;
    }, iter: 40);

    [Fact]
    public void A_flipped_bit_is_never_taken_for_the_same_proof()
    {
        (MultiProof proof, byte[][] leaves, byte[] root) = Made(700, [3, 4, 5, 256, 699]);
        byte[] text = Encoding.UTF8.GetBytes(proof.ToText());
        TrustPolicy policy = TrustPolicy.Of(Key.Verifier);
        for (int bit = 0; bit < text.Length * 8; bit++)
        {
            byte[] changed = [.. text];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(Holds(Encoding.UTF8.GetString(changed)), $"bit {bit}");
        }
        Assert.True(Holds(Encoding.UTF8.GetString(text)));

        bool Holds(string altered)
        {
            try
            {
                (MultiProof read, SignedNote note) = MultiProof.Parse(altered);
                return read.Positions.SequenceEqual(proof.Positions)
                    && policy.Ask(note, read.Checkpoint.Origin).Problem is null
                    && (read.RootOf(leaves) ?? []).AsSpan().SequenceEqual(read.Checkpoint.Root)
                    && read.Checkpoint.Root.AsSpan().SequenceEqual(root);
            }
            catch (FormatException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_leaf_more_or_less_or_in_another_place_gives_another_root_or_none()
    {
        (MultiProof proof, byte[][] leaves, byte[] root) = Made(300, [1, 2, 100, 299]);
        Assert.Null(proof.RootOf(leaves[..3]));
        Assert.Null(proof.RootOf([.. leaves, leaves[0]]));
        Assert.Null(proof.RootOf([leaves[0], leaves[1], leaves[2], []]));
        Assert.NotEqual(root, proof.RootOf([leaves[1], leaves[0], leaves[2], leaves[3]]));
        Assert.Null((proof with { Positions = [1, 2, 100, 300] }).RootOf(leaves));
        Assert.Null((proof with { Positions = [2, 1, 100, 299] }).RootOf(leaves));
        Assert.Null((proof with { Hashes = [.. proof.Hashes, root] }).RootOf(leaves));
        Assert.Null((proof with { Hashes = [.. proof.Hashes.Skip(1)] }).RootOf(leaves));
    }

    [Theory]
    [InlineData("index 5\nindex 4")]
    [InlineData("index 4\nindex 5")]
    [InlineData("index 4-4")]
    [InlineData("index 5-4")]
    [InlineData("index 04")]
    [InlineData("index 0-999999")]
    [InlineData("index 1-2-3")]
    public void Positions_have_one_spelling(string lines)
    {
        (MultiProof proof, _, _) = Made(10, [1]);
        string text = proof.ToText().Replace("index 1", lines, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => MultiProof.Parse(text));
    }

    private static (MultiProof Proof, byte[][] Leaves, byte[] Root) Made(int size, int[] picked)
    {
        var disk = new SimDisk(new Random(1));
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        Log log = Log.Open(
            new LogOptions("/sim/log", Key.Verifier.Name, ""), clock, disk, Key, background: false);
        for (int i = 0; i < size; i++)
            log.Append(TemporaryLog.Entry(i), []);
        log.WriteStep();
        log.PublishStep();
        long[] positions = [.. picked.Select(p => (long)p % size).Distinct().Order()];
        Checkpoint head = log.Published;
        var proof = new MultiProof(
            head, positions, new Prover(new TileStore(disk, "/sim/log")).Many(positions, size));
        return (proof, [.. positions.Select(p => Merkle.Leaf(TemporaryLog.Entry(p)))], head.Root);
    }

    private static int Path(long size, long position)
    {
        int steps = 0;
        for (long fn = position, sn = size - 1; sn > 0; fn >>= 1, sn >>= 1)
            steps += (fn & 1) == 1 || fn < sn ? 1 : 0;
        return steps;
    }
}
