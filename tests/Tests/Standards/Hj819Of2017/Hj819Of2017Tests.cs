using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj819Of2017Tests
{
    private static Hj819Of2017 Edition => Given.Shipped.Of<Hj819Of2017>();

    [Theory]
    [InlineData("air", "key", "main", "main", "month", "quarter")]
    [InlineData("air", "key", "main", "other", "half-year", "year")]
    [InlineData("air", "key", "other", "all", "half-year", "year")]
    [InlineData("air", "ordinary", "main", "main", "half-year", "year")]
    [InlineData("air", "ordinary", "main", "other", "year", "year")]
    [InlineData("air", "ordinary", "other", "all", "year", "year")]
    [InlineData("water", "key", "main", "main", "day", "month")]
    [InlineData("water", "key", "main", "other", "quarter", "half-year")]
    [InlineData("water", "ordinary", "main", "main", "quarter", "quarter")]
    [InlineData("noise", "any", "boundary", "all", "quarter", "quarter")]
    [Clause("HJ 819-2017", "5.2 表1")]
    [Clause("HJ 819-2017", "5.3 表2")]
    [Clause("HJ 819-2017", "5.4")]
    public void A_discharger_measures_at_least_so_often(
        string medium, string discharger, string outlet, string items, string most, string least)
    {
        MinimumFrequency found = Edition.Frequency(medium, discharger, outlet, items)!.Value;
        Assert.Equal((most, least, true), (found.MostOften, found.LeastOften, found.Citation.IsUnconfirmed));
        Assert.Equal("HJ 819-2017", found.Citation.Document);
    }

    [Fact]
    [Clause("HJ 819-2017", "5.3 表2")]
    public void What_the_guideline_does_not_say_is_not_made_up() =>
        Assert.Null(Edition.Frequency("water", "key", "other", "all"));

    [Theory]
    [InlineData(true, 0, 6, 12, 18)]
    [InlineData(false, 0, 6, 12)]
    [InlineData(false, 0, 6, 13, 18)]
    [InlineData(true, 2, 4, 6, 8, 12, 18)]
    [Clause("HJ 819-2017", "5 自动监测故障")]
    public void A_day_of_fault_needs_four_samples_six_hours_apart(bool covers, params int[] hours) =>
        Assert.Equal(covers, Edition.CoversFault([.. hours.Select(h => (decimal)h)]));

    [Theory]
    [InlineData(true, 0.0, 6.0, 12.0, 18.0)]
    [InlineData(false, 0.0, 6.0, 12.0, 18.01)]
    [InlineData(false, 0.0, 6.01, 12.0, 18.0)]
    [InlineData(true, 3.0, 3.0, 3.0, 3.0)]
    [InlineData(false)]
    [Clause("HJ 819-2017", "5 自动监测故障")]
    public void Six_hours_are_the_most_between_any_two(bool covers, params double[] hours) =>
        Assert.Equal(covers, Edition.CoversFault([.. hours.Select(h => (decimal)h)]));
}
