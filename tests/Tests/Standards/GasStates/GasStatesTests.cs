using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class GasStatesTests
{
    private static GasStates States => Given.Shipped.Of<GasStates>();

    [Fact]
    [Clause("GB 3095-2026", "3.14")]
    public void A_gas_is_told_at_its_reference_state()
    {
        Assert.Equal(100m, GasStates.Convert(100, 25, 101.325m, States.Ambient));
        Assert.Equal(200m, GasStates.Convert(100, 25, 50.6625m, States.Ambient));
        // 10 °C and 652 hPa, by hand: 50 · 1013.25/652 · 283.15/298.15.
        Assert.Equal(73.79m, Gbt8170Of2008.Round(GasStates.Convert(50, 10, 65.2m, States.Ambient)!.Value, 0.01m));
    }

    [Theory]
    [InlineData("ambient", 298.15)]
    [InlineData("ambient-2018", 298.15)]
    [InlineData("ambient-2012", 273.15)]
    [InlineData("stack", 273.15)]
    [Clause("GB 3095-2026", "3.14")]
    public void Every_document_has_its_own_state(string key, double kelvin)
    {
        GasState state = States.State(key)!;
        Assert.Equal((key, (decimal)kelvin, 101.325m), (state.Key, state.Kelvin, state.Kpa));
        Assert.Equal(50m, GasStates.Convert(50, state.Kelvin - 273.15m, 101.325m, state));
        Assert.Null(States.State("no such"));
    }

    [Fact]
    [Clause("GB 3095-2026", "3.14")]
    public void No_gas_has_such_a_state()
    {
        Assert.Null(GasStates.Convert(1, 25, 0, States.Ambient));
        Assert.Null(GasStates.Convert(1, -273.15m, 65, States.Ambient));
        Assert.NotNull(GasStates.Convert(1, -273.14m, 0.01m, States.Ambient));
    }
}
