using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace Qingyuan.App.Screens.Origin;

/// <summary>One hour of a day as it is drawn.</summary>
/// <param name="Value">Null = no value; <paramref name="Why"/> says why.</param>
/// <param name="Stated">The logger's own value (数采仪自报): hollow, never like ours.</param>
internal sealed record HourBar(int Hour, decimal? Value, string? Text, bool Exceeds, bool Stated, string? Why);

/// <summary>The first storey: 24 hours of a day with their limit (一日由 24 个小时组成).</summary>
internal static class DayDrawing
{
    public const double Width = 820, Gap = 3;
    public const double HourWidth = Width / 24;
    private const double Base = 150, Height = 176;

    /// <param name="open">The hour that the next storey opens.</param>
    /// <param name="limitWord">限值, or 日均限值 where the hours themselves are not held to it.</param>
    /// <param name="link">Address that opens an hour.</param>
    public static MarkupString Draw(
        string label, IReadOnlyList<HourBar> hours, decimal? limit, int? open, Func<int, string> link,
        string limitWord = "限值")
    {
        // Bars begin at zero, so that their lengths may be compared.
        decimal top = hours.Select(h => h.Value ?? 0).Append(limit ?? 0).Append(0).Max() * 1.125m;
        double Y(decimal value) => top <= 0 ? Base : Base - (double)(Math.Max(value, 0) / top) * Base;
        Svg svg = new(Width, Height, "or-draw", label);
        svg.Patterns("day");
        foreach (HourBar hour in hours)
        {
            double x = hour.Hour * HourWidth + Gap, width = HourWidth - 2 * Gap;
            string title = Title(hour);
            svg.OpenLink(link(hour.Hour), title);
            if (hour.Value is { } value)
                svg.Rect(x, Y(value), width, Math.Max(Base - Y(value), 1), Class(hour, hour.Hour == open), title);
            else
                svg.Hatched("day", x, Base - 40, width, 40, title).Rect(x, Base - 40, width, 40, "or-gap");
            svg.CloseLink();
        }
        if (limit is { } allowed)
        {
            svg.Line(0, Y(allowed), Width, Y(allowed), "or-limit");
            // The words stand at the end where no value is written over them.
            bool atEnd = open is < 4 || hours.Any(h => h.Exceeds && h.Hour < 4);
            svg.Text(atEnd ? Width : 2, Y(allowed) - 5, $"{limitWord} {Plain(allowed)}", "or-tx or-b or-halo",
                atEnd ? "end" : "start");
        }
        Labels(svg, hours, open, Y);
        Axis(svg, hours, open);
        return svg.Done();
    }

    private static void Labels(Svg svg, IReadOnlyList<HourBar> hours, int? open, Func<decimal, double> y)
    {
        // A value is about as wide as one bar: neighbours would run into each other, so the opened hour goes first.
        List<int> taken = [];
        foreach (HourBar hour in hours.OrderBy(h => h.Hour == open ? 0 : 1).ThenBy(h => h.Hour))
        {
            if (hour.Value is not { } value || !(hour.Exceeds || hour.Hour == open))
                continue;
            if (taken.Exists(t => Math.Abs(t - hour.Hour) < 2))
                continue;
            taken.Add(hour.Hour);
            svg.Text((hour.Hour + 0.5) * HourWidth, y(value) - 5, hour.Text ?? Plain(value),
                hour.Exceeds ? "or-tx or-over or-halo" : "or-tx or-b or-halo", "middle");
        }
    }

    private static void Axis(Svg svg, IReadOnlyList<HourBar> hours, int? open)
    {
        svg.Line(0, Base, Width, Base, "or-axis");
        for (int hour = 0; hour < 24; hour += 3)
            if (open is null || Math.Abs(hour - open.Value) > 1)
                svg.Text((hour + 0.5) * HourWidth, 168, $"{hour} 时", "or-tx or-mu", "middle");
        if (open is { } opened)
        {
            bool exceeds = hours.Any(h => h.Hour == opened && h.Exceeds);
            svg.Text((opened + 0.5) * HourWidth, 168, $"{opened} 时", exceeds ? "or-tx or-over" : "or-tx or-b",
                "middle");
        }
    }

    private static string Class(HourBar hour, bool open) =>
        (hour.Exceeds ? "or-bar-over" : open ? "or-bar-open" : "or-bar") + (hour.Stated ? " or-stated" : "");

    private static string Title(HourBar hour)
    {
        string span = $"{hour.Hour:00}:00 至 {hour.Hour + 1:00}:00";
        if (hour.Value is null)
            return $"{span}，没有小时值：{hour.Why ?? "没有收到数据"}";
        return $"{span}，{hour.Text}{(hour.Stated ? "（数采仪自报）" : "")}{(hour.Exceeds ? "，超标" : "")}";
    }

    internal static string Plain(decimal value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
