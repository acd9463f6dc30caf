using System.Collections.Immutable;
using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>
/// All proposals (规则表更正) and the rulebook that follows from the approved ones: a pure fold over the acts in the
/// order of the ledger. Whoever appended an act, nobody approves what he proposed himself. Immutable.
/// </summary>
public sealed class RuleTables
{
    /// <summary>Most proposals that are taken; a house has some dozens in a year.</summary>
    public const int ProposalsMax = 10_000;

    private readonly ImmutableSortedDictionary<long, RuleProposal> _proposals;
    private readonly Lazy<(Rulebook Book, ImmutableDictionary<long, string> Unfit)> _book;

    private RuleTables(ImmutableSortedDictionary<long, RuleProposal> proposals)
    {
        _proposals = proposals;
        _book = new(Compose);
    }

    public static RuleTables Empty { get; } = new(ImmutableSortedDictionary<long, RuleProposal>.Empty);

    internal static RuleTables Of(IEnumerable<RuleProposal> proposals) =>
        new(proposals.ToImmutableSortedDictionary(p => p.Position, p => p));

    /// <summary>In the order of the ledger.</summary>
    public IEnumerable<RuleProposal> Proposals => _proposals.Values;

    public RuleProposal? Find(long position) => _proposals.GetValueOrDefault(position);

    /// <summary>Approved ones in the order of their approvals: of two for one day the later one judges.</summary>
    public IEnumerable<RuleProposal> Approved =>
        _proposals.Values.Where(p => p.IsApproved).OrderBy(p => p.Decision!.Position);

    /// <summary>Changes with every approval; equal revisions have equal rulebooks.</summary>
    public long Revision => _proposals.Values.Max(p => p.IsApproved ? p.Decision!.Position + 1 : (long?)0) ?? 0;

    /// <summary>What was shipped, with every approved correction that fits this version of the program.</summary>
    public Rulebook Book => _book.Value.Book;

    /// <summary>
    /// Why an approved correction judges nothing: the table does not build its editions any more (a later release
    /// changed its columns). Null = it judges.
    /// </summary>
    public string? Unfit(long position) => _book.Value.Unfit.GetValueOrDefault(position);

    /// <summary>
    /// Why an approval comes too late: another correction of the same table for the same days was approved since the
    /// proposal was written, and this one would undo it unseen. Null = it does not.
    /// </summary>
    public RuleProposal? ApprovedSince(RuleProposal proposal) => Approved.LastOrDefault(p =>
        p.Path == proposal.Path && p.Decision!.Position > proposal.Position && p.Overlaps(proposal));

    /// <summary>With one more act.</summary>
    /// <param name="refused">Null = it was taken; else why it changes nothing.</param>
    public RuleTables With(long position, Act act, out string? refused)
    {
        refused = null;
        try
        {
            if (act.Kind == RuleActs.Proposed)
            {
                RuleProposal proposal = RuleActs.ReadProposal(position, act);
                if (_proposals.Count < ProposalsMax)
                    return new(_proposals.SetItem(position, proposal));
                refused = "proposals.max";
            }
            else if (act.Kind is RuleActs.Approved or RuleActs.Rejected)
            {
                (long at, RuleDecision decision) = RuleActs.ReadDecision(position, act);
                refused = Refused(at, decision);
                if (refused is null)
                    return new(_proposals.SetItem(at, _proposals[at] with { Decision = decision }));
            }
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
        }
        return this;
    }

    /// <summary>Null = the decision may stand.</summary>
    internal string? Refused(long at, RuleDecision decision)
    {
        if (Find(at) is not { } proposal)
            return "proposal.unknown";
        if (proposal.Decision is not null)
            return "proposal.decided";
        if (!decision.Approved)
            return null;
        if (RuleActs.IsSamePerson(proposal.Person, decision.Person))
            return "approver.same";
        return ApprovedSince(proposal) is null ? null : "proposal.stale";
    }

    private (Rulebook, ImmutableDictionary<long, string>) Compose()
    {
        Rulebook book = Rulebook.Shipped;
        var unfit = ImmutableDictionary.CreateBuilder<long, string>();
        foreach (RuleProposal proposal in Approved)
        {
            string? problem = RuleText.Unmarked(book.On(proposal.From), proposal.Path, proposal.Text);
            Rulebook? next = problem is null ? book.TryWith(proposal.Correction, out problem) : null;
            if (next is null)
                unfit.Add(proposal.Position, problem!);
            else
                book = next;
        }
        return (book, unfit.ToImmutable());
    }
}
