namespace Qingyuan.Ledger;

/// <summary>Sees one entry; the span is valid only during the call.</summary>
public delegate void EntryVisitor(long position, ReadOnlySpan<byte> entry);

/// <summary>
/// An entry that was given a position in the open batch. <see cref="Durable"/> is shared by the whole batch: it
/// completes when the batch is covered by a successful data sync, and faults (then nothing of the batch counts and
/// its positions go to others) when the sync failed.
/// </summary>
public readonly record struct Pending(long Position, Task Durable);

/// <summary>Where and how one log lives.</summary>
/// <param name="Directory">Holds the tlog-tiles layout, <c>checkpoint</c>, <c>vkey</c> and <c>wal/</c>.</param>
/// <param name="Origin">The log's name in its checkpoints and in its key.</param>
/// <param name="KeyFile">The private signing key; made (mode 0600) when absent.</param>
public sealed record LogOptions(string Directory, string Origin, string KeyFile)
{
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(1);
    public long SegmentBytesMax { get; init; } = 64 << 20;
    public long OutstandingBytesMax { get; init; } = 32 << 20;
}

/// <summary>
/// One append-only log: write-ahead segment for durability, C2SP tiles and signed checkpoints for proof.
/// One process writes it. Any number of threads may call every member.
/// </summary>
public sealed class Log : IAsyncDisposable
{
    /// <summary>Largest entry: tlog-tiles gives it a 16-bit length.</summary>
    public const int EntryBytesMax = 65_535;

    /// <summary>Recovers, publishes a checkpoint over everything durable, and starts the writer.</summary>
    public static Log Open(LogOptions options, TimeProvider clock) => throw new NotImplementedException();

    public string Origin => throw new NotImplementedException();
    /// <summary>The verifier key text, as in the file <c>vkey</c>.</summary>
    public string VerifierKey => throw new NotImplementedException();
    /// <summary>Entries covered by a successful data sync.</summary>
    public long DurableSize => throw new NotImplementedException();
    /// <summary>The latest signed tree head.</summary>
    public Checkpoint Published => throw new NotImplementedException();

    /// <summary>
    /// Copies head‖body as one entry into the open batch. Never blocks on the disk. Await <see cref="Room"/> first:
    /// throws <see cref="LedgerFullException"/> when more than OutstandingBytesMax wait.
    /// </summary>
    public Pending Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body) => throw new NotImplementedException();

    /// <summary>Completes when the log takes entries; the way producers are slowed (back-pressure).</summary>
    public ValueTask Room(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Completes when a checkpoint covers the position.</summary>
    public Task<Checkpoint> WhenPublished(long position, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Completes when DurableSize exceeds the size given.</summary>
    public Task WhenLongerThan(long size, CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Shows durable entries in order, at most <paramref name="max"/>; returns the next position.</summary>
    public long Read(long from, int max, EntryVisitor visit) => throw new NotImplementedException();

    public byte[] Read(long position) => throw new NotImplementedException();

    /// <summary>Inclusion proof of a published position under <see cref="Published"/>.</summary>
    public InclusionProof Prove(long position) => throw new NotImplementedException();

    /// <summary>Publishes a checkpoint over everything durable and closes.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <summary>The log takes nothing now; the caller must answer nobody and come back.</summary>
public sealed class LedgerFullException(string message) : Exception(message);

/// <summary>A signed tree head: <paramref name="Note"/> is the whole signed note as text.</summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, string Note);

/// <summary>Hashes from the leaf's sibling to the child of the root, under one checkpoint.</summary>
public sealed record InclusionProof(long Position, Checkpoint Checkpoint, byte[] LeafHash, IReadOnlyList<byte[]> Path)
{
    /// <summary>A <c>.tlog-proof</c> file; <paramref name="entry"/> goes into its <c>extra</c> line when given.</summary>
    public string ToText(ReadOnlySpan<byte> entry) => throw new NotImplementedException();
}
