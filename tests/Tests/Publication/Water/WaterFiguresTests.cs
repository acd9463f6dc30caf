using Qingyuan.Publication;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Publication;

public sealed class WaterFiguresTests
{
    private const string Clean = "w01010-Avg=8.0;w01001-Avg=8.1;w01009-Avg=6.9;w01019-Avg=1.8;w21003-Avg=0.1;"
        + "w21011-Avg=0.015;w21001-Avg=0.9";

    private static readonly AmbientRules Rules =
        new AmbientRules.Book(Rulebook.Shipped).On(AmbientHouse.Monday, "拉萨");

    [Fact]
    public void Oxygen_of_the_plateau_is_class_one_by_its_saturation()
    {
        FigureContent sample = Sample(Clean);
        FigureItem oxygen = sample.Items.First(i => i.Item == "溶解氧");
        Assert.True(oxygen.Saturation > 90);
        Assert.Equal(1, oxygen.Index); // 6.9 mg/L would be Ⅱ by the concentration.
        Assert.Equal((1, "优"), (sample.Value, sample.Word));
    }

    [Fact]
    public void Without_the_temperature_the_concentration_decides()
    {
        FigureItem oxygen = Sample("w01009-Avg=6.9;w21003-Avg=0.1").Items.First(i => i.Item == "溶解氧");
        Assert.Null(oxygen.Saturation);
        Assert.Equal(2, oxygen.Index);
    }

    [Fact]
    public void The_worst_item_decides_and_is_named_with_what_lies_beyond_class_three()
    {
        FigureContent sample = Sample(Clean.Replace("w21003-Avg=0.1", "w21003-Avg=1.2", StringComparison.Ordinal));
        Assert.Equal((4, "轻度污染"), (sample.Value, sample.Word));
        Assert.Equal(["氨氮"], sample.Main);
    }

    [Fact]
    public void Nitrogen_of_a_lake_stands_beside_and_decides_nothing()
    {
        FigureContent lake = WaterFigures.Sample(
            AmbientHouse.River("L1", kind: SiteKind.Lake),
            Stated(Clean.Replace("0.015", "0.009", StringComparison.Ordinal)), Rules);
        FigureItem nitrogen = lake.Items.First(i => i.Item == "总氮");
        Assert.Equal(3, nitrogen.Index);
        Assert.True(nitrogen.Beside);
        Assert.Equal(1, lake.Value);
    }

    [Fact]
    public void The_mean_of_samples_is_classed_not_the_mean_of_classes()
    {
        FigureContent bad = Sample(Clean.Replace("w21003-Avg=0.1", "w21003-Avg=2.1", StringComparison.Ordinal));
        FigureContent clean = Sample(Clean), month = WaterFigures.Mean(
            [bad, clean, clean, clean], WaterBody.River, Rules);
        Assert.Equal(0.6m, month.Items.First(i => i.Item == "氨氮").Exact);
        Assert.Equal(3, month.Value);
        Assert.Equal(4, month.Items.First(i => i.Item == "氨氮").Count);
    }

    private static FigureContent Sample(string items) =>
        WaterFigures.Sample(AmbientHouse.River("W1"), Stated(items), Rules);

    private static StatedItems Stated(string items)
    {
        var stated = new StatedItems();
        stated.Add(items);
        return stated;
    }
}
