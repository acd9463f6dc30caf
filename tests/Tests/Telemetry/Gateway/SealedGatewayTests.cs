using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Encrypted content of HJ 212-2025 on real sockets over a real ledger.</summary>
public sealed class SealedGatewayTests
{
    private static readonly byte[] s_key = "0123456789abcdef"u8.ToArray(), s_other = "fedcba9876543210"u8.ToArray();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_frame_that_a_registered_key_opens_is_kept_as_received_and_answered_when_durable(bool literal)
    {
        await using var station = new Station();
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key));
        byte[] sent = SealedContent.Seal(Frames.Minute(flag: 9), s_key, literal);
        using var client = station.Connect();
        station.Disk.Hold();
        client.Send(sent);
        await station.Until(() => station.Disk.Waiting == 1, "no sync was asked for");
        Assert.Equal(0, client.Available);
        station.Disk.Release();
        // The content of a 9014 is empty, so there is nothing to encrypt in it (6.4: whole blocks only).
        Assert.Equal(
            Encoding.ASCII.GetString(FrameWriter.Frame(
                $"QN=20260314101601123;ST=91;CN=9014;PW=123456;MN={Frames.Mn};Flag=8;CP=&&&&")),
            await client.Receive());
        var entry = Assert.Single(station.Entries());
        Assert.Equal((FrameEntryKind.Frame, "sealed"), (entry.Kind, entry.Why));
        Assert.Equal(sent, entry.Bytes.ToArray());
    }

    [Fact]
    public async Task What_the_sender_encrypts_the_gateway_opens_and_answers()
    {
        await using var station = new Station();
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key));
        using var output = new MemoryStream();
        var sender = new FrameSender(
            output, TimeSpan.FromSeconds(120), 1, TimeProvider.System, KeyRing.Of(s_key));
        using var file = new MemoryStream([.. Frames.Minute(flag: 9), .. Frames.Minute(flag: 5)]);
        Assert.True(await sender.Run(
            file, "127.0.0.1", station.Listener.EndPoint.Port, TestContext.Current.CancellationToken));
        string lines = Encoding.UTF8.GetString(output.ToArray());
        Assert.Contains("CN=9014", lines, StringComparison.Ordinal);
        Assert.Equal(["sealed", "ok"], station.Entries().Select(e => e.Why));
        Assert.Equal(SealedContent.Seal(Frames.Minute(flag: 9), s_key), station.Entries()[0].Bytes.ToArray());
    }

    [Fact]
    public async Task What_no_key_opens_is_kept_piece_by_piece_and_not_answered_and_the_next_frame_is()
    {
        await using var station = new Station();
        station.Devices.Register(Frames.Mn);
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_other));
        byte[] sent = SealedContent.Seal(Frames.Minute(flag: 9), s_key);
        using var client = station.Connect();
        // More than the bad frames that would close a connection: the key is our matter.
        for (int i = 0; i < 30; i++)
            client.Send(sent);
        client.Send(Frames.Minute(flag: 9, qn: "20260314101601999"));
        Assert.Contains("QN=20260314101601999", await client.Receive(), StringComparison.Ordinal);
        var entries = station.Entries();
        Assert.Equal(31, entries.Count);
        Assert.All(entries.Take(30), e => Assert.Equal((FrameEntryKind.Rejected, "decrypt"), (e.Kind, e.Why)));
        Assert.All(entries.Take(30), e => Assert.Equal(sent, e.Bytes.ToArray()));
        await station.Acknowledged(1);
    }

    [Fact]
    public async Task A_key_that_is_registered_or_changed_later_serves_a_connection_that_stands()
    {
        await using var station = new Station();
        station.Devices.Register(Frames.Mn);
        using var client = station.Connect();
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9, qn: "20260314101601001"), s_key));
        await station.UntilEntries(1);
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key));
        station.Clock.Advance(TimeSpan.FromSeconds(2)); // What a connection knows of its device is asked again.
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9, qn: "20260314101601002"), s_key));
        Assert.Contains("QN=20260314101601002", await client.Receive(), StringComparison.Ordinal);

        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key).With(s_other, station.Clock.GetUtcNow()));
        station.Clock.Advance(TimeSpan.FromSeconds(2));
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9, qn: "20260314101601003"), s_other));
        Assert.Contains("QN=20260314101601003", await client.Receive(), StringComparison.Ordinal);
        // A back-fill that was sealed before the change.
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9, qn: "20260314101601004"), s_key));
        Assert.Contains("QN=20260314101601004", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(["decrypt", "sealed", "sealed", "sealed"], station.Entries().Select(e => e.Why));
    }

    [Fact]
    public async Task A_sealed_frame_with_a_wrong_password_is_kept_and_not_answered()
    {
        await using var station = new Station();
        station.Devices.Register(Frames.Mn, "right");
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key));
        using var client = station.Connect();
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9), s_key));
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9), s_other));
        client.Send(SealedContent.Seal(Frames.Minute(flag: 9, pw: "right", qn: "20260314101601007"), s_key));
        Assert.Contains("QN=20260314101601007", await client.Receive(), StringComparison.Ordinal);
        Assert.Equal(["pw", "pw", "sealed"], station.Entries().Select(e => e.Why));
    }

    [Fact]
    public async Task Malformed_ciphertext_loses_no_byte_and_ends_in_bounded_pieces()
    {
        await using var station = new Station(GatewayLimits.ForTrustedLoad with { BadFramesMax = int.MaxValue });
        station.Devices.Register(Frames.Mn);
        station.Devices.SetKeys(Frames.Mn, KeyRing.Of(s_key));
        byte[] good = SealedContent.Seal(Frames.Minute(flag: 9), s_key);
        var random = new Random(7);
        var stream = new List<byte>();
        for (int i = 0; i < 60; i++)
        {
            byte[] bad = [.. good];
            for (int n = random.Next(1, 5); n > 0; n--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            stream.AddRange(random.Next(3) == 0 ? bad[..random.Next(bad.Length)] : bad);
            stream.AddRange(good);
        }
        using var client = station.Connect();
        client.Send([.. stream]);
        await client.Finish();
        await station.UntilNobodyIsConnected();
        Assert.Equal(stream, station.BytesBySession().Single().Value);
        Assert.All(station.Entries(), e => Assert.InRange(e.Bytes.Length, 1, Log.EntryBytesMax));
        Assert.Contains(station.Entries(), e => e.Why == "sealed");
    }
}
