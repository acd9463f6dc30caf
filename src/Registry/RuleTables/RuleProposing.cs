using System.Text;
using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>
/// What people do to a table of the rulebook (提出和核定更正): checks it and gives the act to append, or why not. Never
/// appends anything.
/// </summary>
public static class RuleProposing
{
    public const int NameCharactersMax = 40, TextCharactersMin = 4, TextCharactersMax = 500;

    /// <summary>Earliest day that anything is judged by, and the latest that a table may wait for.</summary>
    public static readonly DateOnly FirstDay = new(1970, 1, 1), LastDay = new(2100, 1, 1);

    /// <param name="asked">As typed; changed rows get their mark here.</param>
    /// <param name="by">Who was let in, e.g. <c>bootstrap</c>; the person stands in the content.</param>
    public static Registration Propose(RuleTables state, RuleProposal asked, string by, string power)
    {
        List<Refusal> refusals = [];
        if (TableReader.Of(asked.Path).Count == 0)
        {
            return Refused(Refusal.Of("rule.table", "",
                $"{asked.Path} 不能在这里更正：没有按日期使用它的标准版本；这类表随程序发布更新。", "text"));
        }
        People(asked.Person, asked.Post, refusals);
        Length(asked.Source, "source", "依据的文件", refusals);
        Length(asked.Reason, "reason", "理由", refusals);
        if (asked.Page.Length > TextCharactersMax)
            refusals.Add(Refusal.Of("page.long", "", "页码或条款太长；请缩短。", "page"));
        if (asked.From < FirstDay || asked.From > LastDay)
            refusals.Add(Refusal.Of("rule.from", "", "起用日期不合理；请写 1970 年到 2100 年之间的日期。", "from"));
        if (asked.To <= asked.From)
            refusals.Add(Refusal.Of("rule.to", "", "止用日期要晚于起用日期；不知道就留空。", "to"));
        CsvTable inForce = state.Book.On(asked.From)[asked.Path];
        refusals.AddRange(RuleText.Problems(inForce, asked.Text));
        if (refusals.Count > 0)
            return new Registration(null, refusals);
        asked = asked with { Text = RuleText.Normalized(inForce, asked.Text) };
        if (Fits(state, inForce, asked) is { } problem)
            return Refused(problem);
        return Give(new Act(RuleActs.Proposed, asked.At, by, power, RuleActs.Clause, RuleActs.Write(asked)));
    }

    /// <param name="approve">False = rejected; its proposer may withdraw it so.</param>
    public static Registration Decide(
        RuleTables state, long proposal, bool approve, string person, string post, string note, string by,
        string power, DateTimeOffset at)
    {
        List<Refusal> refusals = [];
        People(person, post, refusals);
        if (note.Length > TextCharactersMax || (!approve && note.Length < TextCharactersMin))
        {
            refusals.Add(Refusal.Of("rule.note", "",
                $"退回请写明原因，{TextCharactersMin} 至 {TextCharactersMax} 个字。", "note"));
        }
        string? why = state.Refused(proposal, new RuleDecision(-1, approve, person, post, note, at));
        if (why is not null)
        {
            refusals.Add(Refusal.Of(
                "rule." + why, "", Say(why, state, proposal), why == "approver.same" ? "person" : ""));
        }
        else if (approve && state.Find(proposal) is { } asked
            && Fits(state, state.Book.On(asked.From)[asked.Path], asked) is { } problem)
            refusals.Add(problem);
        return refusals.Count > 0 ? new Registration(null, refusals) : Give(new Act(
            approve ? RuleActs.Approved : RuleActs.Rejected, at, by, power, RuleActs.Clause,
            RuleActs.WriteDecision(proposal, person, post, note)));
    }

    /// <summary>Why an act about tables changed nothing, in Chinese.</summary>
    public static string Say(string refused, RuleTables? state = null, long proposal = -1) => refused switch
    {
        "approver.same" => "提出人不能核定自己的更正；请由另一人核定。",
        "proposal.unknown" => "账本里没有这条更正；请从更正列表进入。",
        "proposal.decided" => "这条更正已经有人处理过；请看处理结果。",
        "proposal.stale" => "提出以后，同一张表在相同日期内又核定了别的更正"
            + (state?.Find(proposal) is { } p && state.ApprovedSince(p) is { } other
                ? $"（账本第 {other.Position} 条）" : "")
            + "，核定这条会不声不响地撤掉它；请退回，再按现行的表重新提出。",
        "proposals.max" => $"更正已达 {RuleTables.ProposalsMax} 条；请联系管理员。",
        _ => "内容读不出来；这一条什么也没有改变。",
    };

    private static Refusal? Fits(RuleTables state, CsvTable inForce, RuleProposal asked)
    {
        if (!TableDiff.Of(inForce, asked.Text).Any(d => d.Kind != RowChange.Same))
            return Refusal.Of("rule.same", "", "与现行的表没有差别；要确认一行，把它的 confidence 改成 C。", "text");
        string? problem = RuleText.Unmarked(state.Book.On(asked.From), asked.Path, asked.Text);
        if (problem is null)
            state.Book.TryWith(asked.Correction, out problem);
        return problem is null ? null : Refusal.Of("rule.unfit", "",
            $"这张表用不了：{problem} 请改正相应的行。", "text");
    }

    private static void People(string person, string post, List<Refusal> refusals)
    {
        if (string.IsNullOrWhiteSpace(person) || person.Length > NameCharactersMax)
            refusals.Add(Refusal.Of("rule.person", "", $"请写姓名，最多 {NameCharactersMax} 个字。", "person"));
        if (string.IsNullOrWhiteSpace(post) || post.Length > NameCharactersMax)
            refusals.Add(Refusal.Of("rule.post", "", $"请写单位和职务，最多 {NameCharactersMax} 个字。", "post"));
    }

    private static void Length(string text, string field, string what, List<Refusal> refusals)
    {
        if (text.Trim().Length is < TextCharactersMin or > TextCharactersMax)
        {
            refusals.Add(Refusal.Of("rule." + field, "",
                $"请写明{what}，{TextCharactersMin} 至 {TextCharactersMax} 个字。", field));
        }
    }

    private static Registration Give(Act act)
    {
        try
        {
            act.ToEntry();
            return new Registration(act, []);
        }
        catch (ArgumentException)
        {
            int bytes = Encoding.UTF8.GetByteCount(act.Content["text"]?.GetValue<string>() ?? "");
            return Refused(Refusal.Of("act.size", "",
                $"这张表有 {bytes} 字节，一次行为最多 {Act.EntryBytesMax} 字节；请删去注释行，仍太大的表随程序发布更新。",
                "text"));
        }
    }

    private static Registration Refused(Refusal refusal) => new(null, [refusal]);
}
