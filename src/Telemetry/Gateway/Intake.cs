using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>One piece of a read, as it will stand in the ledger.</summary>
/// <param name="AnswerLength">Bytes of its answer, 0 = none is due.</param>
internal readonly record struct Piece(int Start, int Length, FrameEntryKind Kind, string Why, int AnswerLength);

/// <summary>The batches that the entries of one read went into, oldest first: one, seldom two.</summary>
internal sealed class Batches
{
    private readonly Queue<Task> _tasks = new(1);
    private Task? _last;

    public void Add(Task durable)
    {
        if (ReferenceEquals(_last, durable))
            return;
        _last = durable;
        _tasks.Enqueue(durable);
    }

    /// <summary>Null = nothing is left to wait for.</summary>
    public Task? Next()
    {
        if (_tasks.TryDequeue(out var task))
            return task;
        _last = null;
        return null;
    }
}

/// <summary>A batch was not made durable: nothing of it may be answered.</summary>
internal sealed class BatchFailedException(Exception why) : Exception(why.Message, why);

/// <summary>
/// The one door into the log <c>frames</c>: stamps the time received and appends under one lock, so that the time is
/// monotone in the order of positions. Writes a clock-step entry when our clock was moved back.
/// </summary>
internal sealed class Intake : IDisposable
{
    /// <summary>A head line is at most this long (see <see cref="FrameEntry.WriteHead"/>).</summary>
    private const int HeadBytesMax = 256;
    private const int RunMax = Dialogue.PiecesMax;

    private readonly Log _frames;
    private readonly Tally _tally;
    private readonly TimeProvider _clock;
    private readonly Lock _order = new();
    private long _stepTicks;

    public Intake(Log frames, TimeProvider clock, Tally tally)
    {
        _frames = frames;
        _tally = tally;
        _clock = clock;
        frames.ClockStepped += OnStepped;
    }

    /// <summary>
    /// Appends the pieces in order, all with one time. Returns how many were taken: fewer than given when the log is
    /// full; then wait for <see cref="Log.Room"/> and come again with the rest.
    /// </summary>
    public int Append(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<Piece> pieces, ReadOnlySpan<byte> peer, long session, Batches batches,
        out DateTimeOffset received)
    {
        Span<byte> head = stackalloc byte[HeadBytesMax];
        Span<int> lengths = stackalloc int[Math.Min(pieces.Length, RunMax)];
        int taken = 0;
        lock (_order)
        {
            received = Stamp();
            while (taken < pieces.Length)
            {
                // Neighbours of one kind share their head line, and go in together.
                var first = pieces[taken];
                int run = 0, bodies = 0;
                while (run < lengths.Length && taken + run < pieces.Length && IsLike(first, pieces[taken + run]))
                    bodies += lengths[run] = pieces[taken + run++].Length;
                int length = FrameEntry.WriteHead(head, first.Kind, received, peer, session, first.Why);
                int done = _frames.AppendParts(
                    head[..length], bytes.Slice(first.Start, bodies), lengths[..run], out var last);
                taken += done;
                if (done > 0)
                    batches.Add(last.Durable);
                if (done < run)
                {
                    _tally.Reason("ledger-full");
                    break;
                }
            }
        }
        return taken;
    }

    private static bool IsLike(Piece one, Piece other) => one.Kind == other.Kind && one.Why == other.Why;

    /// <summary>Sees a step of the clock even while nothing arrives.</summary>
    public void WatchClock()
    {
        lock (_order)
            Stamp();
    }

    public void Dispose() => _frames.ClockStepped -= OnStepped;

    private void OnStepped(TimeSpan step) => Interlocked.Add(ref _stepTicks, step.Ticks);

    private DateTimeOffset Stamp()
    {
        var now = _frames.Now();
        long step = Interlocked.Exchange(ref _stepTicks, 0);
        if (step != 0 && !TryRecord(now, TimeSpan.FromTicks(step)))
            Interlocked.Add(ref _stepTicks, step); // The log is full; recorded with the next stamp.
        return now;
    }

    private bool TryRecord(DateTimeOffset now, TimeSpan step)
    {
        Span<byte> head = stackalloc byte[HeadBytesMax];
        int length = FrameEntry.WriteHead(head, FrameEntryKind.ClockStep, now, ""u8, 0, "back");
        string body = $"{{\"wall\":\"{_clock.GetUtcNow().UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\","
            + $"\"stepMilliseconds\":{(long)step.TotalMilliseconds}}}";
        try
        {
            _frames.Append(head[..length], Encoding.ASCII.GetBytes(body));
        }
        catch (Exception e) when (e is LedgerFullException or ObjectDisposedException)
        {
            return false;
        }
        _tally.Reason("clock-step");
        return true;
    }
}
