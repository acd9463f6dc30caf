using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Digests;

namespace Qingyuan.App.Evidence;

/// <summary>The two digests that evidence carries (摘要): SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016).</summary>
internal static class Digests
{
    public static string Sha256(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string Sm3(ReadOnlySpan<byte> bytes)
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(bytes);
        Span<byte> digest = stackalloc byte[32];
        sm3.DoFinal(digest);
        return Convert.ToHexStringLower(digest);
    }
}
