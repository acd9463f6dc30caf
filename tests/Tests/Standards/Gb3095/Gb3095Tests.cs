using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb3095Tests
{
    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Gb3095 Of(int year, Tables? tables = null) =>
        (tables ?? Given.Shipped).Of<Gb3095>($"Gb3095Of{year}");

    private static Gb3095 On(DateOnly day) =>
        Given.Shipped.Of<Gb3095>(InForce.Shipped.Edition("ambient-air", day)!.Folder);

    [Theory]
    [InlineData("2026-02-28", "PM2.5", "24h", 1, "35")]
    [InlineData("2026-02-28", "PM2.5", "24h", 2, "75")]
    [InlineData("2026-03-01", "PM2.5", "24h", 2, "60")]
    [InlineData("2030-12-31", "PM2.5", "24h", 2, "60")]
    [InlineData("2031-01-01", "PM2.5", "24h", 2, "50")]
    [InlineData("2031-01-01", "PM2.5", "24h", 1, "25")]
    [InlineData("2026-02-28", "PM10", "annual", 2, "70")]
    [InlineData("2026-03-01", "PM10", "annual", 2, "60")]
    [InlineData("2031-01-01", "PM10", "annual", 1, "20")]
    [InlineData("2030-12-31", "SO2", "1h", 2, "500")]
    [InlineData("2031-01-01", "SO2", "1h", 2, "150")]
    [InlineData("2031-01-01", "NO2", "annual", 1, "30")]
    [InlineData("2031-01-01", "O3", "8h", 2, "160")]
    [InlineData("2026-03-01", "CO", "24h", 1, "4")]
    [Clause("GB 3095-2026", "4 表 1")]
    [Clause("GB 3095-2026", "4.4")]
    public void The_limit_is_that_of_the_day(string day, string item, string period, int grade, string limit)
    {
        AirLimit found = On(Day(day)).Limit(new AirItem(item, period), grade, Day(day))!;
        Assert.Equal(limit, found.Value.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(item == "CO" ? "mg/m3" : "µg/m3", found.Unit);
        Assert.False(found.Citation.IsUnconfirmed);
    }

    [Theory]
    [InlineData("2030-12-31", "NOx", "24h", "100")]
    [InlineData("2031-01-01", "NOx", "24h", "70")]
    [InlineData("2031-01-01", "NOx", "annual", "40")]
    [InlineData("2026-03-01", "BaP", "24h", "0.0025")]
    [InlineData("2026-03-01", "Pb", "quarter", "1")]
    [InlineData("2025-06-01", "TSP", "annual", "200")]
    [Clause("GB 3095-2026", "4 表 2")]
    public void The_other_items_have_their_limits_too(string day, string item, string period, string limit) =>
        Assert.Equal(limit, On(Day(day)).Limit(new AirItem(item, period), 2, Day(day))!.Value
            .ToString(CultureInfo.InvariantCulture));

    [Fact]
    [Clause("GB 3095-2026", "4 表 1")]
    public void Every_item_has_one_limit_on_every_day_and_grade_one_is_never_the_laxer()
    {
        foreach (int year in (int[])[2012, 2026])
        {
            Gb3095 edition = Of(year);
            Assert.Equal(23, edition.Limited.Count());
            Assert.Equal($"GB 3095-{year}", edition.Document);
            foreach (AirItem item in edition.Limited)
                foreach (DateOnly day in (DateOnly[])[Day("2026-03-01"), Day("2030-12-31"), Day("2031-01-01")])
                    Assert.True(edition.Limit(item, 1, day)!.Value <= edition.Limit(item, 2, day)!.Value);
        }
    }

    [Fact]
    [Clause("GB 3095-2026", "4 表 1")]
    public void What_the_document_does_not_limit_has_no_limit()
    {
        Assert.Null(Of(2026).Limit(new AirItem("O3", "24h"), 2, Day("2026-03-01")));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Of(2026).Limit(new AirItem("O3", "8h"), 3, Day("2026-03-01")));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Of(2026).Limit(new AirItem("O3", "8h"), 0, Day("2026-03-01")));
    }

    [Fact]
    public void No_edition_is_in_force_before_the_first_that_is_known()
    {
        Assert.Null(InForce.Shipped.Edition("ambient-air", Day("2015-12-31")));
        Assert.Equal("GB 3095-2012", InForce.Shipped.Document("ambient-air", Day("2016-01-01")));
        Assert.Equal("GB 3095-2012", InForce.Shipped.Edition("ambient-air", Day("2015-12-31"), "540102")?.Document);
        Assert.Equal("HJ 633-2012", InForce.Shipped.Document("air-index", Day("2026-02-28")));
        Assert.Equal("HJ 633-2026", InForce.Shipped.Document("air-index", Day("2026-03-01")));
    }

    [Fact]
    [Clause("GB 3095-2026", "4.4")]
    public void The_interim_limits_end_on_one_day()
    {
        Assert.Equal([Day("2031-01-01")], Of(2026).Changes);
        Assert.Empty(Of(2012).Changes);
    }

    [Fact]
    [Clause("GB 3095-2026", "4.1")]
    public void The_zone_gives_the_grade()
    {
        Assert.Equal(1, Of(2026).Zone("一类区")!.Value.Grade);
        Assert.Equal(2, Of(2026).Zone("二类区")!.Value.Grade);
        Assert.Equal(2, Of(2012).Zone("二类区")!.Value.Grade);
        Assert.Null(Of(2026).Zone("三类区"));
    }

    [Fact]
    [Clause("GB 3095-2026", "3.14")]
    public void A_gas_in_Lhasa_is_about_half_as_much_again_at_reference_state()
    {
        decimal c = Of(2026).ToStateOf("SO2", 10m, 283.15m, 650m, Day("2026-06-01"))!.Value;
        Assert.Equal(14.804m, decimal.Round(c, 3));
        Assert.Equal(10m, Of(2026).ToStateOf("O3", 10m, 298.15m, 1013.25m, Day("2026-06-01")));
        Assert.Equal(10m, Of(2026).ToStateOf("PM2.5", 10m, 283.15m, 650m, Day("2026-06-01")));
        Assert.Null(Of(2026).ToStateOf("Hg", 10m, 283.15m, 650m, Day("2026-06-01")));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2026).ToStateOf("SO2", 1, 0, 650, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2026).ToStateOf("SO2", 1, 283, 0, default));
    }

    [Theory]
    [InlineData("2018-08-31", "SO2", "273.15")]
    [InlineData("2018-09-01", "SO2", "298.15")]
    [InlineData("2018-08-31", "PM10", "273.15")]
    [InlineData("2018-09-01", "PM10", null)]
    [InlineData("2026-03-01", "NO2", "298.15")]
    [Clause("GB 3095-2026", "4.3")]
    public void The_state_changed_with_the_amendment_of_2018(string day, string item, string? kelvin) =>
        Assert.Equal(kelvin, On(Day(day)).State(item, Day(day))!.Kelvin?.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("PM2.5", "24h", 19, false)]
    [InlineData("PM2.5", "24h", 20, true)]
    [InlineData("O3", "8h", 5, false)]
    [InlineData("O3", "8h", 6, true)]
    [InlineData("SO2", "1h", 44, false)]
    [InlineData("SO2", "1h", 45, true)]
    [InlineData("Pb", "24h", 23, false)]
    [InlineData("Pb", "24h", 24, true)]
    [InlineData("PM10", "1h", 1, true)]
    [Clause("GB 3095-2026", "6.4 表 4")]
    public void A_mean_counts_from_its_least_data_on(string item, string period, int observed, bool counts)
    {
        Assert.Equal(counts, Of(2026).Counts(new AirItem(item, period), observed));
        Assert.Equal(counts, Of(2012).Counts(new AirItem(item, period), observed));
    }

    [Theory]
    [InlineData("PM2.5", "annual", 324, 27, 25, true)]
    [InlineData("PM2.5", "annual", 323, 27, 25, false)]
    [InlineData("PM2.5", "annual", 324, 26, 25, false)]
    [InlineData("PM2.5", "annual", 324, 27, 24, false)]
    [InlineData("TSP", "annual", 60, 5, 5, true)]
    [InlineData("TSP", "annual", 59, 5, 5, false)]
    [InlineData("TSP", "annual", 60, 4, 5, false)]
    [InlineData("Pb", "quarter", 15, 5, null, true)]
    [InlineData("Pb", "quarter", 14, 5, null, false)]
    [InlineData("CO", "annual", 1, 0, 0, true)]
    [Clause("GB 3095-2026", "6.4 表 4")]
    public void A_year_counts_by_its_days_and_by_each_month(
        string item, string period, int days, int month, int? february, bool counts) =>
        Assert.Equal(counts, Of(2026).Counts(new AirItem(item, period), days, month, february));

    /// <summary>A new edition is a folder of tables: the same code reads a made-up one of 2040.</summary>
    [Fact]
    public void A_new_edition_is_a_folder_of_tables()
    {
        Tables tables = Given.Tables(
            ("Gb3095Of2040/limits.csv", """
            item,period,grade1,grade2,unit,from,to,clause,page,confidence
            PM1,24h,10,20,µg/m3,,2045-01-01,4 表 1,3,V
            PM1,24h,5,15,µg/m3,2045-01-01,,4 表 1,3,V
            """),
            ("Gb3095Of2040/states.csv", "item,kelvin,hectopascal,from,to,clause,page,confidence\nPM1,,,,,4.3,,V"),
            ("Gb3095Of2040/validity.csv",
                "item,period,minimum,unit,month,february,clause,page,confidence\nPM1,24h,22,hour,,,6.4,,V"),
            ("Gb3095Of2040/zones.csv", "zone,grade,areas,clause,page,confidence\n一类区,1,公园,4.1,,V"));
        Gb3095 edition = Of(2040, tables);
        Assert.Equal("GB 3095-2040", edition.Document);
        Assert.Equal(20, edition.Limit(new AirItem("PM1", "24h"), 2, Day("2044-12-31"))!.Value);
        AirLimit later = edition.Limit(new AirItem("PM1", "24h"), 2, Day("2045-01-01"))!;
        Assert.Equal((15m, "GB 3095-2040", "3"), (later.Value, later.Citation.Document, later.Citation.Page));
        Assert.False(edition.Counts(new AirItem("PM1", "24h"), 21));
        Assert.Equal(7m, edition.ToStateOf("PM1", 7m, 283.15m, 650m, Day("2044-12-31")));
    }

    /// <summary>A table that people corrected judges from its day on, and the days before as they were.</summary>
    [Fact]
    public void A_corrected_table_judges_from_its_day_on()
    {
        const string Path = "Gb3095Of2026/limits.csv";
        string text = CsvTable.ShippedText(Path)
            .Replace("PM2.5,24h,35,60", "PM2.5,24h,35,55", StringComparison.Ordinal);
        Rulebook? book = Rulebook.Shipped.TryWith(
            new TableCorrection(Path, Day("2026-07-01"), null, text), out string? problem);
        Assert.Null(problem);
        decimal Limit(string day) => book!.On(Day(day)).Of<Gb3095>("Gb3095Of2026")
            .Limit(new AirItem("PM2.5", "24h"), 2, Day(day))!.Value;
        Assert.Equal((60m, 55m), (Limit("2026-06-30"), Limit("2026-07-01")));
    }
}
