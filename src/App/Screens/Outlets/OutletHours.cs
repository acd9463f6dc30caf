using Qingyuan.App.Screens.Origin;
using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>One row of the table 两种小时值对照: ours, the logger's own, and how far they are apart.</summary>
public sealed record HourRow(JudgedInterval Hour, JudgedFactor Factor)
{
    public bool Ours => Hour.Basis == Basis.Minutes;
    public decimal? Difference => Ours ? OriginWords.Number(Factor.Difference) : null;

    /// <summary>A person may want to look: above the limit, or apart by more than a hundredth.</summary>
    public bool Notable => Factor.State is OutletState.Exceeds or OutletState.Pending || Apart;

    public bool Apart => Difference is { } d && OriginWords.Number(Factor.Value) is { } v && v != 0
        && Math.Abs(d / v) > 0.01m;
}

/// <summary>Chooses the hours that a page shows first. Leaves none out of the whole table.</summary>
internal static class OutletHours
{
    public const int RowsFirst = 8;

    public static IReadOnlyList<HourRow> Of(IEnumerable<JudgedInterval> hours, ChartQuestion question) =>
        [.. hours.Where(h => h.From >= question.From && h.From < question.To)
            .Select(h => (h, f: h.Factors.FirstOrDefault(f => f.Code == question.Factor)))
            .Where(h => h.f is not null).Select(h => new HourRow(h.h, h.f!)).OrderBy(r => r.Hour.From)];

    /// <summary>The hours around the last notable one, else the last ones.</summary>
    public static IReadOnlyList<HourRow> First(IReadOnlyList<HourRow> rows)
    {
        if (rows.Count <= RowsFirst)
            return rows;
        int notable = -1;
        for (int i = rows.Count - 1; i >= 0 && notable < 0; i--)
            if (rows[i].Notable)
                notable = i;
        int from = notable < 0 ? rows.Count - RowsFirst : Math.Clamp(notable - 3, 0, rows.Count - RowsFirst);
        return [.. rows.Skip(from).Take(RowsFirst)];
    }
}
