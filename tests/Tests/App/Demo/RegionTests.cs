using Qingyuan.App.Demo;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App;

/// <summary>The simulated region: its size, its marks of being simulated, and its plan of frames.</summary>
public sealed class RegionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);
    private static readonly Region Region = new(2026, Start);

    [Fact]
    public void There_are_seven_prefectures_forty_dischargers_ninety_outlets_and_two_loggers_waiting()
    {
        var registered = Region.Points.Where(p => p.Registered).ToList();
        Assert.Equal(90, registered.Count);
        Assert.Equal(2, Region.Points.Count - registered.Count);
        Assert.Equal(7, registered.Select(p => p.Firm.Region).Distinct().Count());
        Assert.True(registered.Select(p => p.Firm.Id).Distinct().Count() >= 40);
        Assert.Equal(9, registered.Select(p => p.Kind).Distinct().Count());
        Assert.Equal(Region.Points.Count, Region.Points.Select(p => p.Device.Mn).Distinct().Count());
        Assert.Equal([2005, 2017, 2025], registered.Select(p => p.Device.Edition).Distinct().Order());
    }

    [Fact]
    public void Everything_says_that_it_is_simulated()
    {
        Assert.All(Region.Points, p => Assert.True(p.Firm.Simulated));
        Assert.All(Region.Points, p => Assert.StartsWith("模拟·", p.Firm.Name, StringComparison.Ordinal));
        Assert.All(Region.Points, p => Assert.StartsWith("SIM-", p.Outlet.Id, StringComparison.Ordinal));
    }

    [Fact]
    public void The_story_is_told_about_the_outlets_that_it_names()
    {
        Point story = Region.PointOf(Region.StoryOutlet);
        Assert.Equal(("模拟·高天水泥有限公司", "DA002", "2# 窑尾"), (story.Firm.Name, story.Outlet.Code, story.Outlet.Name));
        Assert.Equal((Region.StoryMn, "731402", 2017), (story.Device.Mn, story.Password, story.Device.Edition));
        Assert.Equal("模拟·雅砻污水厂", Region.PointOf(Script.CopiedOutlet).Firm.Name);
        Assert.Equal("模拟·羌塘矿业有限公司", Region.PointOf(Script.HeldOutlet).Firm.Name);
        Assert.Equal("模拟·三江热力有限公司", Region.PointOf(Script.OxygenOutlet).Firm.Name);
        Assert.All(Region.Points.Where(p => Script.IsScripted(p.Outlet.Id)), p => Assert.True(p.Registered));
    }

    [Fact]
    public void The_history_is_about_half_a_million_frames_and_none_comes_twice()
    {
        long total = 0;
        foreach (Point point in Region.Points)
        {
            var keys = Plan(point).History().Select(s => s.Key).ToList();
            Assert.Equal(keys.Count, keys.Distinct().Count());
            total += keys.Count;
        }
        Assert.InRange(total, 450_000, 560_000);
    }

    [Fact]
    public void The_history_ends_where_the_live_frames_begin()
    {
        foreach (Point point in Region.Points)
        {
            Itinerary plan = Plan(point);
            var history = plan.History().Select(s => s.Key).ToHashSet();
            var live = new List<FrameKey>();
            var tick = new List<FrameKey>();
            long from = plan.LiveFrom;
            for (long second = from; second < from + 2 * 3600; second += Itinerary.TickSeconds)
            {
                plan.Tick(second, tick);
                live.AddRange(tick.Where(k => k.Kind is FrameKind.Minute or FrameKind.Hour));
            }
            Assert.DoesNotContain(live, history.Contains);
            // No minute is missing between the two, apart from what is never sent.
            long newest = history.Where(k => k.Kind == FrameKind.Minute).Max(k => k.Time);
            long first = live.First(k => k.Kind == FrameKind.Minute).Time;
            if (!Script.IsScripted(point.Outlet.Id))
                Assert.Equal(newest + point.Outlet.MinuteInterval * 60, first);
        }
    }

    [Fact]
    public void What_screens_need_comes_first()
    {
        Point story = Region.PointOf(Region.StoryOutlet);
        var stages = Plan(story).History().Select(s => s.Stage).ToList();
        Assert.Equal(stages.Order(), stages);
        var first = Plan(story).History().First(s => s.Key.Kind == FrameKind.Minute).Key;
        Assert.True(Start.ToUnixTimeSeconds() - first.Time < 2 * 3600);
    }

    private static Itinerary Plan(Point point)
    {
        var logger = new Logger(point, Region.Script);
        return new Itinerary(point, logger, new Timetable(point, logger.Course, []), Start, 30);
    }
}
