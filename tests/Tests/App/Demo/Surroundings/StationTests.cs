using Qingyuan.App.Demo;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

/// <summary>The stations of the demo: frames that a gateway takes, and nothing lost on the way.</summary>
public sealed class StationTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);
    private static readonly Surroundings Around = new(2026, Start);
    private static readonly IReadOnlyList<Station> All = Station.All(Around);

    [Fact]
    public void Every_prefecture_has_stations_and_river_sections_and_all_are_simulated()
    {
        foreach (Prefecture p in Prefecture.All)
        {
            Assert.True(All.Count(s => s.Site.Region == p.Name && !s.Site.IsWater) >= 2, p.Name);
            Assert.True(All.Count(s => s.Site.Region == p.Name && s.Site.Kind == SiteKind.River) >= 2, p.Name);
        }
        Assert.All(All, s => Assert.True(s.Site.Simulated));
        Assert.Equal(All.Count, All.Select(s => s.Device.Mn).Distinct().Count());
        Assert.Equal(2 * All.Count, StationFleet.Missing(All, Register.Empty, TimeProvider.System).Count);
    }

    [Fact]
    public void A_frame_is_whole_in_form_and_the_same_whenever_it_is_written()
    {
        byte[] buffer = new byte[Station.FrameBytesMax], again = new byte[Station.FrameBytesMax];
        foreach (Station station in All)
        {
            long second = Start.ToUnixTimeSeconds() / station.StepSeconds * station.StepSeconds;
            int length = station.Write(second, second * 1000, buffer, out _);
            Assert.True(Framing.TryCut(buffer.AsSpan(0, length), false, out Cut cut) && cut.IsFrame, station.Site.Id);
            Assert.Equal(length, station.Write(second, second * 1000, again, out _));
            Assert.Equal(buffer, again);
            var message = new Message();
            message.Parse(buffer.AsMemory(0, length));
            Assert.Equal(1 + station.Site.Codes.Length * 2, message.Items.Length); // And DataTime.
        }
    }

    [Fact]
    public async Task A_lost_connection_loses_no_hour()
    {
        await using var gateway = new BareGateway(closeAfter: 20);
        var clock = new RestingClock(Start);
        var link = new StationLink(All[0], new DemoMark(2026, Start, 2), null, gateway.Address, clock);
        using var stop = new CancellationTokenSource();
        Task running = Task.Run(() => link.Run(stop.Token), TestContext.Current.CancellationToken);
        while (link.Reached.History < link.HistoryCount || clock.GetUtcNow() < Start.AddHours(2))
        {
            if (clock.IsAwaited)
                clock.Advance(TimeSpan.FromMinutes(5));
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.True(gateway.Connections >= 2);
        var times = gateway.Frames.Select(Time).Distinct().ToList();
        long expected = Enumerable.Range(0, (int)link.HistoryCount).Count(i => All[0].Sends(First + i * 3600L));
        Assert.True(times.Count >= expected, $"{times.Count} of {expected}");
    }

    private static long First =>
        Start.AddDays(-2).ToUnixTimeSeconds() - (Start.AddDays(-2).ToUnixTimeSeconds() + 28_800) % 86_400;

    private static string Time(byte[] frame)
    {
        var message = new Message();
        message.Parse(frame);
        return System.Text.Encoding.ASCII.GetString(message.DataTime);
    }
}
