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
        return Root(values.Sum(v => (v - mean) * (v - mean)) / (values.Count - 1));
    }

    public static decimal Median(IEnumerable<decimal> values)
    {
        decimal[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    /// <summary>Square root: the double's sixteen digits, doubled by one step after Newton in decimals.</summary>
    public static decimal Root(decimal value)
    {
        decimal root = (decimal)Math.Sqrt((double)value);
        return root == 0 ? 0 : (root + value / root) / 2;
    }

    /// <summary>Null when one side does not vary, or there are fewer than two points.</summary>
    public static decimal? Correlation(IReadOnlyList<(decimal X, decimal Y)> points)
    {
        if (points.Count < 2)
            return null;
        decimal x = points.Sum(p => p.X) / points.Count, y = points.Sum(p => p.Y) / points.Count;
        decimal xx = points.Sum(p => (p.X - x) * (p.X - x)), yy = points.Sum(p => (p.Y - y) * (p.Y - y));
        return xx == 0 || yy == 0 ? null : points.Sum(p => (p.X - x) * (p.Y - y)) / (Root(xx) * Root(yy));
    }
}
