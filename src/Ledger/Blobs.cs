namespace Qingyuan.Ledger;

/// <summary>Attachments kept by their SHA-256. Written once, never changed.</summary>
public sealed class Blobs(string directory)
{
    public const long BlobBytesMax = 64 << 20;

    /// <summary>Durable when it returns. The same bytes give the same digest and are kept once.</summary>
    public string Put(ReadOnlySpan<byte> bytes) => throw new NotImplementedException(directory);

    /// <summary>Null = not here. Throws when what is stored no longer has that digest.</summary>
    public byte[]? Get(string digest) => throw new NotImplementedException();
}
