using System.Net.Sockets;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>
/// Who connects too often, sends too slowly, reads too slowly or holds too much (security reference §7.4). The clock is
/// ours: nothing depends on how fast the machine is.
/// </summary>
public sealed class GatewaySlownessTests
{
    private const int HeldEach = 16 << 10;

    private static readonly GatewayLimits s_patient = GatewayLimits.ForTrustedLoad with
    {
        FrameSeconds = TimeSpan.FromDays(9),
        FirstFrame = TimeSpan.FromDays(9),
        Idle = TimeSpan.FromDays(9),
        AnswerSeconds = TimeSpan.FromDays(9),
    };

    private static bool IsNightly => Environment.GetEnvironmentVariable("QINGYUAN_NIGHTLY") is not null;

    [Fact]
    public async Task Above_the_accept_rate_connections_wait_in_the_queue_and_none_is_lost()
    {
        await using var station = new Station(s_patient with { AcceptPerSecond = 1, AcceptBurst = 3 });
        Client[] clients = [.. Enumerable.Range(0, 8).Select(_ => station.Connect())];
        // The one that finds the bucket empty is taken, and the next has to wait for the clock, which stands.
        await station.Until(
            () => station.Gateway.Counts.ByReason.ContainsKey("accept-rate"), "the rate was not limited");
        Assert.Equal(4, station.Gateway.Counts.Connections);
        int seconds = 0;
        await station.Until(
            () =>
            {
                if (station.Gateway.Counts.Connections == clients.Length)
                    return true;
                station.Clock.Advance(TimeSpan.FromSeconds(1));
                seconds++;
                return false;
            }, "the queue is not taken in");
        Assert.True(seconds >= 4, $"four more came in within {seconds} s");
        foreach (var client in clients)
        {
            client.Send(Frames.Minute());
            Assert.NotNull(await client.Receive());
            client.Dispose();
        }
    }

    [Fact]
    public async Task Who_does_not_read_its_answers_is_cut_off_and_what_was_read_of_it_is_kept()
    {
        await using var station = new Station(s_patient with { AnswerSeconds = TimeSpan.FromSeconds(10) });
        using var greedy = station.Connect();
        byte[] frames = [.. Enumerable.Repeat(Frames.Minute(), 20).SelectMany(f => f)];
        var sending = Task.Run(() =>
        {
            try
            {
                // Until our reading stops as well, and then the connection.
                while (true)
                    greedy.Send(frames);
            }
            catch (SocketException)
            {
            }
        }, TestContext.Current.CancellationToken);
        long before = -1;
        await station.Until(
            () =>
            {
                // Only when nothing moves any more an answer can be what it waits for.
                long now = station.Gateway.Counts.Acknowledged;
                if (now == before)
                    station.Clock.Advance(TimeSpan.FromSeconds(1));
                before = now;
                return station.Gateway.Counts.ByReason.ContainsKey("slow-reader");
            }, "the slow reader stays");
        await sending;
        await station.UntilNobodyIsConnected();
        byte[] kept = station.BytesBySession().Single().Value;
        Assert.Equal(station.Gateway.Counts.Bytes, kept.Length);
        Assert.True(kept.AsSpan(0, frames.Length).SequenceEqual(frames));
        using var next = station.Connect();
        next.Send(Frames.Minute());
        Assert.NotNull(await next.Receive());
    }

    [Fact]
    public async Task A_long_frame_may_take_its_time_while_it_brings_a_hundred_bytes_a_second()
    {
        await using var station = new Station(s_patient with { FrameSeconds = TimeSpan.FromSeconds(10) });
        byte[] frame = Frames.Long(6000);
        using var steady = station.Connect();
        using var slow = station.Connect();
        steady.Send(frame.AsSpan(0, 2500));
        slow.Send(frame.AsSpan(0, 1500));
        await station.Until(() => station.Gateway.Counts.HeldBytes == 2 * HeldEach, "not both are held");
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(2, station.Gateway.Counts.Open);
        station.Clock.Advance(TimeSpan.FromSeconds(8));
        await station.Until(() => station.Gateway.Counts.Open == 1, "the slow one stays");
        Assert.Equal(1, station.Gateway.Counts.ByReason["slow-frame"]);
        Assert.Null(await slow.Receive());
        steady.Send(frame.AsSpan(2500));
        Assert.Contains("CN=9014", await steady.Receive(), StringComparison.Ordinal);
        Assert.Equal(
            frame[..1500],
            station.Entries().Where(e => e.Kind == FrameEntryKind.Fragment).SelectMany(e => e.Bytes.ToArray()));
    }

    [Fact]
    public async Task A_length_of_9999_without_its_data_ends_as_a_fragment()
    {
        await using var station = new Station(s_patient with { FrameSeconds = TimeSpan.FromSeconds(10) });
        using var client = station.Connect();
        client.Send("##9999"u8);
        await station.Until(() => station.Gateway.Counts.HeldBytes == HeldEach, "it is not held");
        station.Clock.Advance(TimeSpan.FromSeconds(11));
        await station.UntilNobodyIsConnected();
        var entry = Assert.Single(station.Entries());
        Assert.Equal((FrameEntryKind.Fragment, "##9999"), (entry.Kind, Text(entry)));
        Assert.Equal(0, station.Gateway.Counts.HeldBytes);
    }

    [Fact]
    public async Task Many_connections_of_one_byte_each_hold_bounded_memory_and_give_it_back()
    {
        int count = IsNightly ? 1000 : 150;
        await using var station = new Station(s_patient with { FrameSeconds = TimeSpan.FromSeconds(10) });
        using var honest = station.Connect();
        honest.Send(Frames.Minute());
        Assert.NotNull(await honest.Receive());
        Client[] clients = [.. Enumerable.Range(0, count).Select(_ => station.Connect("127.0.0.66"))];
        foreach (var client in clients)
            client.Send("#"u8);
        await station.Until(
            () => station.Gateway.Counts.HeldBytes == (long)count * HeldEach, "not all hold their byte");
        honest.Send(Frames.Minute());
        Assert.NotNull(await honest.Receive());
        // A second byte after five seconds does not help.
        station.Clock.Advance(TimeSpan.FromSeconds(5));
        foreach (var client in clients)
            client.Send("#"u8);
        station.Clock.Advance(TimeSpan.FromSeconds(6));
        await station.Until(() => station.Gateway.Counts.Open == 1, "they stay");
        Assert.Equal(0, station.Gateway.Counts.HeldBytes);
        Assert.Equal(count, station.Gateway.Counts.ByReason["slow-frame"]);
        honest.Send(Frames.Minute());
        Assert.NotNull(await honest.Receive());
        var kept = station.BytesBySession().Values.Where(b => b[0] == b[^1] && b.Length <= 2).ToList();
        Assert.Equal(count, kept.Count);
        foreach (var client in clients)
            client.Dispose();
    }

    [Fact]
    public async Task Above_the_memory_for_half_frames_the_next_is_closed_and_its_bytes_are_kept()
    {
        await using var station = new Station(s_patient with { HeldBytesMax = 2 * HeldEach });
        byte[] frame = Frames.Minute();
        Client[] two = [station.Connect(), station.Connect()];
        foreach (var client in two)
            client.Send(frame.AsSpan(0, 50));
        await station.Until(() => station.Gateway.Counts.HeldBytes == 2 * HeldEach, "not both are held");
        using var third = station.Connect();
        third.Send(frame.AsSpan(0, 70));
        await station.Until(() => station.Gateway.Counts.ByReason.ContainsKey("buffers"), "the third is not closed");
        Assert.Null(await third.Receive());
        await station.UntilEntries(1);
        Assert.Equal(frame[..70], station.Entries().SelectMany(e => e.Bytes.ToArray()));
        foreach (var client in two)
        {
            client.Send(frame.AsSpan(50));
            Assert.NotNull(await client.Receive());
            client.Dispose();
        }
        await station.UntilNobodyIsConnected();
        Assert.Equal(0, station.Gateway.Counts.HeldBytes);
    }

    [Fact]
    public async Task A_flood_of_idle_connections_from_one_address_leaves_room_for_everybody_else()
    {
        int count = IsNightly ? 5000 : 300;
        var limits = new GatewayLimits { AcceptPerSecond = 1e6, AcceptBurst = 10_000, ListenBacklog = 4096 };
        await using var station = new Station(limits);
        station.Devices.Register(Frames.Mn);
        using var honest = station.Connect("127.0.0.9");
        honest.Send(Frames.Minute());
        Assert.NotNull(await honest.Receive());
        var flood = new List<Client>();
        for (int i = 0; i < count; i++)
        {
            flood.Add(station.Connect("127.0.0.66"));
            int sent = i + 1;
            if (sent % 100 == 0) // The kernel's queue is no part of this test.
                await station.Until(() => Taken(station) >= sent, "connections are not taken");
        }
        await station.Until(
            () => Taken(station) == count, "connections are not taken");
        Assert.Equal(limits.UnidentifiedPerAddressMax + 1, station.Gateway.Counts.Open);
        using (var late = station.Connect("127.0.0.10"))
        {
            late.Send(Frames.Minute(mn: "LATE"));
            Assert.NotNull(await late.Receive());
        }
        honest.Send(Frames.Minute());
        Assert.NotNull(await honest.Receive());
        // Who says nothing for half a minute goes, and its address may come again.
        station.Clock.Advance(TimeSpan.FromSeconds(31));
        await station.Until(() => station.Gateway.Counts.Open == 1, "idle connections stay");
        flood.ForEach(c => c.Dispose());
        using var next = station.Connect("127.0.0.66");
        next.Send(Frames.Minute());
        Assert.NotNull(await next.Receive());
    }

    private static long Taken(Station station) => station.Gateway.Counts.Connections - 1
        + station.Gateway.Counts.ByReason.GetValueOrDefault("address");

    private static string Text(FrameEntry entry) => System.Text.Encoding.ASCII.GetString(entry.Bytes.Span);
}
