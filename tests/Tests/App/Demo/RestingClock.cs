using Microsoft.Extensions.Time.Testing;

namespace Qingyuan.Tests.App;

/// <summary>A fake clock that knows whether anyone waits for it: who works with a socket meanwhile does not.</summary>
internal sealed class RestingClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private int _waits;

    public bool IsAwaited => Volatile.Read(ref _waits) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _waits);
        return new Wait(this, base.CreateTimer(callback, state, dueTime, period));
    }

    /// <summary>One timer; a delay that is over or given up disposes it.</summary>
    private sealed class Wait(RestingClock clock, ITimer timer) : ITimer
    {
        private int _over;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _over, 1) == 0)
                Interlocked.Decrement(ref clock._waits);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
