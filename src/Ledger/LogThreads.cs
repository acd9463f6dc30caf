namespace Qingyuan.Ledger;

/// <summary>The two threads of an open log: one makes batches durable, one publishes.</summary>
internal sealed class LogThreads
{
    private readonly BatchWriter _writer;
    private readonly Publisher _publisher;
    private readonly Tail _tail;
    private readonly long _tailBytesDue;
    private readonly Thread _writing;
    private readonly Thread _publishing;
    private readonly ITimer _every;
    private readonly ITimer _retry;
    private readonly object _gate = new();
    private bool _due;
    private bool _stopping;
    private string? _publishFault;

    public LogThreads(BatchWriter writer, Publisher publisher, Tail tail, TimeProvider clock, LogOptions options)
    {
        (_writer, _publisher, _tail) = (writer, publisher, tail);
        _tailBytesDue = options.OutstandingBytesMax / 4;
        writer.Written = Wake;
        _writing = new Thread(() => Guard(writer.Run)) { Name = "ledger writer", IsBackground = true };
        _publishing = new Thread(() => Guard(Publish)) { Name = "ledger publisher", IsBackground = true };
        _every = clock.CreateTimer(_ => Tick(), null, options.CheckpointEvery, options.CheckpointEvery);
        _retry = clock.CreateTimer(_ => writer.RetryNow(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _writing.Start();
        _publishing.Start();
    }

    /// <summary>Null = checkpoints are published as they should be.</summary>
    public string? PublishFault => Volatile.Read(ref _publishFault);

    public void Stop()
    {
        _writing.Join();
        _every.Dispose();
        _retry.Dispose();
        lock (_gate)
        {
            _stopping = true;
            Monitor.PulseAll(_gate);
        }
        _publishing.Join();
    }

    private void Tick()
    {
        lock (_gate)
        {
            _due = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Much is in memory: turn it into bundles before the next checkpoint is due.
    private void Wake()
    {
        if (_tail.Bytes < _tailBytesDue)
            return;
        lock (_gate)
            Monitor.PulseAll(_gate);
    }

    private void Publish()
    {
        while (true)
        {
            bool due;
            lock (_gate)
            {
                while (!_due && !_stopping && _tail.Bytes < _tailBytesDue)
                    Monitor.Wait(_gate);
                if (_stopping)
                    return;
                (due, _due) = (_due, false);
            }
            PublishOnce(due);
        }
    }

    private void PublishOnce(bool due)
    {
        try
        {
            if (due)
                _publisher.Publish(_writer.DurableSize);
            else
                _publisher.Integrate(_writer.DurableSize);
            Volatile.Write(ref _publishFault, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Durable entries stay durable; the next tick tries again.
            Volatile.Write(ref _publishFault,
                $"No checkpoint could be published: {e.Message}. Tried again every second.");
            lock (_gate)
            {
                while (!_due && !_stopping)
                    Monitor.Wait(_gate);
            }
        }
        _writer.WakeProducers();
    }

    private void Guard(Action body)
    {
        try
        {
            body();
        }
        catch (Exception e) when (e is InvalidOperationException or LedgerRefusedException or InvalidDataException)
        {
            _writer.RefuseForever($"The ledger stopped: {e.Message}");
        }
    }
}
