using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Qingyuan.Telemetry;

/// <summary>
/// Who may be connected at once, and how fast one device may send (security reference §7.4). Never drops a byte that
/// was read: it refuses connections at the door and slows readers.
/// </summary>
internal sealed class Admission(GatewayLimits limits, TimeProvider clock)
{
    /// <summary>Penalties remembered at once; beyond it the oldest are forgotten.</summary>
    private const int PenaltiesMax = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, AddressState> _addresses = [];
    private readonly Dictionary<IPAddress, Penalty> _penalties = [];
    private readonly ConcurrentDictionary<string, MnState> _devices = new(StringComparer.Ordinal);
    private int _connections, _unidentified;

    /// <summary>Null = come in; otherwise the reason of the refusal.</summary>
    public string? Enter(IPAddress address)
    {
        lock (_lock)
        {
            _addresses.TryGetValue(address, out var state);
            int here = state?.Unidentified ?? 0;
            bool known = state is { Identified: > 0 };
            // A faulty logger must not shut out the honest ones that share its operator's address.
            if (!known && _penalties.TryGetValue(address, out var penalty) && clock.GetTimestamp() < penalty.Until)
                return "penalty";
            if (_connections >= limits.ConnectionsMax)
                return "connections";
            if (_unidentified >= limits.UnidentifiedMax)
                return "unidentified";
            bool pressed = !known && _unidentified >= limits.UnidentifiedMax / 2;
            if (here >= (pressed ? limits.UnidentifiedPerAddressUnderPressureMax : limits.UnidentifiedPerAddressMax))
                return "address";
            if (state is null)
                _addresses[address] = state = new AddressState();
            state.Unidentified++;
            _unidentified++;
            _connections++;
            return null;
        }
    }

    /// <summary>The state shared by all connections of an MN; counts this connection into it.</summary>
    public MnState Join(ReadOnlySpan<byte> mn)
    {
        string name = Encoding.Latin1.GetString(mn);
        lock (_lock)
        {
            var state = _devices.GetOrAdd(name, _ => new MnState(limits, clock));
            state.Connections++;
            return state;
        }
    }

    /// <summary>The connection has shown a registered MN: it no longer counts among the unidentified.</summary>
    public void Identify(Session session)
    {
        lock (_lock)
        {
            if (session.IsIdentified)
                return;
            session.IsIdentified = true;
            _unidentified--;
            var state = _addresses[session.Address];
            state.Unidentified--;
            state.Identified++;
        }
    }

    public void Leave(Session session)
    {
        lock (_lock)
        {
            _connections--;
            var state = _addresses[session.Address];
            if (session.IsIdentified)
                state.Identified--;
            else
            {
                state.Unidentified--;
                _unidentified--;
            }
            if (state is { Identified: 0, Unidentified: 0 })
                _addresses.Remove(session.Address);
            if (session.Device is { } device)
                device.Connections--;
        }
    }

    public void Penalise(IPAddress address)
    {
        if (limits.NeverPenalised.Contains(address))
            return;
        lock (_lock)
        {
            var length = limits.PenaltyFirst;
            if (_penalties.TryGetValue(address, out var before))
                length = before.Length * 2 < limits.PenaltyMax ? before.Length * 2 : limits.PenaltyMax;
            else if (_penalties.Count >= PenaltiesMax)
                _penalties.Remove(_penalties.MinBy(p => p.Value.Until).Key);
            _penalties[address] = new Penalty(clock.GetTimestamp() + Ticks(length), length);
        }
    }

    /// <summary>Forgets penalties that ended long enough ago, and devices that nobody is connected for.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            foreach (var (address, penalty) in _penalties)
            {
                if (now > penalty.Until + Ticks(limits.PenaltyMax))
                    _penalties.Remove(address);
            }
            foreach (var (mn, device) in _devices)
            {
                if (device.Connections == 0 && device.IsRested(now))
                    _devices.TryRemove(mn, out _);
            }
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * clock.TimestampFrequency);

    private readonly record struct Penalty(long Until, TimeSpan Length);

    private sealed class AddressState
    {
        public int Unidentified, Identified;
    }
}

/// <summary>All connections of one MN: how many there are, and their common token bucket.</summary>
internal sealed class MnState(GatewayLimits limits, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double _tokens = limits.MnFramesBurst;
    private long _at = clock.GetTimestamp();

    /// <summary>Changed under the lock of <see cref="Admission"/>.</summary>
    public int Connections;

    /// <summary>Spends tokens for frames that were taken; returns how long to stop reading.</summary>
    public TimeSpan Spend(int frames)
    {
        lock (_lock)
        {
            Fill(clock.GetTimestamp());
            _tokens -= frames;
            return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / limits.MnFramesPerSecond);
        }
    }

    /// <summary>The bucket is full again: nothing is lost when it is forgotten.</summary>
    public bool IsRested(long now)
    {
        lock (_lock)
        {
            Fill(now);
            return _tokens >= limits.MnFramesBurst;
        }
    }

    private void Fill(long now)
    {
        double seconds = Math.Max(0, clock.GetElapsedTime(_at, now).TotalSeconds);
        _tokens = Math.Min(limits.MnFramesBurst, _tokens + seconds * limits.MnFramesPerSecond);
        _at = now;
    }
}
