using System.Buffers;

namespace Qingyuan.Ledger;

/// <summary>Reads tiles and full bundles back, with a small cache. Any number of threads.</summary>
internal sealed class TileStore(IDisk disk, string directory)
{
    private const long CacheBytesMax = 16 << 20;
    private readonly Lock _gate = new();
    private readonly LinkedList<EntryBlock> _bundles = [];
    private long _cached;

    /// <summary>A full bundle, held for the caller.</summary>
    public EntryBlock Bundle(long number)
    {
        lock (_gate)
        {
            for (var at = _bundles.First; at is not null; at = at.Next)
            {
                if (at.Value.First != number * TilePath.Width)
                    continue;
                _bundles.Remove(at);
                _bundles.AddFirst(at);
                return at.Value.Hold();
            }
        }
        EntryBlock block = ReadBundle(number).Hold();
        lock (_gate)
        {
            _bundles.AddFirst(block);
            _cached += block.Capacity;
            while (_cached > CacheBytesMax && _bundles.Last is { } last && last != _bundles.First)
            {
                _cached -= last.Value.Capacity;
                last.Value.Release();
                _bundles.RemoveLast();
            }
        }
        return block;
    }

    /// <summary>The hashes of a tile, at least as many as a tree of that size has there.</summary>
    public byte[] Tile(int level, long number, long size)
    {
        long whole = TilePath.Whole(level, size) - (number * TilePath.Width);
        int width = (int)Math.Min(TilePath.Width, whole);
        byte[]? tile = ReadTile(TilePath.Tile(level, number));
        // A partial form goes only after the full one came: look once more.
        if (tile is null && width < TilePath.Width)
            tile = ReadTile(TilePath.Tile(level, number, width)) ?? ReadTile(TilePath.Tile(level, number));
        if (tile is null || tile.Length < width * Merkle.HashBytes)
            throw new InvalidDataException($"The tile {TilePath.Tile(level, number, width)} is missing or too short.");
        return tile;
    }

    private byte[]? ReadTile(string path) => disk.Read(Path.Combine(directory, path));

    private EntryBlock ReadBundle(long number)
    {
        string path = Path.Combine(directory, TilePath.Bundle(number));
        byte[] pooled = ArrayPool<byte>.Shared.Rent(256 << 10);
        byte[] bytes = pooled;
        int length = disk.Read(path, ref bytes);
        if (!ReferenceEquals(bytes, pooled))
            ArrayPool<byte>.Shared.Return(pooled);
        return EntryBlock.OfBundle(bytes, Math.Max(0, length), number)
            ?? throw new InvalidDataException($"The bundle {path} is missing or damaged; run 'qingyuan verify'.");
    }
}
