using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>Content sealed to readers: they open it, nobody else does, and nothing can be changed.</summary>
public sealed class SealedBoxTests : IDisposable
{
    private readonly ECDiffieHellman[] _keys =
        [.. Enumerable.Range(0, 3).Select(_ => ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256))];

    private IReadOnlyList<ReaderKey> Readers => [.. _keys.Take(2).Select(Key)];

    [Fact]
    public void Every_reader_opens_it_and_nobody_else() =>
        Gen.Byte.Array[0, 20_000].Sample(plain =>
        {
            byte[] box = SealedBox.Seal(plain, Readers, "intervention 000001");
            Assert.Equal(plain, SealedBox.Open(box, _keys[0], "intervention 000001"));
            Assert.Equal(plain, SealedBox.Open(box, _keys[1], "intervention 000001"));
            Assert.Null(SealedBox.Open(box, _keys[2], "intervention 000001"));
            Assert.Null(SealedBox.Open(box, _keys[0], "intervention 000002"));
        }, iter: 30, threads: 1);

    [Fact]
    public void No_changed_byte_goes_unnoticed()
    {
        byte[] plain = "这个月的断面不能是三类"u8.ToArray(), box = SealedBox.Seal(plain, Readers, "x");
        Gen.Int[0, box.Length - 1].Sample(at =>
        {
            byte[] changed = [.. box];
            changed[at] ^= 1;
            // A change in the other reader's part is theirs to find; ours opens or does not, but never differently.
            foreach (ECDiffieHellman key in _keys.Take(2))
            {
                byte[]? opened = SealedBox.Open(changed, key, "x");
                Assert.True(opened is null || opened.AsSpan().SequenceEqual(plain));
            }
        }, iter: 300, threads: 1);
        string text = Encoding.UTF8.GetString(box);
        int content = text.IndexOf("\"content\":\"", StringComparison.Ordinal) + 11;
        for (int i = content; i < content + 40; i++)
        {
            byte[] changed = [.. box];
            changed[i] = changed[i] == (byte)'A' ? (byte)'B' : (byte)'A';
            Assert.Null(SealedBox.Open(changed, _keys[0], "x"));
        }
    }

    [Fact]
    public void Short_contents_cannot_be_told_apart_by_length_and_the_plain_text_is_nowhere()
    {
        byte[] yes = SealedBox.Seal("照办了"u8, Readers, "x"), no = SealedBox.Seal("没有"u8, Readers, "x");
        Assert.Equal(yes.Length, no.Length);
        Assert.Equal(-1, yes.AsSpan().IndexOf("照办了"u8));
        Assert.NotEqual(yes, SealedBox.Seal("照办了"u8, Readers, "x"));
        Assert.Equal(Readers.Select(r => r.Id).Order(), SealedBox.ReadersOf(yes).Order());
    }

    [Fact]
    public void Nothing_is_sealed_to_nobody_or_to_something_that_is_no_key()
    {
        Assert.Throws<ArgumentException>(() => SealedBox.Seal("x"u8, [], "x"));
        Assert.NotNull(ReaderKey.Problem([1, 2, 3]));
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP384);
        Assert.NotNull(ReaderKey.Problem(other.ExportSubjectPublicKeyInfo()));
        Assert.Null(ReaderKey.Problem(_keys[0].ExportSubjectPublicKeyInfo()));
        Assert.Null(SealedBox.Open("{}"u8, _keys[0], "x"));
        Assert.Null(SealedBox.Open("not json"u8, _keys[0], "x"));
        Assert.Empty(SealedBox.ReadersOf("[]"u8));
    }

    public void Dispose()
    {
        foreach (ECDiffieHellman key in _keys)
            key.Dispose();
    }

    private static ReaderKey Key(ECDiffieHellman key)
    {
        byte[] made = key.ExportSubjectPublicKeyInfo();
        return new ReaderKey(ReaderKey.IdOf(made), "officer", "廉政监督员", InterventionActs.Integrity, made);
    }
}
