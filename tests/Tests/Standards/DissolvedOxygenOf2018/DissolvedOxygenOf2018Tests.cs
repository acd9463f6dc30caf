using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class DissolvedOxygenOf2018Tests
{
    private static DissolvedOxygenOf2018 Oxygen => Given.Shipped.Of<DissolvedOxygenOf2018>();

    [Theory]
    [InlineData(3650, 10, "64.504137411100", "7.111748973336", "6.400574076002")]
    [InlineData(0, 20, "101.325", "9.069767441860", "8.162790697674")]
    [InlineData(5000, 0, "54.019880008478", "7.853850417220", "7.068465375498")]
    [InlineData(-100, 25, "102.532095536490", "8.370228084972", "7.533205276474")]
    [Clause("HJ 2.3-2018", "饱和溶解氧(河流)")]
    [Clause("HJ 2.3-2018", "气压修正")]
    public void Water_holds_less_oxygen_on_the_plateau(
        int altitude, int celsius, string pressure, string saturation, string clean)
    {
        // The expected numbers were computed apart, in double arithmetic.
        decimal p = Oxygen.Pressure(altitude);
        decimal s = Oxygen.Saturation(celsius, p);
        Assert.Equal(D(pressure), Math.Round(p, 12));
        Assert.Equal(D(saturation), Math.Round(s, 12));
        Assert.Equal(D(clean), Math.Round(Oxygen.Clean(s), 12));
        Assert.Equal(90m, Math.Round(Oxygen.Percent(Oxygen.Clean(s), celsius, p), 12));
    }

    [Fact]
    [Clause("HJ 2.3-2018", "气压修正")]
    public void A_clean_river_of_the_plateau_is_class_one_by_its_saturation()
    {
        Tables rules = Given.Shipped;
        var limits = rules.Of<Gb3838Of2002>();
        decimal percent = Oxygen.Percent(6.5m, 10, Oxygen.Pressure(3650));
        var reading = new WaterReading("溶解氧", limits.Find("DO", WaterBody.River)!, WaterValue.Of(6.5m), percent);
        Assert.Equal(WaterClass.I, limits.Classify(reading, WaterBody.River, true).Class);
        reading = reading with { SaturationPercent = null };
        Assert.Equal(WaterClass.II, limits.Classify(reading, WaterBody.River, true).Class);
    }

    [Fact]
    public void The_formulas_have_stated_ranges_and_are_called_unconfirmed()
    {
        Assert.Equal((-500m, 9000m), Oxygen.AltitudeMetres);
        Assert.Equal((-2m, 60m), Oxygen.TemperatureCelsius);
        Assert.Equal((30m, 110m), Oxygen.PressureKilopascal);
        Assert.True(Oxygen.Citation.IsUnconfirmed);
        Assert.True(Oxygen.Saturation(60, 30) > 0);
    }

    private static decimal D(string text) => decimal.Parse(text, null);
}
