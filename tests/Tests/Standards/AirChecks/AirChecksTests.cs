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

    [Theory]
    [InlineData("pm.flow", "HJ 817-2018", "颗粒物采样流量检查", "5", "%", true, 31)]
    [InlineData("pm.temperature", "HJ 817-2018", "颗粒物监测仪温度检查", "2", "°C", false, 31)]
    [InlineData("pm.pressure", "HJ 817-2018", "颗粒物监测仪气压检查", "1", "kPa", false, 31)]
    [InlineData("gas.zero", "HJ 818-2018", "气态污染物零点检查", "5", "ppb", false, 7)]
    [InlineData("gas.span", "HJ 818-2018", "气态污染物跨度检查", "5", "%", true, 7)]
    [InlineData("gas.precision", "HJ 818-2018", "气态污染物精密度审核", null, "", false, 92)]
    [InlineData("gas.multipoint", "HJ 818-2018", "气态污染物多点校准", null, "", false, 183)]
    public void Each_check_has_its_tolerance_and_its_turn(
        string check, string document, string name, string? tolerance, string unit, bool relative, int days)
    {
        AirCheck found = Checks.All[check];
        Assert.Equal(new AirCheck(name, tolerance is null ? null : decimal.Parse(tolerance), unit, relative, days,
            new(document, "质控", "", Confidence.Unsure)), found);
        Assert.Equal(7, Checks.All.Count);
    }

    [Theory]
    [InlineData("gas.span", -400, -380, true)]
    [InlineData("gas.span", -400, -379, false)]
    [InlineData("gas.span", 400, 420, true)]
    [InlineData("gas.span", 400, 421, false)]
    [InlineData("pm.pressure", 0, 1, true)]
    [InlineData("pm.pressure", 0, 2, false)]
    [Clause("HJ 817-2018", "质控")]
    [Clause("HJ 818-2018", "质控")]
    public void A_tolerance_is_of_the_magnitude(string check, int reference, int shown, bool holds) =>
        Assert.Equal(holds, Checks.Holds(check, reference, shown));
}
