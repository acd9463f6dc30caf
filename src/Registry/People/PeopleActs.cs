using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>One of the three at the first-run ceremony, with the key that they chose there.</summary>
public sealed record CeremonyPerson(string Id, string Name, PersonClass Class, PersonKey Key);

/// <summary>
/// The entries about organisations, people, posts, powers and keys in <c>acts</c>, and how their contents read.
/// Secrets never stand in them: only that one was changed.
/// </summary>
public static class PeopleActs
{
    public const string CeremonyHeld = "ceremony.held.v1";
    public const string OrganisationRegistered = "organisation.registered.v1";
    public const string OrganisationClosed = "organisation.closed.v1";
    public const string PersonRegistered = "person.registered.v1";
    public const string PersonSeen = "person.seen.v1";
    public const string PersonClosed = "person.closed.v1";
    public const string PersonReopened = "person.reopened.v1";
    public const string PostTaken = "post.taken.v1";
    public const string PostLeft = "post.left.v1";
    public const string PowerGranted = "power.granted.v1";
    public const string PowerWithdrawn = "power.withdrawn.v1";
    public const string KeyRegistered = "person.key.registered.v1";
    public const string KeyRevoked = "person.key.revoked.v1";
    public const string SecretChanged = "person.secret.changed.v1";
    public const string EnrolmentIssued = "person.enrolment.issued.v1";
    public const string ResetApproved = "person.reset.approved.v1";
    public const string BreakGlassAsked = "breakglass.asked.v1";
    public const string BreakGlassConfirmed = "breakglass.confirmed.v1";

    /// <summary>Who acts before there are people: the holder of the bootstrap password.</summary>
    public const string Bootstrap = "bootstrap";

    /// <summary>The one act of the bootstrap password's holder.</summary>
    public const string CeremonyPower = "ceremony";

    /// <summary>Every account is made by one administrator, empowered by another and seen by the third.</summary>
    public const string Clause = "GB/T 22239-2019 8.1.5";

    internal static string PowerFor(string kind) => kind switch
    {
        CeremonyHeld => CeremonyPower,
        OrganisationRegistered or OrganisationClosed or PersonRegistered or PersonClosed or PersonReopened
            or PostTaken or PostLeft or EnrolmentIssued => Powers.AdminSystem,
        PowerGranted or PowerWithdrawn or ResetApproved => Powers.AdminSecurity,
        PersonSeen => Powers.AdminAudit,
        KeyRegistered or KeyRevoked or SecretChanged => Powers.Self,
        _ => "",
    };

    public static bool IsOne(string kind) =>
        kind is BreakGlassAsked or BreakGlassConfirmed || PowerFor(kind).Length > 0;

    public static JsonObject Ceremony(Organisation organisation, IEnumerable<CeremonyPerson> people) => new()
    {
        ["organisation"] = Write(organisation),
        ["people"] = new JsonArray([.. people.Select(p => (JsonNode)new JsonObject
        {
            ["id"] = p.Id, ["name"] = p.Name, ["class"] = ClassText(p.Class), ["key"] = Write(p.Key),
        })]),
    };

    public static JsonObject Registered(Organisation organisation, DateTimeOffset from)
    {
        var content = Write(organisation);
        content["from"] = Act.TimeText(from);
        return content;
    }

    public static JsonObject Registered(RegisteredPerson person, PersonClass @class, DateTimeOffset from) => new()
    {
        ["id"] = person.Id,
        ["name"] = person.Name,
        ["organisation"] = person.Organisation,
        ["class"] = ClassText(@class),
        ["from"] = Act.TimeText(from),
    };

    public static JsonObject Taken(Post post) => new()
    {
        ["person"] = post.Person,
        ["organisation"] = post.Organisation,
        ["title"] = post.Title,
        ["from"] = Act.TimeText(post.From),
        ["to"] = post.To is { } to ? Act.TimeText(to) : null,
    };

    public static JsonObject Granted(Grant grant) => new()
    {
        ["person"] = grant.Person,
        ["power"] = grant.Power,
        ["organisation"] = grant.Scope.Organisation,
        ["region"] = grant.Scope.Region,
        ["subject"] = grant.Scope.Subject,
        ["from"] = Act.TimeText(grant.From),
        ["to"] = grant.To is { } to ? Act.TimeText(to) : null,
    };

    public static JsonObject Write(PersonKey key) => new()
    {
        ["person"] = key.Person,
        ["id"] = key.Id,
        ["algorithm"] = key.Algorithm,
        ["publicKey"] = key.PublicKey,
    };

    /// <summary>That a secret of a person was set; never the secret.</summary>
    /// <param name="change">A random name of this change, by which the account finds out whether it holds.</param>
    /// <param name="what"><c>password</c>, <c>recovery</c>, <c>enrolment</c>.</param>
    public static JsonObject Changed(string person, string what, string change) => new()
    {
        ["person"] = person,
        ["what"] = what,
        ["change"] = change,
    };

    /// <summary>What ends something from an instant on, with the reason.</summary>
    /// <param name="what"><c>id</c>, <c>person</c>.</param>
    public static JsonObject Ended(string what, string id, DateTimeOffset from, string reason) => new()
    {
        [what] = id,
        ["from"] = Act.TimeText(from),
        ["reason"] = reason,
    };

    /// <param name="what"><c>post</c>, <c>grant</c>.</param>
    public static JsonObject Ended(string what, long position, DateTimeOffset from, string reason) => new()
    {
        [what] = position,
        ["from"] = Act.TimeText(from),
        ["reason"] = reason,
    };

    internal static Organisation ReadOrganisation(JsonObject c) => new(
        Text(c, "id"), Text(c, "name"), OrganisationKinds.Kind(Text(c, "kind")),
        OrganisationKinds.Level(Text(c, "level")), Text(c, "region"), Text(c, "county"), Text(c, "parent"));

    internal static RegisteredPerson ReadPerson(JsonObject c) =>
        new(Text(c, "id"), Text(c, "name"), Text(c, "organisation"));

    internal static PersonClass ReadClass(JsonObject c) => Text(c, "class") switch
    {
        "system" => PersonClass.System,
        "security" => PersonClass.Security,
        "audit" => PersonClass.Audit,
        "business" => PersonClass.Business,
        var other => throw new FormatException($"class {other}"),
    };

    internal static Post ReadPost(long position, JsonObject c) => new(
        position, Text(c, "person"), Text(c, "organisation"), Text(c, "title"), From(c), To(c));

    internal static Grant ReadGrant(long position, Act act) => new(
        position, Text(act.Content, "person"), Text(act.Content, "power"),
        new Scope(Optional(act.Content, "organisation"), Optional(act.Content, "region"),
            Optional(act.Content, "subject")),
        From(act.Content), To(act.Content), act.By);

    internal static PersonKey ReadKey(JsonObject c, DateTimeOffset from) => new(
        Text(c, "person"), Text(c, "id"), Text(c, "algorithm"), Text(c, "publicKey"), from, null);

    internal static IReadOnlyList<CeremonyPerson> ReadCeremonyPeople(JsonObject c, DateTimeOffset at) =>
        [.. (c["people"] as JsonArray ?? throw new FormatException("people"))
            .Select(node => node as JsonObject ?? throw new FormatException("people"))
            .Select(p => new CeremonyPerson(Text(p, "id"), Text(p, "name"), ReadClass(p),
                ReadKey(p["key"] as JsonObject ?? throw new FormatException("key"), at)))];

    internal static string ClassText(PersonClass @class) => @class switch
    {
        PersonClass.System => "system",
        PersonClass.Security => "security",
        PersonClass.Audit => "audit",
        _ => "business",
    };

    internal static DateTimeOffset From(JsonObject content) => RegistryActs.From(content);

    internal static string Text(JsonObject content, string key) => RegistryActs.Text(content, key);

    internal static long Number(JsonObject content, string key) =>
        content[key]?.GetValue<long>() ?? throw new FormatException(key);

    private static DateTimeOffset? To(JsonObject content) =>
        Optional(content, "to") is { } to ? Act.ReadTime(to) : null;

    private static string? Optional(JsonObject content, string key) => content[key]?.GetValue<string>();

    private static JsonObject Write(Organisation o) => new()
    {
        ["id"] = o.Id,
        ["name"] = o.Name,
        ["kind"] = OrganisationKinds.Code(o.Kind),
        ["level"] = OrganisationKinds.Code(o.Level),
        ["region"] = o.Region,
        ["county"] = o.County,
        ["parent"] = o.Parent,
    };
}
