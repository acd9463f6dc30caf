using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Registry;

/// <summary>What people may ask for, and that each refusal says where it is wrong.</summary>
public sealed class RuleProposingTests
{
    private const string Path = "Hj356Of2019/rules.csv";
    private static readonly DateTimeOffset At = new(2026, 11, 25, 9, 0, 0, TimeSpan.FromHours(8));
    private static readonly RuleProposal Asked = new(
        -1, Path, new DateOnly(2026, 3, 1), null, Changed("day.percent,75", "day.percent,80"), "HJ 356-2019 正式文本",
        "第 9 页", "原表凭记忆填写", "扎西", "监测站 工程师", At);

    [Fact]
    public void A_changed_row_is_marked_as_corrected_and_the_others_stay()
    {
        Act act = Propose(Asked).Act!;
        string text = act.Content["text"]!.GetValue<string>();
        Assert.Contains("day.percent,80,%,7,,C\n", text, StringComparison.Ordinal);
        Assert.Contains("month.percent,75,%,7,,M\n", text, StringComparison.Ordinal);
        Assert.Equal("扎西", act.Content["person"]!.GetValue<string>());
        Assert.Equal("rules.propose.password", act.Power);
    }

    [Fact]
    public void Confirming_a_row_without_another_cell_is_a_correction_too()
    {
        string confirmed = Changed("day.percent,75,%,7,,M", "day.percent,75,%,7,第 9 页,C");
        Assert.False(Propose(Asked with { Text = confirmed }).IsRefused);
    }

    [Fact]
    public void Nobody_makes_a_row_official_by_typing_a_letter()
    {
        string text = Propose(Asked with { Text = Changed("day.percent,75,%,7,,M", "day.percent,75,%,7,,V") })
            .Act!.Content["text"]!.GetValue<string>();
        Assert.Contains("day.percent,75,%,7,,C\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_is_said_with_its_row()
    {
        Refuses("rule.number", "第 1 行（day.percent）的 value", Asked with { Text = Changed("percent,75", "percent,x") });
        Refuses("rule.cells", "第 1 行", Asked with { Text = Changed("day.percent,75", "day.percent,75,6") });
        Refuses("rule.columns", "表头", Asked with { Text = Changed("rule,value", "rule,number") });
        Refuses("rule.same", "没有差别", Asked with { Text = CsvTable.ShippedText(Path) });
        Refuses("rule.unfit", "用不了", Asked with { Text = Changed("hour.values,1", "hour.valuez,1") });
        Refuses("rule.empty", "没有一行", Asked with { Text = "rule,value,unit,clause,page,confidence\n" });
    }

    [Fact]
    public void Names_source_reason_and_dates_are_asked_for()
    {
        Refuses("rule.person", "姓名", Asked with { Person = " " });
        Refuses("rule.post", "单位", Asked with { Post = "" });
        Refuses("rule.source", "依据", Asked with { Source = "书" });
        Refuses("rule.reason", "理由", Asked with { Reason = "" });
        Refuses("rule.to", "止用", Asked with { To = Asked.From });
        Refuses("rule.from", "起用", Asked with { From = new DateOnly(1969, 12, 31) });
        Refuses("rule.table", "不能在这里更正", Asked with { Path = "InForce.csv" });
    }

    [Fact]
    public void A_table_that_no_act_can_hold_is_refused_with_its_size()
    {
        string long64 = CsvTable.ShippedText(Path) + "# " + new string('x', Act.EntryBytesMax) + "\n";
        long64 = long64.Replace("day.percent,75", "day.percent,80", StringComparison.Ordinal);
        Refuses("act.size", "字节", Asked with { Text = long64 });
    }

    [Fact]
    public void A_second_person_decides_and_a_rejection_says_why()
    {
        RuleTables state = RuleTables.Empty.With(0, Propose(Asked).Act!, out _);
        Assert.Equal("rule.approver.same", Assert.Single(Decide(state, true, "扎西", "").Refusals).Code);
        Assert.Equal("rule.note", Assert.Single(Decide(state, false, "卓玛", "").Refusals).Code);
        Assert.Equal(RuleActs.Approved, Decide(state, true, "卓玛", "").Act!.Kind);
        Assert.Equal(RuleActs.Rejected, Decide(state, false, "卓玛", "页码不符").Act!.Kind);
        Assert.Equal("rule.proposal.unknown",
            Assert.Single(RuleProposing.Decide(state, 9, true, "卓玛", "厅", "", "demo", "p", At).Refusals).Code);
    }

    [Fact]
    public void A_comparison_shows_changed_added_and_removed_rows()
    {
        CsvTable before = CsvTable.Shipped(Path);
        IReadOnlyList<RowDiff> same = TableDiff.Of(before, CsvTable.ShippedText(Path));
        Assert.All(same, d => Assert.Equal(RowChange.Same, d.Kind));
        string text = Changed("day.percent,75", "day.percent,80")
            .Replace("pairs.min,3,,6,,V\n", "", StringComparison.Ordinal) + "new.rule,1,,9,,C\n";
        IReadOnlyList<RowDiff> diff = TableDiff.Of(before, text);
        Assert.Equal("Changed Same Same Same Removed Same Same Added", string.Join(' ', diff.Select(d => d.Kind)));
        RowDiff changed = Assert.Single(diff, d => d.Kind == RowChange.Changed);
        Assert.True(changed.Differs(1));
        Assert.False(changed.Differs(0));
        Assert.Equal("pairs.min", Assert.Single(diff, d => d.Kind == RowChange.Removed).Old![0]);
        Assert.Equal("new.rule", Assert.Single(diff, d => d.Kind == RowChange.Added).New![0]);
        Assert.Equal(before.Rows.Count() + 1, diff.Count);
    }

    private static Registration Propose(RuleProposal asked) =>
        RuleProposing.Propose(RuleTables.Empty, asked, "demo", "rules.propose.password");

    private static Registration Decide(RuleTables state, bool approve, string person, string note) =>
        RuleProposing.Decide(state, 0, approve, person, "生态环境厅 处长", note, "demo", "rules.approve", At);

    private static void Refuses(string code, string words, RuleProposal asked)
    {
        Registration registration = Propose(asked);
        Assert.True(registration.IsRefused);
        Assert.Contains(registration.Refusals,
            r => r.Code == code && r.Message.Contains(words, StringComparison.Ordinal));
    }

    private static string Changed(string before, string after) =>
        CsvTable.ShippedText(Path).Replace(before, after, StringComparison.Ordinal);
}
