using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.App.SignIn;

/// <summary>Passwords and one-time codes (口令与恢复码): how they are made, held and compared.</summary>
internal static class Secrets
{
    // OWASP's figure for PBKDF2-HMAC-SHA-512 (ASVS 5.0.0 v5.0.0-11.4.2); about 80 ms a try.
    private const int Rounds = 210_000;

    public const int PasswordCharactersMin = 12, PasswordCharactersMax = 128, RecoveryCodes = 10;

    /// <summary>How long a password may be used (GB/T 22239-2019 8.1.4.1: regular change).</summary>
    public static readonly TimeSpan PasswordLife = TimeSpan.FromDays(90);

    // No letters that are misread.
    private const string Letters = "abcdefghjkmnpqrstuvwxyz234567892";

    // What people type when they are asked for twelve characters; compared after everything but letters is taken away.
    private static readonly string[] _common =
    [
        "password", "passw0rd", "qwertyuiop", "admin", "administrator", "letmein", "welcome", "qingyuan", "iloveyou",
        "woaini", "abcdefgh", "qazwsx", "asdfgh", "zxcvbn", "xizang", "lhasa", "huanbao", "changeme",
    ];

    /// <summary>Holds a password or a code: algorithm, rounds, salt and hash, so that rounds may grow.</summary>
    public static string Hash(string secret)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        string hash = Convert.ToHexStringLower(Derive(secret, salt, Rounds));
        return string.Create(CultureInfo.InvariantCulture,
            $"PBKDF2-SHA512${Rounds}${Convert.ToHexStringLower(salt)}${hash}");
    }

    /// <summary>Takes the same time whether there is a hash or not.</summary>
    public static bool Holds(string? hash, string secret)
    {
        string[] parts = (hash ?? _nobody).Split('$');
        int rounds = int.Parse(parts[1], CultureInfo.InvariantCulture);
        bool same = CryptographicOperations.FixedTimeEquals(
            Derive(secret, Convert.FromHexString(parts[2]), rounds), Convert.FromHexString(parts[3]));
        return same && hash is not null;
    }

    private static readonly string _nobody = Hash("nobody");

    /// <summary>128 bits in groups that can be read out, e.g. for recovery and enrolment.</summary>
    public static string NewCode() => string.Join(
        '-', RandomNumberGenerator.GetString(Letters, 26).Chunk(5).Select(c => new string(c)));

    /// <summary>A code has 128 bits of its own, so one round of SHA-256 is enough and it can be looked up.</summary>
    public static string CodeHash(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        new string([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]))));

    /// <summary>Why a password may not be used; null = it may.</summary>
    public static Registry.Refusal? Problem(string password, string person)
    {
        if (password.Length is < PasswordCharactersMin or > PasswordCharactersMax)
            return Refuse($"口令要 {PasswordCharactersMin} 至 {PasswordCharactersMax} 个字符；长一点的句子最好记。");
        int classes = (password.Any(char.IsAsciiLetterUpper) ? 1 : 0) + (password.Any(char.IsAsciiLetterLower) ? 1 : 0)
            + (password.Any(char.IsAsciiDigit) ? 1 : 0) + (password.Any(c => !char.IsAsciiLetterOrDigit(c)) ? 1 : 0);
        // GB/T 22239-2019 8.1.4.1 asks for complexity; see docs/security.md on the conflict with ASVS 6.2.5.
        if (classes < 3)
            return Refuse("口令要有大写字母、小写字母、数字、其他字符中的三类；请改一改。");
        string plain = password.ToLowerInvariant();
        string letters = new([.. plain.Where(char.IsAsciiLetter)]);
        if (plain.Contains(person, StringComparison.OrdinalIgnoreCase) || plain.Distinct().Count() < 6
            || _common.Any(c => letters.Length > 0 && (letters == c || plain.Contains(c, StringComparison.Ordinal)
                && plain.Length - c.Length < 6)))
            return Refuse("口令太容易猜；请不要用账号、常见词或者重复的字符。");
        return null;
    }

    private static Registry.Refusal Refuse(string message) =>
        Registry.Refusal.Of("account.password", "GB/T 22239-2019 8.1.4.1", message, "password");

    private static byte[] Derive(string secret, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(secret), salt, rounds, HashAlgorithmName.SHA512, 32);
}
