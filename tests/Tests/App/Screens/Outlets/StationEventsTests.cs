using Qingyuan.App.Screens.Outlets;
using Qingyuan.Telemetry;

namespace Qingyuan.Tests.App.Screens;

public sealed class StationEventsTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void An_opened_and_shut_door_is_one_event_with_its_length()
    {
        StationEvent door = Assert.Single(StationEvents.Words([
            Said(14, 16, "i31001", "//站房门打开//"), Said(14, 16, "i32001", "1"),
            Said(14, 29, "i31001", "//站房门关闭//"), Said(14, 29, "i32001", "0")]));

        Assert.Equal((Lane.Door, "开门 13 分", true), (door.Lane, door.Text, door.Notable));
        Assert.Equal((Day.AddHours(14).AddMinutes(16), Day.AddHours(14).AddMinutes(29)), (door.Time, door.Until));
    }

    [Fact]
    public void A_visit_that_the_door_log_names_is_not_notable_nor_is_what_is_set_during_it()
    {
        IReadOnlyList<StationEvent> events = StationEvents.Words([
            Said(7, 0, "i13008", "0.880", "a21002"),
            Said(8, 10, "i31001", "//站房门打开:维护人员进入,工单 W-02//"), Said(8, 10, "i32001", "1"),
            Said(8, 15, "i13008", "1.000", "a21002"), Said(8, 26, "i32001", "0")]);

        Assert.Equal(["维护人员进入，工单 W-02", "斜率 0.880 → 1.000"], events.Select(e => e.Text));
        Assert.All(events, e => Assert.False(e.Notable));
    }

    [Fact]
    public void A_parameter_that_is_reported_again_unchanged_is_no_event()
    {
        StationEvent moved = Assert.Single(StationEvents.Words([
            Said(0, 0, "i13008", "1.000", "a21002"), Said(0, 0, "i13008", "1.000", "a21026"),
            Said(8, 0, "i13008", "1.000", "a21002"), Said(14, 24, "i13008", "0.880", "a21002")]));

        Assert.Equal((Lane.Parameter, "斜率 1.000 → 0.880", "a21002", true),
            (moved.Lane, moved.Text, moved.Factor, moved.Notable));
    }

    [Fact]
    public void A_door_that_was_not_shut_says_so()
    {
        Assert.Equal("开门，还没有关", Assert.Single(StationEvents.Words([Said(14, 16, "i32001", "1")])).Text);
    }

    [Fact]
    public void Room_temperatures_are_not_parameters_that_somebody_sets()
    {
        Assert.Empty(StationEvents.Words([Said(1, 0, "i33101", "21.3"), Said(2, 0, "i33101", "21.9")]));
    }

    private static DeviceEvent Said(int hour, int minute, string code, string value, string factor = "") => new(
        "MN", Day.AddHours(hour).AddMinutes(minute), hour * 60 + minute, "3020", factor, code, value, Day);
}
