using System.Text;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Paddings;
using Org.BouncyCastle.Crypto.Parameters;

namespace Qingyuan.Hj212;

/// <summary>
/// SM4 in the two uses that HJ 212-2025 makes of it. ECB shows equal blocks and proves nothing about the sender:
/// confidentiality only, never authenticity.
/// </summary>
public static class Sm4
{
    public const int BlockBytes = 16;

    /// <summary>
    /// HJ 212-2025 6.4, A.2: every full block of the content is transformed, the remainder under 16 bytes stays clear.
    /// </summary>
    public static void TransformContent(bool encrypt, ReadOnlySpan<byte> key, ReadOnlySpan<byte> from, Span<byte> to)
    {
        SM4Engine engine = new();
        engine.Init(encrypt, new KeyParameter(key.ToArray()));
        int at = 0;
        for (; at + BlockBytes <= from.Length; at += BlockBytes)
            engine.ProcessBlock(from.Slice(at, BlockBytes), to.Slice(at, BlockBytes));
        from[at..].CopyTo(to[at..]);
    }

    /// <summary>HJ 212-2025 Annex H: the Authorization value of a multimedia upload, PKCS7 padding, Base64.</summary>
    public static string Authorization(string user, string password, ReadOnlySpan<byte> key)
    {
        PaddedBufferedBlockCipher cipher = new(new SM4Engine(), new Pkcs7Padding());
        cipher.Init(true, new KeyParameter(key.ToArray()));
        return Convert.ToBase64String(cipher.DoFinal(Encoding.UTF8.GetBytes($"{user}:{password}")));
    }
}
