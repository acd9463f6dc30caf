using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

/// <summary>Fictitious things to register, and a house that keeps what was registered.</summary>
internal static class Some
{
    public static readonly Discharger Cement = new(
        "91540100MA6T000006", "清源一号水泥有限公司", "拉萨", "堆龙德庆区", "水泥制造", "某某路 1 号", true);

    public static readonly Outlet Kiln = new(
        Cement.Id + "-DA002", Cement.Id, "DA002", "2# 窑尾", OutletKind.FlueGas, "新型干法", 10m, 3650, 10);

    public static readonly Device Logger = new(
        "010000A8900016F000169DC0", Kiln.Id, 2017, null, 0, RegistryActs.FromTheBeginning, null);

    public static readonly OutletFactor Nox = new(
        Kiln.Id, "a21002", "氮氧化物", "mg/m³", "1", 100m, LimitOn.Hour, true, "GB 4915-2013", "表 1",
        RegistryActs.FromTheBeginning, null);

    public static DateTimeOffset Day(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Appends the acts and follows them.</summary>
    public static async Task<Register> Do(this House house, params IReadOnlyList<Registration> registrations)
    {
        foreach (var registration in registrations)
        {
            Assert.Empty(registration.Refusals);
            await house.Append("acts", registration.Act!.ToEntry());
        }
        using var loop = house.Loop(new RegistryTable());
        loop.CatchUp();
        return house.Register();
    }

    public static Task<Register> Do(this House house, IReadOnlyList<Act> acts) =>
        house.Do([.. acts.Select(a => new Registration(a, []))]);

    public static Register Register(this House house)
    {
        using var reader = house.Tables.Reader();
        return Qingyuan.Registry.Register.Load(reader);
    }

    public static Registrations Registrations(this House house, Register register) =>
        new(register, house.Clock, "test");

    /// <summary>The cement works with its kiln, logger and limit.</summary>
    public static Task<Register> DoAll(this House house)
    {
        var registrations = house.Registrations(Qingyuan.Registry.Register.Empty);
        return house.Do(
            registrations.RegisterDischarger(Cement), registrations.RegisterOutlet(Kiln),
            registrations.RegisterDevice(Logger, "123456"), registrations.RegisterFactors(Kiln.Id, [Nox]));
    }
}
