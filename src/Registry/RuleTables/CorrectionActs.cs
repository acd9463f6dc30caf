using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// Whoever proposes or decides (经办人). Signed in: <see cref="Act.By"/> is their id, the content holds name and post.
/// Before an installation has people: as they named themselves, <see cref="Act.By"/> holds the name; the content says
/// through which door the form came.
/// </summary>
public sealed record Person(string Name, string Post)
{
    /// <summary>Id of the person in the register; empty = only asserted.</summary>
    public string Id { get; init; } = "";

    /// <summary>
    /// The same person: by id where both have one, else however the name was typed (width of letters, case and spaces
    /// do not count).
    /// </summary>
    public bool IsSameAs(Person other) =>
        Id.Length > 0 && other.Id.Length > 0 ? Id == other.Id : Plain(Name) == Plain(other.Name);

    private static string Plain(string name) => string.Concat(
        name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
}

/// <summary>The entries about corrections of rule tables (规则表核定) in <c>acts</c>, and how their contents read.</summary>
public static class CorrectionActs
{
    public const string Proposed = "rule.table.proposed.v1";
    public const string Approved = "rule.table.approved.v1";
    public const string Rejected = "rule.table.rejected.v1";
    public const string Withdrawn = "rule.table.withdrawn.v1";

    public const string PowerToPropose = Powers.RulesPropose, PowerToDecide = Powers.RulesApprove;

    private const string DayFormat = "yyyy-MM-dd";

    public static bool IsOne(string kind) => kind is Proposed or Approved or Rejected or Withdrawn;

    /// <param name="door">Through which door the form came, e.g. <c>machine</c>: all that is known for sure.</param>
    public static Act Propose(Proposal p, string door) => new(
        Proposed, p.At, ByOf(p.By), PowerToPropose, $"{p.Document} {p.Page}", new JsonObject
        {
            ["path"] = p.Path,
            ["from"] = Text(p.From),
            ["to"] = p.To is { } to ? Text(to) : null,
            ["document"] = p.Document,
            ["page"] = p.Page,
            ["reason"] = p.Reason,
            ["name"] = NameOf(p.By),
            ["post"] = p.By.Post,
            ["door"] = door,
            ["text"] = p.Text,
        });

    /// <param name="kind">Approved, rejected or withdrawn.</param>
    public static Act Decide(Proposal p, Decision d, string kind, string door) => new(
        kind, d.At, ByOf(d.By), kind == Withdrawn ? PowerToPropose : PowerToDecide, $"{p.Document} {p.Page}",
        new JsonObject
        {
            ["proposal"] = p.Position,
            ["reason"] = d.Reason,
            ["name"] = NameOf(d.By),
            ["post"] = d.By.Post,
            ["door"] = door,
        });

    internal static Proposal ReadProposal(long position, Act act)
    {
        JsonObject c = act.Content;
        return new Proposal(
            position, Required(c, "path"), Required(c, "text"), Day(Required(c, "from")),
            c["to"]?.GetValue<string>() is { } to ? Day(to) : null, Required(c, "document"), Required(c, "page"),
            Required(c, "reason"), PersonOf(act), act.At);
    }

    internal static (long Proposal, Decision Decision) ReadDecision(long position, Act act) => (
        act.Content["proposal"]?.GetValue<long>() ?? throw new FormatException("proposal is missing"),
        new Decision(position, PersonOf(act), Required(act.Content, "reason"), act.At));

    private static string ByOf(Person person) => person.Id.Length > 0 ? person.Id : person.Name;

    /// <summary>Null where the act's own field already holds the name.</summary>
    private static string? NameOf(Person person) => person.Id.Length > 0 ? person.Name : null;

    private static Person PersonOf(Act act) => act.Content["name"]?.GetValue<string>() is { } name
        ? new Person(name, Required(act.Content, "post")) { Id = act.By }
        : new Person(act.By, Required(act.Content, "post"));

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    private static string Required(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");
}
