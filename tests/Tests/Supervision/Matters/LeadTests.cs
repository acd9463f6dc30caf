using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>A lead from its beginning to each of its ends, over a real ledger.</summary>
public sealed class LeadTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    private static string Codes(MatterAnswer answer) => string.Join(' ', answer.Refusals.Select(r => r.Code));

    private void Review(string number)
    {
        Desk.Must(_desk.Step(number, _desk.Checked(), "ciren"));
        Desk.Must(_desk.Cosign(number, "yangzong"));
        Desk.Must(_desk.Step(number, "technical", "zhaxi", ("result", "合格"), ("opinion", "日志完整")));
        Desk.Must(_desk.Step(number, "legal", "nima", ("result", "合格"), ("opinion", "程序合法")));
    }

    private MatterAnswer Confirm(string number, string person = "basang") => _desk.Step(number, "confirm", person,
        ("codes", "T08 R5"), ("intent", "可推定"), ("reason", "改参数没有工单，改后浓度下降。"));

    [Fact]
    public void A_lead_goes_from_its_opening_to_a_case()
    {
        Matter opened = Desk.Must(_desk.Open()).Matter!;
        Assert.Equal("X-2026-0001", opened.Number);
        Assert.Equal("待初筛", opened.StateName);
        // Three working days from Tuesday 11-24.
        Assert.Equal(new DateTimeOffset(2026, 11, 28, 0, 0, 0, TimeSpan.FromHours(8)), opened.Clock("triage")!.Due);
        Assert.Equal("X-2026-0002", Desk.Must(_desk.Open()).Matter!.Number);

        string number = _desk.Assigned();
        Assert.Equal("X-2026-0003", number);
        Review(number);
        Matter confirmed = Desk.Must(Confirm(number)).Matter!;
        Assert.Equal("已确认", confirmed.StateName);
        Assert.NotNull(confirmed.Clock("check")!.StoppedAt);
        Assert.Null(confirmed.Clock("openCase")!.StoppedAt);
        Matter ended = Desk.Must(_desk.Step(number, "openCase", "basang", ("caseNumber", "拉环立〔2026〕演 0037 号"))).Matter!;
        Assert.True(ended.IsEnded);
        Assert.Empty(ended.Running);
        Assert.Equal(
            ["登记线索", "受理", "指派核查", "提交核查笔录（待会签）", "提交核查笔录", "技术审核", "法制审核", "确认", "转立案"],
            ended.History.Select(h => h.Name));
        Assert.Equal(["ciren", "yangzong"], ended.History[4].Signers.Select(s => s.Person));
        Assert.All(ended.History, h => Assert.NotEmpty(h.Clause));
        Assert.All(ended.History, h => Assert.NotEmpty(h.Power));
    }

    [Fact]
    [Clause("行政处罚法", "42")]
    public void The_record_of_a_check_stands_when_two_different_people_have_signed_it()
    {
        string number = _desk.Assigned();
        Matter waiting = Desk.Must(_desk.Step(number, _desk.Checked(), "ciren")).Matter!;
        Assert.NotNull(waiting.Pending);
        Assert.DoesNotContain(waiting.History, h => h is { Step: "checked", IsStep: true });
        Assert.Contains("pending.self", Codes(_desk.Cosign(number, "ciren")));
        // Not one of the two, though he holds the power.
        Assert.Equal("matter.unknown", Codes(_desk.Cosign(number, "luobu")));
        // Nothing else is done meanwhile.
        Assert.Contains("pending.waits", Codes(_desk.Step(number, _desk.Checked(), "yangzong")));
        Matter returned = Desk.Must(
            _desk.Return(number, "笔录缺时间，请补", "yangzong")).Matter!;
        Assert.Null(returned.Pending);
        Assert.Equal("pending.none", Codes(_desk.Cosign(number, "yangzong")));
        Desk.Must(_desk.Step(number, _desk.Checked(), "yangzong"));
        Matter done = Desk.Must(_desk.Cosign(number, "ciren")).Matter!;
        Assert.Contains(done.History, h => h is { Step: "checked", IsStep: true });
    }

    [Fact]
    public void Nothing_is_confirmed_without_check_and_both_reviews_by_different_people()
    {
        string number = _desk.Assigned();
        Assert.Contains("step.guard", Codes(Confirm(number)));
        Desk.Must(_desk.Step(number, _desk.Checked(), "ciren"));
        Desk.Must(_desk.Cosign(number, "yangzong"));
        Assert.Contains("step.guard", Codes(Confirm(number)));
        _desk.People.Add(Desk.Person("both", "两样", "lhasa-eco", "review.technical", "review.legal", "lead.read"));
        Desk.Must(_desk.Step(number, "technical", "both", ("result", "不合格"), ("opinion", "时间不同步")));
        Assert.Contains("step.guard",
            Codes(_desk.Step(number, "legal", "both", ("result", "合格"), ("opinion", "程序合法"))));
        Desk.Must(_desk.Step(number, "legal", "nima", ("result", "合格"), ("opinion", "程序合法")));
        Assert.Contains(Confirm(number).Refusals, r => r.Message.Contains("技术审核的结果不是“合格”", StringComparison.Ordinal));
        Desk.Must(_desk.Step(number, "technical", "zhaxi", ("result", "合格"), ("opinion", "对时后复核")));
        Desk.Must(Confirm(number));
    }

    [Fact]
    public void Whoever_triaged_or_checked_does_not_conclude()
    {
        string number = _desk.Assigned();
        Review(number);
        _desk.People.Add(Desk.Person("ciren", "次仁", "lhasa-team", "lead.check", "lead.conclude", "lead.read"));
        Actor checker = _desk.People[^1];
        MatterAnswer answer = _desk.Step(number, new MatterAsk("notConfirm")
        {
            Fields = new Dictionary<string, string> { ["reason"] = "没有查到改参数的人。" },
        }, checker);
        Assert.Contains("step.guard", Codes(answer));
        Desk.Must(_desk.Step(number, "notConfirm", "basang", ("reason", "没有查到改参数的人。")));
    }

    [Fact]
    public void The_subject_sees_a_lead_only_from_the_request_for_explanation_on_and_answers_it()
    {
        string number = Desk.Must(_desk.Open(ask: Desk.Lead() with
        {
            Subject = new Subject("discharger", "kiln", "模拟·高天水泥有限公司", "拉萨"),
        })).Matter!.Number;
        Assert.Equal("matter.unknown", Codes(_desk.Step(number, "explain", "pubu", ("explanation", "仪器检修"))));
        Desk.Must(_desk.Step(number, "triage", "deji", ("opinion", "受理办理")));
        Matter asked = Desk.Must(_desk.Step(number, "request", "deji", ("questions", "为何改斜率"))).Matter!;
        Assert.True(MatterRules.MayRead(_desk.Procedures.Find("lead")!, asked, _desk["pubu"]));
        PrintedPaper letter = Assert.Single(PaperText.All(_desk.Procedures.Find("lead")!, asked));
        Assert.Contains("为何改斜率", letter.Lines);
        Assert.Contains(letter.Lines, l => l.Contains("2026 年 12 月 8 日", StringComparison.Ordinal));
        Assert.Contains("step.guard", Codes(_desk.Step(number, "noReply", "deji", ("note", "已送达"))));
        Matter explained = Desk.Must(_desk.Step(number, "explain", "pubu", ("explanation", "仪器检修"))).Matter!;
        Assert.Equal("explained", explained.State);
    }

    [Fact]
    public void An_answer_that_does_not_come_is_noted_after_its_term()
    {
        string number = Desk.Must(_desk.Open()).Matter!.Number;
        Desk.Must(_desk.Step(number, "triage", "deji", ("opinion", "受理办理")));
        Desk.Must(_desk.Step(number, "request", "deji", ("questions", "为何改斜率")));
        _desk.Clock.Advance(TimeSpan.FromDays(20));
        Desk.Must(_desk.Step(number, "noReply", "deji", ("note", "已送达，催告一次")));
    }

    [Fact]
    public void A_sample_of_dismissals_is_looked_at_again_by_another_person_and_anybody_can_recompute_which()
    {
        _desk.People.Add(Desk.Person("two", "两样", "lhasa-eco", "lead.open", "lead.triage", "lead.review", "lead.read"));
        int sampled = 0;
        for (int i = 0; i < 60; i++)
        {
            string number = Desk.Must(_desk.Open("two")).Matter!.Number;
            _desk.Clock.Advance(TimeSpan.FromMilliseconds(7));
            Matter dismissed = Desk.Must(_desk.Step(
                number, "dismiss", "two", ("class", "设备检修"), ("reason", "有工单和标气记录，与报警时段一致。"))).Matter!;
            byte[] entry = _desk.Read(r =>
            {
                using var query = r.CreateCommand();
                query.CommandText = $"SELECT entry FROM matter_acts WHERE position = {dismissed.History[^1].Position}";
                return System.Text.Encoding.UTF8.GetBytes((string)query.ExecuteScalar()!);
            });
            Assert.Equal(MatterFold.IsSampled(entry, 5), dismissed.History[^1].Sampled);
            Assert.Equal(dismissed.History[^1].Sampled ? "dismissalReview" : "dismissed", dismissed.State);
            Assert.Equal(dismissed.History[^1].Sampled, dismissed.Clock("review") is not null);
            if (!dismissed.History[^1].Sampled)
                continue;
            sampled++;
            Assert.Contains("step.guard", Codes(_desk.Step(number, "uphold", "two", ("reason", "理由成立"))));
            Matter again = Desk.Must(_desk.Step(number, "overturn", "wangmu", ("reason", "工单是事后补的"))).Matter!;
            Assert.Equal("triaged", again.State);
        }
        Assert.InRange(sampled, 0, 20);
    }

    [Fact]
    public void About_one_in_twenty_is_sampled()
    {
        int sampled = Enumerable.Range(0, 20_000).Count(i => MatterFold.IsSampled(BitConverter.GetBytes(i), 5));
        Assert.InRange(sampled, 850, 1_150);
        Assert.True(MatterFold.IsSampled([1], 100));
    }

    [Fact]
    public void A_lead_is_never_deleted_nor_does_the_declaration_know_a_way_to()
    {
        Procedure lead = _desk.Procedures.Find("lead")!;
        Assert.All(lead.Steps, s => Assert.DoesNotContain("删", s.Name, StringComparison.Ordinal));
        string number = Desk.Must(_desk.Open()).Matter!.Number;
        Desk.Must(_desk.Step(number, "dismiss", "deji", ("class", "其他"), ("reason", "重复登记，同一时段已有线索。")));
        Assert.NotNull(_desk.Matters.Find(number));
    }

    [Fact]
    public void The_term_of_a_check_stands_still_and_runs_on()
    {
        string number = _desk.Assigned();
        DateTimeOffset due = _desk.Matters.Find(number)!.Clock("check")!.Due;
        Assert.Contains("step.guard", Codes(_desk.Step(number, "resume", "basang", ("reason", "鉴定已回"))));
        Assert.NotNull(Desk.Must(
            _desk.Step(number, "suspend", "basang", ("reason", "等待鉴定"))).Matter!.Clock("check")!.SuspendedAt);
        Assert.Contains("step.guard", Codes(_desk.Step(number, "suspend", "basang", ("reason", "等待鉴定"))));
        _desk.Clock.Advance(TimeSpan.FromDays(14));
        MatterClock again = Desk.Must(_desk.Step(number, "resume", "basang", ("reason", "鉴定已回")))
            .Matter!.Clock("check")!;
        Assert.Null(again.SuspendedAt);
        Assert.True(again.Due >= due.AddDays(14));
    }

    [Fact]
    public void What_is_not_filled_in_is_named_and_nothing_is_written()
    {
        long before = _desk.Entries;
        MatterAnswer answer = _desk.Open(ask: new MatterAsk("open")
        {
            Fields = new Dictionary<string,
                string>
            { ["source"] = "听说", ["from"] = "昨天", ["codes"] = "T99", ["x"] = "y" },
            ActDay = new DateOnly(2027, 1, 1),
        });
        Assert.Equal(
            ["codes", "from", "signals", "source", "title", "actDay", "x"],
            answer.Refusals.Select(r => r.Field).Order(StringComparer.OrdinalIgnoreCase)
                .OrderBy(f => Array.IndexOf(["codes", "from", "signals", "source", "title", "actDay", "x"], f)));
        Assert.Equal(before, _desk.Entries);
        Assert.Contains("attachment.missing",
            Codes(_desk.Step(_desk.Assigned(), _desk.Checked() with { Attachments = [] }, "ciren")));
    }
}
