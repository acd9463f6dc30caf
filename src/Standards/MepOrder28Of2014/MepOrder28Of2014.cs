namespace Qingyuan.Standards;

/// <summary>One period of a consecutive daily penalty (按日连续处罚的一个计罚周期).</summary>
/// <param name="Start">起始日: the day after the order to correct was served.</param>
/// <param name="End">终止日: the day on which the re-check found the unlawful discharge, counted.</param>
/// <param name="Days">计罚日数, natural days.</param>
/// <param name="IsLateRecheck">复查 later than the authority's own term; the sum stands, people are told.</param>
public readonly record struct DailyPenalty(DateOnly Start, DateOnly End, int Days, decimal Amount, bool IsLateRecheck);

/// <summary>
/// 环境保护部令第28号 环境保护主管部门实施按日连续处罚办法. Calculates one period; never says whether a penalty is due:
/// that takes an original fine, proof of service of the order, and people.
/// </summary>
public sealed class MepOrder28Of2014 : IEdition<MepOrder28Of2014>
{
    public const string Document = "环境保护部令第28号";

    private readonly int _recheckDays;
    private readonly int _startAfter;

    private MepOrder28Of2014(Tables tables, string folder)
    {
        Rules = new(Document, tables[$"{folder}/rules.csv"]);
        _recheckDays = (int)Rules["recheck.days"];
        _startAfter = (int)Rules["start.days.after.service"];
    }

    public static MepOrder28Of2014 From(Tables tables, string folder) => new(tables, folder);

    public RuleTable Rules { get; }

    /// <summary>Null when no day lies between service and re-check, so there is nothing to fine by the day.</summary>
    [Clause("环境保护部令第28号", "10")]
    [Clause("环境保护部令第28号", "17")]
    [Clause("环境保护部令第28号", "19")]
    public DailyPenalty? Of(decimal originalFine, DateOnly orderServed, DateOnly recheckFound)
    {
        // 17: from the day after service up to the day of the re-check's finding, that day included.
        DateOnly start = orderServed.AddDays(_startAfter);
        int days = recheckFound.DayNumber - start.DayNumber + 1;
        if (days < 1)
            return null;
        // 19: each day costs the original fine.
        return new(
            start, recheckFound, days, originalFine * days,
            // 10: the re-check is due within 30 days of service.
            recheckFound.DayNumber - orderServed.DayNumber > _recheckDays);
    }
}
