using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Qingyuan.Ledger;

namespace Qingyuan.Supervision;

/// <summary>
/// Private keys of readers (查阅人私钥) as files of mode 0600, encrypted by the reader's own passphrase: whoever runs the
/// machine has the file and still reads nothing. A lost passphrase cannot be replaced; another reader has to open what
/// was sealed to both.
/// </summary>
public sealed partial class ReaderKeyFiles(string directory)
{
    public const int PassphraseCharactersMin = 12, PassphraseCharactersMax = 128;

    // OWASP's figure for PBKDF2-HMAC-SHA-512 (ASVS 5.0.0 v5.0.0-11.4.2).
    private static readonly PbeParameters Encryption = new(
        PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA512, 210_000);

    /// <summary>Makes a key; durable when it returns. Gives its public half.</summary>
    public byte[] Make(string passphrase)
    {
        if (Problem(passphrase) is { } problem)
            throw new ArgumentException(problem);
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] publicKey = key.ExportSubjectPublicKeyInfo();
        if (!Directory.Exists(directory))
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(directory);
            else
                Directory.CreateDirectory(
                    directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        string path = PathOf(ReaderKey.IdOf(publicKey)), draft = path + ".new";
        DurableFile.WriteSecret(draft, Encoding.ASCII.GetBytes(key.ExportEncryptedPkcs8PrivateKeyPem(
            passphrase, Encryption) + "\n"));
        DurableFile.Rename(draft, path);
        DurableFile.SyncDirectory(directory);
        return publicKey;
    }

    /// <summary>Null = no such key here, or not its passphrase. Dispose what it gives.</summary>
    public ECDiffieHellman? Open(string id, string passphrase)
    {
        if (!IdPattern().IsMatch(id) || passphrase.Length > PassphraseCharactersMax || !File.Exists(PathOf(id)))
            return null;
        var key = ECDiffieHellman.Create();
        try
        {
            key.ImportFromEncryptedPem(File.ReadAllText(PathOf(id)), passphrase);
            if (ReaderKey.IdOf(key.ExportSubjectPublicKeyInfo()) == id)
                return key;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // Not its passphrase, or a damaged file: the same to whoever asks.
        }
        key.Dispose();
        return null;
    }

    public bool Has(string id) => IdPattern().IsMatch(id) && File.Exists(PathOf(id));

    /// <summary>Null = it may protect a key.</summary>
    public static string? Problem(string passphrase) => passphrase.Length switch
    {
        < PassphraseCharactersMin => $"口令至少 {PassphraseCharactersMin} 个字符；可以用几个不相干的词。",
        > PassphraseCharactersMax => $"口令最多 {PassphraseCharactersMax} 个字符。",
        _ => null,
    };

    private string PathOf(string id) => Path.Combine(directory, id + ".pem");

    [GeneratedRegex("^[0-9a-f]{16}\\z")]
    private static partial Regex IdPattern();
}
