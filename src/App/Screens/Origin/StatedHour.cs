using System.Globalization;
using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Origin;

/// <summary>
/// Compares our hour with the logger's own (两种小时值). It says how the logger's number could have come about when
/// arithmetic says so, and leaves every conclusion to people.
/// </summary>
internal static class StatedHour
{
    /// <summary>The first minute from which on the mean of the valid minutes is what the logger stated.</summary>
    /// <param name="changes">Minutes of the hour at which something was changed; only these are tried.</param>
    public static (int From, int Minutes)? Explained(
        IReadOnlyList<JudgedMinute> minutes, string? stated, IEnumerable<double> changes)
    {
        if (stated is null || OriginWords.Number(stated) is not { } number)
            return null;
        int dot = stated.IndexOf('.', StringComparison.Ordinal);
        int digits = dot < 0 ? 0 : stated.Length - dot - 1;
        // What the logger itself would have averaged: its own corrected values where it sends them.
        (int At, decimal Value)[] valid = [.. minutes.Where(m => m.Reason is null && m.Value is not null)
            .Select(m => (m.From.Minute, OriginWords.Number(m.Stated) ?? m.Value!.Value))];
        foreach (double change in changes.Order())
        {
            decimal[] after = [.. valid.Where(m => m.At >= (int)change).Select(m => m.Value)];
            if (after.Length > 0 && after.Length < valid.Length
                && Math.Round(after.Average(), digits, MidpointRounding.ToEven) == number)
                return ((int)change, after.Length);
        }
        return null;
    }

    /// <summary>One sentence: what both numbers are and how they stand to the limit; null when there are not
    /// two.</summary>
    public static string? Sentence(JudgedFactor factor)
    {
        if (factor.Value is null || factor.Stated is null
            || OriginWords.Number(factor.Difference) is not { } difference)
            return null;
        if (difference == 0)
            return $"数采仪自报 {factor.Stated}，按它发来的分钟值重算也是 {factor.Value}。";
        string share = OriginWords.Share(difference, OriginWords.Number(factor.Value) ?? 0);
        string apart = Math.Abs(difference).ToString(CultureInfo.InvariantCulture);
        return $"数采仪自报 {factor.Stated}{Against(factor.Stated, factor.Limit)}；按它自己发来的分钟值重算是"
            + $" {factor.Value}{Against(factor.Value, factor.Limit)}。差 {apart}（{share}）。";
    }

    private static string Against(string value, string? limit) =>
        OriginWords.Number(value) is { } number && OriginWords.Number(limit) is { } allowed
            ? number > allowed ? "，超标" : "，未超标"
            : "";
}
