using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Registry;

/// <summary>The fold: two people, one table at a time, in the order of the ledger.</summary>
public sealed class RuleTablesTests
{
    private const string Path = "Hj356Of2019/rules.csv";
    private static readonly DateOnly Day = new(2026, 3, 1);
    private static readonly DateTimeOffset At = new(2026, 11, 25, 9, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void What_a_second_person_approved_judges_from_its_day_on()
    {
        RuleTables state = Approved(Proposed(RuleTables.Empty, 0, Text("day.percent,75", "day.percent,80")), 1, 0);
        Assert.Equal(2, state.Revision);
        Assert.Null(state.Unfit(0));
        Assert.Equal(75, Percent(state, Day.AddDays(-1)));
        Assert.Equal(80, Percent(state, Day));
        Hj356Of2019 edition = state.Book.On(Day).Of<Hj356Of2019>();
        Assert.Equal(Confidence.Confirmed, edition.Rules.Cite("day.percent").Confidence);
        Assert.Equal(Confidence.Memory, edition.Rules.Cite("month.percent").Confidence);
    }

    [Theory]
    [InlineData("扎西")]
    [InlineData(" 扎 西 ")]
    public void Nobody_approves_his_own_proposal_whoever_appends_the_act(string name)
    {
        RuleTables state = Proposed(RuleTables.Empty, 0, Text("day.percent,75", "day.percent,80"));
        state = state.With(1, Decision(RuleActs.Approved, 0, name), out string? refused);
        Assert.Equal("approver.same", refused);
        Assert.Null(state.Find(0)!.Decision);
        Assert.Equal(75, Percent(state, Day));
        state = state.With(2, Decision(RuleActs.Rejected, 0, name), out refused);
        Assert.Null(refused);
        Assert.False(state.Find(0)!.IsApproved);
    }

    [Fact]
    public void What_was_decided_is_not_decided_again_and_what_is_not_there_is_not_decided()
    {
        RuleTables state = Approved(Proposed(RuleTables.Empty, 0, Text("day.percent,75", "day.percent,80")), 1, 0);
        state.With(2, Decision(RuleActs.Rejected, 0, "卓玛"), out string? refused);
        Assert.Equal("proposal.decided", refused);
        state.With(2, Decision(RuleActs.Approved, 7, "卓玛"), out refused);
        Assert.Equal("proposal.unknown", refused);
    }

    [Fact]
    public void An_approval_that_would_undo_another_unseen_is_refused()
    {
        RuleTables state = Proposed(RuleTables.Empty, 0, Text("day.percent,75", "day.percent,80"));
        state = Proposed(state, 1, Text("month.percent,75", "month.percent,70"));
        state = Approved(state, 2, 0);
        state = state.With(3, Decision(RuleActs.Approved, 1, "卓玛"), out string? refused);
        Assert.Equal("proposal.stale", refused);
        Assert.Equal(80, Percent(state, Day));
    }

    [Fact]
    public void Other_days_of_the_same_table_do_not_stand_in_the_way()
    {
        RuleTables state = Proposed(RuleTables.Empty, 0, Text("day.percent,75", "day.percent,80"), Day.AddDays(10));
        state = Proposed(state, 1, Text("day.percent,75", "day.percent,90"), from: Day.AddDays(10));
        state = Approved(Approved(state, 2, 0), 3, 1);
        Assert.Equal(80, Percent(state, Day.AddDays(9)));
        Assert.Equal(90, Percent(state, Day.AddDays(10)));
    }

    [Fact]
    public void A_row_that_differs_and_does_not_say_so_judges_nothing()
    {
        string text = CsvTable.ShippedText(Path).Replace("day.percent,75", "day.percent,80", StringComparison.Ordinal);
        RuleTables state = Approved(Proposed(RuleTables.Empty, 0, text), 1, 0);
        Assert.Contains("not marked C", state.Unfit(0), StringComparison.Ordinal);
        Assert.Equal(75, Percent(state, Day));
    }

    [Fact]
    public void Contents_that_do_not_read_change_nothing()
    {
        foreach (JsonObject content in new JsonObject[] { [], new() { ["path"] = 7 }, new() { ["proposal"] = "x" } })
        {
            foreach (string kind in new[] { RuleActs.Proposed, RuleActs.Approved, RuleActs.Rejected })
            {
                RuleTables state = RuleTables.Empty.With(
                    0, new Act(kind, At, "demo", "rules", RuleActs.Clause, content.DeepClone().AsObject()),
                    out string? refused);
                Assert.Equal("act.content", refused);
                Assert.Empty(state.Proposals);
            }
        }
    }

    internal static RuleTables Proposed(
        RuleTables state, long position, string text, DateOnly? to = null, DateOnly? from = null)
    {
        var proposal = new RuleProposal(
            position, Path, from ?? Day, to, text, "HJ 356-2019 正式文本", "第 9 页", "原表凭记忆填写", "扎西", "监测站", At);
        state = state.With(position, new Act(
            RuleActs.Proposed, At, "demo", "rules", RuleActs.Clause, RuleActs.Write(proposal)), out string? refused);
        Assert.Null(refused);
        return state;
    }

    internal static Act Decision(string kind, long proposal, string person) => new(
        kind, At, "demo", "rules", RuleActs.Clause, RuleActs.WriteDecision(proposal, person, "生态环境厅", "已核对原文"));

    internal static string Text(string before, string after)
    {
        CsvTable table = CsvTable.Shipped(Path);
        string typed = CsvTable.ShippedText(Path).Replace(before, after, StringComparison.Ordinal);
        return RuleText.Normalized(table, typed);
    }

    private static RuleTables Approved(RuleTables state, long position, long proposal)
    {
        state = state.With(position, Decision(RuleActs.Approved, proposal, "卓玛"), out string? refused);
        Assert.Null(refused);
        return state;
    }

    private static decimal Percent(RuleTables state, DateOnly day) =>
        state.Book.On(day).Of<Hj356Of2019>().Rules["day.percent"];
}
