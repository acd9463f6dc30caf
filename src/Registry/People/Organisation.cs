using System.Collections.Frozen;

namespace Qingyuan.Registry;

/// <summary>Kinds of organisation (机构类别). Stored by <see cref="OrganisationKinds"/>' codes.</summary>
public enum OrganisationKind
{
    EcologyDepartment, MarketRegulator, OtherDepartment, MonitoringInstitution, Operator, Supplier, Discharger,
    VehicleStation, Association, Police, Procuratorate, Court, DisciplineOrgan, PartyOrgan,
}

/// <summary>At which level a department stands (行政层级).</summary>
public enum AdministrativeLevel
{
    /// <summary>No department.</summary>
    None,
    /// <summary>自治区级</summary>
    Region,
    /// <summary>地市级</summary>
    Prefecture,
    /// <summary>县区级</summary>
    County,
}

/// <summary>The permanent code and the official Chinese word of each kind and level.</summary>
public static class OrganisationKinds
{
    public static IReadOnlyList<(OrganisationKind Kind, string Code, string Name)> All { get; } =
    [
        (OrganisationKind.EcologyDepartment, "ecologyDept", "生态环境主管部门"),
        (OrganisationKind.MarketRegulator, "marketDept", "市场监督管理部门"),
        (OrganisationKind.OtherDepartment, "otherDept", "其他有关部门"),
        (OrganisationKind.MonitoringInstitution, "monitoringBody", "生态环境监测机构"),
        (OrganisationKind.Operator, "operator", "自动监测设施运维机构"),
        (OrganisationKind.Supplier, "vendor", "监测设备供应商"),
        (OrganisationKind.Discharger, "discharger", "排污单位"),
        (OrganisationKind.VehicleStation, "vehicleStation", "机动车排放检验机构"),
        (OrganisationKind.Association, "assoc", "行业协会"),
        (OrganisationKind.Police, "police", "公安机关"),
        (OrganisationKind.Procuratorate, "procuratorate", "检察机关"),
        (OrganisationKind.Court, "court", "人民法院"),
        (OrganisationKind.DisciplineOrgan, "discipline", "纪检监察机关"),
        (OrganisationKind.PartyOrgan, "party", "党委工作部门"),
    ];

    public static IReadOnlyList<(AdministrativeLevel Level, string Code, string Name)> Levels { get; } =
    [
        (AdministrativeLevel.None, "none", "不分级"),
        (AdministrativeLevel.Region, "region", "自治区级"),
        (AdministrativeLevel.Prefecture, "prefecture", "地市级"),
        (AdministrativeLevel.County, "county", "县区级"),
    ];

    private static readonly FrozenSet<OrganisationKind> _departments =
    [
        OrganisationKind.EcologyDepartment, OrganisationKind.MarketRegulator, OrganisationKind.OtherDepartment,
        OrganisationKind.Police, OrganisationKind.Procuratorate, OrganisationKind.Court,
        OrganisationKind.DisciplineOrgan, OrganisationKind.PartyOrgan,
    ];

    /// <summary>Public bodies stand at a level; enterprises and institutions do not have to.</summary>
    public static bool HasLevel(OrganisationKind kind) => _departments.Contains(kind);

    public static string Name(OrganisationKind kind) => All.First(k => k.Kind == kind).Name;

    public static string Name(AdministrativeLevel level) => Levels.First(l => l.Level == level).Name;

    internal static string Code(OrganisationKind kind) => All.First(k => k.Kind == kind).Code;

    internal static string Code(AdministrativeLevel level) => Levels.First(l => l.Level == level).Code;

    internal static OrganisationKind Kind(string code) =>
        All.FirstOrDefault(k => k.Code == code) is { Code: not null } known
            ? known.Kind : throw new FormatException($"kind {code}");

    internal static AdministrativeLevel Level(string code) =>
        Levels.FirstOrDefault(l => l.Code == code) is { Code: not null } l
            ? l.Level : throw new FormatException($"level {code}");
}

/// <summary>An organisation (机构): a department, an institution, an enterprise.</summary>
/// <param name="Id">Unified social credit code or our own id; a discharger has the id of its own entry.</param>
/// <param name="Region">Prefecture (地市); empty = the whole autonomous region.</param>
/// <param name="Parent">Id of the organisation above; empty = none.</param>
public sealed record Organisation(
    string Id, string Name, OrganisationKind Kind, AdministrativeLevel Level, string Region, string County,
    string Parent);

/// <summary>A natural person (人员) as stated from an instant on.</summary>
/// <param name="Id">Ours, never an identity number; it stands in <see cref="Act.By"/>.</param>
/// <param name="Organisation">Id; one person is in one organisation at a time (检验检测机构监督管理办法 第八条).</param>
public sealed record RegisteredPerson(string Id, string Name, string Organisation);

/// <summary>A post (岗位) that a person holds over a time.</summary>
public sealed record Post(
    long Position, string Person, string Organisation, string Title, DateTimeOffset From, DateTimeOffset? To)
{
    public bool HoldsAt(DateTimeOffset at) => From <= at && !(To <= at);
}

/// <summary>A power that was given to a person (授权) for a place, a subject and a time.</summary>
/// <param name="Position">Of the act in <c>acts</c>.</param>
/// <param name="To">The first instant at which it no longer holds; null = until it is withdrawn.</param>
/// <param name="By">Who gave it.</param>
public sealed record Grant(
    long Position, string Person, string Power, Scope Scope, DateTimeOffset From, DateTimeOffset? To, string By)
{
    public bool HoldsAt(DateTimeOffset at) => From <= at && !(To <= at);
}

/// <summary>
/// A public key (公钥) with which a person signs, from an instant until it is revoked. What was signed while it held
/// stays signed.
/// </summary>
/// <param name="Id">Base64url: a passkey's credential id, or the first bytes of the key's digest.</param>
/// <param name="Algorithm"><c>webauthn-es256</c>, <c>webauthn-rs256</c>, <c>webauthn-eddsa</c> or <c>es256</c>.</param>
/// <param name="PublicKey">Base64url: COSE_Key of a passkey, SubjectPublicKeyInfo of a software key.</param>
/// <param name="Revoked">The first instant at which it no longer holds.</param>
public sealed record PersonKey(
    string Person, string Id, string Algorithm, string PublicKey, DateTimeOffset From, DateTimeOffset? Revoked)
{
    public bool HoldsAt(DateTimeOffset at) => From <= at && !(Revoked <= at);
}
