using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>What the gateway asks of the register: is this MN known, is this its password, and its keys.</summary>
public interface IDeviceDirectory
{
    bool IsKnown(ReadOnlySpan<byte> mn);
    /// <summary>True when the device has no password on record or this is it. Compares in constant time.</summary>
    bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw);
    /// <summary>The SM4 keys registered for it; empty = none.</summary>
    KeyRing KeysOf(ReadOnlySpan<byte> mn);
}

/// <summary>
/// Takes HJ 212 connections (数采仪接入). Every byte ends in the ledger as a frame, a rejected frame or a fragment;
/// a frame is answered (9014) only after its batch is durable. Never interprets values.
/// </summary>
/// <remarks>
/// All time-outs of all connections are kept by one sweep a second. <see cref="OnConnected"/> serves Kestrel's
/// connections as well as those of <see cref="GatewayListener"/>.
/// </remarks>
public sealed class Gateway : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Session> _sessions = new();
    private readonly ITimer _sweep;
    private readonly long _numberBase;
    private readonly ILogger? _log;
    private long _numbers;
    private long _lastLedgerLine;

    public Gateway(
        Log frames, IDeviceDirectory devices, GatewayLimits limits, TimeProvider clock, ILogger? log = null)
    {
        Frames = frames;
        Devices = devices;
        Limits = limits;
        Clock = clock;
        _log = log;
        Admission = new Admission(limits, clock);
        Intake = new Intake(frames, clock, Tally);
        // Unique per data directory: the log never shrinks, and a million connections fit between two of its sizes.
        _numberBase = frames.DurableSize << 20;
        _lastLedgerLine = clock.GetTimestamp() - clock.TimestampFrequency * 60;
        _sweep = clock.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery);
    }

    /// <summary>Kestrel's handler of one connection. Returns when it is over and its bytes are kept.</summary>
    public async Task OnConnected(ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        if (Admission.Enter(address) is { } refusal)
        {
            Tally.Reason(refusal);
            connection.Abort(new ConnectionAbortedException(refusal));
            return;
        }
        using var session = new Session(this, connection, address, _numberBase + Interlocked.Increment(ref _numbers));
        _sessions[session.Number] = session;
        Tally.Connected();
        try
        {
            await session.Run();
        }
        finally
        {
            _sessions.TryRemove(session.Number, out _);
            Admission.Leave(session);
        }
    }

    /// <summary>Counters for /metrics and the pages.</summary>
    public GatewayCounts Counts => Tally.Read(_sessions.Count) with { HeldBytes = Volatile.Read(ref HeldBytes) };

    /// <summary>The live connections, oldest first.</summary>
    public IReadOnlyList<GatewaySession> Sessions =>
        [.. _sessions.Values.OrderBy(s => s.Number).Select(s => s.Describe())];

    /// <summary>Asks every connection to finish what it has and close; used when the process stops.</summary>
    public void CloseAll()
    {
        foreach (var session in _sessions.Values)
            session.Close("stop");
    }

    public void Dispose()
    {
        _sweep.Dispose();
        Intake.Dispose();
    }

    internal Log Frames { get; }
    internal IDeviceDirectory Devices { get; }
    internal GatewayLimits Limits { get; }
    internal TimeProvider Clock { get; }
    internal Admission Admission { get; }
    internal Intake Intake { get; }
    internal Tally Tally { get; } = new();

    /// <summary>Counts the sweeps; what a session caches about its device holds until the next one.</summary>
    internal int Epoch;

    /// <summary>Memory that half-received frames hold, over all connections.</summary>
    internal long HeldBytes;

    /// <summary>At most one line a second, however many connections saw the same failure.</summary>
    internal void LedgerFailed(Exception e)
    {
        Tally.Reason("ledger");
        long now = Clock.GetTimestamp(), last = Volatile.Read(ref _lastLedgerLine);
        if (_log is null || Clock.GetElapsedTime(last, now) < SweepEvery
            || Interlocked.CompareExchange(ref _lastLedgerLine, now, last) != last)
            return;
        _log.LogError(e, "ledger-fault: a batch of frames was not made durable; none of it is acknowledged");
    }

    private void Sweep()
    {
        Interlocked.Increment(ref Epoch);
        Intake.WatchClock();
        Admission.Sweep();
        long now = Clock.GetTimestamp();
        foreach (var session in _sessions.Values)
            session.Sweep(now);
    }
}

/// <param name="Connections">Accepted since start.</param>
/// <param name="ByReason">Rejected pieces and closed connections by reason.</param>
public sealed record GatewayCounts(
    long Connections, long Frames, long Rejected, long Fragments, long Acknowledged, long Bytes,
    DateTimeOffset? LastFrame, IReadOnlyDictionary<string, long> ByReason)
{
    /// <summary>Connections open now.</summary>
    public int Open { get; init; }
    /// <summary>Memory that half-received frames hold now.</summary>
    public long HeldBytes { get; init; }
}

/// <summary>A live connection, for the pages.</summary>
/// <param name="Number">Unique per data directory; the same number stands in the ledger's entries.</param>
public sealed record GatewaySession(long Number, EndPoint? Peer, string? Mn, DateTimeOffset Since, long Frames)
{
    /// <summary>Device clock − ours, from the latest QN; null = no readable QN yet.</summary>
    public TimeSpan? ClockOffset { get; init; }
    /// <summary>Whether the register knows the MN.</summary>
    public bool IsKnown { get; init; }
}
