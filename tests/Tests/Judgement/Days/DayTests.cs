using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

public sealed class DayTests
{
    private static readonly DateTimeOffset Midnight = Given.At14.AddHours(-14);
    private static readonly Rules Kiln = Given.Rules(Given.Kiln, Given.Nox(300m, LimitOn.Day));
    private static readonly Rules Sewage = Given.Rules(Given.Sewage, Given.Cod());

    [Theory]
    [InlineData(19, null, OutletState.Invalid)]
    [InlineData(20, "200.0", OutletState.Normal)]
    [Clause("HJ 75-2017", "3 有效日均值")]
    public void A_day_of_flue_gas_needs_20_valid_hours(int hours, string? value, OutletState state)
    {
        JudgedInterval day = Of(Kiln, Enumerable.Range(0, hours).Select(h => Hour(Given.Kiln, h, "a21002", 200m)));
        Assert.Equal((value, state), (day.Factors[0].Value, day.State));
        Assert.Equal((24, hours), (day.Expected, day.Observed));
        Assert.Equal(value is null ? "coverage" : null, day.Factors[0].Reason);
    }

    [Fact]
    [Clause("GB/T 8170-2008", "3.3")]
    public void A_day_is_computed_from_unrounded_hours()
    {
        // An hour of 0.06 is printed as 0.1; a day of such hours is 0.06, not 0.1.
        JudgedInterval day = Of(Kiln, Enumerable.Range(0, 24).Select(h => Hour(Given.Kiln, h, "a21002", 0.06m)));
        Assert.Equal(("0.1", 0.06m), (day.Factors[0].Value, day.Factors[0].Exact));
    }

    [Fact]
    public void A_daily_limit_is_held_against_the_day()
    {
        JudgedInterval[] hours = [.. Enumerable.Range(0, 24).Select(h => Hour(Given.Kiln, h, "a21002", 301m))];
        JudgedFactor nox = Of(Kiln, hours).Factors[0];
        Assert.Equal((OutletState.Exceeds, "300"), (nox.State, nox.Limit));
        Rules hourly = Given.Rules(Given.Kiln, Given.Nox(300m));
        nox = Of(hourly, hours).Factors[0];
        Assert.Equal((OutletState.Normal, null), (nox.State, nox.Limit));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_day_of_waste_water_is_weighted_by_flow_and_needs_three_quarters()
    {
        JudgedInterval Day(int hours) => Of(Sewage, Enumerable.Range(0, hours)
            .Select(h => Hour(Given.Sewage, h, "w01018", h % 2 == 0 ? 30m : 90m, h % 2 == 0 ? 100m : 10m)));
        Assert.Equal("35.45", Day(24).Factors[0].Value);
        Assert.Equal("35.45", Day(18).Factors[0].Value);
        Assert.Equal((null, "coverage"), (Day(17).Factors[0].Value, Day(17).Factors[0].Reason));
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_two_hour_cycle_owes_twelve_values_and_an_outage_does_not_pass_for_one()
    {
        static JudgedFactor Every(int hours) => Of(
            Sewage, Enumerable.Range(0, 12).Select(h => Hour(Given.Sewage, hours * h, "w01018", 30m, 5m))).Factors[0];
        JudgedFactor cycle = Every(2);
        Assert.Equal(("30.00", 12), (cycle.Value, cycle.Expected));
        JudgedFactor outage = Every(1);
        Assert.Equal((null, 24), (outage.Value, outage.Expected));
    }

    [Fact]
    public void A_stopped_plant_has_a_stopped_day()
    {
        JudgedInterval day = Of(Kiln, Enumerable.Range(0, 24).Select(h => Hour(Given.Kiln, h, "a21002", null)));
        Assert.Equal((OutletState.Stopped, "stopped", "F"), (day.State, day.Factors[0].Reason, day.Factors[0].Mark));
    }

    [Fact]
    public void Stated_hours_make_a_stated_day_and_the_loggers_own_day_stands_beside()
    {
        SeriesRecord stated = Given.Record(Kiln, Midnight, "a21002-Avg=1,a21002-ZsAvg=180.0", position: 9);
        JudgedInterval day = Day.Judge(new DayEvidence(Kiln, Midnight.ToUnixTimeMilliseconds(),
            [.. Enumerable.Range(0, 24).Select(h => Hour(Given.Kiln, h, "a21002", 200m) with { Basis = Basis.Stated })],
            stated, true));
        Assert.Equal(Basis.Stated, day.Basis);
        Assert.Equal(("200.0", "180.0", "20.0", OutletState.Pending),
            (day.Factors[0].Value, day.Factors[0].Stated, day.Factors[0].Difference, day.State));
        Assert.Contains(9L, day.Positions);
    }

    [Fact]
    public void Without_any_hour_the_loggers_day_is_judged_in_its_own_name()
    {
        SeriesRecord stated = Given.Record(Kiln, Midnight, "a21002-Avg=1,a21002-ZsAvg=380.0", position: 9);
        JudgedInterval day = Day.Judge(new DayEvidence(Kiln, Midnight.ToUnixTimeMilliseconds(), [], stated, true));
        Assert.Equal((Basis.Stated, OutletState.Exceeds, "380.0"), (day.Basis, day.State, day.Factors[0].Value));
    }

    [Fact]
    public void An_open_day_has_no_verdict()
    {
        JudgedInterval day = Day.Judge(new DayEvidence(Kiln, Midnight.ToUnixTimeMilliseconds(),
            [.. Enumerable.Range(0, 3).Select(h => Hour(Given.Kiln, h, "a21002", 900m))], null, false));
        Assert.True(day.Open);
        Assert.Equal((OutletState.Normal, "open"), (day.State, day.Factors[0].Reason));
    }

    [Theory]
    [InlineData("2026-11-23T00:00:00+08:00", "2026-11-23T00:00:00+08:00")]
    [InlineData("2026-11-23T23:59:59+08:00", "2026-11-23T00:00:00+08:00")]
    [InlineData("2026-11-23T16:00:00Z", "2026-11-24T00:00:00+08:00")]
    [InlineData("1969-12-31T15:59:59Z", "1969-12-31T00:00:00+08:00")]
    public void A_day_is_a_Beijing_day(string instant, string start) => Assert.Equal(
        DateTimeOffset.Parse(start, null).ToUnixTimeMilliseconds(),
        Day.StartOf(DateTimeOffset.Parse(instant, null).ToUnixTimeMilliseconds()));

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_day_of_pH_is_a_range_never_a_mean_and_is_held_to_no_limit()
    {
        Rules sewage = Given.Rules(Given.Sewage, Given.Factor(Given.Sewage, "w01001", "0.01", 7m, LimitOn.Day, false));
        JudgedInterval[] hours = [.. Enumerable.Range(0, 24)
            .Select(h => Hour(Given.Sewage, h, "w01001", h == 3 ? 6.835m : h == 7 ? 9.1m : 7.5m, 10m))];
        JudgedInterval day = Of(sewage, hours);
        JudgedFactor acidity = day.Factors[0];
        Assert.Equal(("6.84~9.10", null, true), (acidity.Value, acidity.Exact, acidity.Ranged));
        Assert.Equal((OutletState.Normal, null), (acidity.State, acidity.Limit));
        Assert.Equal("6.84~9.10 = 24 个有效小时的最小值到最大值，pH 值不求平均", Formula.OfDay(day, acidity, hours));
        Assert.Equal("coverage", Of(sewage, hours.Take(17)).Factors[0].Reason);
        // Another factor of the same day is averaged as before.
        Assert.False(Of(Sewage, [Hour(Given.Sewage, 0, "w01018", 30m, 1m)]).Factors[0].Ranged);
    }

    [Fact]
    [Clause("HJ 356-2019", "7")]
    public void A_daily_pH_that_only_the_logger_states_is_shown_as_stated_and_held_to_no_limit()
    {
        Rules sewage = Given.Rules(Given.Sewage, Given.Factor(Given.Sewage, "w01001", "0.01", 7m, LimitOn.Day, false));
        SeriesRecord stated = Given.Record(sewage, Midnight, "w01001-Avg=8.2,w01001-Flag=N");
        JudgedFactor acidity = Day.Judge(
            new DayEvidence(sewage, Midnight.ToUnixTimeMilliseconds(), [], stated, true)).Factors[0];
        Assert.Equal(("8.2", null, OutletState.Normal), (acidity.Value, acidity.Limit, acidity.State));
    }

    private static JudgedInterval Of(Rules rules, IEnumerable<JudgedInterval> hours) =>
        Day.Judge(new DayEvidence(rules, Midnight.ToUnixTimeMilliseconds(), [.. hours], null, true));

    private static JudgedInterval Hour(Outlet outlet, int hour, string code, decimal? value, decimal? weight = null)
    {
        OutletState state = value is null ? OutletState.Stopped : OutletState.Normal;
        var factor = new JudgedFactor(
            code, value?.ToString(null, null), null, false, null, null, 60, 60, 60, value is null ? "F" : "N", null,
            state, null, "", "")
        { Exact = value, Weight = weight };
        DateTimeOffset from = Midnight.AddHours(hour);
        return new JudgedInterval(
            outlet.Id, from, from.AddHours(1), state, Basis.Minutes, 60, 60, [factor], [100 + hour]);
    }
}
