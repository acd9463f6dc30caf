using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Judgement;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Alarms;

/// <summary>
/// Makes the alarm list (报警清单) of what is so now and of what people decided. Computes only: an alarm is nowhere
/// stored, only decisions are.
/// </summary>
internal static class AlarmList
{
    /// <summary>Decisions older than this no longer cover anything that is shown.</summary>
    public static readonly TimeSpan LookBack = TimeSpan.FromDays(7);

    /// <summary>Loggers of one region that fell silent within this of each other failed together.</summary>
    public static readonly TimeSpan TogetherWithin = TimeSpan.FromMinutes(5);

    /// <summary>A decision about differing hours holds for a day; then somebody looks again.</summary>
    public static readonly TimeSpan DifferenceHolds = TimeSpan.FromDays(1);

    /// <summary>How long a decision may take: our own order.</summary>
    public static TimeSpan Within(AlarmKind kind) => kind switch
    {
        AlarmKind.Exceeds => TimeSpan.FromMinutes(15),
        AlarmKind.Offline => TimeSpan.FromHours(2),
        AlarmKind.Missing => TimeSpan.FromHours(4),
        _ => TimeSpan.FromHours(24),
    };

    public static string Word(AlarmKind kind) => kind switch
    {
        AlarmKind.Exceeds => "超标",
        AlarmKind.Offline => "离线",
        AlarmKind.Missing => "缺失",
        _ => "待审",
    };

    public static string Word(AlarmDecision decision) => decision switch
    {
        AlarmDecision.Confirmed => "确认",
        AlarmDecision.False => "误报",
        _ => "转办",
    };

    /// <summary>
    /// Late ones first, then by when they are due; what somebody has comes after what nobody has, false alarms last.
    /// </summary>
    public static IReadOnlyList<AlarmLine> Of(
        IReadOnlyList<OutletNow> outlets, IReadOnlyList<Alarm> alarms, IReadOnlyList<AlarmJudgement> judgements,
        DateTimeOffset now)
    {
        List<AlarmLine> lines = [.. Exceeding(alarms), .. Silent(outlets, judgements, now)];
        foreach (OutletNow o in outlets)
        {
            if (o.State == OutletState.Missing && o.Latest is { } last)
                lines.Add(Single(AlarmKind.Missing, o, o.Why, last.To, now, last.To.AddHours(2), judgements, now));
            else if (o.State == OutletState.Pending && o.Latest is { } hour)
                lines.Add(Single(AlarmKind.Differs, o, o.Why, hour.From, hour.To, hour.To, judgements, now));
        }
        return
        [
            .. lines.OrderBy(l => l.Judgement?.Decision switch
                {
                    null => 0, AlarmDecision.Confirmed => 1, AlarmDecision.Handed => 2, _ => 3,
                })
                .ThenBy(l => l.IsLate(now) ? (int)l.Kind : 9).ThenBy(l => l.Due).ThenBy(l => l.First.Outlet.Id,
                    StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The decision about one exceeding hour: one whose stretch holds it, or one that was no false alarm and holds the
    /// hour before (then the same exceedance goes on and somebody has it).
    /// </summary>
    public static AlarmJudgement? JudgementOf(
        IReadOnlyList<AlarmJudgement> judgements, Alarm? before, Exceedance hour) =>
        judgements.FirstOrDefault(j => j.Covers(AlarmKind.Exceeds, hour.Outlet, hour.From))
            ?? (before?.Judgement is { Decision: not AlarmDecision.False } held && before.To == hour.From
                ? held : null);

    private static IEnumerable<AlarmLine> Exceeding(IReadOnlyList<Alarm> alarms)
    {
        foreach (var group in alarms.Where(a => a.Suppressed is null)
            .GroupBy(a => (a.Outlet.Outlet.Id, a.Judgement?.Position)))
        {
            Alarm[] runs = [.. group.OrderByDescending(Times)];
            Alarm most = runs[0];
            string first = most.Factor + " " + (most.IsDay ? "日均值 " : most.Hours > 1 ? $"{most.Hours} 小时，最高 " : "")
                + $"{most.Highest}，限值 {most.Limit}";
            int factors = runs.Select(r => r.Factor).Distinct().Count();
            DateTimeOffset from = runs.Min(r => r.From);
            yield return new AlarmLine(
                AlarmKind.Exceeds, [most.Outlet], factors > 1 ? $"{first}；另有 {factors - 1} 项" : first, from,
                runs.Max(r => r.To), runs.Min(r => r.IsDay ? r.To : r.From.AddHours(1)))
            {
                Judgement = most.Judgement,
                Exceeding = runs,
            };
        }
    }

    /// <summary>By how many times the limit, for the order only.</summary>
    private static double Times(Alarm a) =>
        double.TryParse(a.Highest, out double value) && double.TryParse(a.Limit, out double limit) && limit > 0
            ? value / limit : 0;

    private static IEnumerable<AlarmLine> Silent(
        IReadOnlyList<OutletNow> outlets, IReadOnlyList<AlarmJudgement> judgements, DateTimeOffset now)
    {
        var silent = outlets.Where(o => o is { State: OutletState.Offline, Heard: not null })
            .Select(o => (Outlet: o, Judgement: judgements.FirstOrDefault(
                j => j.Covers(AlarmKind.Offline, o.Outlet.Id, o.Heard!.Value))));
        foreach (var group in silent.GroupBy(o => (o.Outlet.Region, o.Judgement?.Position)))
        {
            var ordered = group.OrderBy(o => o.Outlet.Heard).ThenBy(o => o.Outlet.Outlet.Id, StringComparer.Ordinal)
                .ToList();
            for (int at = 0; at < ordered.Count;)
            {
                int end = at + 1;
                while (end < ordered.Count && end - at < AlarmJudgement.OutletsMax
                    && ordered[end].Outlet.Heard - ordered[end - 1].Outlet.Heard <= TogetherWithin)
                    end++;
                OutletNow[] together = [.. ordered[at..end].Select(o => o.Outlet)];
                DateTimeOffset from = together[0].Heard!.Value;
                yield return new AlarmLine(AlarmKind.Offline, together,
                    together.Length > 1 ? "同时断线，先查线路和基站" : $"{Says.Clock(from)} 以后没有报文", from, now,
                    from + OutletsNow.SilentMax)
                {
                    Judgement = ordered[at].Judgement,
                };
                at = end;
            }
        }
    }

    private static AlarmLine Single(
        AlarmKind kind, OutletNow outlet, string what, DateTimeOffset from, DateTimeOffset to, DateTimeOffset raised,
        IReadOnlyList<AlarmJudgement> judgements, DateTimeOffset now) =>
        new(kind, [outlet], what, from, to, raised)
        {
            Judgement = judgements.FirstOrDefault(j => kind == AlarmKind.Differs
                ? j.Kind == kind && now - j.At < DifferenceHolds && j.Outlets.Contains(outlet.Outlet.Id)
                : j.Covers(kind, outlet.Outlet.Id, from)),
        };
}
