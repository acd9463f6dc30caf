using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>One drawn object and who goes there (抽查任务).</summary>
/// <param name="Key">SHA-256(seed ‖ id), lower-case hexadecimal: its place in the order.</param>
/// <param name="Inspectors">Ids, by department in the order of the rules.</param>
public sealed record DrawnTask(PoolObject Subject, string Key, IReadOnlyList<string> Inspectors);

/// <summary>
/// The double-random draw (双随机抽取): a pure function of the lists, the rules and the seed, so that whoever computes it,
/// however often, gets the same. Never looks at a clock and has no randomness of its own.
/// </summary>
public sealed class Draw
{
    public const string Plan = "检验检测机构监督管理办法", PlanArticle = "第十八条";

    private readonly IReadOnlyList<PoolInspector> _inspectors;
    private readonly DrawRules _rules;
    private readonly byte[] _seed;

    private Draw(
        IReadOnlyList<PoolObject> objects, IReadOnlyList<PoolInspector> inspectors, DrawRules rules, byte[] seed)
    {
        (_inspectors, _rules, _seed) = (inspectors, rules, seed);
        Ordered = [.. objects.Select(o => (Subject: o, Key: Key(seed, o.Id)))
            .OrderBy(o => Rank(rules, o.Subject.Class)).ThenBy(o => o.Key, StringComparer.Ordinal)
            .ThenBy(o => o.Subject.Id, StringComparer.Ordinal)];
        Tasks = Assign(rules.Ratios.SelectMany(r =>
            Ordered.Where(o => o.Subject.Class == r.Class).Take(Needed(r, objects))));
    }

    /// <summary>All objects with their keys, by class and key: the first of each class are drawn.</summary>
    public IReadOnlyList<(PoolObject Subject, string Key)> Ordered { get; }

    public IReadOnlyList<DrawnTask> Tasks { get; }

    /// <summary>Objects and inspectors are both chosen at random by the annual plan (39号令 18).</summary>
    [Clause(Plan, PlanArticle)]
    public static Draw Of(
        IReadOnlyList<PoolObject> objects, IReadOnlyList<PoolInspector> inspectors, DrawRules rules, byte[] seed) =>
        Problem(objects, inspectors, rules) is { } problem
            ? throw new ArgumentException(problem) : new Draw(objects, inspectors, rules, seed);

    /// <summary>
    /// Null = a draw of these can be made, whatever the seed, with one substitute for each seat to spare; else why not.
    /// </summary>
    public static string? Problem(
        IReadOnlyList<PoolObject> objects, IReadOnlyList<PoolInspector> inspectors, DrawRules rules)
    {
        if (rules.Problem() is { } problem)
            return problem;
        if (objects.Count is 0 or > DrawLists.ObjectsMax || inspectors.Count is 0 or > DrawLists.InspectorsMax)
            return $"对象应为 1 到 {DrawLists.ObjectsMax} 个，检查人员 1 到 {DrawLists.InspectorsMax} 名。";
        if (objects.FirstOrDefault(o => Rank(rules, o.Class) < 0) is { } classless)
            return $"{classless.Id} 的风险等级 {classless.Class} 没有比例。";
        if (objects.All(o => rules.Ratios.First(r => r.Class == o.Class).Percent == 0))
            return "所有比例都是 0，抽不到任何对象。";
        foreach (DrawSeats seats in rules.Seats)
        {
            PoolInspector[] all = [.. inspectors.Where(i => i.Department == seats.Department)];
            foreach (PoolObject o in objects)
            {
                int free = all.Count(i => !i.Conflicts.Contains(o.Id));
                if (free <= seats.Count)
                {
                    return string.Create(CultureInfo.InvariantCulture,
                        $"{o.Id} 在{seats.Department}只有 {free} 名无须回避的人员，每组要 {seats.Count} 名另加 1 名递补；请补充人员。");
                }
            }
        }
        return null;
    }

    /// <summary>n = ⌈ratio · N⌉.</summary>
    public static int Needed(DrawRatio ratio, IReadOnlyList<PoolObject> objects) =>
        (int)Math.Ceiling(objects.Count(o => o.Class == ratio.Class) * ratio.Percent / 100m);

    public static string Key(byte[] seed, string id) =>
        Convert.ToHexStringLower(SHA256.HashData([.. seed, .. Encoding.UTF8.GetBytes(id)]));

    /// <summary>
    /// With recusals (回避) in their order: whoever is recused gives way to the next by the same rule, and can never
    /// come back to that task. Null, and why, when one of them does not hold.
    /// </summary>
    public IReadOnlyList<DrawnTask>? With(IEnumerable<(string Subject, string Inspector)> recusals, out string? problem)
    {
        List<DrawnTask> tasks = [.. Tasks];
        HashSet<(string, string)> gone = [];
        foreach ((string id, string inspector) in recusals)
        {
            int at = tasks.FindIndex(t => t.Subject.Id == id);
            int seat = at < 0 ? -1 : tasks[at].Inspectors.ToList().IndexOf(inspector);
            if (seat < 0)
            {
                problem = $"{inspector} 不在 {id} 的检查组里，无从回避。";
                return null;
            }
            gone.Add((id, inspector));
            string department = _inspectors.First(i => i.Id == inspector).Department;
            var load = Load(tasks);
            if (Next(tasks[at].Subject, department, load, i => !gone.Contains((id, i))
                && !tasks[at].Inspectors.Contains(i)) is not { } substitute)
            {
                problem = $"{department}已没有人能递补 {id}；请另行指定并重新抽取。";
                return null;
            }
            string[] people = [.. tasks[at].Inspectors];
            people[seat] = substitute;
            tasks[at] = tasks[at] with { Inspectors = people };
        }
        problem = null;
        return tasks;
    }

    /// <summary>The result as text: its digest stands in the ledger.</summary>
    public string Write()
    {
        var text = new StringBuilder("qingyuan-draw-result-1\n").Append("seed ")
            .Append(Convert.ToHexStringLower(_seed)).Append('\n');
        foreach (DrawnTask task in Tasks)
        {
            text.Append(task.Subject.Class).Append(' ').Append(task.Subject.Id).Append(' ').Append(task.Key).Append(' ')
                .AppendJoin(' ', task.Inspectors).Append('\n');
        }
        return text.ToString();
    }

    private static int Rank(DrawRules rules, string of) => rules.Ratios.ToList().FindIndex(r => r.Class == of);

    private List<DrawnTask> Assign(IEnumerable<(PoolObject Subject, string Key)> drawn)
    {
        List<DrawnTask> tasks = [];
        Dictionary<string, int> load = [];
        foreach (var (o, key) in drawn)
        {
            List<string> people = [];
            foreach (DrawSeats seats in _rules.Seats)
            {
                for (int n = 0; n < seats.Count; n++)
                    people.Add(Next(o, seats.Department, load, i => !people.Contains(i))!); // Problem saw to it.
            }
            foreach (string person in people)
                load[person] = load.GetValueOrDefault(person) + 1;
            tasks.Add(new DrawnTask(o, key, people));
        }
        return tasks;
    }

    /// <summary>Of those who may go, whoever has the fewest tasks; among them the smallest key.</summary>
    private string? Next(PoolObject o, string department, Dictionary<string, int> load, Func<string, bool> isFree) =>
        _inspectors.Where(i => i.Department == department && !i.Conflicts.Contains(o.Id) && isFree(i.Id))
            .Select(i => (i.Id, Load: load.GetValueOrDefault(i.Id), Key: Key(_seed, $"{o.Id}/{i.Id}")))
            .OrderBy(i => i.Load).ThenBy(i => i.Key, StringComparer.Ordinal).ThenBy(i => i.Id, StringComparer.Ordinal)
            .Select(i => i.Id).FirstOrDefault();

    private static Dictionary<string, int> Load(IEnumerable<DrawnTask> tasks) =>
        tasks.SelectMany(t => t.Inspectors).GroupBy(i => i).ToDictionary(g => g.Key, g => g.Count());
}
