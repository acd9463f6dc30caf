using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj192Of2015Tests
{
    private static Hj192Of2015 Edition => Given.Shipped.Of<Hj192Of2015>();

    [Theory]
    [InlineData("bio", "0.35")]
    [InlineData("veg", "0.25")]
    [InlineData("water", "0.15")]
    [InlineData("land_stress", "-0.15")]
    [InlineData("pollution", "-0.10")]
    [Clause("HJ 192-2015", "EI")]
    public void Each_index_counts_by_its_weight(string index, string weight)
    {
        Assert.Equal(25m, Edition.Index(_ => 0));
        Assert.Equal(25m + 10 * decimal.Parse(weight), Edition.Index(i => i == index ? 10 : 0));
        Assert.Contains(index, Edition.Indices);
    }

    [Theory]
    [InlineData("75", "优")]
    [InlineData("74.99", "良")]
    [InlineData("55", "良")]
    [InlineData("54.99", "一般")]
    [InlineData("35", "一般")]
    [InlineData("34.99", "较差")]
    [InlineData("20", "较差")]
    [InlineData("19.99", "差")]
    [Clause("HJ 192-2015", "分级")]
    public void The_lower_bound_of_a_level_belongs_to_it(string index, string level) =>
        Assert.Equal((level, "分级"), Say(Edition.Level(decimal.Parse(index))));

    [Theory]
    [InlineData("0", "无明显变化", 0)]
    [InlineData("0.99", "无明显变化", 0)]
    [InlineData("-0.99", "无明显变化", 0)]
    [InlineData("1", "略微变化", 1)]
    [InlineData("-1", "略微变化", -1)]
    [InlineData("2.99", "略微变化", 1)]
    [InlineData("3", "明显变化", 1)]
    [InlineData("-7.99", "明显变化", -1)]
    [InlineData("8", "显著变化", 1)]
    [InlineData("-30", "显著变化", -1)]
    [Clause("HJ 192-2015", "变化分级")]
    public void A_change_is_graded_by_its_size_and_told_with_its_direction(string change, string grade, int direction)
    {
        EcologicalChange found = Edition.Change(50, 50 + decimal.Parse(change));
        Assert.Equal((grade, direction, "变化分级"), (found.Grade, found.Direction, found.Citation.Clause));
    }

    [Theory]
    [InlineData("accident.major", "一般", "一般", "较差", "差", "差")]
    [InlineData("accident.minor", "良", "一般", "较差", "差", "差")]
    [InlineData("pollution.national", "一般", "一般", "较差", "差", "差")]
    [InlineData("pollution.provincial", "良", "一般", "较差", "差", "差")]
    [InlineData("offence.national", "一般", "一般", "较差", "差", "差")]
    [InlineData("offence.provincial", "良", "一般", "较差", "差", "差")]
    [InlineData("approval.suspended", "良", "一般", "较差", "差", "差")]
    [Clause("HJ 192-2015", "环境限制指数")]
    public void An_event_only_takes_levels_away(string happened, params string[] levels)
    {
        decimal[] indices = [80, 60, 40, 25, 10];
        Assert.Equal(levels, indices.Select(i => Edition.Restricted(i, [happened]).Level));
        Assert.Contains(happened, Edition.Events);
    }

    [Fact]
    [Clause("HJ 192-2015", "环境限制指数")]
    public void Of_several_events_the_gravest_decides()
    {
        Assert.Equal(("优", "分级"), Say(Edition.Restricted(80, [])));
        Assert.Equal(("差", "分级"), Say(Edition.Restricted(10, ["accident.major"])));
        Assert.Equal(("一般", "环境限制指数"), Say(Edition.Restricted(80, ["accident.minor", "accident.major"])));
        Assert.Equal(("一般", "环境限制指数"), Say(Edition.Restricted(80, ["accident.major", "accident.minor"])));
        Assert.Equal("良", Edition.Restricted(80, ["accident.minor", "offence.provincial"]).Level);
        Assert.Equal(7, Edition.Events.Count());
    }

    [Theory]
    [InlineData("forest", "0.35")]
    [InlineData("grass", "0.21")]
    [InlineData("water", "0.28")]
    [InlineData("farmland", "0.11")]
    [InlineData("built", "0.04")]
    [InlineData("unused", "0.01")]
    [Clause("HJ 192-2015", "生境质量指数")]
    public void The_habitat_weighs_each_cover(string cover, string weight)
    {
        var areas = new Dictionary<string, decimal> { [cover] = 30 };
        Assert.Equal(511.2642131067m * decimal.Parse(weight) * 30 / 120, Edition.Habitat(areas, 120));
        Assert.Contains(cover, Edition.Covers);
    }

    [Fact]
    [Clause("HJ 192-2015", "生境质量指数")]
    public void The_habitat_adds_the_covers_and_needs_a_region()
    {
        var areas = new Dictionary<string, decimal> { ["forest"] = 10, ["grass"] = 10 };
        Assert.Equal(511.2642131067m * 5.6m / 20, Edition.Habitat(areas, 20));
        Assert.Null(Edition.Habitat(areas, 0));
        Assert.Null(Edition.Habitat(areas, -1));
    }

    [Fact]
    [Clause("HJ 192-2015", "生物丰度指数")]
    public void Without_a_new_diversity_the_richness_changes_as_the_habitat()
    {
        BiologicalRichness first = Hj192Of2015.Richness(60, 40, null)!;
        Assert.Equal(new BiologicalRichness(50, 60, 40), first);
        Assert.Equal(new BiologicalRichness(47, 57, null), Hj192Of2015.Richness(57, null, first));
        Assert.Equal(new BiologicalRichness(55, 60, 50), Hj192Of2015.Richness(60, 50, first));
        Assert.Null(Hj192Of2015.Richness(60, null, null));
    }

    [Fact]
    [Clause("HJ 192-2015", "植被覆盖指数")]
    public void Vegetation_is_the_mean_of_five_months()
    {
        Assert.Equal(0.0121165124m * 6000, Edition.Vegetation([0.4m, 0.5m, 0.6m, 0.7m, 0.8m]));
        Assert.Null(Edition.Vegetation([0.4m, 0.5m, null, 0.7m, 0.8m]));
        Assert.Null(Edition.Vegetation([0.4m, 0.5m, 0.7m, 0.8m]));
        Assert.Null(Edition.Vegetation([]));
        Assert.Equal(0.6m, Hj192Of2015.Ndvi(0.8m, 0.2m));
        Assert.Equal(-1m, Hj192Of2015.Ndvi(0, 0.2m));
        Assert.Null(Hj192Of2015.Ndvi(0, 0));
    }

    [Fact]
    [Clause("HJ 192-2015", "环境限制指数")]
    public void A_restriction_to_an_unknown_level_is_refused()
    {
        const string Path = "Hj192Of2015/restrictions.csv";
        string text = CsvTable.ShippedText(Path).Replace(",一般,1", ",中,1", StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, new(2026, 1, 1), null, text), out string? problem));
        Assert.Contains("“中”不是 EI 的等级", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("良,55", "良,75")]
    [InlineData("良,55", "良,")]
    [InlineData("差,,", "差,1,")]
    [Clause("HJ 192-2015", "分级")]
    public void Bounds_that_do_not_fall_are_refused(string shipped, string corrected)
    {
        const string Path = "Hj192Of2015/levels.csv";
        string text = CsvTable.ShippedText(Path).Replace("\n" + shipped, "\n" + corrected, StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, new(2026, 1, 1), null, text), out string? problem));
        Assert.Contains("等级的下界要从上到下递减", problem, StringComparison.Ordinal);
    }

    private static (string, string) Say((string Level, Citation Citation) found) =>
        (found.Level, found.Citation.Clause);
}
