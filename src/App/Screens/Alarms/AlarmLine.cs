using System.Globalization;
using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Judgement;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Alarms;

/// <summary>
/// One line of the alarm list (报警): of each outlet and kind there is one, and outlets that failed together share one.
/// </summary>
/// <param name="From">Since when it lasts.</param>
/// <param name="To">Up to when it has been seen.</param>
/// <param name="Raised">When it could first be known; the waiting time counts from here.</param>
internal sealed record AlarmLine(
    AlarmKind Kind, IReadOnlyList<OutletNow> Outlets, string What, DateTimeOffset From, DateTimeOffset To,
    DateTimeOffset Raised)
{
    public AlarmJudgement? Judgement { get; init; }

    /// <summary>What exceeds, most by its limit first; empty for the other kinds.</summary>
    public IReadOnlyList<Alarm> Exceeding { get; init; } = [];

    /// <summary>Unconfirmed or corrected rows of the rulebook that it rests on; null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules => Exceeding.Count > 0
        ? RuleBasis.Together(Exceeding.Select(a => a.Rules)) : Outlets.Count == 1 ? First.Rules : null;

    public OutletNow First => Outlets[0];
    public bool Waits => Judgement is null;
    public string Region => First.Region;

    /// <summary>Until when somebody has to have decided: our own order, escalated at 15 and 60 minutes.</summary>
    public DateTimeOffset Due => Raised + AlarmList.Within(Kind);

    public bool IsLate(DateTimeOffset now) => Waits && now > Due;

    public string Where => Outlets.Count > 1
        ? $"{Region} {Outlets.Count} 个排口"
        : $"{First.Discharger?.Name ?? First.Outlet.Discharger} {First.Outlet.Code}";

    public OutletState State => Kind switch
    {
        AlarmKind.Exceeds => OutletState.Exceeds,
        AlarmKind.Offline => OutletState.Offline,
        AlarmKind.Missing => OutletState.Missing,
        _ => OutletState.Pending,
    };

    /// <summary>Names it in an address; it stays the same while the alarm lasts.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture,
        $"{(int)Kind}.{From.ToUnixTimeMilliseconds()}.{First.Outlet.Id}");

    public string Address => "/w/alarms/one?key=" + Uri.EscapeDataString(Key);

    /// <summary>How it stands, in words: who has it, or how long it has waited.</summary>
    public string Standing(DateTimeOffset now) => Judgement switch
    {
        null => "未确认 " + Components.ClockWords.Span(now - Raised),
        { Decision: AlarmDecision.Confirmed } j => $"{j.Name} 处理中",
        { Decision: AlarmDecision.Handed } j => $"已转 {j.HandedTo}",
        var j => $"误报，{j.Name}",
    };

    /// <summary>What is to be done until when.</summary>
    public string DueText(DateTimeOffset now) => Judgement is not null
        ? ""
        : Kind switch
        {
            AlarmKind.Exceeds => "15 分钟内确认",
            AlarmKind.Offline => $"{Until(now)}前恢复或转办",
            AlarmKind.Missing => $"{Until(now)}前查明",
            _ => $"{Until(now)}前看过",
        };

    public string When(DateTimeOffset now) => (Says.Day(From) == Says.Day(now) ? ""
        : Says.Day(From) == Says.Day(now.AddDays(-1)) ? "昨 " : Says.MonthDay(From) + " ") + Says.Clock(From);

    private string Until(DateTimeOffset now) =>
        (Says.Day(Due) == Says.Day(now) ? "" : Says.Day(Due) == Says.Day(now.AddDays(1)) ? "明天 "
            : Says.MonthDay(Due) + " ") + Says.Clock(Due) + " ";
}
