using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

/// <summary>Fictitious people: the three administrators and an officer, in one department.</summary>
internal static class SomePeople
{
    public static readonly Organisation Department = new(
        "xz-ecology", "自治区生态环境厅", OrganisationKind.EcologyDepartment, AdministrativeLevel.Region, "", "", "");

    public const string System = "zhang.san", Security = "li.si", Audit = "wang.wu", Officer = "ciren";

    private static readonly ConcurrentDictionary<string, ECDsa> _secrets = [];

    public static ECDsa Secret(string person) =>
        _secrets.GetOrAdd(person, _ => ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static PersonKey Key(string person) => new(
        person, "key-of-" + person, Assertion.SoftwareEs256,
        Base64Url.EncodeToString(Secret(person).ExportSubjectPublicKeyInfo()), DateTimeOffset.UnixEpoch, null);

    public static JsonObject Ceremony() => PeopleActs.Ceremony(Department,
    [
        new(System, "张三", PersonClass.System, Key(System)),
        new(Security, "李四", PersonClass.Security, Key(Security)),
        new(Audit, "王五", PersonClass.Audit, Key(Audit)),
    ]);

    /// <summary>Signed by whoever is a person and has a key.</summary>
    public static Act Act(this House house, string kind, string by, string power, JsonObject content)
    {
        var act = new Act(kind, house.Clock.GetUtcNow(), by, power, PeopleActs.Clause, content);
        return by is PeopleActs.Bootstrap or Officer ? act
            : act with { Assertion = Assertion.Sign(act, Key(by).Id, Secret(by)) };
    }

    /// <summary>Appends the acts, follows them, and gives what came of it and the code of each.</summary>
    public static async Task<(People People, IReadOnlyList<string> Refused)> DoAs(
        this House house, params IReadOnlyList<Act> acts)
    {
        long first = 0;
        foreach (var act in acts)
        {
            long position = await house.Append("acts", act.ToEntry());
            first = act == acts[0] ? position : first;
        }
        using (var loop = house.Loop(new PeopleTable()))
            loop.CatchUp();
        using var reader = house.Tables.Reader();
        return (PeopleTable.Load(reader),
            house.Rows($"SELECT refused FROM people_acts WHERE position >= {first} ORDER BY position"));
    }

    /// <summary>The ceremony, and an officer made by one, empowered by another and seen by the third.</summary>
    public static async Task<People> DoPeople(this House house, params IReadOnlyList<string> powers)
    {
        var now = house.Clock.GetUtcNow();
        var (people, refused) = await house.DoAs(
        [
            house.Act(PeopleActs.CeremonyHeld, PeopleActs.Bootstrap, PeopleActs.CeremonyPower, Ceremony()),
            house.Act(PeopleActs.PersonRegistered, System, Powers.AdminSystem, PeopleActs.Registered(
                new RegisteredPerson(Officer, "次仁", Department.Id), PersonClass.Business, now)),
            .. powers.Select(p => house.Act(PeopleActs.PowerGranted, Security, Powers.AdminSecurity,
                PeopleActs.Granted(new Grant(0, Officer, p, Scope.Everywhere, now, null, "")))),
            house.Act(PeopleActs.PersonSeen, Audit, Powers.AdminAudit, new JsonObject { ["person"] = Officer }),
        ]);
        Assert.All(refused, Assert.Empty);
        return people;
    }
}
