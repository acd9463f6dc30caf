namespace Qingyuan.App.Demo;

/// <summary>
/// One frame that is due: its key, when it leaves, and the place in the plan that is reached with it.
/// </summary>
/// <param name="Place">Frames of the history up to and with this one; for a live frame tick × 64 + number
/// within.</param>
internal readonly record struct Errand(FrameKey Key, Departure Departure, bool Live, long Place);

/// <summary>
/// Gives out the frames of one logger one by one (待发报文): live ones as soon as they are due, else the history.
/// Starts where an earlier run stopped. Never sends.
/// </summary>
internal sealed class Agenda
{
    /// <summary>A platform that stood still for longer is not told everything.</summary>
    private const long BackFillSecondsMax = 30L * 86_400;

    private readonly Itinerary _itinerary;
    private readonly Timetable _timetable;
    private readonly IEnumerator<(FrameKey Key, Stage Stage)> _history;
    private readonly List<FrameKey> _tick = [];
    private long _historyPlace, _tickSecond;
    private int _tickNext;
    private Errand? _nextLive;

    public Agenda(Itinerary itinerary, Timetable timetable, Reached? reached, DateTimeOffset now)
    {
        _itinerary = itinerary;
        _timetable = timetable;
        _history = itinerary.History().GetEnumerator();
        HasHistory = true;
        long skip = reached?.History ?? 0;
        while (_historyPlace < skip && _history.MoveNext())
            _historyPlace++;
        MoveHistory();

        long place = reached?.Live ?? 0;
        if (place == 0)
            place = itinerary.LiveFrom * Itinerary.TickFramesMax;
        long second = place / Itinerary.TickFramesMax, oldest = timetable.ClockOf(now) / 1000 - BackFillSecondsMax;
        bool tooOld = second < oldest;
        _tickSecond = tooOld ? oldest - oldest % Itinerary.TickSeconds : second;
        itinerary.Tick(_tickSecond, _tick);
        _tickNext = tooOld ? 0 : (int)(place % Itinerary.TickFramesMax);
    }

    public bool HasHistory { get; private set; }
    public Stage Stage => HasHistory ? _history.Current.Stage : Stage.Done;

    /// <summary>The next frame that may leave now; false = none yet.</summary>
    public bool TryNext(DateTimeOffset now, bool silent, out Errand errand)
    {
        long clock = _timetable.ClockOf(now);
        if (!silent && NextLive(clock) is { } live && live.Departure.Milliseconds <= clock)
        {
            errand = live;
            _nextLive = null;
            return true;
        }
        errand = default;
        if (!HasHistory)
            return false;
        FrameKey key = _history.Current.Key;
        errand = new Errand(key, _timetable.Of(key) ?? default, false, ++_historyPlace);
        MoveHistory();
        return true;
    }

    /// <summary>How long nothing can be due, at most <paramref name="most"/>.</summary>
    public TimeSpan Rest(DateTimeOffset now, TimeSpan most)
    {
        long clock = _timetable.ClockOf(now);
        long due = NextLive(clock)?.Departure.Milliseconds ?? (_tickSecond + Itinerary.TickSeconds) * 1000;
        return TimeSpan.FromMilliseconds(Math.Clamp(due - clock, 1, most.TotalMilliseconds));
    }

    private void MoveHistory()
    {
        if (!_history.MoveNext())
            HasHistory = false;
    }

    /// <summary>Looks no further than now, so that a logger that is never heard again costs nothing.</summary>
    private Errand? NextLive(long clock)
    {
        while (_nextLive is null)
        {
            while (_tickNext >= _tick.Count)
            {
                if ((_tickSecond + Itinerary.TickSeconds) * 1000 > clock)
                    return null;
                _tickSecond += Itinerary.TickSeconds;
                _itinerary.Tick(_tickSecond, _tick);
                _tickNext = 0;
            }
            FrameKey key = _tick[_tickNext++];
            if (_timetable.Of(key) is { } departure)
                _nextLive = new Errand(key, departure, true, _tickSecond * Itinerary.TickFramesMax + _tickNext);
        }
        return _nextLive;
    }
}
