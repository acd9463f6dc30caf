using System.Security.Cryptography;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class Sha256Tests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(54)]
    [InlineData(55)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(600)]
    [InlineData(4096)]
    [InlineData(4097)]
    [InlineData(65_535)]
    public void Gives_what_the_platform_gives_on_both_sides_of_each_block_and_of_the_quick_call(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 31))];
        foreach (byte prefix in (byte[])[0, 1, 0xFF])
        {
            byte[] hash = new byte[32];
            Sha256.Hash(prefix, bytes, hash);
            Assert.Equal(SHA256.HashData([prefix, .. bytes]), hash);
        }
    }

    [Fact]
    public void The_hash_may_lie_over_what_is_hashed()
    {
        byte[] pair = [.. Enumerable.Range(0, 64).Select(i => (byte)i)];
        byte[] right = SHA256.HashData([1, .. pair]);
        Sha256.Hash(1, pair, pair.AsSpan(0, 32));
        Assert.Equal(right, pair[..32]);
    }

    [Fact]
    public void A_place_too_small_for_a_hash_is_refused() =>
        Assert.Throws<ArgumentException>(() => Sha256.Hash(0, [], new byte[31]));
}
