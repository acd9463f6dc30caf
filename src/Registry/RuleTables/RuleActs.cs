using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>The entries about tables of the rulebook (规则表更正) in <c>acts</c>, and how they read.</summary>
public static class RuleActs
{
    public const string Proposed = "rule.table.proposed.v1";
    public const string Approved = "rule.table.approved.v1";
    public const string Rejected = "rule.table.rejected.v1";

    /// <summary>The powers; how whoever acted was let in stands behind, e.g. <c>rules.approve.password</c>.</summary>
    public const string ProposePower = "rules.propose", ApprovePower = "rules.approve";

    /// <summary>谁出数据谁负责、谁签字谁负责: a rule that judges others is answered for by two named people.</summary>
    public const string Clause = "生态环境监测条例";

    private const string DayFormat = "yyyy-MM-dd";

    public static string DayText(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static DateOnly? ReadDay(string? text) => DateOnly.TryParseExact(
        text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) ? day : null;

    internal static JsonObject Write(RuleProposal p) => new()
    {
        ["path"] = p.Path,
        ["from"] = DayText(p.From),
        ["to"] = p.To is { } to ? DayText(to) : null,
        ["text"] = p.Text,
        ["source"] = p.Source,
        ["page"] = p.Page,
        ["reason"] = p.Reason,
        ["person"] = p.Person,
        ["post"] = p.Post,
    };

    internal static JsonObject WriteDecision(long proposal, string person, string post, string note) => new()
    {
        ["proposal"] = proposal,
        ["person"] = person,
        ["post"] = post,
        ["note"] = note,
    };

    /// <summary>Throws <see cref="FormatException"/> where the content does not read.</summary>
    internal static RuleProposal ReadProposal(long position, Act act)
    {
        JsonObject c = act.Content;
        string? to = c["to"]?.GetValue<string>();
        var proposal = new RuleProposal(
            position, RegistryActs.Text(c, "path"), Day(RegistryActs.Text(c, "from")), to is null ? null : Day(to),
            RegistryActs.Text(c, "text"), Required(c, "source"), RegistryActs.Text(c, "page"), Required(c, "reason"),
            Required(c, "person"), RegistryActs.Text(c, "post"), act.At);
        return proposal.To <= proposal.From ? throw new FormatException("to is not after from") : proposal;
    }

    internal static (long Proposal, RuleDecision Decision) ReadDecision(long position, Act act) => (
        act.Content["proposal"]?.GetValue<long>() ?? throw new FormatException("proposal is missing"),
        new RuleDecision(position, act.Kind == Approved, Required(act.Content, "person"),
            RegistryActs.Text(act.Content, "post"), RegistryActs.Text(act.Content, "note"), act.At));

    /// <summary>One person is one person, however the name is spaced or in whatever width it is typed.</summary>
    internal static bool IsSamePerson(string one, string other) =>
        string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c) && c != '·'));

    private static string Required(JsonObject content, string key) =>
        RegistryActs.Text(content, key) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text : throw new FormatException($"{key} is empty");

    private static DateOnly Day(string text) => ReadDay(text) ?? throw new FormatException($"'{text}' is no day");
}
