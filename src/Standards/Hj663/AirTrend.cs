namespace Qingyuan.Standards;

/// <summary>What a series of years does (变化趋势). Not significant is not the same as steady.</summary>
public enum TrendVerdict { TooShort, NotSignificant, Rising, Falling }

/// <param name="Coefficient">Spearman's rank correlation (秩相关系数); null when there are too few years.</param>
public sealed record TrendResult(decimal? Coefficient, decimal? Critical, TrendVerdict Verdict, Citation? Citation);

/// <summary>Spearman's rank correlation of a yearly series against time, annex B of HJ 663 (趋势评价).</summary>
public sealed class AirTrend
{
    private readonly (int N, decimal Critical, Citation Citation)[] _critical;

    private readonly bool _atCritical;

    /// <param name="atCritical">True: exactly the critical value is significant.</param>
    internal AirTrend(string document, CsvTable table, bool atCritical)
    {
        _critical =
            [.. table.Rows.Select(r => (r.Whole("n"), r.Number("critical"), r.Cite(document))).OrderBy(r => r.Item1)];
        _atCritical = atCritical;
    }

    /// <summary>
    /// rs = 1 − 6·Σd²/(n³−n) with d the difference of the ranks by time and by value. Equal values share the mean of
    /// their ranks (the annex is silent). Between two rows of the table the smaller n decides: it asks for more.
    /// </summary>
    [Clause("HJ 663-2013", "附录 B")]
    public TrendResult Of(IReadOnlyList<decimal> byYear)
    {
        int n = byYear.Count;
        int row = Array.FindLastIndex(_critical, c => c.N <= n);
        if (row < 0)
            return new TrendResult(null, null, TrendVerdict.TooShort, null);
        decimal coefficient = Sample.RankCorrelation(byYear);
        (_, decimal critical, Citation citation) = _critical[row];
        TrendVerdict verdict = !Sample.IsSignificant(coefficient, critical, _atCritical) ? TrendVerdict.NotSignificant
            : coefficient > 0 ? TrendVerdict.Rising : TrendVerdict.Falling;
        return new TrendResult(coefficient, critical, verdict, citation);
    }
}
