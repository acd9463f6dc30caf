using Qingyuan.App.Screens.Rules;
using Qingyuan.Standards;

namespace Qingyuan.Tests.App.Screens.Rules;

public sealed class WhatIfTests
{
    private static readonly AirItem Fine = new("PM2.5", "24h"), Coarse = new("PM10", "24h"),
        OzoneHour = new("O3", "1h");

    private static readonly WhatIf Rules = new(Rulebook.Shipped, new DateOnly(2026, 11, 25));

    private static Dictionary<AirItem, WhatIfValue> Values(decimal fine, decimal coarse) =>
        new() { [Fine] = new(fine, true), [Coarse] = new(coarse, true) };

    [Fact]
    public void The_same_day_is_judged_by_each_edition_and_by_the_limits_to_come()
    {
        IReadOnlyList<WhatIfVerdict> verdicts = Rules.Day(Values(68, 132), grade: 2);
        Assert.Equal(["2012 版", "2026 版", "2026 版（2031-01-01 起）"], verdicts.Select(v => v.Judge.Name));
        Assert.Equal([92, 108, 108], verdicts.Select(v => v.Index.Aqi!.Value));
        Assert.Equal([75m, 60m, 50m], verdicts.Select(v => v.Cells[Fine].Limit!.Value));
        Assert.Equal([false, true, true], verdicts.Select(v => v.Cells[Fine].Exceeds));
        Assert.Equal(0.36m, verdicts[2].Cells[Fine].Multiple);
        Assert.Null(verdicts[0].Cells[Fine].Multiple);
    }

    [Fact]
    public void An_item_of_one_edition_takes_no_part_in_the_other()
    {
        var values = new Dictionary<AirItem, WhatIfValue> { [OzoneHour] = new(300, true), [Fine] = new(20, true) };
        IReadOnlyList<WhatIfVerdict> verdicts = Rules.Day(values, grade: 2);
        Assert.Equal((150, 29), (verdicts[0].Index.Aqi, verdicts[1].Index.Aqi));
        Assert.Equal((true, false), (verdicts[0].Cells[OzoneHour].TakesPart, verdicts[1].Cells[OzoneHour].TakesPart));
        Assert.Equal(7, Rules.Items.Count);
    }

    [Fact]
    public void What_rests_on_an_unconfirmed_row_says_so()
    {
        Assert.Empty(WhatIf.Unconfirmed(Rules.Day(Values(68, 132), 2)[1], Values(68, 132)));
        Citation cap = Assert.Single(WhatIf.Unconfirmed(Rules.Day(Values(600, 700), 2)[1], Values(600, 700)));
        Assert.Equal("HJ 633-2026", cap.Document);
    }

    [Theory]
    [InlineData("68", "68", true)]
    [InlineData(" 0.8 ", "0.8", true)]
    [InlineData("", "", true)]
    [InlineData("NA", "", true)]
    [InlineData("/", "/", false)]
    public void A_value_is_a_number_or_missing_or_not_monitored(string typed, string text, bool monitored)
    {
        WhatIfValue value = WhatIfValue.Read(typed)!.Value;
        Assert.Equal((text, monitored), (value.Text, value.Monitored));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("sixty")]
    [InlineData("100001")]
    [InlineData("1e3")]
    public void What_is_no_concentration_is_refused(string typed) => Assert.Null(WhatIfValue.Read(typed));

    [Fact]
    public void A_missing_item_withholds_the_index_and_one_not_monitored_does_not()
    {
        var values = Values(60, 10);
        values[Coarse] = WhatIfValue.Missing;
        Assert.True(Rules.Day(values, 2)[1].Index.Withheld);
        values[Coarse] = WhatIfValue.NotMonitored;
        Assert.Equal(100, Rules.Day(values, 2)[1].Index.Aqi);
    }

    [Fact]
    public void Pasted_lines_are_read_as_a_spreadsheet_copies_them_and_put_in_order()
    {
        WhatIfSeries series = WhatIfSeries.Read(
            "日期\tPM2.5\tO3_8h\tCO\n2026/3/1\t61\t90\t\n2026-02-28\t76\t/\t0.8\r\n", Rules.Names);
        Assert.Empty(series.Problems);
        Assert.False(series.Simulated);
        Assert.Equal([new DateOnly(2026, 2, 28), new DateOnly(2026, 3, 1)], series.Days.Select(d => d.Day));
        Assert.Equal(76, series.Days[0].Values[Fine].Number);
        Assert.False(series.Days[0].Values[new AirItem("O3", "8h")].Monitored);
        Assert.Equal(WhatIfValue.Missing, series.Days[1].Values[new AirItem("CO", "24h")]);
    }

    [Theory]
    [InlineData("", "请粘贴一行表头")]
    [InlineData("日期,PM2.5", "请粘贴一行表头")]
    [InlineData("日期,H2S\n2026-03-01,1", "不认识项目“H2S”")]
    [InlineData("日期,PM2.5,PM25\n2026-03-01,1,2", "出现了两次")]
    [InlineData("日期\n2026-03-01", "表头要有日期和至少一个项目")]
    [InlineData("日期,PM2.5\n昨天,1", "第 2 行：“昨天”不是")]
    [InlineData("日期,PM2.5\n1999-03-01,1", "不是 2000 至 2100 年的日期")]
    [InlineData("日期,PM2.5\n2026-03-01,很高", "第 2 行：“很高”不是浓度")]
    [InlineData("日期,PM2.5\n2026-03-01,1,2", "有 3 列，表头有 2 列")]
    [InlineData("日期,PM2.5\n2026-03-01,1\n2026-03-01,2", "第 3 行：2026-03-01 出现了两次")]
    public void A_line_that_cannot_be_read_is_named_and_nothing_is_drawn(string text, string problem)
    {
        WhatIfSeries series = WhatIfSeries.Read(text, Rules.Names);
        Assert.Contains(series.Problems, p => p.Contains(problem, StringComparison.Ordinal));
        Assert.Empty(series.Days);
    }

    [Fact]
    public void More_than_the_limit_is_refused_before_it_is_read()
    {
        string many = "日期,PM2.5\n" + string.Concat(Enumerable.Repeat("2026-03-01,1\n", WhatIfSeries.RowsMax + 1));
        Assert.Contains(
            "最多 800 行", Assert.Single(WhatIfSeries.Read(many, Rules.Names).Problems), StringComparison.Ordinal);
        Assert.Single(WhatIfSeries.Read(new string('x', WhatIfSeries.TextMax + 1), Rules.Names).Problems);
        string bad = "日期,PM2.5\n" + string.Concat(Enumerable.Repeat("x,1\n", 50));
        Assert.Equal(WhatIfSeries.ProblemsMax, WhatIfSeries.Read(bad, Rules.Names).Problems.Count);
    }

    [Fact]
    public void The_simulated_series_says_so_crosses_the_change_and_is_always_the_same()
    {
        WhatIfSeries series = WhatIfSeries.Simulate();
        Assert.True(series.Simulated);
        Assert.Equal((new DateOnly(2026, 1, 15), new DateOnly(2026, 4, 14)), (series.Days[0].Day, series.Days[^1].Day));
        Assert.Equal(
            series.Days.Select(d => d.Values[Fine]), WhatIfSeries.Simulate().Days.Select(d => d.Values[Fine]));
        Assert.All(series.Days, d => Assert.All(d.Values.Values, v => Assert.InRange(v.Number!.Value, 0, 400)));
        Assert.All(series.Days, d => Assert.True(d.Values[Fine].Number <= d.Values[Coarse].Number));
    }

    [Fact]
    public void The_chart_steps_its_limit_on_the_day_and_joins_nothing_across_a_gap()
    {
        WhatIfSeries series = WhatIfSeries.Read(
            "日期,PM2.5\n2026-02-27,70\n2026-02-28,70\n2026-03-01,70\n2026-03-03,70", Rules.Names);
        WhatIfChart chart = WhatIfChart.Of(Rules, series, Fine, grade: 2);
        Assert.Equal(["2012 版", "2026 版"], chart.Index.Select(l => l.Name));
        Assert.Equal([94d, 94d, 94d, null, 94d], chart.Index[0].Points.Select(p => p.Value));
        Assert.Equal([110d, 110d, 110d, null, 110d], chart.Index[1].Points.Select(p => p.Value));
        Assert.Equal(
            [(75d, true), (75d, false), (60d, false), (60d, true)], chart.Limits.Select(l => (l.Value, l.InForce)));
        WhatIfLimit then = chart.Limits[0], now = chart.Limits[3];
        Assert.Equal(then.To, now.From);
        Assert.Equal(now.From, Assert.Single(chart.Changes).Time);
        Assert.Equal("2026-03-01", chart.Changes[0].Day);
    }
}
