using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>
/// Who steps back and who takes the place (回避和代理). The replacement follows from a digest, so nobody chooses it and
/// everybody can recompute it.
/// </summary>
public static class Recusal
{
    /// <summary>
    /// The person steps back by themselves, or is told to; the place is filled at once if anybody can.
    /// </summary>
    [Clause("行政处罚法", "43")]
    public static Registration Decide(
        Procedure procedure, Matter matter, string role, string person, string reason, Actor actor,
            MatterContext context)
    {
        if (Part(procedure, matter, role, person, actor) is not { } part)
            return Unable();
        List<Refusal> refusals = [];
        MatterRules.CheckReason(reason, refusals);
        if (refusals.Count > 0)
            return new Registration(null, refusals);
        Actor? next = Replacement(part.Role, matter, person, context.Holders(part.Role.Power));
        ImmutableArray<Holder> rest = [.. matter.People(role).Where(h => h != part.Holder)];
        if (next is not null)
            rest = rest.Add(new Holder(next.Person, next.Name, next.Organisation));
        return MatterRules.Accepted(MatterActs.Recused, actor, part.Power, "行政处罚法 43", new JsonObject
        {
            ["matter"] = matter.Position,
            ["sequence"] = matter.Sequence,
            ["name"] = $"{part.Role.Name}{part.Holder.Name}回避，"
                + (next is null ? "暂时没有人可以替换" : $"由{next.Name}替换"),
            ["person"] = MatterActs.Write(part.Holder),
            ["by"] = MatterActs.Write(MatterRules.Signer(matter, null, actor)),
            ["fields"] = MatterActs.Write([("reason", "理由", reason.Trim())]),
            ["assigns"] = MatterActs.Write(ImmutableDictionary<string, ImmutableArray<Holder>>.Empty.Add(role, rest)),
        }, context);
    }

    /// <summary>A deputy acts in the person's place (代理), or the person takes it back (deputy = the person).</summary>
    public static Registration Deputise(
        Procedure procedure, Matter matter, string role, string person, string deputy, string reason, Actor actor,
        MatterContext context)
    {
        if (Part(procedure, matter, role, person, actor) is not { } part)
            return Unable();
        List<Refusal> refusals = [];
        MatterRules.CheckReason(reason, refusals);
        string principal = part.Holder.For.Length > 0 ? part.Holder.For : part.Holder.Person;
        Actor? able = context.Holders(part.Role.Power).FirstOrDefault(a => a.Person == deputy);
        if (able is null)
            refusals.Add(Refusal.Of("deputy.power", "", $"{deputy} 没有当{part.Role.Name}的权限；请换人，或先授权。", "deputy"));
        else if (matter.Recused.Any(r => r.Person == deputy) || MatterForm.Conflicts(matter.Subject, able))
            refusals.Add(Refusal.Of("deputy.recused", "行政处罚法 43", $"{able.Name}应当回避；请换人。", "deputy"));
        else if (matter.People(role).Any(h => h.Person == deputy))
            refusals.Add(Refusal.Of("deputy.same", "", $"{able.Name}已经是{part.Role.Name}，不能再代理别人；请换人。", "deputy"));
        if (refusals.Count > 0)
            return new Registration(null, refusals);
        bool back = deputy == principal;
        var holder = new Holder(able!.Person, able.Name, able.Organisation, back ? "" : principal);
        ImmutableArray<Holder> people = [.. matter.People(role).Select(h => h == part.Holder ? holder : h)];
        return MatterRules.Accepted(MatterActs.Deputised, actor, part.Power, procedure.Step(matter.Opening.Step)?.Basis
            ?? matter.Opening.Clause, new JsonObject
            {
                ["matter"] = matter.Position,
                ["sequence"] = matter.Sequence,
                ["name"] = back ? $"{able.Name}恢复办理" : $"{part.Role.Name}{part.Holder.Name}由{able.Name}代理",
                ["by"] = MatterActs.Write(MatterRules.Signer(matter, null, actor)),
                ["fields"] = MatterActs.Write([("reason", "理由", reason.Trim())]),
                ["assigns"] = MatterActs.Write(
                    ImmutableDictionary<string, ImmutableArray<Holder>>.Empty.Add(role, people)),
            }, context);
    }

    /// <summary>
    /// The candidate with the smallest SHA-256 of "matter/role/sequence/person". Nobody who has a part in the matter,
    /// stepped back, or belongs to the subject's house. Null = there is nobody.
    /// </summary>
    internal static Actor? Replacement(ProcedureRole role, Matter matter, string leaving,
        IReadOnlyList<Actor> holders) =>
        holders.Where(a => a.Person != leaving && !matter.Concerns(a.Person)
            && matter.Recused.All(r => r.Person != a.Person) && !MatterForm.Conflicts(matter.Subject, a))
            .MinBy(a => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
                $"{matter.Position}/{role.Id}/{matter.Sequence}/{a.Person}"))), StringComparer.Ordinal);

    private static (ProcedureRole Role, Holder Holder, string Power)? Part(
        Procedure procedure, Matter matter, string role, string person, Actor actor) =>
        procedure.Role(role) is { } known && !matter.IsEnded
            && matter.People(role).FirstOrDefault(h => h.Person == person) is { } holder
            && (actor.Person == person || actor.Person.Length > 0 && actor.Person == holder.For
                ? known.Power : MatterRules.Holds(actor, known.AssignPower, matter.Subject)
                    ? known.AssignPower : null) is { } power
            ? (known, holder, power) : null;

    private static Registration Unable() => MatterRules.Refused("part.none",
        "只有本人，或者有权决定回避的人，能在没有结束的事项里办理回避和代理；请核对角色和人员。", "行政处罚法 43");
}
