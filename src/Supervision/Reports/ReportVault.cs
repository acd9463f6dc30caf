using System.Security.Cryptography;
using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Supervision;

/// <summary>
/// The key of the desk that handles reports (举报受理) and the store of reporters' identities. The key is a file of mode
/// 0600 without a passphrase, because whoever handles reports changes: it keeps out everybody who has no account with
/// the power, not whoever holds the machine. Identities lie one in a file, so that each can be destroyed for good.
/// </summary>
/// <param name="keyFile">Made when absent.</param>
/// <param name="identities">Directory of the identities.</param>
public sealed class ReportVault(string keyFile, string identities)
{
    private readonly Lock _gate = new();
    private ReaderKey? _public;

    /// <summary>To which contents and identities are sealed.</summary>
    public ReaderKey Desk
    {
        get
        {
            lock (_gate)
            {
                if (_public is not null)
                    return _public;
                using ECDiffieHellman key = LoadOrMake();
                byte[] made = key.ExportSubjectPublicKeyInfo();
                return _public = new ReaderKey(ReaderKey.IdOf(made), "report-desk", "举报受理", "desk", made);
            }
        }
    }

    public byte[]? Open(ReadOnlySpan<byte> box, string context)
    {
        lock (_gate)
        {
            using ECDiffieHellman key = LoadOrMake();
            return SealedBox.Open(box, key, context);
        }
    }

    /// <summary>Durable when it returns; gives the digest by which it is found.</summary>
    public string Keep(ReadOnlySpan<byte> identityBox)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(identityBox));
        Private(identities);
        string path = Path.Combine(identities, digest), draft = path + ".new";
        File.Delete(draft);
        DurableFile.WriteSecret(draft, identityBox);
        DurableFile.Rename(draft, path);
        DurableFile.SyncDirectory(identities);
        return digest;
    }

    /// <summary>Null = it was destroyed, or never here.</summary>
    public byte[]? Identity(string digest)
    {
        if (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower))
            return null;
        string path = Path.Combine(identities, digest);
        return File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private ECDiffieHellman LoadOrMake()
    {
        ECDiffieHellman key;
        if (File.Exists(keyFile))
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyFile)
                & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
                throw new InvalidDataException($"{keyFile} may be read by others: chmod 600 it.");
            key = ECDiffieHellman.Create();
            key.ImportFromPem(File.ReadAllText(keyFile));
            return key;
        }
        key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        Private(Path.GetDirectoryName(Path.GetFullPath(keyFile))!);
        DurableFile.WriteSecret(keyFile, Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
        return key;
    }

    private static void Private(string directory)
    {
        if (Directory.Exists(directory))
            return;
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(
                directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
