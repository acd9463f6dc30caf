using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Qingyuan.App.SignIn;
using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>A ready sign-in of the demo (演示账号).</summary>
internal sealed record DemoPerson(string Id, string Name, string Organisation, string Post, string Role, string What);

/// <summary>
/// The people of the simulated region (演示人员): the ceremony, the organisations, accounts and powers, each as the act
/// that a person would do, signed with software keys that only a demo has. What is there already is not done again.
/// </summary>
internal static class DemoPeople
{
    private const string Home = CeremonyRoom.Home;

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("dawa", "达瓦", Home, "监控中心值班员", "duty", "监控墙、排口、抑制检查结果"),
        new("basang", "巴桑", "lhasa-eco", "执法支队检查员", "inspector", "现场检查、线索核查"),
        new("ciren", "次仁", "lhasa-eco", "执法支队检查员", "inspector", "现场检查、线索核查的第二人"),
        new("nima", "尼玛", Home, "法制处", "legal", "法制审核"),
        new("zhaxi", "扎西", Home, "质控科员", "rules", "提议修改规则表"),
        new("zhuoma", "卓玛", Home, "质控科科长", "rules-chief", "核定规则表"),
        new("pingcuo", "平措", Home, "总工程师办公室", "rules-chief", "核定规则表的第二人"),
        new("cidan", "次旦", "sim-lab", "质量负责人", "quality", "监测机构质量管理"),
        new("luobu", "罗布", "sim-works", "环保专员", "discharger", "排污单位，对线索作说明"),
        new("yangjin", "央金", "xz-market", "检验检测监管处", "market", "双随机、举报受理"),
        new("pubu", "普布", "xz-procuratorate", "检察官", "procurator", "查看移送证据"),
        new("quzhen", "曲珍", Home, "廉政专员", "integrity", "查阅干预记录"),
        new("jiacuo", "加措", "xz-discipline", "监察员", "discipline", "依法提取干预记录"),
        new("sysadmin", "索朗", Home, "系统管理员", "system", "账号、机构"),
        new("secadmin", "旺堆", Home, "安全管理员", "security", "授权、重置"),
        new("auditor", "德吉", Home, "审计管理员", "audit", "确认账号、审计"),
    ];

    private static readonly Organisation[] _organisations =
    [
        new(Home, "自治区生态环境厅（演示）", OrganisationKind.EcologyDepartment, AdministrativeLevel.Region, "", "", ""),
        new("lhasa-eco", "拉萨市生态环境局（演示）", OrganisationKind.EcologyDepartment,
            AdministrativeLevel.Prefecture, "拉萨", "", Home),
        new("doilung-eco", "堆龙德庆区生态环境分局（演示）", OrganisationKind.EcologyDepartment,
            AdministrativeLevel.County, "拉萨", "堆龙德庆区", "lhasa-eco"),
        new("xz-market", "自治区市场监督管理局（演示）", OrganisationKind.MarketRegulator, AdministrativeLevel.Region,
            "", "", ""),
        new("xz-procuratorate", "自治区人民检察院（演示）", OrganisationKind.Procuratorate, AdministrativeLevel.Region,
            "", "", ""),
        new("xz-discipline", "自治区监察委员会（演示）", OrganisationKind.DisciplineOrgan, AdministrativeLevel.Region,
            "", "", ""),
        new("sim-lab", "模拟·高原环境监测有限公司", OrganisationKind.MonitoringInstitution, AdministrativeLevel.None,
            "拉萨", "", ""),
        new("sim-operator", "模拟·雪域运维有限公司", OrganisationKind.Operator, AdministrativeLevel.None, "拉萨", "", ""),
        new("sim-vendor", "模拟·分析仪器有限公司", OrganisationKind.Supplier, AdministrativeLevel.None, "", "", ""),
        new("sim-station", "模拟·机动车检验站", OrganisationKind.VehicleStation, AdministrativeLevel.None, "日喀则",
            "", ""),
        new("sim-works", "模拟·一号水泥有限公司", OrganisationKind.Discharger, AdministrativeLevel.None, "拉萨", "", ""),
    ];

    /// <summary>The three administrators.</summary>
    private static IEnumerable<(DemoPerson Person, PersonClass Class)> Admins =>
        All.Select(p => (p, RoleTemplates.Find(p.Role)!.Class)).Where(a => a.Class != PersonClass.Business);

    /// <summary>Does what is missing; it is durable and followed when this returns.</summary>
    public static async Task Ensure(Node node, Accounts accounts, CancellationToken cancel)
    {
        var keys = All.ToDictionary(p => p.Id, p => KeyOf(accounts, p.Id, RoleTemplates.Find(p.Role)!.Class));
        if (!node.People.IsCeremonyHeld)
            await node.Do(new Act(PeopleActs.CeremonyHeld, Now(node), PeopleActs.Bootstrap, PeopleActs.CeremonyPower,
                PeopleActs.Clause, PeopleActs.Ceremony(_organisations[0], Admins.Select(a => new CeremonyPerson(
                    a.Person.Id, a.Person.Name, a.Class, keys[a.Person.Id])))), cancel);
        long last = -1;
        foreach (var act in Missing(node.People, Now(node), keys))
        {
            var signed = act.Power == Powers.Self ? act : act with { Assertion = accounts.SoftwareSign(act) };
            await node.Acts.Room(cancel);
            var pending = node.Acts.Append(signed.ToEntry(), []);
            last = pending.Position;
            await pending.Durable.WaitAsync(cancel);
        }
        if (last >= 0)
            await node.Followers.WhenFollowed("people", "acts", last).WaitAsync(cancel);
    }

    private static IEnumerable<Act> Missing(
        People people, DateTimeOffset now, Dictionary<string, PersonKey> keys)
    {
        Act By(PersonClass admin, string kind, JsonObject content) => new(
            kind, now, Admins.First(a => a.Class == admin).Person.Id, Powers.Of(admin), PeopleActs.Clause, content);
        foreach (var o in _organisations.Where(o => people.Organisation(o.Id) is null))
            yield return By(PersonClass.System, PeopleActs.OrganisationRegistered, PeopleActs.Registered(o, now));
        foreach (var p in All)
        {
            var role = RoleTemplates.Find(p.Role)!;
            if (people.Person(p.Id) is null)
                yield return By(PersonClass.System, PeopleActs.PersonRegistered, PeopleActs.Registered(
                    new RegisteredPerson(p.Id, p.Name, p.Organisation), role.Class, now));
            if (people.Posts.All(post => post.Person != p.Id))
                yield return By(PersonClass.System, PeopleActs.PostTaken, PeopleActs.Taken(
                    new Post(0, p.Id, p.Organisation, p.Post, now, null)));
            foreach (string power in role.Powers.Where(power => role.Class == PersonClass.Business
                && people.Grants.All(g => g.Person != p.Id || g.Power != power)))
                yield return By(PersonClass.Security, PeopleActs.PowerGranted, PeopleActs.Granted(
                    new Grant(0, p.Id, power, Scope.Everywhere, now, null, "")));
            if (!people.IsSeen(p.Id))
                yield return By(PersonClass.Audit, PeopleActs.PersonSeen, new JsonObject { ["person"] = p.Id });
            if (people.Key(p.Id, keys[p.Id].Id, now) is null)
                yield return new Act(PeopleActs.KeyRegistered, now, p.Id, Powers.Self, PeopleActs.Clause,
                    PeopleActs.Write(keys[p.Id]));
        }
    }

    /// <summary>The person's software key; made at the first start and kept in the demo's own file.</summary>
    private static PersonKey KeyOf(Accounts accounts, string person, PersonClass @class)
    {
        var (id, secret) = accounts.File.Query("SELECT id, secret FROM software_key WHERE person = @person",
            r => (r.GetString(0), r.GetString(1)), ("@person", person)).FirstOrDefault();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (secret is not null)
            key.ImportPkcs8PrivateKey(Convert.FromHexString(secret), out _);
        byte[] info = key.ExportSubjectPublicKeyInfo();
        if (secret is null)
        {
            id = Base64Url.EncodeToString(SHA256.HashData(info).AsSpan(0, 16));
            accounts.File.ExecuteAll(Accounts.MakeRow(person, @class), Statement.Of(
                "INSERT INTO software_key (person, id, secret) VALUES (@person, @id, @secret)", ("@person", person),
                ("@id", id), ("@secret", Convert.ToHexString(key.ExportPkcs8PrivateKey()))));
        }
        return new PersonKey(
            person, id!, Assertion.SoftwareEs256, Base64Url.EncodeToString(info), DateTimeOffset.UnixEpoch, null);
    }

    private static DateTimeOffset Now(Node node) =>
        DateTimeOffset.FromUnixTimeMilliseconds(node.Clock.GetUtcNow().ToUnixTimeMilliseconds());
}
