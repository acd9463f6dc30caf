using System.Collections.Frozen;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

/// <summary>Committing, drawing, recusing and publishing over a real log and two real witnesses' keys.</summary>
public sealed class DrawsTests : IAsyncDisposable
{
    private static readonly Actor Operator = new("pasang", "巴桑", "eco", new[] { "draw.run" }.ToFrozenSet());

    private readonly TemporaryLog _place = new();
    private readonly Log _acts;
    private readonly Draws _subject;
    private DrawBook _book = DrawBook.None;
    private string? _cosigned;

    public DrawsTests()
    {
        _place.Options = _place.Options with { Origin = "test.example/acts" };
        _acts = _place.Open();
        _subject = new Draws(() => _book, new Blobs(Path.Combine(_place.Root, "blobs")), _acts, () => _cosigned,
            async (act, _) => (await Append(act)).Position!.Value, _place.Clock);
    }

    [Fact]
    public async Task A_draw_waits_for_the_agreed_seed_and_is_then_what_the_verifier_computes()
    {
        Assert.Empty(await _subject.Commit(Operator, Ask(), AppendNow, Cancel));
        await Cosign(Pools.Agreed.AddMinutes(-1)); // Before the agreed time: no seed.
        Assert.Equal(0, await _subject.TakeSeeds(Cancel));
        _place.Clock.SetUtcNow(Pools.Agreed.AddSeconds(10));
        Assert.Equal(0, await _subject.TakeSeeds(Cancel));
        await Cosign(Pools.Agreed.AddSeconds(5));
        Assert.Equal(1, await _subject.TakeSeeds(Cancel));
        Assert.Equal(0, await _subject.TakeSeeds(Cancel)); // Once.

        SeenDraw seen = _subject.See("2026-07")!;
        Assert.Equal(18, seen.Tasks.Count);
        DrawnTask first = seen.Tasks[0];
        Assert.Empty(await _subject.Recuse(
            Operator, "2026-07", first.Subject.Id, first.Inspectors[0], "近亲属在该机构任职", AppendNow, Cancel));
        Assert.NotEqual(first.Inspectors, _subject.See("2026-07")!.Tasks[0].Inspectors);
        Assert.Empty(await _subject.Publish(Operator, "2026-07", AppendNow, Cancel));
        Assert.NotEmpty(await _subject.Recuse(
            Operator, "2026-07", first.Subject.Id, first.Inspectors[1], "近亲属在该机构任职", AppendNow, Cancel));

        await Published();
        string policy = $"log {_acts.VerifierKey}\n" + string.Concat(Pools.Witnesses.Select((w, i) =>
            $"witness w{i} {w.Key}\n")) + "group both all w0 w1\nquorum both\n";
        DrawVerifier verifier = DrawVerifier.Verify(_subject.Record("2026-07")!.Write(), policy);
        Assert.True(verifier.Holds, string.Join("; ", verifier.Checks.Where(c => !c.Holds)));
        Assert.Equal(
            _subject.See("2026-07")!.Tasks.Select(t => t.Inspectors), verifier.Tasks!.Select(t => t.Inspectors));
    }

    [Fact]
    public async Task A_number_is_committed_once_and_drawn_once_whoever_appends_more()
    {
        Assert.Empty(await _subject.Commit(Operator, Ask(), AppendNow, Cancel));
        Assert.Equal("draw.again", (await _subject.Commit(Operator, Ask(), AppendNow, Cancel))[0].Code);
        _place.Clock.SetUtcNow(Pools.Agreed.AddSeconds(10));
        await Cosign(Pools.Agreed.AddSeconds(5));
        await _subject.TakeSeeds(Cancel);
        HeldDraw held = _book.Find("2026-07")!;
        foreach (Act again in (Act[])[
            new(DrawActs.Committed, held.CommittedAt, "x", "draw.run", "c", DrawActs.Write(held.Commitment)),
            new(DrawActs.Drawn, _place.Clock.GetUtcNow(), "x", "draw.run", "c",
                DrawActs.Write(held.Drawn!.Value.Entry))])
        {
            DrawBook after = _book.With(999, Act.Read(again.ToEntry())!, out string refused);
            Assert.NotEqual("", refused);
            Assert.Same(_book, after);
        }
    }

    [Fact]
    public async Task An_entry_whose_seed_is_not_the_agreed_one_is_no_draw()
    {
        await _subject.Commit(Operator, Ask(), AppendNow, Cancel);
        await Cosign(Pools.Agreed.AddSeconds(5));
        DrawSeed seed = DrawSeed.Of(_cosigned!, Pools.Rules(), out _)!;
        DrawComputed computed = new("2026-07", _cosigned!, seed.Hex, new string('0', 64), 18);
        foreach ((DrawComputed entry, DateTimeOffset at, long position) in ((DrawComputed, DateTimeOffset, long)[])[
            (computed with { Seed = new string('0', 64) }, Pools.Agreed.AddMinutes(1), 50),
            (computed, Pools.Agreed.AddSeconds(1), 50),
            (computed, Pools.Agreed.AddMinutes(1), 0)])
        {
            Act act = new(DrawActs.Drawn, at, "rule", "draw.run", "c", DrawActs.Write(entry));
            _book.With(position, Act.Read(act.ToEntry())!, out string refused);
            Assert.Equal("draw.order", refused);
        }
        Act good = new(DrawActs.Drawn, Pools.Agreed.AddMinutes(1), "rule", "draw.run", "c", DrawActs.Write(computed));
        _book.With(50, Act.Read(good.ToEntry())!, out string taken);
        Assert.Equal("", taken);
    }

    [Fact]
    public async Task Without_a_seed_in_time_the_draw_lapses_and_stays_in_sight()
    {
        await _subject.Commit(Operator, Ask(), AppendNow, Cancel);
        _place.Clock.SetUtcNow(Pools.Agreed.AddMinutes(61));
        await Cosign(Pools.Agreed.AddMinutes(61));
        Assert.Equal(0, await _subject.TakeSeeds(Cancel));
        Assert.Equal(DrawState.Lapsed, _book.Find("2026-07")!.State(_place.Clock.GetUtcNow()));
        Assert.Equal("draw.again", (await _subject.Commit(Operator, Ask(), AppendNow, Cancel))[0].Code);
    }

    [Fact]
    public async Task Nobody_draws_without_the_power_or_among_those_who_may_be_drawn()
    {
        Actor nobody = new("x", "x", "", FrozenSet<string>.Empty);
        Assert.Contains(await _subject.Commit(nobody, Ask(), AppendNow, Cancel), r => r.Code == "power.missing");
        Assert.Contains(await _subject.Commit(Operator with { Person = "hj-01" }, Ask(), AppendNow, Cancel),
            r => r.Code == "draw.operator");
        Assert.Contains(await _subject.Commit(Operator, Ask() with { Objects = "nonsense" }, AppendNow, Cancel),
            r => r.Code == "draw.lists");
        Assert.Empty(_book.All);
    }

    public async ValueTask DisposeAsync()
    {
        _subject.Dispose();
        await _acts.DisposeAsync();
        _place.Dispose();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DrawAsk Ask() => new("2026-07", "第 7 次联合抽查", DrawLists.Write(Pools.Objects()),
        DrawLists.Write(Pools.Inspectors()), Pools.Rules());

    private Task<Appended> AppendNow(Act act, CancellationToken cancel) => Append(act);

    private async Task<Appended> Append(Act act)
    {
        Pending pending = _acts.Append(act.ToEntry(), []);
        await pending.Durable;
        _book = _book.With(pending.Position, Act.Read(act.ToEntry())!, out string refused);
        Assert.Equal("", refused);
        return new Appended(pending.Position, null);
    }

    private async Task<Checkpoint> Published()
    {
        long last = _acts.DurableSize - 1;
        Task<Checkpoint> published = _acts.WhenPublished(last, Cancel);
        while (!published.IsCompleted)
        {
            _place.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(published, Task.Delay(5, Cancel));
        }
        return await published;
    }

    private async Task Cosign(DateTimeOffset at) => _cosigned = Pools.Witnesses.Aggregate(
        (await Published()).Note, (note, witness) => witness.Cosign(note, at));
}
