using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// A person as they named themselves (经办人). Asserted until people can sign in: <see cref="Act.By"/> holds the name,
/// the content the post and through which door the form came.
/// </summary>
public sealed record Person(string Name, string Post)
{
    /// <summary>The same person, however the name was typed: width of letters, case and spaces do not count.</summary>
    public bool IsSameAs(Person other) => Plain(Name) == Plain(other.Name);

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

    public const string PowerToPropose = "rules.propose", PowerToDecide = "rules.decide";

    private const string DayFormat = "yyyy-MM-dd";

    public static bool IsOne(string kind) => kind is Proposed or Approved or Rejected or Withdrawn;

    /// <param name="door">Through which door the form came, e.g. <c>machine</c>: all that is known for sure.</param>
    public static Act Propose(Proposal p, string door) => new(
        Proposed, p.At, p.By.Name, PowerToPropose, $"{p.Document} {p.Page}", new JsonObject
        {
            ["path"] = p.Path,
            ["from"] = Text(p.From),
            ["to"] = p.To is { } to ? Text(to) : null,
            ["document"] = p.Document,
            ["page"] = p.Page,
            ["reason"] = p.Reason,
            ["post"] = p.By.Post,
            ["door"] = door,
            ["text"] = p.Text,
        });

    /// <param name="kind">Approved, rejected or withdrawn.</param>
    public static Act Decide(Proposal p, Decision d, string kind, string door) => new(
        kind, d.At, d.By.Name, kind == Withdrawn ? PowerToPropose : PowerToDecide, $"{p.Document} {p.Page}",
        new JsonObject
        {
            ["proposal"] = p.Position,
            ["reason"] = d.Reason,
            ["post"] = d.By.Post,
            ["door"] = door,
        });

    internal static Proposal ReadProposal(long position, Act act)
    {
        JsonObject c = act.Content;
        return new Proposal(
            position, Required(c, "path"), Required(c, "text"), Day(Required(c, "from")),
            c["to"]?.GetValue<string>() is { } to ? Day(to) : null, Required(c, "document"), Required(c, "page"),
            Required(c, "reason"), new Person(act.By, Required(c, "post")), act.At);
    }

    internal static (long Proposal, Decision Decision) ReadDecision(long position, Act act) => (
        act.Content["proposal"]?.GetValue<long>() ?? throw new FormatException("proposal is missing"),
        new Decision(position, new Person(act.By, Required(act.Content, "post")), Required(act.Content, "reason"),
            act.At));

    private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);

    private static string Required(JsonObject content, string key) =>
        content[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");
}
