using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>Which article punishes (从旧兼从轻).</summary>
/// <param name="Applies">Null = the new law no longer punishes the act.</param>
/// <param name="NeedsPerson">The two cannot be compared by their fines alone; a lawyer decides.</param>
public sealed record LawChoice(LawArticle? Applies, string Why, bool NeedsPerson);

/// <summary>
/// The law of the time of the act holds; if it was changed or repealed when the decision is made and the new law is
/// lighter or no longer punishes, the new law holds.
/// </summary>
public static class Leniency
{
    /// <param name="then">In force on the day of the act.</param>
    /// <param name="now">In force on the day of the decision; null = the act is no longer punished.</param>
    [Clause("行政处罚法", "37")]
    public static LawChoice Choose(LawArticle then, LawArticle? now)
    {
        if (now is null)
            return new(null, "作出决定时的规定不再处罚这个行为，适用新规定。", false);
        if (now == then)
            return new(then, "行为时和决定时是同一条，没有变化。", false);
        if (then.FineMax is not { } oldMax || now.FineMax is not { } newMax)
            return new(then, "两条不能只按罚款数额比较轻重，请由法制审核人员决定。", true);
        decimal oldMin = then.FineMin ?? 0, newMin = now.FineMin ?? 0;
        // Lighter in one bound and heavier in the other is no comparison of amounts.
        if (newMax < oldMax && newMin > oldMin || newMax > oldMax && newMin < oldMin)
            return new(then, "新规定的上限和下限一轻一重，请由法制审核人员决定。", true);
        return newMax < oldMax || newMin < oldMin
            ? new(now, $"新规定较轻（{Range(now)}，原为 {Range(then)}），适用新规定。", false)
            : new(then, newMax == oldMax && newMin == oldMin
                ? "新规定轻重相同，适用行为时的规定。"
                : $"新规定较重（{Range(now)}，原为 {Range(then)}），适用行为时的规定。", false);
    }

    private static string Range(LawArticle article) => $"{article.FineMin ?? 0:0.##} 万至 {article.FineMax:0.##} 万元";
}
