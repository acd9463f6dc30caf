using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Qingyuan.Telemetry;

/// <summary>Counts what the gateway takes, refuses and closes. Counted once per read, not per frame.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> _reasons = new();
    private long _connections, _frames, _rejected, _fragments, _acknowledged, _bytes, _lastFrame;

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Taken(int frames, int rejected, int bytes, DateTimeOffset received)
    {
        Interlocked.Add(ref _bytes, bytes);
        if (rejected > 0)
            Interlocked.Add(ref _rejected, rejected);
        if (frames == 0)
            return;
        Interlocked.Add(ref _frames, frames);
        Volatile.Write(ref _lastFrame, received.UtcTicks);
    }

    public void Fragment() => Interlocked.Increment(ref _fragments);

    public void Acknowledged(int frames) => Interlocked.Add(ref _acknowledged, frames);

    public void Reason(string why) => Interlocked.Increment(ref _reasons.GetOrAdd(why, _ => new()).Value);

    public GatewayCounts Read(int open)
    {
        long last = Volatile.Read(ref _lastFrame);
        return new GatewayCounts(
            Volatile.Read(ref _connections), Volatile.Read(ref _frames), Volatile.Read(ref _rejected),
            Volatile.Read(ref _fragments), Volatile.Read(ref _acknowledged), Volatile.Read(ref _bytes),
            last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero),
            _reasons.ToDictionary(r => r.Key, r => Volatile.Read(ref r.Value.Value)))
        {
            Open = open,
        };
    }
}
