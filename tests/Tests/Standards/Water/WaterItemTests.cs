using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterItemTests
{
    private const string Header = "item,also,unit,rule,i,ii,clause,page,confidence\n";

    private static WaterItem Item(string row)
    {
        CsvTable table = CsvTable.TryRead("x.csv", Header + row, out string? problem)
            ?? throw new InvalidDataException(problem);
        return new WaterItem(table.Rows.Single(), "D", 7, ["i", "ii"], WaterClass.V);
    }

    [Fact]
    public void The_names_of_classes_are_those_of_the_standards()
    {
        string[] names = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"];
        for (int i = 0; i < names.Length; i++)
        {
            Assert.Equal(names[i], ((WaterClass)(i + 1)).Name());
            Assert.Equal((WaterClass)(i + 1), WaterClasses.Read(names[i]));
        }
        Assert.Contains("“IV”不是类别", Assert.Throws<InvalidDataException>(() => WaterClasses.Read("IV")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_says_its_names_unit_place_and_origin()
    {
        WaterItem item = Item("甲,A|B,mg/L,le,1,2,表1,,U");
        Assert.Equal(["甲", "A", "B"], item.Names);
        Assert.Equal("mg/L", item.Unit);
        Assert.Equal(7, item.Order);
        Assert.Null(item.Only);
        Assert.True(item.IsClassedIn(WaterBody.Lake));
        Assert.True(item.Citation.IsUnconfirmed);
        Assert.Equal("2", item.Limit(WaterClass.II)!.Value.Printed);
        Assert.Null(item.Limit(WaterClass.III));
    }

    [Theory]
    [InlineData("甲,,mg/L,le,2,1,表1,,V", "比前一类还严")]
    [InlineData("甲,,mg/L,ge,1,2,表1,,V", "比前一类还严")]
    [InlineData("甲,,mg/L,between,5~9,6~9,表1,,V", "比前一类还严")]
    [InlineData("甲,,mg/L,about,1,2,表1,,V", "about")]
    [InlineData("甲,,mg/L,presence,无,有,表1,,V", "有")]
    public void A_row_that_cannot_be_meant_is_refused(string row, string why) => Assert.Contains(
        why, Assert.Throws<InvalidDataException>(() => Item(row)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_row_of_an_unknown_water_is_refused()
    {
        CsvTable table = CsvTable.TryRead(
            "x.csv", "item,also,water,unit,rule,i,clause,page,confidence\n甲,,sea,mg/L,le,1,表1,,V", out _)!;
        Assert.Contains("sea", Assert.Throws<InvalidDataException>(
            () => new WaterItem(table.Rows.Single(), "D", 0, ["i"], null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worse_value_never_has_a_better_class()
    {
        var limits = Given.Shipped.Of<Gb3838Of2002>();
        WaterItem[] items = [.. limits.Items.Where(i => i.Rule == LimitRule.AtMost && i.Beyond is not null)];
        Gen.Select(Gen.Int[0, items.Length - 1], Gen.Decimal[0m, 50m], Gen.Decimal[0m, 50m]).Sample((i, a, b) =>
        {
            WaterClass? better = items[i].Classify(WaterValue.Of(Math.Min(a, b)));
            Assert.True(better <= items[i].Classify(WaterValue.Of(Math.Max(a, b))));
        });
    }

    [Fact]
    public void A_name_of_two_items_is_found_at_once()
    {
        const string Path = "Gbt14848Of2017/table1.csv";
        string text = CsvTable.ShippedText(Path).Replace("锌,Zn|", "锌,Cu|", StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, new DateOnly(2026, 1, 1), null, text), out string? problem));
        Assert.Contains("“Cu”是两个项目的名字", problem, StringComparison.Ordinal);
    }
}
