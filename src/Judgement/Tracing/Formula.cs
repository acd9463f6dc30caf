using System.Globalization;

namespace Qingyuan.Judgement;

/// <summary>How a value came about, as one line of plain Chinese: <c>410.4 = 57 个有效分钟的平均</c>.</summary>
public static class Formula
{
    public static string OfHour(JudgedInterval hour, JudgedFactor factor)
    {
        if (hour.Basis == Basis.Stated)
            return factor.Value is null
                ? $"没有小时值:数采仪自报的记录{Checks.Say(factor.Reason)},也没有分钟记录可以重算"
                : $"{factor.Value} = 数采仪自报的小时值,没有分钟记录可以重算";
        if (factor.Value is null)
            return $"没有小时值:应有 {factor.Expected} 个分钟值,收到 {factor.Observed} 个,有效 {factor.Valid} 个;"
                + Checks.Say(factor.Reason);
        string how = factor.Summed ? "的累计" : factor.Weight is > 0 ? "按流量加权的平均" : "的平均";
        return $"{factor.Value} = {factor.Valid} 个有效分钟{how}{SoFar(hour)}";
    }

    public static string OfDay(JudgedInterval day, JudgedFactor factor, IReadOnlyList<JudgedInterval> hours)
    {
        if (hours.Count == 0)
            return factor.Value is null
                ? $"没有日均值:数采仪自报的记录{Checks.Say(factor.Reason)},也没有小时值可以重算"
                : $"{factor.Value} = 数采仪自报的日均值,没有小时值可以重算";
        if (factor.Value is null)
            return $"没有日均值:应有 {factor.Expected} 个小时值,有效 {factor.Valid} 个;{Checks.Say(factor.Reason)}";
        int stated = hours.Count(h => h.Basis == Basis.Stated
            && h.Factors.Any(f => f.Code == factor.Code && f.Exact is not null));
        string how = factor.Ranged ? "的最小值到最大值，pH 值不求平均" : factor.Summed ? "的累计"
            : factor.Weight is > 0 ? "按流量加权的平均" : "的平均";
        string origin = stated == 0 ? "" : string.Create(
            CultureInfo.InvariantCulture, $",其中 {stated} 个是数采仪自报的小时值");
        return $"{factor.Value} = {factor.Valid} 个有效小时{how}{origin}{SoFar(day)}";
    }

    private static string SoFar(JudgedInterval interval) => interval.Open ? "(到目前为止)" : "";
}
