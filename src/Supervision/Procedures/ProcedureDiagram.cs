using System.Globalization;
using System.Text;

namespace Qingyuan.Supervision;

/// <summary>
/// Pages for the docs out of a declaration (流程图和说明): a state diagram in Mermaid and tables of steps and terms.
/// </summary>
public static class ProcedureDiagram
{
    public static string Mermaid(Procedure procedure)
    {
        StringBuilder text = new("stateDiagram-v2\n");
        Dictionary<string, string> names = procedure.States.Select((s, i) => (s.Id, $"s{i}")).ToDictionary(
            s => s.Id, s => s.Item2);
        foreach (ProcedureState state in procedure.States)
            text.Append(CultureInfo.InvariantCulture, $"  state \"{state.Name}\" as {names[state.Id]}\n");
        foreach (Step step in procedure.Steps.Where(s => s.To is not null))
        {
            foreach (string from in step.Opens ? ["[*]"] : step.From.Select(f => names[f]))
            {
                text.Append(CultureInfo.InvariantCulture, $"  {from} --> {names[step.To!]}: {step.Name}\n");
                if (step.Sampling is { } s)
                    text.Append(CultureInfo.InvariantCulture,
                        $"  {from} --> {names[s.To]}: {step.Name}（抽中 {s.Percent}%）\n");
            }
        }
        foreach (ProcedureState state in procedure.States.Where(s => s.IsEnd))
            text.Append(CultureInfo.InvariantCulture, $"  {names[state.Id]} --> [*]\n");
        return text.ToString();
    }

    /// <summary>The page of the docs, without the declaration itself.</summary>
    public static string Page(Procedure p)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {p.Name}（{p.Id}）\n\n");
        text.Append("Written from the declaration by the tests; change the declaration, not this page.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{p.Notes}\n\n```mermaid\n{Mermaid(p)}```\n\n");
        text.Append("| 步骤 | 从 | 到 | 谁 | 要填、要附 | 守则 | 期限 | 依据 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (Step s in p.Steps)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"| {s.Name} | {(s.Opens ? "开始" : Names(p, s.From))} | {To(p, s)} | {Who(p, s)} | {Asks(s)} | ");
            text.Append(CultureInfo.InvariantCulture,
                $"{string.Join("；", s.Guards.Select(g => $"{g.Name} {string.Join(' ', g.Arguments)}".Trim()))} | ");
            text.Append(CultureInfo.InvariantCulture, $"{Terms(p, s)} | {s.Basis} |\n");
        }
        text.Append("\n| 期限 | 长 | 预警 | 依据 | 依据可靠度 |\n| --- | --- | --- | --- | --- |\n");
        foreach (Clock c in p.Clocks)
        {
            string mark = Law.Shipped.Find(c.Basis)!.Citation.IsUnconfirmed ? "待核" : "已见";
            text.Append(CultureInfo.InvariantCulture,
                $"| {c.Name} | {c.Term.Text} | 提前 {c.Warn} | {c.Basis} | {mark} |\n");
        }
        return text.ToString();
    }

    private static string To(Procedure p, Step s) => (s.To is { } to ? p.State(to)!.Name : "不变")
        + (s.Sampling is { } sampling ? $"，抽 {sampling.Percent}% 到{p.State(sampling.To)!.Name}" : "");

    private static string Who(Procedure p, Step s) => string.Join("、", s.Who.Select(w => Step.RoleOf(w) is { } role
        ? p.Role(role)!.Name : $"`{w}`")) + (s.People > 1 ? $"，{s.People} 人先后签字" : "");

    private static string Asks(Step s) => string.Join("、", s.Fields.Where(f => f.Required).Select(f => f.Name)
        .Concat(s.Attachments.Where(a => a.Required).Select(a => "附" + a.Name)));

    private static string Terms(Procedure p, Step s)
    {
        IEnumerable<string> parts = Each("起算", s.Starts).Concat(Each("停止", s.Stops))
            .Concat(Each("中止", s.Suspends)).Concat(Each("恢复", s.Resumes))
            .Concat(s.Extends.Select(e => $"{p.Clock(e.Clock)!.Name}延长 {e.Length}"));
        return string.Join("；", parts);

        IEnumerable<string> Each(string word, IEnumerable<string> clocks) =>
            clocks.Select(c => $"{word}{p.Clock(c)!.Name}");
    }

    private static string Names(Procedure p, IReadOnlyList<string> states) =>
        states.Count > 4 && states.Count == p.States.Count(s => !s.IsEnd)
            ? "任何没有结束的状态" : string.Join("、", states.Select(s => p.State(s)!.Name));
}
