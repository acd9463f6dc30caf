using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>
/// Whether a step may be taken and what it then is (办理规则): person, power in force, state, guards, what is filled in
/// and attached. Pure; gives the act to append or every reason why not. Never appends.
/// </summary>
public static class MatterRules
{
    /// <summary>Opens a matter or moves it.</summary>
    /// <param name="matter">Null = the step opens one.</param>
    public static Registration Decide(
        Procedure procedure, Matter? matter, MatterAsk ask, Actor actor, MatterContext context)
    {
        if (procedure.Step(ask.Step) is not { } step || step.Opens != matter is null)
            return Refused("step.unknown", $"“{procedure.Name}”没有步骤 {ask.Step}；请从页面上列出的步骤里选。");
        List<Refusal> refusals = [];
        string? power = Place(procedure, matter, step, actor, ask, context, refusals);
        var fields = MatterForm.Fields(step, ask, refusals);
        MatterForm.Attachments(step, ask, refusals);
        var assigns = MatterForm.People(procedure, matter, step, ask, context, refusals);
        if (step.Opens)
            MatterForm.Opening(ask, context.Now, refusals);
        if (refusals.Count > 0 || power is null)
            return new Registration(null, refusals);
        JsonObject content = matter is null ? new JsonObject
        {
            ["procedure"] = procedure.Id,
            ["prefix"] = procedure.Prefix,
            ["title"] = ask.Title.Trim(),
            ["subject"] = MatterActs.Write(ask.Subject),
        } : new JsonObject { ["matter"] = matter.Position, ["sequence"] = matter.Sequence, ["from"] = matter.State };
        if (ask.ActDay is { } day)
            content["act_day"] = MatterActs.DayText(day);
        content["step"] = step.Id;
        content["name"] = step.Name;
        content["edition"] = procedure.Digest;
        content["by"] = MatterActs.Write(Signer(matter, step, actor));
        content["fields"] = MatterActs.Write(fields);
        content["attachments"] = MatterActs.Write(ask.Attachments);
        if (step.People > 1)
            content["needs"] = step.People;
        AddEffect(content, procedure, matter, step, assigns, context);
        string kind = matter is null ? MatterActs.Opened : MatterActs.Stepped;
        return Accepted(kind, actor, power, step.Basis, content, context);
    }

    /// <summary>The second signature (会签) under a step: enforcement is by not fewer than two.</summary>
    [Clause("行政处罚法", "42")]
    public static Registration Cosign(Procedure procedure, Matter matter, Actor actor, MatterContext context)
    {
        if (matter.Pending is not { } pending || procedure.Step(pending.First.Step) is not { } step)
            return Refused("pending.none", "没有等待会签的步骤；请刷新页面。");
        List<Refusal> refusals = [];
        string? power = Place(procedure, matter with { Pending = null }, step, actor, null, context, refusals);
        if (pending.IsSignedBy(actor.Person))
            refusals.Add(Refusal.Of("pending.self", "行政处罚法 42", "你已经签过；会签要由另一个人做。"));
        if (refusals.Count > 0 || power is null)
            return new Registration(null, refusals);
        JsonObject content = new()
        {
            ["matter"] = matter.Position,
            ["sequence"] = matter.Sequence,
            ["of"] = pending.First.Position,
            ["step"] = step.Id,
            ["name"] = "会签：" + step.Name,
            ["edition"] = procedure.Digest,
            ["by"] = MatterActs.Write(Signer(matter, step, actor)),
        };
        AddEffect(content, procedure, matter, step, pending.Effect.Assigns, context);
        return Accepted(MatterActs.Cosigned, actor, power, step.Basis, content, context);
    }

    /// <summary>Refuses the second signature (退回会签); the step was not taken.</summary>
    public static Registration Return(
        Procedure procedure, Matter matter, string reason, Actor actor, MatterContext context)
    {
        if (matter.Pending is not { } pending || procedure.Step(pending.First.Step) is not { } step)
            return Refused("pending.none", "没有等待会签的步骤；请刷新页面。");
        List<Refusal> refusals = [];
        // Whoever may sign may refuse; the first signer may withdraw.
        if (Allows(procedure, matter, step, actor) is not { } power)
            return Refused("power.none", $"你没有“{step.Name}”的权限；请由有权限的人退回。");
        CheckReason(reason, refusals);
        return refusals.Count > 0 ? new Registration(null, refusals) : Accepted(
            MatterActs.Returned, actor, power, step.Basis, new JsonObject
            {
                ["matter"] = matter.Position,
                ["sequence"] = matter.Sequence,
                ["of"] = pending.First.Position,
                ["name"] = (pending.IsSignedBy(actor.Person) ? "撤回：" : "退回会签：") + step.Name,
                ["edition"] = procedure.Digest,
                ["by"] = MatterActs.Write(Signer(matter, step, actor)),
                ["fields"] = MatterActs.Write([("reason", "理由", reason.Trim())]),
            }, context);
    }

    /// <summary>The steps that lead out of the state, those that the person may take first.</summary>
    public static IReadOnlyList<NextStep> Next(Procedure procedure, Matter matter, Actor actor,
        MatterContext context) =>
    [
        .. procedure.From(matter.State).Select(step => Look(procedure, matter, step, actor, context))
            .OrderByDescending(n => n.IsMine).ThenBy(n => n.Lacks.Length > 0),
    ];

    /// <summary>May see the matter: a power of the declaration, or a part in it.</summary>
    public static bool MayRead(Procedure procedure, Matter matter, Actor actor) =>
        MayRead(procedure, matter.Subject, matter.SubjectSees, actor)
        || matter.Concerns(actor.Person) && actor.Person.Length > 0;

    /// <summary>The same from a line of a list, for whoever has no part in it.</summary>
    public static bool MayRead(Procedure procedure, Subject subject, bool subjectSees, Actor actor) =>
        procedure.Reads.Any(power => Holds(actor, power, subject))
        || subjectSees && MatterForm.Conflicts(subject, actor);

    /// <summary>Holds the power where the subject is: an officer of one prefecture does not act in another.</summary>
    internal static bool Holds(Actor actor, string power, Subject subject) => actor.Has(power, new Scope(
        Region: subject.Region.Length > 0 ? subject.Region : null, Subject: subject.Id.Length > 0 ? subject.Id : null));

    /// <summary>The power under which the person may take the step; null = none.</summary>
    /// <param name="subject">Of the matter, or of the one that is to be opened.</param>
    internal static string? Allows(
        Procedure procedure, Matter? matter, Step step, Actor actor, Subject? subject = null)
    {
        subject ??= matter?.Subject ?? Subject.None;
        foreach (string who in step.Who)
        {
            if (Step.RoleOf(who) is not { } role)
            {
                if (Holds(actor, who, subject))
                    return who;
            }
            else if (matter is not null && procedure.Role(role) is { } known
                && Holds(actor, known.Power, subject)
                && matter.People(role).Any(h => h.Person == actor.Person))
                return known.Power; // A part alone is not enough: the power must still be in force.
        }
        return null;
    }

    private static NextStep Look(Procedure p, Matter matter, Step step, Actor actor, MatterContext context)
    {
        bool waits = matter.Pending?.First.Step == step.Id, mine = Allows(p, matter, step, actor) is not null;
        List<string> lacks = [.. Lacks(p, matter, step, actor, context,
            System.Collections.Frozen.FrozenSet<string>.Empty)];
        if (matter.Pending is { } pending && !waits)
            lacks.Add($"先完成或退回“{pending.First.Name}”的会签");
        else if (waits && matter.Pending!.IsSignedBy(actor.Person))
            lacks.Add("你已签字，等另一个人会签");
        return new NextStep(step, mine, [.. lacks], Says(p, matter, step, context), waits);
    }

    /// <summary>What follows when it is taken: the declaration's own words, then the terms and the state.</summary>
    private static string Says(Procedure p, Matter? matter, Step step, MatterContext context)
    {
        Effect effect = EffectOf(p, matter, step, step.To, ImmutableDictionary<string, ImmutableArray<Holder>>.Empty,
            context);
        IEnumerable<string> parts = new[] { step.Consequence.TrimEnd('。') }
            .Concat(step.People > 1 ? [$"要 {step.People} 人先后签字"] : [])
            .Concat(effect.Starts.Select(c => string.Create(
                CultureInfo.InvariantCulture, $"{c.Name} {c.Length}，最迟 {c.Due.AddTicks(-1):yyyy-MM-dd}")))
            .Concat(effect.Resumes.Select(c => string.Create(
                CultureInfo.InvariantCulture, $"{c.Name}最迟 {c.Due.AddTicks(-1):yyyy-MM-dd}")))
            .Concat(step.Attachments.Where(a => a.Required).Select(a => $"须附{a.Name}"));
        return string.Join("。", parts.Where(t => t.Length > 0)) is { Length: > 0 } said ? said + "。" : "";
    }

    private static IEnumerable<string> Lacks(
        Procedure p, Matter matter, Step step, Actor actor, MatterContext context, IReadOnlySet<string> facts)
    {
        var input = new GuardInput(p, matter, actor, context.Now, facts);
        return step.Guards.Select(g => Guard.Find(g.Name)!.Lacks(g, input)).OfType<string>();
    }

    /// <summary>Person, power, state and guards; the power, or null with the refusals.</summary>
    private static string? Place(
        Procedure p, Matter? matter, Step step, Actor actor, MatterAsk? ask, MatterContext context,
            List<Refusal> refusals)
    {
        if (Allows(p, matter, step, actor, matter is null ? ask?.Subject : null) is not { } power)
        {
            refusals.Add(Refusal.Of("power.none", step.Basis,
                $"你没有办理“{step.Name}”的权限，或不是这个事项的承办人；请由有权限的人办理。"));
            return null;
        }
        if (matter is null)
            return power;
        if (!step.From.Contains(matter.State))
        {
            refusals.Add(Refusal.Of("step.state", step.Basis, matter.IsEnded
                ? $"事项已经结束（{matter.StateName}），不能再办理“{step.Name}”。"
                : $"现在是“{matter.StateName}”，不能办理“{step.Name}”；请看页面上列出的步骤。"));
        }
        if (ask?.Sequence is { } seen && seen != matter.Sequence)
        {
            refusals.Add(Refusal.Of(
                "matter.moved", "", "你打开页面以后，别人又办理了一步。你填的没有写入账本；请刷新页面，看过经过再办。"));
        }
        if (matter.Pending is { } pending)
        {
            refusals.Add(Refusal.Of("pending.waits", "",
                $"“{pending.First.Name}”正在等会签；请先会签或退回，再办别的。"));
        }
        foreach (string lack in Lacks(p, matter, step, actor, context, ask?.Facts
            ?? System.Collections.Frozen.FrozenSet<string>.Empty))
            refusals.Add(Refusal.Of("step.guard", step.Basis, $"现在不能办理“{step.Name}”：{lack}。"));
        return power;
    }

    private static void AddEffect(
        JsonObject content, Procedure p, Matter? matter, Step step,
        ImmutableDictionary<string, ImmutableArray<Holder>> assigns, MatterContext context)
    {
        content["effect"] = MatterActs.Write(EffectOf(p, matter, step, step.To, assigns, context));
        if (step.Sampling is { } sampling)
        {
            content["percent"] = sampling.Percent;
            content["sampled"] = MatterActs.Write(EffectOf(p, matter, step, sampling.To, assigns, context));
        }
        if (step.Shows)
            content["shows"] = true;
    }

    private static Effect EffectOf(
        Procedure p, Matter? matter, Step step, string? to, ImmutableDictionary<string, ImmutableArray<Holder>> assigns,
        MatterContext context)
    {
        ProcedureState? state = to is null ? null : p.State(to);
        return new Effect(
            to, state?.Name ?? "", state?.IsEnd ?? false,
            // Nothing runs in a matter that has ended.
            state?.IsEnd == true ? [] : [.. step.Starts.Select(id => Start(p.Clock(id)!, context))],
            step.Stops, step.Suspends,
            [
                .. step.Resumes.Select(id => Resumed(p.Clock(id)!, matter?.Clock(id), context)).OfType<MatterClock>(),
                .. step.Extends.Select(e => Extended(p.Clock(e.Clock)!, e.Length, matter?.Clock(e.Clock), context))
                    .OfType<MatterClock>(),
            ],
            assigns);
    }

    private static MatterClock Start(Clock clock, MatterContext context)
    {
        TermEnd end = context.Terms.End(context.Now, clock.Term, clock.Warn);
        return new MatterClock(clock.Id, clock.Name, clock.Term.Text, clock.Basis, context.Now, end.Due, end.Warn,
            end.Provisional, null, null, -1);
    }

    private static MatterClock? Resumed(Clock clock, MatterClock? before, MatterContext context)
    {
        if (before is not { SuspendedAt: { } stopped, StoppedAt: null })
            return null;
        TermEnd end = context.Terms.Resume(
            new TermEnd(before.Due, before.Warn, before.Provisional), stopped, context.Now, clock.Term, clock.Warn);
        return before with { Due = end.Due, Warn = end.Warn, Provisional = end.Provisional, SuspendedAt = null };
    }

    private static MatterClock? Extended(Clock clock, int length, MatterClock? before, MatterContext context)
    {
        if (before is not { StoppedAt: null, SuspendedAt: null })
            return null;
        TermEnd end = context.Terms.Extend(
            new TermEnd(before.Due, before.Warn, before.Provisional), clock.Term, length, clock.Warn);
        string longer = $"{before.Length}，延长 {(clock.Term with { Length = length }).Text}";
        return before with { Due = end.Due, Warn = end.Warn, Provisional = end.Provisional, Length = longer };
    }

    internal static Holder Signer(Matter? matter, Step? step, Actor actor) => new(
        actor.Person, actor.Name, actor.Organisation, (step?.Who ?? []).Select(w => Step.RoleOf(w)).OfType<string>()
            .SelectMany(r => matter?.People(r) ?? []).FirstOrDefault(h => h.Person == actor.Person)?.For ?? "");

    internal static void CheckReason(string reason, List<Refusal> refusals)
    {
        if (reason.Trim().Length is < 4 or > 500)
            refusals.Add(Refusal.Of("reason.length", "", "请写理由，4 至 500 个字。", "reason"));
    }

    internal static Registration Accepted(
        string kind, Actor actor, string power, string clause, JsonObject content, MatterContext context) =>
        new(new Act(kind, context.Now, actor.Person, power, clause, content), []);

    internal static Registration Refused(string code, string message, string clause = "") =>
        new(null, [Refusal.Of(code, clause, message)]);
}
