using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Tests.Registry;

namespace Qingyuan.Tests.Judgement;

public sealed class CorrectedRulesTests
{
    private const string Stack = "Hj75Of2017/rules.csv";

    /// <summary>45 minutes of an hour count; corrected to 50 they do not.</summary>
    private static readonly string _fifty = CsvTable.ShippedText(Stack).Replace(
        "hour.minutes,45,min,3 有效小时均值,,V", "hour.minutes,50,min,3 有效小时均值,,C", StringComparison.Ordinal);

    private static House WithHours(int days)
    {
        var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox());
        for (int d = 0; d < days; d++)
            house.Receive(KilnFrames.PlainHour(Given.At14.AddDays(-d), 350m).Take(47));
        house.Receive(KilnFrames.PlainHour(Given.At14.AddHours(1), 350m));
        house.Follow();
        return house;
    }

    [Fact]
    public void An_approved_table_judges_again_the_days_that_it_holds_for_and_no_other()
    {
        using House house = WithHours(3);
        long first = house.Count("SELECT COUNT(*) FROM acts_log");
        DateOnly day = new(2026, 11, 22);
        house.Append(CorrectionsTests.Propose(_fifty, path: Stack, from: day, to: day.AddDays(1)));
        house.Append(CorrectionsTests.Decide(first, new Person("张三", "站长")));
        house.Follow();
        Assert.Equal(3, house.Count("SELECT COUNT(*) FROM judged_hours WHERE state = 0 AND observed = 47"));

        house.Append(CorrectionsTests.Decide(first));
        house.Follow();
        JudgedFactor touched = house.Hour(Given.Kiln, Given.At14.AddDays(-1)).Factors[0];
        Assert.Equal((OutletState.Invalid, null), (touched.State, touched.Value));
        RuleBasis basis = Assert.Single(touched.Rules!);
        Assert.Equal((Stack, "hour.minutes", Confidence.Confirmed, first + 2), (
            basis.Table, basis.Row, basis.Confidence, basis.Act));
        foreach (int d in new[] { 0, -2 })
        {
            JudgedFactor other = house.Hour(Given.Kiln, Given.At14.AddDays(d)).Factors[0];
            Assert.Equal(("350.0", null), (other.Value, other.Rules));
        }
        Assert.Equal(0, house.Count("SELECT COUNT(*) FROM judgement_due"));
        string live = house.Dump();
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Dump());
    }

    [Fact]
    public void A_figure_that_rests_on_a_row_from_memory_says_so()
    {
        Rules rules = Given.Rules(Given.Sewage, Given.Cod());
        JudgedInterval hour = Given.Hour(rules, Given.Minutes(rules, 0, 60, "w01018-Avg=20,w01018-Flag=N"));
        RuleBasis basis = Assert.Single(hour.Factors[0].Rules!);
        Assert.Equal(("Hj356Of2019/continuous.csv", "", true), (basis.Table, basis.Row, basis.IsUnconfirmed));
        Assert.Equal("规则待核", RuleBasis.Word(hour.Factors[0].Rules));
        Rules kiln = Given.Rules(Given.Kiln, Given.Nox());
        Assert.Null(Given.Hour(kiln, Given.Minutes(kiln, 0, 60, KilnFrames.Plain(350m))).Factors[0].Rules);
    }

    [Theory]
    [InlineData(OutletKind.FlueGas, "Hj75Of2017/rules.csv", true)]
    [InlineData(OutletKind.FlueGas, "Hj356Of2019/rules.csv", true)]
    [InlineData(OutletKind.FlueGas, "Hj356Of2019/continuous.csv", false)]
    [InlineData(OutletKind.WasteWater, "Hj356Of2019/continuous.csv", true)]
    [InlineData(OutletKind.WasteWater, "Hj75Of2017/rules.csv", false)]
    [InlineData(OutletKind.WasteWater, "Gb3095Of2026/limits.csv", false)]
    public void Only_the_outlets_that_a_table_decides_for_are_judged_again(OutletKind kind, string path, bool uses) =>
        Assert.Equal(uses, Rules.Uses(kind, path, new DateOnly(2026, 1, 1), null));
}
