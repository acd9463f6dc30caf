using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gbt14848Of2017Tests
{
    private static Gbt14848Of2017 Limits => Given.Shipped.Of<Gbt14848Of2017>();

    private static WaterReading Reading(string name, string? text)
    {
        WaterItem item = Limits.Find(name)!;
        if (text is "无" or "有")
            return new WaterReading(name, item, WaterValue.Present(text == "有"));
        return new WaterReading(
            name, item,
            text is null ? null : WaterValue.TryRead(text, out WaterValue v) ? v : throw new FormatException(text));
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.2")]
    [Clause("GB/T 14848-2017", "表1")]
    [Clause("GB/T 14848-2017", "表2")]
    public void Every_edge_of_every_class_is_as_printed()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Gbt14848Of2017/examples.csv").Rows)
        {
            ClassedReading classed = Gbt14848Of2017.Classify(Reading(row["item"], row["value"]));
            Assert.True(classed.Class?.Name() == row["class"], $"{row["item"]} {row["value"]}: {classed.Class}");
            Assert.Equal(row["clause"], classed.Citation.Clause);
            seen++;
        }
        Assert.Equal(989, seen);
        Assert.Equal(93, Limits.Items.Count);
        Assert.Equal(39, Limits.Items.Count(i => i.Citation.Clause == "表1"));
        Assert.Equal(Enumerable.Range(0, 93), Limits.Items.Select(i => i.Order));
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.2")]
    public void Radioactivity_above_class_three_is_four_because_five_is_printed_the_same()
    {
        Assert.Equal(WaterClass.III, Gbt14848Of2017.Classify(Reading("总α放射性", "0.5")).Class);
        Assert.Equal(WaterClass.IV, Gbt14848Of2017.Classify(Reading("总α放射性", "0.51")).Class);
        Assert.Equal(WaterClass.II, Gbt14848Of2017.Classify(Reading("总β放射性", "1.0")).Class);
        Assert.Equal(WaterClass.IV, Gbt14848Of2017.Classify(Reading("总β放射性", "99")).Class);
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.3")]
    public void A_well_is_as_good_as_its_worst_item_and_names_it()
    {
        WellVerdict well = Gbt14848Of2017.Well(
            [Reading("pH", "7.1"), Reading("砷", "0.06"), Reading("氟化物", "2.5"), Reading("铁", null)]);
        Assert.Equal(WaterClass.V, well.Verdict.Class);
        Assert.Equal(["砷", "氟化物"], well.Verdict.Deciding.Select(d => d.Reading.Asked));
        Assert.Null(well.Verdict.Items[3].Class);
        Assert.Equal("6.3", well.Verdict.Method.Clause);
        Assert.Equal("6.3", well.Verdict.LeastCertain.Clause);
        Assert.False(well.Verdict.IsUnconfirmed);
        Assert.Empty(well.Backgrounds);
        Assert.Empty(well.NaturalDeciding);
        Assert.Null(Gbt14848Of2017.Well([]).Verdict.Class);
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.3")]
    public void A_natural_background_is_shown_and_never_changes_the_class()
    {
        WaterReading[] readings = [Reading("砷", "0.06")];
        WellVerdict plain = Gbt14848Of2017.Well(readings);
        WellVerdict natural = Gbt14848Of2017.Well(readings, [new("As", "羊八井地热区 2026-01"), new("氟化物", "同上")]);
        Assert.Equal(plain.Verdict.Class, natural.Verdict.Class);
        Assert.Equal(["砷"], natural.NaturalDeciding.Select(d => d.Reading.Asked));
    }

    [Theory]
    [InlineData("CODMn", "耗氧量")]
    [InlineData("高锰酸盐指数", "耗氧量")]
    [InlineData("LAS", "阴离子表面活性剂")]
    [InlineData("TDS", "溶解性总固体")]
    [InlineData("色度", "色")]
    [InlineData("1,1,1-三氯乙烷", "一-一-一-三氯乙烷")]
    [InlineData("苯并[a]芘", "苯并-a-芘")]
    [InlineData("邻苯二甲酸二(2-乙基己基)酯", "邻苯二甲酸二-2-乙基己基-酯")]
    [InlineData("ag", "银")]
    public void An_item_is_found_by_its_code_and_its_printed_name(string asked, string name)
    {
        Assert.Equal(name, Limits.Find(asked)!.Name);
        Assert.Null(Limits.Find("溶解氧"));
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.2")]
    public void What_was_not_detected_by_too_coarse_a_method_is_said()
    {
        ClassedReading coarse = Gbt14848Of2017.Classify(Reading("汞", "0.0002L"));
        Assert.Equal(WaterClass.I, coarse.Class);
        Assert.True(coarse.IsMethodTooCoarse);
        Assert.False(Gbt14848Of2017.Classify(Reading("汞", "0.0001L")).IsMethodTooCoarse);
        Assert.False(Gbt14848Of2017.Classify(Reading("汞", "0.00005")).IsMethodTooCoarse);
        Assert.False(Gbt14848Of2017.Classify(Reading("LAS", "0.05L")).IsMethodTooCoarse);
        Assert.False(Gbt14848Of2017.Classify(Reading("汞", "ND")).IsMethodTooCoarse);
    }

    [Fact]
    [Clause("GB/T 14848-2017", "6.2")]
    public void The_limits_on_both_sides_of_a_value_are_told()
    {
        ClassedReading four = Gbt14848Of2017.Classify(Reading("pH", "6.0"));
        Assert.Equal("5.5~9.0", four.Kept!.Value.Printed);
        Assert.Equal(("6.5~8.5", WaterClass.III), (four.Missed!.Value.Printed, four.MissedClass));
        ClassedReading five = Gbt14848Of2017.Classify(Reading("铅", "0.2"));
        Assert.Null(five.Kept);
        Assert.Equal(("0.10", WaterClass.IV), (five.Missed!.Value.Printed, five.MissedClass));
        ClassedReading one = Gbt14848Of2017.Classify(Reading("铅", "0.005"));
        Assert.Equal("0.005", one.Kept!.Value.Printed);
        Assert.Null(one.Missed);
        Assert.Null(one.MissedClass);
        ClassedReading unknown = Gbt14848Of2017.Classify(Reading("铅", null));
        Assert.Null(unknown.Kept);
        Assert.Null(unknown.Missed);
    }
}
