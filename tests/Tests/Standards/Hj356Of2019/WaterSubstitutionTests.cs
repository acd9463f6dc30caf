using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterSubstitutionTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static WaterSubstitution Substitution => Given.Shipped.Of<Hj356Of2019>().Substitution;

    private static ManualResult[] Manual(params double[] hours) =>
        [.. hours.Select((h, i) => new ManualResult(Midnight.AddHours(h), i + 1))];

    [Theory]
    [InlineData("normal", "load", "maximum", 9.0)]
    [InlineData("normal", "concentration", "none", null)]
    [InlineData("normal", "flow", "none", null)]
    [InlineData("abnormal", "load", "manual", 2.5)]
    [InlineData("abnormal", "concentration", "manual", 2.5)]
    [InlineData("abnormal", "flow", "none", null)]
    [InlineData("flow", "flow", "manual", 2.5)]
    [Clause("HJ 356-2019", "8")]
    public void What_stands_for_a_day_depends_on_the_case(string when, string quantity, string origin, double? value)
    {
        WaterSubstitute found = Substitution.For(when, quantity, Manual(0, 6, 12, 18), [4, 9, 7])!.Value;
        Assert.Equal((origin, (decimal?)value), (found.Origin, found.Value));
    }

    [Theory]
    [InlineData("abnormal", "load", "maximum", 9.0)]
    [InlineData("abnormal", "concentration", "none", null)]
    [InlineData("flow", "flow", "maximum", 9.0)]
    [Clause("HJ 356-2019", "8")]
    public void Without_enough_manual_results_the_last_qualified_period_stands_in_for_masses(
        string when, string quantity, string origin, double? value)
    {
        WaterSubstitute found = Substitution.For(when, quantity, Manual(0, 6, 12), [4, 9, 7])!.Value;
        Assert.Equal((origin, (decimal?)value), (found.Origin, found.Value));
    }

    [Fact]
    [Clause("HJ 356-2019", "8")]
    public void With_nothing_to_replace_it_by_nothing_is_given()
    {
        Assert.Equal("none", Substitution.For("normal", "load", [], [])!.Value.Origin);
        Assert.Null(Substitution.For("normal", "load", [], [])!.Value.Value);
        Assert.Null(Substitution.For("normal", "colour", [], []));
        Assert.Null(Substitution.For("other", "load", [], []));
    }

    [Fact]
    [Clause("HJ 356-2019", "8")]
    public void Manual_monitoring_is_four_results_no_more_than_six_hours_apart()
    {
        Assert.True(Substitution.ManualSuffices(Manual(18, 0, 12, 6)));
        Assert.False(Substitution.ManualSuffices(Manual(0, 6, 12)));
        Assert.False(Substitution.ManualSuffices(Manual(0, 6, 12, 18.1)));
    }
}
