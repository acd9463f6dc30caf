using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class StackDriftTests
{
    private static StackDrift Drift => Given.Shipped.Of<Hj75Of2017>().Drift;

    [Theory]
    [InlineData("pm.zero", "automatic", 2, 8)]
    [InlineData("pm.zero", "manual", 2, 8)]
    [InlineData("pm.span", "automatic", 2, 8)]
    [InlineData("pm.span", "manual", 2, 8)]
    [InlineData("gas.zero", "automatic", 2.5, 5)]
    [InlineData("gas.zero", "extractive", 2.5, 5)]
    [InlineData("gas.zero", "in-situ", 2.5, 5)]
    [InlineData("gas.span", "automatic", 2.5, 10)]
    [InlineData("gas.span", "extractive", 2.5, 10)]
    [InlineData("gas.span", "in-situ", 2.5, 10)]
    [InlineData("velocity.zero", "automatic", 3, 8)]
    [InlineData("velocity.zero", "manual", 3, 8)]
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public void A_drift_is_within_or_to_be_adjusted_or_out_of_control(
        string test, string system, double limit, double control)
    {
        decimal low = (decimal)limit, high = (decimal)control;
        foreach (int sign in new[] { 1, -1 })
        {
            Assert.Equal(DriftState.Within, Drift.Judge(test, system, sign * low));
            Assert.Equal(DriftState.Adjust, Drift.Judge(test, system, sign * (low + 0.01m)));
            Assert.Equal(DriftState.Adjust, Drift.Judge(test, system, sign * high));
            Assert.Equal(DriftState.OutOfControl, Drift.Judge(test, system, sign * (high + 0.01m)));
        }
    }

    [Fact]
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public void For_a_velocity_the_metres_per_second_suffice()
    {
        Assert.Equal(DriftState.Within, Drift.Judge("velocity.zero", "manual", 20, -0.9m));
        Assert.Equal(DriftState.Adjust, Drift.Judge("velocity.zero", "manual", 20, 0.91m));
        Assert.Equal(DriftState.Adjust, Drift.Judge("velocity.zero", "automatic", 20, -1.8m));
        Assert.Equal(DriftState.OutOfControl, Drift.Judge("velocity.zero", "manual", 20, 1.81m));
        Assert.Equal(DriftState.OutOfControl, Drift.Judge("gas.zero", "automatic", 20, 0));
        Assert.Null(Drift.Judge("gas.zero", "manual", 1));
    }

    [Fact]
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public void A_drift_is_told_in_percent_of_full_scale() =>
        Assert.Equal(-2.5m, StackDrift.Percent(195, 200, 200));

    [Theory]
    [InlineData("gas.zero", "automatic", "2026-01-31", "2026-02-01")]
    [InlineData("gas.span", "automatic", "2026-01-31", "2026-02-01")]
    [InlineData("gas.zero", "extractive", "2026-01-31", "2026-02-07")]
    [InlineData("gas.span", "extractive", "2026-01-31", "2026-02-07")]
    [InlineData("gas.zero", "in-situ", "2026-01-31", "2026-02-15")]
    [InlineData("gas.span", "in-situ", "2026-01-31", "2026-02-15")]
    [InlineData("pm.zero", "automatic", "2026-01-31", "2026-02-01")]
    [InlineData("pm.span", "automatic", "2026-01-31", "2026-02-01")]
    [InlineData("pm.zero", "manual", "2026-01-31", "2026-02-15")]
    [InlineData("pm.span", "manual", "2026-01-31", "2026-02-15")]
    [InlineData("velocity.zero", "automatic", "2026-01-31", "2026-02-01")]
    [InlineData("velocity.zero", "manual", "2026-01-31", "2026-03-02")]
    [InlineData("full-system", "extractive", "2026-01-31", "2026-04-30")]
    [InlineData("verification", "manual", "2026-01-31", "2026-04-30")]
    [InlineData("verification", "automatic", "2026-01-31", "2026-07-31")]
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public void Every_check_has_its_day(string test, string system, string last, string due)
    {
        DateOnly from = DateOnly.Parse(last, null), to = DateOnly.Parse(due, null);
        Assert.Equal(to, Drift.Due(test, system, from));
        Assert.False(Drift.IsOverdue(test, system, from, to));
        Assert.True(Drift.IsOverdue(test, system, from, to.AddDays(1)));
    }

    [Fact]
    public void A_check_that_is_not_in_the_table_is_never_due()
    {
        Assert.Null(Drift.Due("verification", "in-situ", new DateOnly(2026, 1, 1)));
        Assert.False(Drift.IsOverdue("verification", "in-situ", new DateOnly(2026, 1, 1), new DateOnly(2030, 1, 1)));
    }

    [Theory]
    [InlineData(84, 80, 100, 100, 200, true)]
    [InlineData(76, 80, 100, 100, 200, true)]
    [InlineData(84.1, 80, 100, 100, 200, false)]
    [InlineData(84, 80, 100, 100, 200.1, false)]
    [InlineData(52.5, 50, 99.9, 100, 10, true)]
    [InlineData(44.1, 40, 100, 200, 10, false)]
    [InlineData(44.1, 40, 99.9, 200, 10, true)]
    [InlineData(52.6, 50, 99.9, 100, 10, false)]
    [Clause("HJ 75-2017", "11 全系统校准")]
    public void The_whole_system_is_held_to_the_gas_or_to_the_scale(
        double reading, double nominal, double span, double scale, double seconds, bool passes) =>
        Assert.Equal(passes, Drift.SystemPasses(
            (decimal)reading, (decimal)nominal, (decimal)span, (decimal)scale, (decimal)seconds));
}
