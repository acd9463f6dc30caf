using Qingyuan.Standards;

namespace Qingyuan.Registry;

/// <summary>
/// What somebody asks to be changed in a table of the rulebook (规则表更正): the whole new table, the days for which it
/// judges, and where it was read. Judges nothing until a second person approves it.
/// </summary>
/// <param name="Position">Of the act in <c>acts</c>; -1 = not yet appended.</param>
/// <param name="Path">E.g. <c>Hj356Of2019/rules.csv</c>.</param>
/// <param name="From">The first Beijing day that it judges.</param>
/// <param name="To">The first day that it no longer judges; null = until the next correction.</param>
/// <param name="Source">The document that was seen, with its number.</param>
/// <param name="Page">Page or clause in that document.</param>
/// <param name="Person">Name, as stated in the form: people cannot sign in yet.</param>
public sealed record RuleProposal(
    long Position, string Path, DateOnly From, DateOnly? To, string Text, string Source, string Page, string Reason,
    string Person, string Post, DateTimeOffset At)
{
    /// <summary>Null = it waits for a second person.</summary>
    public RuleDecision? Decision { get; init; }

    public bool IsApproved => Decision is { Approved: true };

    public TableCorrection Correction => new(Path, From, To, Text);

    /// <summary>Whether both judge at least one day.</summary>
    public bool Overlaps(RuleProposal other) => !(To <= other.From) && !(other.To <= From);
}

/// <summary>What the second person said (核定意见).</summary>
/// <param name="Position">Of the act in <c>acts</c>.</param>
public sealed record RuleDecision(
    long Position, bool Approved, string Person, string Post, string Note, DateTimeOffset At);
