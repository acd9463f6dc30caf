using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>What came of asking for a step: done, refused, or waiting for its person's own signature.</summary>
/// <param name="Matter">As it is after the step; null when it was not written.</param>
public sealed record MatterAnswer(Matter? Matter, IReadOnlyList<Refusal> Refusals)
{
    public bool IsRefused => Refusals.Count > 0;

    /// <summary>Checked, and not appended before the person has signed it.</summary>
    public bool IsWaiting => Matter is null && Refusals.Count == 0;
}

/// <summary>What came of appending. Neither a position nor a refusal: it waits for its person's signature.</summary>
public readonly record struct Appended(long? Position, Refusal? Refusal);

/// <summary>Appends an act as its person: signed where it binds, durable when it has a position.</summary>
public delegate Task<Appended> AppendAct(Act act, CancellationToken cancel);

/// <summary>
/// The one way in for every act about a matter (事项办理): checked, appended as one entry, followed, answered. One entry
/// is durable or is not, so a process that dies in the middle leaves the step wholly done or not at all; attachments
/// are durable before the entry that names them.
/// </summary>
/// <param name="followed">Completes when the matters are kept up to that position.</param>
/// <param name="holders">People who hold a power at an instant.</param>
public sealed class Matters(
    ProcedureSet procedures, Ledger.Tables tables, Blobs blobs, TimeProvider clock, Func<Rulebook> rules,
    Func<long, Task> followed,
    Func<string, DateTimeOffset, IReadOnlyList<Actor>> holders) : IDisposable
{
    /// <summary>Of one attachment.</summary>
    public const int AttachmentBytesMax = 32 << 20;

    // Two steps of one matter are checked one after the other; the fold refuses what another process put between.
    private readonly SemaphoreSlim _gate = new(1);

    public ProcedureSet Procedures => procedures;

    /// <summary>Now, on the calendar of Tibet, with the people of now.</summary>
    public MatterContext Context()
    {
        // Whole milliseconds, as an entry keeps them: what is signed is what is read again.
        DateTimeOffset now = Hj212.Beijing.FromMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new MatterContext(
            now, TermCounter.Of(rules(), DateOnly.FromDateTime(now.DateTime)), power => holders(power, now));
    }

    public Matter? Find(string number)
    {
        using var reader = tables.Reader();
        return MatterQueries.Load(reader, number);
    }

    public Task<MatterAnswer> Open(string procedure, MatterAsk ask, Actor actor, AppendAct append,
        CancellationToken cancel) =>
        procedures.Find(procedure) is { } known
            ? Do(null, known, append, (_, context) => MatterRules.Decide(known, null, ask, actor, context), cancel)
            : Task.FromResult(Unknown($"没有流程 {procedure}。"));

    public Task<MatterAnswer> Step(string number, MatterAsk ask, Actor actor, AppendAct append,
        CancellationToken cancel) =>
        Do(number, actor, append, (p, m, context) => MatterRules.Decide(p, m, ask, actor, context), cancel);

    public Task<MatterAnswer> Cosign(string number, Actor actor, AppendAct append, CancellationToken cancel) =>
        Do(number, actor, append, (p, m, context) => MatterRules.Cosign(p, m, actor, context), cancel);

    public Task<MatterAnswer> Return(
        string number, string reason, Actor actor, AppendAct append, CancellationToken cancel) =>
        Do(number, actor, append, (p, m, context) => MatterRules.Return(p, m, reason, actor, context), cancel);

    public Task<MatterAnswer> Recuse(
        string number, string role, string person, string reason, Actor actor, AppendAct append,
        CancellationToken cancel) =>
        Do(number, actor, append, (p, m, context) =>
            Recusal.Decide(p, m, role, person, reason, actor, context), cancel);

    public Task<MatterAnswer> Deputise(
        string number, string role, string person, string deputy, string reason, Actor actor,
        AppendAct append, CancellationToken cancel) =>
        Do(number, actor, append, (p, m, c) => Recusal.Deputise(p, m, role, person, deputy, reason, actor, c), cancel);

    /// <summary>Keeps an attachment; durable when it returns, and nothing refers to it yet.</summary>
    public Attachment Keep(string rule, string name, ReadOnlySpan<byte> bytes) =>
        new(rule, name, blobs.Put(bytes), bytes.Length);

    public void Dispose() => _gate.Dispose();

    private Task<MatterAnswer> Do(
        string number, Actor actor, AppendAct append,
        Func<Procedure, Matter, MatterContext, Registration> decide, CancellationToken cancel)
    {
        // Whoever may not see a matter is not told whether it exists.
        if (Find(number) is not { } matter || procedures.Find(matter.Procedure) is not { } known
            || !MatterRules.MayRead(known, matter, actor))
            return Task.FromResult(Unknown($"没有事项 {number}，或者你不能看它；请核对编号。"));
        return Do(number, known, append, (m, context) => decide(known, m!, context), cancel);
    }

    private async Task<MatterAnswer> Do(
        string? number, Procedure procedure, AppendAct append,
        Func<Matter?, MatterContext, Registration> decide, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            // The text by which the step is checked is kept for good, so the act's digest can always be opened.
            blobs.Put(System.Text.Encoding.UTF8.GetBytes(procedure.Text));
            Registration decided = decide(number is null ? null : Find(number), Context());
            if (decided.Act is not { } act)
                return new MatterAnswer(null, decided.Refusals);
            Appended appended = await append(act, cancel);
            if (appended.Position is not { } position)
                return new MatterAnswer(null, appended.Refusal is { } refusal ? [refusal] : []);
            await followed(position).WaitAsync(cancel);
            using var reader = tables.Reader();
            string? outcome = MatterQueries.Outcome(reader, position);
            long id = act.Kind == MatterActs.Opened ? position : MatterActs.MatterOf(position, act);
            Matter? after = MatterQueries.Load(reader, id);
            return outcome is "" ? new MatterAnswer(after, []) : new MatterAnswer(after,
            [
                Refusal.Of(outcome ?? "matter.lost", "",
                    "别人同时办理了这个事项，你的这一步没有生效（账本里留有记录）。请刷新页面，看过经过再办。"),
            ]);
        }
        finally
        {
            _gate.Release();
        }
    }

    private static MatterAnswer Unknown(string message) =>
        new(null, [Refusal.Of("matter.unknown", "", message)]);
}
