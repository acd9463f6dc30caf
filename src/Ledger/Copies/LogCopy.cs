using System.Text;

namespace Qingyuan.Ledger;

/// <summary>What a copy of a log holds.</summary>
/// <param name="Files">Tiles and bundles written this time.</param>
public sealed record CopiedLog(string Origin, long Size, string Root, long Files);

/// <summary>
/// Copies a log while it is being written (备份), and makes a log that can be gone on with of such a copy (恢复). A copy is
/// the public layout and nothing else: checkpoint, key, tiles, bundles. Its checkpoint is written last, so what stands
/// under it is there and synced. Never makes a copy shorter, and never lets two histories meet in one.
/// </summary>
public static class LogCopy
{
    private const int TriesMax = 5;

    /// <exception cref="LedgerRefusedException">The copy knows more, or another history, than the log.</exception>
    public static CopiedLog Into(string log, string copy)
    {
        var disk = new RealDisk();
        (log, copy) = (Path.GetFullPath(log), Path.GetFullPath(copy));
        for (int attempt = 1; ; attempt++)
        {
            byte[] note = disk.Read(Path.Combine(log, "checkpoint"))
                ?? throw new LedgerRefusedException($"{log} has no checkpoint: it is no log, or nothing was signed.");
            Checkpoint head = Read(note);
            try
            {
                long had = CheckGrowth(disk, log, copy, head);
                long files = CopyTiles(disk, log, copy, had, head.Size);
                Finish(disk, log, copy, head, note);
                return new CopiedLog(head.Origin, head.Size, Convert.ToBase64String(head.Root), files);
            }
            catch (InvalidDataException) when (attempt < TriesMax)
            {
                // The log grew and its partial forms were put aside: copy under the new head.
            }
        }
    }

    /// <summary>Makes a log of a copy, in a directory that is empty or absent. Verify the copy first.</summary>
    public static CopiedLog Restore(string copy, string log)
    {
        var disk = new RealDisk();
        (log, copy) = (Path.GetFullPath(log), Path.GetFullPath(copy));
        if (disk.List(log).Count > 0)
            throw new LedgerRefusedException($"{log} is not empty; nothing is restored over something.");
        CopiedLog done = Into(copy, log);
        byte[] note = disk.Read(Path.Combine(log, "checkpoint"))!;
        long retired = done.Size - (done.Size % TilePath.Width);
        disk.MakeDirectory(Path.Combine(log, "state"));
        disk.MakeDirectory(Path.Combine(log, "wal"));
        WriteTail(disk, log, done, retired);
        if (retired > 0)
            new Retirement(disk, log, 0).MoveTo(EdgeAt(disk, log, retired, done.Size));
        disk.Replace(Path.Combine(log, "state", "committed"), note);
        return done;
    }

    /// <summary>The size that the copy has already; 0 = none.</summary>
    private static long CheckGrowth(RealDisk disk, string log, string copy, Checkpoint head)
    {
        if (disk.Read(Path.Combine(copy, "checkpoint")) is not { } stored)
            return 0;
        Checkpoint known = Read(stored);
        if (known.Origin != head.Origin)
            throw new LedgerRefusedException($"{copy} is a copy of {known.Origin}, not of {head.Origin}.");
        if (known.Size > head.Size)
            throw new LedgerRefusedException(
                $"{copy} holds {known.Size} entries, the log only {head.Size}: the log is an old copy. Nothing was "
                + "copied; keep both and find out which one is right.");
        byte[] root = new Prover(new TileStore(disk, log)).RootOf(known.Size, head.Size);
        if (!root.AsSpan().SequenceEqual(known.Root))
            throw new LedgerRefusedException(
                $"{copy} holds another history: its first {known.Size} entries are not those of the log. Nothing was "
                + "copied; keep both.");
        return known.Size;
    }

    // What is full below the size that the copy had stands there, synced.
    private static long CopyTiles(RealDisk disk, string log, string copy, long had, long size)
    {
        var directories = new SortedSet<string>(StringComparer.Ordinal);
        long files = 0;
        for (int level = 0; TilePath.Whole(level, size) > 0; level++)
        {
            for (long n = TilePath.Whole(level + 1, had); n * TilePath.Width < TilePath.Whole(level, size); n++)
            {
                int width = (int)Math.Min(TilePath.Width, TilePath.Whole(level, size) - (n * TilePath.Width));
                byte[] tile = new TileStore(disk, log).Tile(level, n, size)[..(width * Merkle.HashBytes)];
                files += Put(disk, copy, TilePath.Tile(level, n, width), tile, directories);
                if (level == 0)
                    files += Put(disk, copy, TilePath.Bundle(n, width), Bundle(disk, log, n, width), directories);
            }
        }
        foreach (string directory in directories)
            disk.SyncDirectory(directory);
        return files;
    }

    private static byte[] Bundle(RealDisk disk, string log, long n, int width)
    {
        byte[]? bytes = disk.Read(Path.Combine(log, TilePath.Bundle(n)));
        if (bytes is null && width < TilePath.Width)
            bytes = disk.Read(Path.Combine(log, TilePath.Bundle(n, width)))
                ?? disk.Read(Path.Combine(log, TilePath.Bundle(n)));
        int length = bytes is null ? -1 : BundleHasher.LengthOf(bytes, width);
        return length < 0
            ? throw new InvalidDataException($"The bundle {TilePath.Bundle(n, width)} is missing or damaged.")
            : bytes![..length];
    }

    private static int Put(
        RealDisk disk, string copy, string path, byte[] content, SortedSet<string> directories)
    {
        string whole = Path.Combine(copy, path);
        string directory = Path.GetDirectoryName(whole)!;
        disk.MakeDirectory(directory);
        disk.WriteAside(whole, content, sync: true);
        directories.Add(directory);
        return 1;
    }

    private static void Finish(RealDisk disk, string log, string copy, Checkpoint head, byte[] note)
    {
        disk.MakeDirectory(copy);
        if (disk.Read(Path.Combine(log, "vkey")) is { } key)
            disk.Replace(Path.Combine(copy, "vkey"), key);
        if (disk.Read(Path.Combine(log, Heads.WitnessedName)) is { } witnessed && Read(witnessed).Size <= head.Size)
            disk.Replace(Path.Combine(copy, Heads.WitnessedName), witnessed);
        disk.Replace(Path.Combine(copy, "checkpoint"), note);
    }

    /// <summary>A first segment with the entries after the last full bundle: what recovery reads.</summary>
    private static void WriteTail(RealDisk disk, string log, CopiedLog done, long retired)
    {
        var batch = new Batch(retired, 0);
        long received = 0;
        int width = (int)(done.Size - retired);
        if (width > 0)
        {
            byte[] bundle = Bundle(disk, log, retired / TilePath.Width, width);
            for (int at = 0; at < bundle.Length;)
            {
                int length = (bundle[at] << 8) | bundle[at + 1];
                byte[] entry = bundle.AsSpan(at + 2, length).ToArray();
                received = Math.Max(received, FrameEntry.Read(entry)?.Received.ToUnixTimeMilliseconds() ?? 0);
                batch.Add(entry, [], received);
                at += 2 + length;
            }
        }
        batch.Seal();
        byte[] head = new SegmentHead(1, retired, 0, received).Encode(done.Origin);
        disk.Replace(Path.Combine(log, "wal", SegmentHead.FileName(1)), [.. head, .. batch.Written]);
        batch.Release();
    }

    private static TreeEdge EdgeAt(RealDisk disk, string log, long retired, long size)
    {
        var tiles = new TileStore(disk, log);
        var partials = new List<byte[]>();
        for (int level = 0; TilePath.Whole(level, retired) > 0; level++)
        {
            int width = TilePath.PartialWidth(level, retired);
            partials.Add(width == 0 ? [] : tiles.Tile(level, TilePath.Whole(level + 1, retired), size)
                [..(width * Merkle.HashBytes)]);
        }
        return TreeEdge.Of(retired, partials)
            ?? throw new InvalidDataException($"The tiles in {log} do not fit {retired} entries.");
    }

    private static Checkpoint Read(byte[] note) => Checkpoint.Of(SignedNote.Parse(note), Encoding.UTF8.GetString(note));
}
