using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Telemetry;

/// <summary>Connections cut within a frame, and frames split and merged on the way (fault row F8).</summary>
public sealed class GatewayCutTests
{
    /// <summary>The line end; a frame that lacks only this at the end of a connection is whole.</summary>
    private const int TailBytes = 2;

    private static readonly Dictionary<string, byte[]> s_frames = new()
    {
        ["2005"] = FrameWriter.Frame(
            $"ST=31;CN=2051;PW=123456;MN={Frames.Mn};CP=&&DataTime=20260314101500;a21026-Avg=23.4,a21026-Flag=N&&"),
        ["2017"] = Frames.Minute(flag: 5),
        ["2025"] = Frames.Minute(flag: 9),
        ["crc"] = Frames.WithBadCrc(Frames.Minute()),
    };

    [Theory]
    [InlineData("2005", 1, false)]
    [InlineData("2017", 1, false)]
    [InlineData("2025", 1, false)]
    [InlineData("crc", 1, false)]
    [InlineData("2017", 13, true)]
    [InlineData("crc", 29, true)]
    public async Task Every_byte_before_a_cut_is_kept_and_no_part_of_a_frame_is_a_frame(
        string kind, int step, bool reset)
    {
        await using var station = new Station();
        byte[] frame = s_frames[kind];
        var sent = new List<int>();
        for (int n = 1; n <= frame.Length; n += step)
        {
            using var client = station.Connect();
            client.Send(frame.AsSpan(0, n));
            if (reset)
                client.Reset();
            else
                await client.Finish();
            sent.Add(n);
            await station.Until(
                () => station.Gateway.Counts is { Open: 0 } c && c.Connections == sent.Count, $"cut at {n} hangs");
        }
        var kept = station.BytesBySession().OrderBy(s => s.Key).Select(s => s.Value).ToList();
        Assert.Equal(sent, kept.Select(bytes => bytes.Length));
        Assert.All(kept, bytes => Assert.Equal(frame[..bytes.Length], bytes));
        var frames = station.Entries().Where(e => e.Kind == FrameEntryKind.Frame).ToList();
        Assert.All(frames, e => Assert.True(e.Bytes.Length >= frame.Length - TailBytes, $"{e.Bytes.Length} bytes"));
        if (kind == "crc")
            Assert.Empty(frames);

        using var next = station.Connect();
        next.Send(Frames.Minute());
        Assert.Contains("CN=9014", await next.Receive(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(212)]
    [InlineData(2025)]
    public async Task Splits_and_merges_change_nothing_of_the_entries(int seed)
    {
        var random = new Random(seed);
        // Wrong frames stand apart: neighbours are one rejected piece when they come in one read.
        byte[][] corpus = [.. Enumerable.Range(0, 60).Select(i => i % 10 == 5
            ? s_frames["crc"]
            : s_frames[new[] { "2005", "2017", "2025" }[random.Next(3)]])];
        await using var station = new Station();
        using (var client = station.Connect())
        {
            foreach (byte[] frame in corpus)
                client.Send(frame);
            await client.Finish();
        }
        await station.UntilNobodyIsConnected();
        using (var client = station.Connect())
        {
            byte[] all = [.. corpus.SelectMany(f => f)];
            for (int at = 0; at < all.Length;)
            {
                int length = Math.Min(random.Next(3) == 0 ? random.Next(1, 8) : random.Next(1, 900), all.Length - at);
                client.Send(all.AsSpan(at, length));
                at += length;
                if (random.Next(4) == 0)
                    await Task.Yield();
            }
            await client.Finish();
        }
        await station.UntilNobodyIsConnected();
        var sessions = station.Entries().GroupBy(e => e.Session).Select(
            s => s.Select(e => $"{e.Kind} {e.Why} {Convert.ToHexString(e.Bytes.Span)}").ToList()).ToList();
        Assert.Equal(2, sessions.Count);
        Assert.Equal(corpus.Length, sessions[0].Count);
        Assert.True(sessions[0].SequenceEqual(sessions[1]), $"The entries differ, seed {seed}.");
    }
}
