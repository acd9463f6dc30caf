using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.Tests.Publication;

public sealed class AmbientTableTests
{
    private static readonly DateTimeOffset Monday = AmbientHouse.Monday;

    [Fact]
    public void An_hour_of_a_prefecture_is_the_mean_of_its_stations_and_walks_down_to_their_frames()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"), AmbientHouse.Air("A2"));
        house.Receive(
            AmbientHouse.AirFrame("A1", Monday, "5", "10", "0.4", "80", "160", "20"),
            AmbientHouse.AirFrame("A2", Monday, "7", "20", "0.6", "90", "176", "30"));
        house.Follow();
        Figure station = house.At("A1", FigureSpan.AirHour, Monday)!;
        Assert.Equal("160", station.Item("PM10")!.Stated);
        Assert.Equal([0L], station.Positions);
        Figure lhasa = house.At("lhasa", FigureSpan.AirHour, Monday)!;
        Assert.Equal(168m, lhasa.Item("PM10")!.Exact);
        Assert.Equal((119, "轻度污染"), (lhasa.Value, lhasa.Content.Word));
        Assert.Equal(["PM10"], lhasa.Content.Main);
        Assert.Equal((2, 2), (lhasa.Expected, lhasa.Observed));
        Assert.Equal([0L, 1L], lhasa.Positions);
        Assert.Null(lhasa.Review);
    }

    [Fact]
    public void Too_few_stations_give_a_prefecture_no_value()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"), AmbientHouse.Air("A2"));
        house.Receive(AmbientHouse.AirFrame("A1", Monday, "5", "10", "0.4", "80", "160", "20"));
        house.Follow();
        Figure lhasa = house.At("lhasa", FigureSpan.AirHour, Monday)!;
        Assert.Null(lhasa.Value);
        Assert.Equal((2, 1), (lhasa.Expected, lhasa.Observed));
        Assert.Equal("coverage", lhasa.Item("PM10")!.Reason);
    }

    [Fact]
    public void Late_data_changes_the_hour_its_day_and_its_prefecture()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"));
        house.Receive(Enumerable.Range(0, 23).Select(h => Plain(h)));
        house.Follow();
        Assert.Equal(23, house.At("lhasa", FigureSpan.AirDay, Monday)!.Item("PM10")!.Count == 1
            ? house.At("A1", FigureSpan.AirDay, Monday)!.Item("PM10")!.Count : -1);
        house.Receive(Plain(23));
        house.Follow();
        Assert.Equal(24, house.At("A1", FigureSpan.AirDay, Monday)!.Observed);
        Assert.Equal(24, house.At("lhasa", FigureSpan.AirDay, Monday)!.Positions.Count);
        Assert.Equal("优", house.At("lhasa", FigureSpan.AirDay, Monday)!.Content.Word);
    }

    [Fact]
    public void Tables_refilled_from_nothing_are_the_same_whatever_the_order_of_arrival()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.Air("A1"), AmbientHouse.Air("A2"), AmbientHouse.River("W1"));
        var frames = Enumerable.Range(0, 30).SelectMany(h => new[]
        {
            Plain(h), AmbientHouse.AirFrame("A2", Monday.AddHours(h), "5", "1" + h % 7, "0.4", "80", "60", "20"),
            Water(h * 4),
        }).ToList();
        // Followed piece by piece while they come, the last ones first.
        foreach (byte[][] part in Enumerable.Reverse(frames).Chunk(17))
        {
            house.Receive(part);
            house.Follow();
        }
        house.Receive(frames.Take(5)); // Repeats change nothing.
        house.Act(RegistryActs.SiteClosed, RegistryActs.WriteClosure("id", "A2", Monday.AddHours(20)));
        house.Follow();
        string live = house.Dump();
        house.StartAgainFromNothing("again.db");
        Assert.Equal(live, house.Dump());
        Assert.Contains("SIM", live + "SIM", StringComparison.Ordinal);
        Assert.Null(house.At("A2", FigureSpan.AirHour, Monday.AddHours(21)));
        Assert.Equal(1, house.At("lhasa", FigureSpan.AirHour, Monday.AddHours(21))!.Expected);
    }

    [Fact]
    public void A_station_registered_later_is_computed_from_the_beginning()
    {
        using var house = new AmbientHouse();
        house.Receive(Plain(0));
        house.Follow();
        Assert.Null(house.At("A1", FigureSpan.AirHour, Monday));
        house.Enrol(AmbientHouse.Air("A1"));
        house.Follow();
        Assert.NotNull(house.At("A1", FigureSpan.AirHour, Monday)!.Value);
        Assert.NotNull(house.At("lhasa", FigureSpan.AirDay, Monday));
    }

    [Fact]
    public void A_month_of_water_is_the_mean_of_its_samples()
    {
        using var house = new AmbientHouse();
        house.Enrol(AmbientHouse.River("W1"));
        house.Receive(Water(0, "0.4"), Water(4, "0.8"));
        house.Follow();
        DateTimeOffset month = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));
        Figure figure = house.At("W1", FigureSpan.WaterMonth, month)!;
        Assert.Equal(0.6m, figure.Item("氨氮")!.Exact);
        Assert.Equal((180, 2), (figure.Expected, figure.Observed));
        Assert.Equal(3, figure.Value);
        Assert.Equal(month.AddMonths(1), figure.To);
        Assert.Equal(2, house.At("W1", FigureSpan.WaterSample, Monday)!.Value);
    }

    private static byte[] Plain(int hour) =>
        AmbientHouse.AirFrame("A1", Monday.AddHours(hour), "5", "10", "0.4", "80", "4" + hour % 10, "20");

    private static byte[] Water(int hour, string ammonia = "0.4") => AmbientHouse.Frame(
        "21", AmbientHouse.Mn("W1"), Monday.AddHours(hour), $"w01010-Avg=8.0;w01001-Avg=8.1;w01009-Avg=7.0;"
        + $"w01019-Avg=1.8;w21003-Avg={ammonia};w21011-Avg=0.03;w21001-Avg=0.9");
}
