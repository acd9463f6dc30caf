using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class ToleranceTests
{
    private static ToleranceTable Table(params string[] rows) => new("a document", CsvTable.TryRead(
        "t.csv",
        "item,over,at_least,criterion,limit,unit,clause,page,confidence\n" + string.Join('\n', rows), out _)!);

    [Fact]
    public void The_first_row_that_holds_is_meant_and_its_bounds_are_exact()
    {
        ToleranceTable table = Table("x,10,,RE,10,%,1,,V", "x,,5,AE,2,mg,2,,V", "x,,,AE,1,mg,3,,V");
        Assert.Equal("1", table.Band("x", 10.01m)!.Citation.Clause);
        Assert.Equal("2", table.Band("x", 10m)!.Citation.Clause);
        Assert.Equal("2", table.Band("x", 5m)!.Citation.Clause);
        Assert.Equal("3", table.Band("x", 4.99m)!.Citation.Clause);
        Assert.Null(table.Band("y", 4.99m));
        Assert.Equal(["x"], table.Items);
    }

    [Fact]
    public void A_table_without_a_row_for_the_rest_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => Table("x,10,,RE,10,%,1,,V"));
        Assert.Throws<InvalidDataException>(() => Table("x,,10,RE,10,%,1,,V"));
        Assert.Throws<InvalidDataException>(() => Table("x,,,ZZ,10,%,1,,V"));
    }

    [Theory]
    [InlineData("AE", 12, 10, 2, true)]
    [InlineData("AE", 8, 10, -2, true)]
    [InlineData("AE", 12.01, 10, 2.01, false)]
    [InlineData("AE", 7.99, 10, -2.01, false)]
    [InlineData("RE", 10.2, 10, 2, true)]
    [InlineData("RE", 9.8, 10, -2, true)]
    [InlineData("RE", 10.21, 10, 2.1, false)]
    [InlineData("RE", -9.8, -10, -2, true)]
    public void An_error_carries_its_sign_and_its_limit_is_allowed(
        string criterion, double instrument, double reference, double value, bool pass)
    {
        ToleranceBand band = Table($"x,,,{criterion},2,mg,1,,V").Band("x", 10)!;
        Assert.Equal(criterion, band.Sign);
        ToleranceVerdict verdict = ToleranceTable.Judge(band, (decimal)reference, (decimal)instrument, null);
        Assert.Equal(((decimal?)value, (bool?)pass), (verdict.Value, verdict.Pass));
    }

    [Fact]
    public void The_verdict_is_not_taken_from_a_rounded_quotient()
    {
        // 33.333… % of 3 is exactly 1: the quotient of the printed value would lie a digit off.
        ToleranceBand band = Table("x,,,RE,33.3333333333333333333333333,%,1,,V").Band("x", 3)!;
        Assert.False(ToleranceTable.Judge(band, 3, 4, null).Pass);
    }

    [Fact]
    public void What_is_not_known_gives_no_verdict()
    {
        ToleranceBand relative = Table("x,,,RE,2,%,1,,V").Band("x", 0)!;
        Assert.Equal((null, null), Pair(ToleranceTable.Judge(relative, 0, 1, null)));
        Assert.Equal((null, null), Pair(ToleranceTable.Judge(relative, 1, null, null)));
        ToleranceBand accuracy = Table("x,,,RA,15,%,1,,V").Band("x", 0)!;
        Assert.Equal("RA", accuracy.Sign);
        Assert.Equal((null, null), Pair(ToleranceTable.Judge(accuracy, 1, 1, null)));
        Assert.Equal((15m, true), Pair(ToleranceTable.Judge(accuracy, 1, null, 15)));
        Assert.Equal((15.1m, false), Pair(ToleranceTable.Judge(accuracy, 1, null, 15.1m)));
        static (decimal?, bool?) Pair(ToleranceVerdict verdict) => (verdict.Value, verdict.Pass);
    }

    [Fact]
    public void Names_lead_to_the_item_in_any_case_and_unknown_ones_stay()
    {
        CsvTable csv = CsvTable.TryRead("n.csv", "name,item\n二氧化硫,SO2", out _)!;
        var names = new NameTable(csv, ["SO2"]);
        Assert.Equal("SO2", names.Item("二氧化硫"));
        Assert.Equal("SO2", names.Item("so2"));
        Assert.Equal("CO2", names.Item("CO2"));
        Assert.Throws<InvalidDataException>(() => new NameTable(csv, ["NOx"]));
    }
}
