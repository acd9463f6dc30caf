using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb3838Of2002Tests
{
    private static readonly DateOnly Day = new(2026, 11, 25);
    private static Gb3838Of2002 Limits => Given.Shipped.Of<Gb3838Of2002>();

    private static WaterReading Reading(string name, decimal? value, decimal? saturation = null) => new(
        name, Limits.Find(name, WaterBody.River)!, value is { } v ? WaterValue.Of(v) : null, saturation);

    private static WaterClass? Class(string name, decimal value, decimal? saturation = null) =>
        Limits.Classify(Reading(name, value, saturation), WaterBody.River, true).Class;

    [Fact]
    [Clause("GB 3838-2002", "表1")]
    public void Every_edge_of_every_class_is_as_printed()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Gb3838Of2002/examples.csv").Rows)
        {
            WaterBody water = row["item"] is "总磷_湖库" or "总氮" ? WaterBody.Lake : WaterBody.River;
            WaterItem item = Limits.Find(row["item"], water)!;
            ClassedReading classed = Limits.Classify(
                new WaterReading(row["item"], item, WaterValue.Of(row.Number("value"))), water, true);
            Assert.True(classed.Class?.Name() == row["class"], $"{row["item"]} {row["value"]}: {classed.Class}");
            Assert.Equal("表1", classed.Citation.Clause);
            Assert.False(classed.Citation.IsUnconfirmed);
            Assert.True(classed.IsEvaluated);
            seen++;
        }
        Assert.Equal(254, seen);
        Assert.Equal(110, Limits.Items.Count);
        Assert.Equal(Enumerable.Range(0, 110), Limits.Items.Select(i => i.Order));
    }

    [Theory]
    [InlineData("5.0", null, WaterClass.III)]
    [InlineData("5.0", "89.99", WaterClass.III)]
    [InlineData("5.0", "90", WaterClass.I)]
    [InlineData("7.5", "80", WaterClass.I)]
    [InlineData("7.49", "89", WaterClass.II)]
    [InlineData("1.9", null, WaterClass.InferiorV)]
    [Clause("GB 3838-2002", "表1")]
    public void Oxygen_is_class_one_by_saturation_or_by_concentration(
        string value, string? saturation, WaterClass found)
    {
        decimal? percent = saturation is null ? null : decimal.Parse(saturation, null);
        Assert.Equal(found, Class("溶解氧", decimal.Parse(value, null), percent));
    }

    [Fact]
    [Clause("GB 3838-2002", "表1")]
    public void Saturation_speaks_for_oxygen_only_and_says_so()
    {
        Assert.Equal(WaterClass.III, Class("氨氮", 0.6m, 100));
        ClassedReading oxygen = Limits.Classify(Reading("溶解氧", 6.4m, 90), WaterBody.River, true);
        Assert.True(oxygen.BySaturation);
        Assert.Null(oxygen.Kept);
        Assert.False(Limits.Classify(Reading("溶解氧", 7.5m, 95), WaterBody.River, true).BySaturation);
    }

    [Fact]
    [Clause("GB 3838-2002", "表1")]
    public void No_oxygen_found_is_no_oxygen()
    {
        var reading = new WaterReading("DO", Limits.Find("DO", WaterBody.River)!, WaterValue.NotDetected(0.2m));
        Assert.Equal(WaterClass.InferiorV, Limits.Classify(reading, WaterBody.River, true).Class);
    }

    [Fact]
    [Clause("GB 3838-2002", "表1")]
    public void Phosphorus_has_other_limits_in_lakes_and_nitrogen_none_in_rivers()
    {
        Assert.Equal("总磷_河流", Limits.Find("TP", WaterBody.River)!.Name);
        Assert.Equal("总磷_湖库", Limits.Find("总磷", WaterBody.Lake)!.Name);
        Assert.Equal("总磷_湖库", Limits.Find("总磷_湖库", WaterBody.River)!.Name);
        Assert.False(Limits.Find("总磷_湖库", WaterBody.River)!.IsClassedIn(WaterBody.River));
        Assert.Null(Class("TN", 9));
        Assert.Null(Class("水温", 9));
        Assert.Null(Class("硫酸盐", 9));
        ClassedReading unknown = Limits.Classify(Reading("氨氮", null), WaterBody.River, true);
        Assert.Null(unknown.Class);
        Assert.False(unknown.IsEvaluated);
        Assert.False(unknown.BySaturation);
    }

    [Theory]
    [InlineData("NH3-N", "氨氮")]
    [InlineData("codmn", "高锰酸盐指数")]
    [InlineData("COD", "化学需氧量")]
    [InlineData("BOD5", "五日生化需氧量")]
    [InlineData("DO", "溶解氧")]
    [InlineData("pH值", "pH")]
    [InlineData("Cr6+", "六价铬")]
    [InlineData("铬(六价)", "六价铬")]
    [InlineData("铬\uFF08六价\uFF09", "六价铬")]
    [InlineData("volatile phenol", "挥发酚")]
    [InlineData("petroleum", "石油类")]
    [InlineData("LAS", "阴离子表面活性剂")]
    [InlineData("F-", "氟化物")]
    [InlineData("faecal coliform", "粪大肠菌群")]
    [InlineData(" 1,2-二氯乙烷 ", "一-二-二氯乙烷")]
    [InlineData("Sb", "锑")]
    public void An_item_is_found_by_its_code_and_its_printed_name(string asked, string name)
    {
        Assert.Equal(name, Limits.Find(asked, WaterBody.River)!.Name);
        Assert.Equal(name, Limits.Find(asked, WaterBody.Lake)!.Name);
        Assert.Null(Limits.Find("氨氯", WaterBody.River));
    }

    [Fact]
    [Clause("GB 3838-2002", "5.1")]
    public void Held_to_its_zone_a_water_names_the_items_beyond_it_with_their_times()
    {
        WaterReading[] readings =
        [
            Reading("氨氮", 1.25m), Reading("pH", 9.5m), Reading("溶解氧", 4m), Reading("铜", 1.0m), Reading("锌", null),
        ];
        IReadOnlyList<WaterExceedance> beyond = Limits.Beyond(WaterClass.III, WaterBody.River, readings);
        Assert.Equal(["氨氮", "pH", "溶解氧"], beyond.Select(b => b.Reading.Asked));
        Assert.Equal([0.25m, null, null], beyond.Select(b => b.Times));
        Assert.Equal("1.0", beyond[0].Limit.Printed);
        Assert.Equal(["pH"], Limits.Beyond(WaterClass.IV, WaterBody.River, readings).Select(b => b.Reading.Asked));
    }

    [Fact]
    [Clause("GB 3838-2002", "5.1")]
    public void Limits_of_the_other_water_and_oxygen_kept_by_saturation_are_not_exceeded()
    {
        Assert.Empty(Limits.Beyond(WaterClass.III, WaterBody.River, [Reading("TN", 9), Reading("水温", 30)]));
        Assert.Single(Limits.Beyond(WaterClass.III, WaterBody.Lake, [Reading("TN", 9)]));
        Assert.Empty(Limits.Beyond(WaterClass.I, WaterBody.River, [Reading("溶解氧", 6.5m, 92)]));
        Assert.Single(Limits.Beyond(WaterClass.I, WaterBody.River, [Reading("溶解氧", 6.5m, 82)]));
        Assert.Single(Limits.Beyond(WaterClass.II, WaterBody.River, [Reading("溶解氧", 5.5m, 92)]));
    }

    [Fact]
    [Clause("GB 3838-2002", "表2")]
    [Clause("GB 3838-2002", "表3")]
    public void Items_of_drinking_sources_have_one_limit_whatever_the_class()
    {
        foreach (WaterItem item in Limits.Items.Where(i => i.Beyond is null))
        {
            Assert.Contains(item.Citation.Clause, new[] { "表2", "表3" });
            decimal limit = item.Limits.Single().Max!.Value;
            WaterReading at = new(item.Name, item, WaterValue.Of(limit));
            WaterReading above = new(item.Name, item, WaterValue.Of(limit * 1.5m));
            Assert.Equal(0.5m, Limits.Beyond(WaterClass.V, WaterBody.River, [at, above]).Single().Times);
        }
        Assert.Equal(0.0000028m, Limits.Find("苯并(a)芘", WaterBody.River)!.Limit(WaterClass.I)!.Value.Max);
        Assert.Equal(250m, Limits.Find("SO4", WaterBody.River)!.Limit(WaterClass.III)!.Value.Max);
    }

    [Fact]
    [Clause("GB 3838-2002", "5.1")]
    public void Times_need_an_upper_limit_above_zero_that_is_exceeded()
    {
        ClassLimit limit = ClassLimit.Parse("0.2", LimitRule.AtMost)!.Value;
        Assert.Null(Gb3838Of2002.Times(0.2m, limit));
        Assert.Equal(0.5m, Gb3838Of2002.Times(0.3m, limit));
        Assert.Null(Gb3838Of2002.Times(10m, ClassLimit.Parse("6~9", LimitRule.Between)!.Value));
        Assert.Null(Gb3838Of2002.Times(10m, ClassLimit.Parse("5", LimitRule.AtLeast)!.Value));
        Assert.Null(Gb3838Of2002.Times(10m, ClassLimit.Parse("不得检出", LimitRule.AtMost)!.Value));
    }

    [Fact]
    [Clause("GB 3838-2002", "6.1")]
    public void A_sample_settles_half_an_hour() => Assert.Equal(30, Limits.SettlingMinutes);

    [Fact]
    public void A_corrected_limit_judges_its_days_and_a_bad_one_is_refused_with_its_row()
    {
        const string Path = "Gb3838Of2002/table1.csv";
        const string Row = "le,0.15,0.5,1.0,1.5,2.0,表1,,V2";
        string text = CsvTable.ShippedText(Path);
        string stricter = text.Replace(Row, "le,0.15,0.5,0.9,1.5,2.0,表1,,C", StringComparison.Ordinal);
        Rulebook book = Rulebook.Shipped.TryWith(new(Path, Day, null, stricter), out string? problem)!;
        Assert.Null(problem);
        Assert.Equal(0.9m, AmmoniaIII(book.On(Day)));
        Assert.Equal(1m, AmmoniaIII(book.On(Day.AddDays(-1))));
        string bad = text.Replace(Row, "le,0.15,0.5,0.4,1.5,2.0,表1,,C", StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, Day, null, bad), out problem));
        Assert.Contains("氨氮", problem, StringComparison.Ordinal);
    }

    private static decimal? AmmoniaIII(Tables tables) =>
        tables.Of<Gb3838Of2002>().Find("氨氮", WaterBody.River)!.Limit(WaterClass.III)!.Value.Max;
}
