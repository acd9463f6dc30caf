using System.Text;
using System.Text.Json.Nodes;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class RegistryTableTests
{
    [Fact]
    public async Task What_was_registered_stands_in_the_register()
    {
        await using var house = new House();
        var register = await house.DoAll();
        Assert.Equal(4, register.Position);
        Assert.Equal([Some.Cement], register.Dischargers);
        Assert.Equal([Some.Kiln], register.OutletsOf(Some.Cement.Id));
        Assert.Equal([Some.Nox], register.Factors(Some.Kiln.Id, Some.Day(3, 14)));
        var device = register.Device(Some.Logger.Mn, Some.Day(3, 14))!;
        Assert.Equal(Some.Logger, device with { PasswordHash = null });
        Assert.True(PasswordHash.Holds(device.PasswordHash!, "123456"u8));
        Assert.True(register.IsKnown("010000A8900016F000169DC0"u8));
        Assert.False(register.IsKnown("010000A8900016F000169DC1"u8));
        Assert.Equal(device, register.Device("010000A8900016F000169DC0"u8, Some.Day(3, 14)));
    }

    [Fact]
    public async Task A_changed_limit_holds_from_its_day_on_and_the_old_one_before()
    {
        await using var house = new House();
        var register = await house.DoAll();
        var stricter = Some.Nox with { Limit = 50m, Document = "DB54 某某", From = Some.Day(3, 1) };
        register = await house.Do(
            house.Registrations(register).RegisterFactors(Some.Kiln.Id, [stricter], Some.Day(3, 1)));
        Assert.Equal(100m, Assert.Single(register.Factors(Some.Kiln.Id, Some.Day(3, 1).AddTicks(-1))).Limit);
        Assert.Equal(Some.Day(3, 1), Assert.Single(register.Factors(Some.Kiln.Id, Some.Day(2, 1))).To);
        Assert.Equal(50m, Assert.Single(register.Factors(Some.Kiln.Id, Some.Day(3, 1))).Limit);
        Assert.Equal(["4|1772294400000"],
            house.Rows("SELECT position, from_time FROM register_changes WHERE position > 3"));
    }

    [Fact]
    public async Task A_device_that_moves_belongs_to_each_outlet_in_its_time()
    {
        await using var house = new House();
        var register = await house.DoAll();
        var mill = Some.Kiln with { Id = Some.Cement.Id + "-DA003", Code = "DA003", Name = "水泥磨", ReferenceO2 = null };
        var registrations = house.Registrations(register);
        register = await house.Do(
            registrations.RegisterOutlet(mill),
            registrations.RegisterDevice(Some.Logger with { Outlet = mill.Id, From = Some.Day(2, 1) }),
            registrations.CloseDevice(Some.Logger.Mn, Some.Day(3, 1)));
        Assert.Equal(Some.Kiln.Id, register.Device(Some.Logger.Mn, Some.Day(1, 31))!.Outlet);
        Assert.Equal(mill.Id, register.Device(Some.Logger.Mn, Some.Day(2, 1))!.Outlet);
        Assert.Null(register.Device(Some.Logger.Mn, Some.Day(3, 1)));
        Assert.True(register.IsKnown(Some.Logger.Mn));
        Assert.Equal(Some.Day(3, 1), Assert.Single(register.DevicesOf(mill.Id)).To);
        // Both outlets are judged again from the day of the move.
        Assert.Equal([$"{Some.Kiln.Id}|5", $"{mill.Id}|5"],
            house.Rows("SELECT outlet, position FROM register_changes WHERE position = 5 ORDER BY outlet"));
    }

    [Fact]
    public async Task A_closed_outlet_leaves_the_lists_and_keeps_its_past()
    {
        await using var house = new House();
        var register = await house.DoAll();
        register = await house.Do(house.Registrations(register).CloseOutlet(Some.Kiln.Id, Some.Day(6, 1)));
        Assert.Empty(register.Outlets);
        Assert.Equal(Some.Kiln, register.Outlet(Some.Kiln.Id));
        Assert.Equal(Some.Day(6, 1), register.ClosedFrom(Some.Kiln.Id));
        Assert.NotEmpty(register.Factors(Some.Kiln.Id, Some.Day(3, 1)));
    }

    [Fact]
    public async Task Followers_downstream_hear_what_changed_since()
    {
        await using var house = new House();
        var register = await house.DoAll();
        var heard = new List<string>();
        var listener = new Listener(heard);
        using (var loop = house.Loop(new RegistryTable(), listener))
            loop.CatchUp();
        Assert.Equal([$"0: {Some.Kiln.Id} 1970-01-01"], heard);

        await house.Append("acts", house.Registrations(register)
            .RegisterFactors(Some.Kiln.Id, [], Some.Day(3, 1)).Act!.ToEntry());
        using (var loop = house.Loop(new RegistryTable(), listener))
            loop.CatchUp();
        Assert.Equal($"4: {Some.Kiln.Id} 2026-03-01", heard[^1]);
        Assert.Empty(listener.Seen!.Factors(Some.Kiln.Id, Some.Day(3, 1)));
    }

    [Fact]
    public async Task What_is_no_act_or_does_not_read_is_listed_and_stops_nothing()
    {
        await using var house = new House();
        static string Entry(string kind, string content) => Encoding.UTF8.GetString(new Act(
            kind, Some.Day(3, 14), "b", "p", "c", JsonNode.Parse(content)!.AsObject()).ToEntry());
        await house.Append("acts", "noise", Entry("outlet.registered.v1", """{"id":"x"}"""),
            Entry("device.registered.v1", """{"mn":1}"""), Entry("case.opened.v1", "{}"));
        var register = await house.DoAll();
        Assert.Equal(8, register.Position);
        Assert.Single(register.Outlets);
        Assert.Equal(
            ["0||act.form", "1|outlet.registered.v1|act.content", "2|device.registered.v1|act.content",
                "3|case.opened.v1|"],
            house.Rows("SELECT position, kind, refused FROM acts_log WHERE position < 4 ORDER BY position"));
    }

    [Fact]
    public async Task Refilled_tables_equal_the_live_ones()
    {
        await using var house = new House();
        var register = await house.DoAll();
        var registrations = house.Registrations(register);
        await house.Do(
            registrations.RegisterFactors(Some.Kiln.Id, [Some.Nox with { Limit = null }], Some.Day(2, 1)),
            registrations.RegisterFactors(Some.Kiln.Id, [Some.Nox], Some.Day(2, 1)),
            registrations.RegisterOutlet(Some.Kiln with { ReferenceO2 = 8.5m }, Some.Day(4, 1)));
        Assert.Empty(Rebuild.Check(house.Tables, house.Logs, [new RegistryTable()], []));
    }

    private sealed class Listener(List<string> heard) : IFollower
    {
        public Register? Seen { get; private set; }
        public string Name => "listener";
        public int Version => 1;
        public IReadOnlyList<string> Tables => [];
        public IReadOnlyList<string> Upstream => ["registry"];
        public string Schema => "SELECT 1";

        public bool Follow(Turn turn)
        {
            long since = turn.Position("registry");
            long now = RegistryTable.Position(turn);
            if (now == since)
                return false;
            foreach (var (outlet, from) in RegistryTable.ChangedSince(turn, since))
                heard.Add($"{since}: {outlet} {from:yyyy-MM-dd}");
            Seen = Qingyuan.Registry.Register.Load(turn);
            turn.Advance("registry", now);
            return true;
        }
    }
}
