namespace Qingyuan.App.Demo;

/// <summary>A stretch of time in which the platform itself was not running, in Unix milliseconds.</summary>
internal readonly record struct Pause(long From, long To);

/// <summary>
/// When each frame of one logger leaves it (发送时刻), by its own clock. A frame of an outage leaves after it, marked as
/// back-filled (补传) where the edition knows that; a real-time frame (实时数据) of an outage never leaves.
/// </summary>
internal sealed class Timetable(Point point, Course course, IReadOnlyList<Pause> pauses)
{
    /// <summary>How much faster than real time waiting frames leave.</summary>
    private const int CatchUp = 600;

    public const int PartMilliseconds = 50;

    /// <summary>The logger's clock now, in Unix milliseconds.</summary>
    public long ClockOf(DateTimeOffset now) => now.ToUnixTimeMilliseconds() + point.Device.ClockOffsetSeconds * 1000L;

    /// <summary>When the frame would leave if nothing happened.</summary>
    public long Planned(FrameKey key)
    {
        long milliseconds = key.Time * 1000 + key.Part * PartMilliseconds;
        return milliseconds + key.Kind switch
        {
            FrameKind.RealTime => point.JitterMilliseconds + 400,
            FrameKind.Minute => point.Outlet.MinuteInterval * 60_000L + point.JitterMilliseconds,
            FrameKind.Hour => 3_600_000L + point.JitterMilliseconds + 800,
            FrameKind.Day => 86_400_000L + point.JitterMilliseconds + 1200,
            _ => 500,
        };
    }

    /// <summary>When it leaves; null = never.</summary>
    public Departure? Of(FrameKey key)
    {
        long planned = Planned(key);
        bool late = false;
        if (course.Silence(planned / 60_000) is { } silence)
        {
            if (silence.Happening == Happening.Lost || silence.To == long.MaxValue || key.Kind == FrameKind.RealTime)
                return null;
            planned = silence.To * 60_000 + (planned - silence.From * 60_000) / CatchUp;
            late = true;
        }
        foreach (Pause pause in pauses)
        {
            if (planned < pause.From || planned >= pause.To)
                continue;
            if (key.Kind == FrameKind.RealTime)
                return null;
            planned = pause.To + (planned - pause.From) / CatchUp;
            late = true;
        }
        return new Departure(planned, late);
    }

    /// <summary>Until when the logger is cut off now, in Unix milliseconds of its clock; 0 = it is not.</summary>
    public long SilentUntil(long clock) =>
        course.Silence(clock / 60_000) is not { } silence ? 0
        : silence.To == long.MaxValue ? long.MaxValue : silence.To * 60_000;
}
