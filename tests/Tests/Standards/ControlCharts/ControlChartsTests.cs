using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class ControlChartsTests
{
    private static ControlCharts Charts => Given.Shipped.Of<ControlCharts>();

    /// <summary>Points in standard deviations → codes with the points that fired; mean 10, sd 2.</summary>
    [Theory]
    [InlineData("laboratory", "0 3.1 0", "qc.chart.beyond-3s 1")]
    [InlineData("laboratory", "0 3 0", "")]
    [InlineData("laboratory", "0 -3.1 0", "qc.chart.beyond-3s 1")]
    [InlineData("laboratory", "2.1 0 2.1", "qc.chart.2-of-3-2s 0+2")]
    [InlineData("laboratory", "-2.1 -2.1 0", "qc.chart.2-of-3-2s 0+1")]
    [InlineData("laboratory", "2.1 0 -2.1", "")]
    [InlineData("laboratory", "2.1 0 0 2.1", "")]
    [InlineData("laboratory", "2 0 2", "")]
    [InlineData("laboratory", "1.1 1.1 -0.1 1.1 1.1", "qc.chart.4-of-5-1s 0+1+3+4")]
    [InlineData("laboratory", "1 1.1 -0.1 1.1 1.1", "")]
    [InlineData("laboratory", "-1.1 -1.1 0.1 -1.1 -1.1", "qc.chart.4-of-5-1s 0+1+3+4")]
    [InlineData("laboratory", "0.5 0.1 0.5 0.1 0.5 0.1 0.5", "qc.chart.7-one-side 0+1+2+3+4+5+6")]
    [InlineData("laboratory", "0.5 0.1 0.5 0 0.5 0.1 0.5", "")]
    [InlineData("laboratory", "0.5 0.1 0.5 0.1 0.5 0.1", "")]
    [InlineData("laboratory", "-0.3 -0.2 -0.1 0 0.1 0.2 0.3", "qc.chart.7-trend 0+1+2+3+4+5+6")]
    [InlineData("laboratory", "0.3 0.2 0.1 0 -0.1 -0.2 -0.3", "qc.chart.7-trend 0+1+2+3+4+5+6")]
    [InlineData("laboratory", "-0.3 -0.2 -0.1 0 0.1 0.2 0.2", "")]
    [InlineData("laboratory", "-0.3 -0.2 -0.1 0 0.1 0.2", "")]
    [InlineData("westgard", "0 2.1 0", "qc.chart.1-2s 1")]
    [InlineData("westgard", "0 2 0", "")]
    [InlineData("westgard", "0 -3.1 0", "qc.chart.1-2s 1;qc.chart.1-3s 1")]
    [InlineData("westgard", "0 -3 0", "qc.chart.1-2s 1")]
    [InlineData("westgard", "2.1 2.1 0", "qc.chart.1-2s 0+1;qc.chart.2-2s 0+1")]
    [InlineData("westgard", "2.1 0 2.1", "qc.chart.1-2s 0+2")]
    [InlineData("westgard", "2.1 -2.1", "qc.chart.1-2s 0+1;qc.chart.R-4s 0+1")]
    [InlineData("westgard", "0 -2.1 2.1", "qc.chart.1-2s 1+2;qc.chart.R-4s 1+2")]
    [InlineData("westgard", "2 -2.1", "qc.chart.1-2s 1")]
    [InlineData("westgard", "2.1 -2", "qc.chart.1-2s 0")]
    [InlineData("westgard", "1.1 1.1 1.1 1.1 0", "qc.chart.4-1s 0+1+2+3")]
    [InlineData("westgard", "1.1 1.1 1 1.1 0", "")]
    [InlineData("westgard", "-1 1 1 1 1 1 1 1 1 1 1", "qc.chart.10x 1+2+3+4+5+6+7+8+9+10")]
    [InlineData("westgard", "-1 1 1 1 1 1 1 1 1 1", "")]
    [InlineData("westgard", "", "")]
    [InlineData("nobody", "9 9 9", "")]
    [Clause("GB/T 4091-2001", "检验1")]
    [Clause("GB/T 4091-2001", "检验5")]
    [Clause("GB/T 4091-2001", "检验6")]
    [Clause("HJ/T 91-2002", "质量控制图")]
    [Clause("Westgard", "1-2s")]
    [Clause("Westgard", "1-3s")]
    [Clause("Westgard", "2-2s")]
    [Clause("Westgard", "R-4s")]
    [Clause("Westgard", "4-1s")]
    [Clause("Westgard", "10x")]
    public void A_rule_fires_on_its_points(string set, string sds, string expected)
    {
        decimal[] points = [.. sds.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(s => 10 + 2 * decimal.Parse(s, CultureInfo.InvariantCulture))];
        Assert.Equal(expected, string.Join(';', Charts.Signals(set, new(10, 2), points)
            .Select(s => $"{s.Rule.Code} {string.Join('+', s.Points)}")));
    }

    [Fact]
    [Clause("HJ/T 91-2002", "质量控制图 绘制")]
    public void A_chart_needs_twenty_results_that_vary()
    {
        decimal[] results = [.. Enumerable.Range(0, 20).Select(i => 10m + i % 2)];
        ChartLimits limits = Charts.Limits(results)!.Value;
        Assert.Equal(10.5m, limits.Mean);
        Assert.Equal(limits.Mean + 2 * limits.Sd, limits.At(2));
        Assert.Null(Charts.Limits(results[..19]));
        Assert.Null(Charts.Limits([.. Enumerable.Repeat(1m, 20)]));
        Assert.Equal((1m, 2m, 3m), Charts.Lines);
    }

    [Fact]
    public void Every_rule_has_a_code_a_severity_and_a_text()
    {
        Assert.Equal(Charts.Rules.Count, Charts.Rules.Select(r => r.Code).Distinct().Count());
        Assert.All(Charts.Rules, rule => Assert.NotEmpty(rule.Text));
        Assert.Equal("qc.chart.1-2s", Assert.Single(Charts.Rules, rule => rule.Severity == "informs").Code);
    }

    [Fact]
    public void A_chart_without_spread_or_with_too_many_points_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Signals("westgard", new(1, 0), [1]));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Charts.Signals("westgard", new(1, 1), new decimal[ControlCharts.PointsMax + 1]));
    }

    [Fact]
    public void Each_rule_says_where_it_comes_from_and_as_many_points_as_the_limit_are_read()
    {
        Assert.All(Charts.Rules, rule => Assert.Equal(rule.Set == "westgard",
            rule.Citation.Document == "Westgard"));
        Assert.Equal(("检验5", "GB/T 4091-2001"), (Charts.Rules[1].Citation.Clause, Charts.Rules[1].Citation.Document));
        Assert.All(Charts.Rules.Where(r => r.Code != "qc.chart.1-2s"), r => Assert.Equal("person", r.Severity));
        Assert.Empty(Charts.Signals("nobody", new(1, 1), new decimal[ControlCharts.PointsMax]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Charts.Signals("laboratory", new(1, -1), [1]));
    }

    [Theory]
    [InlineData("0 0.1 0.2 0.3 -0.4 -0.3 -0.2 -0.1 0 0.1 0.2 -0.5", "qc.chart.7-trend 4+5+6+7+8+9+10")]
    [InlineData("0.1 -0.3 -0.2 -0.1 0 0.1 0.2 0.3 0.4 -0.1", "qc.chart.7-trend 1+2+3+4+5+6+7+8")]
    [InlineData("-0.3 -0.2 -0.2 -0.1 0 0.1 0.2", "")]
    [InlineData("0 3.1 0 0 -3.1 0", "qc.chart.beyond-3s 1+4")]
    [InlineData("0 2.1 2.1 0 0 2.1", "qc.chart.2-of-3-2s 1+2")]
    [Clause("HJ/T 91-2002", "质量控制图")]
    [Clause("GB/T 4091-2001", "检验1")]
    [Clause("GB/T 4091-2001", "检验5")]
    public void Each_window_adds_its_own_points(string sds, string expected) =>
        A_rule_fires_on_its_points("laboratory", sds, expected);
}
