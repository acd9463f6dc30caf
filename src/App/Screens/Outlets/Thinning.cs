namespace Qingyuan.App.Screens.Outlets;

/// <summary>One point of a curve: an instant in UTC milliseconds and a value for drawing.</summary>
public readonly record struct Point(long Time, double Value);

/// <summary>
/// Thins a series for drawing (抽稀): of every bucket its lowest and its highest point stay, so that no peak and no
/// dip is lost. Never invents a point and never moves one; what is missing stays missing.
/// </summary>
internal static class Thinning
{
    public const int PointsMax = 2_000;

    /// <param name="points">In order of time.</param>
    public static IReadOnlyList<Point> MinMax(IReadOnlyList<Point> points, int max = PointsMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 2);
        if (points.Count <= max)
            return points;
        int buckets = max / 2;
        long from = points[0].Time, span = points[^1].Time - from + 1;
        List<Point> kept = new(max);
        for (int at = 0; at < points.Count;)
        {
            long bucket = (points[at].Time - from) * buckets / span;
            int low = at, high = at;
            for (; at < points.Count && (points[at].Time - from) * buckets / span == bucket; at++)
            {
                if (points[at].Value < points[low].Value)
                    low = at;
                if (points[at].Value > points[high].Value)
                    high = at;
            }
            kept.Add(points[Math.Min(low, high)]);
            if (low != high)
                kept.Add(points[Math.Max(low, high)]);
        }
        return kept;
    }
}
