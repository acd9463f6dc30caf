namespace Qingyuan.App.Demo;

/// <summary>
/// What happens at one outlet over time (运行过程): load, stops, marks, faults, outages and the told story. A pure
/// function of the outlet and the minute; it remembers one day only to be quick. Not for two threads.
/// </summary>
internal sealed class Course
{
    private const int Epoch = 12 * Script.MinutesOfDay; // One stop at most in so many days.

    private readonly Point _point;
    private readonly Window[] _told;
    private readonly bool _calm;
    private readonly List<Window> _day = [];
    private long _dayStart = long.MinValue;

    public Course(Point point, Script script)
    {
        _point = point;
        _told = script.Of(point.Outlet.Id);
        // Nothing happens by chance where a story is told, or where nobody would understand it.
        _calm = Script.IsScripted(point.Outlet.Id);
    }

    public bool IsStory => _point.Outlet.Id == Region.StoryOutlet;

    /// <summary>The first happening of a kind that holds at a minute and concerns a factor.</summary>
    public Window? Find(Happening happening, long minute, string code = "")
    {
        foreach (Window window in _told)
        {
            if (window.Happening == happening && window.Holds(minute)
                && (window.Code.Length == 0 || window.Code == code))
                return window;
        }
        foreach (Window window in Day(minute))
        {
            if (window.Happening == happening && window.Holds(minute)
                && (window.Code.Length == 0 || window.Code == code))
                return window;
        }
        return null;
    }

    /// <summary>The slope (斜率) of an analyser; no analyser but a tampered one has exactly 1 for ever.</summary>
    public double Slope(Factor factor, long minute) =>
        Find(Happening.Slope, minute, factor.Code)?.Amount
        ?? (IsStory ? 1 : 0.97 + 0.06 * Noise.Unit(_point.Key + 81, factor.Code[^1]));

    /// <summary>A slope that is changed inside a stretch of minutes.</summary>
    public Window? ChangedSlope(long from, long to) =>
        Array.Find(_told, w => w.Happening == Happening.Slope && w.From > from && w.From < to);

    /// <summary>The happening that keeps the logger from being heard at a minute of its clock.</summary>
    public Window? Silence(long minute) => Find(Happening.Lost, minute) ?? Find(Happening.Offline, minute);

    /// <summary>Doors and changed slopes of the day that begins at a midnight, in order of time.</summary>
    public IReadOnlyList<Window> EventsOf(long day) =>
    [
        .. _told.Concat(Day(day))
            .Where(w => w.Happening is Happening.Door or Happening.Slope
                && w.To >= day && w.From < day + Script.MinutesOfDay)
            .OrderBy(w => w.From),
    ];

    /// <summary>Load of the plant (负荷), 0 = stopped, 1 = full.</summary>
    public double Load(long minute)
    {
        double ramp = 1;
        if (Stop(minute) is { } stop)
        {
            if (stop.Holds(minute))
                return 0;
            ramp = minute < stop.From ? (stop.From - minute) / 60.0 : (minute - stop.To + 1) / 180.0;
        }
        double hour = (minute + 480) % Script.MinutesOfDay / 60.0;
        double wander = Noise.Wander(_point.Key + 11, minute);
        double load = _point.Kind switch
        {
            Kind.KilnTail or Kind.KilnHead => 0.93 + 0.02 * wander,
            Kind.CoalBoiler or Kind.GasBoiler => 0.76 + 0.17 * Math.Cos((hour - 5) * Math.PI / 12) + 0.03 * wander,
            Kind.Incinerator => 0.88 + 0.04 * wander,
            // Two peaks a day, as a town lives.
            Kind.Sewage => 0.66 + 0.14 * Math.Cos((hour - 21) * Math.PI / 12)
                + 0.10 * Math.Cos((hour - 9) * Math.PI / 6)
                + 0.05 * wander,
            Kind.Leachate => 0.60 + 0.10 * wander,
            _ => 0.55 + 0.25 * Math.Cos((hour - 14) * Math.PI / 12) + 0.06 * wander,
        };
        return Math.Clamp(load * Math.Min(1, ramp), 0.02, 1);
    }

    /// <summary>
    /// The mark (数据标记) of a factor, by HJ 212: F stopped, M maintenance, D fault, C calibration, N normal.
    /// </summary>
    public byte Mark(Factor factor, long minute, bool stopped)
    {
        if (stopped)
            return (byte)'F';
        if (Find(Happening.Maintenance, minute) is not null)
            return (byte)'M';
        if (factor.Role is not (Role.Pollutant or Role.Oxygen))
            return (byte)'N';
        if (Find(Happening.Fault, minute, factor.Code) is not null)
            return (byte)'D';
        // Dust is measured by light in the stack; span gas does not reach it.
        bool calibrated = factor.Code != "a34013" && !(factor.Role == Role.Oxygen && IsStory);
        return calibrated && Find(Happening.Calibration, minute) is not null ? (byte)'C' : (byte)'N';
    }

    /// <summary>How far a happening has taken hold: 0 outside, 1 inside its ramps.</summary>
    public static double Weight(Window window, long minute)
    {
        double x = Math.Min(
            window.In == 0 ? 1 : (minute - window.From + 1.0) / window.In,
            window.Out == 0 ? 1 : (window.To - minute) / (double)window.Out);
        x = Math.Clamp(x, 0, 1);
        return x * x * (3 - 2 * x);
    }

    /// <summary>The stop of this epoch, told or by chance, with the ramps around it.</summary>
    private Window? Stop(long minute)
    {
        foreach (Window window in _told)
        {
            if (window.Happening == Happening.Stop && minute >= window.From - 60 && minute < window.To + 180)
                return window;
        }
        if (_calm)
            return null;
        long epoch = minute / Epoch;
        ulong key = Noise.Key(_point.Key + 21, epoch);
        double chance = _point.Kind switch
        {
            Kind.GasBoiler or Kind.Works => 0.5,
            Kind.Sewage or Kind.Leachate => 0,
            Kind.Incinerator => 0.15,
            _ => 0.32,
        };
        if (Noise.Unit(key, 0) >= chance)
            return null;
        long from = epoch * Epoch + 300 + (long)(Noise.Unit(key, 1) * (Epoch - 4800));
        long to = from + 600 + (long)(Noise.Unit(key, 2) * 3000);
        return minute >= from - 60 && minute < to + 180 ? new Window(Happening.Stop, from, to) : null;
    }

    private List<Window> Day(long minute)
    {
        long day = Script.Beijing0(minute);
        if (day == _dayStart)
            return _day;
        _dayStart = day;
        _day.Clear();
        if (!IsStory)
            Plan(day);
        return _day;
    }

    /// <summary>The happenings of one day by chance; none crosses midnight.</summary>
    private void Plan(long day)
    {
        ulong key = Noise.Key(_point.Key + 31, day);
        long number = day / Script.MinutesOfDay;
        bool weekly = number % 7 == (long)(_point.Key % 7);
        // HJ 75-2017: zero and span drift by the instrument itself every day, by hand every week.
        Add(Happening.Calibration, day + 120 + (long)(Noise.Unit(_point.Key, 41) * 200), weekly ? 12 : 3);
        if (weekly)
        {
            long from = day + 570 + (long)(Noise.Unit(key, 1) * 90), minutes = 18 + (long)(Noise.Unit(key, 2) * 25);
            Add(Happening.Maintenance, from, minutes);
            _day.Add(new Window(Happening.Door, from - 6, from + minutes + 4, Note: "维护人员进入,例行维护"));
        }
        if (_calm)
            return;
        if (Noise.Unit(key, 3) < 0.05)
            Add(Happening.Offline, day + (long)(Noise.Unit(key, 4) * 1020), 30 + (long)(Noise.Unit(key, 5) * 380));
        if (Noise.Unit(key, 6) < 0.01)
            Add(Happening.Lost, day + (long)(Noise.Unit(key, 7) * 1180), 60 + (long)(Noise.Unit(key, 8) * 180));
        IReadOnlyList<Factor> gases = [.. _point.Sent.Where(f => f.Limit is not null)];
        Factor factor = gases[(int)(Noise.Unit(key, 9) * gases.Count)];
        if (Noise.Unit(key, 10) < 0.012)
            Add(
                Happening.Fault, day + (long)(Noise.Unit(key, 11) * 1100),
                60 + (long)(Noise.Unit(key, 12) * 240), factor.Code);
        if (Noise.Unit(key, 13) >= 0.022)
            return;
        double level = (double)factor.Limit! * (1.03 + 0.2 * Noise.Unit(key, 14));
        if (factor.On == Registry.LimitOn.Day)
            Add(Happening.Level, day, Script.MinutesOfDay, factor.Code, level);
        else
            Add(
                Happening.Level, day + (long)(Noise.Unit(key, 15) * 1250),
                60 + (long)(Noise.Unit(key, 16) * 90), factor.Code,
                level, 12);
    }

    private void Add(Happening happening, long from, long minutes, string code = "", double amount = 0, int ramp = 0) =>
        _day.Add(new Window(happening, from, from + minutes, code, amount, ramp, ramp));
}
