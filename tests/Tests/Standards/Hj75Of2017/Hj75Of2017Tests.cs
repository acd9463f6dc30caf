using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj75Of2017Tests
{
    private static Hj75Of2017 Edition => Given.Shipped.Of<Hj75Of2017>();

    [Theory]
    [InlineData(44, false)]
    [InlineData(45, true)]
    [Clause("HJ 75-2017", "3 有效小时均值")]
    public void An_hour_counts_from_45_valid_minutes(int minutes, bool counts) =>
        Assert.Equal(counts, Edition.HourCounts(minutes));

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    [Clause("HJ 75-2017", "3 有效日均值")]
    public void A_day_counts_from_20_valid_hours(int hours, bool counts) =>
        Assert.Equal(counts, Edition.DayCounts(hours));

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    [Clause("HJ 75-2017", "附录 标准状态换算")]
    [Clause("HJ 75-2017", "附录 干湿基换算")]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    [Clause("HJ 75-2017", "附录 排放量")]
    [Clause("HJ 75-2017", "附录 氮氧化物以二氧化氮计")]
    public void Every_worked_example_comes_out_as_printed()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Hj75Of2017/examples.csv").Rows)
        {
            decimal a = row.Number("a"), b = row.Number("b");
            decimal? result = row["function"] switch
            {
                "correct" => Edition.TryCorrect(a, b, row.Number("c"), out decimal corrected) ? corrected : null,
                "standard" => Edition.State.ToStandard(a, b, row.Number("c"), row.Number("d")),
                "dry" => StackState.ToDry(a, b),
                "capture" => Hj75Of2017.CapturePercent(a, b, row.Number("c")),
                "mass" => StackState.MassRate(a, b),
                "nox" => Edition.State.NoxAsNo2(a, b),
                _ => null,
            };
            Assert.Equal(row["result"], Gbt8170Of2008.RoundPlaces(result!.Value, 2).ToString(
                System.Globalization.CultureInfo.InvariantCulture));
            Assert.NotEmpty(row.Cite(Hj75Of2017.Document).Clause);
            seen++;
        }
        Assert.Equal(10, seen);
    }

    [Theory]
    [InlineData("N", MarkUse.Counts)]
    [InlineData("F", MarkUse.Stopped)]
    [InlineData("St", MarkUse.Counts)]
    [InlineData("Sd", MarkUse.Counts)]
    [InlineData("B", MarkUse.Stopped)]
    [InlineData("C", MarkUse.Maintenance)]
    [InlineData("M", MarkUse.Maintenance)]
    [InlineData("Md", MarkUse.Invalid)]
    [InlineData("T", MarkUse.Invalid)]
    [InlineData("D", MarkUse.Invalid)]
    [InlineData("md", null)]
    [Clause("HJ 75-2017", "附录 数据状态标记")]
    public void The_letters_of_an_hour_are_not_those_of_a_minute(string letter, MarkUse? use) =>
        Assert.Equal(use, Edition.Status(letter)?.Use);

    [Theory]
    [InlineData(24, 1, false)]
    [InlineData(25, 1, true)]
    [InlineData(24, 3, false)]
    [InlineData(24, 12, false)]
    [InlineData(22, 2, false)]
    [InlineData(23, 2, true)]
    [Clause("HJ 75-2017", "3 有效月均值")]
    public void A_month_counts_from_25_valid_days_and_February_from_23(int days, int month, bool counts) =>
        Assert.Equal(counts, Edition.MonthCounts(days, month));

    [Theory]
    [InlineData(2160, 100, 160, 95.0)]
    [InlineData(2160, 0, 0, 100.0)]
    [InlineData(2160, 1000, 1160, 0.0)]
    [InlineData(2160, 0, 2160, null)]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public void Hours_of_a_stopped_plant_are_not_due(int quarter, int invalid, int stopped, double? percent) =>
        Assert.Equal((decimal?)percent, Hj75Of2017.CapturePercent(quarter, invalid, stopped));

    [Theory]
    [InlineData(74.99, false)]
    [InlineData(75, true)]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    public void A_quarter_counts_from_75_percent(double percent, bool counts) =>
        Assert.Equal(counts, Edition.QuarterCounts((decimal)percent));

    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(14, 3.0)]
    [InlineData(21, null)]
    [InlineData(-0.1, null)]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void The_excess_air_ratio_says_the_same_as_oxygen(double o2, double? expected)
    {
        Assert.Equal(expected is not null, Edition.TryExcessAir((decimal)o2, out decimal ratio));
        Assert.Equal((decimal)(expected ?? 0), ratio);
        if (Edition.TryCorrect(100, (decimal)o2, 7, out decimal corrected))
            Assert.Equal(100 * ratio / 1.5m, corrected, 20);
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void Just_below_air_is_corrected_and_no_oxygen_too()
    {
        Assert.True(Edition.TryCorrect(5, 20.99m, 6, out decimal large));
        Assert.Equal(7500, large);
        Assert.True(Edition.TryCorrect(21, 0, 6, out decimal none));
        Assert.Equal(15, none);
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void A_measured_value_is_corrected_to_reference_oxygen()
    {
        Assert.True(Edition.TryCorrect(483.7m, 9.08m, 10m, out decimal corrected));
        Assert.Equal(446.4m, Gbt8170Of2008.Round(corrected, 0.1m));
    }

    [Theory]
    [InlineData("21")]
    [InlineData("21.3")]
    [InlineData("-0.1")]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void Air_has_no_corrected_value(string o2) =>
        Assert.False(Edition.TryCorrect(5m, decimal.Parse(o2, null), 10m, out _));

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void A_number_too_large_to_correct_is_no_concentration() =>
        Assert.False(Edition.TryCorrect(decimal.MaxValue, 20.9m, 10m, out _));

    [Fact]
    [Clause("HJ 75-2017", "12 超标报警")]
    public void An_hour_exceeds_when_its_corrected_mean_lies_above_the_limit()
    {
        Assert.True(Hj75Of2017.Exceeds(410.35m, 400m, Comparison.FullValue, 0.1m));
        Assert.False(Hj75Of2017.Exceeds(400m, 400m, Comparison.FullValue, 0.1m));
    }

    [Fact]
    public void Every_rule_says_how_well_it_is_known()
    {
        Assert.All(Edition.Rules.Names, rule => Assert.NotEmpty(Edition.Rules.Cite(rule).Clause));
        Assert.Equal(Confidence.Seen, Edition.Rules.Cite("hour.minutes").Confidence);
    }
}
