using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Registry;

public sealed class CorrectionsTests
{
    internal const string Path = "Hj356Of2019/rules.csv";
    private static readonly DateTimeOffset At = new(2026, 11, 25, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly Person Zhang = new("张三", "监测站站长"), Li = new("李四", "总工程师");

    internal static string Corrected { get; } = CsvTable.ShippedText(Path)
        .Replace("day.percent,75,%,7,,M", "day.percent,90,%,7.2,6,C", StringComparison.Ordinal);

    internal static Act Propose(
        string? text = null, Person? by = null, string path = Path, DateOnly? from = null, DateOnly? to = null) =>
        CorrectionActs.Propose(new Proposal(
            -1, path, text ?? Corrected, from ?? new DateOnly(2026, 11, 1), to, "HJ 356-2019", "第 6 页 7.2",
            "对照原文改正", by ?? Zhang, At), "demo");

    internal static Act Decide(long proposal, Person? by = null, string kind = CorrectionActs.Approved) =>
        CorrectionActs.Decide(
            new Proposal(proposal, Path, "", default, null, "HJ 356-2019", "7.2", "", Zhang, At),
            new Decision(-1, by ?? Li, "已对照原文", At), kind, "demo");

    private static (Corrections State, string[] Refused) Fold(params Act[] acts)
    {
        Corrections state = Corrections.None;
        var refused = new List<string>();
        for (int i = 0; i < acts.Length; i++)
        {
            state = state.With(i, Act.Read(acts[i].ToEntry())!, out string why);
            refused.Add(why);
        }
        return (state, [.. refused]);
    }

    private static decimal DayPercent(Corrections state, int day) =>
        new Qingyuan.Standards.RuleTable(
            "HJ 356-2019", state.Book.On(new DateOnly(2026, 11, day))[Path])["day.percent"];

    [Fact]
    public void A_second_person_puts_a_proposal_into_force_for_its_days()
    {
        var (state, refused) = Fold(Propose(to: new DateOnly(2026, 11, 20)), Decide(0));
        Assert.Equal(["", ""], refused);
        Assert.Equal((90m, 90m, 75m), (DayPercent(state, 1), DayPercent(state, 19), DayPercent(state, 20)));
        Assert.Equal(1, state.Book.On(new DateOnly(2026, 11, 1)).CorrectionOf(Path)!.Act);
        Assert.Equal((ProposalState.Approved, Li), (state.Find(0)!.State, state.Find(0)!.Decision!.By));
    }

    [Theory]
    [InlineData("张三")]
    [InlineData("张 三 ")]
    public void Nobody_approves_or_rejects_their_own_proposal_however_the_name_is_typed(string name)
    {
        var self = new Person(name, "别的岗位");
        var (state, refused) = Fold(Propose(), Decide(0, self), Decide(0, self, CorrectionActs.Rejected));
        Assert.Equal(["", "rule.own", "rule.own"], refused);
        Assert.Equal(75m, DayPercent(state, 1));
        Assert.Equal(ProposalState.Waiting, state.Find(0)!.State);
    }

    [Fact]
    public void Only_the_proposer_withdraws_and_what_is_decided_stays()
    {
        var (state, refused) = Fold(
            Propose(), Decide(0, Li, CorrectionActs.Withdrawn), Decide(0, Zhang, CorrectionActs.Withdrawn), Decide(0),
            Decide(7));
        Assert.Equal(["", "rule.withdraw.other", "", "rule.decided", "rule.proposal.unknown"], refused);
        Assert.Equal(75m, DayPercent(state, 1));
    }

    [Fact]
    public void Of_two_the_one_approved_last_wins()
    {
        string other = Corrected.Replace("day.percent,90", "day.percent,80", StringComparison.Ordinal);
        var (state, refused) = Fold(Propose(), Decide(0), Propose(other), Decide(2));
        Assert.Equal(["", "", "", ""], refused);
        Assert.Equal(80m, DayPercent(state, 1));
    }

    [Fact]
    public void An_approval_that_would_undo_another_unseen_is_refused()
    {
        string other = Corrected.Replace("day.percent,90", "day.percent,80", StringComparison.Ordinal);
        var (state, refused) = Fold(
            Propose(), Propose(other), Decide(1), Decide(0), Decide(0, kind: CorrectionActs.Rejected));
        Assert.Equal(["", "", "", "rule.stale", ""], refused);
        Assert.Equal(80m, DayPercent(state, 1));
        // Other days of the same table are no matter of dispute.
        (state, refused) = Fold(
            Propose(to: new DateOnly(2026, 11, 10)), Propose(other, from: new DateOnly(2026, 11, 10)), Decide(1),
            Decide(0));
        Assert.All(refused, Assert.Empty);
        Assert.Equal((90m, 80m), (DayPercent(state, 9), DayPercent(state, 10)));
    }

    [Fact]
    public void A_person_who_is_signed_in_acts_by_their_id_and_is_known_by_it_under_any_name()
    {
        var signed = Zhang with { Id = "p-7" };
        Act act = Act.Read(Propose(by: signed).ToEntry())!;
        Assert.Equal(("p-7", "rules.propose"), (act.By, act.Power));
        Assert.Equal("rules.approve", Decide(0).Power);
        var (state, refused) = Fold(
            Propose(by: signed), Decide(0, new Person("张三丰", "站长") { Id = "p-7" }),
            Decide(0, new Person("张三", "站长")), Decide(0, Li with { Id = "p-8" }));
        Assert.Equal(["", "rule.own", "rule.own", ""], refused);
        Assert.Equal(signed, state.Find(0)!.By);
        Assert.Equal(("李四", "p-8"), (state.Find(0)!.Decision!.By.Name, state.Find(0)!.Decision!.By.Id));
    }

    [Fact]
    public void A_proposal_is_held_against_the_table_that_was_in_force_when_it_was_decided()
    {
        static decimal Percent(Corrections state, long proposal) => new Qingyuan.Standards.RuleTable("HJ 356-2019",
            state.BookBefore(state.Find(proposal)!).On(new DateOnly(2026, 11, 9))[Path])["day.percent"];
        string second = Corrected.Replace("day.percent,90", "day.percent,80", StringComparison.Ordinal);
        var (state, refused) = Fold(Propose(), Decide(0), Propose(second));
        Assert.All(refused, Assert.Empty);
        Assert.Equal((75m, 90m), (Percent(state, 0), Percent(state, 2)));
        // While it waits, what is approved meanwhile counts; once decided it stays as it was.
        state = state.With(3, Act.Read(Decide(2).ToEntry())!, out string none);
        Assert.Equal(("", 75m, 90m), (none, Percent(state, 0), Percent(state, 2)));
    }

    [Fact]
    public void A_cell_that_does_not_read_is_named_in_Chinese_with_what_to_do()
    {
        var act = Propose(Corrected.Replace("day.percent,90", "day.percent,九十", StringComparison.Ordinal));
        Refusal refusal = Assert.Single(Corrections.None.Check(
            CorrectionActs.ReadProposal(-1, Act.Read(act.ToEntry())!)));
        Assert.Equal("表读不通：HJ 356-2019（Hj356Of2019）自 2026-11-01 起用不了这张表：第 1 行（day.percent）"
            + "“value”一格“九十”不是数；请写成 0.5 这样的数，不带单位。", refusal.Message);
    }

    [Theory]
    [InlineData("Hj356Of2019/examples.csv", "rule.table.fixed")]
    [InlineData("Nothing/rules.csv", "rule.table.fixed")]
    public void A_table_that_no_correction_reaches_is_refused(string path, string code) =>
        Assert.Equal(code, Fold(Propose(path: path)).Refused[0]);

    [Fact]
    public void A_table_is_refused_where_it_does_not_read_or_hides_who_changed_it()
    {
        string Change(string old, string text) => Corrected.Replace(old, text, StringComparison.Ordinal);
        Assert.Equal("rule.table.text", Fold(Propose(Change("day.percent,90", "day.percent,viele"))).Refused[0]);
        Assert.Equal("rule.table.text", Fold(Propose(Change("day.percent,90,", "day.percent,90,,"))).Refused[0]);
        Assert.Equal("rule.confidence", Fold(Propose(Change("7.2,6,C", "7.2,6,V"))).Refused[0]);
        Assert.Equal("rule.same", Fold(Propose(CsvTable.ShippedText(Path))).Refused[0]);
        Assert.Equal("rule.size", Fold(Propose(Corrected + new string('#', Corrections.TextBytesMax))).Refused[0]);
        Assert.Equal("rule.to", Fold(Propose(to: new DateOnly(2026, 11, 1))).Refused[0]);
        Assert.Equal("rule.from", Fold(Propose(from: new DateOnly(1999, 12, 31))).Refused[0]);
        Assert.Equal("rule.name", Fold(Propose(by: new Person("张", "站长"))).Refused[0]);
    }

    [Fact]
    public void A_row_that_was_only_read_again_becomes_confirmed_with_the_same_value()
    {
        string read = CsvTable.ShippedText(Path)
            .Replace("day.percent,75,%,7,,M", "day.percent,75,%,7,,C", StringComparison.Ordinal);
        var (state, refused) = Fold(Propose(read), Decide(0));
        Assert.Equal(["", ""], refused);
        Assert.Equal(75m, DayPercent(state, 1));
    }

    [Fact]
    public void Content_that_does_not_read_changes_nothing()
    {
        var (state, refused) = Fold(Propose() with { Content = [] }, Decide(0) with { Content = [] });
        Assert.Equal(["act.content", "act.content"], refused);
        Assert.Empty(state.Proposals);
    }
}
