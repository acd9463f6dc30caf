namespace Qingyuan.Ledger;

/// <summary>Reads bundles and hashes their entries; one for each thread, its memory reused.</summary>
internal sealed class BundleHasher(IDisk disk, string directory)
{
    private byte[] _bytes = new byte[256 << 10];
    private readonly byte[] _leaves = new byte[TilePath.Width * Merkle.HashBytes];
    private readonly byte[] _scratch = new byte[TilePath.Width * Merkle.HashBytes];

    public ReadOnlySpan<byte> Leaves => _leaves;
    public long EntryBytes { get; private set; }

    /// <summary>Computes the leaf hashes of a bundle; null = it is whole, else where it is not.</summary>
    public (long Position, string File, string Why)? Hash(long n, int width)
    {
        Array.Clear(_leaves);
        string path = TilePath.Bundle(n, width);
        int length = disk.Read(Path.Combine(directory, path), ref _bytes);
        bool full = width == TilePath.Width;
        if (length < 0 && !full)
        {
            // C2SP tlog-tiles: the partial form may be gone once the full one is there.
            length = disk.Read(Path.Combine(directory, TilePath.Bundle(n)), ref _bytes);
            full = length >= 0;
            path = full ? TilePath.Bundle(n) : path;
        }
        if (length < 0)
            return (n * TilePath.Width, path, "the bundle is missing");
        int at = 0;
        for (int i = 0; i < width; i++)
        {
            if (at + 2 > length)
                return ((n * TilePath.Width) + i, path, "the bundle ends before this entry");
            int size = (_bytes[at] << 8) | _bytes[at + 1];
            if (size > length - at - 2)
                return ((n * TilePath.Width) + i, path, "the bundle ends inside this entry");
            Merkle.Leaf(_bytes.AsSpan(at + 2, size), _leaves.AsSpan(i * Merkle.HashBytes, Merkle.HashBytes));
            at += 2 + size;
            EntryBytes += size;
        }
        // A full bundle that stands in for a partial one goes on after it.
        bool standsIn = full && width < TilePath.Width;
        return at == length || standsIn
            ? null : ((n * TilePath.Width) + width, path, "the bundle goes on after its last entry");
    }

    public void Fold(ReadOnlySpan<byte> leaves, Span<byte> root)
    {
        leaves.CopyTo(_scratch);
        Merkle.Fold(_scratch, root);
    }

    /// <summary>Bytes of the first entries of a bundle; −1 = it has not so many.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bundle, int entries)
    {
        int at = 0;
        for (int i = 0; i < entries; i++)
        {
            if (at + 2 > bundle.Length)
                return -1;
            at += 2 + ((bundle[at] << 8) | bundle[at + 1]);
        }
        return at <= bundle.Length ? at : -1;
    }
}
