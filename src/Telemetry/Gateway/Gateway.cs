using System.Net;
using Microsoft.AspNetCore.Connections;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>The limits of the gateway (security reference §7.4); all are counted.</summary>
public sealed record GatewayLimits
{
    public int FrameBytesMax { get; init; } = Hj212.Framing.FrameBytesMax;
    public TimeSpan FrameSeconds { get; init; } = TimeSpan.FromSeconds(10);
    public TimeSpan FirstFrame { get; init; } = TimeSpan.FromSeconds(30);
    public int ConnectionsMax { get; init; } = 10_000;
    public int UnidentifiedMax { get; init; } = 256;
    public int UnidentifiedPerAddressMax { get; init; } = 64;
    public int ConnectionsPerMnMax { get; init; } = 4;
    public int BadFramesMax { get; init; } = 20;
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What the gateway asks of the register: is this MN known, and is this its password?</summary>
public interface IDeviceDirectory
{
    bool IsKnown(ReadOnlySpan<byte> mn);
    /// <summary>True when the device has no password on record or this is it. Compares in constant time.</summary>
    bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw);
}

/// <summary>
/// Takes HJ 212 connections (数采仪接入). Every byte ends in the ledger as a frame, a rejected frame or a fragment;
/// a frame is answered (9014) only after its batch is durable. Never interprets values.
/// </summary>
public sealed class Gateway(Log frames, IDeviceDirectory devices, GatewayLimits limits, TimeProvider clock)
{
    /// <summary>Kestrel's handler of one connection.</summary>
    public Task OnConnected(ConnectionContext connection) => throw new NotImplementedException($"{frames}{devices}{limits}{clock}");

    /// <summary>Counters for /metrics and the pages.</summary>
    public GatewayCounts Counts => throw new NotImplementedException();
}

/// <param name="ByReason">Rejected pieces and closed connections by reason.</param>
public sealed record GatewayCounts(
    long Connections, long Frames, long Rejected, long Fragments, long Acknowledged, long Bytes,
    DateTimeOffset? LastFrame, IReadOnlyDictionary<string, long> ByReason);

/// <summary>A live connection, for the pages.</summary>
public sealed record GatewaySession(long Number, EndPoint? Peer, string? Mn, DateTimeOffset Since, long Frames);
