using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.App.Demo;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App;

/// <summary>The connection of one logger of the demo: nothing is lost, nothing is sent again as new.</summary>
public sealed class LinkTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);
    private static readonly Region Region = new(2026, Start);
    private static readonly DemoMark Mark = new(2026, Start, 1);

    /// <summary>An outlet of 2025 to which nothing happens around the start.</summary>
    private static readonly Point Quiet = Region.Points.First(p => p.Device.Edition == 2025 && p.Registered
        && p.SealKey is null && p.Device.ClockOffsetSeconds == 0 && p.Kind != Kind.Incinerator && IsQuiet(p));

    [Fact]
    public async Task Sends_its_whole_history_once_and_then_what_is_due()
    {
        await using var gateway = new BareGateway();
        var clock = new RestingClock(Start);
        await using var run = new Running(Quiet, clock, gateway.Address, null);
        await run.Until(() => run.Link.Reached.History == run.Link.HistoryCount);
        Assert.Equal(run.Link.HistoryCount, gateway.Frames.Count(IsHistory));

        await run.Until(() => clock.GetUtcNow() >= Start.AddMinutes(5)
            && run.Link.Reached.Live >= Place(Start.AddMinutes(4)));
        var live = gateway.Frames.Where(f => !IsHistory(f)).Select(Read).ToList();
        Assert.InRange(live.Count(m => m.Cn == "2011"), 8, 11);
        Assert.InRange(live.Count(m => m.Cn == "2051"), 4, 6);
        Assert.Equal(gateway.Frames.Count, gateway.Frames.Select(f => Convert.ToHexString(f)).Distinct().Count());
    }

    [Fact]
    public async Task A_lost_connection_loses_no_frame_and_repeats_the_unanswered_ones_byte_for_byte()
    {
        await using var gateway = new BareGateway(closeAfter: 500);
        var clock = new RestingClock(Start);
        await using var run = new Running(Quiet, clock, gateway.Address, null);
        await run.Until(() => run.Link.Reached.History == run.Link.HistoryCount);
        Assert.True(gateway.Connections >= 2);
        var history = gateway.Frames.Where(IsHistory).Select(f => Convert.ToHexString(f)).ToList();
        Assert.Equal(run.Link.HistoryCount, history.Distinct().Count());
        Assert.InRange(history.Count - history.Distinct().Count(), 1, Link.WindowMax);
    }

    [Fact]
    public async Task A_second_start_goes_on_where_the_first_stopped_and_back_fills_the_pause()
    {
        await using var gateway = new BareGateway();
        var clock = new RestingClock(Start);
        Reached reached;
        DateTimeOffset stopped;
        await using (var run = new Running(Quiet, clock, gateway.Address, null))
        {
            await run.Until(() => clock.GetUtcNow() >= Start.AddMinutes(3)
                && run.Link.Reached.History == run.Link.HistoryCount);
            await run.Stop();
            (reached, stopped) = (run.Link.Reached, clock.GetUtcNow());
        }
        var first = gateway.Frames.Select(Read).ToHashSet();
        int before = gateway.Frames.Count;

        clock.Advance(TimeSpan.FromMinutes(90));
        DateTimeOffset again = clock.GetUtcNow();
        var pause = new Pause(stopped.ToUnixTimeMilliseconds(), again.ToUnixTimeMilliseconds());
        await using var second = new Running(Quiet, clock, gateway.Address, reached, pause);
        await second.Until(() => second.Link.Reached.Live >= Place(again.AddMinutes(2)));
        var later = gateway.Frames.Skip(before).Select(Read).ToList();
        Assert.DoesNotContain(later, m => first.Any(f => f.Key == m.Key));
        Assert.Equal(later.Count, later.DistinctBy(m => m.Key).Count());
        var filled = later.Where(m => m.BackFilled).ToList();
        Assert.InRange(filled.Count(m => m.Cn == "2051"), 86, 92);
        Assert.InRange(filled.Count(m => m.Cn == "2061"), 1, 2);
        Assert.DoesNotContain(filled, m => m.Cn == "2011");
        Assert.Contains(later, m => m is { Cn: "2011", BackFilled: false });
    }

    [Fact]
    public async Task A_logger_in_an_outage_sends_its_history_hangs_up_and_fills_the_outage_later()
    {
        await using var gateway = new BareGateway();
        var clock = new RestingClock(Start);
        Point point = Region.PointOf("SIM-5402-002-DW001");
        await using var run = new Running(point, clock, gateway.Address, null);
        await run.Until(() => run.Link.Reached.History == run.Link.HistoryCount && !run.Link.Connected);
        DateTimeOffset outage = Start.AddMinutes(-52);
        Assert.DoesNotContain(gateway.Frames.Select(Read), m => m.Time > outage);

        await run.Until(() => run.Link.Reached.Live >= Place(Start.AddMinutes(40)));
        var late = gateway.Frames.Select(Read).Where(m => m.Time > outage && m.Time < Start.AddMinutes(36)).ToList();
        Assert.DoesNotContain(late, m => m.Cn == "2011");
        Assert.InRange(late.Count(m => m.Cn == "2051"), 84, 90);
    }

    private static long Place(DateTimeOffset at) => at.ToUnixTimeSeconds() * Itinerary.TickFramesMax;

    private static bool IsQuiet(Point point)
    {
        var course = new Course(point, Region.Script);
        long now = Start.ToUnixTimeSeconds() / 60;
        for (long minute = now - 200; minute < now + 400; minute++)
        {
            if (course.Silence(minute) is not null || course.EventsOf(Script.Beijing0(minute)).Count > 0)
                return false;
        }
        return true;
    }

    private static bool IsHistory(byte[] frame) => Read(frame) switch
    {
        { Cn: "2051" } m => m.Time.AddMinutes(1) < Start.AddSeconds(-30),
        { Cn: "2011" } m => m.Time < Start,
        { Cn: "2061" } m => m.Time.AddHours(1) < Start,
        { Cn: "2031" } m => m.Time.AddDays(1) < Start,
        var m => m.Time < Start,
    };

    private sealed record Said(string Cn, DateTimeOffset Time, string Key, bool BackFilled);

    private static Said Read(byte[] frame)
    {
        var message = new Message();
        message.Parse(frame);
        Assert.True(Beijing.TryParse(message.DataTime, out DateTimeOffset time));
        string cn = Encoding.ASCII.GetString(message.Cn);
        string polId = cn == "3020" ? Encoding.ASCII.GetString(message.DataArea) : "";
        return new Said(cn, time, $"{cn} {time:O} {message.PartNumber} {polId}", message.BackFilled);
    }

    /// <summary>
    /// A link that runs while the fake clock is moved on, and only while the link waits for it: however slow the
    /// machine, no time of the clock passes over frames in flight.
    /// </summary>
    private sealed class Running : IAsyncDisposable
    {
        private const int StepsMax = 120_000;

        private readonly RestingClock _clock;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _task;

        public Running(Point point, RestingClock clock, EndPoint gateway, Reached? reached, params Pause[] pauses)
        {
            _clock = clock;
            Link = new Link(point, Region, Mark, pauses, reached, gateway, clock);
            _task = Task.Run(() => Link.Run(_stop.Token));
        }

        public Link Link { get; }

        public async Task Until(Func<bool> holds)
        {
            for (int step = 0; !_clock.IsAwaited || !holds(); step++)
            {
                Assert.True(step < StepsMax, "the link stands still");
                if (_task.IsFaulted)
                    await _task;
                if (_clock.IsAwaited)
                    _clock.Advance(TimeSpan.FromSeconds(4));
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
        }

        public async Task Stop()
        {
            await _stop.CancelAsync();
            await _task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        public async ValueTask DisposeAsync()
        {
            await Stop();
            _stop.Dispose();
        }
    }
}
