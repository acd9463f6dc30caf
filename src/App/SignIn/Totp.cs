using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Qingyuan.App.SignIn;

/// <summary>
/// Time-based one-time codes (动态口令): RFC 6238 with SHA-1, 6 digits, 30 s, as every authenticator application does.
/// </summary>
internal static class Totp
{
    public const int SecretBytes = 20, StepSeconds = 30;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretBytes);

    /// <summary>As people type it into an authenticator application (RFC 4648 base 32, without padding).</summary>
    public static string Text(byte[] secret)
    {
        var text = new System.Text.StringBuilder();
        int bits = 0, value = 0;
        foreach (byte b in secret)
        {
            value = value << 8 | b;
            for (bits += 8; bits >= 5; bits -= 5)
                text.Append(Alphabet[value >> (bits - 5) & 31]);
        }
        if (bits > 0)
            text.Append(Alphabet[value << (5 - bits) & 31]);
        return text.ToString();
    }

    public static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>RFC 4226, 5.3: dynamic truncation.</summary>
    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        byte[] hash = HMACSHA1.HashData(secret, counter);
        int at = hash[^1] & 0x0F;
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(at)) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// The step of a code that holds now, one step early or late; null = it does not, or it was used before
    /// (OWASP ASVS 5.0.0 v5.0.0-6.5.1: a code works once).
    /// </summary>
    public static long? Accepts(byte[] secret, string code, DateTimeOffset now, long lastUsed)
    {
        string typed = code.Replace(" ", "", StringComparison.Ordinal);
        long? found = null;
        for (long step = Step(now) - 1; step <= Step(now) + 1; step++)
        {
            bool same = typed.Length == 6 && CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.ASCII.GetBytes(typed), System.Text.Encoding.ASCII.GetBytes(Code(secret, step)));
            if (same && step > lastUsed)
                found ??= step;
        }
        return found;
    }
}
