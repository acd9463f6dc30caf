using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj355Of2019Tests
{
    private static Hj355Of2019 Edition => Given.Shipped.Of<Hj355Of2019>();

    [Theory]
    [InlineData("COD", 29.9, "AE", 5)]
    [InlineData("COD", 30, "RE", 30)]
    [InlineData("COD", 59.9, "RE", 30)]
    [InlineData("COD", 60, "RE", 20)]
    [InlineData("COD", 99.9, "RE", 20)]
    [InlineData("COD", 100, "RE", 15)]
    [InlineData("NH3-N", 1.99, "AE", 0.3)]
    [InlineData("NH3-N", 2, "RE", 15)]
    [InlineData("TP", 0.39, "AE", 0.04)]
    [InlineData("TP", 0.4, "RE", 15)]
    [InlineData("TN", 1.99, "AE", 0.3)]
    [InlineData("TN", 2, "RE", 15)]
    [InlineData("pH", 7, "AE", 0.5)]
    [InlineData("temperature", 20, "AE", 0.5)]
    [InlineData("level", 300, "AE", 12)]
    [InlineData("flow", 50, "RE", 10)]
    [Clause("HJ 355-2019", "表 1")]
    public void The_laboratory_chooses_the_row(string item, double laboratory, string criterion, double limit)
    {
        decimal lab = (decimal)laboratory;
        ToleranceVerdict verdict = Edition.Compare(item, lab, lab)!.Value;
        Assert.Equal((criterion, (decimal)limit, true), (verdict.Band.Sign, verdict.Band.Limit, verdict.Pass!.Value));
        decimal allowed = criterion == "AE" ? (decimal)limit : lab * (decimal)limit / 100;
        Assert.True(Edition.Compare(item, lab, lab - allowed)!.Value.Pass);
        Assert.False(Edition.Compare(item, lab, lab + allowed + 0.001m)!.Value.Pass);
    }

    [Fact]
    [Clause("HJ 355-2019", "表 1")]
    public void The_unsure_row_says_that_it_is_unsure()
    {
        Assert.Equal(Confidence.Unsure, Edition.Compare("TP", 0.3m, 0.3m)!.Value.Band.Citation.Confidence);
        Assert.Null(Edition.Compare("As", 1, 1));
    }

    [Theory]
    [InlineData("COD")]
    [InlineData("NH3-N")]
    [InlineData("TP")]
    [InlineData("TN")]
    [Clause("HJ 355-2019", "表 1 标准样品")]
    public void A_standard_solution_is_met_within_ten_percent(string item)
    {
        Assert.True(Edition.CompareStandard(item, 50, 55)!.Value.Pass);
        Assert.True(Edition.CompareStandard(item, 50, 45)!.Value.Pass);
        Assert.False(Edition.CompareStandard(item, 50, 55.1m)!.Value.Pass);
        Assert.Null(Edition.CompareStandard("pH", 7, 7));
    }

    [Theory]
    [InlineData("COD", 30, 20, 25)]
    [InlineData("NH3-N", 2, 1.5, 1.5)]
    [InlineData("TP", 0.4, 0.2, 0.3)]
    [InlineData("TN", 2, 1.5, 1.5)]
    [Clause("HJ 355-2019", "表 1")]
    public void For_thin_water_a_solution_stands_in(string item, double below, double from, double to)
    {
        StandIn found = Edition.StandInFor(item, (decimal)below - 0.01m)!;
        Assert.Equal(((decimal)from, (decimal)to), (found.From, found.To));
        Assert.Null(Edition.StandInFor(item, (decimal)below));
        Assert.Null(Edition.StandInFor("pH", 1));
    }

    [Fact]
    [Clause("HJ 355-2019", "5 实际水样比对")]
    public void Three_pairs_are_needed_and_every_one_within()
    {
        Assert.True(Edition.Passes("COD", [(100, 110), (100, 90), (100, 115)]));
        Assert.False(Edition.Passes("COD", [(100, 110), (100, 90)]));
        Assert.False(Edition.Passes("COD", [(100, 100), (100, 100), (100, 116)]));
        Assert.Null(Edition.Passes("As", [(1, 1), (1, 1), (1, 1)]));
    }

    [Fact]
    [Clause("HJ 355-2019", "5 自动标样核查")]
    [Clause("HJ 355-2019", "5 质控样试验")]
    [Clause("HJ 355-2019", "5 实际水样比对")]
    public void Checks_come_round_by_day_week_and_month()
    {
        DateTimeOffset last = new(2026, 11, 1, 8, 0, 0, TimeSpan.FromHours(8));
        Assert.False(Edition.StandardIsOverdue(last, last.AddHours(24)));
        Assert.True(Edition.StandardIsOverdue(last, last.AddHours(24).AddSeconds(1)));
        Assert.Equal(new DateOnly(2026, 11, 8), Edition.QualityDue(new DateOnly(2026, 11, 1)));
        Assert.Equal(new DateOnly(2026, 2, 28), Edition.ComparisonDue(new DateOnly(2026, 1, 31)));
    }

    [Fact]
    [Clause("HJ 355-2019", "表 1")]
    public void People_call_the_items_by_other_names_too()
    {
        Assert.Equal("NH3-N", Edition.Names.Item("氨氮"));
        Assert.Equal("COD", Edition.Names.Item("CODcr"));
        Assert.Equal("TP", Edition.Names.Item("w21011"));
    }
}
