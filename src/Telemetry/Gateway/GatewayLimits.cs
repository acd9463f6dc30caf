using System.Net;

namespace Qingyuan.Telemetry;

/// <summary>The limits of the gateway (security reference §7.4); all are counted when they bite.</summary>
public sealed record GatewayLimits
{
    /// <summary>Largest frame; the four digits of the length field allow no more.</summary>
    public int FrameBytesMax { get; init; } = Hj212.Framing.FrameBytesMax;

    /// <summary>First byte of a frame to its last; longer only while <see cref="BytesPerSecondMin"/> holds.</summary>
    public TimeSpan FrameSeconds { get; init; } = TimeSpan.FromSeconds(10);
    public int BytesPerSecondMin { get; init; } = 100;

    /// <summary>From the connection to its first whole frame with a right CRC.</summary>
    public TimeSpan FirstFrame { get; init; } = TimeSpan.FromSeconds(30);

    public int ConnectionsMax { get; init; } = 10_000;

    /// <summary>Connections that have not yet sent a frame of a registered MN.</summary>
    public int UnidentifiedMax { get; init; } = 256;
    public int UnidentifiedPerAddressMax { get; init; } = 64;

    /// <summary>Instead, for an address without identified connections, while half the total is used up.</summary>
    public int UnidentifiedPerAddressUnderPressureMax { get; init; } = 8;

    public int ConnectionsPerMnMax { get; init; } = 4;

    /// <summary>Bad frames within <see cref="BadFramesWithin"/> that close a connection.</summary>
    public int BadFramesMax { get; init; } = 20;
    public TimeSpan BadFramesWithin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an address that sent too many bad frames is refused; doubles up to the greatest.</summary>
    public TimeSpan PenaltyFirst { get; init; } = TimeSpan.FromSeconds(60);
    public TimeSpan PenaltyMax { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Never refused for bad frames: relays and access gateways behind which many stand.</summary>
    public IReadOnlySet<IPAddress> NeverPenalised { get; init; } =
        new HashSet<IPAddress> { IPAddress.Loopback, IPAddress.IPv6Loopback };

    /// <summary>Frames per second of one MN; above burst we stop reading, nothing is dropped.</summary>
    public double MnFramesPerSecond { get; init; } = 10;
    public int MnFramesBurst { get; init; } = 600;

    public double AcceptPerSecond { get; init; } = 100;
    public int AcceptBurst { get; init; } = 200;
    public int ListenBacklog { get; init; } = 1024;

    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a peer may leave our answers unread.</summary>
    public TimeSpan AnswerSeconds { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// All bytes held for half-received frames, over all connections. A connection holds at most 16 KiB of them, and
    /// none between frames; what is unacknowledged is at most one read, so §7.4's 8 MiB per connection is never met.
    /// </summary>
    public long HeldBytesMax { get; init; } = 128L << 20;

    /// <summary>No limit on rates and numbers of connections: for the history of a demo and for load tests.</summary>
    public static GatewayLimits ForTrustedLoad { get; } = new()
    {
        UnidentifiedMax = 10_000,
        UnidentifiedPerAddressMax = 10_000,
        UnidentifiedPerAddressUnderPressureMax = 10_000,
        MnFramesPerSecond = 1e9,
        MnFramesBurst = int.MaxValue,
        AcceptPerSecond = 1e6,
        AcceptBurst = 10_000,
        ListenBacklog = 4096,
    };
}
