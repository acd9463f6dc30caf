using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class ParticulateCorrelationTests
{
    private static ParticulateCorrelation Particulates => Given.Shipped.Of<Hj75Of2017>().Particulates;

    private static readonly decimal[] Readings = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];

    /// <summary>y = 3 + 2x, with 1 added and taken in turns.</summary>
    private static readonly decimal[] Reference = [.. Readings.Select(x => 3 + 2 * x + (x % 2 == 0 ? 1 : -1))];

    [Fact]
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public void A_line_is_fitted_as_by_hand()
    {
        Correlation line = Particulates.Fit([1, 2, 3, 4, 5, 6], [5, 7, 9, 11, 13, 15], 50, false)!;
        Assert.Equal((3m, 2m), (line.Intercept, line.Slope));
        Assert.Equal(1m, line.Coefficient, 24);
        Assert.Equal((0m, 0m, true), (line.ConfidencePercent, line.TolerancePercent, line.Passes));
        Assert.Equal(13m, ParticulateCorrelation.Concentration(line.Intercept, line.Slope, 5));
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public void The_spread_is_held_to_the_emission_limit()
    {
        // By an independent calculation: Sxx 280, Sxy 560, Syy 1120 + 224/15, s = √(14.9333…/13).
        Correlation line = Particulates.Fit(Readings, Reference, 50, false)!;
        Assert.Equal(2m, line.Slope);
        Assert.Equal(2.9333m, Gbt8170Of2008.Round(line.Intercept, 0.0001m));
        Assert.Equal(0.9934m, Gbt8170Of2008.Round(line.Coefficient, 0.0001m));
        // t(13) 2.160 · 1.07179 / √15 / 50, and u(15) 1.189 · v(13) 1.4854 · 1.07179 / 50.
        Assert.Equal(1.1955m, Gbt8170Of2008.Round(line.ConfidencePercent, 0.0001m));
        Assert.Equal(3.79m, Gbt8170Of2008.Round(line.TolerancePercent, 0.01m));
        Assert.True(line.Passes);
        // Too wide for a tenth of the limit: 12 % and 38 %.
        Assert.False(Particulates.Fit(Readings, Reference, 5, false)!.Passes);
        // Between the two: the confidence interval holds (8 %), the tolerance interval does not (25.3 %).
        Correlation wide = Particulates.Fit(Readings, Reference, 7.5m, false)!;
        Assert.True(wide.ConfidencePercent < 10 && wide.TolerancePercent > 25);
        Assert.False(wide.Passes);
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public void A_low_range_may_correlate_less_well()
    {
        decimal[] loose = [.. Readings.Select(x => 3 + 2 * x + (x % 2 == 0 ? 6 : -6))];
        Correlation line = Particulates.Fit(Readings, loose, 1000, false)!;
        Assert.InRange(line.Coefficient, 0.75m, 0.85m);
        Assert.False(line.Passes);
        Assert.True(Particulates.Fit(Readings, loose, 1000, true)!.Passes);
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 颗粒物相关校准")]
    public void Without_a_spread_or_enough_pairs_there_is_no_line()
    {
        Assert.Null(Particulates.Fit([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], 50, false));
        Assert.NotNull(Particulates.Fit([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 50, false));
        Assert.Null(Particulates.Fit([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5], 50, false));
        Assert.Null(Particulates.Fit([1, 1, 1, 1, 1, 1], [1, 2, 3, 4, 5, 6], 50, false));
        Assert.Null(Particulates.Fit([1, 2, 3, 4, 5, 6], [1, 1, 1, 1, 1, 1], 50, false));
        Assert.Null(Particulates.Fit([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], 0, false));
        Assert.Null(Particulates.Fit(new decimal[61], new decimal[61], 50, false));
    }
}
