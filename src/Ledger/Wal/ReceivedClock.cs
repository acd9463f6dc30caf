namespace Qingyuan.Ledger;

/// <summary>
/// Our clock as entries carry it: never goes back within a log, over restarts too. When the wall clock steps back it
/// says last + 1 ms and stays there until the wall clock has passed it.
/// </summary>
internal sealed class ReceivedClock(TimeProvider clock, long lastMs)
{
    private readonly Lock _gate = new();
    private long _lastMs = lastMs;
    private bool _behind;

    /// <summary>Raised once for each step back, with how far (negative).</summary>
    public event Action<TimeSpan>? Stepped;

    public bool Behind => Volatile.Read(ref _behind);

    public long NowMs()
    {
        long step = 0, now;
        lock (_gate)
        {
            long wall = clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (wall >= _lastMs)
            {
                (_lastMs, _behind) = (wall, false);
                return wall;
            }
            if (!_behind)
            {
                step = wall - _lastMs;
                (_lastMs, _behind) = (_lastMs + 1, true);
            }
            now = _lastMs;
        }
        if (step != 0)
            Stepped?.Invoke(TimeSpan.FromMilliseconds(step));
        return now;
    }
}
