using Qingyuan.Publication;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Publication;

public sealed class AirFiguresTests
{
    private static readonly AmbientRules Rules = On(AmbientHouse.Monday);
    private static readonly AmbientRules Of2012 = On(new(2026, 2, 1, 0, 0, 0, TimeSpan.FromHours(8)));

    [Fact]
    public void Gases_of_the_plateau_are_converted_to_the_reference_state_and_particles_are_not()
    {
        FigureContent hour = Hour("a21004-Avg=12.0;a34002-Avg=40.0;a01001-Avg=10.0;a01006-Avg=65.00", actual: true);
        // 12 × 1013.25 / 650 × 283.15 / 298.15, GB 3095-2026 3.14.
        decimal expected = 12.0m * 1013.25m * 283.15m / (650m * 298.15m);
        Assert.Equal(expected, hour.Items.First(i => i.Item == "NO2").Exact);
        Assert.Equal("18", hour.Items.First(i => i.Item == "NO2").Printed);
        Assert.Equal("12.0", hour.Items.First(i => i.Item == "NO2").Stated);
        Assert.Equal(40.0m, hour.Items.First(i => i.Item == "PM10").Exact);
        Assert.Contains(hour.Rules, r => r.Document == "GB 3095-2026");
    }

    [Theory]
    [InlineData("a21004-Avg=12.0;a01001-Avg=10.0", "state")]
    [InlineData("a21004-Avg=12.0;a01001-Avg=10.0;a01006-Avg=0", "state")]
    [InlineData("a21004-Avg=12.0,a21004-Flag=C;a01001-Avg=10.0;a01006-Avg=65", "flag:C")]
    [InlineData("a21004-Avg=-3;a01001-Avg=10.0;a01006-Avg=65", "negative")]
    [InlineData("a21004-Avg=abc;a01001-Avg=10.0;a01006-Avg=65", "text")]
    [InlineData("a34002-Avg=12.0", "missing")]
    public void What_cannot_count_has_no_value_and_says_why(string items, string reason)
    {
        FigureItem no2 = Hour(items, actual: true).Items.First(i => i.Item == "NO2");
        Assert.Null(no2.Exact);
        Assert.Equal(reason, no2.Reason);
    }

    [Fact]
    public void A_missing_item_withholds_a_clean_index_but_never_a_polluted_one()
    {
        FigureContent clean = Hour(Five("60"));
        Assert.Equal((null, "missing"), (clean.Value, clean.Reason));
        FigureContent dusty = Hour(Five("168"));
        Assert.Equal((119, "轻度污染"), (dusty.Value, dusty.Word));
    }

    [Fact]
    public void A_day_needs_twenty_hours_and_ozone_its_eight_hour_means()
    {
        FigureContent hour = Hour(Five("40") + ";a34004-Avg=20");
        Assert.NotNull(hour.Value);
        var hours = new FigureContent?[24];
        Array.Fill(hours, hour, 0, 19);
        FigureContent day = AirFigures.Day(hours, Rules);
        Assert.Equal("coverage", day.Items.First(i => i.Item == "PM10").Reason);
        Assert.Null(day.Value);
        hours[19] = hour;
        day = AirFigures.Day(hours, Rules);
        Assert.Equal(40m, day.Items.First(i => i.Item == "PM10").Exact);
        Assert.Equal(80m, day.Items.First(i => i.Item == "O3").Exact);
        Assert.Equal("优", day.Word);
    }

    [Fact]
    public void The_day_goes_by_the_edition_in_force_and_the_hour_of_2012_is_not_guessed()
    {
        FigureContent hour = Hour(Five("130") + ";a34004-Avg=20");
        FigureContent?[] hours = [.. Enumerable.Repeat(hour, 24)];
        Assert.Equal("轻度污染", AirFigures.Day(hours, Rules).Word); // 120 by HJ 633-2026
        Assert.Equal("良", AirFigures.Day(hours, Of2012).Word); // 150 by HJ 633-2012
        Assert.Equal("edition", AirFigures.Hour(
            AmbientHouse.Air("A1"), Stated(Five("130") + ";a34004-Avg=20"), Of2012).Reason);
    }

    [Fact]
    public void An_item_that_a_station_never_measures_holds_nothing_back()
    {
        FigureContent hour = AirFigures.Hour(
            AmbientHouse.Air("A1") with { Factors = "a34002" }, Stated("a34002-Avg=40"), Rules);
        Assert.Equal((40, "优"), (hour.Value, hour.Word));
    }

    private static string Five(string pm10) =>
        $"a21026-Avg=5;a21004-Avg=10;a21005-Avg=0.4;a05024-Avg=80;a34002-Avg={pm10}";

    private static FigureContent Hour(string items, bool actual = false) =>
        AirFigures.Hour(AmbientHouse.Air("A1", actual: actual), Stated(items), Rules);

    private static StatedItems Stated(string items)
    {
        var stated = new StatedItems();
        stated.Add(items);
        return stated;
    }

    private static AmbientRules On(DateTimeOffset day) => new AmbientRules.Book(Rulebook.Shipped).On(day, "拉萨");
}
