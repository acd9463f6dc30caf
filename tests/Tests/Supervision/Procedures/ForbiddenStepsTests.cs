using System.Collections.Frozen;
using System.Collections.Immutable;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>
/// Generated from the declarations: every step is tried from every state it does not lead out of, and by everybody who
/// lacks the power. A new line in a declaration brings its own tests.
/// </summary>
public sealed class ForbiddenStepsTests
{
    private static readonly MatterContext _context = new(
        Desk.Start, TermCounter.Of(Rulebook.Shipped, new DateOnly(2026, 11, 24)), _ => []);

    public static TheoryData<string> Shipped => [.. ProcedureSet.Shipped.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_step_is_refused_in_every_state_that_it_does_not_lead_out_of(string id)
    {
        Procedure p = ProcedureSet.Shipped.Find(id)!;
        int tried = 0;
        foreach (ProcedureState state in p.States)
        {
            Matter matter = In(p, state);
            foreach (Step step in p.Steps.Where(s => !s.From.Contains(state.Id)))
            {
                Registration asked = MatterRules.Decide(p, matter, new MatterAsk(step.Id), Everything(p), _context);
                Assert.Null(asked.Act);
                Assert.Contains(asked.Refusals, r => r.Code is "step.state" or "step.unknown");
                tried++;
            }
        }
        Assert.True(tried > p.States.Length);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_step_is_refused_to_everybody_without_its_power_in_every_state(string id)
    {
        Procedure p = ProcedureSet.Shipped.Find(id)!;
        foreach (ProcedureState state in p.States)
        {
            foreach (Step step in p.Steps)
            {
                Matter? matter = step.Opens ? null : In(p, state);
                // Holds everything but what this step asks for.
                Actor actor = new("other", "别人", "", p.Powers.Where(w => !step.Who.Contains(w)).ToFrozenSet());
                Registration asked = MatterRules.Decide(p, matter, new MatterAsk(step.Id), actor, _context);
                Assert.Contains(asked.Refusals, r => r.Code == "power.none");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_act_about_an_ended_matter_changes_nothing_even_if_somebody_appends_it(string id)
    {
        Procedure p = ProcedureSet.Shipped.Find(id)!;
        foreach (ProcedureState state in p.States.Where(s => s.IsEnd))
        {
            Matter matter = In(p, state);
            foreach (Step step in p.Steps.Where(s => !s.Opens))
            {
                Act act = Act.Read(new Act(MatterActs.Stepped, Desk.Start, "x", "x", "x",
                    new System.Text.Json.Nodes.JsonObject
                    {
                        ["matter"] = 0,
                        ["sequence"] = matter.Sequence,
                        ["from"] = state.Id,
                        ["step"] = step.Id,
                        ["name"] = step.Name,
                        ["by"] = new System.Text.Json.Nodes.JsonObject
                        {
                            ["person"] = "x",
                            ["name"] = "x",
                            ["organisation"] = "",
                        },
                        ["effect"] = new System.Text.Json.Nodes.JsonObject { ["to"] = p.States[0].Id },
                    }).ToEntry())!;
                Assert.Same(matter, MatterFold.With(matter, 9, act, act.ToEntry(), "", out string refused));
                Assert.Equal("matter.ended", refused);
            }
        }
    }

    private static Actor Everything(Procedure p) => new("all", "全", "", p.Powers.ToFrozenSet());

    private static Matter In(Procedure p, ProcedureState state) => new(
        0, p.Id, p.Prefix, "X-1", "题目题目", Subject.None, state.Id, state.Name, state.IsEnd, false, 3, Desk.Start,
        Desk.Start, null,
        [
            new MatterEvent(0, MatterActs.Opened, p.Openings.First().Id, "开始", true, Desk.Start,
                [new Holder("somebody", "某", "")], "x", "x", p.Digest, [], [], "", false),
        ],
        ImmutableDictionary<string, MatterClock>.Empty,
        p.Roles.ToImmutableDictionary(r => r.Id, r => ImmutableArray.Create(new Holder("all", "全", ""))), [], null);
}
