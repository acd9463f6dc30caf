using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterTrendTests
{
    private static WaterTrend Trends => Given.Shipped.Of<SurfaceWaterEvaluationOf2011>().Trends;

    [Theory]
    [InlineData("60", "10", "60", "10", "0", "无明显变化")]
    [InlineData("60", "10", "70", "10", "10", "无明显变化")]
    [InlineData("60", "10", "70.1", "10", "10.1", "有所好转")]
    [InlineData("60", "10", "75", "5", "20", "有所好转")]
    [InlineData("60", "10", "75.1", "5", "20.1", "明显好转")]
    [InlineData("60", "10", "50", "10", "-10", "无明显变化")]
    [InlineData("60", "10", "50", "20", "-20", "有所变差")]
    [InlineData("60", "10", "50", "20.5", "-20.5", "明显变差")]
    [InlineData("60", "10", "60", "21", "-11", "有所变差")]
    [Clause("环办〔2011〕22号", "三 不同时段定量比较")]
    public void Two_periods_differ_by_the_shares_of_good_and_of_inferior_sections(
        string good1, string inferior1, string good2, string inferior2, string measure, string words)
    {
        WaterChange change = Trends.ByProportion(D(good1), D(inferior1), D(good2), D(inferior2));
        Assert.Equal(D(measure), change.Measure);
        Assert.Equal(words, change.Words);
        Assert.True(change.Citation.IsUnconfirmed);
    }

    [Theory]
    [InlineData(WaterClass.I, WaterClass.II, "无明显变化")]
    [InlineData(WaterClass.II, WaterClass.III, "有所变差")]
    [InlineData(WaterClass.I, WaterClass.III, "有所变差")]
    [InlineData(WaterClass.II, WaterClass.IV, "明显变差")]
    [InlineData(WaterClass.InferiorV, WaterClass.V, "有所好转")]
    [InlineData(WaterClass.InferiorV, WaterClass.IV, "明显好转")]
    [InlineData(WaterClass.IV, WaterClass.IV, "无明显变化")]
    [Clause("环办〔2011〕22号", "三 不同时段定量比较")]
    public void A_section_changes_by_the_steps_of_its_condition(WaterClass before, WaterClass now, string words) =>
        Assert.Equal(words, Trends.ByCondition(before, now).Words);

    [Theory]
    [InlineData("1 2 3 4 5", "1", "0.900", true)]
    [InlineData("5 4 3 2 1", "-1", "0.900", true)]
    [InlineData("1 2 3 5 4", "0.9", "0.900", true)]
    [InlineData("2 1 3 5 4", "0.8", "0.900", false)]
    [InlineData("1 1 2 2 3", "0.95", "0.900", true)]
    [InlineData("1 2 3 4 5 6 7 8 9 11 10", "0.9909090909090909090909090909", "0.564", true)]
    [InlineData("3 1 4 2 6 5", "0.6571428571428571428571428571", "0.829", false)]
    [Clause("环办〔2011〕22号", "三 水质变化趋势分析")]
    public void Years_are_ranked_and_equal_ones_share_their_rank(
        string years, string coefficient, string critical, bool significant)
    {
        RankTrend trend = Trends.Spearman([.. years.Split(' ').Select(D)])!;
        Assert.Equal(D(coefficient), Math.Round(trend.Coefficient, 28));
        Assert.Equal(D(critical), trend.Critical);
        Assert.Equal(significant, trend.IsSignificant);
    }

    [Fact]
    [Clause("环办〔2011〕22号", "三 水质变化趋势分析")]
    public void Fewer_than_five_years_have_no_trend() => Assert.Null(Trends.Spearman([1, 2, 3, 4]));

    [Fact]
    [Clause("环办〔2011〕22号", "三 水质变化趋势分析")]
    public void A_coefficient_lies_between_minus_one_and_one() =>
        Gen.Int[0, 9].Array[5, 40].Sample(years =>
            Assert.InRange(Trends.Spearman([.. years.Select(y => (decimal)y)])!.Coefficient, -1m, 1m));

    private static decimal D(string text) => decimal.Parse(text, null);
}
