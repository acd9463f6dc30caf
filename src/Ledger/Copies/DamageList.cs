using System.Text;

namespace Qingyuan.Ledger;

/// <summary>A range of stored bytes that is not what was written.</summary>
/// <param name="Offset">First byte in the file.</param>
/// <param name="Length">How many; −1 = the file is missing.</param>
/// <param name="First">First position that it concerns, and <paramref name="Last"/> the last one.</param>
public sealed record Damage(string File, long Offset, long Length, long First, long Last, string Why);

/// <summary>
/// Names every damaged byte range of a log (全部坏处), where <see cref="LogVerifier"/> names the first. Tells which of an
/// entry and its stored hash is wrong by the tile above, and believes that by the signed root. Writes nothing.
/// </summary>
public sealed class DamageList
{
    public const int ListedMax = 100_000;

    private readonly RealDisk _disk = new();
    private readonly string _log;
    private readonly List<Damage> _found = [];
    private readonly long _size;
    private readonly byte[] _root;

    private DamageList(string log, Checkpoint head) => (_log, _size, _root) = (log, head.Size, head.Root);

    /// <summary>Everything below the checkpoint; empty = all of it is whole.</summary>
    public static IReadOnlyList<Damage> Of(string log, Action<long, long>? progress = null)
    {
        string whole = Path.GetFullPath(log);
        string file = Path.Combine(whole, "checkpoint");
        if (new RealDisk().Read(file) is not { } note)
            return [new Damage(file, 0, -1, 0, 0, "the checkpoint is missing")];
        Checkpoint head;
        try
        {
            head = Checkpoint.Of(SignedNote.Parse(note), Encoding.UTF8.GetString(note));
        }
        catch (FormatException e)
        {
            return [new Damage(file, 0, note.Length, 0, 0, e.Message)];
        }
        var list = new DamageList(whole, head);
        var hasher = new BundleHasher(list._disk, whole);
        for (long n = 0; n * TilePath.Width < head.Size && list._found.Count < ListedMax; n++)
        {
            list.Bundle(hasher, n);
            if (n % 4_096 == 0)
                progress?.Invoke(n * TilePath.Width, head.Size);
        }
        list.Upper();
        return list._found;
    }

    private void Bundle(BundleHasher hasher, long n)
    {
        int width = (int)Math.Min(TilePath.Width, _size - (n * TilePath.Width));
        long first = n * TilePath.Width;
        bool parsed = hasher.Hash(n, width) is null;
        ReadOnlySpan<byte> leaves = hasher.Leaves[..(width * Merkle.HashBytes)];
        byte[]? tile = Tile(0, n, width);
        if (tile is null)
            Missing(TilePath.Tile(0, n, width), first, width, "the tile of leaf hashes is missing or too short");
        if (parsed && tile is not null && leaves.SequenceEqual(tile))
            return;
        // Full: the tile above says which of the two is right. Partial: the signed root does.
        bool leavesAreRight = width < TilePath.Width ? GiveRoot(leaves) : Folds(leaves, Above(n));
        bool tileIsRight = tile is not null && !leavesAreRight;
        if (!tileIsRight && parsed)
        {
            for (int i = 0; tile is not null && i < width; i++)
            {
                if (!leaves.Slice(i * 32, 32).SequenceEqual(tile.AsSpan(i * 32, 32)))
                    Add(TilePath.Tile(0, n, width), i * 32, 32, first + i, first + i, "a leaf hash was changed");
            }
            return;
        }
        Entries(n, width, tile);
    }

    /// <summary>Byte ranges of the entries whose hash is not the stored one.</summary>
    private void Entries(long n, int width, byte[]? tile)
    {
        string path = TilePath.Bundle(n, width);
        byte[]? bytes = _disk.Read(Path.Combine(_log, path));
        if (bytes is null && width < TilePath.Width)
            bytes = _disk.Read(Path.Combine(_log, path = TilePath.Bundle(n)));
        long first = n * TilePath.Width;
        if (bytes is null)
        {
            Missing(path, first, width, "the bundle is missing");
            return;
        }
        int at = 0;
        for (int i = 0; i < width; i++)
        {
            int length = at + 2 <= bytes.Length ? (bytes[at] << 8) | bytes[at + 1] : int.MaxValue;
            bool whole = length <= bytes.Length - at - 2;
            bool right = whole && (tile is null || Merkle.Leaf(bytes.AsSpan(at + 2, length)).AsSpan()
                .SequenceEqual(tile.AsSpan(i * 32, 32)));
            if (!whole || (!right && !NextIsRight(bytes, at + 2 + length, i + 1, width, tile)))
            {
                // A damaged length: where the next entry begins is not known any more.
                Add(path, at, bytes.Length - at, first + i, first + width - 1,
                    "from here on the bundle is damaged");
                return;
            }
            if (!right)
                Add(path, at, 2 + length, first + i, first + i, "an entry was changed");
            at += 2 + length;
        }
        if (at < bytes.Length && path == TilePath.Bundle(n, width))
            Add(path, at, bytes.Length - at, first + width, first + width, "bytes stand after the last entry");
    }

    private static bool NextIsRight(byte[] bytes, int at, int i, int width, byte[]? tile)
    {
        if (i == width)
            return at == bytes.Length;
        if (at + 2 > bytes.Length || tile is null)
            return false;
        int length = (bytes[at] << 8) | bytes[at + 1];
        return length <= bytes.Length - at - 2 && Merkle.Leaf(bytes.AsSpan(at + 2, length)).AsSpan()
            .SequenceEqual(tile.AsSpan(i * 32, 32));
    }

    /// <summary>Tiles above the leaves against those below them.</summary>
    private void Upper()
    {
        byte[] scratch = new byte[TilePath.Width * Merkle.HashBytes], hash = new byte[Merkle.HashBytes];
        for (int level = 1; TilePath.Whole(level, _size) > 0; level++)
        {
            for (long i = 0; i < TilePath.Whole(level, _size) && _found.Count < ListedMax; i++)
            {
                long n = i / TilePath.Width, from = i << (8 * level);
                int width = (int)Math.Min(TilePath.Width, TilePath.Whole(level, _size) - (n * TilePath.Width));
                if (Tile(level, n, width) is not { } tile)
                {
                    Missing(TilePath.Tile(level, n, width), from, 1, "the tile is missing or too short");
                    i = ((n + 1) * TilePath.Width) - 1;
                    continue;
                }
                if (Tile(level - 1, i, TilePath.Width) is not { } below)
                    continue; // Named where it stands.
                below.CopyTo(scratch, 0);
                Merkle.Fold(scratch, hash);
                int at = (int)(i % TilePath.Width) * Merkle.HashBytes;
                bool known = _found.Any(d => d.First <= from + (1L << (8 * level)) - 1 && d.Last >= from);
                if (!known && !hash.AsSpan().SequenceEqual(tile.AsSpan(at, Merkle.HashBytes)))
                    Add(TilePath.Tile(level, n, width), at, 32, from, from + (1L << (8 * level)) - 1,
                        "a hash of the tree was changed");
            }
        }
    }

    private byte[]? Tile(int level, long n, int width)
    {
        byte[]? tile = _disk.Read(Path.Combine(_log, TilePath.Tile(level, n)));
        if (tile is null && width < TilePath.Width)
            tile = _disk.Read(Path.Combine(_log, TilePath.Tile(level, n, width)));
        return tile is null || tile.Length < width * Merkle.HashBytes ? null : tile[..(width * Merkle.HashBytes)];
    }

    private byte[]? Above(long n)
    {
        int width = (int)Math.Min(
            TilePath.Width, TilePath.Whole(1, _size) - (n / TilePath.Width * TilePath.Width));
        int at = (int)(n % TilePath.Width) * Merkle.HashBytes;
        return Tile(1, n / TilePath.Width, width) is { } tile && at + 32 <= tile.Length ? tile[at..(at + 32)] : null;
    }

    /// <summary>Whether the last leaves, with the stored tiles above, give the signed root.</summary>
    private bool GiveRoot(ReadOnlySpan<byte> leaves)
    {
        var partials = new List<byte[]> { leaves.ToArray() };
        for (int level = 1; TilePath.Whole(level, _size) > 0; level++)
        {
            int width = TilePath.PartialWidth(level, _size);
            if (width > 0 && Tile(level, TilePath.Whole(level + 1, _size), width) is null)
                return false;
            partials.Add(width == 0 ? [] : Tile(level, TilePath.Whole(level + 1, _size), width)!);
        }
        return TreeEdge.Of(_size, partials)?.Root().AsSpan().SequenceEqual(_root) == true;
    }

    private static bool Folds(ReadOnlySpan<byte> leaves, byte[]? above)
    {
        byte[] scratch = leaves.ToArray(), hash = new byte[Merkle.HashBytes];
        Merkle.Fold(scratch, hash);
        return above is not null && hash.AsSpan().SequenceEqual(above);
    }

    private void Missing(string path, long first, int entries, string why) =>
        _found.Add(new Damage(Path.Combine(_log, path), 0, -1, first, first + entries - 1, why));

    private void Add(string path, long offset, long length, long first, long last, string why) =>
        _found.Add(new Damage(Path.Combine(_log, path), offset, length, first, last, why));
}
