using System.Collections.Frozen;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>What a guard looks at.</summary>
/// <param name="Facts">Named facts that the caller has established, e.g. that a seed is fixed.</param>
public sealed record GuardInput(
    Procedure Procedure, Matter Matter, Actor Actor, DateTimeOffset Now, IReadOnlySet<string> Facts);

/// <summary>
/// A named condition of a step (守则). Says in plain Chinese what is lacking; never changes anything. The list of names
/// is what a declaration can choose from.
/// </summary>
public sealed class Guard
{
    private static readonly Guard[] _all =
    [
        new("不同人", "步骤或角色代码", StepsOrRoles, (rule, i) =>
            rule.Arguments.FirstOrDefault(a => Did(i, a)) is { } did
                ? $"要换人：你已经{Said(i.Procedure, did)}，这一步由别人做" : null),
        new("已做", "步骤代码", Steps, (rule, i) =>
            rule.Arguments.Where(a => !HasStep(i.Matter, a)).ToArray() is [_, ..] lacks
            ? $"还缺：{string.Join("、", lacks.Select(a => i.Procedure.Step(a)!.Name))}" : null),
        new("未做", "步骤代码", Steps, (rule, i) => rule.Arguments.FirstOrDefault(a => HasStep(i.Matter, a)) is { } done
            ? $"已经做过：{i.Procedure.Step(done)!.Name}" : null),
        new("人员齐", "角色代码", Roles, (rule, i) => rule.Arguments.FirstOrDefault(a => !IsFull(i, a)) is { } role
            ? $"还缺：{i.Procedure.Role(role)!.Name}不足 {i.Procedure.Role(role)!.Count} 人" : null),
        new("两部门", "角色代码", Roles, (rule, i) => rule.Arguments.FirstOrDefault(a =>
            i.Matter.People(a).Select(h => h.Organisation).Distinct().Count() < 2) is { } role
            ? $"还缺：{i.Procedure.Role(role)!.Name}要来自两个部门" : null),
        new("期限已过", "期限代码", Clocks, (rule, i) => rule.Arguments.FirstOrDefault(a =>
            i.Matter.Clock(a) is not { StoppedAt: null, SuspendedAt: null } clock || clock.Due > i.Now) is { } early
            ? $"要等“{i.Procedure.Clock(early)!.Name}”到期以后" : null),
        new("期限未过", "期限代码", Clocks, (rule, i) => rule.Arguments.FirstOrDefault(a =>
            i.Matter.Clock(a) is { StoppedAt: null, SuspendedAt: null } clock && clock.Due <= i.Now) is { } late
            ? $"“{i.Procedure.Clock(late)!.Name}”已经过期" : null),
        new("未中止", "期限代码", Clocks, (rule, i) => rule.Arguments.FirstOrDefault(a =>
            i.Matter.Clock(a) is not { StoppedAt: null, SuspendedAt: null }) is { } still
            ? $"“{i.Procedure.Clock(still)!.Name}”现在没有在走" : null),
        new("已中止", "期限代码", Clocks, (rule, i) => rule.Arguments.FirstOrDefault(a =>
            i.Matter.Clock(a) is not { StoppedAt: null, SuspendedAt: not null }) is { } runs
            ? $"“{i.Procedure.Clock(runs)!.Name}”没有中止" : null),
        new("对象本人", "不是对象单位的人要有的权限代码", (_, _) => null, (rule, i) =>
            i.Actor.Organisation.Length > 0 && i.Actor.Organisation == i.Matter.Subject.Id
            || i.Actor.Organisation.Length > 0
                && i.Matter.Subject.Id.StartsWith(i.Actor.Organisation + "-", StringComparison.Ordinal)
            || rule.Arguments.Any(i.Actor.Has) ? null : "只有对象单位自己的人，或主管部门代为登记"),
        new("结果", "步骤代码和 result 应有的内容", (p, rule) => rule.Arguments.Length == 2
            && p.Step(rule.Arguments[0]) is not null ? null : "守则“结果”写成：结果 步骤代码 内容。", (rule, i) =>
            i.Matter.History.LastOrDefault(h => h.Step == rule.Arguments[0] && h.IsStep) is { } done
                && done.Fields.All(f => f.Id != "result" || f.Text != rule.Arguments[1])
            ? $"{done.Name}的结果不是“{rule.Arguments[1]}”" : null),
        new("结果不是", "步骤代码和 result 不应有的内容", (p, rule) => rule.Arguments.Length == 2
            && p.Step(rule.Arguments[0]) is not null ? null : "守则“结果不是”写成：结果不是 步骤代码 内容。", (rule, i) =>
            i.Matter.History.LastOrDefault(h => h.Step == rule.Arguments[0] && h.IsStep) is { } done
                && done.Fields.Any(f => f.Id == "result" && f.Text == rule.Arguments[1])
            ? $"{done.Name}的结果是“{rule.Arguments[1]}”，不能走这一步" : null),
        new("事实", "由程序查明的事实", (_, rule) => rule.Arguments.Length == 1 ? null : "守则“事实”后面写一个名称。",
            (rule, i) => i.Facts.Contains(rule.Arguments[0]) ? null : $"还缺：{rule.Arguments[0]}"),
    ];

    private static readonly FrozenDictionary<string, Guard> _byName = _all.ToFrozenDictionary(g => g.Name);

    private readonly Func<Procedure, GuardRule, string?> _problem;
    private readonly Func<GuardRule, GuardInput, string?> _lacks;

    private Guard(
        string name, string about, Func<Procedure, GuardRule, string?> problem,
        Func<GuardRule, GuardInput, string?> lacks)
    {
        (Name, About, _problem, _lacks) = (name, about, problem, lacks);
    }

    public static IReadOnlyList<Guard> All => _all;

    public string Name { get; }

    /// <summary>What stands after the name.</summary>
    public string About { get; }

    public static Guard? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>What is wrong with its arguments; null = nothing.</summary>
    public string? Problem(Procedure procedure, GuardRule rule) => _problem(procedure, rule);

    /// <summary>What is lacking, without a full stop; null = it holds.</summary>
    public string? Lacks(GuardRule rule, GuardInput input) => _lacks(rule, input);

    private static bool HasStep(Matter matter, string step) => matter.History.Any(h => h.Step == step && h.IsStep);

    private static bool IsFull(GuardInput i, string role) =>
        i.Matter.People(role).Count >= (i.Procedure.Role(role)?.Count ?? 1);

    private static bool Did(GuardInput i, string id) =>
        i.Matter.History.Any(h => h.Step == id && h.IsStep && h.Signers.Any(s => s.Person == i.Actor.Person))
        || i.Matter.People(id).Any(h => h.Person == i.Actor.Person);

    private static string Said(Procedure p, string id) =>
        p.Step(id) is { } step ? $"做过“{step.Name}”" : $"是{p.Role(id)?.Name ?? id}";

    private static string? Steps(Procedure p, GuardRule rule) => Check(rule, a => p.Step(a) is not null, "步骤");

    private static string? Roles(Procedure p, GuardRule rule) => Check(rule, a => p.Role(a) is not null, "角色");

    private static string? Clocks(Procedure p, GuardRule rule) => Check(rule, a => p.Clock(a) is not null, "期限");

    private static string? StepsOrRoles(Procedure p, GuardRule rule) =>
        Check(rule, a => p.Step(a) is not null || p.Role(a) is not null, "步骤或角色");

    private static string? Check(GuardRule rule, Func<string, bool> known, string what) =>
        rule.Arguments.Length == 0 ? $"守则“{rule.Name}”后面要写{what}代码。"
            : rule.Arguments.FirstOrDefault(a => !known(a)) is { } unknown
                ? $"守则“{rule.Name}”里的{what}“{unknown}”不存在。" : null;
}
