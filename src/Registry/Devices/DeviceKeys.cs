using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// The SM4 keys (国密密钥) of devices as files under <c>DIR/keys/devices/MN/ID.key</c>, readable by the owner only.
/// Secrets: never in an act, a table, a log or a screen. The act holds the key's id and digest.
/// </summary>
public sealed partial class DeviceKeys(string directory)
{
    /// <summary>SM4 has 128-bit keys (GB/T 32907-2016).</summary>
    public const int KeyBytes = 16;

    /// <summary>
    /// Keeps a key and gives its id and digest for the act. Durable when it returns: the file is written and synced
    /// before the act can name it. The same key gives the same id.
    /// </summary>
    public (string Id, string Digest) Put(string mn, ReadOnlySpan<byte> key)
    {
        if (!MnPattern().IsMatch(mn))
            throw new ArgumentException("An MN has 1 to 24 letters and digits.", nameof(mn));
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        var digest = Digest(mn, key);
        var id = digest[..16];
        var folder = Path.Combine(directory, mn);
        if (!OperatingSystem.IsWindows())
            Directory.CreateDirectory(
                folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        else
            Directory.CreateDirectory(folder);
        var path = PathOf(mn, id);
        if (Holds(path, mn, digest))
            return (id, digest);
        // A crash may have left a half-written file: the whole one takes its place by a durable rename.
        var draft = path + ".new";
        File.Delete(draft);
        DurableFile.WriteSecret(draft, Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key) + "\n"));
        DurableFile.Rename(draft, path);
        DurableFile.SyncDirectory(folder);
        return (id, digest);
    }

    /// <summary>Null = the key is not kept here. Throws when the file holds another key than the act meant.</summary>
    public byte[]? Get(DeviceKey key)
    {
        var path = PathOf(key.Mn, key.Id);
        if (!MnPattern().IsMatch(key.Mn) || !IdPattern().IsMatch(key.Id) || !File.Exists(path))
            return null;
        if (!Holds(path, key.Mn, key.Digest))
            throw new InvalidDataException(
                $"{path} does not hold the key that was registered; restore it from a backup.");
        return Convert.FromHexString(File.ReadAllText(path).Trim());
    }

    /// <summary>
    /// All keys of a device that are kept here, for opening what it sent. A lost or damaged file is left out: what was
    /// sealed with it waits until the file is back.
    /// </summary>
    public KeyRing Ring(IEnumerable<DeviceKey> keys)
    {
        var ring = KeyRing.Empty;
        foreach (var key in keys.OrderBy(k => k.From).DistinctBy(k => k.Id).TakeLast(KeyRing.KeysMax))
        {
            if (TryGet(key) is { } bytes)
                ring = ring.With(bytes, key.From);
        }
        return ring;
    }

    /// <summary>By which of the keys the bytes of a frame open; null = by none that is kept here.</summary>
    public (DeviceKey Key, byte[] Plain)? Open(ReadOnlySpan<byte> frame, IEnumerable<DeviceKey> keys)
    {
        foreach (var key in keys.OrderByDescending(k => k.From).DistinctBy(k => k.Id).Take(KeyRing.KeysMax))
        {
            if (TryGet(key) is { } bytes && SealedContent.TryOpen(frame, KeyRing.Of(bytes), out byte[] plain))
                return (key, plain);
        }
        return null;
    }

    /// <summary>Null = the file is lost, cannot be read or holds another key.</summary>
    public byte[]? TryGet(DeviceKey key)
    {
        try
        {
            return Get(key);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Holds(string path, string mn, string digest)
    {
        if (!File.Exists(path))
            return false;
        var text = File.ReadAllText(path).Trim();
        return text.Length == 2 * KeyBytes && text.All(char.IsAsciiHexDigit)
            && Digest(mn, Convert.FromHexString(text)) == digest;
    }

    private string PathOf(string mn, string id) => Path.Combine(directory, mn, id + ".key");

    private static string Digest(string mn, ReadOnlySpan<byte> key)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"qingyuan sm4 key of {mn}\n"));
        hash.AppendData(key);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    [GeneratedRegex("^[0-9A-Za-z]{1,24}\\z")]
    private static partial Regex MnPattern();

    [GeneratedRegex("^[0-9a-f]{16}\\z")]
    private static partial Regex IdPattern();
}
