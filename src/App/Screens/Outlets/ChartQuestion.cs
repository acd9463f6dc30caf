using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>The spans that a chart of an outlet offers (6 小时、1 天、7 天、30 天).</summary>
public enum ChartRange { SixHours, Day, Week, Month }

/// <summary>What a chart shows: one factor of one outlet over one span, whole hours, Beijing time.</summary>
/// <param name="Fixed">A day of the past was asked for; the chart does not move on with the clock.</param>
public sealed record ChartQuestion(
    string Outlet, string Factor, ChartRange Range, DateTimeOffset From, DateTimeOffset To, bool Fixed)
{
    public static readonly ChartRange[] Ranges =
        [ChartRange.SixHours, ChartRange.Day, ChartRange.Week, ChartRange.Month];

    /// <summary>Minutes are drawn as they are up to this span, thinned above it.</summary>
    public bool IsShort => Range is ChartRange.SixHours or ChartRange.Day;

    /// <param name="day">yyyy-MM-dd: the whole of that day; anything else: up to the end of the hour in
    /// progress.</param>
    public static ChartQuestion Of(string outlet, string factor, string? range, string? day, DateTimeOffset now)
    {
        if (DateTime.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out DateTime date)
            && date.Year is > 2000 and < 2200)
        {
            DateTimeOffset start = new(date, Beijing.Offset);
            return new ChartQuestion(outlet, factor, ChartRange.Day, start, start.AddDays(1), Fixed: true);
        }
        ChartRange chosen = range switch
        {
            "6h" => ChartRange.SixHours,
            "7d" => ChartRange.Week,
            "30d" => ChartRange.Month,
            _ => ChartRange.Day,
        };
        DateTimeOffset local = now.ToOffset(Beijing.Offset);
        DateTimeOffset to = new DateTimeOffset(local.Year, local.Month, local.Day, local.Hour, 0, 0,
            Beijing.Offset).AddHours(1);
        return new ChartQuestion(outlet, factor, chosen, to - Length(chosen), to, Fixed: false);
    }

    public static string Key(ChartRange range) => range switch
    {
        ChartRange.SixHours => "6h",
        ChartRange.Week => "7d",
        ChartRange.Month => "30d",
        _ => "1d",
    };

    public static string Word(ChartRange range) => range switch
    {
        ChartRange.SixHours => "6 小时",
        ChartRange.Week => "7 天",
        ChartRange.Month => "30 天",
        _ => "1 天",
    };

    /// <summary>The query of this chart, for links and for the data route.</summary>
    public string Query(string? factor = null, ChartRange? range = null)
    {
        string when = Fixed && range is null ? $"day={From:yyyy-MM-dd}" : $"range={Key(range ?? Range)}";
        return $"factor={Uri.EscapeDataString(factor ?? Factor)}&{when}";
    }

    private static TimeSpan Length(ChartRange range) => range switch
    {
        ChartRange.SixHours => TimeSpan.FromHours(6),
        ChartRange.Week => TimeSpan.FromDays(7),
        ChartRange.Month => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(1),
    };
}
