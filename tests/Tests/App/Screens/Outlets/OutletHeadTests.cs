using Qingyuan.App.Screens.Outlets;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App.Screens;

public sealed class OutletHeadTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly OutletFactor[] Rules =
    [
        new("O-1", "a21002", "氮氧化物", "mg/m³", "0.1", 400, LimitOn.Hour, true, "GB 4915-2013", "表 1", Day, null),
    ];

    [Fact]
    public void An_exceeding_hour_is_told_with_both_values_and_what_the_station_said()
    {
        StationEvent[] events = [new(Day.AddHours(14).AddMinutes(16), null, Lane.Door, "开门 13 分", "", true, 1)];
        OutletHead head = OutletHead.Of([Hour(13, "371.2"), Hour(14, "410.4", "386.4", "24.0", OutletState.Exceeds),
            Hour(15, "304.1")], [],
            Rules, events, Day.AddHours(16), Day.AddHours(16));

        Assert.Equal(OutletState.Exceeds, head.State);
        Assert.Equal("11-23 14:00 至 15:00 氮氧化物 410.4，超过限值 400", head.Sentence);
        Assert.Equal("数采仪自报 386.4，未超标；按它自己发来的分钟值重算是 410.4，超标。差 24.0（5.8%）。14:16 开门 13 分。", head.Detail);
        Assert.Equal("/origin/O-1/a21002/hour/2026-11-23T14", head.Link);
    }

    [Fact]
    public void An_exceedance_goes_before_a_later_difference()
    {
        OutletHead head = OutletHead.Of([Hour(13, "410.4", state: OutletState.Exceeds),
            Hour(14, "390.0", "380.0", "10.0", OutletState.Pending)], [],
            Rules, [], Day.AddHours(15), Day.AddHours(15));
        Assert.Equal(OutletState.Exceeds, head.State);
    }

    [Fact]
    public void A_daily_mean_above_its_limit_is_an_exceedance_though_no_hour_is_held_to_it()
    {
        JudgedInterval day = Hour(0, "8.60", state: OutletState.Exceeds) with { To = Day.AddDays(1) };
        OutletHead head = OutletHead.Of([Hour(23, "371.2")], [day], Rules, [], Day.AddDays(1), Day.AddDays(1));
        Assert.Equal((OutletState.Exceeds, "11-23 氮氧化物日均值 8.60，超过限值 400"), (head.State, head.Sentence));
        Assert.Equal("/origin/O-1/a21002/day/2026-11-23", head.Link);
    }

    [Fact]
    public void Nothing_special_is_said_in_one_line()
    {
        OutletHead head = OutletHead.Of([Hour(14, "371.2")], [], Rules, [], Day.AddHours(15), Day.AddHours(15));
        Assert.Equal((OutletState.Normal, "近 24 小时没有超标"), (head.State, head.Sentence));
    }

    [Fact]
    public void A_device_that_is_not_heard_is_offline_whatever_its_last_hours_were()
    {
        OutletHead head = OutletHead.Of([Hour(1, "410.4", state: OutletState.Exceeds)], [], Rules, [], Day.AddHours(2),
            Day.AddHours(11));
        Assert.Equal(OutletState.Offline, head.State);
        Assert.StartsWith("9 小时没有收到报文", head.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Hours_without_data_are_said_although_the_device_was_just_heard()
    {
        OutletHead head = OutletHead.Of([Hour(1, "371.2")], [], Rules, [], Day.AddHours(11), Day.AddHours(11));
        Assert.Equal((OutletState.Missing, "11-23 02:00 以后没有完整的小时数据"), (head.State, head.Sentence));
    }

    [Fact]
    public void An_outlet_never_heard_says_what_to_expect()
    {
        Assert.Equal("还没有收到过数据", OutletHead.Of([], [], Rules, [], null, Day).Sentence);
    }

    [Fact]
    public void No_line_ever_speaks_of_a_violation()
    {
        foreach (OutletState state in Enum.GetValues<OutletState>())
        {
            OutletHead head = OutletHead.Of([Hour(14, "410.4", state: state)], [], Rules, [], Day.AddHours(15),
                Day.AddHours(15));
            Assert.DoesNotContain("违法", head.Sentence + head.Detail, StringComparison.Ordinal);
        }
    }

    internal static JudgedInterval Hour(
        int hour, string? value, string? stated = null, string? difference = null,
            OutletState state = OutletState.Normal) =>
        new("O-1", Day.AddHours(hour), Day.AddHours(hour + 1), state, Basis.Minutes, 60, 60,
            [new JudgedFactor("a21002", value, null, true, stated, difference, 57, 60, 60, "N", "400", state, null,
                "HJ 75-2017", "7.3")], [1]);
}
