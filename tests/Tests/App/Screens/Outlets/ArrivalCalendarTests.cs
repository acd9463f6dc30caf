using System.Xml.Linq;
using Qingyuan.App.Screens.Outlets;
using Qingyuan.Judgement;

namespace Qingyuan.Tests.App.Screens;

public sealed class ArrivalCalendarTests
{
    private static readonly DateTimeOffset First = new(2026, 10, 25, 0, 0, 0, TimeSpan.FromHours(8));
    private static readonly DateTimeOffset Now = First.AddDays(29).AddHours(20.5);

    [Fact]
    public void Each_hour_says_how_its_data_arrived()
    {
        ArrivalCalendar calendar = new(First, Now, First, [
            Hour(0, OutletState.Normal, 60), Hour(1, OutletState.Normal, 60, late: true),
                Hour(2, OutletState.Invalid, 44),
            Hour(3, OutletState.Invalid, 45), Hour(4, OutletState.Missing, 0), Hour(6, OutletState.Stopped, 60),
            Hour(7, OutletState.Exceeds, 60, late: true)]);

        Assert.Equal(
            [Arrival.OnTime, Arrival.BackFilled, Arrival.Insufficient, Arrival.OnTime, Arrival.Missing, Arrival.Missing,
                Arrival.Stopped, Arrival.Exceeds],
            Enumerable.Range(0, 8).Select(h => calendar[0, h]));
    }

    [Fact]
    public void An_hour_of_which_only_the_loggers_own_value_came_is_not_missing()
    {
        ArrivalCalendar calendar = new(First, First.AddHours(2), First, [
            new ArrivedHour(First.ToUnixTimeMilliseconds(), OutletState.Normal, 60, 0, false, HourOnly: true)]);
        Assert.Equal((Arrival.HourOnly, Arrival.Missing), (calendar[0, 0], calendar[0, 1]));
        Assert.Equal(0.5, calendar.Rate());
    }

    [Fact]
    public void The_hour_in_progress_and_the_time_before_the_outlet_are_not_missing()
    {
        ArrivalCalendar calendar = new(First, Now, First.AddDays(2), []);

        Assert.Equal(Arrival.NotYet, calendar[1, 23]);
        Assert.Equal(Arrival.Missing, calendar[2, 0]);
        Assert.Equal(Arrival.Missing, calendar[29, 19]);
        Assert.Equal(Arrival.NotYet, calendar[29, 20]);
    }

    [Fact]
    public void The_rate_leaves_out_what_was_not_due()
    {
        ArrivalCalendar calendar = new(First, First.AddHours(5), First, [
            Hour(0, OutletState.Normal, 60), Hour(1, OutletState.Exceeds, 60), Hour(2, OutletState.Stopped, 0),
            Hour(3, OutletState.Invalid, 10)]);

        Assert.Equal(2 / 4.0, calendar.Rate());
        Assert.Null(new ArrivalCalendar(First, First, First, []).Rate());
    }

    [Fact]
    public void The_picture_has_a_cell_for_each_hour_and_a_sentence()
    {
        ArrivalCalendar calendar = new(First, Now, First, [Hour(0, OutletState.Exceeds, 60)]);
        XElement svg = XElement.Parse(calendar.Draw(day => $"?day={day:yyyy-MM-dd}").Value);

        Assert.Equal(30 * 24, svg.Descendants("rect").Count());
        Assert.Equal(30, svg.Descendants("a").Count());
        Assert.Contains("缺失 715 小时", svg.Attribute("aria-label")!.Value, StringComparison.Ordinal);
        Assert.Contains("超标 1 小时", svg.Attribute("aria-label")!.Value, StringComparison.Ordinal);
    }

    private static ArrivedHour Hour(int hour, OutletState state, int observed, bool late = false) =>
        new(First.AddHours(hour).ToUnixTimeMilliseconds(), state, 60, observed, late);
}
