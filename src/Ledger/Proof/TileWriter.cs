using System.Buffers;

namespace Qingyuan.Ledger;

/// <summary>
/// Turns durable entries into tiles and bundles: a pure function of the write-ahead log. One thread. Files are not
/// synced here; until <see cref="Retirement"/> has synced them, the write-ahead log can make them again.
/// </summary>
internal sealed class TileWriter(IDisk disk, string directory, TreeEdge edge)
{
    private readonly Queue<(string Path, byte[] Pooled, int Length)> _unwritten = [];
    private readonly byte[] _hash = new byte[Merkle.HashBytes];
    private byte[] _bundle = new byte[64 << 10];
    private int _bundleLength;

    /// <summary>The edge over everything added.</summary>
    public TreeEdge Edge => edge;

    public void Add(ReadOnlySpan<byte> entry)
    {
        if (_bundle.Length < _bundleLength + 2 + entry.Length)
            Array.Resize(ref _bundle, Math.Max(2 * _bundle.Length, _bundleLength + 2 + entry.Length));
        _bundle[_bundleLength++] = (byte)(entry.Length >> 8);
        _bundle[_bundleLength++] = (byte)entry.Length;
        entry.CopyTo(_bundle.AsSpan(_bundleLength));
        _bundleLength += entry.Length;
        Merkle.Leaf(entry, _hash);
        edge.Add(_hash, (level, number, hashes) => Later(TilePath.Tile(level, number), hashes));
        if (edge.Size % TilePath.Width != 0)
            return;
        Later(TilePath.Bundle((edge.Size / TilePath.Width) - 1), _bundle.AsSpan(0, _bundleLength));
        _bundleLength = 0;
    }

    /// <summary>Writes the full tiles and bundles. After an exception it may be called again.</summary>
    public void WriteFull()
    {
        while (_unwritten.TryPeek(out var file))
        {
            string path = Path.Combine(directory, file.Path);
            disk.MakeDirectoryApart(Path.GetDirectoryName(path)!);
            disk.WriteAside(path, file.Pooled.AsSpan(0, file.Length));
            // C2SP tlog-tiles: partial forms may go when the full tile is there.
            disk.DeleteDirectory(TilePath.PartialsOf(path));
            _unwritten.Dequeue();
            ArrayPool<byte>.Shared.Return(file.Pooled);
        }
    }

    /// <summary>Writes the partial tiles and the partial bundle of the present size.</summary>
    public void WritePartial()
    {
        for (int level = 0; level < edge.Levels; level++)
        {
            ReadOnlySpan<byte> hashes = edge.Partial(level);
            if (!hashes.IsEmpty)
                WritePartial(TilePath.Tile(level, TilePath.Whole(level + 1, edge.Size),
                    hashes.Length / Merkle.HashBytes), hashes);
        }
        int width = TilePath.PartialWidth(0, edge.Size);
        if (width > 0)
            WritePartial(TilePath.Bundle(edge.Size / TilePath.Width, width), _bundle.AsSpan(0, _bundleLength));
    }

    /// <summary>
    /// Partial forms of earlier checkpoints are served until the full tile comes, and were never synced: after a power
    /// cut they may be torn. Each is a beginning of what is known here, so it is put right.
    /// </summary>
    public void RepairPartial()
    {
        for (int level = 0; level < edge.Levels; level++)
        {
            byte[] hashes = edge.Partial(level).ToArray();
            long number = TilePath.Whole(level + 1, edge.Size);
            Repair(TilePath.Tile(level, number), hashes, width => width * Merkle.HashBytes);
        }
        byte[] bundle = _bundle[.._bundleLength];
        Repair(TilePath.Bundle(edge.Size / TilePath.Width), bundle, width => BundleHasher.LengthOf(bundle, width));
    }

    private void Repair(string full, byte[] known, Func<int, int> lengthOf)
    {
        string partials = Path.Combine(directory, TilePath.PartialsOf(full));
        foreach (string name in disk.List(partials))
        {
            string path = Path.Combine(partials, name);
            int length = int.TryParse(name, out int width) ? lengthOf(width) : -1;
            if (length < 0 || length > known.Length)
                disk.Delete(path);
            else if (!known.AsSpan(0, length).SequenceEqual(disk.Read(path)))
                disk.WriteAside(path, known.AsSpan(0, length));
        }
    }

    private void WritePartial(string path, ReadOnlySpan<byte> content)
    {
        string whole = Path.Combine(directory, path);
        disk.MakeDirectory(Path.GetDirectoryName(whole)!);
        disk.WriteAside(whole, content);
    }

    private void Later(string path, ReadOnlySpan<byte> content)
    {
        byte[] pooled = ArrayPool<byte>.Shared.Rent(content.Length);
        content.CopyTo(pooled);
        _unwritten.Enqueue((path, pooled, content.Length));
    }
}
