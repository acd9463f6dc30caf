using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj356Of2019Tests
{
    private static readonly Hj356Of2019 Edition =
        Rulebook.Shipped.On(new DateOnly(2026, 11, 25)).Of<Hj356Of2019>();

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_daily_mean_is_weighted_by_flow_and_not_the_plain_mean()
    {
        // 3900 / 110; the plain mean 60 is wrong.
        decimal mean = Hj356Of2019.FlowWeightedMean([(30m, 100m), (90m, 10m)])!.Value;
        Assert.Equal(35.45m, Gbt8170Of2008.Round(mean, 0.01m));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void Without_flow_there_is_no_mean()
    {
        Assert.Null(Hj356Of2019.FlowWeightedMean([(30m, 0m), (90m, 0m)]));
        Assert.Equal(30m, Hj356Of2019.FlowWeightedMean([(30m, 2m), (90m, 0m), (90m, -1m)]));
    }

    [Theory]
    [InlineData(18, 24, true)]
    [InlineData(17, 24, false)]
    [InlineData(9, 12, true)]
    [InlineData(0, 0, false)]
    [Clause("HJ 356-2019", "7")]
    public void A_day_counts_from_three_quarters_of_the_values_due(int valid, int due, bool counts) =>
        Assert.Equal(counts, Edition.DayCounts(valid, due));

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void Flow_and_pH_are_measured_without_a_cycle()
    {
        Assert.True(Edition.IsContinuous("w00000"));
        Assert.True(Edition.IsContinuous("w01001"));
        Assert.False(Edition.IsContinuous("w01018"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [Clause("HJ 212-2017", "附录 D.1")]
    public void An_hour_of_waste_water_has_a_mean_from_its_first_valid_value(int valid, bool counts) =>
        Assert.Equal(counts, Edition.HourCounts(valid));

    [Theory]
    [InlineData("410.4", "386.4", "0.1", true)]
    [InlineData("100", "101", "0.1", false)]
    [InlineData("100", "101.1", "0.1", true)]
    [InlineData("0.30", "0.31", "0.01", false)]
    [Clause("HJ 356-2019", "5")]
    public void Logger_and_centre_differ_above_one_percent_and_one_step(
        string ours, string stated, string step, bool differs) =>
        Assert.Equal(differs, Edition.Differs(
            decimal.Parse(ours, null), decimal.Parse(stated, null), decimal.Parse(step, null)));
}
