using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

public sealed class GatewayTests
{
    [Fact]
    public async Task A_frame_is_answered_only_after_its_batch_is_durable()
    {
        await using var station = new Station();
        using var client = station.Connect();
        station.Disk.Hold();
        client.Send(Frames.Minute());
        await station.Until(() => station.Disk.Waiting == 1, "no sync was asked for");
        Assert.Equal(0, client.Available);
        Assert.Equal(0, station.Log.DurableSize);

        station.Disk.Release();
        Assert.Contains("CN=9014", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(1, station.Log.DurableSize);
    }

    [Fact]
    public async Task Nothing_of_a_failed_batch_is_answered_and_the_connection_is_closed()
    {
        await using var station = new Station();
        using var one = station.Connect();
        using var other = station.Connect();
        one.Send(Frames.Minute());
        Assert.NotNull(await one.Receive());

        station.Disk.Fails = true;
        one.Send(Frames.Minute(value: "1"));
        other.Send(Frames.Minute(value: "2"));
        Assert.Null(await one.Receive());
        await station.Until(() => station.Disk.Failed > 0, "no sync failed");
        Assert.True(station.Gateway.Counts.ByReason["ledger"] > 0);
        await station.Acknowledged(1);
        station.Disk.Fails = false;
        // The log tries a new segment by itself, once a second of the clock.
        await station.Until(
            () =>
            {
                station.Clock.Advance(TimeSpan.FromSeconds(1));
                return station.Log.State.Accepting;
            }, "the log does not accept again");
        Assert.DoesNotContain(station.Entries(), e => e.Bytes.Span.IndexOf("a21026-Avg=1,"u8) >= 0);

        using var again = station.Connect();
        again.Send(Frames.Minute(value: "1"));
        Assert.NotNull(await again.Receive());
    }

    [Theory]
    [InlineData(1, "ST=91;CN=9014;CP=&&QN=20260314101601123;CN=2051&&")]
    [InlineData(5, "QN=20260314101601123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&")]
    [InlineData(9, "QN=20260314101601123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&")]
    public async Task The_answer_has_the_form_of_the_edition(int flag, string segment)
    {
        await using var station = new Station();
        using var client = station.Connect();
        client.Send(Frames.Minute(flag: flag));
        Assert.Equal(Encoding.ASCII.GetString(FrameWriter.Frame(segment)), await client.Receive());
    }

    [Fact]
    public async Task A_frame_that_wants_no_answer_gets_none_and_a_notice_gets_9013()
    {
        await using var station = new Station();
        using var client = station.Connect();
        client.Send(Frames.Minute(flag: 4));
        client.Send(FrameWriter.Frame("QN=20260314101601124;ST=31;CN=9015;PW=123456;MN=A;Flag=9;CP=&&&&"));
        Assert.Contains("CN=9013", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(2, station.Log.DurableSize);
        await station.Acknowledged(1);
    }

    [Fact]
    public async Task A_wrong_password_is_kept_and_not_answered()
    {
        await using var station = new Station();
        station.Devices.Register(Frames.Mn, "secret");
        using var client = station.Connect();
        client.Send(Frames.Minute());
        client.Send(Frames.Minute(pw: "secret", qn: "20260314101602000"));
        Assert.Contains("QN=20260314101602000", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(["pw", "ok"], station.Entries().Select(e => e.Why));
        Assert.All(station.Entries(), e => Assert.Equal(FrameEntryKind.Frame, e.Kind));
    }

    [Fact]
    public async Task An_unregistered_device_is_kept_and_answered()
    {
        await using var station = new Station();
        using var client = station.Connect();
        byte[] frame = Frames.Minute(mn: "NOBODYKNOWSME");
        client.Send(frame);
        Assert.Contains("MN=NOBODYKNOWSME", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(frame, station.Entries().Single().Bytes.ToArray());
        Assert.False(station.Gateway.Sessions.Single().IsKnown);
        station.Devices.Register("NOBODYKNOWSME");
        station.Clock.Advance(TimeSpan.FromSeconds(1));
        client.Send(frame);
        await client.Receive();
        Assert.True(station.Gateway.Sessions.Single().IsKnown);
    }

    [Fact]
    public async Task A_wrong_CRC_is_kept_as_rejected_and_not_answered()
    {
        await using var station = new Station();
        using var client = station.Connect();
        byte[] bad = Frames.WithBadCrc(Frames.Minute()), good = Frames.Minute(qn: "20260314101602000");
        client.Send([.. bad, .. good]);
        Assert.Contains("QN=20260314101602000", await client.Receive(), StringComparison.Ordinal);
        var entries = station.Entries();
        Assert.Equal((FrameEntryKind.Rejected, "crc"), (entries[0].Kind, entries[0].Why));
        Assert.Equal(bad, entries[0].Bytes.ToArray());
        Assert.Equal(good, entries[1].Bytes.ToArray());
    }

    [Fact]
    public async Task Each_part_of_a_split_set_is_kept_and_answered_with_its_own_QN()
    {
        await using var station = new Station();
        using var client = station.Connect();
        client.Send([
            .. Frames.Minute(flag: 7, parts: "PNUM=2;PNO=1;", qn: "20260314101601534"),
            .. Frames.Minute(flag: 7, parts: "PNUM=2;PNO=2;", qn: "20260314101601535")]);
        Assert.Contains("QN=20260314101601534", await client.Receive(), StringComparison.Ordinal);
        Assert.Contains("QN=20260314101601535", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(2, station.Log.DurableSize);
    }

    [Fact]
    public async Task Frames_of_one_write_are_all_answered_in_their_order()
    {
        await using var station = new Station();
        using var client = station.Connect();
        string[] numbers = [.. Enumerable.Range(0, 200).Select(i => $"20260314101601{i:D3}")];
        client.Send([.. numbers.SelectMany(qn => Frames.Minute(qn: qn))]);
        foreach (string qn in numbers)
            Assert.Contains(qn, await client.Receive(), StringComparison.Ordinal);
        await station.Acknowledged(200);
    }

    [Fact]
    public async Task Times_received_never_go_back_and_a_step_of_the_clock_is_an_entry()
    {
        await using var station = new Station();
        using var client = station.Connect();
        client.Send(Frames.Minute());
        await client.Receive();
        station.Clock.AdjustTime(station.Clock.GetUtcNow().AddHours(-1));
        client.Send(Frames.Minute(value: "2"));
        await client.Receive();
        client.Send(Frames.Minute(value: "3"));
        await client.Receive();
        var entries = station.Entries();
        Assert.Equal(entries.Select(e => e.Received).Order(), entries.Select(e => e.Received));
        var step = entries.Single(e => e.Kind == FrameEntryKind.ClockStep);
        Assert.True(step.Bytes.Span.IndexOf("\"stepMilliseconds\":-3600000"u8) >= 0);
    }

    [Fact]
    public async Task Numbers_of_sessions_are_not_used_again_after_a_restart()
    {
        await using var station = new Station();
        for (int start = 0; start < 3; start++)
        {
            using (var client = station.Connect())
            {
                client.Send(Frames.Minute());
                await client.Receive();
            }
            await station.Restart();
        }
        Assert.Equal(3, station.Entries().Select(e => e.Session).Distinct().Count());
    }

    [Fact]
    public async Task A_session_shows_its_device_and_the_offset_of_its_clock()
    {
        await using var station = new Station();
        using var client = station.Connect();
        client.Send(Frames.Minute(qn: "20260314101630000")); // Ours says 10:15:00 in Beijing.
        await client.Receive();
        var session = station.Gateway.Sessions.Single();
        Assert.Equal((Frames.Mn, 1L, TimeSpan.FromSeconds(90)), (session.Mn, session.Frames, session.ClockOffset));
        client.Dispose();
        await station.UntilNobodyIsConnected();
        Assert.Empty(station.Gateway.Sessions);
    }

    [Fact]
    public async Task Serves_the_connections_of_Kestrel_as_well()
    {
        await using var station = new Station();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(k => k.Listen(
            IPAddress.Loopback, 0, l => l.Run(connection => station.Gateway.OnConnected(connection))));
        await using var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var server = app.Services.GetRequiredService<IServer>();
        string address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using (var client = new Client(new IPEndPoint(IPAddress.Loopback, new Uri(address).Port)))
        {
            byte[] frame = Frames.Minute();
            foreach (byte b in frame)
                client.Send(b);
            Assert.Contains("CN=9014", await client.Receive(), StringComparison.Ordinal);
            client.Send(frame.AsSpan(0, 50));
            await client.Finish();
        }
        await station.UntilNobodyIsConnected();
        Assert.Equal(2, station.Entries().Count);
    }
}
