namespace Qingyuan.Supervision;

/// <summary>
/// Whether a declaration hangs together (流程自检): every name leads somewhere, every state can be reached and left,
/// every article is in the law tables. Finds all problems, not the first.
/// </summary>
internal sealed class ProcedureCheck
{
    public const int StepsMax = 200, StatesMax = 100;

    private readonly Procedure _p;
    private readonly List<ProcedureProblem> _problems = [];

    private ProcedureCheck(Procedure procedure) => _p = procedure;

    /// <param name="powers">Null = not checked.</param>
    public static List<ProcedureProblem> Of(Procedure procedure, IReadOnlySet<string>? powers)
    {
        var check = new ProcedureCheck(procedure);
        check.Head();
        check.Twice();
        foreach (Clock clock in procedure.Clocks)
            check.Article(clock.Basis, clock.Line);
        foreach (Step step in procedure.Steps)
            check.OfStep(step);
        check.Reach();
        if (powers is not null)
        {
            foreach (string unknown in procedure.Powers.Where(w => !powers.Contains(w)))
                check.Wrong(check.LineOfPower(unknown), $"没有权限“{unknown}”；请用权限表里的代码，或先在权限表里登记。");
        }
        return check._problems;
    }

    private void Head()
    {
        if (_p.Id.Length == 0)
            Wrong(0, "缺“流程 代码 名称”这一行。");
        if (_p.Prefix.Length == 0)
            Wrong(0, "缺“编号 字头”这一行，如：编号 X。");
        if (_p.Reads.Length == 0)
            Wrong(0, "缺“查看 权限代码”这一行：谁能看这类事项。");
        if (!_p.Openings.Any())
            Wrong(0, "没有一个步骤写“从 开始”，事项无法登记。");
        if (_p.Steps.Length > StepsMax || _p.States.Length > StatesMax)
            Wrong(0, $"最多 {StepsMax} 个步骤、{StatesMax} 个状态。");
        foreach (string law in _p.Laws)
            Article(law, 0);
        foreach (string state in _p.Stages.SelectMany(s => s.States).Where(s => _p.State(s) is null))
            Wrong(0, $"阶段里写了状态“{state}”，但没有这个状态。");
        foreach (ProcedureState state in _p.States.Where(s => _p.Stages.Count(g => g.States.Contains(s.Id)) != 1))
            Wrong(state.Line, $"状态“{state.Name}”要正好属于一个阶段；请在一行“阶段”里写上 {state.Id}。");
    }

    private void Twice()
    {
        IEnumerable<(string What, string Id, int Line)> all = _p.States.Select(s => ("状态", s.Id, s.Line))
            .Concat(_p.Roles.Select(r => ("角色", r.Id, r.Line))).Concat(_p.Clocks.Select(c => ("期限", c.Id, c.Line)))
            .Concat(_p.Papers.Select(p => ("文书", p.Id, p.Line))).Concat(_p.Steps.Select(s => ("步骤", s.Id, s.Line)));
        foreach (var twice in all.GroupBy(a => (a.What, a.Id)).Where(g => g.Count() > 1))
            Wrong(twice.Last().Line, $"{twice.Key.What}代码“{twice.Key.Id}”写了两次；请改一个。");
    }

    private void OfStep(Step step)
    {
        if (step.Opens == (step.From.Length > 0))
            Wrong(step.Line, $"步骤“{step.Name}”要写“从”：开始，或者一个或几个状态，不能两样都写。");
        if (step.To is "" || step.To is null && step.Opens)
            Wrong(step.Line, $"步骤“{step.Name}”要写“到”：一个状态，或者不变（登记的步骤不能不变）。");
        else if (step.To is { } to)
            Known(_p.State(to), "状态", to, step);
        foreach (string from in step.From)
        {
            if (Known(_p.State(from), "状态", from, step) && _p.State(from)!.IsEnd)
                Wrong(step.Line, $"步骤“{step.Name}”从结束的状态“{from}”出来；请去掉那个状态的“结束”，或改这一步。");
        }
        if (step.Who.Length == 0)
            Wrong(step.Line, $"步骤“{step.Name}”要写“谁”：权限代码，或 @角色代码。");
        foreach (string role in step.Who.Where(w => w[0] == '@').Select(w => w[1..]).Concat(step.Assigns))
            Known(_p.Role(role), "角色", role, step);
        foreach (string clock in step.Starts.Concat(step.Stops).Concat(step.Suspends).Concat(step.Resumes)
            .Concat(step.Extends.Select(e => e.Clock)))
            Known(_p.Clock(clock), "期限", clock, step);
        foreach (string paper in step.Papers)
            Known(_p.Paper(paper), "文书", paper, step);
        if (step.Basis.Length == 0)
            Wrong(step.Line, $"步骤“{step.Name}”要写“依据 文件 条”：没有依据的行为不做。");
        else
            Article(step.Basis, step.Line);
        if (step.Sampling is { } sampling)
            Known(_p.State(sampling.To), "状态", sampling.To, step);
        if (step.People > 1 && step.Opens)
            Wrong(step.Line, "登记的步骤只能一个人做；请把“人数”写到后面的步骤。");
        foreach (GuardRule guard in step.Guards)
        {
            if (Guard.Find(guard.Name) is not { } known)
                Wrong(guard.Line, $"没有守则“{guard.Name}”；可以用：{string.Join("、", Guard.All.Select(g => g.Name))}。");
            else if (known.Problem(_p, guard) is { } problem)
                Wrong(guard.Line, problem);
        }
        foreach (var twice in step.Fields.Select(f => f.Id).Concat(step.Attachments.Select(a => a.Id))
            .GroupBy(id => id).Where(g => g.Count() > 1))
            Wrong(step.Line, $"步骤“{step.Name}”里“{twice.Key}”写了两次。");
    }

    /// <summary>Every state is reached from the beginning, and every state that is no end has a way to one.</summary>
    private void Reach()
    {
        if (_problems.Count > 0)
            return;
        HashSet<string> reached = [.. _p.Openings.SelectMany(Targets)];
        for (int before = -1; before != reached.Count;)
        {
            before = reached.Count;
            reached.UnionWith(_p.Steps.Where(s => s.From.Any(reached.Contains)).SelectMany(Targets));
        }
        HashSet<string> ending = [.. _p.States.Where(s => s.IsEnd).Select(s => s.Id)];
        for (int before = -1; before != ending.Count;)
        {
            before = ending.Count;
            ending.UnionWith(_p.Steps.Where(s => Targets(s).Any(ending.Contains)).SelectMany(s => s.From));
        }
        foreach (ProcedureState state in _p.States.Where(s => !reached.Contains(s.Id)))
            Wrong(state.Line, $"没有步骤能走到状态“{state.Name}”；请加一个“到 {state.Id}”的步骤，或删掉它。");
        foreach (ProcedureState state in _p.States.Where(s => !ending.Contains(s.Id)))
            Wrong(state.Line, $"从状态“{state.Name}”走不到任何结束的状态，事项会永远开着；请加步骤。");
        foreach (Clock clock in _p.Clocks.Where(c => !_p.Steps.Any(s => s.Starts.Contains(c.Id))))
            Wrong(clock.Line, $"期限“{clock.Name}”没有步骤起算它；请在一个步骤里写“起算 {clock.Id}”。");
        foreach (ProcedureRole role in _p.Roles.Where(r => !_p.Steps.Any(s => s.Assigns.Contains(r.Id))))
            Wrong(role.Line, $"角色“{role.Name}”没有步骤指派它；请在一个步骤里写“指派 {role.Id}”。");
    }

    private static IEnumerable<string> Targets(Step step)
    {
        if (step.To is { } to)
            yield return to;
        if (step.Sampling is { } sampling)
            yield return sampling.To;
    }

    private bool Known(object? found, string what, string id, Step step)
    {
        if (found is null)
            Wrong(step.Line, $"步骤“{step.Name}”用了{what}“{id}”，但没有这样一行；请加上，或改这一步。");
        return found is not null;
    }

    private void Article(string id, int line)
    {
        if (Law.Shipped.Find(id) is null)
            Wrong(line, $"法条表里没有“{id}”；请写成“文件短名 条”，如 行政处罚法 60，或请维护人员把它加进法条表。");
    }

    private int LineOfPower(string power) => _p.Steps.FirstOrDefault(s => s.Who.Contains(power))?.Line
        ?? _p.Roles.FirstOrDefault(r => r.Power == power || r.AssignPower == power)?.Line ?? 0;

    private void Wrong(int line, string message) => _problems.Add(new ProcedureProblem(line, message));
}
