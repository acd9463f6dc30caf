using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj75Of2017Tests
{
    private static readonly Hj75Of2017 Edition =
        Rulebook.Shipped.On(new DateOnly(2026, 11, 25)).Of<Hj75Of2017>();

    [Theory]
    [InlineData(44, false)]
    [InlineData(45, true)]
    [Clause("HJ 75-2017", "3 有效小时均值")]
    public void An_hour_counts_from_45_valid_minutes(int minutes, bool counts) =>
        Assert.Equal(counts, Edition.HourCounts(minutes));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [Clause("HJ 75-2017", "3 有效日均值")]
    public void A_day_counts_from_20_valid_hours(int hours, bool counts) =>
        Assert.Equal(counts, Edition.DayCounts(hours));

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void A_measured_value_is_corrected_to_reference_oxygen()
    {
        Assert.True(Edition.TryCorrect(483.7m, 9.08m, 10m, out decimal corrected));
        Assert.Equal(446.4m, Gbt8170Of2008.Round(corrected, 0.1m));
    }

    [Theory]
    [InlineData("21")]
    [InlineData("21.3")]
    [InlineData("-0.1")]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void Air_has_no_corrected_value(string o2) =>
        Assert.False(Edition.TryCorrect(5m, decimal.Parse(o2, null), 10m, out _));

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void A_number_too_large_to_correct_is_no_concentration() =>
        Assert.False(Edition.TryCorrect(decimal.MaxValue, 20.9m, 10m, out _));

    [Fact]
    [Clause("HJ 75-2017", "12 超标报警")]
    public void An_hour_exceeds_when_its_corrected_mean_lies_above_the_limit()
    {
        Assert.True(Hj75Of2017.Exceeds(410.35m, 400m, Comparison.FullValue, 0.1m));
        Assert.False(Hj75Of2017.Exceeds(400m, 400m, Comparison.FullValue, 0.1m));
    }

    [Fact]
    public void Every_rule_says_how_well_it_is_known()
    {
        Assert.All(Edition.Rules.Names, rule => Assert.NotEmpty(Edition.Rules.Cite(rule).Clause));
        Assert.Equal(Confidence.Seen, Edition.Rules.Cite("hour.minutes").Confidence);
    }
}
