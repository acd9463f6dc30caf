using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.App.Screens.Shell;

/// <summary>Times and numbers as screens print them: 北京时间, absolute; thousands by a no-break space.</summary>
internal static class Says
{
    public static string Day(DateTimeOffset at) => Text(at, "yyyy-MM-dd");
    public static string Minute(DateTimeOffset at) => Text(at, "yyyy-MM-dd HH:mm");
    public static string Second(DateTimeOffset at) => Text(at, "yyyy-MM-dd HH:mm:ss");
    public static string Clock(DateTimeOffset at) => Text(at, "HH:mm");
    public static string ClockSecond(DateTimeOffset at) => Text(at, "HH:mm:ss");
    public static string MonthDay(DateTimeOffset at) => Text(at, "MM-dd");

    /// <summary>An hour as an interval: <c>11-23 14 时</c>.</summary>
    public static string Hour(DateTimeOffset from) => Text(from, "MM-dd HH") + " 时";

    public static string Number(long n) => n.ToString("#,0", Spaced);

    /// <summary>Bytes with the unit that keeps three digits.</summary>
    public static string Bytes(double n)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        int u = 0;
        for (; n >= 1024 && u < units.Length - 1; u++)
            n /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{n:0.#} {units[u]}");
    }

    /// <summary>How long ago, in one unit.</summary>
    public static string Ago(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "刚刚",
        { TotalMinutes: < 1 } => $"{(int)span.TotalSeconds} 秒前",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} 分前",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} 小时前",
        _ => $"{(int)span.TotalDays} 天前",
    };

    private static string Text(DateTimeOffset at, string format) =>
        at.ToOffset(Beijing.Offset).ToString(format, CultureInfo.InvariantCulture);

    private static readonly NumberFormatInfo Spaced = new() { NumberGroupSeparator = "\u00A0" };
}
