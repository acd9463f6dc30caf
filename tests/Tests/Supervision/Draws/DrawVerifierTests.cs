using CsCheck;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>The record of a draw that took place, recomputed by somebody who has only the file and the keys.</summary>
public sealed class DrawVerifierTests
{
    [Fact]
    public async Task A_truthful_record_holds_with_its_recusals()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        Assert.True(some.Verify().Holds, Bad(some.Verify()));
        await some.Recuse(4);
        await some.Recuse(0);
        DrawVerifier verifier = some.Verify();
        Assert.True(verifier.Holds, Bad(verifier));
        Assert.Equal(18, verifier.Tasks!.Count);
        Assert.NotEqual(some.Draw.Tasks[4].Inspectors, verifier.Tasks[4].Inspectors);
    }

    [Fact]
    public async Task A_list_of_which_one_character_changed_is_found()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        DrawRecord r = some.Record;
        Fails(some.Verify(r with { Objects = r.Objects.Replace("JG-C-017", "JG-C-018", StringComparison.Ordinal) }),
            "draw.objects");
        Fails(some.Verify(r with { Inspectors = r.Inspectors.Replace("hj-12", "hj-13", StringComparison.Ordinal) }),
            "draw.inspectors");
        Fails(some.Verify(r with { Rules = r.Rules.Replace("ratio A 5", "ratio A 6", StringComparison.Ordinal) }),
            "draw.rules");
        Fails(some.Verify(r with { Result = r.Result.Replace("JG-A-", "JG-B-", StringComparison.Ordinal) }),
            "draw.result");
        Fails(some.Verify(r with { Id = "2026-08" }), "draw.id");
    }

    [Fact]
    public async Task No_single_changed_character_goes_unnoticed()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        await some.Recuse(2);
        string whole = some.Record.Write(), policy = some.Policy;
        Gen.Int[0, whole.Length - 1].Sample(at =>
        {
            char was = whole[at], now = was == 'x' ? 'y' : 'x';
            string changed = whole[..at] + now + whole[(at + 1)..];
            Assert.False(DrawVerifier.Verify(changed, policy).Holds, $"'{was}' became '{now}' at {at}");
        }, iter: 150, threads: 1);
    }

    [Fact]
    public async Task A_seed_that_was_witnessed_before_the_agreed_time_or_too_late_does_not_hold()
    {
        await using SomeDraw early = await SomeDraw.Hold(cosignedAt: TimeSpan.FromSeconds(-2));
        Fails(early.Verify(), "draw.seedTime");
        await using SomeDraw late = await SomeDraw.Hold(cosignedAt: TimeSpan.FromMinutes(61));
        Fails(late.Verify(), "draw.seedTime");
        await using SomeDraw slow = await SomeDraw.Hold(cosignedAt: TimeSpan.FromMinutes(40));
        Assert.True(slow.Verify().Holds);
        Assert.Contains(slow.Verify().Notes, n => n.Contains("40 分钟", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_list_that_was_committed_after_the_seed_does_not_hold()
    {
        await using SomeDraw some = await SomeDraw.Hold(committedAt: TimeSpan.FromMinutes(1));
        Fails(some.Verify(), "draw.order");
    }

    [Fact]
    public async Task A_witness_whom_the_verifier_does_not_know_is_no_witness()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        SomeWitness stranger = new("stranger.example", 9);
        string policy = some.Policy.Replace(Pools.Witnesses[1].Key.ToString(), stranger.Key.ToString(),
            StringComparison.Ordinal);
        DrawVerifier verifier = some.Verify(policy: policy);
        Assert.Contains(verifier.Checks, c => c.Name == "draw.commitment" && !c.Holds);
    }

    [Fact]
    public async Task Whoever_runs_the_draw_is_not_in_its_list()
    {
        await using SomeDraw some = await SomeDraw.Hold(by: "hj-01");
        Fails(some.Verify(), "draw.operator");
    }

    [Fact]
    public async Task A_substitute_who_was_chosen_by_hand_is_found()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        string chosen = Pools.Inspectors().Last(i => i.Department == "生态环境"
            && !some.Draw.Tasks[1].Inspectors.Contains(i.Id)).Id;
        string byRule = some.Draw.With([(some.Draw.Tasks[1].Subject.Id, some.Draw.Tasks[1].Inspectors[0])], out _)![1]
            .Inspectors[0];
        if (chosen == byRule)
            chosen = "hj-00";
        await some.Recuse(1, chosen);
        Fails(some.Verify(), "draw.substitute");
    }

    [Fact]
    public async Task The_seed_needs_every_witness_and_each_once()
    {
        await using SomeDraw some = await SomeDraw.Hold();
        DrawComputed drawn = DrawActs.ReadComputed(Qingyuan.Registry.Act.Read(
            Qingyuan.Ledger.InclusionProof.Parse(some.Record.Drawn).Extra)!.Content);
        Assert.NotNull(DrawSeed.Of(drawn.Note, Pools.Rules(), out _));
        string one = drawn.Note[..(drawn.Note[..^1].LastIndexOf('\n') + 1)];
        Assert.Null(DrawSeed.Of(one, Pools.Rules(), out string? why));
        Assert.Contains("police.example", why, StringComparison.Ordinal);
        string twice = Pools.Witnesses[1].Cosign(drawn.Note, Pools.Agreed.AddSeconds(9));
        Assert.Null(DrawSeed.Of(twice, Pools.Rules(), out _));
    }

    private static string Bad(DrawVerifier verifier) =>
        string.Join("; ", verifier.Checks.Where(c => !c.Holds).Select(c => $"{c.Name}: {c.Detail}"));

    private static void Fails(DrawVerifier verifier, string check)
    {
        Assert.False(verifier.Holds);
        Assert.Contains(verifier.Checks, c => c.Name == check && !c.Holds);
    }
}
