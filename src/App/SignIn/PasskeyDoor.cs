using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>What a person does with a passkey in one request (通行密钥登录、登记). One for each request.</summary>
internal sealed class PasskeyDoor(
    IHttpContextAccessor accessor, Node node, Accounts accounts, Passkeys passkeys, Sessions sessions, Door door,
    Audit audit, IPasskeyHandler<Account> handler, UserManager<Account> users)
{
    private HttpContext Context => accessor.HttpContext!;

    public async Task<JsonObject> SignIn(JsonObject body)
    {
        var account = await passkeys.Use(
            handler, users, Context, SignInRoutes.Text(body, "challenge"), SignInRoutes.Text(body, "credential"));
        bool open = account is not null && accounts.MayEnter(account.Person);
        // Before the session exists: a sign-in that cannot be audited does not happen.
        await audit.Write(Context, open ? AuditTable.SignedIn : AuditTable.SignInRefused, account?.Person ?? "", "",
            "passkey", open ? "" : "signIn.refused");
        return open && door.Enter(Context, account!.Person, "passkey")
            ? new JsonObject { ["to"] = Landing.Of(node, account.Person, SignInRoutes.Text(body, "to")) }
            : SignInRoutes.Refused("signIn.refused", "没有登录：这把密钥没有登记，或者账号没有启用。请换一把，或联系系统管理员。");
    }

    public async Task<JsonObject> EnrolOptions(JsonObject body) =>
        Ticket(SignInRoutes.Text(body, "ticket")) is { } person
            ? await passkeys.CreationOptions(handler, Context, person, Name(person)) : Late();

    public async Task<JsonObject> Enrol(JsonObject body)
    {
        if (Ticket(SignInRoutes.Text(body, "ticket")) is not { } person)
            return Late();
        var refused = await Add(person, body, Statement.Of(
            "UPDATE account SET enrol = NULL WHERE person = @person", ("@person", person)));
        if (refused is not null)
            return refused;
        passkeys.Take(SignInRoutes.Text(body, "ticket"));
        await audit.Write(Context, AuditTable.SignedIn, person, "", "enrolment", "");
        door.Enter(Context, person, "passkey");
        return new JsonObject { ["to"] = "/w/account?new=1" };
    }

    public async Task<JsonObject> KeyOptions(JsonObject body) => MayChange() is { } refused ? refused
        : await passkeys.CreationOptions(handler, Context, Person, Name(Person));

    public async Task<JsonObject> AddKey(JsonObject body) => MayChange() ?? await Add(Person, body)
        ?? new JsonObject { ["to"] = "/w/account?key=1" };

    /// <summary>The person proves again who they are, before what needs it (v5.0.0-7.5.3).</summary>
    public async Task<JsonObject> StepUp(JsonObject body)
    {
        var account = await passkeys.Use(
            handler, users, Context, SignInRoutes.Text(body, "challenge"), SignInRoutes.Text(body, "credential"));
        if (account?.Person != Person)
            return SignInRoutes.Refused("stepUp.refused", "不是您本人的密钥；请用登录的这个人的密钥。");
        sessions.Verify(Door.SessionOf(Context)!.Hash);
        return new JsonObject { ["to"] = "/w/account" };
    }

    private string Person => ActorOf.Current(Context).Person;

    private string Name(string person) => node.People.Person(person)?.Name ?? person;

    /// <summary>Who brought a right enrolment code to this page.</summary>
    private string? Ticket(string ticket) => passkeys.Look(ticket) is { } state
        && state.StartsWith(EnrolTicket, StringComparison.Ordinal) ? state[EnrolTicket.Length..] : null;

    public const string EnrolTicket = "enrol ";

    private static JsonObject Late() =>
        SignInRoutes.Refused("enrol.late", "激活码已经过时；请回到激活页面重新填写。");

    private JsonObject? MayChange() => Door.SessionOf(Context) is { } session && sessions.IsFresh(session) ? null
        : SignInRoutes.Refused("stepUp.needed", "改密钥前请再验证一次本人：点“再验证一次”。");

    /// <summary>Null = the key is registered.</summary>
    private async Task<JsonObject?> Add(string person, JsonObject body, params IReadOnlyList<Statement> more)
    {
        var (passkey, key) = await passkeys.Create(
            handler, Context, SignInRoutes.Text(body, "challenge"), SignInRoutes.Text(body, "credential"), person);
        if (passkey is null || key is null)
            return SignInRoutes.Refused("passkey.refused", "密钥没有登记：验证没有通过或者超时。请再试一次。");
        var act = new Act(PeopleActs.KeyRegistered, node.Clock.GetUtcNow(), person, Powers.Self, PeopleActs.Clause,
            PeopleActs.Write(key));
        if (node.People.Check(act) is { } refusal)
            return SignInRoutes.Refused(refusal);
        await accounts.Change(
            act, key.Id, [PasskeyStore.Insert(person, passkey), .. more], Context.RequestAborted);
        return null;
    }
}

/// <summary>Where a person arrives after signing in (登录后去哪里).</summary>
internal static class Landing
{
    public static string Of(Node node, string person, string? to)
    {
        if (to is not null && IsWorkspace(to))
            return to;
        var now = node.Clock.GetUtcNow();
        return node.People.Class(person) switch
        {
            PersonClass.System => "/w/admin/system",
            PersonClass.Security => "/w/admin/security",
            PersonClass.Audit => "/w/admin/audit",
            _ => node.People.Holds(person, Powers.WorkspaceRead, now) ? "/w" : "/w/account",
        };
    }

    /// <summary>Only into the workspace, never to another site.</summary>
    public static bool IsWorkspace(string to) =>
        (to == "/w" || to.StartsWith("/w/", StringComparison.Ordinal) || to.StartsWith("/w?", StringComparison.Ordinal))
        && !to.Contains('\\', StringComparison.Ordinal) && !to.Contains("//", StringComparison.Ordinal);
}
