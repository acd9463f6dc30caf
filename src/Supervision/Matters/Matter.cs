using System.Collections.Immutable;

namespace Qingyuan.Supervision;

/// <summary>What a matter is about (对象): a discharger, an outlet, a body, a person, or free words.</summary>
/// <param name="Kind"><c>discharger</c>, <c>outlet</c>, <c>organisation</c>, <c>other</c>.</param>
public sealed record Subject(string Kind, string Id, string Name, string Region)
{
    public static Subject None { get; } = new("other", "", "", "");
}

/// <summary>An attachment (附件) by the digest of its bytes, which lie in the blobs.</summary>
/// <param name="Rule">Id of the rule in the declaration, e.g. <c>record</c>; empty = more material.</param>
public sealed record Attachment(string Rule, string Name, string Digest, long Bytes);

/// <summary>Who acted or has a part, as they were called then.</summary>
/// <param name="For">The person whose deputy they were (代理); empty = in their own right.</param>
public sealed record Holder(string Person, string Name, string Organisation, string For = "");

/// <summary>A term that runs, stands still or has ended in a matter.</summary>
/// <param name="Length">E.g. 7 个工作日, as it was then.</param>
/// <param name="Provisional">Holidays of a year were not announced when it was counted.</param>
public sealed record MatterClock(
    string Clock, string Name, string Length, string Basis, DateTimeOffset StartedAt, DateTimeOffset Due,
    DateTimeOffset Warn, bool Provisional, DateTimeOffset? SuspendedAt, DateTimeOffset? StoppedAt, long Position);

/// <summary>
/// What a step changes: decided when it was taken and written into the act, so nothing is decided twice.
/// </summary>
public sealed record Effect(
    string? To, string ToName, bool Ends, ImmutableArray<MatterClock> Starts, ImmutableArray<string> Stops,
    ImmutableArray<string> Suspends, ImmutableArray<MatterClock> Resumes,
    ImmutableDictionary<string, ImmutableArray<Holder>> Assigns);

/// <summary>A thing that was done in a matter (经过), once and for all.</summary>
/// <param name="Kind">Entry name of the act.</param>
/// <param name="IsStep">It moved the matter (false: recusal, deputy, a first signature, a refusal to sign).</param>
/// <param name="Fields">Name and content, in the order of the form.</param>
public sealed record MatterEvent(
    long Position, string Kind, string Step, string Name, bool IsStep, DateTimeOffset At,
        ImmutableArray<Holder> Signers,
    string Power, string Clause, string Edition, ImmutableArray<(string Id, string Name, string Text)> Fields,
    ImmutableArray<Attachment> Attachments, string ToName, bool Sampled)
{
    public Holder By => Signers[0];
}

/// <summary>A step that waits for more signatures (待会签).</summary>
/// <param name="Effect">Only its people count: terms run from the last signature.</param>
public sealed record PendingStep(MatterEvent First, int Needs, Effect Effect)
{
    public bool IsSignedBy(string person) => First.Signers.Any(s => s.Person == person || s.For == person);
}

/// <summary>
/// A matter (事项) of a procedure as its acts made it: pure state, folded in the order of the ledger. What does not fit
/// the state changes nothing, whoever appended it. Never deleted.
/// </summary>
/// <param name="Position">Of the act that opened it; the matter's identity.</param>
/// <param name="Number">Gapless within its procedure and year, in the order of the ledger.</param>
/// <param name="Sequence">How many acts have changed it; an act names the one it expects.</param>
public sealed record Matter(
    long Position, string Procedure, string Prefix, string Number, string Title, Subject Subject, string State,
        string StateName,
    bool IsEnded, bool SubjectSees, int Sequence, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, DateOnly? ActDay,
    ImmutableList<MatterEvent> History, ImmutableDictionary<string, MatterClock> Clocks,
    ImmutableDictionary<string, ImmutableArray<Holder>> Roles, ImmutableList<Holder> Recused, PendingStep? Pending)
{
    /// <summary>Acts that one matter can have; then it has to be closed and a new one opened.</summary>
    public const int ActsMax = 500;

    public MatterEvent Opening => History[0];

    public IReadOnlyList<Holder> People(string role) => Roles.TryGetValue(role, out var people) ? people : [];

    public MatterClock? Clock(string id) => Clocks.GetValueOrDefault(id);

    /// <summary>Has a part in it: a role, or it was they who opened it.</summary>
    public bool Concerns(string person) => Opening.By.Person == person
        || Roles.Values.Any(r => r.Any(h => h.Person == person));

    /// <summary>Terms that run or stand still, the most urgent first.</summary>
    public IEnumerable<MatterClock> Running => Clocks.Values.Where(c => c.StoppedAt is null).OrderBy(c => c.Due);

    /// <summary>With an effect applied.</summary>
    internal Matter With(Effect effect, MatterEvent done)
    {
        ImmutableDictionary<string, MatterClock> clocks = Clocks;
        foreach (string stop in effect.Stops)
        {
            if (clocks.TryGetValue(stop, out MatterClock? clock) && clock.StoppedAt is null)
                clocks = clocks.SetItem(stop, clock with { StoppedAt = done.At });
        }
        foreach (string suspend in effect.Suspends)
        {
            if (clocks.TryGetValue(suspend, out MatterClock? clock) && clock is { StoppedAt: null, SuspendedAt: null })
                clocks = clocks.SetItem(suspend, clock with { SuspendedAt = done.At });
        }
        foreach (MatterClock clock in effect.Starts.Concat(effect.Resumes))
            clocks = clocks.SetItem(clock.Clock, clock with { Position = done.Position });
        if (effect.Ends)
            clocks = clocks.ToImmutableDictionary(c => c.Key, c =>
                c.Value with { StoppedAt = c.Value.StoppedAt ?? done.At });
        return this with
        {
            State = effect.To ?? State,
            StateName = effect.To is null ? StateName : effect.ToName,
            IsEnded = effect.To is null ? IsEnded : effect.Ends,
            Clocks = clocks,
            Roles = Roles.SetItems(effect.Assigns),
            History = History.Add(done with { ToName = effect.To is null ? "" : effect.ToName }),
            ChangedAt = done.At,
            Sequence = Sequence + 1,
            Pending = null,
        };
    }
}
