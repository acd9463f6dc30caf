namespace Qingyuan.Ledger;

/// <summary>
/// The right edge of the tree: for each tile level the hashes of its last, not yet full tile. All that is needed to
/// go on adding leaves, to write the partial tiles of the present size, and to compute its root.
/// </summary>
internal sealed class TreeEdge
{
    private readonly List<byte[]> _levels = [];
    private readonly byte[] _scratch = new byte[TilePath.Width * Merkle.HashBytes];

    /// <summary>Number of leaves.</summary>
    public long Size { get; private set; }

    public int Levels => _levels.Count;

    /// <summary>Hashes of the last tile of a level; empty when the size ends with a full one.</summary>
    public ReadOnlySpan<byte> Partial(int level) =>
        _levels[level].AsSpan(0, TilePath.PartialWidth(level, Size) * Merkle.HashBytes);

    /// <summary>Adds a leaf; shows every tile that it fills (level, number, 8,192 bytes).</summary>
    public void Add(ReadOnlySpan<byte> leafHash, Action<int, long, ReadOnlySpan<byte>> full)
    {
        Span<byte> hash = stackalloc byte[Merkle.HashBytes];
        leafHash.CopyTo(hash);
        long index = Size;
        for (int level = 0; ; level++)
        {
            if (level == _levels.Count)
                _levels.Add(new byte[TilePath.Width * Merkle.HashBytes]);
            byte[] tile = _levels[level];
            int slot = (int)(index % TilePath.Width);
            hash.CopyTo(tile.AsSpan(slot * Merkle.HashBytes));
            if (slot < TilePath.Width - 1)
                break;
            index /= TilePath.Width;
            full(level, index, tile);
            tile.CopyTo(_scratch, 0);
            Merkle.Fold(_scratch, hash);
        }
        Size++;
    }

    /// <summary>MTH of all leaves: the perfect subtrees of the edge, joined from the right (smallest first).</summary>
    public byte[] Root()
    {
        byte[]? root = null;
        byte[] subtree = new byte[Merkle.HashBytes];
        for (int level = 0; level < _levels.Count; level++)
        {
            ReadOnlySpan<byte> hashes = Partial(level);
            for (int rest = hashes.Length / Merkle.HashBytes; rest > 0; rest &= rest - 1)
            {
                int perfect = rest & -rest;
                Span<byte> part = _scratch.AsSpan(0, perfect * Merkle.HashBytes);
                hashes.Slice((rest - perfect) * Merkle.HashBytes, part.Length).CopyTo(part);
                Merkle.Fold(part, subtree);
                root = root is null ? [.. subtree] : Merkle.Node(subtree, root);
            }
        }
        return root ?? Merkle.EmptyRoot;
    }

    /// <summary>The edge at the last full bundle: the same, without the leaves of the open tile.</summary>
    public TreeEdge AtLastFullBundle()
    {
        var edge = new TreeEdge { Size = Size - (Size % TilePath.Width) };
        foreach (byte[] level in _levels)
            edge._levels.Add([.. level]);
        return edge;
    }

    /// <summary>An edge from its size and the hashes of its partial tiles; null = they do not fit.</summary>
    public static TreeEdge? Of(long size, IReadOnlyList<byte[]> partials)
    {
        var edge = new TreeEdge { Size = size };
        for (int level = 0; level < partials.Count; level++)
        {
            if (partials[level].Length != TilePath.PartialWidth(level, size) * Merkle.HashBytes)
                return null;
            byte[] tile = new byte[TilePath.Width * Merkle.HashBytes];
            partials[level].CopyTo(tile, 0);
            edge._levels.Add(tile);
        }
        return TilePath.Whole(partials.Count, size) == 0 ? edge : null;
    }
}
