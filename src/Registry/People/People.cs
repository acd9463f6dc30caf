using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Qingyuan.Registry;

/// <summary>Powers that two administrators opened together for a short time (应急授权).</summary>
/// <param name="Asker">Holds the power while it is open.</param>
/// <param name="From">Null = the second administrator has not confirmed.</param>
public sealed record BreakGlass(
    long Position, string Power, string Asker, string Confirmer, string Reason, int Hours, DateTimeOffset AskedAt,
    DateTimeOffset? From)
{
    public DateTimeOffset? To => From?.AddHours(Hours);

    public bool HoldsAt(DateTimeOffset at) => From <= at && at < To;
}

/// <summary>
/// Organisations, people, posts, powers and keys (机构、人员、岗位、权限、公钥), folded in the order of the ledger and
/// answered as in force at an instant. Immutable. What does not hold changes nothing, whoever appended it.
/// </summary>
public sealed partial record People
{
    /// <summary>Entries about people that count; what comes after is refused, so that a snapshot stays small.</summary>
    public const int ActsMax = 500_000;

    /// <summary>Break-glass is open at most this long (security reference §8.1).</summary>
    public const int BreakGlassHoursMax = 4;

    public const int NameCharactersMax = 50, ReasonCharactersMin = 4, ReasonCharactersMax = 500;

    private People()
    {
    }

    public static People None { get; } = new();

    /// <summary>One more than the position of the last entry taken in; 0 = none.</summary>
    public long Position { get; private init; }

    private int Acts { get; init; }
    private ImmutableSortedDictionary<string, ImmutableList<Stated<Organisation>>> OrganisationStatements
    { get; init; } = ImmutableSortedDictionary.Create<string, ImmutableList<Stated<Organisation>>>(
        StringComparer.Ordinal);
    private ImmutableDictionary<string, DateTimeOffset> ClosedOrganisations { get; init; } =
        ImmutableDictionary<string, DateTimeOffset>.Empty;
    private ImmutableSortedDictionary<string, Entered> Entries { get; init; } =
        ImmutableSortedDictionary.Create<string, Entered>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<long, Post> AllPosts { get; init; } =
        ImmutableSortedDictionary<long, Post>.Empty;
    private ImmutableSortedDictionary<long, Grant> AllGrants { get; init; } =
        ImmutableSortedDictionary<long, Grant>.Empty;
    private ImmutableHashSet<string> Changes { get; init; } = [];
    private ImmutableSortedDictionary<long, BreakGlass> Openings { get; init; } =
        ImmutableSortedDictionary<long, BreakGlass>.Empty;

    /// <summary>The three administrators exist; from then on everybody acts as a person.</summary>
    public bool IsCeremonyHeld { get; private init; }

    /// <summary>
    /// A change of a secret took place: its name stands in the ledger, the secret itself never does.
    /// </summary>
    public bool HasChange(string change) => Changes.Contains(change);

    /// <summary>As stated last, closed ones too, by id.</summary>
    public IEnumerable<Organisation> Organisations => OrganisationStatements.Values.Select(s => s[^1].Value);

    /// <summary>As stated last, closed ones too, by id.</summary>
    public IEnumerable<RegisteredPerson> All => Entries.Values.Select(e => e.Last);

    public Organisation? Organisation(string id) =>
        OrganisationStatements.TryGetValue(id, out var statements) ? statements[^1].Value : null;

    /// <summary>As in force at an instant; null = not yet stated, or closed.</summary>
    public Organisation? Organisation(string id, DateTimeOffset at) =>
        OrganisationStatements.TryGetValue(id, out var statements)
            && !(ClosedOrganisations.TryGetValue(id, out var closed) && closed <= at)
                ? statements.FindLast(s => s.From <= at).Value : null;

    public DateTimeOffset? OrganisationClosedFrom(string id) =>
        ClosedOrganisations.TryGetValue(id, out var from) ? from : null;

    public RegisteredPerson? Person(string id) => Entries.GetValueOrDefault(id)?.Last;

    public RegisteredPerson? Person(string id, DateTimeOffset at) =>
        Entries.GetValueOrDefault(id)?.Statements.FindLast(s => s.From <= at).Value;

    public PersonClass? Class(string person) => Entries.GetValueOrDefault(person)?.Class;

    /// <summary>The audit administrator saw the new account; before that it opens nothing.</summary>
    public bool IsSeen(string person) => Entries.GetValueOrDefault(person) is { Seen: true };

    /// <summary>An enrolment code may be issued: never enrolled, or the reset was approved.</summary>
    public bool MayEnrol(string person) =>
        Entries.GetValueOrDefault(person) is { } e && (!e.Enrolled || e.ResetApproved);

    public bool IsEnrolled(string person) => Entries.GetValueOrDefault(person) is { Enrolled: true };

    public DateTimeOffset? ClosedFrom(string person) => Entries.GetValueOrDefault(person)?.Closed;

    /// <summary>May act at an instant: registered, seen, not closed, and so is their organisation.</summary>
    public bool IsOpen(string person, DateTimeOffset at) =>
        Entries.GetValueOrDefault(person) is { Seen: true } e && !(e.Closed <= at)
        && Person(person, at) is { } stated && Organisation(stated.Organisation, at) is not null;

    /// <summary>Every key that the person ever registered, oldest first.</summary>
    public IReadOnlyList<PersonKey> Keys(string person) => Entries.GetValueOrDefault(person)?.Keys ?? [];

    /// <summary>The key with which the person could sign at an instant; null = it was not theirs then.</summary>
    public PersonKey? Key(string person, string id, DateTimeOffset at) =>
        Entries.GetValueOrDefault(person)?.Keys.Find(k => k.Id == id && k.HoldsAt(at));

    /// <summary>Every post ever, oldest entry first.</summary>
    public IEnumerable<Post> Posts => AllPosts.Values;

    public IEnumerable<Post> PostsOf(string person, DateTimeOffset at) =>
        AllPosts.Values.Where(p => p.Person == person && p.HoldsAt(at));

    /// <summary>Every grant ever, oldest entry first.</summary>
    public IEnumerable<Grant> Grants => AllGrants.Values;

    internal IEnumerable<RegisteredPerson> NewPeople(People before) => ReferenceEquals(Entries, before.Entries)
        ? [] : All.Where(p => before.Class(p.Id) is null);

    internal IEnumerable<Grant> NewGrants(People before) => ReferenceEquals(AllGrants, before.AllGrants)
        ? [] : AllGrants.Where(g => !before.AllGrants.ContainsKey(g.Key)).Select(g => g.Value);

    public Grant? Grant(long position) => AllGrants.GetValueOrDefault(position);

    /// <summary>Every break-glass ever asked for, oldest first.</summary>
    public IEnumerable<BreakGlass> BreakGlasses => Openings.Values;

    /// <summary>The grants in force; none for whoever may not act.</summary>
    public IReadOnlyList<Grant> GrantsOf(string person, DateTimeOffset at) => !IsOpen(person, at) ? [] :
    [
        .. AllGrants.Values.Where(g => g.Person == person && g.HoldsAt(at)),
        .. Openings.Values.Where(b => b.Asker == person && b.HoldsAt(at)).Select(b => new Grant(
            b.Position, person, b.Power, Scope.Everywhere, b.From!.Value, b.To, b.Confirmer)),
    ];

    /// <summary>Holds the power for the place and subject at the instant.</summary>
    public bool Holds(string person, string power, DateTimeOffset at, Scope? scope = null) =>
        power == Powers.Self ? IsOpen(person, at)
            : GrantsOf(person, at).Any(g => g.Power == power && g.Scope.Covers(scope ?? Scope.Everywhere));

    /// <summary>Everybody who holds the power for the place: whom to ask, or among whom to choose.</summary>
    public IEnumerable<RegisteredPerson> Holders(string power, DateTimeOffset at, Scope? scope = null) =>
        All.Where(p => Holds(p.Id, power, at, scope));

    /// <summary>The person with what they may do at the instant; nobody when they may not act.</summary>
    public Actor ActorOf(string person, DateTimeOffset at)
    {
        if (!IsOpen(person, at) || Person(person, at) is not { } stated)
            return Actor.Nobody;
        var grants = GrantsOf(person, at);
        return new Actor(person, stated.Name, stated.Organisation, grants.Select(g => g.Power).ToFrozenSet())
        {
            Grants = grants,
            Post = PostsOf(person, at).LastOrDefault()?.Title ?? "",
        };
    }

    /// <summary>What is known about one person.</summary>
    private sealed record Entered(PersonClass Class)
    {
        public ImmutableList<Stated<RegisteredPerson>> Statements { get; init; } = [];
        public ImmutableList<PersonKey> Keys { get; init; } = [];
        public bool Seen { get; init; }

        /// <summary>Secrets were set once; from then on a new enrolment needs the security administrator.</summary>
        public bool Enrolled { get; init; }
        public bool ResetApproved { get; init; }
        public DateTimeOffset? Closed { get; init; }
        public RegisteredPerson Last => Statements[^1].Value;
    }
}
