using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Qingyuan.App.Web;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>
/// The first-run ceremony (首次启用): three different people come one after the other, each with their own passkey;
/// with the third, one single act makes all three administrators, and this way is closed for good.
/// </summary>
internal sealed class CeremonyRoom(
    Node node, Accounts accounts, Passkeys passkeys, IServiceScopeFactory scopes)
{
    /// <summary>Who has come so far.</summary>
    public IReadOnlyList<(PersonClass Class, string Person, string Name)> Present => accounts.File.Query(
        "SELECT class, person, name FROM ceremony ORDER BY class",
        r => ((PersonClass)r.GetInt32(0), r.GetString(1), r.GetString(2)));

    public async Task<JsonObject> Options(HttpContext context, JsonObject body)
    {
        if (Problem(body, out string person, out string name, out _) is { } refusal)
            return SignInRoutes.Refused(refusal);
        await using var scope = scopes.CreateAsyncScope();
        return await passkeys.CreationOptions(
            scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Account>>(), context, person, name);
    }

    public async Task<JsonObject> Take(HttpContext context, JsonObject body)
    {
        if (Problem(body, out string person, out string name, out var @class) is { } refusal)
            return SignInRoutes.Refused(refusal);
        await using var scope = scopes.CreateAsyncScope();
        var (passkey, key) = await passkeys.Create(
            scope.ServiceProvider.GetRequiredService<IPasskeyHandler<Account>>(), context,
            SignInRoutes.Text(body, "challenge"), SignInRoutes.Text(body, "credential"), person);
        if (passkey is null || key is null)
            return SignInRoutes.Refused("passkey.refused", "密钥没有登记：验证没有通过或者超时。请再试一次。");
        accounts.File.Execute("""
            INSERT INTO ceremony (class, person, name, key_id, algorithm, public_key, passkey)
            VALUES (@class, @person, @name, @key, @algorithm, @public, @passkey)
            """, ("@class", (int)@class), ("@person", person), ("@name", name), ("@key", key.Id),
            ("@algorithm", key.Algorithm), ("@public", key.PublicKey),
            ("@passkey", JsonSerializer.Serialize(PasskeyStore.Insert(person, passkey))));
        if (Present.Count < 3)
            return new JsonObject { ["to"] = "/ceremony" };
        await Hold(context);
        return new JsonObject { ["to"] = "/sign-in?held=1" };
    }

    /// <summary>Forgets who came, as long as it is not held.</summary>
    public void Restart() => accounts.File.Execute("DELETE FROM ceremony");

    private async Task Hold(HttpContext context)
    {
        var rows = accounts.File.Query(
            "SELECT class, person, name, key_id, algorithm, public_key, passkey FROM ceremony",
            r => (Person: new CeremonyPerson(r.GetString(1), r.GetString(2), (PersonClass)r.GetInt32(0),
                new PersonKey(r.GetString(1), r.GetString(3), r.GetString(4), r.GetString(5), default, null)),
                Passkey: JsonSerializer.Deserialize<Statement>(r.GetString(6))!));
        var options = context.RequestServices.GetRequiredService<WebOptions>();
        var organisation = new Organisation(Home, options.Organisation, OrganisationKind.EcologyDepartment,
            AdministrativeLevel.Region, "", "", "");
        var act = new Act(PeopleActs.CeremonyHeld, node.Clock.GetUtcNow(), PeopleActs.Bootstrap,
            PeopleActs.CeremonyPower, PeopleActs.Clause,
            PeopleActs.Ceremony(organisation, rows.Select(r => r.Person)));
        await accounts.Change(act, PeopleActs.CeremonyHeld,
        [
            .. rows.SelectMany(r => new[] { Accounts.MakeRow(r.Person.Id, r.Person.Class), r.Passkey }),
            Statement.Of("DELETE FROM ceremony"),
        ], context.RequestAborted);
    }

    /// <summary>Id of the department that runs this installation.</summary>
    public const string Home = "home";

    private Refusal? Problem(JsonObject body, out string person, out string name, out PersonClass @class)
    {
        person = SignInRoutes.Text(body, "person").Trim();
        name = SignInRoutes.Text(body, "fullName").Trim();
        @class = SignInRoutes.Text(body, "class") switch
        {
            "system" => PersonClass.System,
            "security" => PersonClass.Security,
            "audit" => PersonClass.Audit,
            _ => PersonClass.Business,
        };
        if (node.People.IsCeremonyHeld)
            return PeopleRefusals.Of("people.ceremony.over");
        if (!PersonForm.IsId(person) || !PersonForm.IsName(name) || @class == PersonClass.Business)
            return PeopleRefusals.Of("people.form");
        string id = person, full = name;
        var (own, present) = (@class, Present);
        return present.Any(p => p.Class == own || p.Person == id || p.Name == full)
            ? PeopleRefusals.Of("people.ceremony.three") : null;
    }
}
