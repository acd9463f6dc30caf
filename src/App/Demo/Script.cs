namespace Qingyuan.App.Demo;

/// <summary>What can happen to an outlet or its logger over a stretch of minutes.</summary>
internal enum Happening
{
    /// <summary>停炉、停窑</summary>
    Stop,
    /// <summary>断线: sent later (补传)</summary>
    Offline,
    /// <summary>Never sent: the logger itself stood still.</summary>
    Lost,
    /// <summary>A pollutant is driven to a level.</summary>
    Level,
    /// <summary>维护</summary>
    Maintenance,
    /// <summary>校准</summary>
    Calibration,
    /// <summary>故障 of one analyser</summary>
    Fault,
    /// <summary>恒值: an analyser is held at one value. A cheat.</summary>
    Held,
    /// <summary>复制: the minutes of an earlier day are sent again. A cheat.</summary>
    Copied,
    /// <summary>改参数: the analyser's slope is not 1. A cheat.</summary>
    Slope,
    /// <summary>站房门开</summary>
    Door,
}

/// <summary>One happening, from a minute to another (Unix minutes, end excluded).</summary>
/// <param name="Code">The factor it concerns; empty = the outlet.</param>
/// <param name="Amount">The level, the held value, the slope, or how many days back is copied from.</param>
/// <param name="In">Minutes over which a level is approached.</param>
/// <param name="Out">Minutes over which it is left.</param>
/// <param name="Note">What the door log says.</param>
internal sealed record Window(
    Happening Happening, long From, long To, string Code = "", double Amount = 0, int In = 0, int Out = 0,
        string Note = "")
{
    public bool Holds(long minute) => minute >= From && minute < To;
}

/// <summary>
/// What is told about certain outlets, relative to the demo's first start: the story of the designed screens, two more
/// cheats, and what is wrong just now. Never random.
/// </summary>
internal sealed class Script
{
    public const int MinutesOfDay = 1440;

    private static readonly string[] s_outlets =
    [
        Region.StoryOutlet, "SIM-5401-001-DA001", "SIM-5401-002-DA001", "SIM-5402-001-DA003", "SIM-5401-004-DW001",
        CopiedOutlet, HeldOutlet, OxygenOutlet, "SIM-5402-002-DW001", "SIM-5402-002-DW002", "SIM-5402-003-DA001",
        "SIM-5402-003-DA002", "SIM-5425-005-DA001", "SIM-5425-003-DW002",
    ];

    /// <summary>Sends the day before again.</summary>
    public const string CopiedOutlet = "SIM-5405-001-DW001";
    /// <summary>Its COD analyser is held at one value for hours.</summary>
    public const string HeldOutlet = "SIM-5406-001-DW002";
    /// <summary>Its oxygen analyser is held, whatever the load: conversion comes out low.</summary>
    public const string OxygenOutlet = "SIM-5403-001-DA002";

    private readonly Dictionary<string, Window[]> _windows;

    public Script(Region region)
    {
        long now = region.Start.ToUnixTimeSeconds() / 60, hour = now - now % 60;
        StoryDay = Beijing0(now) - MinutesOfDay;
        _windows = Told(now, hour, StoryDay).GroupBy(t => t.Outlet, t => t.Window)
            .ToDictionary(g => g.Key, g => g.ToArray());
    }

    /// <summary>Midnight of the day before the first start, in Unix minutes.</summary>
    public long StoryDay { get; }

    /// <summary>Outlets whose minutes of the whole history are sent.</summary>
    public static IReadOnlyList<string> StoryOutlets { get; } =
        [Region.StoryOutlet, HeldOutlet, CopiedOutlet, OxygenOutlet];

    public static bool IsScripted(string outlet) => s_outlets.Contains(outlet);

    public Window[] Of(string outlet) => _windows.GetValueOrDefault(outlet, []);

    /// <summary>The last Beijing midnight, in Unix minutes.</summary>
    public static long Beijing0(long minute) => minute - (minute + 480) % MinutesOfDay;

    private static long At(long day, int hour, int minute = 0) => day + hour * 60 + minute;

    private static IEnumerable<(string Outlet, Window Window)> Told(long now, long hour, long story)
    {
        foreach (Window window in StoryOf(story))
            yield return (Region.StoryOutlet, window);

        // A copied day: both days before the start repeat the day before them.
        yield return (CopiedOutlet, new(Happening.Copied, story - MinutesOfDay, story, Amount: 1));
        yield return (CopiedOutlet, new(Happening.Copied, story, story + MinutesOfDay, Amount: 2));
        yield return (CopiedOutlet, Level(story - 9 * MinutesOfDay, story - 8 * MinutesOfDay, "w21011", 0.61, 0));
        yield return (HeldOutlet, Held(At(story, 22), At(story, 31), "w01018", 28.4));
        yield return (HeldOutlet, Held(At(story - 6 * MinutesOfDay, 1), At(story - 6 * MinutesOfDay, 10),
            "w01018", 27.9));
        // The reference is 9 %: with oxygen held near it the conversion (折算) does nothing.
        yield return (OxygenOutlet, Held(At(story - 3 * MinutesOfDay, 18), At(story - 2 * MinutesOfDay, 8),
            "a19001", 9.02));
        yield return (OxygenOutlet, Held(At(story, 18), At(story, 32), "a19001", 9.02));

        yield return ("SIM-5401-002-DA001", Level(hour - 65, hour + 70, "a21002", 436.2, 6));
        yield return ("SIM-5402-001-DA003", Level(hour - 65, hour + 55, "a21026", 71, 6));
        yield return ("SIM-5401-004-DW001", Level(story, story + MinutesOfDay, "w21003", 8.6, 0));
        yield return ("SIM-5401-001-DA001", new(Happening.Maintenance, now - 40, now + 50));
        string[] cutOff = ["SIM-5402-002-DW001", "SIM-5402-002-DW002", "SIM-5402-003-DA001", "SIM-5402-003-DA002"];
        foreach (string outlet in cutOff)
            yield return (outlet, new(Happening.Offline, now - 52, now + 38)); // One base station (同一基站).
        yield return ("SIM-5425-005-DA001", new(Happening.Offline, now - 540, long.MaxValue));
        yield return ("SIM-5425-003-DW002", new(Happening.Lost, hour - 119, hour + 1));
    }

    /// <summary>DA002 2# 窑尾: what 04-outlet and 05-origin show.</summary>
    private static IEnumerable<Window> StoryOf(long day)
    {
        yield return new(Happening.Door, At(day, 8, 10), At(day, 8, 26), Note: "维护人员进入,巡检,工单 W-02");
        yield return Level(At(day, 13, 20), At(day, 14, 24), "a21002", 449.5, 35);
        yield return new(Happening.Door, At(day, 14, 16), At(day, 14, 29));
        yield return new(Happening.Calibration, At(day, 14, 21), At(day, 14, 24));
        yield return new(Happening.Slope, At(day, 14, 24), At(day, 44), "a21002", 0.880);
        yield return new(Happening.Level, At(day, 14, 24), At(day, 15, 8), "a21002", 439.1, 0, 8);
        yield return new(Happening.Door, At(day, 43, 48), At(day, 44, 4), Note: "维护人员进入,工单 W-05,责令改正");

        long back = day - 5 * MinutesOfDay;
        yield return new(Happening.Lost, At(back, 11, 20), At(back, 11, 47));
        back = day - 8 * MinutesOfDay;
        yield return new(Happening.Level, At(back, 8, 50), At(back, 10, 10), "a21002", 431, 10, 10);
        back = day - 11 * MinutesOfDay;
        yield return new(Happening.Offline, At(back, 3), At(back, 8));
        back = day - 18 * MinutesOfDay;
        yield return new(Happening.Stop, At(back, 7), At(back, 57));
        back = day - 23 * MinutesOfDay;
        yield return new(Happening.Lost, At(back, 14, 1), At(back, 16, 1));
    }

    private static Window Level(long from, long to, string code, double level, int ramp) =>
        new(Happening.Level, from, to, code, level, ramp, ramp == 35 ? 0 : ramp);

    private static Window Held(long from, long to, string code, double value) =>
        new(Happening.Held, from, to, code, value);
}
