using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class CheckPeriodsTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static DateTimeOffset Day(int day) => Start.AddDays(day - 1);
    private static InstrumentCheck Check(int day, bool passed) => new(Day(day), passed);

    [Fact]
    [Clause("HJ 356-2019", "6")]
    [Clause("HJ 75-2017", "11 失控时段")]
    public void A_failed_check_takes_all_since_the_last_good_one_and_on_to_the_next()
    {
        InstrumentCheck[] checks =
        [
            Check(1, true), Check(8, true), Check(15, false), Check(16, false), Check(17, true), Check(24, true),
        ];
        InvalidPeriod period = Assert.Single(Hj356Of2019.BackToLastPassed(checks));
        Assert.Equal(new InvalidPeriod(Day(8), Day(17)), period);
        Assert.Equal([period], StackDrift.OutOfControl(checks));
    }

    [Fact]
    public void Without_a_good_check_at_an_end_the_period_is_open_there()
    {
        Assert.Equal([new InvalidPeriod(null, Day(2))], CheckPeriods.Of([Check(1, false), Check(2, true)]));
        Assert.Equal([new InvalidPeriod(Day(1), null)], CheckPeriods.Of([Check(1, true), Check(2, false)]));
        Assert.Equal(
            [new InvalidPeriod(null, Day(2)), new InvalidPeriod(Day(2), null)],
            CheckPeriods.Of([Check(1, false), Check(2, true), Check(3, false)]));
        Assert.Empty(CheckPeriods.Of([Check(1, true), Check(2, true)]));
        Assert.Empty(CheckPeriods.Of([]));
        // A failed zero check and the repeated one may carry the same minute.
        Assert.Equal([new InvalidPeriod(Day(1), Day(2))],
            CheckPeriods.Of([Check(1, true), Check(2, false), Check(2, true)]));
    }

    [Fact]
    public void The_good_checks_vouch_for_their_own_instant()
    {
        var period = new InvalidPeriod(Day(1), Day(3));
        Assert.False(period.Holds(Day(1)));
        Assert.True(period.Holds(Day(1).AddMilliseconds(1)));
        Assert.True(period.Holds(Day(3).AddMilliseconds(-1)));
        Assert.False(period.Holds(Day(3)));
        Assert.True(new InvalidPeriod(null, null).Holds(Day(1)));
    }

    [Fact]
    public void Checks_out_of_order_are_our_fault() =>
        Assert.Throws<ArgumentException>(() => CheckPeriods.Of([Check(2, true), Check(1, true)]));
}
