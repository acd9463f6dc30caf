using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// What recovery gives: the parts of a log that is locked, read back, compared with its signed head, and ready to go
/// on.
/// Refuses before it changes anything.
/// </summary>
internal sealed class OpenedLog : IDisposable
{
    private readonly IDisposable _lock;

    private OpenedLog(IDisposable held, SigningKey key) => (_lock, Key) = (held, key);

    public SigningKey Key { get; }
    public required Segments Segments { get; init; }
    public required Tail Tail { get; init; }
    public required TileWriter Tiles { get; init; }
    public required Heads Heads { get; init; }
    public required Retirement Retirement { get; init; }
    public required TileStore Store { get; init; }
    public required ReceivedClock Clock { get; init; }
    public required long Size { get; init; }

    public static OpenedLog Open(LogOptions options, TimeProvider clock, IDisk disk, SigningKey key)
    {
        string directory = Path.GetFullPath(options.Directory);
        string wal = Path.Combine(directory, "wal");
        disk.MakeDirectory(wal);
        disk.MakeDirectory(Path.Combine(directory, "state"));
        // Tiles come by the hundred a second.
        disk.MakeDirectoryApart(Path.Combine(directory, "tile", "entries"));
        disk.MakeDirectoryApart(Path.Combine(directory, "tile", "0"));
        IDisposable held = disk.Lock(Path.Combine(directory, "lock"));
        try
        {
            // A name that the last process gave may be visible and not durable: what we read must not vanish later.
            disk.SyncDirectory(Path.Combine(directory, "state"));
            disk.SyncDirectory(directory);
            CheckKeyBeside(disk, directory, key.Verifier);
            var heads = new Heads(disk, directory, options.Origin, key);
            (Retirement mark, TreeEdge edge) = Retirement.Load(disk, directory);
            long committed = heads.Committed?.Size ?? 0;
            Check(disk, wal, directory, options.Origin, heads.Committed, mark.Position);

            var tiles = new TileWriter(disk, directory, edge);
            var tail = new Tail();
            WalRecovery found = Replay(disk, wal, options.Origin, mark.Position, committed, tiles, tail);
            found.KeepTorn(disk, wal);
            var segments = new Segments(disk, wal, options.Origin, options.SegmentBytesMax);
            segments.Continue(found);
            return new OpenedLog(held, key)
            {
                Segments = segments,
                Tail = tail,
                Tiles = tiles,
                Heads = heads,
                Retirement = mark,
                Store = new TileStore(disk, directory),
                Clock = new ReceivedClock(clock, found.LastReceivedMs),
                Size = found.End,
            };
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Segments.Close();
        _lock.Dispose();
    }

    // First pass: only reads and hashes. What was signed must be what the write-ahead log gives.
    private static void Check(
        IDisk disk, string wal, string directory, string origin, Checkpoint? committed, long retired)
    {
        if (retired > (committed?.Size ?? 0))
            throw new LedgerRefusedException(
                $"{directory}: state/retired stands at {retired}, but the committed checkpoint covers only " +
                $"{committed?.Size ?? 0} entries. Restore the whole directory from one moment.");
        TreeEdge edge = Retirement.Load(disk, directory).Edge;
        byte[] hash = new byte[Merkle.HashBytes];
        byte[]? root = edge.Size == committed?.Size ? edge.Root() : null;
        WalRecovery found = WalRecovery.Read(disk, wal, origin, retired, committed?.Size ?? 0, (position, entry) =>
        {
            if (position < edge.Size || root is not null || committed is null)
                return;
            Merkle.Leaf(entry, hash);
            edge.Add(hash, static (_, _, _) => { });
            if (edge.Size == committed.Size)
                root = edge.Root();
        });
        if (committed is null)
            return;
        if (found.End < committed.Size)
            throw new LedgerRefusedException(
                $"{directory}: a checkpoint over {committed.Size} entries was signed, but only {found.End} are here. " +
                "This is an old copy, or its end was cut off. Restore the newest copy.");
        root ??= edge.Root();
        if (!root.AsSpan().SequenceEqual(committed.Root))
            throw new LedgerRefusedException(
                $"{directory}: the {committed.Size} entries stored do not give the root that was signed. They were " +
                "changed. Run 'qingyuan verify' to find the first one.");
    }

    // Second pass: makes every tile and bundle anew that may not have been synced, and fills the tail.
    private static WalRecovery Replay(
        IDisk disk, string wal, string origin, long retired, long committed, TileWriter tiles, Tail tail)
    {
        var open = new Batch(tiles.Edge.Size, 0);
        if (tiles.Edge.Size == committed)
            tiles.WritePartial();
        WalRecovery found = WalRecovery.Read(disk, wal, origin, retired, committed, (position, entry) =>
        {
            if (position < tiles.Edge.Size)
                return;
            tiles.Add(entry);
            open.Add(entry, [], 0);
            if (tiles.Edge.Size % TilePath.Width == 0)
            {
                tiles.WriteFull();
                open.Release();
                open = new Batch(tiles.Edge.Size, 0);
            }
            if (tiles.Edge.Size == committed)
                tiles.WritePartial();
        });
        tiles.RepairPartial();
        if (open.Count > 0)
            tail.Add(open);
        else
            open.Release();
        return found;
    }

    private static void CheckKeyBeside(IDisk disk, string directory, VerifierKey key)
    {
        string file = Path.Combine(directory, "vkey");
        byte[] expected = Encoding.UTF8.GetBytes(key + "\n");
        byte[]? stored = disk.Read(file);
        if (stored is null)
            disk.Replace(file, expected);
        else if (!stored.AsSpan().SequenceEqual(expected))
            throw new LedgerRefusedException(
                $"{file} names another key than the private key given. A log keeps its key and its origin.");
    }
}
