using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>A report from the public: what must be accepted is accepted, terms run, the reporter is answered.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Desk _desk = new();

    public ReportTests() => _desk.People.AddRange(
    [
        Desk.Person("clerk", "受理人", "eco", "report.receive"),
        Desk.Person("chief", "负责人", "eco", "report.receive", "report.decide"),
        Desk.Person("one", "核查甲", "eco", "inspection.do"),
        Desk.Person("two", "核查乙", "eco", "inspection.do"),
    ]);

    public void Dispose() => _desk.Dispose();

    private string Classified(string result)
    {
        string number = Desk.Must(_desk.Open("clerk", new MatterAsk("open")
        {
            Title = "反映某厂夜间改数据",
            Fields = new Dictionary<string, string>
            {
                ["channel"] = "12369",
                ["naming"] = "实名",
                ["identity"] = new string('1', 64),
                ["box"] = new string('2', 64),
                ["result"] = "否",
            },
        }, "report")).Matter!.Number;
        Desk.Must(_desk.Step(number, "classify", "clerk", ("result", result)));
        return number;
    }

    private static DateOnly Last(Matter matter, string clock) =>
        DateOnly.FromDateTime(matter.Clock(clock)!.Due.AddTicks(-1).DateTime);

    [Fact]
    public void A_report_with_basic_facts_about_falsification_cannot_be_turned_away()
    {
        string number = Classified("弄虚作假且有基本事实");
        Assert.Contains(_desk.Step(number, "notAccept", "clerk", ("reason", "不属于职责")).Refusals,
            r => r.Message.Contains("不能走这一步", StringComparison.Ordinal));
        Desk.Must(_desk.Step(number, "acceptEcology", "clerk", ("how", "电话")));
    }

    [Fact]
    public void One_without_them_can_with_a_reason() => Assert.True(Desk.Must(
        _desk.Step(Classified("不属于职责"), "notAccept", "clerk", ("reason", "属于城管职责"))).Matter!.IsEnded);

    [Fact]
    public void It_runs_to_its_answer_and_its_term_is_extended_once()
    {
        string number = Classified("弄虚作假且有基本事实");
        Matter accepted = Desk.Must(_desk.Step(number, "acceptEcology", "clerk", ("how", "电话"))).Matter!;
        Assert.NotNull(accepted.Clock("acceptance")!.StoppedAt);
        Assert.Equal(new DateOnly(2027, 1, 23), Last(accepted, "finish"));
        Desk.Must(_desk.Step(number, new MatterAsk("assign")
        {
            Fields = new Dictionary<string, string> { ["task"] = "核查夜间改数据" },
            People = new Dictionary<string, IReadOnlyList<string>> { ["handlers"] = ["one", "two"] },
        }, "clerk"));
        Matter longer = Desk.Must(_desk.Step(number, "extendEcology", "chief", ("reason", "等待鉴定"))).Matter!;
        Assert.Equal(new DateOnly(2027, 2, 22), Last(longer, "finish"));
        Assert.Contains(_desk.Step(number, "extendEcology", "chief", ("reason", "等待鉴定")).Refusals, r =>
            r.Code == "step.guard");
        Assert.Contains(_desk.Step(number, "extendMarket", "chief", ("reason", "等待鉴定")).Refusals, r =>
            r.Code == "step.guard");
        Desk.Must(_desk.Step(number, new MatterAsk("checked")
        {
            Fields = new Dictionary<string, string> { ["facts"] = "门禁和参数记录相符，确有其事。" },
            Attachments = [_desk.File("record", "核查记录")],
        }, "one"));
        Desk.Must(_desk.Cosign(number, "two"));
        Matter decided = Desk.Must(_desk.Step(
            number, "decide", "chief", ("result", "属实"), ("text", "已登记线索依法处理"))).Matter!;
        Assert.NotNull(decided.Clock("finish")!.StoppedAt);
        Assert.Equal(new DateOnly(2026, 12, 1), Last(decided, "reply"));
        Desk.Must(_desk.Step(number, "reply", "clerk", ("how", "电话")));
        Assert.True(Desk.Must(_desk.Step(number, "close", "clerk")).Matter!.IsEnded);
    }

    [Fact]
    public void The_market_regulator_counts_in_working_days_and_extends_by_them()
    {
        string number = Classified("检验检测问题");
        Matter accepted = Desk.Must(_desk.Step(number, "acceptMarket", "clerk", ("how", "电话"))).Matter!;
        Assert.Equal(new DateOnly(2026, 12, 15), Last(accepted, "verify"));
        Desk.Must(_desk.Step(number, new MatterAsk("assign")
        {
            Fields = new Dictionary<string, string> { ["task"] = "核查检验报告" },
            People = new Dictionary<string, IReadOnlyList<string>> { ["handlers"] = ["one", "two"] },
        }, "clerk"));
        Matter longer = Desk.Must(_desk.Step(number, "extendMarket", "chief", ("reason", "等待鉴定"))).Matter!;
        // Into 2027, whose holidays are not announced: it says so.
        Assert.True(longer.Clock("verify")!.Provisional);
        Assert.True(Last(longer, "verify") > new DateOnly(2027, 1, 1));
    }
}
