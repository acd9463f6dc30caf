using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class AirItemsTests
{
    private static AirItems Names => Given.Shipped.Of<AirItems>();

    [Theory]
    [InlineData("PM25_24h", "PM2.5", "24h")]
    [InlineData("PM2.5_24h", "PM2.5", "24h")]
    [InlineData("细颗粒物_日平均", "PM2.5", "24h")]
    [InlineData("a05024_8h", "O3", "8h")]
    [InlineData("O3_MDA8", "O3", "8h")]
    public void A_key_names_an_item_with_its_averaging_time(string key, string item, string period) =>
        Assert.Equal(new AirItem(item, period), Names.Key(key));

    [Fact]
    public void What_nobody_calls_an_item_is_none()
    {
        Assert.Null(Names.Key("PM25"));
        Assert.Null(Names.Item("H2S"));
        Assert.Null(Names.Period("week"));
        Assert.Equal("PM25_24h", new AirItem("PM2.5", "24h").ToString());
    }

    [Fact]
    public void Every_limited_item_and_averaging_time_has_a_name()
    {
        Assert.Equal(10, Names.Items.Count());
        Assert.Equal(5, Names.Periods.Count());
        foreach (AirItem item in Given.Shipped.Of<Gb3095>("Gb3095Of2026").Limited)
        {
            Assert.NotEmpty(Names.ItemName(item.Item));
            Assert.NotEmpty(Names.PeriodName(item.Period));
            Assert.Equal(item, Names.Key(item.ToString()));
        }
    }

    [Fact]
    public void Each_name_of_an_item_goes_with_each_name_of_an_averaging_time()
    {
        CsvTable items = CsvTable.Shipped("AirItems/names.csv"), periods = CsvTable.Shipped("AirItems/periods.csv");
        AirItems names = Names;
        foreach (CsvTable.Row item in items.Rows)
        {
            Assert.Equal((item["item"], item["name"]), (names.Item(item["alias"]), names.ItemName(item["item"])));
            foreach (CsvTable.Row period in periods.Rows)
            {
                Assert.Equal((period["period"], period["name"]),
                    (names.Period(period["alias"]), names.PeriodName(period["period"])));
                Assert.Equal(new AirItem(item["item"], period["period"]),
                    names.Key($"{item["alias"]}_{period["alias"]}"));
            }
        }
        Assert.Equal(("日最大 8 小时平均", "臭氧"), (names.PeriodName("8h"), names.ItemName("O3")));
    }
}
