using System.Text.Json.Serialization;
using Qingyuan.Registry;
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

    /// <summary>The bases of several figures that are shown as one, each once; null = none.</summary>
    public static IReadOnlyList<RuleBasis>? Together(IEnumerable<IReadOnlyList<RuleBasis>?> figures)
    {
        RuleBasis[] all = [.. figures.SelectMany(f => f ?? []).Distinct()];
        return all.Length == 0 ? null : all;
    }

    /// <summary>All lines, for a title or a cell.</summary>
    public static string Lines(IReadOnlyList<RuleBasis>? rules) => string.Join("；", (rules ?? []).Select(r => r.Line));
}

/// <summary>The rows behind the judgements of one <see cref="Rules"/>, found once.</summary>
/// <param name="edition">Of the outlet's document that day; null = none was in force.</param>
internal sealed class RuleBases(Tables tables, string stackFolder, string waterFolder, EditionInForce? edition)
{
    /// <summary>What a figure may rest on; the key of what was found once.</summary>
    [Flags]
    private enum Kinds
    {
        None = 0, Day = 1, Weighed = 2, Corrected = 4, Compared = 8, Limited = 16, Stated = 32, Minute = 64,
    }

    private readonly Dictionary<(string Factor, Kinds Kinds), IReadOnlyList<RuleBasis>?> _known = [];

    /// <param name="judged">As judged, with the logger's value beside it.</param>
    /// <param name="marks">Of its minutes, as far as they were not simply seen in their document.</param>
    public IReadOnlyList<RuleBasis>? OfHour(
        Rules rules, OutletFactor factor, JudgedFactor judged, IEnumerable<DataMark> marks) =>
        With(Own(rules, factor, judged, Kinds.None), marks.Select(BasisOf));

    /// <param name="hours">Of the hours that the day was made from.</param>
    public IReadOnlyList<RuleBasis>? OfDay(
        Rules rules, OutletFactor factor, JudgedFactor judged, IEnumerable<IReadOnlyList<RuleBasis>?> hours) =>
        With(Own(rules, factor, judged, Kinds.Day), hours.SelectMany(h => h ?? []));

    /// <summary>A stated value was computed by nobody here; whether it counts and exceeds was judged here.</summary>
    public IReadOnlyList<RuleBasis>? OfStated(Rules rules, OutletFactor factor, JudgedFactor judged, DataMark mark) =>
        With(Own(rules, factor, judged, Kinds.Stated), [BasisOf(mark)]);

    /// <summary>What an account of a quarter rests on beside its hours; water has none here.</summary>
    public IReadOnlyList<RuleBasis>? OfQuarter(Rules rules)
    {
        var found = new List<RuleBasis>();
        Add(found, $"{stackFolder}/rules.csv", "capture.percent", rules.Stack.Rules.Cite("capture.percent"));
        foreach (string table in new[] { "substitution.csv", "substituted.csv" })
        {
            foreach (CsvTable.Row row in tables[$"{stackFolder}/{table}"].Rows)
                Add(found, $"{stackFolder}/{table}", "", row.Cite(Hj75Of2017.Document));
        }
        return RuleBasis.Together([found]);
    }

    /// <summary>A minute rests on its marks, and on the correction where there is one.</summary>
    public IReadOnlyList<RuleBasis>? OfMinute(
        Rules rules, OutletFactor factor, bool corrected, in MinuteVerdict verdict)
    {
        Kinds kinds = Kinds.Minute | (corrected ? Kinds.Corrected : 0);
        if (!_known.TryGetValue((factor.Code, kinds), out IReadOnlyList<RuleBasis>? own))
            _known.Add((factor.Code, kinds), own = Find(rules, factor, kinds));
        return verdict.Mark is null ? own : With(own, [
            BasisOf(verdict.Mark), verdict.Beside is { } beside ? BasisOf(beside) : null]);
    }

    private static IReadOnlyList<RuleBasis>? With(IReadOnlyList<RuleBasis>? own, IEnumerable<RuleBasis?> more)
    {
        List<RuleBasis>? all = null;
        foreach (RuleBasis? basis in more)
        {
            if (basis is null || (all ?? own)?.Contains(basis) == true)
                continue;
            all ??= [.. own ?? []];
            all.Add(basis);
        }
        return all ?? own;
    }

    private IReadOnlyList<RuleBasis>? Own(Rules rules, OutletFactor factor, JudgedFactor judged, Kinds kinds)
    {
        if (kinds != Kinds.Stated)
        {
            kinds |= (rules.IsWater && !judged.Summed ? Kinds.Weighed : 0)
                | (judged.Corrected && !rules.IsWater ? Kinds.Corrected : 0)
                | (judged.Difference is null ? 0 : Kinds.Compared);
        }
        kinds |= judged.Limit is null ? 0 : Kinds.Limited;
        if (!_known.TryGetValue((judged.Code, kinds), out IReadOnlyList<RuleBasis>? own))
            _known.Add((judged.Code, kinds), own = Find(rules, factor, kinds));
        return own;
    }

    private List<RuleBasis>? Find(Rules rules, OutletFactor factor, Kinds kinds)
    {
        var found = new List<RuleBasis>();
        string water = $"{waterFolder}/rules.csv", stack = $"{stackFolder}/rules.csv";
        bool day = kinds.HasFlag(Kinds.Day);
        if (edition is not null)
            Add(found, "InForce.csv", $"{edition.Subject} {edition.Document}", edition.Citation);
        if ((kinds & (Kinds.Stated | Kinds.Minute)) == 0)
        {
            if (rules.IsWater)
                Add(found, water, day ? "day.percent" : "hour.values", Hj356Of2019.Document);
            else
                Add(found, stack, day ? "day.hours" : "hour.minutes", Hj75Of2017.Document);
        }
        if (kinds.HasFlag(Kinds.Weighed))
            AddWeighing(found, $"{waterFolder}/continuous.csv", factor.Code);
        if (kinds.HasFlag(Kinds.Corrected))
            Add(found, stack, "o2.air", Hj75Of2017.Document);
        if (kinds.HasFlag(Kinds.Compared))
            Add(found, water, "difference.percent", Hj356Of2019.Document);
        if (kinds.HasFlag(Kinds.Limited))
        {
            Add(found, $"{nameof(Gbt8170Of2008)}/comparison.csv", rules.Comparisons.RowFor(factor.Document),
                rules.Comparisons.CiteMethod(factor.Document));
        }
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
        if (cited.Confidence != Confidence.Seen)
            found.Add(BasisOf(path, row, cited));
    }

    private RuleBasis? BasisOf(DataMark mark) => mark.Citation.Confidence == Confidence.Seen ? null
        : BasisOf(mark.Source.Table, mark.Source.Row, mark.Citation);

    private RuleBasis BasisOf(string path, string row, Citation cited) => new(
        path, row, cited.Document, cited.Clause, cited.Confidence,
        cited.Confidence == Confidence.Confirmed ? tables.CorrectionOf(path)?.Act : null);
}
