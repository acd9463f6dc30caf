using System.Collections.Frozen;

namespace Qingyuan.Registry;

/// <summary>
/// Whoever acts now (行为人): a person with the powers that are in force for them at this moment. Never outlives the
/// request or the call that it was made for.
/// </summary>
/// <param name="Person">Id of the person in the register; <c>bootstrap</c> before the ceremony.</param>
/// <param name="Name">As it is shown.</param>
/// <param name="Organisation">Id of the organisation that they belong to; empty = none.</param>
/// <param name="Powers">Codes of the powers that they hold somewhere; see <see cref="Registry.Powers"/>.</param>
public sealed record Actor(string Person, string Name, string Organisation, FrozenSet<string> Powers)
{
    /// <summary>The grants behind <see cref="Powers"/>; empty = no grant is limited to a place or subject.</summary>
    public IReadOnlyList<Grant> Grants { get; init; } = [];

    /// <summary>The post that they hold in their organisation, as it is shown; empty = none is registered.</summary>
    public string Post { get; init; } = "";

    /// <summary>Nobody is signed in.</summary>
    public static Actor Nobody { get; } = new("", "", "", FrozenSet<string>.Empty);

    public bool IsNobody => Person.Length == 0;

    /// <summary>Holds the power somewhere.</summary>
    public bool Has(string power) => Powers.Contains(power);

    /// <summary>Holds the power for this place and subject; what is not asked (null) does not limit.</summary>
    public bool Has(string power, Scope scope) =>
        Has(power) && (Grants.Count == 0 || Grants.Any(g => g.Power == power && g.Scope.Covers(scope)));
}

/// <summary>Where a power holds (权限范围). Null = not limited in that respect.</summary>
/// <param name="Organisation">Id of an organisation.</param>
/// <param name="Region">A prefecture (地市), e.g. 拉萨.</param>
/// <param name="Subject">What it is about, e.g. the id of an outlet or of a matter.</param>
public sealed record Scope(string? Organisation = null, string? Region = null, string? Subject = null)
{
    public static Scope Everywhere { get; } = new();

    public bool Covers(Scope asked) =>
        (Organisation is null || asked.Organisation is null || Organisation == asked.Organisation)
        && (Region is null || asked.Region is null || Region == asked.Region)
        && (Subject is null || asked.Subject is null || Subject == asked.Subject);
}
