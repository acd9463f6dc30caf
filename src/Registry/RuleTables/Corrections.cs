using System.Collections.Immutable;
using System.Text;
using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>Where a proposal stands.</summary>
public enum ProposalState
{
    /// <summary>待核定</summary>
    Waiting,
    /// <summary>已核定</summary>
    Approved,
    /// <summary>已退回</summary>
    Rejected,
    /// <summary>已撤回</summary>
    Withdrawn,
    /// <summary>不成立: the entry is there, but it does not hold; <see cref="Proposal.Problem"/>.</summary>
    Refused,
}

/// <summary>What a person decided on a proposal.</summary>
/// <param name="Position">Of the act in <c>acts</c>.</param>
public sealed record Decision(long Position, Person By, string Reason, DateTimeOffset At);

/// <summary>A corrected table as one person proposes it (核定提议), with the source that they read.</summary>
/// <param name="Position">Of the act in <c>acts</c>; −1 = not written yet.</param>
/// <param name="Text">The whole table as CSV: a header line and rows.</param>
/// <param name="To">The first day on which it no longer holds; null = until the next correction.</param>
/// <param name="Document">The document that was read, and the page or clause in it.</param>
public sealed record Proposal(
    long Position, string Path, string Text, DateOnly From, DateOnly? To, string Document, string Page, string Reason,
    Person By, DateTimeOffset At)
{
    public ProposalState State { get; init; }
    public Decision? Decision { get; init; }
    public string? Problem { get; init; }

    internal TableCorrection Correction(long act) => new(Path, From, To, Text) { Act = act };
}

/// <summary>
/// All corrections of rule tables (规则表核定), folded in the order of the ledger: proposals, what was decided on them,
/// and the <see cref="Book"/> that follows. Immutable. Nobody approves their own proposal, whoever appended it.
/// </summary>
public sealed class Corrections
{
    /// <summary>Entries that count; what comes after is refused, so that a snapshot stays small.</summary>
    public const int ActsMax = 2_000;

    /// <summary>Of a whole table in an act; the entry itself holds 64 KiB.</summary>
    public const int TextBytesMax = 48 * 1024;

    public const int NameCharactersMax = 50, SourceCharactersMax = 200, ReasonCharactersMin = 4,
        OpinionCharactersMin = 2, ReasonCharactersMax = 500;

    private static readonly DateOnly _earliest = new(2000, 1, 1), _latest = new(2100, 1, 1);
    private readonly ImmutableSortedDictionary<long, Proposal> _proposals;

    private Corrections(
        Rulebook book, ImmutableSortedDictionary<long, Proposal> proposals, ImmutableList<Proposal> approved, int acts)
    {
        Book = book;
        _proposals = proposals;
        Approved = approved;
        Acts = acts;
    }

    public static Corrections None { get; } =
        new(Rulebook.Shipped, ImmutableSortedDictionary<long, Proposal>.Empty, [], 0);

    /// <summary>The tables as people approved them.</summary>
    public Rulebook Book { get; }

    /// <summary>By position.</summary>
    public IEnumerable<Proposal> Proposals => _proposals.Values;

    /// <summary>In the order of their approval, which is the order in which they win.</summary>
    public ImmutableList<Proposal> Approved { get; }

    private int Acts { get; }

    public Proposal? Find(long position) => _proposals.GetValueOrDefault(position);

    /// <summary>
    /// The tables that a proposal is held against: as people had approved them when it was decided, and as they stand
    /// now while it waits.
    /// </summary>
    public Rulebook BookBefore(Proposal p)
    {
        if (p.Decision is not { } decision)
            return Book;
        Rulebook book = Rulebook.Shipped;
        foreach (Proposal approved in Approved.Where(a => a.Decision!.Position < decision.Position))
            book = book.TryWith(approved.Correction(approved.Decision!.Position), out _) ?? book;
        return book;
    }

    /// <summary>With one more entry; what does not hold changes nothing but the record of why.</summary>
    /// <param name="refused">Empty = taken.</param>
    public Corrections With(long position, Act act, out string refused)
    {
        refused = "";
        if (Acts >= ActsMax)
        {
            refused = "rule.full";
            return this;
        }
        try
        {
            if (act.Kind == CorrectionActs.Proposed)
                return WithProposal(CorrectionActs.ReadProposal(position, act), out refused);
            (long of, Decision decision) = CorrectionActs.ReadDecision(position, act);
            return WithDecision(of, decision, act.Kind, out refused);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
            return new Corrections(Book, _proposals, Approved, Acts + 1);
        }
    }

    /// <summary>Why a proposal does not hold; empty = it does.</summary>
    public List<Refusal> Check(Proposal p)
    {
        List<Refusal> refusals = [];
        if (!Rulebook.CanCorrect(p.Path))
        {
            refusals.Add(Refusal.Of("rule.table.fixed", "",
                $"{p.Path} 不能在这里改：没有这张表，或者它是例题，或者程序启动时一次读定；请在新版本里改。", "path"));
            return refusals;
        }
        if (p.From < _earliest || p.From >= _latest)
            refusals.Add(Refusal.Of("rule.from", "", "生效日期应在 2000 年到 2099 年之间；请改日期。", "from"));
        if (p.To <= p.From)
            refusals.Add(Refusal.Of("rule.to", "", "停用日期要晚于生效日期；请改，或留空。", "to"));
        Length(refusals, p.Document, 2, SourceCharactersMax, "document", "请写依据的文件，如 HJ 356-2019");
        Length(refusals, p.Page, 1, SourceCharactersMax, "page", "请写页码或条款，如 第 7 页 7.2");
        Length(refusals, p.Reason, ReasonCharactersMin, ReasonCharactersMax, "reason", "请写理由");
        refusals.AddRange(CheckPerson(p.By));
        CheckText(refusals, p);
        return refusals;
    }

    /// <summary>Why this person may not decide so; empty = they may.</summary>
    public List<Refusal> Check(long proposal, Decision decision, string kind)
    {
        List<Refusal> refusals = CheckPerson(decision.By);
        // 同意 is an opinion of two characters; a proposal has to say more.
        Length(refusals, decision.Reason, OpinionCharactersMin, ReasonCharactersMax, "reason", "请写意见");
        if (Find(proposal) is not { } p)
            refusals.Add(Refusal.Of("rule.proposal.unknown", "", $"没有账本位置 {proposal} 的提议。"));
        else if (p.State != ProposalState.Waiting)
            refusals.Add(Refusal.Of("rule.decided", "", "这个提议已经有结果，不能再改；需要时请另提一次。"));
        else if (kind == CorrectionActs.Withdrawn && !p.By.IsSameAs(decision.By))
            refusals.Add(Refusal.Of("rule.withdraw.other", "", $"只有提议人{p.By.Name}能撤回；别人可以退回。", "name"));
        else if (kind != CorrectionActs.Withdrawn && p.By.IsSameAs(decision.By))
            refusals.Add(Refusal.Of("rule.own", "", "提议人不能核定自己的提议；请换一个人。", "name"));
        else if (kind == CorrectionActs.Approved && ApprovedSince(p) is { } other)
        {
            refusals.Add(Refusal.Of("rule.stale", "", $"提出以后，同一张表在重叠的日期里又核定了账本位置 {other.Position} 的"
                + "更正，核定这条会不声不响地撤掉它；请退回，按现行的表另提。"));
        }
        else if (kind == CorrectionActs.Approved && Book.TryWith(p.Correction(0), out string? problem) is null)
            refusals.Add(Refusal.Of("rule.table.text", "", $"表读不通：{problem}。请退回，改好再提。"));
        return refusals;
    }

    /// <summary>
    /// The correction of the same table, for some of the same days, that was approved while this proposal waited: its
    /// author did not know it, and the whole table would undo it.
    /// </summary>
    private Proposal? ApprovedSince(Proposal p) => Approved.LastOrDefault(a =>
        a.Path == p.Path && a.Decision!.Position > p.Position && !(a.To <= p.From) && !(p.To <= a.From));

    private Corrections WithProposal(Proposal p, out string refused)
    {
        Refusal? first = Check(p).FirstOrDefault();
        refused = first?.Code ?? "";
        if (first is not null)
            p = p with { State = ProposalState.Refused, Problem = first.Message };
        return new Corrections(Book, _proposals.SetItem(p.Position, p), Approved, Acts + 1);
    }

    private Corrections WithDecision(long of, Decision decision, string kind, out string refused)
    {
        refused = Check(of, decision, kind) is [var first, ..] ? first.Code : "";
        if (refused.Length > 0)
            return new Corrections(Book, _proposals, Approved, Acts + 1);
        Proposal decided = _proposals[of] with
        {
            Decision = decision,
            State = kind == CorrectionActs.Approved ? ProposalState.Approved
                : kind == CorrectionActs.Rejected ? ProposalState.Rejected : ProposalState.Withdrawn,
        };
        bool approved = kind == CorrectionActs.Approved;
        return new Corrections(
            approved ? Book.TryWith(decided.Correction(decision.Position), out _)! : Book,
            _proposals.SetItem(of, decided), approved ? Approved.Add(decided) : Approved, Acts + 1);
    }

    private void CheckText(List<Refusal> refusals, Proposal p)
    {
        if (Encoding.UTF8.GetByteCount(p.Text) > TextBytesMax)
        {
            refusals.Add(Refusal.Of("rule.size", "", $"整张表最多 {TextBytesMax / 1024} KiB；请缩短说明文字。", "table"));
            return;
        }
        if (Book.TryWith(p.Correction(0), out string? problem) is null)
        {
            refusals.Add(Refusal.Of("rule.table.text", "", $"表读不通：{problem}。", "table"));
            return;
        }
        CsvTable asked = CsvTable.TryRead(p.Path, p.Text, out _)!;
        HashSet<string> shipped = [.. Lines(CsvTable.Shipped(p.Path))];
        foreach (CsvTable.Row row in asked.Rows)
        {
            // Whoever corrects a row answers for it; nobody makes it look as if the program had come with it.
            if (row["confidence"] != "C" && !shipped.Contains(Line(asked, row)))
            {
                refusals.Add(Refusal.Of("rule.confidence", "",
                    $"改过的行要记作 C（已核定）：{Line(asked, row)}。", "table"));
                return;
            }
        }
        if (Lines(asked).SequenceEqual(Lines(Book.On(p.From)[p.Path])))
            refusals.Add(Refusal.Of("rule.same", "", "和那天已经有效的表完全一样；请改一格，或把一行勾为已核对。", "table"));
    }

    private static IEnumerable<string> Lines(CsvTable table) => table.Rows.Select(row => Line(table, row));

    private static string Line(CsvTable table, CsvTable.Row row) =>
        string.Join(',', table.Columns.Select(column => row[column]));

    private static List<Refusal> CheckPerson(Person person)
    {
        List<Refusal> refusals = [];
        Length(refusals, person.Name, 2, NameCharactersMax, "name", "请写经办人的姓名");
        Length(refusals, person.Post, 2, NameCharactersMax, "post", "请写经办人的岗位");
        return refusals;
    }

    private static void Length(List<Refusal> refusals, string text, int min, int max, string field, string what)
    {
        if (text.Trim().Length < min || text.Length > max || text.Any(char.IsControl))
            refusals.Add(Refusal.Of("rule." + field, "", $"{what}，{min} 至 {max} 个字，不换行。", field));
    }
}
