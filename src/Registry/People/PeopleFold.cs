using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

public sealed partial record People
{
    /// <summary>With one more entry; what does not hold changes nothing but the position.</summary>
    /// <param name="refused">A stable code; empty = it was taken.</param>
    /// <param name="verify">False only for what was verified when it was followed.</param>
    public People With(long position, Act act, out string refused, bool verify = true)
    {
        refused = Acts >= ActsMax ? "people.full" : verify ? SignatureProblem(act) : "";
        People next = this;
        try
        {
            if (refused.Length == 0 && (refused = Authority(act)).Length == 0)
                (next, refused) = Take(position, act);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
        }
        return refused.Length == 0
            ? next with { Position = position + 1, Acts = Acts + 1 } : this with { Position = position + 1 };
    }

    /// <summary>The same state after entries that did not hold.</summary>
    internal People At(long position) => this with { Position = Math.Max(position, Position) };

    /// <summary>
    /// Why an act would not hold now, for the form that asks; null = it would. The same rules as the fold's.
    /// </summary>
    public Refusal? Check(Act act)
    {
        With(Position, act, out string refused, act.Assertion is not null);
        return refused.Length == 0 ? null : PeopleRefusals.Of(refused);
    }

    /// <summary>
    /// Whether a person's act that binds carries that person's signature, whatever it is about; empty = it does, or
    /// it needs none.
    /// </summary>
    public string SignatureProblem(Act act)
    {
        if (act.Assertion is { } assertion)
            return Keys(act.By).FirstOrDefault(k => k.Id == assertion.Key) is { } key
                ? assertion.Problem(act, key) : "signature.key";
        return Entries.ContainsKey(act.By) && Powers.Find(act.Power) is { Binds: true } ? "signature.missing" : "";
    }

    /// <summary>No act without a power that was in force; empty = it was.</summary>
    private string Authority(Act act)
    {
        if (act.Kind == PeopleActs.CeremonyHeld)
            return act.By != PeopleActs.Bootstrap ? "people.ceremony.by" : IsCeremonyHeld ? "people.ceremony.over" : "";
        if (act.Kind is PeopleActs.BreakGlassAsked or PeopleActs.BreakGlassConfirmed)
            return AdminClass(act.By, act.At) is { } own && act.Power == Powers.Of(own) ? "" : "people.power";
        string needed = PeopleActs.PowerFor(act.Kind);
        return act.Power == needed && Holds(act.By, needed, act.At) ? "" : "people.power";
    }

    private (People, string) Take(long position, Act act) => act.Kind switch
    {
        PeopleActs.CeremonyHeld => Ceremony(act),
        PeopleActs.OrganisationRegistered => State(act.Content),
        PeopleActs.OrganisationClosed => Close(act.Content),
        PeopleActs.PersonRegistered => Register(act.Content),
        PeopleActs.PersonSeen => See(act),
        PeopleActs.PersonClosed => ClosePerson(act, PeopleActs.From(act.Content)),
        PeopleActs.PersonReopened => ClosePerson(act, null),
        PeopleActs.PostTaken => TakePost(PeopleActs.ReadPost(position, act.Content)),
        PeopleActs.PostLeft => LeavePost(act.Content),
        PeopleActs.PowerGranted => Give(act, PeopleActs.ReadGrant(position, act)),
        PeopleActs.PowerWithdrawn => Withdraw(act),
        PeopleActs.KeyRegistered => AddKey(act, PeopleActs.ReadKey(act.Content, act.At)),
        PeopleActs.KeyRevoked => RevokeKey(act),
        PeopleActs.BreakGlassAsked => AskBreakGlass(position, act),
        PeopleActs.BreakGlassConfirmed => ConfirmBreakGlass(act),
        PeopleActs.EnrolmentIssued or PeopleActs.SecretChanged => ChangeSecret(act),
        _ => ApproveReset(act),
    };

    private (People, string) Ceremony(Act act)
    {
        var organisation = PeopleActs.ReadOrganisation(
            act.Content["organisation"] as JsonObject ?? throw new FormatException("organisation"));
        var people = PeopleActs.ReadCeremonyPeople(act.Content, act.At);
        // Three different natural persons, one of each class (security reference §8.1).
        if (people.Count != 3 || people.Select(p => p.Id).Distinct().Count() != 3
            || people.Select(p => p.Key.Id).Distinct().Count() != 3
            || people.Select(p => p.Name.Trim()).Distinct().Count() != 3
            || !people.Select(p => p.Class).Order()
                .SequenceEqual([PersonClass.System, PersonClass.Security, PersonClass.Audit]))
            return (this, "people.ceremony.three");
        if (people.Any(p => p.Key.Person != p.Id || !PersonForm.IsId(p.Id) || !PersonForm.IsName(p.Name)))
            return (this, "people.form");
        var entries = Entries;
        var grants = AllGrants;
        foreach (var p in people)
        {
            entries = entries.Add(p.Id, new Entered(p.Class)
            {
                Statements = [new(new RegisteredPerson(p.Id, p.Name, organisation.Id), act.At)],
                Keys = [p.Key],
                Seen = true,
                Enrolled = true,
            });
            // One act gives three powers; negative numbers keep them apart from all positions.
            grants = grants.Add(-(int)p.Class, new Grant(
                -(int)p.Class, p.Id, Powers.Of(p.Class), Scope.Everywhere, act.At, null, act.By));
        }
        return (this with
        {
            OrganisationStatements = OrganisationStatements.SetItem(organisation.Id, [new(organisation, act.At)]),
            Entries = entries,
            AllGrants = grants,
            IsCeremonyHeld = true,
            Changes = Changes.Add(PeopleActs.CeremonyHeld),
        }, "");
    }

    private (People, string) State(JsonObject content)
    {
        var o = PeopleActs.ReadOrganisation(content);
        if (!PersonForm.IsId(o.Id) || !PersonForm.IsName(o.Name)
            || o.Region.Length > NameCharactersMax || o.County.Length > NameCharactersMax)
            return (this, "people.form");
        if (OrganisationKinds.HasLevel(o.Kind) == (o.Level == AdministrativeLevel.None))
            return (this, "organisation.level");
        if (o.Region.Length > 0 && !RegistrationRules.Regions.Contains(o.Region))
            return (this, "organisation.region");
        if (o.Parent.Length > 0 && (o.Parent == o.Id || !OrganisationStatements.ContainsKey(o.Parent)))
            return (this, "organisation.parent");
        var from = PeopleActs.From(content);
        var statements = OrganisationStatements.GetValueOrDefault(o.Id, []).RemoveAll(s => s.From == from)
            .Add(new(o, from)).Sort((a, b) => a.From.CompareTo(b.From));
        return (this with { OrganisationStatements = OrganisationStatements.SetItem(o.Id, statements) }, "");
    }

    private (People, string) Close(JsonObject content)
    {
        string id = PeopleActs.Text(content, "id");
        var from = PeopleActs.From(content);
        if (!OrganisationStatements.ContainsKey(id))
            return (this, "organisation.unknown");
        return Entries.Values.Any(e => e.Class != PersonClass.Business && e.Last.Organisation == id && e.Closed is null)
            ? (this, "organisation.admins")
            : (this with { ClosedOrganisations = ClosedOrganisations.SetItem(id, from) }, "");
    }

    private (People, string) Register(JsonObject content)
    {
        var person = PeopleActs.ReadPerson(content);
        var @class = PeopleActs.ReadClass(content);
        var from = PeopleActs.From(content);
        if (!PersonForm.IsId(person.Id) || !PersonForm.IsName(person.Name) || person.Id == PeopleActs.Bootstrap)
            return (this, "people.form");
        if (!OrganisationStatements.ContainsKey(person.Organisation))
            return (this, "organisation.unknown");
        var known = Entries.GetValueOrDefault(person.Id) ?? new Entered(@class);
        // Whoever changes sides gets a new entry: old powers never meet new ones.
        if (known.Class != @class)
            return (this, "people.separation");
        var statements = known.Statements.RemoveAll(s => s.From == from).Add(new(person, from))
            .Sort((a, b) => a.From.CompareTo(b.From));
        return (this with { Entries = Entries.SetItem(person.Id, known with { Statements = statements }) }, "");
    }

    private (People, string) See(Act act)
    {
        string person = PeopleActs.Text(act.Content, "person");
        if (!Entries.TryGetValue(person, out var known))
            return (this, "people.unknown");
        return known.Seen ? (this, "people.seen.before")
            : (this with { Entries = Entries.SetItem(person, known with { Seen = true }) }, "");
    }

    private (People, string) ClosePerson(Act act, DateTimeOffset? closed)
    {
        string person = PeopleActs.Text(act.Content, "person");
        if (!Entries.TryGetValue(person, out var known))
            return (this, "people.unknown");
        if (closed < act.At)
            return (this, "people.backdated");
        if (closed is not null && IsLastAdmin(person, act.At))
            return (this, "people.last");
        return (this with { Entries = Entries.SetItem(person, known with { Closed = closed }) }, "");
    }

    private (People, string) TakePost(Post post)
    {
        if (!Entries.ContainsKey(post.Person))
            return (this, "people.unknown");
        if (!OrganisationStatements.ContainsKey(post.Organisation))
            return (this, "organisation.unknown");
        return !PersonForm.IsName(post.Title) || post.To <= post.From ? (this, "people.form")
            : (this with { AllPosts = AllPosts.Add(post.Position, post) }, "");
    }

    private (People, string) LeavePost(JsonObject content)
    {
        if (!AllPosts.TryGetValue(PeopleActs.Number(content, "post"), out var post))
            return (this, "post.unknown");
        return (this with
        {
            AllPosts = AllPosts.SetItem(post.Position, post with { To = PeopleActs.From(content) }),
        }, "");
    }

    private (People, string) Give(Act act, Grant grant)
    {
        if (!Entries.TryGetValue(grant.Person, out var person))
            return (this, "people.unknown");
        if (Powers.Find(grant.Power) is not { } power)
            return (this, "power.unknown");
        if (power.Class != person.Class)
            return (this, "people.separation");
        if (act.By == grant.Person)
            return (this, "people.self");
        // A power that began before it was given would make yesterday's act lawful.
        if (grant.From < act.At)
            return (this, "people.backdated");
        if (grant.To <= grant.From)
            return (this, "people.form");
        if (grant.Scope.Organisation is { } organisation && !OrganisationStatements.ContainsKey(organisation))
            return (this, "organisation.unknown");
        if (grant.Scope.Region is { } region && !RegistrationRules.Regions.Contains(region))
            return (this, "organisation.region");
        return (this with { AllGrants = AllGrants.Add(grant.Position, grant) }, "");
    }

    private (People, string) Withdraw(Act act)
    {
        var from = PeopleActs.From(act.Content);
        long position = PeopleActs.Number(act.Content, "grant");
        if (!AllGrants.TryGetValue(position, out var grant) || grant.To <= from)
            return (this, "grant.unknown");
        if (from < act.At)
            return (this, "people.backdated");
        if (Powers.Find(grant.Power) is { Class: not PersonClass.Business } && IsLastAdmin(grant.Person, act.At))
            return (this, "people.last");
        return (this with { AllGrants = AllGrants.SetItem(position, grant with { To = from }) }, "");
    }

    private (People, string) AddKey(Act act, PersonKey key)
    {
        if (key.Person != act.By || !Entries.TryGetValue(key.Person, out var known))
            return (this, "people.key.own");
        if (key.Id.Length is 0 or > 1024 || key.PublicKey.Length is 0 or > 4096 || key.Algorithm.Length is 0 or > 32)
            return (this, "people.form");
        // One key signs for one person: else nobody could say who signed.
        if (Entries.Values.Any(e => e.Keys.Exists(k => k.Id == key.Id)))
            return (this, "people.key.used");
        return (this with
        {
            Entries = Entries.SetItem(key.Person, known with { Keys = known.Keys.Add(key), Enrolled = true }),
            Changes = Changes.Add(key.Id),
        }, "");
    }

    private (People, string) ChangeSecret(Act act)
    {
        string person = PeopleActs.Text(act.Content, "person");
        string change = PeopleActs.Text(act.Content, "change");
        bool issued = act.Kind == PeopleActs.EnrolmentIssued;
        if (!Entries.TryGetValue(person, out var known))
            return (this, "people.unknown");
        if (!issued && person != act.By)
            return (this, "people.key.own");
        if (issued && !MayEnrol(person))
            return (this, "people.reset.needed");
        if (change.Length is 0 or > 64 || Changes.Contains(change))
            return (this, "people.form");
        // A new enrolment ends every old key: whoever lost the old secrets may have given them to somebody.
        var after = issued
            ? known with
            {
                ResetApproved = false,
                Keys = [.. known.Keys.Select(k => k.HoldsAt(act.At) ? k with { Revoked = act.At } : k)],
            }
            : known with { Enrolled = true };
        return (this with { Entries = Entries.SetItem(person, after), Changes = Changes.Add(change) }, "");
    }

    private (People, string) ApproveReset(Act act)
    {
        string person = PeopleActs.Text(act.Content, "person");
        if (!Entries.TryGetValue(person, out var known))
            return (this, "people.unknown");
        return person == act.By ? (this, "people.self")
            : (this with { Entries = Entries.SetItem(person, known with { ResetApproved = true }) }, "");
    }

    private (People, string) RevokeKey(Act act)
    {
        if (!Entries.TryGetValue(act.By, out var known)
            || known.Keys.Find(k => k.Id == act.Content["id"]?.GetValue<string>() && k.HoldsAt(act.At)) is not { } key)
            return (this, "people.key.own");
        var keys = known.Keys.Replace(key, key with { Revoked = act.At });
        return (this with { Entries = Entries.SetItem(act.By, known with { Keys = keys }) }, "");
    }

    private (People, string) AskBreakGlass(long position, Act act)
    {
        string power = PeopleActs.Text(act.Content, "power");
        string reason = PeopleActs.Text(act.Content, "reason");
        long hours = PeopleActs.Number(act.Content, "hours");
        if (Powers.Find(power) is null)
            return (this, "power.unknown");
        if (hours is < 1 or > BreakGlassHoursMax || reason.Length is < ReasonCharactersMin or > ReasonCharactersMax)
            return (this, "breakglass.form");
        var asked = new BreakGlass(position, power, act.By, "", reason, (int)hours, act.At, null);
        return (this with { Openings = Openings.Add(position, asked) }, "");
    }

    private (People, string) ConfirmBreakGlass(Act act)
    {
        if (!Openings.TryGetValue(PeopleActs.Number(act.Content, "asked"), out var asked) || asked.From is not null)
            return (this, "breakglass.unknown");
        // Two of three, so the second is another administrator of another class, and soon.
        if (AdminClass(act.By, act.At) == Class(asked.Asker))
            return (this, "breakglass.same");
        if (act.At > asked.AskedAt.AddHours(BreakGlassHoursMax))
            return (this, "breakglass.late");
        var opened = asked with { Confirmer = act.By, From = act.At };
        return (this with { Openings = Openings.SetItem(asked.Position, opened) }, "");
    }

    /// <summary>As which administrator a person acts at an instant; null = they are none.</summary>
    private PersonClass? AdminClass(string person, DateTimeOffset at) =>
        Class(person) is { } own and not PersonClass.Business
            && AllGrants.Values.Any(g => g.Person == person && g.Power == Powers.Of(own) && g.HoldsAt(at))
            && IsOpen(person, at) ? own : null;

    private bool IsLastAdmin(string person, DateTimeOffset at) => AdminClass(person, at) is { } own
        && !Entries.Keys.Any(other => other != person && AdminClass(other, at) == own);
}
