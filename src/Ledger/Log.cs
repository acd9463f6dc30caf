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

/// <summary>How the log is.</summary>
/// <param name="Accepting">False = <see cref="Log.Append"/> throws and <see cref="Log.Room"/> waits.</param>
/// <param name="Fault">What is wrong now, in words for the operator; null = nothing.</param>
/// <param name="FailedBatches">Batches since the start of which nothing was kept.</param>
public sealed record LogState(bool Accepting, string? Fault, long FailedBatches);

/// <summary>
/// One append-only log: write-ahead segment for durability, C2SP tiles and signed checkpoints for proof.
/// One process writes it. Any number of threads may call every member.
/// </summary>
public sealed class Log : IAsyncDisposable
{
    /// <summary>Largest entry: tlog-tiles gives it a 16-bit length.</summary>
    public const int EntryBytesMax = 65_535;

    private readonly OpenedLog _opened;
    private readonly BatchWriter _writer;
    private readonly Publisher _publisher;
    private readonly Prover _prover;
    private readonly LogThreads? _threads;
    private bool _disposed;

    private Log(LogOptions options, OpenedLog opened, TimeProvider clock, bool background)
    {
        _opened = opened;
        _writer = new BatchWriter(
            opened.Segments, opened.Tail, opened.Clock, opened.Size, options.OutstandingBytesMax);
        _publisher = new Publisher(
            opened.Tail, opened.Tiles, opened.Heads, opened.Segments, opened.Retirement, background);
        _prover = new Prover(opened.Store);
        _publisher.Publish(opened.Size);
        if (background)
            _threads = new LogThreads(_writer, _publisher, opened.Tail, clock, options);
    }

    /// <summary>Recovers, publishes a checkpoint over everything durable, and starts the writer.</summary>
    /// <exception cref="LedgerBusyException">Another process writes it.</exception>
    /// <exception cref="LedgerRefusedException">What is stored does not hold; nothing was changed.</exception>
    public static Log Open(LogOptions options, TimeProvider clock)
    {
        SigningKey key = SigningKey.LoadOrMake(options.KeyFile, options.Origin);
        return Open(options, clock, new RealDisk(), key, background: true);
    }

    /// <summary>Without background the caller takes the steps itself; a simulation repeats from its seed.</summary>
    internal static Log Open(LogOptions options, TimeProvider clock, IDisk disk, SigningKey key, bool background)
    {
        OpenedLog opened = OpenedLog.Open(options, clock, disk, key);
        try
        {
            return new Log(options, opened, clock, background);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public string Origin => _opened.Key.Verifier.Name;
    /// <summary>The verifier key text, as in the file <c>vkey</c>.</summary>
    public string VerifierKey => _opened.Key.Verifier.ToString();
    /// <summary>Entries covered by a successful data sync.</summary>
    public long DurableSize => _writer.DurableSize;
    /// <summary>The latest signed tree head.</summary>
    public Checkpoint Published => _publisher.Published;
    /// <summary>The newest head that enough witnesses have cosigned, with their lines; null = none yet.</summary>
    public Checkpoint? Witnessed => _publisher.Witnessed;

    public LogState State => new(
        _writer.Refusal is null,
        _writer.Refusal ?? _threads?.PublishFault ?? _publisher.RetireFault,
        _writer.FailedBatches);

    /// <summary>Our clock for entries: never goes back within this log, also over restarts.</summary>
    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(_opened.Clock.NowMs());

    /// <summary>True while the wall clock stands behind the last time given: times are uncertain.</summary>
    public bool ClockBehind => _opened.Clock.Behind;

    /// <summary>The wall clock stepped back by this much (negative). Append a clock-step entry.</summary>
    public event Action<TimeSpan>? ClockStepped
    {
        add => _opened.Clock.Stepped += value;
        remove => _opened.Clock.Stepped -= value;
    }

    /// <summary>
    /// Copies head‖body as one entry into the open batch. Never blocks on the disk. Await <see cref="Room"/> first:
    /// throws <see cref="LedgerFullException"/> when more than OutstandingBytesMax wait.
    /// </summary>
    public Pending Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body) => _writer.Append(head, body);

    /// <summary>
    /// Appends head‖part for each part, which lie one behind the other, in consecutive positions of one batch. Returns
    /// how many were taken: fewer than given when too much waits; then await <see cref="Room"/> and come again.
    /// </summary>
    /// <param name="last">The last one that was taken.</param>
    public int AppendParts(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> parts, ReadOnlySpan<int> lengths, out Pending last) =>
        _writer.AppendParts(head, parts, lengths, out last);

    /// <summary>
    /// Completes when the log takes entries; the way producers are slowed (back-pressure). It is no reservation: when
    /// many were let through at once <see cref="Append"/> may still throw; then wait again.
    /// </summary>
    public ValueTask Room(CancellationToken cancel) => _writer.HasRoom
        ? ValueTask.CompletedTask
        : new ValueTask(_writer.Roomier.Until(() => _writer.HasRoom, cancel));

    /// <summary>Completes when a checkpoint covers the position.</summary>
    public async Task<Checkpoint> WhenPublished(long position, CancellationToken cancel)
    {
        await _publisher.Moved.Until(() => Published.Size > position, cancel).ConfigureAwait(false);
        return Published;
    }

    /// <summary>Completes when DurableSize exceeds the size given.</summary>
    public Task WhenLongerThan(long size, CancellationToken cancel) =>
        _writer.Longer.Until(() => DurableSize > size, cancel);

    /// <summary>Shows durable entries in order, at most <paramref name="max"/>; returns the next position.</summary>
    public long Read(long from, int max, EntryVisitor visit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        long at = from, end = Math.Min(DurableSize, from + max);
        while (at < end)
        {
            EntryBlock block = _opened.Tail.Hold(at) ?? _opened.Store.Bundle(at / TilePath.Width);
            try
            {
                for (int i = (int)(at - block.First); i < block.Count && at < end; i++)
                    visit(at++, block.Entry(i));
            }
            finally
            {
                block.Release();
            }
        }
        return at;
    }

    public byte[] Read(long position)
    {
        byte[]? found = null;
        Read(position, 1, (_, entry) => found = entry.ToArray());
        return found ?? throw new ArgumentOutOfRangeException(
            nameof(position), $"The log holds {DurableSize} entries; there is none at {position}.");
    }

    /// <summary>
    /// Inclusion proof of a published position: under <see cref="Witnessed"/> if that covers it, else under
    /// <see cref="Published"/>.
    /// </summary>
    public InclusionProof Prove(long position)
    {
        Checkpoint head = Witnessed is { } seen && position < seen.Size ? seen : Published;
        if (position < 0 || position >= head.Size)
            throw new ArgumentOutOfRangeException(
                nameof(position),
                    $"The checkpoint covers {head.Size} entries; position {position} is not among them yet.");
        (byte[] leaf, List<byte[]> path) = _prover.Inclusion(position, head.Size);
        // Never hand out a proof that does not hold: the tiles may have been damaged since.
        if (!Merkle.InclusionHolds(position, head.Size, leaf, path, head.Root))
            throw new InvalidDataException(
                $"The stored tiles give no proof for position {position}; run 'qingyuan verify'.");
        return new InclusionProof(position, head, leaf, path);
    }

    /// <summary>
    /// The same under a head that was published earlier, e.g. one that witnesses cosigned. Believes the head's size;
    /// a root that is not this log's gives no proof.
    /// </summary>
    public InclusionProof Prove(long position, Checkpoint head)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(head.Size, Published.Size);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, head.Size);
        (byte[] leaf, List<byte[]> path) = _prover.Inclusion(position, head.Size);
        if (!Merkle.InclusionHolds(position, head.Size, leaf, path, head.Root))
            throw new InvalidDataException($"Position {position} is not under that head of size {head.Size}.");
        return new InclusionProof(position, head, leaf, path);
    }

    /// <summary>Proof that <see cref="Published"/> only added to an earlier size.</summary>
    public (IReadOnlyList<byte[]> Proof, Checkpoint To) ProveConsistency(long fromSize)
    {
        Checkpoint head = Published;
        ArgumentOutOfRangeException.ThrowIfNegative(fromSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fromSize, head.Size);
        return (_prover.Consistency(fromSize, head.Size), head);
    }

    /// <summary>The same to a head that was published earlier, for a witness that knows the smaller size.</summary>
    public IReadOnlyList<byte[]> ProveConsistency(long fromSize, Checkpoint to) =>
        _prover.Consistency(fromSize, to.Size);

    /// <summary>Keeps a published head with the lines of its witnesses, durably, for later proofs.</summary>
    public void Attach(Checkpoint cosigned) => _publisher.Attach(cosigned);

    /// <summary>Takes nothing more: somebody showed that going on would sign a second history.</summary>
    public void Refuse(string why) => _writer.RefuseForever(why);

    /// <summary>Publishes a checkpoint over everything durable and closes.</summary>
    public ValueTask DisposeAsync()
    {
        if (_disposed)
            return ValueTask.CompletedTask;
        _disposed = true;
        _writer.Close();
        try
        {
            if (_threads is null)
                _writer.WriteStep();
            else
                _threads.Stop();
            _publisher.Publish(_writer.DurableSize);
            _publisher.Finish();
        }
        finally
        {
            _opened.Dispose();
        }
        return ValueTask.CompletedTask;
    }

    internal void WriteStep() => _writer.WriteStep();

    internal void PublishStep() => _publisher.Publish(_writer.DurableSize);

    internal void RetryStep()
    {
        _writer.RetryNow();
        _writer.WriteStep();
    }

    /// <summary>Lets go of the handles and does nothing else, as a killed process would.</summary>
    internal void Abandon()
    {
        _disposed = true;
        _opened.Dispose();
    }
}

/// <summary>The log takes nothing now; the caller must answer nobody and come back.</summary>
public sealed class LedgerFullException(string message) : Exception(message);
