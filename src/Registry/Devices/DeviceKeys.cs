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

    /// <summary>HJ 212-2025 6.4 encrypts with SM4 and rotates the keys.</summary>
    private const string Clause = "HJ 212-2025 6.4";

    /// <summary>
    /// A key as it was typed: 32 hexadecimal digits; white space in it does not count. Empty = there is a refusal,
    /// which never repeats what was typed.
    /// </summary>
    public static byte[] Read(string? typed, List<Refusal> refusals)
    {
        string text = string.Concat((typed ?? "").Where(c => !char.IsWhiteSpace(c)));
        string? wrong = text.Length switch
        {
            0 => "请填写密钥：32 个十六进制数字（0 到 9、A 到 F）。",
            KeyBytes => "密钥要写成 32 个十六进制数字，这里是 16 个字符。如果给的是 16 个字符的文字，"
                + "请逐字换成它的十六进制编码（如 0 写成 30，a 写成 61）。",
            2 * KeyBytes when text.All(char.IsAsciiHexDigit) => null,
            2 * KeyBytes => "密钥里有不是十六进制数字的字符；只能用 0 到 9、A 到 F。请核对后重填。",
            var length => $"密钥应为 32 个十六进制数字（128 位），这里是 {length} 个字符。请核对后重填。",
        };
        if (wrong is null)
            return Convert.FromHexString(text);
        refusals.Add(Refusal.Of("key.form", Clause, wrong, "key"));
        return [];
    }

    /// <summary>The name that a key gets when it is kept; keeps nothing.</summary>
    public static DeviceKey Name(string mn, ReadOnlySpan<byte> key, DateTimeOffset from)
    {
        string digest = Digest(mn, key);
        return new DeviceKey(mn, IdOf(digest), digest, from);
    }

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
        var id = IdOf(digest);
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

    private static string IdOf(string digest) => digest[..16];

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
