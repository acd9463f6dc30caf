using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

/// <summary>What an authority may take off the lists of what needs a person, and what never.</summary>
public sealed class SuppressionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 1, 0, 0, 0, TimeSpan.FromHours(8));

    private static Suppression Asked(string code = "judge.differs", int days = 10, string reason = "数采仪升级期间") =>
        new(-1, code, null, null, Start, Start.AddDays(days), reason, "demo", Start, null);

    private static Registration Ask(Suppression asked) => Suppression.Suppress(
        Register.Empty, Qingyuan.Judgement.Checks.Table.Find(asked.Code), asked, "checks.test");

    [Fact]
    public void A_reasoned_suppression_is_an_act()
    {
        Registration given = Ask(Asked());
        Assert.Empty(given.Refusals);
        Assert.Equal(Suppression.SuppressedKind, given.Act!.Kind);
        Assert.Equal("数采仪升级期间", given.Act.Content["reason"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("judge.coverage", 10, "数采仪升级期间", "check.blocks")]
    [InlineData("judge.nothing", 10, "数采仪升级期间", "check.unknown")]
    [InlineData("judge.differs", 0, "数采仪升级期间", "suppression.dates")]
    [InlineData("judge.differs", 367, "数采仪升级期间", "suppression.long")]
    [InlineData("judge.differs", 10, "无", "suppression.reason")]
    public void What_blocks_or_has_no_reason_or_no_end_is_refused(string code, int days, string reason, string refusal)
    {
        Registration given = Ask(Asked(code, days, reason));
        Assert.Null(given.Act);
        Assert.Equal(refusal, Assert.Single(given.Refusals).Code);
    }

    [Fact]
    public void A_year_is_the_longest()
    {
        Assert.NotNull(Ask(Asked(days: Suppression.DaysMax)).Act);
    }

    [Fact]
    public void An_unknown_outlet_or_discharger_is_named()
    {
        Registration given = Ask(Asked() with { Outlet = "X-DA001", Discharger = "X" });
        Assert.Equal(["suppression.outlet", "suppression.discharger"], given.Refusals.Select(r => r.Code));
    }

    [Fact]
    public void It_covers_its_scope_and_its_time_and_ends_when_lifted()
    {
        Outlet outlet = Given.Kiln;
        Suppression all = Asked();
        Assert.True(all.Covers("judge.differs", outlet, Start));
        Assert.False(all.Covers("judge.differs", outlet, Start.AddMilliseconds(-1)));
        Assert.False(all.Covers("judge.differs", outlet, Start.AddDays(10)));
        Assert.False(all.Covers("judge.exceeds", outlet, Start));
        Assert.True((all with { Outlet = outlet.Id }).Covers("judge.differs", outlet, Start));
        Assert.False((all with { Outlet = "other" }).Covers("judge.differs", outlet, Start));
        Assert.True((all with { Discharger = outlet.Discharger }).Covers("judge.differs", outlet, Start));
        Assert.False((all with { Discharger = "other" }).Covers("judge.differs", outlet, Start));
        Suppression lifted = all with { Lifted = Start.AddDays(2) };
        Assert.True(lifted.Covers("judge.differs", outlet, Start.AddDays(1)));
        Assert.False(lifted.Covers("judge.differs", outlet, Start.AddDays(2)));
    }
}
