using System.Net;
using System.Net.Sockets;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Each limit of security reference §7.4 bites, is counted, and loses nothing that was read.</summary>
public sealed class GatewayLimitsTests
{
    private static readonly GatewayLimits s_patient = GatewayLimits.ForTrustedLoad with
    {
        FrameSeconds = TimeSpan.FromDays(9),
        FirstFrame = TimeSpan.FromDays(9),
        Idle = TimeSpan.FromDays(9),
        AnswerSeconds = TimeSpan.FromDays(9),
    };

    [Fact]
    public async Task Endless_hashes_are_rejected_in_bounded_memory_until_the_connection_is_closed()
    {
        await using var station = new Station(s_patient with { BadFramesMax = 5 });
        using var client = station.Connect();
        byte[] hashes = [.. Enumerable.Repeat((byte)'#', 4096)];
        try
        {
            for (int i = 0; i < 4096; i++)
                client.Send(hashes);
            Assert.Fail("16 MiB of junk were taken.");
        }
        catch (SocketException)
        {
            // Closed on us, as it has to be.
        }
        await station.UntilNobodyIsConnected();
        var counts = station.Gateway.Counts;
        Assert.Equal(1, counts.ByReason["bad-frames"]);
        Assert.Equal(0, counts.Frames);
        Assert.InRange(counts.Bytes, 1, 5 * (16 << 10) + GatewayListener.ReadBytesMax);
        Assert.All(station.Entries(), e => Assert.NotEqual(FrameEntryKind.Frame, e.Kind));
        Assert.Contains(station.Entries(), e => e.Kind == FrameEntryKind.Rejected);
        byte[] kept = station.BytesBySession().Single().Value;
        Assert.Equal(counts.Bytes, kept.Length);
        Assert.DoesNotContain(kept, b => b != (byte)'#');
    }

    [Fact]
    public async Task A_frame_that_does_not_come_whole_in_time_is_kept_as_a_fragment()
    {
        await using var station = new Station(s_patient with { FrameSeconds = TimeSpan.FromSeconds(2) });
        using var client = station.Connect();
        byte[] part = Frames.Minute()[..50];
        client.Send(part);
        await ClosedFor(station, "slow-frame");
        Assert.Null(await client.Receive());
        var entries = station.Entries();
        Assert.All(entries, e => Assert.Equal(FrameEntryKind.Fragment, e.Kind));
        Assert.Equal(part, entries.SelectMany(e => e.Bytes.ToArray()));
    }

    [Fact]
    public async Task Who_sends_no_valid_frame_is_closed()
    {
        await using var station = new Station(s_patient with { FirstFrame = TimeSpan.FromSeconds(2) });
        using var client = station.Connect();
        client.Send(Frames.WithBadCrc(Frames.Minute()));
        await station.UntilEntries(1);
        await ClosedFor(station, "first-frame");
        Assert.Null(await client.Receive());
    }

    [Fact]
    public async Task Who_is_silent_too_long_is_closed()
    {
        await using var station = new Station(s_patient with { Idle = TimeSpan.FromSeconds(2) });
        using var client = station.Connect();
        client.Send(Frames.Minute());
        Assert.NotNull(await client.Receive());
        await ClosedFor(station, "idle");
        Assert.Null(await client.Receive());
    }

    [Theory]
    [InlineData("connections")]
    [InlineData("unidentified")]
    [InlineData("address")]
    public async Task The_one_connection_too_many_is_refused_and_the_others_go_on(string reason)
    {
        await using var station = new Station(reason switch
        {
            "connections" => s_patient with { ConnectionsMax = 2 },
            "unidentified" => s_patient with { UnidentifiedMax = 2 },
            _ => s_patient with { UnidentifiedPerAddressMax = 2 },
        });
        using var one = station.Connect();
        using var other = station.Connect();
        await station.Until(() => station.Gateway.Counts.Open == 2, "not both are in");
        using (var refused = station.Connect())
            Assert.Null(await refused.Receive());
        Assert.Equal(1, station.Gateway.Counts.ByReason[reason]);
        station.Devices.Register(Frames.Mn);
        foreach (var client in new[] { one, other })
        {
            client.Send(Frames.Minute());
            Assert.NotNull(await client.Receive());
        }
        if (reason == "connections")
            return;
        // Both have shown a registered MN, so there is room for the unidentified again.
        using var next = station.Connect();
        next.Send(Frames.Minute());
        Assert.NotNull(await next.Receive());
    }

    [Fact]
    public async Task Two_connections_of_one_MN_are_both_kept_and_one_above_the_limit_is_closed_after_its_frame()
    {
        await using var station = new Station(s_patient with { ConnectionsPerMnMax = 2 });
        using var one = station.Connect();
        using var other = station.Connect();
        for (int i = 0; i < 2; i++)
        {
            foreach (var client in new[] { one, other })
            {
                client.Send(Frames.Minute());
                Assert.NotNull(await client.Receive());
            }
        }
        Assert.Equal(2, station.Gateway.Sessions.Count(s => s.Mn == Frames.Mn));
        Assert.Equal(1, station.Gateway.Counts.ByReason["mn-twice"]);

        using var third = station.Connect();
        third.Send(Frames.Minute());
        while (await third.Receive() is not null)
        {
        }
        Assert.Equal(1, station.Gateway.Counts.ByReason["mn-connections"]);
        Assert.Equal(5, station.Entries().Count(e => e.Kind == FrameEntryKind.Frame));
        one.Send(Frames.Minute());
        Assert.NotNull(await one.Receive());
    }

    [Fact]
    public async Task Above_its_rate_a_device_is_read_later_and_nothing_is_dropped()
    {
        await using var station = new Station(s_patient with { MnFramesPerSecond = 1, MnFramesBurst = 2 });
        using var fast = station.Connect();
        for (int i = 0; i < 3; i++)
        {
            fast.Send(Frames.Minute());
            Assert.NotNull(await fast.Receive());
        }
        await station.Until(() => station.Gateway.Counts.ByReason.ContainsKey("rate"), "no pause");
        fast.Send([.. Frames.Minute(), .. Frames.Minute()]);
        using var calm = station.Connect();
        calm.Send(Frames.Minute(mn: "CALM"));
        Assert.NotNull(await calm.Receive());
        Assert.Equal(4, station.Gateway.Counts.Frames);
        await station.Until(
            () =>
            {
                station.Clock.Advance(TimeSpan.FromSeconds(1));
                return station.Gateway.Counts.Acknowledged == 6;
            }, "the reading does not go on");
        Assert.Equal(6, station.Entries().Count(e => e.Kind == FrameEntryKind.Frame));
    }

    [Fact]
    public async Task After_too_many_bad_frames_the_address_is_refused_until_its_penalty_ends()
    {
        await using var station = new Station(s_patient with
        {
            BadFramesMax = 1,
            PenaltyFirst = TimeSpan.FromSeconds(60),
            NeverPenalised = new HashSet<IPAddress>(),
        });
        using (var bad = station.Connect())
        {
            bad.Send(Frames.WithBadCrc(Frames.Minute()));
            Assert.Null(await bad.Receive());
        }
        await station.UntilNobodyIsConnected();
        using (var refused = station.Connect())
            Assert.Null(await refused.Receive());
        Assert.Equal(1, station.Gateway.Counts.ByReason["penalty"]);
        station.Clock.Advance(TimeSpan.FromSeconds(61));
        using var next = station.Connect();
        next.Send(Frames.Minute());
        Assert.NotNull(await next.Receive());
    }

    private static Task ClosedFor(Station station, string reason) => station.Until(
        () =>
        {
            station.Clock.Advance(TimeSpan.FromSeconds(1));
            return station.Gateway.Counts is { Open: 0 } counts && counts.ByReason.ContainsKey(reason);
        }, $"not closed for {reason}");
}
