using System.Text;
using CsCheck;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class AddCheckpointTests
{
    private static readonly SigningKey Key = SigningKey.OfSeed(new byte[32], "a.example/log");

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Byte.Array[32].List[0, 63], Gen.Byte.Array[32]).Sample(
            (old, proof, root) =>
            {
                string note = Key.Sign(Checkpoint.Text(Key.Verifier.Name, old, root));
                AddCheckpoint read = AddCheckpoint.Parse(Encoding.UTF8.GetBytes(AddCheckpoint.Write(old, proof, note)));
                return read.OldSize == old && read.Head.Size == old && read.Head.Note == note
                    && read.Proof.Count == proof.Count
                    && read.Proof.Zip(proof).All(p => p.First.AsSpan().SequenceEqual(p.Second))
                    && read.Note.Check(Key.Verifier) == SignatureState.Good;
            }, iter: 300);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_nothing_else_happens() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        try
        {
            AddCheckpoint.Parse([.. "old 1\n\n"u8, .. bytes]);
        }
        catch (FormatException)
        {
            return;
        }
    }, iter: 2_000);

    [Theory]
    [InlineData("old 01\n")]
    [InlineData("old -1\n")]
    [InlineData("old 1 \n")]
    [InlineData("new 1\n")]
    [InlineData("old 1\nAAAA\n")]
    [InlineData("old 1\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpka\n")]
    public void A_malformed_beginning_is_refused(string head)
    {
        string note = Key.Sign(Checkpoint.Text(Key.Verifier.Name, 0, Merkle.EmptyRoot));
        Assert.Throws<FormatException>(() => AddCheckpoint.Parse(Encoding.UTF8.GetBytes($"{head}\n{note}")));
    }

    [Fact]
    public void Sixty_four_hashes_are_one_too_many()
    {
        string note = Key.Sign(Checkpoint.Text(Key.Verifier.Name, 0, Merkle.EmptyRoot));
        byte[][] Hashes(int count) => [.. Enumerable.Range(0, count).Select(_ => new byte[32])];
        Assert.Equal(63, AddCheckpoint.Parse(
            Encoding.UTF8.GetBytes(AddCheckpoint.Write(5, Hashes(63), note))).Proof.Count);
        Assert.Throws<FormatException>(() => AddCheckpoint.Parse(
            Encoding.UTF8.GetBytes(AddCheckpoint.Write(5, Hashes(64), note))));
    }
}
