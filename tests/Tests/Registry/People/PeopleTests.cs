using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class PeopleTests
{
    [Fact]
    public async Task An_account_made_by_one_empowered_by_another_and_seen_by_the_third_may_act()
    {
        await using var house = new House();
        var people = await house.DoPeople(Powers.RulesPropose, "lead.check");
        var actor = people.ActorOf(SomePeople.Officer, house.Clock.GetUtcNow());
        Assert.Equal(("次仁", SomePeople.Department.Id), (actor.Name, actor.Organisation));
        Assert.True(actor.Has(Powers.RulesPropose));
        Assert.True(actor.Has("lead.check", new Scope(Region: "拉萨")));
        Assert.False(actor.Has(Powers.RulesApprove));
        Assert.Equal([SomePeople.Officer], people.Holders("lead.check", house.Clock.GetUtcNow()).Select(p => p.Id));
    }

    [Fact]
    public async Task An_account_that_the_audit_administrator_has_not_seen_opens_nothing()
    {
        await using var house = new House();
        await house.DoPeople();
        var now = house.Clock.GetUtcNow();
        var (people, _) = await house.DoAs(house.Act(
            PeopleActs.PersonRegistered, SomePeople.System, Powers.AdminSystem, PeopleActs.Registered(
                new RegisteredPerson("new", "新人", SomePeople.Department.Id), PersonClass.Business, now)));
        Assert.True(people.ActorOf("new", now).IsNobody);
        Assert.False(people.Holds("new", Powers.Self, now));
    }

    [Fact]
    public async Task The_ceremony_is_held_once_by_three_different_people()
    {
        await using var house = new House();
        var twice = SomePeople.Ceremony();
        twice["people"]![1]!["id"] = SomePeople.System;
        var (_, refused) = await house.DoAs(
            house.Act(PeopleActs.CeremonyHeld, PeopleActs.Bootstrap, PeopleActs.CeremonyPower, twice));
        Assert.Equal(["people.ceremony.three"], refused);
        await house.DoPeople();
        (_, refused) = await house.DoAs(house.Act(
            PeopleActs.CeremonyHeld, PeopleActs.Bootstrap, PeopleActs.CeremonyPower, SomePeople.Ceremony()));
        Assert.Equal(["people.ceremony.over"], refused);
    }

    [Theory]
    [InlineData(SomePeople.System, Powers.AdminSystem)]
    [InlineData(SomePeople.Audit, Powers.AdminAudit)]
    [InlineData(SomePeople.System, Powers.AdminSecurity)]
    [InlineData(PeopleActs.Bootstrap, Powers.AdminSecurity)]
    public async Task Only_the_security_administrator_gives_powers(string by, string power)
    {
        await using var house = new House();
        await house.DoPeople();
        var (people, refused) = await house.DoAs(house.Act(PeopleActs.PowerGranted, by, power, PeopleActs.Granted(
            new Grant(0, SomePeople.Officer, "lead.check", Scope.Everywhere, house.Clock.GetUtcNow(), null, ""))));
        Assert.Equal(["people.power"], refused);
        Assert.False(people.Holds(SomePeople.Officer, "lead.check", house.Clock.GetUtcNow()));
    }

    [Theory]
    [InlineData(SomePeople.System, Powers.AdminAudit)]
    [InlineData(SomePeople.System, Powers.RulesApprove)]
    [InlineData(SomePeople.Audit, Powers.AdminSystem)]
    [InlineData(SomePeople.Officer, Powers.AdminSystem)]
    public async Task The_three_exclude_each_other_and_business(string person, string power)
    {
        await using var house = new House();
        await house.DoPeople();
        var (_, refused) = await house.DoAs(house.Act(
            PeopleActs.PowerGranted, SomePeople.Security, Powers.AdminSecurity, PeopleActs.Granted(
                new Grant(0, person, power, Scope.Everywhere, house.Clock.GetUtcNow(), null, ""))));
        Assert.Equal(["people.separation"], refused);
    }

    [Fact]
    public async Task The_database_itself_refuses_two_sides_in_one_person()
    {
        await using var house = new House();
        await house.DoPeople(Powers.RulesPropose);
        using var connection = new SqliteConnection($"Data Source={house.TablesFile}");
        connection.Open();
        Assert.Throws<SqliteException>(() => Execute("INSERT INTO person_classes_v1 VALUES ('zhang.san', 3)"));
        Assert.Throws<SqliteException>(() =>
            Execute("INSERT INTO power_grants_v1 VALUES (99, 'zhang.san', 3, 'admin.audit')"));
        Assert.Throws<SqliteException>(() =>
            Execute("INSERT INTO power_grants_v1 VALUES (99, 'zhang.san', 1, 'rules.approve'),"
                + " (98, 'zhang.san', 4, 'rules.approve')"));
        Assert.Throws<SqliteException>(() =>
            Execute("INSERT INTO power_grants_v1 VALUES (99, 'ciren', 4, 'admin.system')"));

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_power_holds_in_its_region_and_time_and_not_outside()
    {
        await using var house = new House();
        await house.DoPeople();
        var now = house.Clock.GetUtcNow();
        var (people, _) = await house.DoAs(house.Act(
            PeopleActs.PowerGranted, SomePeople.Security, Powers.AdminSecurity, PeopleActs.Granted(
                new Grant(0, SomePeople.Officer, "lead.check", new Scope(Region: "那曲"), now.AddDays(1),
                    now.AddDays(2), ""))));
        Assert.False(people.Holds(SomePeople.Officer, "lead.check", now.AddDays(1).AddTicks(-1)));
        Assert.True(people.Holds(SomePeople.Officer, "lead.check", now.AddDays(1)));
        Assert.False(people.Holds(SomePeople.Officer, "lead.check", now.AddDays(2)));
        Assert.True(people.Holds(SomePeople.Officer, "lead.check", now.AddDays(1), new Scope(Region: "那曲")));
        Assert.False(people.Holds(SomePeople.Officer, "lead.check", now.AddDays(1), new Scope(Region: "拉萨")));
    }

    [Fact]
    public async Task A_power_cannot_be_given_for_yesterday_nor_taken_for_yesterday()
    {
        await using var house = new House();
        var people = await house.DoPeople(Powers.RulesPropose);
        var yesterday = house.Clock.GetUtcNow().AddDays(-1);
        long grant = people.Grants.Single(g => g.Person == SomePeople.Officer).Position;
        var (_, refused) = await house.DoAs(
            house.Act(PeopleActs.PowerGranted, SomePeople.Security, Powers.AdminSecurity, PeopleActs.Granted(
                new Grant(0, SomePeople.Officer, "lead.check", Scope.Everywhere, yesterday, null, ""))),
            house.Act(PeopleActs.PowerWithdrawn, SomePeople.Security, Powers.AdminSecurity,
                PeopleActs.Ended("grant", grant, yesterday, "调离岗位")));
        Assert.Equal(["people.backdated", "people.backdated"], refused);
    }

    [Fact]
    public async Task A_withdrawn_power_and_a_closed_account_end_at_their_instant_and_the_past_stays()
    {
        await using var house = new House();
        var people = await house.DoPeople(Powers.RulesPropose, "lead.check");
        var now = house.Clock.GetUtcNow();
        long grant = people.Grants.First(g => g.Person == SomePeople.Officer).Position;
        (people, _) = await house.DoAs(
            house.Act(PeopleActs.PowerWithdrawn, SomePeople.Security, Powers.AdminSecurity,
                PeopleActs.Ended("grant", grant, now.AddHours(1), "调离岗位")),
            house.Act(PeopleActs.PersonClosed, SomePeople.System, Powers.AdminSystem,
                PeopleActs.Ended("person", SomePeople.Officer, now.AddHours(2), "离职")));
        Assert.True(people.Holds(SomePeople.Officer, Powers.RulesPropose, now));
        Assert.False(people.Holds(SomePeople.Officer, Powers.RulesPropose, now.AddHours(1)));
        Assert.True(people.Holds(SomePeople.Officer, "lead.check", now.AddHours(1)));
        Assert.True(people.ActorOf(SomePeople.Officer, now.AddHours(2)).IsNobody);
    }

    [Fact]
    public async Task The_last_administrator_of_a_kind_stays()
    {
        await using var house = new House();
        await house.DoPeople();
        var now = house.Clock.GetUtcNow();
        var (_, refused) = await house.DoAs(
            house.Act(PeopleActs.PersonClosed, SomePeople.System, Powers.AdminSystem,
                PeopleActs.Ended("person", SomePeople.Audit, now, "离职")),
            house.Act(PeopleActs.PowerWithdrawn, SomePeople.Security, Powers.AdminSecurity,
                PeopleActs.Ended("grant", -(int)PersonClass.System, now, "轮岗")));
        Assert.Equal(["people.last", "people.last"], refused);
    }

    [Fact]
    public async Task Two_administrators_together_open_a_power_for_four_hours_and_one_alone_does_not()
    {
        await using var house = new House();
        await house.DoPeople();
        var (people, refused) = await house.DoAs(
            house.Act(PeopleActs.BreakGlassAsked, SomePeople.System, Powers.AdminSystem, new JsonObject
            {
                ["power"] = Powers.AdminSecurity,
                ["hours"] = 4,
                ["reason"] = "安全管理员的密钥丢失",
            }));
        var asked = people.BreakGlasses.Single();
        Assert.False(people.Holds(SomePeople.System, Powers.AdminSecurity, house.Clock.GetUtcNow()));
        (_, refused) = await house.DoAs(
            house.Act(PeopleActs.BreakGlassConfirmed, SomePeople.System, Powers.AdminSystem,
                new JsonObject { ["asked"] = asked.Position }));
        Assert.Equal(["breakglass.same"], refused);
        (people, refused) = await house.DoAs(
            house.Act(PeopleActs.BreakGlassConfirmed, SomePeople.Audit, Powers.AdminAudit,
                new JsonObject { ["asked"] = asked.Position }));
        Assert.Equal([""], refused);
        var now = house.Clock.GetUtcNow();
        Assert.True(people.Holds(SomePeople.System, Powers.AdminSecurity, now.AddHours(4).AddTicks(-1)));
        Assert.False(people.Holds(SomePeople.System, Powers.AdminSecurity, now.AddHours(4)));
        Assert.False(people.Holds(SomePeople.Audit, Powers.AdminSecurity, now));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public async Task Break_glass_is_open_for_one_to_four_hours(int hours)
    {
        await using var house = new House();
        await house.DoPeople();
        var (_, refused) = await house.DoAs(
            house.Act(PeopleActs.BreakGlassAsked, SomePeople.System, Powers.AdminSystem, new JsonObject
            {
                ["power"] = Powers.AdminSecurity,
                ["hours"] = hours,
                ["reason"] = "安全管理员的密钥丢失",
            }));
        Assert.Equal(["breakglass.form"], refused);
    }

    [Fact]
    public async Task A_key_belongs_to_one_person_and_holds_until_it_is_revoked()
    {
        await using var house = new House();
        await house.DoPeople();
        var own = SomePeople.Key(SomePeople.Officer);
        var (people, refused) = await house.DoAs(
            house.Act(PeopleActs.KeyRegistered, SomePeople.Officer, Powers.Self, PeopleActs.Write(own)),
            house.Act(PeopleActs.KeyRegistered, SomePeople.Officer, Powers.Self,
                PeopleActs.Write(SomePeople.Key(SomePeople.Audit))),
            house.Act(PeopleActs.KeyRegistered, SomePeople.Officer, Powers.Self,
                PeopleActs.Write(own with { Id = SomePeople.Key(SomePeople.Audit).Id })));
        Assert.Equal(["", "people.key.own", "people.key.used"], refused);
        var registered = house.Clock.GetUtcNow();
        Assert.NotNull(people.Key(SomePeople.Officer, own.Id, registered));
        house.Clock.Advance(TimeSpan.FromDays(1));
        (people, _) = await house.DoAs(house.Act(PeopleActs.KeyRevoked, SomePeople.Officer, Powers.Self,
            new JsonObject { ["id"] = own.Id }));
        Assert.NotNull(people.Key(SomePeople.Officer, own.Id, registered));
        Assert.Null(people.Key(SomePeople.Officer, own.Id, house.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task Organisations_and_people_are_as_in_force_on_a_day()
    {
        await using var house = new House();
        await house.DoPeople();
        var now = house.Clock.GetUtcNow();
        var branch = new Organisation("lhasa", "拉萨市生态环境局", OrganisationKind.EcologyDepartment,
            AdministrativeLevel.Prefecture, "拉萨", "", SomePeople.Department.Id);
        var (people, refused) = await house.DoAs(
            house.Act(PeopleActs.OrganisationRegistered, SomePeople.System, Powers.AdminSystem,
                PeopleActs.Registered(branch, now)),
            house.Act(PeopleActs.PersonRegistered, SomePeople.System, Powers.AdminSystem, PeopleActs.Registered(
                new RegisteredPerson(SomePeople.Officer, "次仁", branch.Id), PersonClass.Business, now.AddDays(10))),
            house.Act(PeopleActs.PostTaken, SomePeople.System, Powers.AdminSystem, PeopleActs.Taken(
                new Post(0, SomePeople.Officer, branch.Id, "执法支队队员", now.AddDays(10), now.AddDays(20)))),
            house.Act(PeopleActs.OrganisationClosed, SomePeople.System, Powers.AdminSystem,
                PeopleActs.Ended("id", branch.Id, now.AddDays(30), "机构撤并")),
            house.Act(PeopleActs.OrganisationRegistered, SomePeople.System, Powers.AdminSystem,
                PeopleActs.Registered(branch with { Level = AdministrativeLevel.None }, now)));
        Assert.Equal(["", "", "", "", "organisation.level"], refused);
        Assert.Equal(SomePeople.Department.Id, people.Person(SomePeople.Officer, now)!.Organisation);
        Assert.Equal(branch.Id, people.Person(SomePeople.Officer, now.AddDays(10))!.Organisation);
        Assert.Equal("执法支队队员", people.ActorOf(SomePeople.Officer, now.AddDays(10)).Post);
        Assert.Equal("", people.ActorOf(SomePeople.Officer, now.AddDays(20)).Post);
        Assert.NotNull(people.Organisation(branch.Id, now.AddDays(30).AddTicks(-1)));
        Assert.Null(people.Organisation(branch.Id, now.AddDays(30)));
        // Nobody acts for an organisation that is no more.
        Assert.True(people.ActorOf(SomePeople.Officer, now.AddDays(30)).IsNobody);
    }

    [Fact]
    public async Task Refilled_tables_equal_the_live_ones()
    {
        await using var house = new House();
        await house.DoPeople(Powers.RulesPropose);
        await house.DoAs(house.Act(PeopleActs.PersonSeen, SomePeople.Audit, Powers.AdminAudit, []));
        Assert.Empty(Rebuild.Check(house.Tables, house.Logs, [new PeopleTable()], []));
    }

    [Fact]
    public async Task An_act_of_an_administrator_that_is_not_signed_or_signed_by_another_changes_nothing()
    {
        await using var house = new House();
        await house.DoPeople();
        var grant = PeopleActs.Granted(new Grant(
            0, SomePeople.Officer, "lead.check", Scope.Everywhere, house.Clock.GetUtcNow(), null, ""));
        var act = house.Act(PeopleActs.PowerGranted, SomePeople.Security, Powers.AdminSecurity, grant);
        var forged = act with
        {
            Assertion = Assertion.Sign(
                act, SomePeople.Key(SomePeople.Security).Id, SomePeople.Secret(SomePeople.System)),
        };
        var other = act with
        {
            Assertion = Assertion.Sign(
                act, SomePeople.Key(SomePeople.System).Id, SomePeople.Secret(SomePeople.System)),
        };
        var moved = act with { Content = (JsonObject)grant.DeepClone() };
        moved.Content["power"] = Powers.RulesApprove;
        var (people, refused) = await house.DoAs(act with { Assertion = null }, forged, other, moved, act);
        Assert.Equal(["signature.missing", "signature.wrong", "signature.key", "signature.wrong", ""], refused);
        Assert.Equal(["lead.check"], people.ActorOf(SomePeople.Officer, house.Clock.GetUtcNow()).Powers);
    }

    [Fact]
    public void Every_power_has_one_row_and_a_name()
    {
        Assert.Equal(Powers.All.Count, Powers.All.Select(p => p.Code).Distinct().Count());
        Assert.All(Powers.All, p => Assert.NotEmpty(p.Name));
    }
}
