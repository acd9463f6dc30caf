using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>The spans that a chart of an outlet offers (6 小时、1 天、7 天、30 天、自选).</summary>
public enum ChartRange { SixHours, Day, Week, Month, Chosen }

/// <summary>What a chart shows: one factor of one outlet over one span, whole hours, Beijing time.</summary>
/// <param name="Fixed">A day or a span of the past was asked for; the chart does not move on with the clock.</param>
public sealed record ChartQuestion(
    string Outlet, string Factor, ChartRange Range, DateTimeOffset From, DateTimeOffset To, bool Fixed)
{
    public static readonly ChartRange[] Ranges =
        [ChartRange.SixHours, ChartRange.Day, ChartRange.Week, ChartRange.Month];

    /// <summary>The longest span that anybody may ask for.</summary>
    public const int ChosenDaysMax = 366;

    private const int MinuteDaysMax = 31;

    /// <summary>Minutes are drawn as they are up to this span, thinned above it.</summary>
    public bool IsShort => To - From <= TimeSpan.FromHours(25);

    /// <summary>Too long for minutes: hours are the points and days the line.</summary>
    public bool IsLong => To - From > TimeSpan.FromDays(MinuteDaysMax);

    /// <param name="day">yyyy-MM-dd: the whole of that day; anything else: up to the end of the hour in
    /// progress.</param>
    /// <param name="since">With <paramref name="until"/>: yyyy-MM-dd or yyyy-MM-ddTHH:mm, any span.</param>
    public static ChartQuestion Of(
        string outlet, string factor, string? range, string? day, DateTimeOffset now, string? since = null,
        string? until = null)
    {
        if (Instant(since) is { } first && Instant(until) is { } last && first < last)
        {
            if (last - first > TimeSpan.FromDays(ChosenDaysMax))
                first = last.AddDays(-ChosenDaysMax);
            return new ChartQuestion(outlet, factor, ChartRange.Chosen, first, last, Fixed: true);
        }
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
        string when = range is not null || !Fixed ? $"range={Key(range ?? Range)}"
            : Range == ChartRange.Chosen ? $"from={From:yyyy-MM-ddTHH:mm}&to={To:yyyy-MM-ddTHH:mm}"
            : $"day={From:yyyy-MM-dd}";
        return $"factor={Uri.EscapeDataString(factor ?? Factor)}&{when}";
    }

    /// <summary>Whole hours: a span that begins within one takes all of it.</summary>
    private static DateTimeOffset? Instant(string? text) =>
        DateTime.TryParseExact(text, ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm"], CultureInfo.InvariantCulture,
            DateTimeStyles.None, out DateTime at) && at.Year is > 2000 and < 2200
            ? new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, Beijing.Offset) : null;

    private static TimeSpan Length(ChartRange range) => range switch
    {
        ChartRange.SixHours => TimeSpan.FromHours(6),
        ChartRange.Week => TimeSpan.FromDays(7),
        ChartRange.Month => TimeSpan.FromDays(30),
        _ => TimeSpan.FromDays(1),
    };
}
