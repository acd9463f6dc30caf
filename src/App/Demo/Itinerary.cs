namespace Qingyuan.App.Demo;

/// <summary>The stages of the history, in the order in which screens need them.</summary>
internal enum Stage : byte { Screens, RealTime, Minutes, Past, Done }

/// <summary>
/// Which frames a logger sends and in what order (发送计划): its history, newest first for what screens need, and what
/// it sends live. A pure function of region, outlet and days; positions in it are what a restart remembers.
/// </summary>
internal sealed class Itinerary(Point point, Logger logger, Timetable timetable, DateTimeOffset start, int days)
{
    /// <summary>Seconds between real-time frames (RtdInterval).</summary>
    public const int TickSeconds = 30;

    /// <summary>Most frames of one tick; a live position is tick × this + number within.</summary>
    public const int TickFramesMax = 64;

    private const int RecentDays = 2;
    private const int RecentHours = 2;
    private const int HourSeconds = 3600, DaySeconds = 86_400;

    private readonly bool _story = Script.StoryOutlets.Contains(point.Outlet.Id);

    /// <summary>
    /// From here on frames are sent live, in Unix seconds of the logger's clock; what lies before is history.
    /// </summary>
    public long LiveFrom
    {
        get
        {
            long clock = timetable.ClockOf(start);
            // An outage that is not over yet belongs to the live part as a whole: its frames wait for its end.
            long from = logger.Course.Silence(clock / 60_000) is { } silence ? silence.From * 60 : clock / 1000;
            return from - from % TickSeconds;
        }
    }

    /// <summary>The frames of the history that are ever sent.</summary>
    public IEnumerable<(FrameKey Key, Stage Stage)> History()
    {
        long end = LiveFrom * 1000;
        foreach (var step in Past(timetable.ClockOf(start) / 1000))
        {
            if (timetable.Planned(step.Key) < end && timetable.Of(step.Key) is not null)
                yield return step;
        }
    }

    /// <summary>All frames of the live tick that ends at a Unix second, whether they are sent or not.</summary>
    public void Tick(long second, List<FrameKey> to)
    {
        to.Clear();
        long first = second - TickSeconds;
        foreach (FrameKey key in Events(first))
        {
            if (key.Time >= first && key.Time < second)
                to.Add(key);
        }
        int interval = point.Outlet.MinuteInterval * 60;
        if (second % interval == 0)
            AddParts(to, FrameKind.Minute, second - interval);
        to.Add(new FrameKey(FrameKind.RealTime, second, 0));
        if (second % HourSeconds == 0)
            AddParts(to, FrameKind.Hour, second - HourSeconds);
        if ((second + 8 * HourSeconds) % DaySeconds == 0)
            AddParts(to, FrameKind.Day, second - DaySeconds);
        if (to.Count > TickFramesMax)
            throw new InvalidOperationException($"A tick of {point.Outlet.Id} has {to.Count} frames.");
    }

    private IEnumerable<(FrameKey Key, Stage Stage)> Past(long now)
    {
        long today = Script.Beijing0(now / 60) * 60, hour = now - now % HourSeconds, tick = now - now % TickSeconds;
        long recent = hour - RecentDays * DaySeconds, first = today - (days - 1L) * DaySeconds;
        for (long day = today; day > recent - DaySeconds; day -= DaySeconds)
        {
            foreach (var key in Day(Math.Max(day, recent), Math.Min(day + DaySeconds, now), day, _story,
                day + DaySeconds <= now))
                yield return (key, Stage.Screens);
        }
        for (long second = tick - RecentHours * HourSeconds; second < now; second += TickSeconds)
            yield return (new FrameKey(FrameKind.RealTime, second, 0), Stage.RealTime);
        for (long from = hour; !_story && from >= recent; from -= HourSeconds)
        {
            foreach (FrameKey key in Minutes(from))
                yield return (key, Stage.Minutes);
        }
        for (long day = Script.Beijing0(recent / 60) * 60; day >= first; day -= DaySeconds)
        {
            bool whole = day + DaySeconds <= recent;
            foreach (var key in Day(day, whole ? day + DaySeconds : recent, day, _story, whole))
                yield return (key, Stage.Past);
        }
    }

    /// <summary>
    /// The hours of a day or a part of it, newest first, with its minutes, its events and its day frame.
    /// </summary>
    private IEnumerable<FrameKey> Day(long from, long to, long day, bool minutes, bool whole)
    {
        foreach (FrameKey key in Events(day))
        {
            if (key.Time >= from && key.Time < to)
                yield return key;
        }
        for (long hour = to - 1 - (to - 1) % HourSeconds; hour >= from; hour -= HourSeconds)
        {
            if (minutes)
            {
                foreach (FrameKey key in Minutes(hour))
                    yield return key;
            }
            for (byte part = 0; part < Logger.PartsOf(point, FrameKind.Hour); part++)
                yield return new FrameKey(FrameKind.Hour, hour, part);
        }
        for (byte part = 0; whole && part < Logger.PartsOf(point, FrameKind.Day); part++)
            yield return new FrameKey(FrameKind.Day, day, part);
    }

    private IEnumerable<FrameKey> Minutes(long hour)
    {
        int interval = point.Outlet.MinuteInterval * 60, parts = Logger.PartsOf(point, FrameKind.Minute);
        for (long second = hour; second < hour + HourSeconds; second += interval)
        {
            for (byte part = 0; part < parts; part++)
                yield return new FrameKey(FrameKind.Minute, second, part);
        }
    }

    /// <summary>
    /// Reports of parameters and doors of the Beijing day that holds a Unix second, in order of time.
    /// </summary>
    private List<FrameKey> Events(long second)
    {
        var keys = new List<FrameKey>();
        long day = Script.Beijing0(second / 60);
        for (byte analyser = 0; analyser < logger.AnalyserCount; analyser++)
            keys.Add(new FrameKey(FrameKind.Parameter, day * 60 + 300, analyser));
        if (point.Device.Edition != 2005)
        {
            foreach (Window window in logger.Course.EventsOf(day))
            {
                foreach (long minute in (ReadOnlySpan<long>)[window.From, window.To])
                {
                    if (minute >= day && minute < day + Script.MinutesOfDay)
                        keys.Add(window.Happening == Happening.Door
                            ? new FrameKey(FrameKind.Door, minute * 60, 0)
                            : new FrameKey(FrameKind.Parameter, minute * 60, logger.AnalyserOf(window.Code)));
                }
            }
        }
        keys.Sort((a, b) => a.Time.CompareTo(b.Time));
        return keys;
    }

    private void AddParts(List<FrameKey> to, FrameKind kind, long time)
    {
        for (byte part = 0; part < Logger.PartsOf(point, kind); part++)
            to.Add(new FrameKey(kind, time, part));
    }
}
