using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class AirChecksTests
{
    private static AirChecks Checks => Given.Shipped.Of<AirChecks>();

    [Theory]
    [InlineData("pm.flow", "16.67", "17.50", true)]
    [InlineData("pm.flow", "16.67", "17.51", false)]
    [InlineData("pm.flow", "16.67", "15.83", false)]
    [InlineData("pm.flow", "0", "0", null)]
    [InlineData("pm.temperature", "10", "12", true)]
    [InlineData("pm.temperature", "10", "12.1", false)]
    [InlineData("gas.zero", "0", "-5", true)]
    [InlineData("gas.zero", "0", "-5.1", false)]
    [InlineData("gas.precision", "400", "401", null)]
    [Clause("HJ 817-2018", "质控")]
    [Clause("HJ 818-2018", "质控")]
    public void A_check_holds_within_its_tolerance(string check, string reference, string shown, bool? holds) =>
        Assert.Equal(holds, Checks.Holds(check, decimal.Parse(reference, null), decimal.Parse(shown, null)));

    [Fact]
    public void The_whole_table_is_unsure() =>
        Assert.All(Checks.All.Values, c => Assert.Equal(Confidence.Unsure, c.Citation.Confidence));
}
