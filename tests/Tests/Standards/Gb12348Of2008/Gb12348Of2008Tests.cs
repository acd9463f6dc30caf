using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb12348Of2008Tests
{
    private static Tables Tables => Given.Shipped;
    private static Gb12348Of2008 Edition => Tables.Of<Gb12348Of2008>();
    private static Hj706Of2014 Correction => Tables.Of<Hj706Of2014>();

    [Theory]
    [InlineData("0", 50, 40)]
    [InlineData("1", 55, 45)]
    [InlineData("2", 60, 50)]
    [InlineData("3", 65, 55)]
    [InlineData("4", 70, 55)]
    [Clause("GB 12348-2008", "4.1")]
    public void Each_class_has_its_limits(string zone, int day, int night)
    {
        foreach ((NoisePeriod period, int limit) in
            ((NoisePeriod, int)[])[(NoisePeriod.Day, day), (NoisePeriod.Night, night)])
        {
            BoundaryNoise at = Edition.Judge(zone, period, limit, null, Correction);
            Assert.Equal((limit, limit, true), (at.Limit, at.Level, at.Met));
            Assert.Equal("4.1", at.Citation.Clause);
            BoundaryNoise above = Edition.Judge(zone, period, limit + 1, 20, Correction);
            Assert.Equal((limit, limit + 1, false), (above.Limit, above.Level, above.Met));
        }
        Assert.Contains(zone, Edition.Zones);
        foreach ((bool isFrequent, int over) in ((bool, int)[])[(true, 10), (false, 15)])
        {
            NoiseVerdict at = Edition.JudgeLargest(zone, night + over, isFrequent);
            Assert.Equal((night + over, true, "4.1"), (at.Limit, at.Met, at.Citation.Clause));
            Assert.False(Edition.JudgeLargest(zone, night + over + 0.1m, isFrequent).Met);
        }
    }

    [Fact]
    [Clause("GB 12348-2008", "4.1")]
    public void A_level_above_the_limit_is_corrected_first()
    {
        // 61 beside 58: three decibels of it are not the site's.
        Assert.Equal((58m, true), Say(Edition.Judge("2", NoisePeriod.Day, 61, 58, Correction)));
        Assert.Equal((60m, true), Say(Edition.Judge("2", NoisePeriod.Day, 61, 52, Correction)));
        Assert.Equal((61m, false), Say(Edition.Judge("2", NoisePeriod.Day, 61, 50, Correction)));
    }

    [Fact]
    [Clause("GB 12348-2008", "4.1")]
    public void Without_a_background_that_is_low_enough_nothing_is_said()
    {
        Assert.Equal((null, null), Say(Edition.Judge("2", NoisePeriod.Day, 61, null, Correction)));
        Assert.Equal((null, null), Say(Edition.Judge("2", NoisePeriod.Day, 61, 59, Correction)));
        Assert.Equal((60m, true), Say(Edition.Judge("2", NoisePeriod.Day, 60, 59, Correction)));
    }

    private static (decimal?, bool?) Say(BoundaryNoise noise) => (noise.Level, noise.Met);
}
