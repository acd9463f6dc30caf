using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.App.Screens;

public sealed class TamperBoxTests
{
    private static readonly byte[] Head = Encoding.UTF8.GetBytes("{\"kind\":\"frame\"}\n");

    [Theory]
    [InlineData("446.4", 400, "396.4")]
    [InlineData("338.2", 400, "298.2")]
    [InlineData("52.31", 50, "49.31")]
    [InlineData("7.4", 50, "6.6")]
    [InlineData("0.82", null, "0.73")]
    [InlineData("1200", 1000, "1000")]
    [InlineData("0.000", 1, null)]
    [InlineData("-0.182", 1, null)]
    [InlineData("abc", 1, null)]
    public void The_altered_value_is_smaller_and_as_long(string value, int? limit, string? altered)
    {
        Assert.Equal(altered, TamperBox.Altered(value, limit));
    }

    [Fact]
    public void An_altered_byte_gives_another_leaf_another_root_and_no_signature()
    {
        byte[] entry = [.. Head, .. DesignedFrame.Bytes];
        byte[][] path = [.. Enumerable.Range(0, 3).Select(i => SHA256.HashData([(byte)i]))];
        byte[] root = AuditPath.Root(Merkle.Leaf(entry), 5, 8, path)!;
        string note = $"example/frames\n8\n{Convert.ToBase64String(root)}\n\n— example/frames AAAA\n";
        InclusionProof proof = new(5, new Checkpoint("example/frames", 8, root, note), Merkle.Leaf(entry), path);
        int at = DesignedFrame.Text.IndexOf("a21002-ZsAvg=", StringComparison.Ordinal) + "a21002-ZsAvg=".Length;

        TamperBox box = TamperBox.Try(entry, Head.Length, at..(at + 5), 400, proof, text => text == note)!;

        Assert.Equal("446.4", box.From);
        Assert.Equal("396.4", box.To);
        Assert.Equal("5780", box.CrcBefore);
        Assert.Equal("1380", box.CrcAfter);
        Assert.Equal(root, box.Root);
        byte[] altered = [.. Head, .. Encoding.ASCII.GetBytes(
            DesignedFrame.Text.Replace("ZsAvg=446.4", "ZsAvg=396.4", StringComparison.Ordinal))];
        Assert.Equal(Merkle.Leaf(altered), box.LeafAfter);
        Assert.Equal(AuditPath.Root(box.LeafAfter, 5, 8, path), box.RootAfter);
        Assert.NotEqual(box.Root, box.RootAfter);
        Assert.True(box.SignatureHolds);
        Assert.False(box.SignatureHoldsAfter);
    }

    [Fact]
    public void A_path_of_the_wrong_length_gives_no_root()
    {
        Assert.Null(AuditPath.Root(new byte[32], 5, 8, [new byte[32]]));
    }

    [Fact]
    public void The_way_to_the_root_is_that_of_the_tree()
    {
        Gen.Int[1, 70].SelectMany(size => Gen.Int[0, size - 1].Select(position => (size, position))).Sample(t =>
        {
            byte[][] leaves = [.. Enumerable.Range(0, t.size).Select(i => Merkle.Leaf([(byte)i]))];
            List<byte[]> path = [];
            byte[] root = Tree(leaves, t.position, path);
            Assert.Equal(root, AuditPath.Root(leaves[t.position], t.position, t.size, path));
        });
    }

    /// <summary>RFC 9162 2.1.1 and 2.1.3.1 as written: recursion over the largest power of two below the
    /// size.</summary>
    private static byte[] Tree(ReadOnlySpan<byte[]> leaves, int position, List<byte[]>? path)
    {
        if (leaves.Length == 1)
            return leaves[0];
        int split = 1;
        while (split * 2 < leaves.Length)
            split *= 2;
        bool inLeft = position < split;
        byte[] left = Tree(leaves[..split], position, path is not null && inLeft ? path : null);
        byte[] right = Tree(leaves[split..], position - split, path is not null && !inLeft ? path : null);
        path?.Add(inLeft ? right : left);
        return SHA256.HashData([1, .. left, .. right]);
    }
}
