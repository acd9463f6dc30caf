using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Alarms;

/// <summary>
/// What deciding costs and how often it was for nothing (报警统计): shown to whoever owns the rules, so that a rule that
/// cries wolf is seen.
/// </summary>
internal sealed record AlarmStatistics(int Handled, int False, TimeSpan? Median)
{
    public static AlarmStatistics Of(IEnumerable<AlarmJudgement> judgements)
    {
        AlarmJudgement[] all = [.. judgements];
        TimeSpan[] waits = [.. all.Select(j => j.Waited).Where(w => w >= TimeSpan.Zero).Order()];
        return new AlarmStatistics(all.Length, all.Count(j => j.Decision == AlarmDecision.False),
            waits.Length == 0 ? null : waits[waits.Length / 2]);
    }

    public double? FalsePart => Handled == 0 ? null : (double)False / Handled;
}
