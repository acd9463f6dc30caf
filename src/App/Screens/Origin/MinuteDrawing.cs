using Microsoft.AspNetCore.Components;

namespace Qingyuan.App.Screens.Origin;

/// <summary>One minute (or interval of minutes) of an hour as it is drawn.</summary>
/// <param name="Value">What counts, or what would count if it were not excluded; null = no number.</param>
/// <param name="Excluded">The word why it does not count (校准 …); null = it counts.</param>
internal sealed record MinuteDot(int Minute, decimal? Value, string Text, string? Excluded);

/// <summary>Something that happened at the station during the hour (开门, 改参数 …).</summary>
public sealed record HourEvent(double Minute, string Text);

/// <summary>What the minutes are held against.</summary>
/// <param name="Ours">The mean of the valid minutes, as printed; null = none.</param>
/// <param name="Stated">The logger's own hour, as sent; null = none.</param>
internal sealed record HourLines(decimal? Limit, decimal? Ours, string? OursText, decimal? Stated, string? StatedText);

/// <summary>
/// The second storey: the minutes of an hour with our mean (solid blue), the logger's own (dashed amber), the limit
/// (dashed black), the bands of marks and the events of the station. Missing minutes are a gap with its length.
/// </summary>
internal static class MinuteDrawing
{
    public const double Width = 820;
    private const double Top = 8, Base = 150, RowHeight = 17;
    private const int EventRowsMax = 4;

    /// <param name="step">Minutes between two records of this outlet.</param>
    /// <param name="open">The minute that the next storey opens.</param>
    public static MarkupString Draw(
        string label, int hour, int step, IReadOnlyList<MinuteDot> minutes, HourLines lines,
        IReadOnlyList<HourEvent> events, int? open, Func<int, string> link)
    {
        var (low, high) = Range(minutes, lines);
        double Y(decimal value) =>
            Base - 6 - (double)((Math.Clamp(value, low, high) - low) / (high - low)) * (Base - Top - 14);
        int rows = Place(events, out var places);
        Svg svg = new(Width, Base + 26 + rows * RowHeight, "or-draw", label);
        svg.Patterns("minute");
        Bands(svg, step, minutes);
        if (lines.Limit is { } limit)
            svg.Line(0, Y(limit), Width, Y(limit), "or-limit")
                .Text(2, Y(limit) + 15, $"限值 {DayDrawing.Plain(limit)}", "or-tx or-b or-halo or-down");
        Means(svg, lines, Y);
        foreach (MinuteDot minute in minutes)
            Dot(svg, minute, step, minute.Minute == open, hour, Y, link);
        svg.Line(0, Base, Width, Base, "or-axis");
        for (int minute = 0; minute < 60; minute += 10)
            svg.Text(X(minute) + 2, Base + 15, $"{hour:00}:{minute:00}", "or-tx or-mu");
        foreach (var (happened, row, end) in places)
        {
            double x = X(happened.Minute), y = Base + 32 + row * RowHeight;
            svg.Line(x, Base, x, y + 2, "or-event");
            svg.Text(end ? x - 5 : x + 5, y, happened.Text, "or-tx or-ev or-halo", end ? "end" : "start");
        }
        return svg.Done();
    }

    public static double X(double minute) => minute * Width / 60;

    private static void Means(Svg svg, HourLines lines, Func<decimal, double> y)
    {
        bool oursAbove = (lines.Ours ?? 0) >= (lines.Stated ?? 0);
        if (lines.Ours is { } ours)
            svg.Line(0, y(ours), Width, y(ours), "or-ours").Text(
                Width, y(ours) + (oursAbove ? -5 : 15), $"按分钟重算 {lines.OursText}",
                oursAbove ? "or-tx or-br or-halo" : "or-tx or-br or-halo or-down", "end");
        if (lines.Stated is { } stated)
            svg.Line(0, y(stated), Width, y(stated), "or-theirs").Text(
                Width, y(stated) + (oursAbove ? 17 : -5), $"数采仪自报 {lines.StatedText}",
                oursAbove ? "or-tx or-wa or-halo or-down" : "or-tx or-wa or-halo", "end");
    }

    private static void Dot(
        Svg svg, MinuteDot minute, int step, bool open, int hour, Func<decimal, double> y, Func<int, string> link)
    {
        if (minute.Value is not { } value)
            return;
        double x = X(minute.Minute + step / 2.0);
        string title = $"{hour:00}:{minute.Minute:00}，{minute.Text}"
            + (minute.Excluded is null ? "" : $"，不计入：{minute.Excluded}");
        string classes = minute.Excluded is not null ? "or-dot-out" : open ? "or-dot-open" : "or-dot";
        svg.OpenLink(link(minute.Minute), title).Circle(x, y(value), open ? 5.5 : 3, classes, title).CloseLink();
        if (open)
        {
            bool low = y(value) > Base - 40;
            svg.Text(Math.Clamp(x, 20, Width - 20), y(value) + (low ? -10 : 20), minute.Text,
                low ? "or-tx or-br or-b or-halo" : "or-tx or-br or-b or-halo or-down", "middle");
        }
    }

    /// <summary>Grounds: a hatched band with its word for marked time, a dashed one with its length for missing
    /// time.</summary>
    private static void Bands(Svg svg, int step, IReadOnlyList<MinuteDot> minutes)
    {
        Dictionary<int, string?> words = [];
        foreach (MinuteDot minute in minutes)
            words[minute.Minute] = minute.Excluded ?? "";
        for (int from = 0; from < 60;)
        {
            string? word = words.TryGetValue(from, out string? found) ? found : null;
            int to = from + step;
            while (to < 60 && (words.TryGetValue(to, out string? next) ? next : null) == word)
                to += step;
            double x = X(from), width = X(Math.Min(to, 60)) - x;
            if (word is null)
                svg.Rect(x, 4, width, Base - 4, "or-gap").Text(
                    x + width / 2, Base - 8, $"缺 {Math.Min(to, 60) - from} 分钟", "or-tx or-mu or-halo", "middle");
            else if (word.Length > 0)
                svg.Hatched("minute", x, 4, width, Base - 4).Text(
                    Math.Clamp(x + width / 2, 16, Width - 16), 17, word, "or-tx or-halo", "middle");
            from = to;
        }
    }

    private static (decimal Low, decimal High) Range(IReadOnlyList<MinuteDot> minutes, HourLines lines)
    {
        decimal[] values = [.. minutes.Where(m => m.Excluded is null && m.Value is not null).Select(m => m.Value!.Value)
            .Concat(new[] { lines.Limit, lines.Ours, lines.Stated }.OfType<decimal>())];
        if (values.Length == 0)
            values = [.. minutes.Select(m => m.Value).OfType<decimal>()];
        if (values.Length == 0)
            return (0, 1);
        decimal low = values.Min(), high = values.Max();
        decimal margin = high > low ? (high - low) * 0.08m : Math.Max(Math.Abs(high) * 0.05m, 0.5m);
        return (low - margin, high + margin);
    }

    /// <summary>Puts the texts into rows so that none covers another; what finds no row is told in the last
    /// one.</summary>
    private static int Place(IReadOnlyList<HourEvent> events, out List<(HourEvent Event, int Row, bool End)> places)
    {
        places = [];
        List<(double From, double To)>[] rows =
            [.. Enumerable.Range(0, EventRowsMax).Select(_ => new List<(double, double)>())];
        int used = 0, left = 0;
        foreach (HourEvent happened in events.OrderBy(e => e.Minute))
        {
            double x = X(happened.Minute), width = Svg.WidthOf(happened.Text) + 10;
            bool placed = false;
            for (int row = 0; row < EventRowsMax && !placed; row++)
            {
                foreach (bool end in x + width > Width || (row == 0 && x > width && places.Count == 0)
                    ? new[] { true, false } : [false, true])
                {
                    var (from, to) = end ? (x - width, x) : (x, x + width);
                    if (from < 0 || to > Width || rows[row].Exists(r => from < r.To && to > r.From))
                        continue;
                    rows[row].Add((from, to));
                    places.Add((happened, row, end));
                    used = Math.Max(used, row + 1);
                    placed = true;
                    break;
                }
            }
            if (!placed)
                left++;
        }
        if (left > 0)
        {
            places.Add((new HourEvent(0, $"另有 {left} 件，见排口页"), used, false));
            used++;
        }
        return used;
    }
}
