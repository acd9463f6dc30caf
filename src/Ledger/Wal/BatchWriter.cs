namespace Qingyuan.Ledger;

/// <summary>
/// Takes entries into the open batch and makes batches durable: one write and one data sync each. Any thread appends;
/// one thread writes. After a failed write or sync nothing of that batch, nor of the one that was open then, counts;
/// their positions go to later entries.
/// </summary>
internal sealed class BatchWriter(
    Segments segments, Tail tail, ReceivedClock clock, long first, long outstandingBytesMax)
{
    // Under the gate: the open batch, what waits, whether we take anything.
    private readonly object _gate = new();
    private Batch _open = new(first, BatchBytesMin);
    private long _outstanding;
    private string? _refusal;
    private bool _forever;
    private bool _closing;
    private bool _retryDue;

    private long _durable = first;
    private long _failedBatches;
    private int _nextCapacity = BatchBytesMin;

    private const int BatchBytesMin = 2 << 10;
    private const int BatchBytesKept = 4 << 20;

    /// <summary>Called by the writer after each durable batch.</summary>
    public Action? Written { get; set; }
    public Broadcast Longer { get; } = new();
    public Broadcast Roomier { get; } = new();
    public long DurableSize => Volatile.Read(ref _durable);
    public long FailedBatches => Volatile.Read(ref _failedBatches);
    /// <summary>Why nothing is taken now; null = entries are taken.</summary>
    public string? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Unpublished memory at which appending ends; producers were asked to wait at half of it.</summary>
    private long TailBytesMax => 4 * outstandingBytesMax;

    public Pending Append(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body)
    {
        CheckSize(head.Length + body.Length);
        long now = clock.NowMs();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(Log));
            return TryAdd(head, body, now, out var pending) is { } why ? throw new LedgerFullException(why) : pending;
        }
    }

    /// <summary>Appends head‖part for each part in order, until one is not taken; returns how many were.</summary>
    public int AppendParts(
        ReadOnlySpan<byte> head, ReadOnlySpan<byte> parts, ReadOnlySpan<int> lengths, out Pending last)
    {
        foreach (int length in lengths)
            CheckSize(head.Length + length);
        last = default;
        long now = clock.NowMs();
        int taken = 0;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(Log));
            for (int at = 0; taken < lengths.Length; at += lengths[taken++])
            {
                if (TryAdd(head, parts.Slice(at, lengths[taken]), now, out var pending) is not null)
                    break;
                last = pending;
            }
        }
        return taken;
    }

    /// <summary>Under the gate. Why it is not taken; null = it was.</summary>
    private string? TryAdd(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, long now, out Pending pending)
    {
        pending = default;
        if (_refusal is not null)
            return _refusal;
        if (_outstanding + head.Length + body.Length > outstandingBytesMax || tail.Bytes > TailBytesMax)
            return "Too much waits for the disk: await Room before appending.";
        int before = _open.Length;
        long position = _open.Add(head, body, now);
        _outstanding += _open.Length - before;
        if (_open.Count == 1)
            Monitor.PulseAll(_gate);
        pending = new Pending(position, _open.Durable);
        return null;
    }

    private static void CheckSize(int size)
    {
        if (size > Log.EntryBytesMax)
            throw new ArgumentException(
                $"An entry may have {Log.EntryBytesMax} bytes at most; this one has {size}. Put it into the blobs.");
    }

    public bool HasRoom
    {
        get
        {
            lock (_gate)
                return _refusal is null && _outstanding <= outstandingBytesMax / 2 && tail.Bytes <= TailBytesMax / 2;
        }
    }

    /// <summary>Writes batches until closed; the body of the writer's thread.</summary>
    public void Run()
    {
        while (true)
        {
            lock (_gate)
            {
                while (_open.Count == 0 && !_closing && !(_retryDue && _refusal is not null))
                    Monitor.Wait(_gate);
                if (_closing && _open.Count == 0)
                    return;
            }
            WriteStep();
        }
    }

    /// <summary>Makes the open batch durable, or fails it. Called by one thread only.</summary>
    public void WriteStep()
    {
        if (_refusal is not null && !TryAgain())
            return;
        Batch batch;
        lock (_gate)
        {
            if (_open.Count == 0)
                return;
            batch = _open;
            _open = new Batch(batch.End, _nextCapacity);
        }
        try
        {
            segments.Write(batch, clock.NowMs());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Fail(batch, e);
            return;
        }
        Succeed(batch);
    }

    /// <summary>To be called when something became less.</summary>
    public void WakeProducers()
    {
        if (HasRoom)
            Roomier.Raise();
    }

    /// <summary>Called once a second: after a refusal the next step tries a new segment.</summary>
    public void RetryNow()
    {
        lock (_gate)
        {
            _retryDue = true;
            if (_refusal is not null)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes nothing any more until a restart: going on could make two histories.</summary>
    public void RefuseForever(string why)
    {
        lock (_gate)
            (_refusal, _forever) = (why, true);
    }

    /// <summary>Takes nothing more; <see cref="Run"/> ends after the last batch.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Succeed(Batch batch)
    {
        _nextCapacity = Math.Clamp(batch.Length, BatchBytesMin, BatchBytesKept);
        long length = batch.Length, end = batch.End;
        // First where readers look, then the size that sends them there. The tail may let the batch go at once.
        batch.Hold();
        tail.Add(batch);
        Volatile.Write(ref _durable, end);
        lock (_gate)
            _outstanding -= length;
        batch.Succeed();
        batch.Release();
        Longer.Raise();
        WakeProducers();
        Written?.Invoke();
    }

    private void Fail(Batch batch, Exception why)
    {
        Batch open;
        lock (_gate)
        {
            open = _open;
            _open = new Batch(_durable, BatchBytesMin);
            _outstanding = 0;
            _refusal ??= $"The disk failed: {why.Message}";
            _retryDue = true;
        }
        Interlocked.Increment(ref _failedBatches);
        var failure = new IOException($"Not durable, and not kept: {why.Message}", why);
        batch.Fail(failure);
        open.Fail(failure);
        batch.Release();
        open.Release();
        TryAgain();
    }

    private bool TryAgain()
    {
        lock (_gate)
        {
            if (_forever || !_retryDue)
                return false;
            _retryDue = false;
        }
        try
        {
            segments.Reopen(clock.NowMs());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lock (_gate)
                _refusal = _forever ? _refusal : $"The disk takes nothing: {e.Message}. Tried again every second.";
            return false;
        }
        lock (_gate)
        {
            if (_forever)
                return false;
            _refusal = null;
        }
        Roomier.Raise();
        return true;
    }
}
