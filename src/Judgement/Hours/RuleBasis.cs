using System.Text.Json.Serialization;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// A row of a rule table that a judged figure rests on and that was not simply seen in its document (规则待核、已核定):
/// from memory, unsure, or corrected here. What was seen is not listed.
/// </summary>
/// <param name="Table">E.g. <c>Hj356Of2019/rules.csv</c>.</param>
/// <param name="Row">The row's name; empty = the table as a whole.</param>
/// <param name="Act">Position in <c>acts</c> of the approval that put the row there; null = shipped.</param>
public sealed record RuleBasis(
    string Table, string Row, string Document, string Clause,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Confidence>))] Confidence Confidence, long? Act)
{
    [JsonIgnore]
    public bool IsUnconfirmed => Confidence is Confidence.Memory or Confidence.Unsure;

    /// <summary>One line of Chinese: which table, which clause and why.</summary>
    [JsonIgnore]
    public string Line => $"{Document} {Clause}（表 {Table}{(Row.Length > 0 ? $"，{Row}" : "")}）"
        + Confidence switch
        {
            Confidence.Memory => "凭行业记忆录入，还没有对照原文",
            Confidence.Unsure => "没有把握，需要对照原文",
            Confidence.Confirmed => $"已由两人对照原文核定，行为账本第 {Act} 条",
            _ => "见过原文",
        };

    /// <summary>规则待核, 已核定, or empty where everything was seen in its document.</summary>
    public static string Word(IReadOnlyList<RuleBasis>? rules) => rules is not { Count: > 0 } ? ""
        : rules.Any(r => r.IsUnconfirmed) ? "规则待核" : "已核定";

    /// <summary>All lines, for a title or a cell.</summary>
    public static string Lines(IReadOnlyList<RuleBasis>? rules) => string.Join("；", (rules ?? []).Select(r => r.Line));
}

/// <summary>The rows behind the judgements of one <see cref="Rules"/>, found once.</summary>
internal sealed class RuleBases(Tables tables, string stackFolder, string waterFolder)
{
    private readonly Dictionary<(string Factor, int Kinds), IReadOnlyList<RuleBasis>?> _known = [];

    /// <param name="judged">As judged, with the logger's value beside it.</param>
    /// <param name="within">Of a day: the hours that it was made from.</param>
    public IReadOnlyList<RuleBasis>? Of(
        Rules rules, JudgedFactor judged, bool isDay, IEnumerable<IReadOnlyList<RuleBasis>?> within)
    {
        bool weighs = rules.IsWater && !judged.Summed;
        int kinds = (isDay ? 1 : 0) | (weighs ? 2 : 0) | (judged.Corrected ? 4 : 0)
            | (judged.Difference is null ? 0 : 8);
        if (!_known.TryGetValue((judged.Code, kinds), out IReadOnlyList<RuleBasis>? own))
            _known.Add((judged.Code, kinds), own = Find(rules, judged, isDay, weighs));
        List<RuleBasis>? all = null;
        foreach (IReadOnlyList<RuleBasis>? hour in within)
        {
            foreach (RuleBasis basis in hour ?? [])
            {
                all ??= [.. own ?? []];
                if (!all.Contains(basis))
                    all.Add(basis);
            }
        }
        return all ?? own;
    }

    private List<RuleBasis>? Find(Rules rules, JudgedFactor judged, bool isDay, bool weighs)
    {
        var found = new List<RuleBasis>();
        string water = $"{waterFolder}/rules.csv", stack = $"{stackFolder}/rules.csv";
        if (rules.IsWater)
            Add(found, water, isDay ? "day.percent" : "hour.values", Hj356Of2019.Document);
        else
            Add(found, stack, isDay ? "day.hours" : "hour.minutes", Hj75Of2017.Document);
        if (weighs)
            AddWeighing(found, $"{waterFolder}/continuous.csv", judged.Code);
        if (judged.Corrected && !rules.IsWater)
            Add(found, stack, "o2.air", Hj75Of2017.Document);
        if (judged.Difference is not null)
            Add(found, water, "difference.percent", Hj356Of2019.Document);
        return found.Count > 0 ? found : null;
    }

    private void Add(List<RuleBasis> found, string path, string rule, string document) =>
        Add(found, path, rule, new RuleTable(document, tables[path]).Cite(rule));

    /// <summary>A factor that is not listed is weighted because of all rows: the weakest one counts.</summary>
    private void AddWeighing(List<RuleBasis> found, string path, string factor)
    {
        var rows = tables[path].Rows.ToList();
        int own = rows.FindIndex(row => row["factor"] == factor);
        var cited = (own >= 0 ? rows.GetRange(own, 1) : rows).Select(row => row.Cite(Hj356Of2019.Document)).ToList();
        // Nobody signs for a table without rows.
        Citation weakest = cited.FirstOrDefault(c => c.Confidence == Confidence.Unsure)
            ?? cited.FirstOrDefault(c => c.IsUnconfirmed)
            ?? cited.FirstOrDefault(c => c.Confidence == Confidence.Confirmed)
            ?? cited.FirstOrDefault() ?? new Citation(Hj356Of2019.Document, "7", "", Confidence.Unsure);
        Add(found, path, own >= 0 ? factor : "", weakest);
    }

    private void Add(List<RuleBasis> found, string path, string row, Citation cited)
    {
        if (cited.Confidence == Confidence.Seen)
            return;
        found.Add(new RuleBasis(
            path, row, cited.Document, cited.Clause, cited.Confidence,
            cited.Confidence == Confidence.Confirmed ? tables.CorrectionOf(path)?.Act : null));
    }
}
