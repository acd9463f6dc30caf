using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class CityWaterIndexOf2017Tests
{
    private static Tables Rules => Given.Shipped;
    private static Gb3838Of2002 Limits => Rules.Of<Gb3838Of2002>();
    private static CityWaterIndexOf2017 Index => Rules.Of<CityWaterIndexOf2017>();

    [Theory]
    [InlineData("氨氮", "0.25", "0.25")]
    [InlineData("总磷_河流", "0.05", "0.25")]
    [InlineData("总磷_湖库", "0.05", "1")]
    [InlineData("化学需氧量", "30", "1.5")]
    [InlineData("溶解氧", "8", "0.625")]
    [InlineData("溶解氧", "2.5", "2")]
    [InlineData("pH", "7", "0")]
    [InlineData("pH", "6", "1")]
    [InlineData("pH", "6.4", "0.6")]
    [InlineData("pH", "8.2", "0.6")]
    [InlineData("pH", "9", "1")]
    [InlineData("汞", "0.00005", "0.5")]
    [InlineData("溶解氧", "0", null)]
    [InlineData("总氮", "3", null)]
    [InlineData("粪大肠菌群", "300", null)]
    [InlineData("水温", "3", null)]
    [InlineData("硫酸盐", "125", null)]
    [Clause("环办监测〔2017〕51号", "单项指标水质指数")]
    public void An_item_is_measured_against_class_three(string item, string value, string? index) => Assert.Equal(
        index is null ? null : decimal.Parse(index, null),
        Index.OfItem(Limits.Find(item, WaterBody.River)!, decimal.Parse(value, null)));

    [Fact]
    [Clause("环办监测〔2017〕51号", "河流(湖库)水质指数")]
    public void A_water_body_sums_all_twenty_one_items_or_none()
    {
        foreach (WaterBody water in Enum.GetValues<WaterBody>())
        {
            WaterReading[] all = [.. Limits.Items.Where(i => i.IsClassedIn(water)).Select(i => new WaterReading(
                i.Name, i, WaterValue.Of(i.Rule == LimitRule.Between ? 9 : i.Limit(WaterClass.III)!.Value switch
                {
                    { Max: { } max } => max,
                    var least => least.Min!.Value,
                })))];
            Assert.Equal(21, Index.OfBody(water, all).Value);
            WaterIndex without = Index.OfBody(water, [.. all.Where(r => r.Item.Name != "铜")]);
            Assert.Null(without.Value);
            Assert.Equal(["铜"], without.Missing.Select(m => m.Name));
            WaterIndex unknown = Index.OfBody(
                water, [.. all.Select(r => r.Item.Name == "铅" ? r with { Value = WaterValue.NotDetected() } : r)]);
            Assert.Equal(["铅"], unknown.Missing.Select(m => m.Name));
        }
    }

    [Fact]
    [Clause("环办监测〔2017〕51号", "城市水质指数")]
    public void A_city_weights_rivers_and_lakes_by_their_sections()
    {
        Assert.Equal(5.5m, CityWaterIndexOf2017.OfCity(5m, 3, 7m, 1));
        Assert.Equal(6m, CityWaterIndexOf2017.OfCity(5m, 2, 7m, 2));
        Assert.Equal(5m, CityWaterIndexOf2017.OfCity(5m, 3, null, 0));
        Assert.Equal(7m, CityWaterIndexOf2017.OfCity(null, 0, 7m, 2));
        Assert.Null(CityWaterIndexOf2017.OfCity(null, 3, 7m, 1));
        Assert.Null(CityWaterIndexOf2017.OfCity(5m, 3, null, 1));
        Assert.Null(CityWaterIndexOf2017.OfCity(5m, 0, 7m, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => CityWaterIndexOf2017.OfCity(5m, -1, 7m, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CityWaterIndexOf2017.OfCity(5m, 2, 7m, -1));
    }

    [Fact]
    [Clause("环办监测〔2017〕51号", "变化程度")]
    public void A_change_is_a_part_of_the_index_before()
    {
        Assert.Equal(-20m, CityWaterIndexOf2017.ChangePercent(5m, 4m));
        Assert.Equal(25m, CityWaterIndexOf2017.ChangePercent(4m, 5m));
        Assert.Null(CityWaterIndexOf2017.ChangePercent(0, 5m));
        Assert.True(Index.Citation.IsUnconfirmed);
        Assert.Equal("单项指标水质指数", Index.Citation.Clause);
    }
}
