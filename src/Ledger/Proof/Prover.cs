namespace Qingyuan.Ledger;

/// <summary>Makes proofs from stored tiles; whoever uses one checks it against a signed root.</summary>
internal sealed class Prover(TileStore tiles)
{
    // Tiles read for one proof of many entries; null = read each time.
    private Dictionary<(int Level, long Number), byte[]>? _read;

    /// <summary>Leaf hash and the hashes from its sibling to the child of the root (RFC 9162 §2.1.3.1).</summary>
    public (byte[] Leaf, List<byte[]> Path) Inclusion(long position, long size)
    {
        var path = new List<byte[]>();
        Walk(position, 0, size, size, path);
        return (Root(position, position + 1, size), path);
    }

    /// <summary>RFC 9162 §2.1.4.1; empty from 0 and between equal sizes.</summary>
    public List<byte[]> Consistency(long size1, long size2)
    {
        var proof = new List<byte[]>();
        if (size1 > 0 && size1 < size2)
            Subproof(size1, 0, size2, size2, complete: true, proof);
        return proof;
    }

    /// <summary>The root of the first entries, from the tiles of a tree of some size.</summary>
    public byte[] RootOf(long first, long size) => first == 0 ? Merkle.EmptyRoot : Root(0, first, size);

    /// <summary>The hashes of a <see cref="MultiProof"/>; each tile is read once.</summary>
    public List<byte[]> Many(IReadOnlyList<long> positions, long size)
    {
        _read = [];
        var hashes = new List<byte[]>();
        Many(0, size, 0, positions.Count, positions, size, hashes);
        _read = null;
        return hashes;
    }

    private void Many(
        long lo, long hi, int first, int last, IReadOnlyList<long> positions, long size, List<byte[]> hashes)
    {
        if (first == last)
            hashes.Add(Root(lo, hi, size));
        if (first == last || hi - lo == 1)
            return;
        long middle = lo + Split(hi - lo);
        int cut = MultiProof.Cut(positions, middle, first, last);
        Many(lo, middle, first, cut, positions, size, hashes);
        Many(middle, hi, cut, last, positions, size, hashes);
    }

    private void Walk(long position, long from, long to, long size, List<byte[]> path)
    {
        if (to - from == 1)
            return;
        long middle = from + Split(to - from);
        if (position < middle)
        {
            Walk(position, from, middle, size, path);
            path.Add(Root(middle, to, size));
        }
        else
        {
            Walk(position, middle, to, size, path);
            path.Add(Root(from, middle, size));
        }
    }

    private void Subproof(long m, long from, long to, long size, bool complete, List<byte[]> proof)
    {
        if (m == to)
        {
            if (!complete)
                proof.Add(Root(from, to, size));
            return;
        }
        long middle = from + Split(to - from);
        if (m <= middle)
        {
            Subproof(m, from, middle, size, complete, proof);
            proof.Add(Root(middle, to, size));
        }
        else
        {
            Subproof(m, middle, to, size, complete: false, proof);
            proof.Add(Root(from, middle, size));
        }
    }

    private byte[] Root(long from, long to, long size)
    {
        long count = to - from;
        if ((count & (count - 1)) == 0)
            return Perfect(from, count, size);
        long middle = from + Split(count);
        return Merkle.Node(Root(from, middle, size), Root(middle, to, size));
    }

    private byte[] Perfect(long from, long count, long size)
    {
        int height = System.Numerics.BitOperations.TrailingZeroCount(count);
        // A subtree of 2^8 leaves is one hash of the level above, if that level has it.
        int level = height / 8, within = 1 << (height % 8);
        long first = from >> (8 * level);
        byte[] tile = Tile(level, first / TilePath.Width, size);
        byte[] hashes = tile.AsSpan((int)(first % TilePath.Width) * Merkle.HashBytes,
            within * Merkle.HashBytes).ToArray();
        byte[] root = new byte[Merkle.HashBytes];
        Merkle.Fold(hashes, root);
        return root;
    }

    private byte[] Tile(int level, long number, long size)
    {
        if (_read is null)
            return tiles.Tile(level, number, size);
        if (!_read.TryGetValue((level, number), out byte[]? tile))
            _read.Add((level, number), tile = tiles.Tile(level, number, size));
        return tile;
    }

    internal static long Split(long count) => 1L << (63 - (int)long.LeadingZeroCount(count - 1));
}
