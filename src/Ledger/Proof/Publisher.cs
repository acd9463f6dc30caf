namespace Qingyuan.Ledger;

/// <summary>
/// Follows the durable entries with tiles, bundles and signed checkpoints. One thread; after an exception every step
/// may be called again. Never sees an entry that is not durable.
/// </summary>
internal sealed class Publisher(
    Tail tail, TileWriter tiles, Heads heads, Segments segments, Retirement retirement, bool background)
{
    private Checkpoint? _published;
    private Task _retiring = Task.CompletedTask;
    private string? _retireFault;

    public Broadcast Moved { get; } = new();
    public Checkpoint Published => Volatile.Read(ref _published) ?? throw new InvalidOperationException("not open yet");
    /// <summary>The newest head that enough witnesses have cosigned; null = none.</summary>
    public Checkpoint? Witnessed => heads.Witnessed;
    /// <summary>Why the write-ahead log is no longer shortened; a restart makes the files anew.</summary>
    public string? RetireFault => Volatile.Read(ref _retireFault);

    /// <summary>Adds the durable entries to the tree and writes the tiles and bundles that they fill.</summary>
    public void Integrate(long durable)
    {
        tiles.WriteFull();
        while (tiles.Edge.Size < durable)
        {
            EntryBlock block = tail.Hold(tiles.Edge.Size) ?? throw new InvalidOperationException("the tail has a hole");
            try
            {
                for (int i = (int)(tiles.Edge.Size - block.First); i < block.Count; i++)
                    tiles.Add(block.Entry(i));
            }
            finally
            {
                block.Release();
            }
            tiles.WriteFull();
            tail.DropBelow(tiles.Edge.Size - (tiles.Edge.Size % TilePath.Width));
        }
    }

    /// <summary>Publishes a checkpoint over everything durable, if there is more than the last one covers.</summary>
    public void Publish(long durable)
    {
        Integrate(durable);
        if (_published is null || _published.Size < tiles.Edge.Size)
        {
            tiles.WritePartial();
            Volatile.Write(ref _published, heads.Publish(tiles.Edge.Size, tiles.Edge.Root()));
            Moved.Raise();
        }
        Retire();
    }

    /// <summary>Keeps a head with the lines of its witnesses. Any thread.</summary>
    public void Attach(Checkpoint cosigned)
    {
        Checkpoint now = Published;
        bool shown = heads.KeepWitnessed(cosigned);
        // A publication in between has set a newer head, which stays.
        if (shown && now.Size == cosigned.Size)
            Interlocked.CompareExchange(ref _published, cosigned, now);
    }

    /// <summary>Waits for a retirement under way.</summary>
    public void Finish() => _retiring.Wait();

    private void Retire()
    {
        long position = tiles.Edge.Size - (tiles.Edge.Size % TilePath.Width);
        if (!_retiring.IsCompleted || RetireFault is not null || segments.SealedBelow(position).Count == 0)
            return;
        TreeEdge edge = tiles.Edge.AtLastFullBundle();
        if (background)
            _retiring = Task.Factory.StartNew(
                () => Retire(edge), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        else
            Retire(edge);
    }

    private void Retire(TreeEdge edge)
    {
        try
        {
            if (edge.Size > retirement.Position)
                retirement.MoveTo(edge);
            segments.DeleteBelow(edge.Size);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file whose sync failed is never synced again. The write-ahead log keeps what it held.
            Volatile.Write(ref _retireFault,
                $"The write-ahead log is no longer shortened: {e.Message}. Restart after repair.");
        }
    }
}
