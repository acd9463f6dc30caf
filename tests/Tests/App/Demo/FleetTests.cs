using System.Net;
using System.Text;
using Qingyuan.App;
using Qingyuan.App.Demo;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.App;

/// <summary>The demo against the real node and the real gateway: what the newcomer sees first.</summary>
public sealed class FleetTests : IDisposable
{
    private const int FramesMin = 20_000;

    /// <summary>Some hours of minutes of the outlet that is looked at.</summary>
    private const int StoryFramesMin = 300;

    /// <summary>Beyond the hours and the real-time frames, which go first: some hours of minutes.</summary>
    private const int SealedFramesMin = 700;

    private readonly string _directory = Directory.CreateTempSubdirectory("qy-demo-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task The_region_is_registered_once_and_nothing_of_it_is_refused()
    {
        await using Node node = Open();
        var region = new Region(2026, node.Clock.GetUtcNow());
        var acts = Missing(node, region);
        Assert.All(acts, a => Assert.Equal("demo", a.By));
        Assert.Equal(90, acts.Count(a => a.Kind == "outlet.registered.v1"));
        Assert.Equal(90, acts.Count(a => a.Kind == "device.registered.v1"));
        Assert.Equal(91, acts.Count(a => a.Kind == "factors.set.v1")); // One permit became stricter.
        Assert.Equal(2, acts.Count(a => a.Kind == "device.key.set.v1"));
    }

    [Fact]
    public async Task Frames_go_through_the_gateway_into_judged_hours_and_a_second_start_sends_none_as_new()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        DemoFolder folder = DemoFolder.Open(_directory, new DemoMark(2026, TimeProvider.System.GetUtcNow(), 2));
        var region = new Region(folder.Mark.Seed, folder.Mark.Start);
        long done, unanswered;
        await using (Node node = Open())
        {
            await Registering.Register(node, region, cancel);
            Assert.Equal(90, node.Register.Outlets.Count);
            (done, unanswered) = await Send(node, region, folder, FramesMin, cancel);
            Assert.Empty(Missing(node, region));
            NothingIsRejected(node);
        }

        folder = DemoFolder.Open(_directory, folder.Mark);
        Assert.Equal(done, folder.Place.Loggers.Values.Sum(r => r.History));
        await using (Node node = Open())
        {
            // The keys of a demo do not change: nothing is registered anew, and what follows opens.
            await Registering.Register(node, region, cancel);
            Assert.All(Sealed(region), p => Assert.Single(node.Register.Keys(p.Device.Mn)));
            await Send(node, region, folder, FramesMin, cancel);
            NothingIsRejected(node);
            node.Followers.CatchUp();
            using var reader = node.Tables.Reader();
            // Only what was in flight at the stop and had no answer yet comes once more.
            Assert.InRange(Number(reader, "SELECT SUM(repeats) FROM series"), 0, unanswered);
            Assert.Equal(0, Number(reader, "SELECT SUM(conflicts) FROM series"));
            Assert.Equal(0, Number(reader, "SELECT COUNT(*) FROM series WHERE deviations <> ''"));
            Assert.True(
                Number(reader, "SELECT COUNT(*) FROM judged_hours WHERE outlet = '" + Region.StoryOutlet + "'") > 2);
            Assert.Equal(92, Number(reader, "SELECT COUNT(*) FROM devices_heard"));
            Assert.NotEmpty(Judged.Latest(reader));
            foreach (Point point in Sealed(region))
            {
                Assert.True(Number(reader, "SELECT COUNT(*) FROM judged_hours WHERE observed > 0 AND outlet = '"
                    + point.Outlet.Id + "'") > 1, point.Outlet.Id);
            }
            SealedAndOnlyTheirs(node, region);
        }
    }

    /// <summary>Every frame of those loggers lies encrypted in the ledger, and nobody else's does.</summary>
    private static void SealedAndOnlyTheirs(Node node, Region region)
    {
        var mns = Sealed(region).Select(p => p.Device.Mn).ToHashSet();
        Assert.Equal(2, mns.Count);
        var heard = new HashSet<string>();
        var message = new Message();
        node.Frames.Read(0, int.MaxValue, (_, bytes) =>
        {
            FrameEntry entry = FrameEntry.Read(bytes.ToArray())!.Value;
            if (entry.Kind != FrameEntryKind.Frame)
                return;
            message.Parse(entry.Bytes);
            string mn = Encoding.ASCII.GetString(message.Mn);
            Assert.Equal(mns.Contains(mn), entry.Why == SealedFrames.Opened);
            if (entry.Why == SealedFrames.Opened)
                heard.Add(mn);
        });
        Assert.Equal(mns, heard);
    }

    private static void NothingIsRejected(Node node)
    {
        Assert.Equal(0, node.Gateway.Counts.Rejected);
        Assert.DoesNotContain("decrypt", node.Gateway.Counts.ByReason.Keys);
    }

    private static IEnumerable<Point> Sealed(Region region) => region.Points.Where(p => p.SealKey is not null);

    private static IReadOnlyList<Act> Missing(Node node, Region region) =>
        Registering.Missing(region, node.Register, Sealing.Keep(region, node.DeviceKeys), node.Clock);

    private Node Open() => Node.Open(
        new NodeOptions(_directory) { Demo = true, Domain = DemoRun.Domain, Limits = GatewayLimits.ForTrustedLoad },
        TimeProvider.System);

    /// <summary>
    /// Runs the fleet until so many frames were acknowledged; returns how far the history has come, and how many frames
    /// the gateway took whose answer nobody heard.
    /// </summary>
    private static async Task<(long Done, long Unanswered)> Send(
        Node node, Region region, DemoFolder folder, int frames, CancellationToken cancel)
    {
        await using var gateway = GatewayListener.Start(node.Gateway, new IPEndPoint(IPAddress.Loopback, 0));
        var fleet = new Fleet(region, folder, gateway.EndPoint, TimeProvider.System);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task run = fleet.Run(_ => { }, stop.Token);
        // So many frames, and some of every logger: on a slow machine the last ones connect late.
        static long Wanted(Link link) => link.Point.Outlet.Id == Region.StoryOutlet
            ? Math.Min(StoryFramesMin, link.HistoryCount)
            : link.Point.SealKey is not null ? Math.Min(SealedFramesMin, link.HistoryCount) : 1;
        bool Enough() => fleet.Acknowledged >= frames && fleet.Links.All(l => l.Reached.History >= Wanted(l));
        while (!Enough() && !run.IsCompleted)
            await Task.Delay(20, cancel);
        await stop.CancelAsync();
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(run.IsCanceled, run.Exception?.ToString());
        return (fleet.HistoryDone, node.Gateway.Counts.Frames - fleet.Acknowledged);
    }

    private static long Number(System.Data.Common.DbConnection reader, string sql)
    {
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
