using System.Globalization;
using System.Security.Cryptography;

namespace Qingyuan.Registry;

/// <summary>
/// The salted hash (加盐散列) of a device's PW as text: <c>pbkdf2-sha256$iterations$salt$hash</c>. Compares in
/// constant time.
/// </summary>
public static class PasswordHash
{
    /// <summary>
    /// Few on purpose: HJ 212 sends PW in clear inside every frame and the frames are evidence, so the hash keeps it
    /// off the screens and out of the acts, not from somebody who reads the frames. The text carries the count.
    /// </summary>
    public const int Iterations = 1_000;

    private const int IterationsMax = 1_000_000;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;
    private const string Scheme = "pbkdf2-sha256";

    /// <param name="salt">16 random bytes.</param>
    public static string Of(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(salt.Length, SaltBytes);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, HashBytes);
        return $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    public static string Of(string password) =>
        Of(System.Text.Encoding.UTF8.GetBytes(password), RandomNumberGenerator.GetBytes(SaltBytes));

    /// <summary>False also for a text that is no such hash.</summary>
    public static bool Holds(string text, ReadOnlySpan<byte> password)
    {
        var parts = text.Split('$');
        if (parts.Length != 4 || parts[0] != Scheme)
            return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int iterations)
            || iterations is < 1 or > IterationsMax)
            return false;
        Span<byte> salt = stackalloc byte[SaltBytes];
        Span<byte> hash = stackalloc byte[HashBytes];
        if (!Convert.TryFromBase64String(parts[2], salt, out int n) || n != SaltBytes)
            return false;
        if (!Convert.TryFromBase64String(parts[3], hash, out n) || n != HashBytes)
            return false;
        Span<byte> computed = stackalloc byte[HashBytes];
        Rfc2898DeriveBytes.Pbkdf2(password, salt, computed, iterations, HashAlgorithmName.SHA256);
        return CryptographicOperations.FixedTimeEquals(hash, computed);
    }
}
