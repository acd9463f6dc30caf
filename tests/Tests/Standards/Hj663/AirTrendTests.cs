using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class AirTrendTests
{
    private static AirTrend Trend => Given.Shipped.Of<Hj663>("Hj663Of2013").Trend;

    [Theory]
    [InlineData("1 2 3", null, TrendVerdict.TooShort)]
    [InlineData("1 2 3 4", "1", TrendVerdict.Rising)]
    [InlineData("1 2 4 3", "0.8", TrendVerdict.NotSignificant)]
    [InlineData("1 2 3 4 5", "1", TrendVerdict.Rising)]
    [InlineData("50 40 30 20 10", "-1", TrendVerdict.Falling)]
    [InlineData("1 2 3 5 4", "0.9", TrendVerdict.Rising)]
    [InlineData("5 4 3 1 2", "-0.9", TrendVerdict.Falling)]
    [InlineData("1 3 2 5 4", "0.8", TrendVerdict.NotSignificant)]
    [InlineData("1 2 3 4 6 5", "0.9428571428571428571428571429", TrendVerdict.Rising)]
    [InlineData("7 7 7 7 7", "0.5", TrendVerdict.NotSignificant)]
    [Clause("HJ 663-2013", "附录 B")]
    public void A_series_rises_or_falls_when_its_coefficient_reaches_the_table(
        string years, string? coefficient, TrendVerdict verdict)
    {
        TrendResult found = Trend.Of([.. years.Split(' ').Select(y => decimal.Parse(y, null))]);
        Assert.Equal(coefficient is null ? null : decimal.Parse(coefficient, null), found.Coefficient);
        Assert.Equal(verdict, found.Verdict);
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 B")]
    public void Whether_the_critical_value_itself_is_significant_is_a_row_that_people_may_correct()
    {
        const string Path = "Hj663Of2013/rules.csv";
        string text = CsvTable.ShippedText(Path).Replace(
            "trend.at_critical,1,", "trend.at_critical,0,", StringComparison.Ordinal);
        AirTrend beyond = Given.Tables((Path, text)).Of<Hj663>("Hj663Of2013").Trend;
        Assert.Equal(TrendVerdict.NotSignificant, beyond.Of([1, 2, 3, 5, 4]).Verdict);
        Assert.Equal(TrendVerdict.Rising, beyond.Of([1, 2, 3, 4, 5]).Verdict);
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 B")]
    public void Between_two_rows_the_smaller_number_of_years_decides()
    {
        Assert.Equal(0.564m, Trend.Of([.. Enumerable.Range(1, 11).Select(i => (decimal)i)]).Critical);
        Assert.Equal(0.506m, Trend.Of([.. Enumerable.Range(1, 12).Select(i => (decimal)i)]).Critical);
        Assert.Equal(0.306m, Trend.Of([.. Enumerable.Range(1, 40).Select(i => (decimal)i)]).Critical);
    }
}
