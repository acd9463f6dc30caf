using Qingyuan.Judgement;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

public sealed class MinuteTests
{
    private static readonly Rules Kiln = Given.Rules(Given.Kiln, Given.Nox());
    private static readonly Rules Sewage = Given.Rules(Given.Sewage, Given.Cod());

    [Fact]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void A_minute_is_corrected_by_its_own_oxygen()
    {
        MinuteVerdict minute = Nox("a19001-Avg=9.08,a19001-Flag=N;a21002-Avg=483.7,a21002-Flag=N");
        Assert.True(minute.Counts);
        Assert.Equal(483.7m, minute.Measured);
        Assert.Equal(446.4m, Gbt8170Of2008.Round(minute.Value, 0.1m));
    }

    [Theory]
    [InlineData("-999", "sentinel")]
    [InlineData("-999.0", "sentinel")]
    [InlineData("9999", "sentinel")]
    [InlineData("99999.00", "sentinel")]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData("--", "text")]
    [InlineData("NaN", "text")]
    [InlineData("正常", "text")]
    [InlineData("1e15", "range")]
    [InlineData("99999999999999999999999999999999999", "text")]
    public void What_is_no_number_becomes_a_reason_at_the_door(string sent, string reason)
    {
        MinuteVerdict minute = Nox($"a19001-Avg=9.08;a21002-Avg={sent},a21002-Flag=N");
        Assert.Equal(reason, minute.Reason);
    }

    [Theory]
    [InlineData("C", 2017, "flag:C", MarkUse.Maintenance)]
    [InlineData("F", 2005, "flag:F", MarkUse.Stopped)]
    [InlineData("P", 2005, "flag:P", MarkUse.Invalid)]
    [InlineData("P", 2017, "flag:P", MarkUse.Invalid)]
    [InlineData("n", 2017, "flag:n", MarkUse.Invalid)]
    [InlineData("XX", 2025, "flag:XX", MarkUse.Invalid)]
    [Clause("HJ 212-2017", "数据标记表")]
    public void A_mark_other_than_normal_is_the_reason(string flag, int edition, string reason, MarkUse use)
    {
        MinuteVerdict minute = Nox($"a19001-Avg=9.08;a21002-Avg=483.7,a21002-Flag={flag}", edition);
        Assert.Equal((reason, use), (minute.Reason, minute.Use));
    }

    [Theory]
    [InlineData("a21002-Avg=483.7,a21002-Flag=N", "o2.missing")]
    [InlineData("a19001-Avg=21.0;a21002-Avg=483.7,a21002-Flag=N", "o2")]
    [InlineData("a19001-Avg=9.08,a19001-Flag=C;a21002-Avg=483.7,a21002-Flag=N", "o2.missing")]
    [InlineData("a19001-Avg=-999;a21002-Avg=483.7,a21002-Flag=N", "o2.missing")]
    [InlineData("a19001-Avg=20.9999999999999999999999999;a21002-Avg=483.7,a21002-Flag=N", "o2")]
    [Clause("HJ 75-2017", "附录 折算浓度")]
    public void Without_a_sound_oxygen_content_there_is_no_corrected_value(string items, string reason) =>
        Assert.Equal(reason, Nox(items).Reason);

    [Fact]
    public void A_factor_that_is_not_in_the_record_is_absent() => Assert.Equal("absent", Nox("a19001-Avg=9.08").Reason);

    [Fact]
    public void A_negative_value_stays_in_flue_gas_and_falls_out_in_water()
    {
        Assert.True(Nox("a19001-Avg=9.08;a21002-Avg=-0.3,a21002-Flag=N").Counts);
        Assert.Equal("negative", Cod("w00000-Avg=10;w01018-Avg=-0.3,w01018-Flag=N").Reason);
    }

    [Fact]
    public void A_concentration_without_flow_is_not_counted()
    {
        MinuteVerdict minute = Cod("w00000-Avg=0;w01018-Avg=30,w01018-Flag=N");
        Assert.Equal(("flow", MarkUse.Stopped), (minute.Reason, minute.Use));
        Assert.True(Cod("w01018-Avg=30,w01018-Flag=N").Counts);
    }

    [Fact]
    [Clause("HJ 212-2017", "附录 B i12001")]
    public void A_reported_state_holds_for_its_factor_until_the_next_report_or_a_day()
    {
        long at = Given.At14.ToUnixTimeMilliseconds();
        var states = new AnalyserStates(
            [(at, "a21002", "3"), (at + 600_000, "a21002", "0")]);
        Assert.Null(states.At(at - 1, "a21002"));
        Assert.Equal("3", states.At(at, "a21002"));
        Assert.Null(states.At(at, "a34013"));
        Assert.Equal("0", states.At(at + 600_000, "a21002"));

        var lost = new AnalyserStates([(at, "", "2")]);
        Assert.Equal("2", lost.At(at + 86_399_999, "a34013"));
        Assert.Null(lost.At(at + 86_400_000, "a34013"));

        SeriesRecord record = Given.Record(Kiln, Given.At14, Given.KilnItems(0), 2017, states);
        MinuteVerdict verdict = Minute.Evaluate(Kiln, Given.Nox(), record, false);
        Assert.Equal(("state", "C"), (verdict.Reason, verdict.Letter));
        SeriesRecord running = Given.Record(Kiln, Given.At14.AddMinutes(10), Given.KilnItems(0), 2017, states);
        Assert.NotEqual("state", Minute.Evaluate(Kiln, Given.Nox(), running, false).Reason);
    }

    [Fact]
    public void A_logger_of_2005_is_read_by_its_own_codes()
    {
        MinuteVerdict minute = Nox("S01-Avg=9.08,S01-Flag=N;03-Avg=483.7,03-Flag=N", 2005);
        Assert.Equal(446.4m, Gbt8170Of2008.Round(minute.Value, 0.1m));
    }

    [Fact]
    public void Log_text_and_blanks_do_not_disturb_the_items()
    {
        MinuteVerdict minute = Nox(
            "i11001-Info=//a21002-Avg=1,2;3//;a19001-Avg= 9.08 , a21002-Avg = 483.7 ,a21002-Flag=N;junk;=;a");
        Assert.Equal(446.4m, Gbt8170Of2008.Round(minute.Value, 0.1m));
    }

    private static MinuteVerdict Nox(string items, int edition = 2017) =>
        Minute.Evaluate(Kiln, Given.Nox(), Given.Record(Kiln, Given.At14, items, edition), false);

    private static MinuteVerdict Cod(string items) =>
        Minute.Evaluate(Sewage, Given.Cod(), Given.Record(Sewage, Given.At14, items), false);
}
