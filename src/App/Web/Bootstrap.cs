using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Qingyuan.App.Web;

/// <summary>
/// The bootstrap password (引导口令): the one key to the workspace until people can sign in. Made at the first start,
/// shown once, kept as a salted hash in <c>DIR/keys</c> with mode 0600.
/// </summary>
internal sealed class Bootstrap : IDisposable
{
    // OWASP's figure for PBKDF2-HMAC-SHA-512 (ASVS 5.0.0 v5.0.0-11.4.2); about 80 ms a try.
    private const int Rounds = 210_000;

    public const int PasswordCharactersMax = 128;

    private sealed record Kept(string Algorithm, int Rounds, string Salt, string Hash);

    private readonly Kept _kept;
    private readonly SemaphoreSlim _two = new(2);

    private Bootstrap(Kept kept, string? made) => (_kept, NewPassword) = (kept, made);

    /// <summary>The password when it was made just now; the only time that anybody can see it.</summary>
    public string? NewPassword { get; }

    /// <summary>Changes when the password does; a session of another stamp is over.</summary>
    public string Stamp => _kept.Hash[..16];

    public static Bootstrap Open(string keys)
    {
        string file = Path.Combine(keys, "workspace.json");
        if (!File.Exists(file))
            return Make(keys, file);
        if (!OperatingSystem.IsWindows()
            && (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
            throw new InvalidDataException(
                $"{file} may be read by others: chmod 600 it, or remove it to get a new password.");
        try
        {
            var kept = JsonSerializer.Deserialize<Kept>(File.ReadAllBytes(file), JsonSerializerOptions.Web);
            if (kept is { Algorithm: "PBKDF2-HMAC-SHA-512", Rounds: > 0, Salt.Length: > 0, Hash.Length: >= 64 })
                return new Bootstrap(kept, null);
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new InvalidDataException($"{file} holds no password hash: remove it to get a new password.");
    }

    /// <summary>
    /// Compares in constant time; at most two comparisons at once, so that guessing cannot eat the machine.
    /// </summary>
    public async Task<bool> Holds(string? password, CancellationToken cancel)
    {
        if (password is not { Length: > 0 and <= PasswordCharactersMax })
            return false;
        await _two.WaitAsync(cancel);
        try
        {
            byte[] hash = await Task.Run(
                () => Hash(Normal(password), Convert.FromHexString(_kept.Salt), _kept.Rounds), cancel);
            return CryptographicOperations.FixedTimeEquals(hash, Convert.FromHexString(_kept.Hash));
        }
        finally
        {
            _two.Release();
        }
    }

    public void Dispose() => _two.Dispose();

    private static Bootstrap Make(string keys, string file)
    {
        // 24 characters of 32: 120 bits. No letters that are misread.
        string text = RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz234567892", 24);
        string password = string.Join('-', text.Chunk(6).Select(c => new string(c)));
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        var kept = new Kept("PBKDF2-HMAC-SHA-512", Rounds, Convert.ToHexStringLower(salt),
            Convert.ToHexStringLower(Hash(Normal(password), salt, Rounds)));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(keys);
        else
        {
            Directory.CreateDirectory(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(file, options);
        stream.Write(JsonSerializer.SerializeToUtf8Bytes(kept, JsonSerializerOptions.Web));
        return new Bootstrap(kept, password);
    }

    /// <summary>Blanks, dashes and case do not count: it is typed from a terminal.</summary>
    private static string Normal(string password) =>
        new(password.Where(c => c is not ('-' or ' ')).Select(char.ToLowerInvariant).ToArray());

    private static byte[] Hash(string password, byte[] salt, int rounds) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA512, 32);
}
