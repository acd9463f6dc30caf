using System.Collections.Frozen;
using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Supervision;

/// <summary>A law or another normative document (法律文件) and the days on which it is in force.</summary>
/// <param name="Id">The short name in citations, e.g. 行政处罚法.</param>
/// <param name="To">The first day on which it no longer holds; null = still in force.</param>
public sealed record Instrument(
    string Id, string Name, DateOnly From, DateOnly? To, string? ReplacedBy, Citation Citation)
{
    public bool HoldsOn(DateOnly day) => From <= day && !(To <= day);
}

public enum ArticleKind
{
    /// <summary>义务</summary>
    Duty,
    /// <summary>罚则</summary>
    Penalty,
    /// <summary>程序</summary>
    Procedure,
    /// <summary>刑事</summary>
    Criminal,
}

/// <summary>
/// An article (条) of an instrument: what it says in our words (要旨). Never the official text, which its page says.
/// </summary>
/// <param name="FineMin">Range of the fine in 万元; null = none, or not by amount.</param>
/// <param name="Successors">Articles that took its place when its instrument ended.</param>
/// <param name="Parallels">Articles of other instruments with the same content that are in force beside it.</param>
public sealed record LawArticle(
    Instrument Instrument, string Clause, ArticleKind Kind, string Gist, decimal? FineMin, decimal? FineMax,
    IReadOnlyList<string> Successors, IReadOnlyList<string> Parallels, Citation Citation)
{
    public string Id => $"{Instrument.Id} {Clause}";
    public bool HoldsOn(DateOnly day) => Instrument.HoldsOn(day);

    /// <summary>E.g. 行政处罚法第 60 条.</summary>
    public string Title => int.TryParse(Clause, CultureInfo.InvariantCulture, out _)
        ? $"{Instrument.Id}第 {Clause} 条" : $"{Instrument.Id}（{Clause}）";
}

/// <summary>
/// What a citation means on a day (适用法律): the articles of its line that were in force on the day of the act, and
/// beside them the older and the newer ones.
/// </summary>
/// <param name="InForce">Empty = nothing of this line was in force on the day.</param>
public sealed record LawCitation(
    LawArticle Asked, DateOnly Day, IReadOnlyList<LawArticle> InForce, IReadOnlyList<LawArticle> Older,
    IReadOnlyList<LawArticle> Newer);

/// <summary>
/// The law as dated data (法条库). An article is chosen by the day of the act, never by today; nothing is guessed: what
/// is not in the tables is not cited.
/// </summary>
public sealed class Law
{
    private readonly FrozenDictionary<string, Instrument> _instruments;
    private readonly FrozenDictionary<string, LawArticle> _articles;
    private readonly FrozenDictionary<string, string[]> _neighbours;

    private Law(CsvTable instruments, CsvTable articles)
    {
        _instruments = instruments.Rows.Select(row => new Instrument(
            row["id"], row["name"], Day(row["from"]), row["to"].Length == 0 ? null : Day(row["to"]),
            row["replaced_by"].Length == 0 ? null : row["replaced_by"], row.Cite(row["id"])))
            .ToFrozenDictionary(i => i.Id);
        _articles = articles.Rows.Select(row => new LawArticle(
            _instruments[row["instrument"]], row["clause"], KindOf(row["kind"]), row["gist"],
            row.NumberOrNull("fine_min"), row.NumberOrNull("fine_max"), List(row["successor"]), List(row["parallel"]),
            row.Cite(row["instrument"]))).ToFrozenDictionary(a => a.Id);
        Dictionary<string, HashSet<string>> neighbours = _articles.Keys.ToDictionary(id => id, _ =>
            new HashSet<string>());
        foreach (LawArticle article in _articles.Values)
        {
            foreach (string successor in article.Successors)
            {
                neighbours[article.Id].Add(successor);
                neighbours[successor].Add(article.Id);
            }
            foreach (string parallel in article.Parallels)
                _ = _articles[parallel];
        }
        _neighbours = neighbours.ToFrozenDictionary(n => n.Key, n => n.Value.Order(StringComparer.Ordinal).ToArray());
    }

    /// <summary>As it came with this version of the program.</summary>
    public static Law Shipped { get; } = new(
        CsvTable.Of<Law>("Law/instruments.csv"), CsvTable.Of<Law>("Law/articles.csv"));

    public IEnumerable<Instrument> Instruments => _instruments.Values.OrderBy(i => i.Id, StringComparer.Ordinal);

    public IEnumerable<LawArticle> Articles => _articles.Values.OrderBy(a => a.Id, StringComparer.Ordinal);

    /// <summary>The articles in force on a Beijing day.</summary>
    public IEnumerable<LawArticle> On(DateOnly day) => Articles.Where(a => a.HoldsOn(day));

    /// <summary>By <c>"行政处罚法 60"</c>; null = not in the tables.</summary>
    public LawArticle? Find(string id) => _articles.GetValueOrDefault(id.Trim());

    /// <summary>The article asked for and its line, as of the day of the act; null = not in the tables.</summary>
    public LawCitation? Cite(string id, DateOnly day)
    {
        if (Find(id) is not { } asked)
            return null;
        List<LawArticle> inForce = [], older = [], newer = [];
        foreach (LawArticle article in Line(asked).Select(a => _articles[a]).OrderBy(a => a.Instrument.From)
            .ThenBy(a => a.Id, StringComparer.Ordinal))
            (article.HoldsOn(day) ? inForce : article.Instrument.From > day ? newer : older).Add(article);
        // The article that was asked for stands first among its equals.
        return new LawCitation(asked, day, [.. inForce.OrderByDescending(a => a == asked)], older, newer);
    }

    /// <summary>
    /// The articles that came before and after, without their own branches: what 环境保护法 63 and 水污染防治法 39 both
    /// became is one new article, but the two old ones are no versions of each other.
    /// </summary>
    private HashSet<string> Line(LawArticle asked)
    {
        HashSet<string> line = [asked.Id];
        Walk(asked.Id, forward: true);
        Walk(asked.Id, forward: false);
        return line;

        void Walk(string id, bool forward)
        {
            foreach (string next in forward ? _articles[id].Successors : Predecessors(id))
            {
                if (line.Add(next))
                    Walk(next, forward);
            }
        }
    }

    private IEnumerable<string> Predecessors(string id) =>
        _neighbours[id].Where(n => _articles[n].Successors.Contains(id));

    private static ArticleKind KindOf(string text) => text switch
    {
        "duty" => ArticleKind.Duty,
        "penalty" => ArticleKind.Penalty,
        "procedure" => ArticleKind.Procedure,
        "criminal" => ArticleKind.Criminal,
        _ => throw new InvalidDataException($"Law/articles.csv: unknown kind '{text}'."),
    };

    private static string[] List(string text) =>
        text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
