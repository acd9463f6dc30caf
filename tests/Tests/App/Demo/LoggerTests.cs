using System.Globalization;
using System.Text;
using Qingyuan.App.Demo;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App;

/// <summary>What the loggers of the demo say: the same for ever, without a fault, and as the story tells it.</summary>
public sealed class LoggerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);
    private static readonly Region Region = new(2026, Start);
    private static readonly long Story = Region.Script.StoryDay;

    [Fact]
    public void The_same_key_gives_the_same_bytes_whatever_was_asked_before()
    {
        var again = new Region(2026, Start);
        foreach (Point point in Region.Points)
        {
            var busy = new Logger(point, Region.Script);
            for (int k = 0; k < 40; k++)
                busy.HourOf(Story + k * 60);
            foreach (FrameKey key in SomeKeys(point))
            {
                var fresh = new Logger(again.PointOf(point.Outlet.Id), again.Script);
                Assert.Equal(Text(fresh, point, key), Text(busy, point, key));
            }
        }
    }

    [Fact]
    public void Another_seed_gives_another_region()
    {
        var other = new Region(7, Start);
        Assert.NotEqual(Region.Points[0].Device.Mn, other.Points[0].Device.Mn);
        Assert.Equal(Region.StoryMn, other.PointOf(Region.StoryOutlet).Device.Mn);
    }

    [Fact]
    public void Two_loggers_of_2025_encrypt_with_keys_that_are_the_same_at_every_start_and_of_the_seed()
    {
        var points = Region.Points.Where(p => p.SealKey is not null).ToList();
        Assert.Equal([true, false], points.Select(p => p.IsWater).OrderDescending());
        Assert.All(points, p => Assert.True(p.Registered && p.Device.Edition == 2025));
        var again = new Region(2026, Start.AddDays(3));
        Assert.All(points, p => Assert.Equal(p.SealKey, again.PointOf(p.Outlet.Id).SealKey));
        var other = new Region(7, Start).Points.Where(p => p.SealKey is not null);
        Assert.Equal(4, points.Concat(other).Select(p => Convert.ToHexString(p.SealKey!)).Distinct().Count());

        byte[] buffer = new byte[Logger.FrameBytesMax];
        foreach (Point point in points)
        {
            var logger = new Logger(point, Region.Script);
            foreach (FrameKey key in SomeKeys(point))
            {
                int length = logger.Write(key, new Departure(key.Time * 1000 + 61_234, false), buffer, out _);
                byte[] sealedFrame = SealedContent.Seal(buffer.AsSpan(0, length), point.SealKey);
                Assert.True(Framing.TryCut(sealedFrame, true, out Cut cut));
                Assert.Equal((length, RejectReason.Decrypt), (cut.Length, cut.Reason));
                Assert.True(SealedContent.TryOpen(sealedFrame, KeyRing.Of(point.SealKey!), out byte[] opened));
                Assert.Equal(buffer[..length], opened);
            }
        }
    }

    [Fact]
    public void Every_frame_parses_without_a_deviation_in_the_edition_of_its_logger()
    {
        var message = new Message();
        byte[] buffer = new byte[Logger.FrameBytesMax];
        foreach (Point point in Region.Points)
        {
            var logger = new Logger(point, Region.Script);
            foreach (FrameKey key in SomeKeys(point))
            {
                foreach (bool late in (bool[])[false, true])
                {
                    int length = logger.Write(key, new Departure(key.Time * 1000 + 61_234, late), buffer, out long qn);
                    Assert.True(Framing.TryCut(buffer.AsSpan(0, length), true, out Cut cut));
                    Assert.True(cut.IsFrame && cut.Length == length);
                    message.Parse(buffer.AsMemory(0, length));
                    string text = Encoding.UTF8.GetString(buffer, 0, length);
                    Assert.True(message.Deviations.IsEmpty, $"{string.Join(',', message.Deviations)} in {text}");
                    Assert.Equal(point.Device.Edition, message.Edition);
                    Assert.True(message.AckWanted);
                    Assert.Equal(point.Device.Mn, Encoding.ASCII.GetString(message.Mn));
                    Assert.Equal(qn.ToString(CultureInfo.InvariantCulture), Encoding.ASCII.GetString(message.Qn));
                    Assert.Equal(late && point.Device.Edition == 2025, message.BackFilled);
                    Assert.Equal(Beijing.Text(DateTimeOffset.FromUnixTimeSeconds(key.Time)),
                        Encoding.ASCII.GetString(message.DataTime));
                }
            }
        }
    }

    [Fact]
    public void The_frame_of_the_designed_screens_leaves_when_they_say()
    {
        Point point = Region.PointOf(Region.StoryOutlet);
        string frame = Text(
            new Logger(point, Region.Script), point, new FrameKey(FrameKind.Minute, (Story + 852) * 60, 0));
        Assert.Contains("QN=20261123141301386;ST=31;CN=2051;PW=731402;MN=4A51D0E19C7F30008B26E5A1;Flag=5;"
            + "CP=&&DataTime=20261123141200;a00000-Cou=", frame, StringComparison.Ordinal);
        Assert.InRange(frame.Length, 740, 770);
    }

    [Fact]
    public void In_the_story_our_hour_is_above_the_limit_and_the_loggers_own_below()
    {
        var logger = new Logger(Region.PointOf(Region.StoryOutlet), Region.Script);
        long hour = Story + 14 * 60;
        var minutes = new List<(long Minute, Reading Reading)>();
        for (long minute = hour; minute < hour + 60; minute++)
            minutes.Add((minute - hour, logger.MinuteOf(minute)[7]));
        var valid = minutes.Where(m => m.Reading.Mark == 'N').ToList();
        Assert.Equal(57, valid.Count);
        Assert.Equal([21L, 22L, 23L], minutes.Where(m => m.Reading.Mark == 'C').Select(m => m.Minute));

        double ours = valid.Average(m => m.Reading.ConvertedMean) / 10;
        double stated = logger.HourOf(hour)[7].ConvertedMean / 10.0;
        Assert.InRange(ours, 407, 413);
        Assert.InRange(stated, 384, 389);
        Assert.Equal(valid.Where(m => m.Minute >= 24).Average(m => m.Reading.ConvertedMean) / 10, stated, 0.06);

        double before = minutes.Where(m => m.Minute < 21).Average(m => m.Reading.Mean);
        double after = minutes.Where(m => m.Minute >= 24).Average(m => m.Reading.Mean);
        Assert.InRange(1 - after / before, 0.11, 0.145);
    }

    [Fact]
    public void The_changed_slope_and_the_door_are_reported_when_they_happen()
    {
        Point point = Region.PointOf(Region.StoryOutlet);
        var logger = new Logger(point, Region.Script);
        string Said(FrameKind kind, int minute, byte part = 0) =>
            Text(logger, point, new FrameKey(kind, (Story + minute) * 60, part));
        Assert.Contains(
            "PolId=a21002;i13007-Info=0.000;i13008-Info=1.000", Said(FrameKind.Parameter, 5, 1),
            StringComparison.Ordinal);
        Assert.Contains(
            "PolId=a21002;i13007-Info=0.000;i13008-Info=0.880", Said(FrameKind.Parameter, 864, 1),
            StringComparison.Ordinal);
        Assert.Contains("i13008-Info=1.000", Said(FrameKind.Parameter, 44 * 60, 1), StringComparison.Ordinal);
        Assert.Contains("i31001-Info=//站房门打开//;i32001-Info=1", Said(FrameKind.Door, 856), StringComparison.Ordinal);
        Assert.Contains("i31001-Info=//站房门关闭//;i32001-Info=0", Said(FrameKind.Door, 869), StringComparison.Ordinal);
    }

    [Fact]
    public void An_analyser_that_is_held_says_one_value_for_hours_while_the_rest_moves()
    {
        var logger = new Logger(Region.PointOf(Script.HeldOutlet), Region.Script);
        var cod = new HashSet<long>();
        var flow = new HashSet<long>();
        for (long minute = Story + 22 * 60; minute < Story + 31 * 60; minute++)
        {
            var readings = logger.MinuteOf(minute);
            cod.Add(readings[3].Mean);
            flow.Add(readings[0].Mean);
        }
        Assert.Single(cod);
        Assert.True(flow.Count > 100);
    }

    [Fact]
    public void A_copied_day_repeats_the_day_before_it()
    {
        var logger = new Logger(Region.PointOf(Script.CopiedOutlet), Region.Script);
        for (long minute = Story; minute < Story + 1440; minute += 7)
            Assert.Equal(Values(logger, minute - 1440), Values(logger, minute));
        Assert.NotEqual(Values(logger, Story - 1440 * 3 + 60), Values(logger, Story - 1440 * 2 + 60));
    }

    [Fact]
    public void Oxygen_that_is_held_does_not_follow_the_load()
    {
        var logger = new Logger(Region.PointOf(Script.OxygenOutlet), Region.Script);
        var oxygen = new HashSet<long>();
        for (long minute = Story + 18 * 60; minute < Story + 32 * 60; minute += 5)
            oxygen.Add(logger.MinuteOf(minute)[5].Mean);
        Assert.Equal([902L], oxygen);
    }

    [Fact]
    public void Values_stay_where_physics_has_them()
    {
        foreach (Point point in Region.Points)
        {
            Assert.InRange(point.AmbientKilopascal, 54, 79);
            var logger = new Logger(point, Region.Script);
            for (long minute = Story - 9 * 1440; minute < Story + 2 * 1440; minute += 61)
                CheckPhysics(point, logger.MinuteOf(minute), minute);
        }
    }

    private static void CheckPhysics(Point point, ReadOnlySpan<Reading> readings, long minute)
    {
        for (int i = 0; i < readings.Length; i++)
        {
            Factor factor = point.Sent[i];
            Reading r = readings[i];
            double value = r.Mean / (double)Factor.Powers[factor.Digits];
            string what = $"{point.Outlet.Id} {factor.Name} {value} {(char)r.Mark} at {minute}";
            Assert.True(factor.Role switch
            {
                Role.Oxygen => value is > 2 and < 21,
                Role.Temperature => value is > -15 and < 190,
                Role.Velocity => value is >= 0 and < 25,
                Role.Pressure => value is > -1 and < 0.5,
                Role.Moisture => value is > 0 and < 30,
                Role.Acidity => value is > 6 and < 9,
                Role.WaterTemperature => value is > 0 and < 30,
                Role.Furnace => value is > 20 and < 1100,
                Role.Flow => r.Amount >= 0,
                _ => r.Mark == 'D' || value >= 0,
            }, what);
            Assert.True(!factor.HasRange || (r.Low <= r.Mean && r.Mean <= r.High), what);
            if (factor.Role == Role.Flow && !point.IsWater && r.Mark == 'N')
                Assert.True(r.Amount > 100, what);
            if (factor.Role == Role.Pollutant && r.Mark == 'N')
                Assert.True(value < 3 * (double)factor.Limit!, what);
        }
    }

    private static string Values(Logger logger, long minute) =>
        string.Join(' ', logger.MinuteOf(minute).ToArray()
            .Select(r => $"{r.Mean},{r.Low},{r.High},{r.Amount},{(char)r.Mark}"));

    private static IEnumerable<FrameKey> SomeKeys(Point point)
    {
        long day = Story * 60;
        for (int k = 0; k < 24; k += 5)
        {
            long hour = day + k * 3600;
            yield return new FrameKey(FrameKind.RealTime, hour + 30, 0);
            for (byte part = 0; part < Logger.PartsOf(point, FrameKind.Hour); part++)
            {
                yield return new FrameKey(FrameKind.Minute, hour + 600, part);
                yield return new FrameKey(FrameKind.Hour, hour, part);
            }
        }
        for (byte part = 0; part < Logger.PartsOf(point, FrameKind.Day); part++)
            yield return new FrameKey(FrameKind.Day, day - 86_400, part);
        if (point.Device.Edition == 2005)
            yield break;
        yield return new FrameKey(FrameKind.Parameter, day + 300, 0);
        yield return new FrameKey(FrameKind.Door, day + 8 * 3600 + 600, 0);
    }

    private static string Text(Logger logger, Point point, FrameKey key)
    {
        byte[] buffer = new byte[Logger.FrameBytesMax];
        Departure departure = new Timetable(point, logger.Course, []).Of(key)
            ?? new Departure(key.Time * 1000 + 61_000, false);
        return Encoding.UTF8.GetString(buffer, 0, logger.Write(key, departure, buffer, out _));
    }
}
