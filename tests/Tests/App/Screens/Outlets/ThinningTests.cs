using CsCheck;
using Qingyuan.App.Screens.Outlets;

namespace Qingyuan.Tests.App.Screens;

public sealed class ThinningTests
{
    private static readonly Gen<Point[]> Series = Gen.Select(Gen.Long[1, 90_000], Gen.Double[-1e6, 1e6])
        .Array[0, 3_000].Select(steps =>
        {
            long time = 0;
            return steps.Select(s => new Point(time += s.Item1, s.Item2)).ToArray();
        });

    [Fact]
    public void Never_more_points_than_allowed_never_another_point_and_always_in_order()
    {
        Series.Sample(points =>
        {
            IReadOnlyList<Point> kept = Thinning.MinMax(points, 100);
            Assert.True(kept.Count <= 100);
            Assert.Subset(points.ToHashSet(), kept.ToHashSet());
            Assert.Equal(kept.OrderBy(p => p.Time), kept);
        }, iter: 50);
    }

    [Fact]
    public void The_highest_and_the_lowest_point_stay()
    {
        Series.Where(p => p.Length > 0).Sample(points =>
        {
            IReadOnlyList<Point> kept = Thinning.MinMax(points, 50);
            Assert.Equal(points.Max(p => p.Value), kept.Max(p => p.Value));
            Assert.Equal(points.Min(p => p.Value), kept.Min(p => p.Value));
        }, iter: 50);
    }

    [Fact]
    public void A_short_series_is_not_touched()
    {
        Point[] points = [new(1, 1), new(2, 2)];
        Assert.Same(points, Thinning.MinMax(points, 2));
    }
}
