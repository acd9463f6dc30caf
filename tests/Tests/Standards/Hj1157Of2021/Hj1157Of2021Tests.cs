using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj1157Of2021Tests
{
    private static Hj1157Of2021 Edition => Given.Shipped.Of<Hj1157Of2021>();

    private static readonly DoseRateReadings Good = new(
        [90, 92, 94, 96, 98, 102, 104, 106, 108, 110], IntervalSeconds: 10, HeightMetres: 1, Calibration: 1.02m,
        CheckSource: null, Place: "open", Cosmic: 30);

    [Fact]
    [Clause("HJ 1157-2021", "单位换算")]
    public void Sievert_become_gray_by_the_nuclide_of_calibration()
    {
        Assert.Equal(100m, Edition.ToAbsorbed(120, "Cs-137").NanograyPerHour);
        Assert.Equal(100m, Edition.ToAbsorbed(116, "co-60").NanograyPerHour);
        Assert.Equal("单位换算", Edition.ToAbsorbed(1, "Co-60").Citation.Clause);
        Assert.Equal(["Cs-137", "Co-60"], Edition.Nuclides);
    }

    [Fact]
    [Clause("HJ 1157-2021", "剂量率计算")]
    public void The_cosmic_part_is_taken_off()
    {
        DoseRate rate = Edition.Measure(Good);
        Assert.Equal((100m, 72m, 1m, DoseRateFaults.None), (rate.Mean, rate.Rate, rate.CheckSource, rate.Faults));
        // Squares of 10, 8, 6, 4, 2 twice = 440; 440/9.
        Assert.Equal(6.992059m, Math.Round(rate.Deviation!.Value, 6));
        Assert.Equal("剂量率计算", rate.Citation.Clause);
    }

    [Theory]
    [InlineData("multi", "78")]
    [InlineData("楼房", "78")]
    [InlineData("single", "75")]
    [InlineData("平房", "75")]
    [InlineData("open", "72")]
    [InlineData("原野", "72")]
    [InlineData("道路", "72")]
    [Clause("HJ 1157-2021", "剂量率计算")]
    public void A_building_shields_the_cosmic_part(string place, string rate)
    {
        Assert.Equal(decimal.Parse(rate), Edition.Measure(Good with { Place = place }).Rate);
        Assert.Contains(place, Edition.Places);
    }

    [Theory]
    [InlineData("0.79", "0.79", null)]
    [InlineData("0.8", "0.8", "51.6")]
    [InlineData("0.89", "0.89", "60.78")]
    [InlineData("0.9", "1", "72")]
    [InlineData("1", "1", "72")]
    [InlineData("1.1", "1", "72")]
    [InlineData("1.11", "1.11", "83.22")]
    [InlineData("1.2", "1.2", "92.4")]
    [InlineData("1.21", "1.21", null)]
    [Clause("HJ 1157-2021", "剂量率计算")]
    public void The_check_source_says_whether_the_meter_is_trusted(string factor, string used, string? rate)
    {
        DoseRate found = Edition.Measure(Good with { CheckSource = decimal.Parse(factor) });
        Assert.Equal(decimal.Parse(used), found.CheckSource);
        Assert.Equal(rate is null ? (decimal?)null : decimal.Parse(rate), found.Rate);
        Assert.Equal(rate is null ? DoseRateFaults.CheckSource : DoseRateFaults.None, found.Faults);
    }

    [Fact]
    [Clause("HJ 1157-2021", "测量")]
    public void What_a_measurement_lacks_is_said()
    {
        DoseRateReadings nine = Good with { Readings = [.. Good.Readings.Skip(1)] };
        Assert.Equal(DoseRateFaults.FewReadings, Edition.Measure(nine).Faults);
        Assert.Equal(DoseRateFaults.ShortInterval, Edition.Measure(Good with { IntervalSeconds = 9.9m }).Faults);
        Assert.Equal(DoseRateFaults.Height, Edition.Measure(Good with { HeightMetres = 0.9m }).Faults);
        DoseRate one = Edition.Measure(Good with { Readings = [50], CheckSource = 2 });
        Assert.Equal(DoseRateFaults.FewReadings | DoseRateFaults.CheckSource, one.Faults);
        Assert.Equal((50m, null), (one.Mean, one.Deviation));
        // Two readings have a spread: √50.
        DoseRate two = Edition.Measure(Good with { Readings = [95, 105] });
        Assert.Equal(7.0710678119m, Math.Round(two.Deviation!.Value, 10));
    }
}
