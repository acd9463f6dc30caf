using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>Recusal with a replacement that nobody chose, and deputies.</summary>
[Clause("行政处罚法", "43")]
public sealed class RecusalTests : IDisposable
{
    private readonly Desk _desk = new();

    public void Dispose() => _desk.Dispose();

    [Fact]
    public void Whoever_steps_back_is_replaced_at_once_and_never_comes_back()
    {
        string number = _desk.Assigned();
        Matter matter = Desk.Must(_desk.Recuse(number, "ciren", "ciren")).Matter!;
        Assert.Equal(["yangzong", "luobu"], matter.People("checkers").Select(h => h.Person));
        Assert.Equal("ciren", Assert.Single(matter.Recused).Person);
        // He no longer has a part, so he no longer sees it.
        Assert.Equal("matter.unknown", _desk.Recuse(number, "luobu", "ciren").Refusals[0].Code);
        // Nobody is left to replace the next one: the place stays empty, and the check waits.
        matter = Desk.Must(_desk.Recuse(number, "luobu", "basang")).Matter!;
        Assert.Equal(["yangzong"], matter.People("checkers").Select(h => h.Person));
        MatterAnswer record = _desk.Step(number, _desk.Checked(), "yangzong");
        Assert.Contains(record.Refusals, r => r.Message.Contains("核查人不足 2 人", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_person_or_who_may_order_it_decides_a_recusal()
    {
        string number = _desk.Assigned();
        Assert.Equal("part.none", _desk.Recuse(number, "ciren", "yangzong").Refusals[0].Code);
        Assert.Equal("part.none", _desk.Recuse(number, "deji", "basang").Refusals[0].Code);
        Assert.Equal("reason.length",
            _desk.Recuse(number, "ciren", "basang", "").Refusals[0].Code);
        Desk.Must(_desk.Recuse(number, "ciren", "basang"));
    }

    [Fact]
    public void The_replacement_follows_from_the_digest_and_is_the_same_for_everybody()
    {
        string number = _desk.Assigned();
        Matter matter = _desk.Matters.Find(number)!;
        ProcedureRole role = _desk.Procedures.Find("lead")!.Role("checkers")!;
        Actor[] pool = [.. Enumerable.Range(0, 9).Select(i => Desk.Person($"p{i}", $"某{i}", "o", "lead.check"))];
        Actor? first = Recusal.Replacement(role, matter, "ciren", pool);
        Assert.Equal(first, Recusal.Replacement(role, matter, "ciren", [.. pool.Reverse()]));
        Assert.NotNull(first);
        // Taking anybody else out of the pool does not change who is drawn.
        Assert.Equal(first, Recusal.Replacement(role, matter, "ciren",
            [.. pool.Where(p => p == first || p.Person == "p0")]));
    }

    [Fact]
    public void Nobody_of_the_subjects_house_checks_it()
    {
        string number = Desk.Must(_desk.Open()).Matter!.Number;
        Desk.Must(_desk.Step(number, "triage", "deji", ("opinion", "受理办理")));
        _desk.People.Add(Desk.Person("inside", "内部人", "kiln", "lead.check"));
        MatterAnswer answer = _desk.Step(number, new MatterAsk("assign")
        {
            Fields = new Dictionary<string, string> { ["task"] = "核查斜率为何改变" },
            People = new Dictionary<string, IReadOnlyList<string>> { ["checkers"] = ["inside", "ciren"] },
        }, "basang");
        Assert.Equal("people.conflict", Assert.Single(answer.Refusals).Code);
    }

    [Fact]
    public void What_the_recused_had_signed_alone_does_not_stand()
    {
        string number = _desk.Assigned();
        Desk.Must(_desk.Step(number, _desk.Checked(), "ciren"));
        Assert.Null(Desk.Must(_desk.Recuse(number, "ciren", "ciren")).Matter!.Pending);
    }

    [Fact]
    public void A_deputy_signs_in_the_persons_place_and_the_two_are_not_two_people()
    {
        string number = _desk.Assigned();
        Assert.Equal("deputy.power", _desk.Deputise(number, "ciren", "deji", "ciren").Refusals[0].Code);
        Assert.Equal("deputy.same", _desk.Deputise(number, "ciren", "yangzong", "ciren").Refusals[0].Code);
        Matter deputised = Desk.Must(_desk.Deputise(number, "ciren", "luobu", "ciren")).Matter!;
        Assert.Equal(new Holder("luobu", "罗布（演示）", "lhasa-market", "ciren"), deputised.People("checkers")[0]);
        Desk.Must(_desk.Step(number, _desk.Checked(), "luobu"));
        Matter done = Desk.Must(_desk.Cosign(number, "yangzong")).Matter!;
        Assert.Equal("ciren", done.History[^1].Signers[0].For);
        // The person takes it back; only they or who orders recusals can.
        Matter back = Desk.Must(_desk.Deputise(number, "luobu", "ciren", "basang")).Matter!;
        Assert.Equal(new Holder("ciren", "次仁（演示）", "lhasa-team"), back.People("checkers")[0]);
    }

    [Fact]
    public void Whoever_lost_the_power_has_no_part_any_more()
    {
        string number = _desk.Assigned();
        Actor without = Desk.Person("ciren", "次仁（演示）", "lhasa-team");
        MatterAnswer answer = _desk.Step(number, _desk.Checked(), without);
        Assert.Contains(answer.Refusals, r => r.Code == "power.none");
    }
}
