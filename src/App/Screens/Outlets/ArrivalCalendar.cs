using Microsoft.AspNetCore.Components;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>How the data of one hour arrived.</summary>
public enum Arrival { NotYet, OnTime, BackFilled, HourOnly, Insufficient, Missing, Stopped, Exceeds }

/// <summary>One hour of an outlet as the calendar needs it.</summary>
/// <param name="Late">The logger itself says that it sent this hour late: RF=1, or its sending time (QN).</param>
/// <param name="HourOnly">Only the logger's own hour arrived, no minutes.</param>
public sealed record ArrivedHour(
    long Hour, OutletState State, int Expected, int Observed, bool Late, bool HourOnly = false);

/// <summary>
/// The arrival calendar (数据到达): 30 days by 24 hours. Its cells differ by pattern as well as by colour. It tells
/// how data arrived, and of their value only whether they exceed.
/// </summary>
public sealed class ArrivalCalendar
{
    public const int Days = 30;
    // HJ 75-2017 7.3: an hour counts with at least 45 of its 60 minutes, i.e. three quarters of what is due.
    private const int QuartersNeeded = 3;
    private const double Left = 40, Top = 4, PitchX = 23.4, PitchY = 7.6, CellWidth = 21.4, CellHeight = 6.6;
    private const long HourMilliseconds = 3_600_000;

    private readonly Arrival[,] _cells = new Arrival[Days, 24];
    private readonly Dictionary<long, ArrivedHour> _hours;

    /// <param name="firstDay">Start of the first Beijing day.</param>
    /// <param name="now">The hour in progress and later ones are not yet due.</param>
    /// <param name="since">First hour at which anything was due from this outlet; before it nothing is missing.</param>
    public ArrivalCalendar(
        DateTimeOffset firstDay, DateTimeOffset now, DateTimeOffset since, IEnumerable<ArrivedHour> hours)
    {
        FirstDay = firstDay;
        _hours = hours.ToDictionary(h => h.Hour);
        for (int day = 0; day < Days; day++)
        {
            for (int hour = 0; hour < 24; hour++)
            {
                DateTimeOffset start = firstDay.AddHours(day * 24 + hour);
                bool due = start.AddHours(1) <= now && start >= since;
                _cells[day, hour] = due
                    ? Of(_hours.GetValueOrDefault(start.ToUnixTimeMilliseconds()))
                    : Arrival.NotYet;
            }
        }
    }

    public DateTimeOffset FirstDay { get; }

    public Arrival this[int day, int hour] => _cells[day, hour];

    public int Count(params ReadOnlySpan<Arrival> kinds)
    {
        int count = 0;
        foreach (Arrival cell in _cells)
            if (kinds.Contains(cell))
                count++;
        return count;
    }

    /// <summary>Hours whose data arrived (enough minutes, or the logger's own hour), of all hours that were due and
    /// not stopped; null = none was
    /// due.</summary>
    public double? Rate()
    {
        int arrived = Count(Arrival.OnTime, Arrival.BackFilled, Arrival.HourOnly, Arrival.Exceeds);
        int due = arrived + Count(Arrival.Insufficient, Arrival.Missing);
        return due == 0 ? null : (double)arrived / due;
    }

    public static string Word(Arrival arrival) => arrival switch
    {
        Arrival.OnTime => "按时到齐",
        Arrival.BackFilled => "补传到齐",
        Arrival.HourOnly => "只到小时值",
        Arrival.Insufficient => "不足四分之三",
        Arrival.Missing => "缺失",
        Arrival.Stopped => "停运",
        Arrival.Exceeds => "超标",
        _ => "未到时间",
    };

    public static string Class(Arrival arrival) => arrival switch
    {
        Arrival.OnTime => "ot-on",
        Arrival.BackFilled => "ot-back",
        Arrival.HourOnly => "ot-hour",
        Arrival.Insufficient => "ot-few",
        Arrival.Missing => "ot-miss",
        Arrival.Stopped => "ot-stop",
        Arrival.Exceeds => "ot-over",
        _ => "ot-none",
    };

    /// <summary>The sentence for screen readers and for print.</summary>
    public string Sentence()
    {
        string Part(Arrival kind) => Count(kind) is > 0 and var n ? $"，{Word(kind)} {n} 小时" : "";
        return $"近 {Days} 天数据到达：按时到齐 {Count(Arrival.OnTime)} 小时"
            + Part(Arrival.BackFilled) + Part(Arrival.HourOnly) + Part(Arrival.Insufficient) + Part(Arrival.Missing)
            + Part(Arrival.Stopped) + Part(Arrival.Exceeds);
    }

    /// <param name="link">Address of the day's chart.</param>
    public MarkupString Draw(Func<DateTimeOffset, string> link)
    {
        Svg svg = new(Left + Days * PitchX, Top + 24 * PitchY + 18, "ot-cal", Sentence());
        svg.Patterns("cal");
        for (int day = 0; day < Days; day++)
        {
            DateTimeOffset start = FirstDay.AddDays(day);
            svg.OpenLink(link(start), null);
            for (int hour = 0; hour < 24; hour++)
                Cell(svg, day, hour);
            svg.CloseLink();
            if (day % 6 == 0 && day < Days - 3 || day == Days - 1)
                svg.Text(day == Days - 1 ? Left + Days * PitchX : Left + day * PitchX + CellWidth / 2,
                    Top + 24 * PitchY + 14, $"{start:MM-dd}", "or-tx or-mu", day == Days - 1 ? "end" : "middle");
        }
        foreach (int hour in (int[])[0, 6, 12, 18])
            svg.Text(Left - 5, Top + hour * PitchY + 9, $"{hour} 时", "or-tx or-mu", "end");
        return svg.Done();
    }

    /// <summary>One cell of the legend, drawn as in the calendar.</summary>
    public static MarkupString Legend(Arrival kind)
    {
        Svg svg = new(22, 10, "ot-key", null);
        Shape(svg, kind, 0.5, 0.5, 21, 9, null);
        return svg.Done();
    }

    private static Arrival Of(ArrivedHour? hour) => hour switch
    {
        null => Arrival.Missing,
        { State: OutletState.Stopped } => Arrival.Stopped,
        { State: OutletState.Missing } => Arrival.Missing,
        { State: OutletState.Exceeds } => Arrival.Exceeds,
        { HourOnly: true } => Arrival.HourOnly,
        { Observed: 0 } => Arrival.Missing,
        _ when hour.Observed * 4 < hour.Expected * QuartersNeeded => Arrival.Insufficient,
        _ => hour.Late ? Arrival.BackFilled : Arrival.OnTime,
    };

    private void Cell(Svg svg, int day, int hour)
    {
        Arrival kind = _cells[day, hour];
        DateTimeOffset start = FirstDay.AddHours(day * 24 + hour);
        ArrivedHour? arrived = _hours.GetValueOrDefault(start.ToUnixTimeMilliseconds());
        string title = $"{start:MM-dd HH}:00 至 {start.Hour + 1:00}:00，{Word(kind)}"
            + (arrived is null ? "" : $"，收到分钟数据 {arrived.Observed} / {arrived.Expected} 条");
        Shape(svg, kind, Left + day * PitchX, Top + hour * PitchY, CellWidth, CellHeight, title);
    }

    private static void Shape(Svg svg, Arrival kind, double x, double y, double width, double height, string? title)
    {
        if (kind == Arrival.Stopped)
            svg.Hatched("cal", x, y, width, height, title);
        else
            svg.Rect(x, y, width, height, Class(kind), title);
        double middle = y + height / 2;
        // Shapes, so that the cells can be told apart in print and by those who do not see the colours.
        switch (kind)
        {
            case Arrival.BackFilled:
                svg.Line(x + 4, middle, x + width - 4, middle, "ot-in");
                break;
            case Arrival.Insufficient:
                svg.Line(x + 2, y + height - 1, x + width - 2, y + 1, "ot-in-dark");
                break;
            case Arrival.Exceeds:
                svg.Path($"M{Svg.Number(x + width / 2 - 3.5)} {Svg.Number(y + height - 1)}l3.5 -4.6l3.5 4.6z",
                    "ot-in-fill");
                break;
            default:
                break;
        }
    }
}
