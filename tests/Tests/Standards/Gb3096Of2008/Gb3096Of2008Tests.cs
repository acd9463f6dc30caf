using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb3096Of2008Tests
{
    private static Gb3096Of2008 Edition => Given.Shipped.Of<Gb3096Of2008>();

    [Theory]
    [InlineData("0", 50, 40)]
    [InlineData("1", 55, 45)]
    [InlineData("2", 60, 50)]
    [InlineData("3", 65, 55)]
    [InlineData("4a", 70, 55)]
    [InlineData("4b", 70, 60)]
    [Clause("GB 3096-2008", "5.1")]
    [Clause("GB 3096-2008", "5.4")]
    public void Each_class_has_its_limits(string zone, int day, int night)
    {
        NoiseVerdict at = Edition.Judge(zone, NoisePeriod.Day, day);
        Assert.Equal((day, true, "5.1"), (at.Limit, at.Met, at.Citation.Clause));
        Assert.False(Edition.Judge(zone, NoisePeriod.Day, day + 0.1m).Met);
        Assert.Equal((night, true), Say(Edition.Judge(zone, NoisePeriod.Night, night)));
        Assert.Equal((night, false), Say(Edition.Judge(zone, NoisePeriod.Night, night + 0.1m)));
        Assert.Equal((night + 15, true), Say(Edition.JudgeSudden(zone, night + 15)));
        Assert.False(Edition.JudgeSudden(zone, night + 15.1m).Met);
        Assert.Equal("5.4", Edition.JudgeSudden(zone, 0).Citation.Clause);
        Assert.Contains(zone, Edition.Zones);
    }

    [Theory]
    [InlineData(0, 0, NoisePeriod.Night)]
    [InlineData(5, 59, NoisePeriod.Night)]
    [InlineData(6, 0, NoisePeriod.Day)]
    [InlineData(21, 59, NoisePeriod.Day)]
    [InlineData(22, 0, NoisePeriod.Night)]
    [Clause("GB 3096-2008", "3.5")]
    public void Day_is_from_six_to_ten(int hour, int minute, NoisePeriod period)
    {
        Assert.Equal(period, Edition.PeriodAt(new(hour, minute)).Period);
        Assert.Equal(period, Edition.PeriodAt(new(hour, minute), "540102").Period);
    }

    [Fact]
    [Clause("GB 3096-2008", "3.5")]
    public void A_region_may_have_a_day_of_its_own()
    {
        const string Path = "Gb3096Of2008/split.csv";
        string text = CsvTable.ShippedText(Path) + "5425,8,23,政府规定,,C\n54,7,22,政府规定,,C\n";
        Gb3096Of2008 edition = Rulebook.Shipped.TryWith(new(Path, new(2026, 1, 1), null, text), out _)!
            .On(new(2026, 1, 1)).Of<Gb3096Of2008>();
        Assert.Equal(NoisePeriod.Night, edition.PeriodAt(new(7, 0), "542523").Period);
        Assert.Equal(NoisePeriod.Day, edition.PeriodAt(new(22, 30), "542523").Period);
        Assert.Equal(NoisePeriod.Night, edition.PeriodAt(new(6, 0), "5401").Period);
        Assert.Equal(NoisePeriod.Day, edition.PeriodAt(new(7, 0), "5401").Period);
        Assert.Equal(NoisePeriod.Day, edition.PeriodAt(new(6, 0), "11").Period);
        Assert.Equal(Confidence.Confirmed, edition.PeriodAt(new(6, 0), "5401").Citation.Confidence);
    }

    [Fact]
    [Clause("GB 3096-2008", "3.5")]
    public void The_country_must_keep_a_day()
    {
        const string Path = "Gb3096Of2008/split.csv";
        string text = CsvTable.ShippedText(Path).Replace("\n,6,", "\n54,6,", StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, new(2026, 1, 1), null, text), out string? problem));
        Assert.Contains("没有对其余地区有效的一行", problem, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("GB 3096-2008", "有效小时")]
    public void An_hour_counts_from_forty_five_minutes()
    {
        (decimal, decimal)[] hours = [.. Enumerable.Repeat((50m, 45m), 7), (90m, 44.9m)];
        NoisePeriodLevel night = Edition.Level(NoisePeriod.Night, hours);
        Assert.Equal((50m, 7, 8, false), (night.Level, night.ValidHours, night.Hours, night.IsComplete));
        NoisePeriodLevel day = Edition.Level(NoisePeriod.Day, [.. Enumerable.Repeat((60m, 60m), 16)]);
        Assert.Equal((60m, 16, true), (day.Level, day.Hours, day.IsComplete));
        Assert.Null(Edition.Level(NoisePeriod.Day, [(60, 10)]).Level);
        Assert.Equal(67.4036m, Math.Round(Edition.Level(NoisePeriod.Day, [(60, 60), (70, 60)]).Level!.Value, 4));
    }

    [Fact]
    [Clause("GB 3096-2008", "3.2")]
    [Clause("GB 3096-2008", "Ldn")]
    public void Levels_are_added_as_energy()
    {
        Assert.Equal(55m, Gb3096Of2008.Equivalent([55, 55, 55]));
        Assert.Equal(67.4036m, Math.Round(Gb3096Of2008.Equivalent([60, 70]), 4));
        Assert.Equal(55m, Edition.DayNight(55, 45));
        // 10 lg((16·10^6 + 8·10^6.5)/24).
        Assert.Equal(62.3572m, Math.Round(Edition.DayNight(60, 55), 4));
        Assert.Equal(68.2391m, Math.Round(Edition.DayNight(70, 0), 4));
        Assert.Equal("Ldn", Edition.DayNightBasis.Clause);
    }

    [Fact]
    [Clause("GB 3096-2008", "6.1")]
    [Clause("GB 3096-2008", "6.2")]
    public void Weather_and_calibrator_decide_whether_it_counts()
    {
        Assert.True(Edition.SuitsWeather(4.9m, false));
        Assert.False(Edition.SuitsWeather(5, false));
        Assert.False(Edition.SuitsWeather(0, true));
        Assert.True(Edition.IsCalibrated(93.8m, 94.3m));
        Assert.True(Edition.IsCalibrated(94.3m, 93.8m));
        Assert.False(Edition.IsCalibrated(93.8m, 94.31m));
        Assert.False(Edition.IsCalibrated(94.31m, 93.8m));
    }

    private static (decimal, bool) Say(NoiseVerdict verdict) => (verdict.Limit, verdict.Met);
}
