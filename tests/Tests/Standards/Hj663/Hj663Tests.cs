using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj663Tests
{
    private static readonly DateOnly Old = new(2025, 12, 31), New = new(2026, 12, 31);
    private static Tables Shipped => Given.Shipped;
    private static Gb3095 Limits => Shipped.Of<Gb3095>("Gb3095Of2012");
    private static Hj663 Of2013 => Shipped.Of<Hj663>("Hj663Of2013");
    private static AirMinimum Six => Limits.Minimum(new AirItem("O3", "8h"))!;

    [Fact]
    [Clause("HJ 663-2013", "附录 A")]
    public void Gives_every_worked_percentile()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Hj663Of2013/examples.csv").Rows)
        {
            decimal[] values = [.. row["values"].Split(' ').Select(v => decimal.Parse(v, null))];
            Assert.Equal(row.Number("result"), Hj663.Percentile(values, row.Number("p")));
            seen++;
        }
        Assert.Equal(4, seen);
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 A")]
    public void A_percentile_lies_in_the_list_and_does_not_mind_its_order() =>
        Gen.Select(Gen.Decimal[0m, 500m].Array[1, 60], Gen.Int[0, 100]).Sample((values, p) =>
        {
            decimal found = Hj663.Percentile(values, p)!.Value;
            Assert.InRange(found, values.Min(), values.Max());
            Assert.Equal(found, Hj663.Percentile(values.Reverse(), p));
            Assert.Equal(values.Max(), Hj663.Percentile(values, 100));
            Assert.Equal(values.Min(), Hj663.Percentile(values, 0));
        });

    [Fact]
    [Clause("HJ 663-2013", "附录 A")]
    public void There_is_no_percentile_of_nothing_or_beyond_a_hundred()
    {
        Assert.Null(Hj663.Percentile([], 95));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hj663.Percentile([1], 101));
        Assert.Throws<ArgumentOutOfRangeException>(() => Hj663.Percentile([1], -1));
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public void A_whole_day_of_ozone_has_seventeen_means_and_the_greatest_counts()
    {
        decimal?[] hours = [.. Enumerable.Range(1, 24).Select(h => (decimal?)h)];
        OzoneDay day = Of2013.Ozone(hours, Six, 160);
        Assert.Equal(new OzoneDay(true, 20.5m, 17), day);
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public void A_mean_needs_six_of_its_eight_hours_and_means_over_those()
    {
        decimal?[] hours = new decimal?[24];
        for (int i = 2; i < 8; i++)
            hours[i] = 200;
        // Labels 3 to 8: the means that end at 8, 9, 10 have six hours; that at 11 only five.
        Assert.Equal(new OzoneDay(true, 200m, 3), Of2013.Ozone(hours, Six, 160));
        hours[7] = 206;
        Assert.Equal(201m, Of2013.Ozone(hours, Six, 160).Mda8);
    }

    [Theory]
    [InlineData(3, 17, true)]
    [InlineData(5, 14, true)]
    [InlineData(6, 13, false)]
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public void A_day_counts_from_fourteen_means_on(int missingAtTheEnd, int means, bool valid)
    {
        decimal?[] hours = [.. Enumerable.Range(1, 24).Select(h => h > 24 - missingAtTheEnd ? null : (decimal?)100)];
        // Two missing hours at the end cost no mean; each further one costs one.
        Assert.Equal(means - (missingAtTheEnd == 3 ? 1 : 0), Of2013.Ozone(hours, Six, 160).Means);
        Assert.Equal(valid, Of2013.Ozone(hours, Six, 160).Valid);
        Assert.Equal(valid ? 100m : null, Of2013.Ozone(hours, Six, 160).Mda8);
    }

    [Theory]
    [InlineData(160, false)]
    [InlineData(161, true)]
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public void A_day_with_fewer_means_counts_when_it_exceeds(int value, bool valid)
    {
        decimal?[] hours = [.. Enumerable.Range(1, 24).Select(h => h > 8 ? null : (decimal?)value)];
        OzoneDay day = Of2013.Ozone(hours, Six, 160);
        Assert.Equal((3, valid), (day.Means, day.Valid));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of2013.Ozone(hours[..23], Six, 160));
    }

    [Fact]
    [Clause("HJ 663-2013", "附录 数据有效性")]
    public void A_day_without_hours_has_no_value() =>
        Assert.Equal(new OzoneDay(false, null, 0), Of2013.Ozone(new decimal?[24], Six, 160));

    [Fact]
    [Clause("HJ 663-2013", "5 城市评价")]
    public void A_city_needs_three_quarters_of_its_sites()
    {
        Assert.Equal(20m, Of2013.City([10, 20, 30, null]));
        Assert.Null(Of2013.City([10, 20, null, null]));
        Assert.Null(Of2013.City([]));
        Assert.Null(Of2013.City([null]));
    }

    [Fact]
    [Clause("HJ 663-2013", "表 年评价")]
    [Clause("HJ 663-2013", "6 超标倍数")]
    [Clause("HJ 663-2013", "6 达标评价")]
    public void A_year_is_held_to_mean_and_percentile_as_rounded()
    {
        decimal[] days = [.. Enumerable.Repeat(35.4m, 340), .. Enumerable.Repeat(36m, 25)];
        IReadOnlyList<AirStatistic> year = Of2013.Year("PM2.5", days, Limits, 2, Old);
        Assert.Equal(["mean", "percentile"], year.Select(s => s.Statistic));
        Assert.Equal((35m, 35m), (year[0].Rounded, year[0].Limit.Value));
        Assert.Equal((36m, 75m), (year[1].Rounded, year[1].Limit.Value));
        Assert.True(Hj663.Attains(year));
        IReadOnlyList<AirStatistic> today = Of2013.Year("PM2.5", days, Shipped.Of<Gb3095>("Gb3095Of2026"), 2, New);
        Assert.False(Hj663.Attains(today));
        Assert.Equal(5m / 30, today[0].Multiple);
        Assert.Empty(Of2013.Year("PM2.5", [], Limits, 2, Old));
        Assert.Empty(Of2013.Year("TSP", days, Limits, 2, Old));
    }

    [Theory]
    [InlineData("SO2", "mean 0,percentile 98")]
    [InlineData("NO2", "mean 0,percentile 98")]
    [InlineData("PM10", "mean 0,percentile 95")]
    [InlineData("CO", "percentile 95")]
    [InlineData("O3", "percentile 90")]
    [Clause("HJ 663-2013", "表 年评价")]
    public void Each_item_is_evaluated_by_its_own_statistics(string item, string statistics)
    {
        foreach (string folder in (string[])["Hj663Of2013", "Hj663Of2026"])
            Assert.Equal(statistics, string.Join(',', Shipped.Of<Hj663>(folder)
                .Year(item, [1.26m], Limits, 2, Old).Select(s => $"{s.Statistic} {s.Percentile ?? 0}")));
        Assert.Equal(item == "CO" ? 1.3m : 1m, Of2013.Year(item, [1.26m], Limits, 2, Old)[0].Rounded);
    }

    [Fact]
    [Clause("HJ 663-2013", "6 超标倍数")]
    public void What_holds_its_limit_has_no_multiple()
    {
        Assert.Null(Hj663.Multiple(75, 75));
        Assert.Equal(1m, Hj663.Multiple(150, 75));
    }

    [Fact]
    [Clause("HJ 663-2013", "6 达标率")]
    public void The_rate_has_one_decimal()
    {
        Assert.Equal(99.7m, Of2013.AttainmentRate(364, 365));
        Assert.Equal(100.0m, Of2013.AttainmentRate(365, 365));
        Assert.Null(Of2013.AttainmentRate(0, 0));
    }

    [Fact]
    [Clause("HJ 663-2013", "沙尘天气")]
    public void Dust_storm_days_are_left_out_of_one_series_and_kept_in_the_other()
    {
        AirDay[] days = [new(50, false), new(50, false), new(500, true)];
        var (all, without) = Of2013.YearWithDust("PM10", days, Limits, 2, Old);
        Assert.Equal((200m, 50m), (all[0].Value, without[0].Value));
    }

    [Fact]
    [Clause("HJ 663-2013", "综合指数")]
    public void The_composite_index_has_two_forms_and_is_never_a_sum_over_fewer_items()
    {
        Dictionary<string, decimal> daily = new()
        {
            ["SO2"] = 60,
            ["NO2"] = 20,
            ["PM10"] = 70,
            ["PM2.5"] = 35,
            ["CO"] = 2,
            ["O3"] = 80,
        };
        var years = daily.ToDictionary(d => d.Key, d => Of2013.Year(d.Key, [d.Value], Limits, 2, Old));
        var ranking = Of2013.Composite("ranking", years)!.Value;
        Assert.Equal(1 + 0.5m + 1 + 1 + 0.5m + 0.5m, ranking.Sum);
        Assert.Equal(["PM10", "PM2.5", "SO2"], ranking.Greatest);
        var maximum = Of2013.Composite("maximum", years)!.Value;
        Assert.Equal(ranking.Sum, maximum.Sum);
        years["PM2.5"] = Of2013.Year("PM2.5", [.. Enumerable.Repeat(10m, 9), 150], Limits, 2, Old);
        Assert.True(Of2013.Composite("maximum", years)!.Value.Sum > Of2013.Composite("ranking", years)!.Value.Sum);
        Assert.Equal(["PM2.5"], Of2013.Composite("maximum", years)!.Value.Greatest);
        years.Remove("CO");
        Assert.Null(Of2013.Composite("ranking", years));
    }

    [Fact]
    [Clause("HJ 663-2013", "综合指数")]
    public void The_weighted_form_of_2026_is_there_and_known_to_be_unsure()
    {
        Hj663 of2026 = Shipped.Of<Hj663>("Hj663Of2026");
        Assert.Equal(["maximum", "ranking", "weighted"], of2026.Forms.Order());
        Assert.Equal(["maximum", "ranking"], Of2013.Forms.Order());
        string[] items = ["SO2", "NO2", "PM10", "PM2.5", "CO", "O3"];
        var years = items.ToDictionary(i => i, i => of2026.Year(
            i, [i switch { "SO2" => 60, "NO2" => 40, "PM10" => 70, "PM2.5" => 35, "CO" => 4, _ => 160 }],
            Limits, 2, Old));
        var weighted = of2026.Composite("weighted", years)!.Value;
        Assert.Equal(10m, weighted.Sum);
        Assert.Equal(6, weighted.Greatest.Count);
        Assert.True(weighted.Citation.IsUnconfirmed);
    }
}
