using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class StackStateTests
{
    private static StackState State => Given.Shipped.Of<Hj75Of2017>().State;

    [Fact]
    [Clause("HJ 75-2017", "附录 标准状态换算")]
    public void Actual_gas_becomes_standard_gas_by_the_local_pressure()
    {
        Assert.Equal(100m, State.ToStandard(100, 0, 101.325m, 0));
        Assert.Equal(150m, State.ToStandard(100, 136.5m, 101.325m, 0));
        // Draught takes from the pressure: half of it doubles the concentration.
        Assert.Equal(200m, State.ToStandard(100, 0, 101.325m, -50.6625m));
        Assert.Equal(155.88m, Gbt8170Of2008.Round(State.ToStandard(100, 0, 65, 0)!.Value, 0.01m));
    }

    [Theory]
    [InlineData(-273, 65, 0)]
    [InlineData(100, 0, 0)]
    [InlineData(100, 65, -65)]
    [Clause("HJ 75-2017", "附录 标准状态换算")]
    public void No_gas_has_such_a_temperature_or_pressure(double temperature, double ambient, double stack)
    {
        Assert.Null(State.ToStandard(100, (decimal)temperature, (decimal)ambient, (decimal)stack));
        Assert.Null(State.StandardFlow(100, (decimal)temperature, (decimal)ambient, (decimal)stack, 0));
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 标准状态换算")]
    public void Just_inside_it_is_gas()
    {
        Assert.NotNull(State.ToStandard(100, -272.9m, 65, 0));
        Assert.NotNull(State.ToStandard(100, 0, 0.001m, 0));
        Assert.NotNull(State.StandardFlow(100, -272.9m, 0.001m, 0, 0));
    }

    [Theory]
    [InlineData(0, 90.0)]
    [InlineData(10, 100.0)]
    [InlineData(100, null)]
    [InlineData(-0.1, null)]
    [Clause("HJ 75-2017", "附录 干湿基换算")]
    public void Wet_gas_becomes_dry_gas(double moisture, double? dry) =>
        Assert.Equal((decimal?)dry, StackState.ToDry(90, (decimal)moisture));

    [Fact]
    [Clause("HJ 75-2017", "附录 体积浓度换算")]
    public void A_volume_fraction_becomes_a_mass()
    {
        Assert.Equal(2.857m, Gbt8170Of2008.Round(State.ToMass("SO2", 1)!.Value, 0.001m));
        Assert.Equal(1.339m, Gbt8170Of2008.Round(State.ToMass("NO", 1)!.Value, 0.001m));
        Assert.Equal(2.054m, Gbt8170Of2008.Round(State.ToMass("NO2", 1)!.Value, 0.001m));
        Assert.Equal(State.ToMass("NO2", 7), State.ToMass("NOx", 7));
        Assert.Null(State.ToMass("He", 1));
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 氮氧化物以二氧化氮计")]
    public void Nitrogen_oxides_count_as_NO2() => Assert.Equal(56m, State.NoxAsNo2(30, 10));

    [Fact]
    [Clause("HJ 75-2017", "附录 烟气流量")]
    public void A_velocity_becomes_a_flow_of_dry_standard_gas()
    {
        Assert.Equal(12m, StackState.Velocity(0.8m, 15));
        Assert.Equal(86_400m, StackState.Flow(2, 12));
        Assert.Equal(86_400m, State.StandardFlow(86_400, 0, 101.325m, 0, 0));
        Assert.Equal(38_880m, State.StandardFlow(86_400, 273, 101.325m, 0, 10));
        Assert.Equal(50m, State.StandardFlow(100, 0, 101.325m, -50.6625m, 0));
        // A logger with a fixed 101.325 kPa overstates the flow at 3,650 m by more than half.
        decimal real = State.StandardFlow(100, 0, 65, 0, 0)!.Value;
        Assert.Equal(1.56m, Gbt8170Of2008.Round(100 / real, 0.01m));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(-0.1)]
    [Clause("HJ 75-2017", "附录 烟气流量")]
    public void Steam_alone_is_no_flue_gas(double moisture) =>
        Assert.Null(State.StandardFlow(100, 0, 65, 0, (decimal)moisture));

    [Fact]
    [Clause("HJ 75-2017", "附录 排放量")]
    public void A_mass_is_summed_over_known_hours_only()
    {
        Assert.Equal(5m, StackState.MassRate(50, 100_000));
        Assert.Equal(6.5m, StackState.DayMass([5m, 1.5m]));
        Assert.Null(StackState.DayMass([5m, null]));
    }
}
