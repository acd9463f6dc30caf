using System.Security.Cryptography;

namespace Qingyuan.Ledger;

/// <summary>Attachments (附件) kept by their SHA-256. Written once, never changed.</summary>
public sealed class Blobs(string directory)
{
    public const long BlobBytesMax = 64 << 20;
    private readonly Lock _gate = new();
    private readonly RealDisk _disk = new();

    /// <summary>Durable when it returns. The same bytes give the same digest and are kept once.</summary>
    public string Put(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BlobBytesMax)
            throw new ArgumentException(
                $"An attachment may have {BlobBytesMax} bytes at most; this one has {bytes.Length}.");
        string digest = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string path = PathOf(digest);
        lock (_gate)
        {
            _disk.MakeDirectory(Path.GetDirectoryName(path)!);
            // One that is there was synced before it got its name; one that is damaged is put right.
            if (_disk.Read(path) is { } stored && stored.AsSpan().SequenceEqual(bytes))
                _disk.SyncDirectory(Path.GetDirectoryName(path)!);
            else
                _disk.Replace(path, bytes);
        }
        return digest;
    }

    /// <summary>Null = not here. Throws when what is stored no longer has that digest.</summary>
    public byte[]? Get(string digest)
    {
        if (digest.Length != 64 || !digest.All(char.IsAsciiHexDigitLower))
            throw new ArgumentException("A digest is 64 lower-case hexadecimal digits.", nameof(digest));
        byte[]? bytes = _disk.Read(PathOf(digest));
        if (bytes is not null && Convert.ToHexStringLower(SHA256.HashData(bytes)) != digest)
            throw new InvalidDataException($"The attachment {PathOf(digest)} was changed: its digest is another.");
        return bytes;
    }

    private string PathOf(string digest) =>
        Path.Combine(Path.GetFullPath(directory), digest[..2], digest[2..4], digest);
}
