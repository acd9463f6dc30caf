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
            Assert.Equal(("350.0", Comparison), (other.Value, Assert.Single(other.Rules!).Table));
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
        Rules rules = Given.Rules(Given.Sewage, Given.Cod(limit: null));
        JudgedInterval hour = Given.Hour(rules, Given.Minutes(rules, 0, 60, "w01018-Avg=20,w01018-Flag=N"));
        RuleBasis basis = Assert.Single(hour.Factors[0].Rules!);
        Assert.Equal(("Hj356Of2019/continuous.csv", "", true), (basis.Table, basis.Row, basis.IsUnconfirmed));
        Assert.Equal("规则待核", RuleBasis.Word(hour.Factors[0].Rules));
        Rules kiln = Given.Rules(Given.Kiln, Given.Nox());
        Assert.Equal(
            Comparison, Assert.Single(Given.Hour(kiln, Plain(kiln, 350m)).Factors[0].Rules!).Table);
        Rules unlimited = Given.Rules(Given.Kiln, Given.Nox(limit: null));
        Assert.Null(Given.Hour(unlimited, Plain(unlimited, 350m)).Factors[0].Rules);
    }

    [Fact]
    [Clause("HJ 212-2017", "数据标记表")]
    public void A_mark_from_memory_is_named_with_its_row_also_that_of_the_oxygen_and_of_the_day()
    {
        Rules kiln = Given.Rules(Given.Kiln, Given.Nox(limit: null));
        const string none = "a19001-Avg=9.08,a19001-Flag=N;a21002-Avg=300";
        const string oxygen = "a19001-Avg=9.08;a21002-Avg=300,a21002-Flag=N";
        foreach (string items in new[] { none, oxygen })
        {
            JudgedInterval hour = Given.Hour(kiln, Given.Minutes(kiln, 0, 60, items));
            RuleBasis basis = Assert.Single(hour.Factors[0].Rules!);
            Assert.Equal(("Hj212Flags/flags.csv", "2017 -", Confidence.Unsure, null), (
                basis.Table, basis.Row, basis.Confidence, basis.Act));
            JudgedInterval day = Day.Judge(new DayEvidence(kiln, Given.At14.AddHours(-14).ToUnixTimeMilliseconds(),
                [.. Enumerable.Range(0, 20).Select(h => hour with { From = Given.At14.AddHours(h - 14) })], null,
            true));
            Assert.Equal(basis, Assert.Single(day.Factors[0].Rules!));
        }
        JudgedInterval strange = Given.Hour(
            kiln, Given.Minutes(kiln, 0, 60, "a19001-Avg=9.08,a19001-Flag=N;a21002-Avg=300,a21002-Flag=x"));
        Assert.Equal(("Hj212Flags/flags.csv", ""), (
            Assert.Single(strange.Factors[0].Rules!).Table, strange.Factors[0].Rules![0].Row));
    }

    [Fact]
    public void A_stated_value_says_what_its_verdict_rests_on()
    {
        Rules kiln = Given.Rules(Given.Kiln, Given.Nox());
        SeriesRecord record = Given.Record(kiln, Given.At14, "a21002-Avg=380,a21002-ZsAvg=401,a21002-Flag=N");
        JudgedFactor stated = Given.Hour(kiln, [], record).Factors[0];
        Assert.Equal((OutletState.Exceeds, Comparison), (stated.State, Assert.Single(stated.Rules!).Table));
    }

    [Fact]
    public void A_minute_says_which_rows_decided_on_it()
    {
        using House house = WithHours(1);
        foreach (JudgedMinute minute in house.Read(c => Judged.Minutes(
            c, house.Register, Given.Kiln.Id, "a21002", Given.At14, Given.At14.AddMinutes(2))))
            Assert.Null(minute.Rules);
        Rules kiln = Given.Rules(Given.Kiln, Given.Nox());
        SeriesRecord record = Given.Record(kiln, Given.At14, "a19001-Avg=9.08,a19001-Flag=N;a21002-Avg=300");
        MinuteVerdict verdict = Minute.Evaluate(kiln, Given.Nox(), record, false);
        Assert.Equal("2017 -", Assert.Single(kiln.Bases.OfMinute(kiln, Given.Nox(), true, verdict)!).Row);
    }

    [Fact]
    public void What_a_mark_means_is_corrected_on_the_screen_like_any_table()
    {
        string text = CsvTable.ShippedText("Hj212Flags/flags.csv").Replace(
            "2017,M,维护期间产生的数据,maintenance,数据标记表,,V", "2017,M,维护期间产生的数据,counts,数据标记表,,C",
            StringComparison.Ordinal);
        AssertCorrected("Hj212Flags/flags.csv", text, "a19001-Avg=10,a19001-Flag=N;a21002-Avg=300,a21002-Flag=M",
            factor => Assert.Equal((OutletState.Maintenance, null), (factor.State, factor.Value)),
            factor => Assert.Equal((OutletState.Normal, "300.0"), (factor.State, factor.Value)), "2017 M");
    }

    [Fact]
    public void How_a_value_is_compared_is_corrected_on_the_screen_like_any_table()
    {
        string text = CsvTable.ShippedText(Comparison).Replace("*,full,4.3.1,,M", "*,rounded,4.3.1,,C",
            StringComparison.Ordinal);
        // 10 % oxygen is the reference itself; 400.04 rounds to 400.0.
        AssertCorrected(Comparison, text, "a19001-Avg=10,a19001-Flag=N;a21002-Avg=400.04,a21002-Flag=N",
            factor => Assert.Equal((OutletState.Exceeds, "400.04"), (factor.State, factor.Value)),
            factor => Assert.Equal((OutletState.Normal, "400.0"), (factor.State, factor.Value)), "*");
    }

    [Fact]
    public void Which_edition_is_in_force_is_corrected_on_the_screen_like_any_table()
    {
        string text = CsvTable.ShippedText("InForce.csv").Replace(
            "flue-gas,HJ 75-2017,Hj75Of2017,,2018-03-01,,实施日期,,V",
            "flue-gas,HJ 75-2017,Hj75Of2017,,2018-03-01,2026-11-01,实施日期,,C", StringComparison.Ordinal);
        AssertCorrected("InForce.csv", text, KilnFrames.Plain(350m),
            factor => Assert.Equal((OutletState.Normal, "350.0"), (factor.State, factor.Value)),
            factor => Assert.Equal((OutletState.Invalid, "edition"), (factor.State, factor.Reason)), null);
    }

    private const string Comparison = "Gbt8170Of2008/comparison.csv";

    private static IEnumerable<SeriesRecord> Plain(Rules rules, decimal value) =>
        Given.Minutes(rules, 0, 60, KilnFrames.Plain(value));

    /// <summary>The hour before and after two people corrected a table, live and from nothing.</summary>
    private static void AssertCorrected(
        string path, string text, string items, Action<JudgedFactor> before, Action<JudgedFactor> after, string? row)
    {
        using var house = new House();
        house.Enrol(Given.Kiln, Given.KilnMn, Given.Nox());
        house.Receive(Enumerable.Range(0, 60).Select(m => KilnFrames.Minute(Given.At14.AddMinutes(m), items)));
        house.Receive(KilnFrames.PlainHour(Given.At14.AddHours(1), 350m));
        house.Follow();
        before(house.Hour(Given.Kiln, Given.At14).Factors[0]);
        long first = house.Count("SELECT COUNT(*) FROM acts_log");
        house.Append(CorrectionsTests.Propose(text, path: path, from: new DateOnly(2026, 11, 1)));
        house.Append(CorrectionsTests.Decide(first));
        house.Follow();
        JudgedFactor corrected = house.Hour(Given.Kiln, Given.At14).Factors[0];
        after(corrected);
        if (row is not null)
        {
            RuleBasis basis = corrected.Rules!.Single(r => r.Table == path);
            Assert.Equal((row, Confidence.Confirmed, first + 1), (basis.Row, basis.Confidence, basis.Act));
        }
        string live = house.Dump();
        house.StartAgainFromNothing();
        house.Follow();
        Assert.Equal(live, house.Dump());
    }

    [Theory]
    [InlineData(OutletKind.FlueGas, "Hj75Of2017/rules.csv", true)]
    [InlineData(OutletKind.FlueGas, "Hj356Of2019/rules.csv", true)]
    [InlineData(OutletKind.FlueGas, "Hj356Of2019/continuous.csv", false)]
    [InlineData(OutletKind.WasteWater, "Hj356Of2019/continuous.csv", true)]
    [InlineData(OutletKind.WasteWater, "Hj75Of2017/rules.csv", false)]
    [InlineData(OutletKind.WasteWater, "Gb3095Of2026/limits.csv", false)]
    [InlineData(OutletKind.FlueGas, "Hj212Flags/flags.csv", true)]
    [InlineData(OutletKind.WasteWater, "Hj212Flags/states.csv", true)]
    [InlineData(OutletKind.FlueGas, "Gbt8170Of2008/comparison.csv", true)]
    [InlineData(OutletKind.FlueGas, "Gbt8170Of2008/examples.csv", false)]
    [InlineData(OutletKind.WasteWater, "InForce.csv", true)]
    public void Only_the_outlets_that_a_table_decides_for_are_judged_again(OutletKind kind, string path, bool uses) =>
        Assert.Equal(uses, Rules.Uses(kind, path, new DateOnly(2026, 1, 1), null, Rulebook.Shipped));
}
