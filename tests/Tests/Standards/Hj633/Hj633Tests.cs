using System.Globalization;
using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj633Tests
{
    private static readonly AirItem Fine = new("PM2.5", "24h"), Coarse = new("PM10", "24h"), Ozone = new("O3", "8h"),
        OzoneHour = new("O3", "1h");

    private static Hj633 Of(int year) => Given.Shipped.Of<Hj633>($"Hj633Of{year}");

    [Theory]
    [InlineData(2012, 16)]
    [InlineData(2026, 19)]
    [Clause("HJ 633-2026", "4.2.2")]
    [Clause("HJ 633-2026", "4.2.3")]
    [Clause("HJ 633-2026", "4.2.6")]
    public void Gives_every_worked_example(int year, int examples)
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped($"Hj633Of{year}/examples.csv").Rows)
        {
            int? index = Of(year).Iaqi(new AirItem(row["item"], row["period"]), row.Number("concentration"));
            Assert.Equal(row["iaqi"], index?.ToString(CultureInfo.InvariantCulture) ?? "");
            seen++;
        }
        Assert.Equal(examples, seen);
    }

    [Theory]
    [InlineData(2012)]
    [InlineData(2026)]
    [Clause("HJ 633-2026", "4.2.6")]
    public void Every_breakpoint_gives_its_own_index(int year)
    {
        int seen = 0;
        CsvTable table = CsvTable.Shipped($"Hj633Of{year}/breakpoints.csv");
        foreach (CsvTable.Row row in table.Rows)
            foreach (int index in (int[])[0, 50, 100, 150, 200, 300, 400, 500])
                if (row.NumberOrNull($"c{index}") is { } concentration)
                {
                    Assert.Equal(index, Of(year).Iaqi(new AirItem(row["item"], row["period"]), concentration));
                    seen++;
                }
        Assert.Equal(year == 2012 ? 75 : 91, seen);
    }

    [Fact]
    [Clause("HJ 633-2026", "4.2.6")]
    public void An_index_never_falls_when_the_concentration_rises_and_is_never_too_low() =>
        Gen.Select(Gen.Int[0, 7000], Gen.Int[0, 7000]).Sample((a, b) =>
        {
            foreach (int year in (int[])[2012, 2026])
            {
                (int low, int high) = (Math.Min(a, b), Math.Max(a, b));
                int below = Of(year).Iaqi(Fine, low / 10m)!.Value, above = Of(year).Iaqi(Fine, high / 10m)!.Value;
                Assert.True(below <= above);
                Assert.InRange(above, 0, 500);
            }
        });

    [Fact]
    [Clause("HJ 633-2026", "4.2.2")]
    public void Only_the_edition_of_2026_rounds_the_concentration_first()
    {
        Assert.Equal((101, 100), (Of(2012).Iaqi(Fine, 75.4m), Of(2026).Iaqi(Fine, 60.4m)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2026).Iaqi(Fine, -0.1m));
        Assert.Null(Of(2026).Iaqi(new AirItem("TSP", "24h"), 1));
        Assert.True(Of(2026).Has(new AirItem("PM2.5", "1h")));
        Assert.False(Of(2012).Has(new AirItem("PM2.5", "1h")));
    }

    [Fact]
    [Clause("HJ 633-2026", "4.2")]
    public void The_items_of_a_report_differ_by_edition()
    {
        Assert.Equal(7, Of(2012).Items(AirReport.Daily).Count);
        Assert.Equal(6, Of(2026).Items(AirReport.Daily).Count);
        Assert.Equal(9, Of(2012).Items(AirReport.Hourly).Count);
        Assert.Equal(6, Of(2026).Items(AirReport.Hourly).Count);
        Assert.Contains(OzoneHour, Of(2012).Items(AirReport.Daily));
        Assert.DoesNotContain(OzoneHour, Of(2026).Items(AirReport.Daily));
        Assert.All(Of(2026).Items(AirReport.Hourly), i => Assert.Equal("1h", i.Period));
    }

    [Fact]
    [Clause("HJ 633-2026", "4.3")]
    public void All_items_that_reach_the_index_are_primary_and_none_at_fifty()
    {
        AirIndex tie = Of(2026).Index(AirReport.Daily, [(Fine, 60), (Coarse, 120), (Ozone, 90)]);
        Assert.Equal(100, tie.Aqi);
        Assert.Equal([Fine, Coarse], tie.Primary);
        Assert.Empty(Of(2026).Index(AirReport.Daily, [(Fine, 35), (Coarse, 20)]).Primary);
        Assert.Equal([Fine], Of(2026).Index(AirReport.Daily, [(Coarse, 20), (Fine, 36)]).Primary);
    }

    [Fact]
    [Clause("HJ 633-2026", "4.3")]
    public void The_hour_of_ozone_leads_a_day_of_2012_and_is_no_item_of_a_day_of_2026()
    {
        Assert.Equal((201, OzoneHour), (Of(2012).Index(AirReport.Daily, [(Ozone, 160), (OzoneHour, 401)]).Aqi,
            Of(2012).Index(AirReport.Daily, [(Ozone, 160), (OzoneHour, 401)]).Primary[0]));
        AirIndex day = Of(2026).Index(AirReport.Daily, [(Ozone, 160), (OzoneHour, 401)]);
        Assert.Equal((100, null), (day.Aqi, day.Iaqi[1].Iaqi));
        Assert.Equal(201, Of(2026).Index(AirReport.Hourly, [(OzoneHour, 401)]).Aqi);
    }

    [Fact]
    [Clause("HJ 633-2026", "5.3.1")]
    [Clause("HJ 633-2026", "5.3.2")]
    public void A_missing_item_withholds_an_index_of_2026_up_to_a_hundred()
    {
        AirIndex good = Of(2026).Index(AirReport.Daily, [(Fine, 60), (Coarse, null)]);
        Assert.Equal((null, true, null), (good.Aqi, good.Withheld, good.Level));
        Assert.Equal(100, good.Iaqi[0].Iaqi);
        Assert.Empty(good.Primary);
        AirIndex bad = Of(2026).Index(AirReport.Daily, [(Fine, 61), (Coarse, null)]);
        Assert.Equal((101, false), (bad.Aqi, bad.Withheld));
        Assert.Equal("5.3.1", good.Citation.Clause);
        // Not monitored here: nothing is missing.
        Assert.Equal(100, Of(2026).Index(AirReport.Daily, [(Fine, 60)]).Aqi);
        // A missing averaging time that takes no part holds nothing back.
        Assert.Equal(100, Of(2026).Index(AirReport.Daily, [(Fine, 60), (OzoneHour, null)]).Aqi);
        Assert.Equal(100, Of(2012).Index(AirReport.Daily, [(Fine, 75), (Coarse, null)]).Aqi);
    }

    [Fact]
    [Clause("HJ 633-2026", "5.3.1")]
    public void Nothing_known_gives_no_index_and_keeps_nothing_back()
    {
        AirIndex none = Of(2026).Index(AirReport.Daily, [(Fine, null)]);
        Assert.Equal((null, false), (none.Aqi, none.Withheld));
        Assert.Null(Of(2026).Index(AirReport.Daily, []).Aqi);
    }

    [Theory]
    [InlineData(0, "一级", "优", "绿", "0 228 0")]
    [InlineData(50, "一级", "优", "绿", "0 228 0")]
    [InlineData(51, "二级", "良", "黄", "255 255 0")]
    [InlineData(100, "二级", "良", "黄", "255 255 0")]
    [InlineData(101, "三级", "轻度污染", "橙", "255 126 0")]
    [InlineData(150, "三级", "轻度污染", "橙", "255 126 0")]
    [InlineData(151, "四级", "中度污染", "红", "255 0 0")]
    [InlineData(200, "四级", "中度污染", "红", "255 0 0")]
    [InlineData(201, "五级", "重度污染", "紫", "153 0 76")]
    [InlineData(300, "五级", "重度污染", "紫", "153 0 76")]
    [InlineData(301, "六级", "严重污染", "褐红", "126 0 35")]
    [InlineData(500, "六级", "严重污染", "褐红", "126 0 35")]
    [Clause("HJ 633-2026", "级别表")]
    public void A_level_has_its_word_and_its_colour(int aqi, string level, string category, string colour, string rgb)
    {
        foreach (int year in (int[])[2012, 2026])
        {
            AirLevel found = Of(year).LevelOf(aqi);
            Assert.Equal((level, category, colour, rgb), (found.Level, found.Category, found.Colour, found.Rgb));
            Assert.Equal(4, found.Cmyk.Split(' ').Length);
            Assert.NotEmpty(found.Effect + found.Advice);
        }
        Assert.Equal(6, Of(2026).Levels.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2026).LevelOf(-1));
    }

    [Fact]
    [Clause("HJ 633-2012", "4.4 超标污染物")]
    public void The_term_exceeding_item_exists_only_in_2012()
    {
        (AirItem, decimal?)[] day = [(Fine, 80), (Coarse, 150), (Ozone, 170)];
        Assert.Equal([Fine, Ozone], Of(2012).Exceeding(Of(2012).Index(AirReport.Daily, day)));
        Assert.Empty(Of(2026).Exceeding(Of(2026).Index(AirReport.Daily, day)));
    }

    [Fact]
    public void The_cap_of_five_hundred_is_known_to_be_unsure()
    {
        Assert.False(Of(2026).Cite(Fine, 500)!.IsUnconfirmed);
        Assert.False(Of(2026).Cite(Fine, 500.4m)!.IsUnconfirmed);
        Assert.True(Of(2026).Cite(Fine, 501)!.IsUnconfirmed);
        Assert.False(Of(2026).Cite(Fine, null)!.IsUnconfirmed);
        Assert.Null(Of(2026).Cite(new AirItem("TSP", "24h"), 1));
    }

    [Fact]
    public void Breakpoints_that_do_not_rise_are_refused()
    {
        const string Path = "Hj633Of2026/breakpoints.csv";
        string text = CsvTable.ShippedText(Path).Replace("35,60,115", "35,30,115", StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new TableCorrection(Path, default, null, text), out string? problem));
        Assert.Contains("（PM2.5）“c100”一格“30”不比左边的断点大", problem, StringComparison.Ordinal);
    }

    /// <summary>A made-up edition with another item, other breakpoints and thresholds runs on the same code.</summary>
    [Fact]
    public void A_new_edition_is_a_folder_of_tables()
    {
        Hj633 edition = Given.Tables(
            ("Hj633Of2040/breakpoints.csv", """
            item,period,places,c0,c60,c120,clause,page,confidence
            PM1,24h,1,0,10,20,表 1,,V
            PM2.5,24h,0,0,20,40,表 1,,V
            """),
            ("Hj633Of2040/over.csv",
                "item,period,iaqi,clause,page,confidence\nPM1,24h,,表 1,,V\nPM2.5,24h,120,表 1,,V"),
            ("Hj633Of2040/items.csv",
                "report,item,period,clause,page,confidence\ndaily,PM1,24h,4,,V\ndaily,PM2.5,24h,4,,V"),
            ("Hj633Of2040/levels.csv", """
            above,level,category,colour,rgb,cmyk,effect,advice,clause,page,confidence
            ,一级,好,绿,0 1 0,1 0 1 0,无,无,表 2,,V
            60,二级,差,红,1 0 0,0 1 1 0,有,少出门,表 2,,V
            """),
            ("Hj633Of2040/rules.csv", """
            rule,value,unit,clause,page,confidence
            primary.above,60,AQI,4,,V
            missing.publish_above,80,AQI,5,,V
            """)).Of<Hj633>("Hj633Of2040");
        AirItem pm1 = new("PM1", "24h");
        Assert.Equal("HJ 633-2040", edition.Document);
        Assert.Equal((61, null, 120), (edition.Iaqi(pm1, 10.06m), edition.Iaqi(pm1, 20.1m), edition.Iaqi(Fine, 99)));
        Assert.Equal(("好", "差"), (edition.LevelOf(60).Category, edition.LevelOf(61).Category));
        Assert.Empty(edition.Index(AirReport.Daily, [(pm1, 10)]).Primary);
        Assert.Equal((null, 81), (edition.Index(AirReport.Daily, [(pm1, 13.3m), (Fine, null)]).Aqi,
            edition.Index(AirReport.Daily, [(pm1, 13.4m), (Fine, null)]).Aqi));
    }
}
