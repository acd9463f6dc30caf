using System.Globalization;
using Qingyuan.App.Screens.Origin;
using Qingyuan.App.Screens.Shell;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>
/// The line at the top of an outlet's page: its state, why, and what happened at the station then. Puts a comparison
/// and what the station said side by side; draws no conclusion.
/// </summary>
public sealed record OutletHead(OutletState State, string Sentence, string Detail, string? Link)
{
    /// <summary>Unconfirmed or corrected rows that the sentence rests on; null = none, or nothing was judged.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }

    private static readonly TimeSpan SilentFor = TimeSpan.FromHours(1), GapFor = TimeSpan.FromHours(2);

    /// <param name="hours">The last 24 judged hours, oldest first.</param>
    /// <param name="days">The last judged days, for limits on daily means.</param>
    /// <param name="rules">Factors in force, for their names and units.</param>
    /// <param name="heard">When the newest frame of its devices came; null = never.</param>
    internal static OutletHead Of(
        IReadOnlyList<JudgedInterval> hours, IReadOnlyList<JudgedInterval> days, IReadOnlyList<OutletFactor> rules,
        IReadOnlyList<StationEvent> events, DateTimeOffset? heard, DateTimeOffset now)
    {
        JudgedInterval? latest = hours.Count > 0 ? hours[^1] : null;
        if (latest is null)
            return heard is null
                ? new OutletHead(OutletState.Offline, "还没有收到过数据", "数采仪一连上，这里就有数。", null)
                : new OutletHead(OutletState.Missing, "近 24 小时没有可以评价的数据", Heard(heard, now), null);
        // A logger sends at least its real-time data every minute; an hour without a word is no late frame any more.
        if (heard is { } last && now - last > SilentFor)
            return new OutletHead(OutletState.Offline,
                Says.Ago(now - last).Replace("前", "没有收到报文", StringComparison.Ordinal),
                Heard(heard, now), null);
        // An hour is closed by the data of the next; two hours without one is a gap that a person should see.
        if (now - latest.To > GapFor)
            return new OutletHead(OutletState.Missing, $"{latest.To:MM-dd HH}:00 以后没有完整的小时数据",
                Heard(heard, now), null);
        if (latest.State is OutletState.Offline or OutletState.Missing or OutletState.Stopped)
            return new OutletHead(latest.State, Current(latest), Heard(heard, now), null) { Rules = OfState(latest) };

        foreach (OutletState state in (OutletState[])[OutletState.Exceeds, OutletState.Suspect, OutletState.Pending])
        {
            if (state == OutletState.Suspect && OfDays(days, rules) is { } ofDay)
                return ofDay;
            for (int i = hours.Count - 1; i >= 0; i--)
            {
                JudgedFactor? factor = hours[i].Factors.FirstOrDefault(f => f.State == state);
                if (factor is not null)
                    return OfHour(hours[i], factor, rules, events);
            }
        }
        return latest.State == OutletState.Normal
            ? new OutletHead(OutletState.Normal, "近 24 小时没有超标", Heard(heard, now), null) { Rules = OfAll(hours) }
            : new OutletHead(latest.State, Current(latest), Heard(heard, now), null) { Rules = OfState(latest) };
    }

    private static OutletHead? OfDays(IReadOnlyList<JudgedInterval> days, IReadOnlyList<OutletFactor> rules)
    {
        foreach (JudgedInterval day in days.Reverse())
        {
            if (day.Open || day.Factors.FirstOrDefault(f => f.State == OutletState.Exceeds) is not { } factor)
                continue;
            string name = rules.FirstOrDefault(r => r.Code == factor.Code)?.Name ?? factor.Code;
            return new OutletHead(OutletState.Exceeds,
                $"{day.From:MM-dd} {name}日均值 {factor.Value}，超过限值 {factor.Limit}",
                $"这个限值考核日均值。有效小时 {factor.Valid} / {factor.Expected}。",
                $"/origin/{Uri.EscapeDataString(day.Outlet)}/{factor.Code}/day/{day.From:yyyy-MM-dd}")
            {
                Rules = factor.Rules,
            };
        }
        return null;
    }

    private static OutletHead OfHour(
        JudgedInterval hour, JudgedFactor factor, IReadOnlyList<OutletFactor> rules, IReadOnlyList<StationEvent> events)
    {
        OutletFactor? rule = rules.FirstOrDefault(r => r.Code == factor.Code);
        string name = rule?.Name ?? factor.Code, when = $"{hour.From:MM-dd HH}:00 至 {hour.From.Hour + 1:00}:00";
        string sentence = factor.State == OutletState.Exceeds
            ? $"{when} {name} {factor.Value}，超过限值 {factor.Limit}"
            : StatedHour.Sentence(factor) is not null && OriginWords.Number(factor.Difference) is { } difference
                ? $"{when} {name}的两个小时值相差 {Math.Abs(difference).ToString(CultureInfo.InvariantCulture)}"
                : $"{when} {name}{StateWords.Word(factor.State)}";
        string[] said = [.. events.Where(e => e.Notable && e.Time >= hour.From.AddHours(-1) && e.Time < hour.To)
            .Select(e => $"{e.Time:HH:mm} {e.Text}").TakeLast(4)];
        string stated = OriginWords.Number(factor.Difference) is not (null or 0) ? StatedHour.Sentence(factor) ?? ""
            : "";
        string detail = stated + (said.Length > 0 ? string.Join("，", said) + "。" : "");
        return new OutletHead(factor.State, sentence, detail,
            $"/origin/{Uri.EscapeDataString(hour.Outlet)}/{factor.Code}/hour/{hour.From:yyyy-MM-ddTHH}")
        {
            Rules = factor.Rules,
        };
    }

    /// <summary>That nothing exceeded rests on the rules of all hours.</summary>
    private static IReadOnlyList<RuleBasis>? OfAll(IReadOnlyList<JudgedInterval> hours) =>
        RuleBasis.Together(hours.SelectMany(h => h.Factors).Where(f => f.Limit is not null).Select(f => f.Rules));

    private static IReadOnlyList<RuleBasis>? OfState(JudgedInterval hour) =>
        RuleBasis.Together(hour.Factors.Where(f => f.State == hour.State).Select(f => f.Rules));

    private static string Current(JudgedInterval hour)
    {
        string why = hour.Factors.Select(f => OriginWords.Reason(f.Reason)).FirstOrDefault(r => r.Length > 0) ?? "";
        return $"{hour.From:MM-dd HH}:00 起{StateWords.Word(hour.State)}" + (why.Length > 0 ? $"：{why}" : "");
    }

    private static string Heard(DateTimeOffset? heard, DateTimeOffset now) => heard is { } at
        ? $"最近一条报文 {at.ToOffset(Beijing.Offset):MM-dd HH:mm:ss}，{Says.Ago(now - at)}。"
        : "从来没有收到过它的报文。";
}

/// <summary>The four numbers beside it.</summary>
/// <param name="Running">Mean of the valid minutes of the hour in progress: provisional, judged by nobody.</param>
public sealed record OutletNumbers(
    string? Running, DateTimeOffset RunningHour, DateTimeOffset Day, string? DayMean, int ExceedingHours, int Valid,
        int Expected)
{
    /// <summary>What the day's mean rests on, and what its hours rest on; null = all was seen.</summary>
    public IReadOnlyList<RuleBasis>? OfDay { get; init; }
    public IReadOnlyList<RuleBasis>? OfHours { get; init; }
    /// <summary>Of the hour in progress.</summary>
    public IReadOnlyList<RuleBasis>? OfRunning { get; init; }
}
