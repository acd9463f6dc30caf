namespace Qingyuan.Standards;

/// <summary>Mean, spread, order and correlation of a handful of results (样本统计量).</summary>
public static class Sample
{
    public static decimal Mean(IReadOnlyCollection<decimal> values) => values.Sum() / values.Count;

    /// <summary>Standard deviation with n − 1; at least two values.</summary>
    public static decimal StandardDeviation(IReadOnlyCollection<decimal> values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(values.Count, 2);
        decimal mean = Mean(values);
        return Root.Square(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    public static decimal Median(IEnumerable<decimal> values)
    {
        decimal[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Null when one side does not vary, or there are fewer than two points.</summary>
    public static decimal? Correlation(IReadOnlyList<(decimal X, decimal Y)> points)
    {
        if (points.Count < 2)
            return null;
        decimal x = points.Sum(p => p.X) / points.Count, y = points.Sum(p => p.Y) / points.Count;
        decimal xx = points.Sum(p => (p.X - x) * (p.X - x)), yy = points.Sum(p => (p.Y - y) * (p.Y - y));
        return xx == 0 || yy == 0 ? null : points.Sum(p => (p.X - x) * (p.Y - y)) / (Root.Square(xx) * Root.Square(yy));
    }

    /// <summary>
    /// Spearman's coefficient (秩相关系数) of a series against its order: rs = 1 − 6·Σd²/(n³−n), d the difference of the
    /// ranks; equal values share the mean of their ranks. At least two values.
    /// </summary>
    public static decimal RankCorrelation(IReadOnlyList<decimal> series)
    {
        int n = series.Count;
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 2);
        decimal squares = 0;
        for (int i = 0; i < n; i++)
        {
            int below = series.Count(v => v < series[i]), same = series.Count(v => v == series[i]);
            decimal difference = below + (same + 1) / 2m - (i + 1);
            squares += difference * difference;
        }
        decimal cube = (decimal)n * n * n - n;
        return (cube - 6 * squares) / cube;
    }

    /// <summary>Whether a coefficient of either sign reaches a critical value, or has to lie beyond it.</summary>
    public static bool IsSignificant(decimal coefficient, decimal critical, bool atCritical) =>
        atCritical ? Math.Abs(coefficient) >= critical : Math.Abs(coefficient) > critical;
}
