using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What somebody wants to draw: the lists as text, and the rules.</summary>
public sealed record DrawAsk(string Id, string Title, string Objects, string Inspectors, DrawRules Rules);

/// <summary>A draw with its lists, computed anew from them whenever it is looked at.</summary>
/// <param name="Tasks">With the recusals.</param>
/// <param name="Problem">Null = what is stored gives what the ledger says; else what does not.</param>
public sealed record SeenDraw(
    HeldDraw Held, IReadOnlyList<PoolObject> Objects, IReadOnlyList<PoolInspector> Inspectors, DrawSeed? Seed,
    Draw? Draw, IReadOnlyList<DrawnTask> Tasks, string? Problem);

/// <summary>
/// Draws (双随机): commit lists, take the agreed seed, recuse, publish. There is no way to draw again: a number is
/// committed once, and its result follows.
/// </summary>
/// <param name="cosigned">The newest checkpoint of <c>acts</c> that witnesses cosigned, as a note; null = none.</param>
/// <param name="append">Appends what follows from a commitment and waits until the table has followed it.</param>
public sealed class Draws(
    Func<DrawBook> book, Blobs blobs, Log acts, Func<string?> cosigned,
    Func<Act, CancellationToken, Task<long>> append, TimeProvider clock) : IDisposable
{
    public const int TitleCharactersMax = 100, ReasonCharactersMin = 4, ReasonCharactersMax = 300;

    private readonly SemaphoreSlim _one = new(1);

    public DrawBook Book => book();

    /// <summary>Commits lists and rules (封存名单); nothing of them can be changed afterwards.</summary>
    public async Task<IReadOnlyList<Refusal>> Commit(
        Actor by, DrawAsk ask, AppendAct append, CancellationToken cancel)
    {
        List<Refusal> refusals = Check(by, ask, out int objects, out int inspectors);
        await _one.WaitAsync(cancel);
        try
        {
            if (book().Find(ask.Id) is not null)
                Add(refusals, "draw.again", "id", $"编号 {ask.Id} 已经封存过；一个编号只抽一次，请用下一个编号。");
            if (refusals.Count > 0)
                return refusals;
            string a = blobs.Put(Encoding.UTF8.GetBytes(ask.Objects));
            string b = blobs.Put(Encoding.UTF8.GetBytes(ask.Inspectors));
            return Said(await append(new Act(
                DrawActs.Committed, clock.GetUtcNow(), by.Person, DrawActs.PowerToRun, DrawActs.Clause,
                DrawActs.Write(new DrawCommitment(
                    ask.Id, ask.Title, a, objects, b, inspectors, ask.Rules.Write()))), cancel));
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>
    /// Draws whatever waits for its seed, when the newest cosigned checkpoint is one. Call it often: the first such
    /// checkpoint is the one that was agreed.
    /// </summary>
    /// <returns>How many were drawn.</returns>
    public async Task<int> TakeSeeds(CancellationToken cancel)
    {
        DateTimeOffset now = clock.GetUtcNow();
        HeldDraw[] waiting =
            [.. book().All.Where(d => d.State(now) == DrawState.Committed && d.Rules.SeedAfter <= now)];
        if (waiting.Length == 0 || cosigned() is not { } note)
            return 0;
        int drawn = 0;
        foreach (HeldDraw held in waiting)
        {
            if (DrawSeed.Of(note, held.Rules, out _) is not { } seed || !MayTake(held, seed) || now < seed.Last)
                continue;
            SeenDraw seen = See(held, seed);
            if (seen.Draw is not { } draw)
                continue;
            string result = draw.Write();
            blobs.Put(Encoding.UTF8.GetBytes(result));
            await append(new Act(DrawActs.Drawn, now, DrawActs.ByRule, DrawActs.PowerToRun, DrawActs.Clause,
                DrawActs.Write(new DrawComputed(
                    held.Id, note, seed.Hex, DrawLists.Digest(result), draw.Tasks.Count))), cancel);
            drawn++;
        }
        return drawn;
    }

    /// <summary>Somebody gives way (回避); who takes the place follows from the rule.</summary>
    public async Task<IReadOnlyList<Refusal>> Recuse(
        Actor by, string id, string subject, string inspector, string reason, AppendAct append,
        CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        if (!by.Has(DrawActs.PowerToRun) && by.Person != inspector)
            Add(refusals, "power.missing", "", "回避由本人提出，或由组织抽取的人登记。");
        if (reason.Length is < ReasonCharactersMin or > ReasonCharactersMax)
            Add(refusals, "draw.reason", "reason", $"请写回避的理由，{ReasonCharactersMin} 至 {ReasonCharactersMax} 个字。");
        await _one.WaitAsync(cancel);
        try
        {
            if (See(id) is not { Draw: { } draw, Held.PublishedAt: null } seen)
                Add(refusals, "draw.unknown", "", $"没有抽取 {id}，或者还没有抽，或者已经公开。");
            else if (draw.With(Steps(seen.Held).Append((subject, inspector)), out string? problem) is not { } tasks)
                Add(refusals, "draw.recusal", "inspector", problem!);
            else if (refusals.Count == 0)
            {
                DrawnTask before = seen.Tasks.First(t => t.Subject.Id == subject);
                int seat = before.Inspectors.ToList().IndexOf(inspector);
                return Said(await append(new Act(DrawActs.Recused, clock.GetUtcNow(), by.Person, DrawActs.PowerToRun,
                    DrawActs.OfficersClause, DrawActs.Write(new DrawRecusal(id, subject, inspector,
                        tasks.First(t => t.Subject.Id == subject).Inspectors[seat], reason))), cancel));
            }
            return refusals;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lets the public see lists, seed and result (公开); after the visits, so that nobody is warned.</summary>
    public async Task<IReadOnlyList<Refusal>> Publish(
        Actor by, string id, AppendAct append, CancellationToken cancel)
    {
        List<Refusal> refusals = [];
        if (!by.Has(DrawActs.PowerToRun))
            Add(refusals, "power.missing", "", "你没有“组织双随机抽取”的权限；请找安全管理员授权。");
        if (book().Find(id) is not { Drawn: not null, PublishedAt: null })
            Add(refusals, "draw.unknown", "", $"抽取 {id} 还没有抽，或者已经公开。");
        if (refusals.Count == 0)
        {
            return Said(await append(new Act(DrawActs.Published, clock.GetUtcNow(), by.Person, DrawActs.PowerToRun,
                DrawActs.Clause, DrawActs.WritePublished(id)), cancel));
        }
        return refusals;
    }

    /// <summary>Null = there is no such draw.</summary>
    public SeenDraw? See(string id) => book().Find(id) is not { } held ? null
        : See(held, held.Drawn is { } drawn ? DrawSeed.Of(drawn.Entry.Note, held.Rules, out _) : null);

    /// <summary>The record that anybody recomputes; null = not drawn, or its entries are not published yet.</summary>
    public DrawRecord? Record(string id)
    {
        if (See(id) is not { Held: { Drawn: { } drawn } held, Seed: { } seed, Draw: { } draw }
            || acts.Published.Size <= held.Recusals.Select(r => r.Position).Append(drawn.Position).Max())
            return null;
        string Proof(long position) => acts.Prove(position).ToText(acts.Read(position));
        return new DrawRecord(
            id, Text(held.Commitment.Objects), Text(held.Commitment.Inspectors), held.Commitment.Rules, draw.Write(),
            acts.Prove(held.Position, seed.Checkpoint).ToText(acts.Read(held.Position)), Proof(drawn.Position),
            [.. held.Recusals.Select(r => Proof(r.Position))]);
    }

    public void Dispose() => _one.Dispose();

    internal static bool MayTake(HeldDraw held, DrawSeed seed) => seed.Checkpoint.Size > held.Position
        && held.CommittedAt < seed.First && seed.First >= held.Rules.SeedAfter && seed.Last <= held.LapsesAt;

    private SeenDraw See(HeldDraw held, DrawSeed? seed)
    {
        try
        {
            var objects = DrawLists.ReadObjects(Text(held.Commitment.Objects));
            var inspectors = DrawLists.ReadInspectors(Text(held.Commitment.Inspectors));
            if (seed is null)
                return new SeenDraw(held, objects, inspectors, null, null, [], null);
            Draw draw = Draw.Of(objects, inspectors, held.Rules, seed.Bytes);
            var tasks = draw.With(Steps(held), out string? problem);
            if (held.Drawn is { } drawn && drawn.Entry.Result != DrawLists.Digest(draw.Write()))
                problem = "账本里的结果和重算的不同";
            return new SeenDraw(held, objects, inspectors, seed, draw, tasks ?? draw.Tasks, problem);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or ArgumentException)
        {
            return new SeenDraw(held, [], [], seed, null, [], $"名单读不出来：{e.Message}。请从备份恢复附件目录。");
        }
    }

    private static List<Refusal> Check(Actor by, DrawAsk ask, out int objectCount, out int inspectorCount)
    {
        List<Refusal> refusals = [];
        (objectCount, inspectorCount) = (0, 0);
        if (!by.Has(DrawActs.PowerToRun))
            Add(refusals, "power.missing", "", "你没有“组织双随机抽取”的权限；请找安全管理员授权。");
        if (ask.Id.Length is < 3 or > 20 || !ask.Id.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            Add(refusals, "draw.id", "id", "编号用字母、数字和短横，如 2026-07。");
        if (ask.Title.Length is < 2 or > TitleCharactersMax)
            Add(refusals, "draw.title", "title", $"请写名称，2 至 {TitleCharactersMax} 个字。");
        try
        {
            var objects = DrawLists.ReadObjects(ask.Objects);
            var inspectors = DrawLists.ReadInspectors(ask.Inspectors);
            (objectCount, inspectorCount) = (objects.Count, inspectors.Count);
            // Governance reference §9, 6: whoever runs the draw is not among those who may be drawn.
            if (inspectors.Any(i => i.Id == by.Person))
                Add(refusals, "draw.operator", "inspectors", "组织抽取的人不能在检查人员名单里；请换人组织，或移出名单。");
            if (Draw.Problem(objects, inspectors, ask.Rules) is { } problem)
                Add(refusals, "draw.rules", "rules", problem);
        }
        catch (FormatException e)
        {
            Add(refusals, "draw.lists", "objects", $"名单读不通：{e.Message}。");
        }
        return refusals;
    }

    private static IEnumerable<(string, string)> Steps(HeldDraw held) =>
        held.Recusals.Select(r => (r.Entry.Subject, r.Entry.Inspector));

    private string Text(string digest) => Encoding.UTF8.GetString(
        blobs.Get(digest) ?? throw new InvalidDataException($"the list {digest} is missing"));

    // Without a position and without a refusal it waits for the person's signature; the page leads there.
    private static IReadOnlyList<Refusal> Said(Appended appended) =>
        appended.Refusal is { } refusal ? [refusal] : [];

    private static void Add(List<Refusal> refusals, string code, string field, string message) =>
        refusals.Add(Refusal.Of(code, "", message, field));
}
