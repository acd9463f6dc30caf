using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj356Of2019Tests
{
    private static Hj356Of2019 Edition => Given.Shipped.Of<Hj356Of2019>();

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_daily_mean_is_weighted_by_flow_and_not_the_plain_mean()
    {
        // 3900 / 110; the plain mean 60 is wrong.
        decimal mean = Hj356Of2019.FlowWeightedMean([(30m, 100m), (90m, 10m)])!.Value;
        Assert.Equal(35.45m, Gbt8170Of2008.Round(mean, 0.01m));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void Every_worked_example_comes_out_as_printed()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Hj356Of2019/examples.csv").Rows)
        {
            decimal? mean = Hj356Of2019.FlowWeightedMean(
                [(row.Number("first"), row.Number("water")), (row.Number("second"), row.Number("water_second"))]);
            Assert.Equal(row.Number("result"), Gbt8170Of2008.RoundPlaces(mean!.Value, 2));
            seen++;
        }
        Assert.Equal(3, seen);
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void Without_flow_there_is_no_mean()
    {
        Assert.Null(Hj356Of2019.FlowWeightedMean([(30m, 0m), (90m, 0m)]));
        Assert.Equal(30m, Hj356Of2019.FlowWeightedMean([(30m, 2m), (90m, 0m), (90m, -1m)]));
    }

    [Theory]
    [InlineData(18, 24, true)]
    [InlineData(17, 24, false)]
    [InlineData(9, 12, true)]
    [InlineData(0, 0, false)]
    [Clause("HJ 356-2019", "7")]
    public void A_day_counts_from_three_quarters_of_the_values_due(int valid, int due, bool counts) =>
        Assert.Equal(counts, Edition.DayCounts(valid, due));

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void Flow_and_pH_are_measured_without_a_cycle()
    {
        Assert.True(Edition.IsContinuous("w00000"));
        Assert.True(Edition.IsContinuous("w01001"));
        Assert.False(Edition.IsContinuous("w01018"));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [Clause("HJ 212-2017", "附录 D.1")]
    public void An_hour_of_waste_water_has_a_mean_from_its_first_valid_value(int valid, bool counts) =>
        Assert.Equal(counts, Edition.HourCounts(valid));

    [Theory]
    [InlineData("410.4", "386.4", "0.1", true)]
    [InlineData("100", "101", "0.1", false)]
    [InlineData("100", "101.1", "0.1", true)]
    [InlineData("0.30", "0.31", "0.01", false)]
    [Clause("HJ 356-2019", "5")]
    public void Logger_and_centre_differ_above_one_percent_and_one_step(
        string ours, string stated, string step, bool differs) =>
        Assert.Equal(differs, Edition.Differs(
            decimal.Parse(ours, null), decimal.Parse(stated, null), decimal.Parse(step, null)));

    [Theory]
    [InlineData("w01001", false)]
    [InlineData("w01010", true)]
    [InlineData("w00000", true)]
    [InlineData("w01018", true)]
    [Clause("HJ 356-2019", "7")]
    public void A_logarithm_is_not_averaged(string factor, bool averaged) =>
        Assert.Equal(averaged, Edition.IsAveraged(factor));

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_day_of_pH_is_a_range()
    {
        Assert.Equal((6.9m, 7.8m), Hj356Of2019.Range([7.1m, 7.8m, 6.9m, 7.0m]));
        Assert.Equal((7m, 7m), Hj356Of2019.Range([7m]));
        Assert.Null(Hj356Of2019.Range([]));
    }

    [Theory]
    [InlineData("normal", true)]
    [InlineData("maintenance", false)]
    [InlineData("calibration", false)]
    [InlineData("fault", false)]
    [InlineData("unchecked", false)]
    [InlineData("other", null)]
    [Clause("HJ 356-2019", "5")]
    public void Only_normal_sampling_periods_count(string period, bool? counts) =>
        Assert.Equal(counts, Edition.PeriodCounts(period));

    [Theory]
    [InlineData(30.0, 1.0, true)]
    [InlineData(0.0, 1.0, true)]
    [InlineData(-0.1, 1.0, false)]
    [InlineData(null, 1.0, false)]
    [InlineData(30.0, 0.0, false)]
    [InlineData(30.0, -1.0, false)]
    [InlineData(30.0, null, true)]
    [Clause("HJ 356-2019", "6")]
    public void A_result_counts_while_water_flows(double? concentration, double? flow, bool counts) =>
        Assert.Equal(counts, Hj356Of2019.ResultCounts((decimal?)concentration, (decimal?)flow));

    [Theory]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [Clause("HJ 356-2019", "6")]
    public void A_comparison_takes_three_pairs(int pairs, bool enough) =>
        Assert.Equal(enough, Edition.EnoughPairs(pairs));

    [Theory]
    [InlineData(21, 28, true)]
    [InlineData(20, 28, false)]
    [InlineData(0, 0, false)]
    [Clause("HJ 356-2019", "7")]
    public void A_month_counts_from_three_quarters_of_its_due_days(int valid, int due, bool counts)
    {
        Assert.Equal(counts, Edition.MonthCounts(valid, due));
        decimal[] days = [.. Enumerable.Range(1, valid).Select(d => (decimal)d)];
        Assert.Equal(counts ? 11m : null, Edition.MonthlyMean(days, due));
    }

    [Theory]
    [InlineData(100, 101, 100, true)]
    [InlineData(100, 101.1, 100, false)]
    [InlineData(100, 100, 99, true)]
    [InlineData(100, 100, 98.9, false)]
    [InlineData(100, 99.4, 100.6, false)]
    [InlineData(0, 0, 0, true)]
    [InlineData(-100, -101, -100, true)]
    [Clause("HJ 356-2019", "5")]
    public void Instrument_logger_and_centre_agree_within_one_percent(
        double instrument, double logger, double centre, bool agree) =>
        Assert.Equal(agree, Edition.IsConsistent((decimal)instrument, (decimal)logger, (decimal)centre));

    [Theory]
    [InlineData("rules.csv", "“value”一格“x”不是数")]
    [InlineData("continuous.csv", "“day”一格“x”不认识；请写 mean、range 里的一个")]
    [InlineData("periods.csv", "“counts”一格“x”不认识；请写 yes、no 里的一个")]
    [InlineData("substitution.csv", "“x”不认识；请写 manual（手工）")]
    public void A_bad_cell_is_found_when_a_table_is_corrected(string file, string says)
    {
        string path = "Hj356Of2019/" + file, text = CsvTable.ShippedText(path)
            .Replace(",75,", ",x,", StringComparison.Ordinal).Replace(",range,", ",x,", StringComparison.Ordinal)
            .Replace(",yes,", ",x,", StringComparison.Ordinal).Replace("maximum,", "x,", StringComparison.Ordinal);
        var correction = new TableCorrection(path, new DateOnly(2026, 1, 1), null, text);
        Assert.Null(Rulebook.Shipped.TryWith(correction, out string? problem));
        Assert.StartsWith("HJ 356-2019（Hj356Of2019）自 2026-01-01 起用不了这张表：", problem, StringComparison.Ordinal);
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 98.9, 99.5, false)]
    [InlineData(100, 99.5, 98.9, false)]
    [InlineData(100, 101.1, 100.5, false)]
    [InlineData(100, 99.5, 100.5, true)]
    [InlineData(100, 99.5, 100.51, false)]
    [InlineData(0, 0, 0.01, false)]
    [InlineData(0, 0.01, 0, false)]
    [Clause("HJ 356-2019", "5")]
    public void Each_of_the_three_is_held_to_each_other(
        double instrument, double logger, double centre, bool agree) =>
        Assert.Equal(agree, Edition.IsConsistent((decimal)instrument, (decimal)logger, (decimal)centre));

    [Fact]
    [Clause("HJ 356-2019", "5")]
    public void The_percentage_is_that_of_the_table()
    {
        const string path = "Hj356Of2019/rules.csv";
        string text = CsvTable.ShippedText(path).Replace("difference.percent,1,", "difference.percent,4,",
            StringComparison.Ordinal);
        var wider = Given.Tables((path, text)).Of<Hj356Of2019>();
        Assert.Equal((true, false), (wider.IsConsistent(50, 52, 50), wider.IsConsistent(50, 52.01m, 50)));
        Assert.Equal((false, true), (wider.Differs(50, 52, 0.1m), wider.Differs(50, 52.01m, 0.1m)));
        Assert.Equal((false, true), (wider.Differs(50, 48, 0.1m), wider.Differs(-50, -52.01m, 0.1m)));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_day_or_month_counts_by_the_percentage_of_the_table()
    {
        const string path = "Hj356Of2019/rules.csv";
        string text = CsvTable.ShippedText(path).Replace(".percent,75,", ".percent,50,", StringComparison.Ordinal);
        var wider = Given.Tables((path, text)).Of<Hj356Of2019>();
        Assert.Equal((true, false), (wider.DayCounts(1, 2), wider.DayCounts(49, 100)));
        Assert.Equal((true, false), (wider.MonthCounts(1, 2), wider.MonthCounts(49, 100)));
        Assert.Equal((false, false), (wider.DayCounts(1, 0), wider.MonthCounts(1, 0)));
        Assert.Equal((true, true), (wider.DayCounts(1, 1), wider.MonthCounts(1, 1)));
    }
}
