using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class SampleTests
{
    [Fact]
    public void Mean_spread_and_middle_of_a_handful_are_exact()
    {
        Assert.Equal(5m, Sample.Mean([2, 4, 4, 4, 5, 5, 7, 9]));
        Assert.Equal(2m, Sample.StandardDeviation([1, 3, 5]));
        Assert.Equal(0m, Sample.StandardDeviation([0.3m, 0.3m]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.StandardDeviation([1]));
        Assert.Equal((3m, 2.5m, 7m), (Sample.Median([9, 1, 3]), Sample.Median([4, 1, 3, 2]), Sample.Median([7])));
    }

    [Fact]
    public void Points_on_a_line_correlate_wholly_and_those_without_spread_not_at_all()
    {
        Assert.Equal(1m, Sample.Correlation([(1, 3), (2, 5), (3, 7)]));
        Assert.Equal(-1m, Sample.Correlation([(1, 7), (2, 5), (3, 3)]));
        Assert.Equal(1m, Sample.Correlation([(1, 2), (2, 4)]));
        // Σxy 3 over √(2·6).
        Assert.Equal(0.866025403784m, Math.Round(Sample.Correlation([(1, 1), (2, 4), (3, 4)])!.Value, 12));
        Assert.Null(Sample.Correlation([(1, 3)]));
        Assert.Null(Sample.Correlation([(1, 3), (1, 5)]));
        Assert.Null(Sample.Correlation([(1, 3), (2, 3)]));
    }

    [Fact]
    public void A_root_has_the_digits_of_a_decimal() => Gen.Decimal[0.000001m, 1_000_000m].Sample(value =>
    {
        foreach (decimal root in new[] { Root.Square(value) })
            Assert.True(Math.Abs(root * root - value) <= value * 1e-24m + 1e-26m);
    });

    [Fact]
    public void The_root_of_nothing_is_nothing_and_of_less_there_is_none()
    {
        Assert.Equal((0m, 12m), (Root.Square(0), Root.Square(144)));
        Assert.Equal("1.4142135623730950488016887242", Root.Square(2).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Root.Square(-1));
    }
}
