using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj61Of2021Tests
{
    private static Hj61Of2021 Edition => Given.Shipped.Of<Hj61Of2021>();

    /// <summary>Mean 100 and deviation 10: 130 is not above, 130.1 is.</summary>
    private static DoseBaseline Baseline => Edition.Baseline([90, 100, 110])!;

    [Fact]
    [Clause("HJ 61-2021", "自动站")]
    public void The_baseline_is_that_of_the_station()
    {
        Assert.Equal((100m, 10m, 130m), (Baseline.Mean, Baseline.Deviation, Baseline.Threshold));
        Assert.Equal("自动站", Baseline.Citation.Clause);
        Assert.NotNull(Edition.Baseline([1, 2]));
        Assert.Null(Edition.Baseline([1]));
    }

    [Theory]
    [InlineData("131 131 131", 0, 3)]
    [InlineData("100 131 131 131 131 100", 1, 4)]
    [InlineData("131 131 100 131 131 131", 3, 3)]
    [InlineData("131 131 131 100 131 131 131 131", 0, 3)]
    [InlineData("131 131", null, null)]
    [InlineData("130.1 130.1 130.1", 0, 3)]
    [InlineData("130 130 130", null, null)]
    [InlineData("131 131 - 131 131", null, null)]
    [InlineData("", null, null)]
    [Clause("HJ 61-2021", "自动站")]
    public void Only_a_run_above_the_threshold_is_told(string rates, int? first, int? count)
    {
        DoseReading[] readings = [.. rates.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(r => new DoseReading(r == "-" ? null : decimal.Parse(r), false))];
        DoseAlarm? alarm = Edition.Alarm(Baseline, readings);
        Assert.Equal((first, count), (alarm?.First, alarm?.Count));
        Assert.Equal(first is null ? (bool?)null : false, alarm?.Rain);
    }

    [Theory]
    [InlineData(false, false, false, false)]
    [InlineData(false, true, false, true)]
    [InlineData(null, true, null, true)]
    [InlineData(true, null, null, true)]
    [InlineData(false, null, false, null)]
    [Clause("HJ 61-2021", "自动站")]
    public void Rain_within_the_run_is_told_with_it(bool? a, bool? b, bool? c, bool? rain)
    {
        // Rain before and after the run says nothing of it.
        DoseReading[] readings = [new(100, true), new(140, a), new(140, b), new(140, c), new(100, true)];
        Assert.Equal(rain, Edition.Alarm(Baseline, readings)!.Rain);
        Assert.Equal("自动站", Edition.Alarm(Baseline, readings)!.Citation.Clause);
    }

    [Theory]
    [InlineData(90, 100, "90", true)]
    [InlineData(8999, 10000, "89.99", false)]
    [InlineData(0, 1, "0", false)]
    [InlineData(1, 1, "100", true)]
    [Clause("HJ 61-2021", "自动站")]
    public void Nine_tenths_of_the_data_are_wanted(int captured, int expected, string percent, bool met)
    {
        var found = Edition.Capture(captured, expected)!.Value;
        Assert.Equal((decimal.Parse(percent), met, "自动站"), (found.Percent, found.Met, found.Citation.Clause));
        Assert.Null(Edition.Capture(0, 0));
    }

    [Fact]
    [Clause("HJ 61-2021", "统计")]
    public void Below_the_mdc_is_half_of_it_in_a_mean_and_less_than_it_in_words()
    {
        RadioResult[] results = [new(3, 1), new(1, 1), new(0.9m, 1), new(null, 2)];
        Assert.Equal((5.5m / 4, 2), (Edition.Mean(results)!.Value.Mean, Edition.Mean(results)!.Value.Below));
        Assert.Equal("统计", Edition.Mean(results)!.Value.Citation.Clause);
        Assert.Equal(["3", "1", "<1", "<2"], results.Select(Hj61Of2021.Text));
        Assert.Null(Edition.Mean([]));
    }
}
