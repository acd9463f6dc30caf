using System.Collections.Immutable;

namespace Qingyuan.Supervision;

/// <summary>
/// A procedure (流程) as it is declared in one text: states, steps, who, what is attached, terms, papers. Data; the one
/// engine runs all of them. Never holds a matter.
/// </summary>
/// <param name="Id">Stable, e.g. <c>lead</c>.</param>
/// <param name="Prefix">Of the numbers of its matters, e.g. X in X-2026-0001.</param>
/// <param name="Reads">Powers that let a person see its matters; whoever has a part in one sees that one too.</param>
/// <param name="Laws">Articles that are shown as of the day of the act and as of today.</param>
/// <param name="Digest">SHA-256 of <paramref name="Text"/>: each act names the edition it was checked by.</param>
public sealed record Procedure(
    string Id, string Name, string Prefix, string Notes, ImmutableArray<string> Reads, ImmutableArray<string> Laws,
    ImmutableArray<Stage> Stages, ImmutableArray<ProcedureState> States, ImmutableArray<ProcedureRole> Roles,
    ImmutableArray<Clock> Clocks, ImmutableArray<Paper> Papers, ImmutableArray<Step> Steps, string Text, string Digest)
{
    public ProcedureState? State(string id) => States.FirstOrDefault(s => s.Id == id);

    public Step? Step(string id) => Steps.FirstOrDefault(s => s.Id == id);

    public ProcedureRole? Role(string id) => Roles.FirstOrDefault(r => r.Id == id);

    public Clock? Clock(string id) => Clocks.FirstOrDefault(c => c.Id == id);

    public Paper? Paper(string id) => Papers.FirstOrDefault(p => p.Id == id);

    /// <summary>The steps with which a matter begins.</summary>
    public IEnumerable<Step> Openings => Steps.Where(s => s.Opens);

    /// <summary>The steps that lead out of a state, in the order of the declaration.</summary>
    public IEnumerable<Step> From(string state) => Steps.Where(s => s.From.Contains(state));

    /// <summary>Every power that it names.</summary>
    public IEnumerable<string> Powers => Steps.SelectMany(s => s.Who).Where(w => w[0] != '@')
        .Concat(Roles.Select(r => r.Power)).Concat(Roles.Select(r => r.AssignPower)).Concat(Reads)
        .Where(p => p.Length > 0).Distinct();
}

/// <summary>A stage (阶段) of the bar on top of a matter's page, and the states that belong to it.</summary>
public sealed record Stage(string Name, ImmutableArray<string> States);

/// <summary>A state (状态).</summary>
/// <param name="IsEnd">Nothing leads out of it.</param>
public sealed record ProcedureState(string Id, string Name, bool IsEnd, int Line);

/// <summary>A part that people have in a matter (角色), e.g. 核查人, two of them.</summary>
/// <param name="Power">What they must hold to have it.</param>
/// <param name="AssignPower">Who may order a recusal (回避) besides the person.</param>
public sealed record ProcedureRole(string Id, string Name, int Count, string Power, string AssignPower, int Line);

/// <summary>A term of the procedure (期限).</summary>
/// <param name="Warn">So many units before the end the board warns.</param>
/// <param name="Basis">Id of the article that sets it.</param>
public sealed record Clock(string Id, string Name, Term Term, int Warn, string Basis, int Line);

/// <summary>A paper that a step produces (文书): a template of lines with names in braces.</summary>
public sealed record Paper(string Id, string Name, ImmutableArray<string> Lines, int Line);

public enum FieldKind
{
    /// <summary>文字</summary>
    Text,
    /// <summary>日期</summary>
    Day,
    /// <summary>时间</summary>
    Time,
    /// <summary>数</summary>
    Number,
    /// <summary>选项</summary>
    Choice,
    /// <summary>行为代码: codes of 175号, several by a blank.</summary>
    Codes,
}

/// <summary>Something that a step asks for (填写).</summary>
public sealed record FieldRule(
    string Id, string Name, FieldKind Kind, bool Required, int Min, int Max, ImmutableArray<string> Choices)
{
    public const int TextMax = 4_000;
}

/// <summary>Something that must or may be attached (附件).</summary>
public sealed record AttachmentRule(string Id, string Name, bool Required);

/// <summary>A named condition (守则) and what it is about.</summary>
public sealed record GuardRule(string Name, ImmutableArray<string> Arguments, int Line);

/// <summary>A sample of the matters that take this step go to another state, to be looked at again (抽查).</summary>
public sealed record Sampling(int Percent, string To);

/// <summary>A term gets longer by so many of its own units (延长), counted from its old end.</summary>
public sealed record Extension(string Clock, int Length);

/// <summary>A step (步骤) from some states to one.</summary>
/// <param name="From">Empty = it opens a matter.</param>
/// <param name="To">Null = the state stays.</param>
/// <param name="Who">A power, or <c>@role</c>; any one of them.</param>
/// <param name="People">How many different people must agree before it takes effect.</param>
/// <param name="Assigns">Roles that it fills.</param>
/// <param name="Shows">The subject may see the matter from here on (对方可见).</param>
public sealed record Step(
    string Id, string Name, ImmutableArray<string> From, bool Opens, string? To, ImmutableArray<string> Who, int People,
    string Basis, string Consequence, bool Shows, ImmutableArray<FieldRule> Fields,
    ImmutableArray<AttachmentRule> Attachments, ImmutableArray<string> Assigns, ImmutableArray<GuardRule> Guards,
    ImmutableArray<string> Starts, ImmutableArray<string> Stops, ImmutableArray<string> Suspends,
    ImmutableArray<string> Resumes, ImmutableArray<Extension> Extends, ImmutableArray<string> Papers,
    Sampling? Sampling, int Line)
{
    public static string? RoleOf(string who) => who[0] == '@' ? who[1..] : null;
}

/// <summary>What is wrong with a declaration (流程文件的问题), for the person who edits it.</summary>
/// <param name="Line">1 = the first; 0 = the whole.</param>
public sealed record ProcedureProblem(int Line, string Message)
{
    public override string ToString() => Line > 0 ? $"第 {Line} 行：{Message}" : Message;
}
