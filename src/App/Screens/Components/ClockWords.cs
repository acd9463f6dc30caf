using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.App.Screens.Components;

/// <summary>How a deadline (期限) reads at one moment: its words, the part that has gone, its look.</summary>
/// <param name="Look">CSS class: empty, <c>soon</c>, <c>hot</c> (late) or <c>stop</c> (done).</param>
internal readonly record struct ClockWords(string Left, double Part, string Look)
{
    /// <summary>The last fifth of the time, and always the last day, is told as soon.</summary>
    private const double SoonPart = 0.8;

    public static ClockWords Of(
        DateTimeOffset? starts, DateTimeOffset? due, DateTimeOffset? done, string? paused, DateTimeOffset now)
    {
        if (done is { } at)
            return at > due ? new("已完成，晚了 " + Span(at - due.Value), 1, "stop") : new("已完成", 1, "stop");
        if (starts is not { } from || due is not { } to)
            return new("未开始", 0, "");
        double part = to > from ? Math.Clamp((now - from) / (to - from), 0, 1) : 1;
        if (paused is not null)
            return new("停表：" + paused, part, "");
        if (now >= to)
            return new("超过 " + Span(now - to), 1, "hot");
        bool soon = part >= SoonPart || to - now < TimeSpan.FromDays(1);
        return new(Remaining(to, now), part, soon ? "soon" : "");
    }

    private static string Remaining(DateTimeOffset due, DateTimeOffset now)
    {
        DateTimeOffset local = due.ToOffset(Beijing.Offset);
        string clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return (local.Date - now.ToOffset(Beijing.Offset).Date).Days switch
        {
            0 => "今天 " + clock,
            1 => "明天 " + clock,
            var days => $"还有 {days} 天",
        };
    }

    /// <summary>In one unit, never rounded up to more than it is.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "不到 1 分",
        { TotalHours: < 1 } => $"{(int)span.TotalMinutes} 分",
        { TotalDays: < 1 } => $"{(int)span.TotalHours} 小时",
        _ => $"{(int)span.TotalDays} 天",
    };
}
