using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>One piece of a read, as it will stand in the ledger.</summary>
/// <param name="AnswersLength">How long the answers of this step are with this piece's own.</param>
internal readonly record struct Piece(int Start, int Length, FrameEntryKind Kind, string Why, int AnswersLength);

/// <summary>The batches that the entries of one read went into: one, seldom two.</summary>
internal sealed class Batches
{
    private readonly List<Task> _tasks = [];

    public void Add(Task durable)
    {
        if (_tasks.Count == 0 || !ReferenceEquals(_tasks[^1], durable))
            _tasks.Add(durable);
    }

    /// <summary>Completes when all are durable, faults when one of them failed; empties the list.</summary>
    public async ValueTask WhenDurable()
    {
        for (int i = 0; i < _tasks.Count; i++)
            await _tasks[i];
        _tasks.Clear();
    }
}

/// <summary>
/// The one door into the log <c>frames</c>: stamps the time received and appends under one lock, so that the time is
/// monotone in the order of positions. Writes a clock-step entry when our clock was moved.
/// </summary>
internal sealed class Intake
{
    /// <summary>A head line is at most this long (see <see cref="FrameEntry.WriteHead"/>).</summary>
    private const int HeadBytesMax = 256;

    /// <summary>What a time service may do to a clock at once without our calling it a step.</summary>
    private static readonly TimeSpan StepMin = TimeSpan.FromSeconds(1);

    private readonly Log _frames;
    private readonly TimeProvider _clock;
    private readonly Tally _tally;
    private readonly Lock _order = new();
    private DateTimeOffset _last, _wall;
    private long _monotonic;

    public Intake(Log frames, TimeProvider clock, Tally tally)
    {
        _frames = frames;
        _clock = clock;
        _tally = tally;
        _wall = clock.GetUtcNow();
        _monotonic = clock.GetTimestamp();
        // The order of times must also hold against what was received before the last stop.
        long size = frames.DurableSize;
        _last = size > 0 && FrameEntry.Read(frames.Read(size - 1)) is { } entry ? entry.Received : _wall;
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
        int length = 0, taken = 0;
        lock (_order)
        {
            received = Stamp();
            for (; taken < pieces.Length; taken++)
            {
                var piece = pieces[taken];
                if (taken == 0 || piece.Kind != pieces[taken - 1].Kind || piece.Why != pieces[taken - 1].Why)
                    length = FrameEntry.WriteHead(head, piece.Kind, received, peer, session, piece.Why);
                try
                {
                    batches.Add(_frames.Append(head[..length], bytes.Slice(piece.Start, piece.Length)).Durable);
                }
                catch (LedgerFullException)
                {
                    _tally.Reason("ledger-full");
                    break;
                }
            }
        }
        return taken;
    }

    /// <summary>Sees a step of the clock even while nothing arrives.</summary>
    public void WatchClock()
    {
        lock (_order)
            Stamp();
    }

    private DateTimeOffset Stamp()
    {
        var wall = _clock.GetUtcNow();
        long monotonic = _clock.GetTimestamp();
        var step = wall - _wall - _clock.GetElapsedTime(_monotonic, monotonic);
        if (wall > _last)
            _last = wall;
        if (step.Duration() >= StepMin && !RecordStep(wall, step))
            return _last; // Asked again at the next stamp: the anchor stays where it was.
        _wall = wall;
        _monotonic = monotonic;
        return _last;
    }

    private bool RecordStep(DateTimeOffset wall, TimeSpan step)
    {
        Span<byte> head = stackalloc byte[HeadBytesMax];
        string why = step < TimeSpan.Zero ? "back" : "forward";
        int length = FrameEntry.WriteHead(head, FrameEntryKind.ClockStep, _last, ""u8, 0, why);
        string body = $"{{\"wall\":\"{wall.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ}\","
            + $"\"stepMilliseconds\":{(long)step.TotalMilliseconds}}}";
        try
        {
            _frames.Append(head[..length], Encoding.ASCII.GetBytes(body));
        }
        catch (LedgerFullException)
        {
            return false;
        }
        _tally.Reason("clock-step");
        return true;
    }
}
