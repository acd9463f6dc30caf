using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

public sealed class HourTests
{
    private const string Good = "a19001-Avg=9.08,a19001-Flag=N;a21002-Avg=483.7,a21002-ZsAvg=446.4,a21002-Flag=N";
    private static readonly Rules Kiln = Given.Rules(Given.Kiln, Given.Nox());
    private static readonly Rules Sewage = Given.Rules(
        Given.Sewage, Given.Cod(40m, LimitOn.Hour),
        Given.Factor(Given.Sewage, "w01001", "0.01", null, LimitOn.Hour, false));

    [Fact]
    [Clause("HJ 75-2017", "3 有效小时均值")]
    [Clause("HJ 75-2017", "12 超标报警")]
    [Clause("HJ 356-2019", "5")]
    public void The_hour_of_the_designed_screens_exceeds_by_its_minutes_and_not_by_the_logger()
    {
        var minutes = Enumerable.Range(0, 60)
            .Select(m => Given.Record(Kiln, Given.At14.AddMinutes(m), Given.KilnItems(m), position: 100 + m));
        SeriesRecord stated = Given.Record(
            Kiln, Given.At14, "a19001-Avg=8.77;a21002-Avg=429.5,a21002-ZsAvg=386.4,a21002-Flag=N", position: 500);
        JudgedInterval hour = Given.Hour(Kiln, minutes, stated);

        JudgedFactor nox = Assert.Single(hour.Factors);
        Assert.Equal(("410.4", "386.4", "24.0"), (nox.Value, nox.Stated, nox.Difference));
        Assert.Equal((57, 60, 60), (nox.Valid, nox.Observed, nox.Expected));
        Assert.Equal((OutletState.Exceeds, "differs", "400"), (nox.State, nox.Reason, nox.Limit));
        Assert.Equal(("HJ 75-2017", "3 有效小时均值"), (nox.Document, nox.Clause));
        Assert.Equal((OutletState.Exceeds, Basis.Minutes), (hour.State, hour.Basis));
        Assert.Equal(61, hour.Positions.Count);
        Assert.Equal(Given.At14.AddHours(1), hour.To);
    }

    [Theory]
    [InlineData(44, null, OutletState.Invalid)]
    [InlineData(45, "446.4", OutletState.Exceeds)]
    [Clause("HJ 75-2017", "3 有效小时均值")]
    public void An_hour_of_flue_gas_needs_45_valid_minutes(int minutes, string? value, OutletState state)
    {
        JudgedFactor nox = Given.Hour(Kiln, Given.Minutes(Kiln, 0, minutes, Good)).Factors[0];
        Assert.Equal((value, state), (nox.Value, nox.State));
        Assert.Equal(value is null ? "coverage" : null, nox.Reason);
    }

    [Theory]
    [InlineData("a21002-Avg=1,a21002-Flag=F", OutletState.Stopped, "stopped", "F")]
    [InlineData("a21002-Avg=1,a21002-Flag=C", OutletState.Maintenance, "maintenance", "C")]
    [InlineData("a21002-Avg=1,a21002-Flag=D", OutletState.Invalid, "flag:D", "D")]
    [InlineData("a21002-Avg=-999,a21002-Flag=N", OutletState.Invalid, "sentinel", "N")]
    [InlineData("a19001-Avg=21;a21002-Avg=1,a21002-Flag=N", OutletState.Invalid, "o2", "N")]
    [InlineData("a34013-Avg=1", OutletState.Missing, "missing", "-")]
    public void An_hour_without_a_value_says_why(string items, OutletState state, string reason, string mark)
    {
        JudgedInterval hour = Given.Hour(Kiln, Given.Minutes(Kiln, 0, 60, items));
        Assert.Null(hour.Factors[0].Value);
        Assert.Equal((state, reason, mark), (hour.State, hour.Factors[0].Reason, hour.Factors[0].Mark));
    }

    [Fact]
    public void An_open_hour_has_a_value_so_far_and_no_verdict()
    {
        JudgedInterval hour = Given.Hour(Kiln, Given.Minutes(Kiln, 0, 10, Good), closed: false);
        Assert.True(hour.Open);
        JudgedFactor nox = hour.Factors[0];
        Assert.Equal(("446.4", "open", OutletState.Normal), (nox.Value, nox.Reason, hour.State));
        Assert.False(Given.Hour(Kiln, Given.Minutes(Kiln, 0, 60, Good), closed: false).Open);
    }

    [Fact]
    public void Where_no_minute_arrived_the_stated_hour_is_judged_and_says_so()
    {
        SeriesRecord stated = Given.Record(Kiln, Given.At14, Good, position: 7);
        JudgedInterval hour = Given.Hour(Kiln, [], stated);
        JudgedFactor nox = hour.Factors[0];
        Assert.Equal(Basis.Stated, hour.Basis);
        Assert.Equal(("446.4", "446.4", null, OutletState.Exceeds), (nox.Value, nox.Stated, nox.Difference, nox.State));
        Assert.Equal((0, 60), (hour.Observed, hour.Expected));
        Assert.Equal([7L], hour.Positions);
    }

    [Fact]
    public void A_stated_hour_with_a_mark_is_not_judged()
    {
        string marked = Good.Replace("02-Flag=N", "02-Flag=D", StringComparison.Ordinal);
        JudgedInterval hour = Given.Hour(Kiln, [], Given.Record(Kiln, Given.At14, marked));
        Assert.Equal((OutletState.Invalid, null), (hour.State, hour.Factors[0].Value));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void An_hour_of_waste_water_is_weighted_by_flow()
    {
        // (30 mg/L, 100 m³) and (90 mg/L, 10 m³), as amounts of one minute each.
        SeriesRecord[] minutes =
        [
            Given.Record(Sewage, Given.At14, "w00000-Cou=100;w01018-Avg=30,w01018-Flag=N;w01001-Avg=7,w01001-Flag=N"),
            Given.Record(Sewage, Given.At14.AddMinutes(1), "w00000-Cou=10;w01018-Avg=90,w01018-Flag=N;w01001-Avg=8"),
        ];
        JudgedInterval hour = Given.Hour(Sewage, minutes);
        Assert.Equal(("w01001", "7.50"), (hour.Factors[0].Code, hour.Factors[0].Value));
        Assert.Equal(("w01018", "35.45"), (hour.Factors[1].Code, hour.Factors[1].Value));
        Assert.Equal(110m, hour.Factors[1].Weight);
    }

    [Fact]
    public void A_cycle_gives_one_result_an_hour_and_that_is_enough()
    {
        var minutes = Given.Minutes(Sewage, 0, 60, "w00000-Avg=10,w00000-Flag=N;w01001-Avg=7").ToList();
        minutes[30] = Given.Record(
            Sewage, Given.At14.AddMinutes(30), "w00000-Avg=10;w01018-Avg=41,w01018-Flag=N;w01001-Avg=7");
        JudgedFactor cod = Given.Hour(Sewage, minutes).Factors[1];
        Assert.Equal(("41.00", 1, 1, OutletState.Exceeds), (cod.Value, cod.Valid, cod.Expected, cod.State));
        Assert.Equal(36m, cod.Weight); // 10 L/s for 3,600 s.
    }

    [Fact]
    public void No_discharge_is_a_stop_and_not_a_fault()
    {
        JudgedInterval hour = Given.Hour(
            Sewage, Given.Minutes(Sewage, 0, 60, "w00000-Avg=0;w01018-Avg=30,w01018-Flag=N;w01001-Avg=7"));
        Assert.Equal((OutletState.Stopped, "flow"), (hour.State, hour.Factors[1].Reason));
    }

    [Fact]
    public void A_factor_sent_as_amounts_only_is_added_up()
    {
        Rules rules = Given.Rules(Given.Kiln, Given.Factor(Given.Kiln, "a00000", "0.1", null, LimitOn.Hour, false));
        JudgedFactor gas = Given.Hour(rules, Given.Minutes(rules, 0, 60, "a00000-Cou=3482.6,a00000-Flag=N")).Factors[0];
        Assert.Equal(("208956.0", true), (gas.Value, gas.Summed));
    }

    [Fact]
    public void The_worst_factor_speaks_for_the_outlet()
    {
        static JudgedFactor In(OutletState state) => new(
            "a", null, null, false, null, null, 0, 0, 0, "N", null, state, null, "", "");
        OutletState[] order =
        [
            OutletState.Exceeds, OutletState.Pending, OutletState.Invalid, OutletState.Missing,
            OutletState.Maintenance, OutletState.Stopped, OutletState.Normal,
        ];
        for (int i = 0; i < order.Length; i++)
            Assert.Equal(order[i], States.OfOutlet([.. order[i..].Reverse().Select(In)]));
        Assert.Equal(OutletState.Pending, States.OfOutlet([]));
    }

    [Fact]
    public void A_day_before_the_known_editions_is_not_judged()
    {
        var longAgo = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var rules = new Rules(
            Given.Kiln, [Given.Nox()], Rules.EditionOn(OutletKind.FlueGas, longAgo, Rulebook.Shipped),
            Rulebook.Shipped.On(Rules.DayOf(longAgo)));
        JudgedFactor nox = Given.Hour(rules, Given.Minutes(rules, 0, 60, Good)).Factors[0];
        Assert.Equal((null, "edition", OutletState.Invalid), (nox.Value, nox.Reason, nox.State));
    }
}
