using Qingyuan.Registry;

namespace Qingyuan.App.Demo;

/// <summary>
/// Registers the simulated region (登记模拟区域): one act for every discharger, outlet, logger, factor set and SM4 key,
/// by <c>demo</c>, as a person would register it. Two loggers stay unregistered on purpose.
/// </summary>
internal static class Registering
{
    public const string By = "demo";

    /// <summary>This outlet's permit became stricter ten days before the demo: its limit steps.</summary>
    public const string TightenedOutlet = "SIM-5402-001-DA001";
    private const int TightenedDays = 10;
    private const decimal TightenedLimit = 150m;

    /// <summary>The acts that are still missing from the register; none at a second start.</summary>
    /// <param name="keys">The keys of the loggers that encrypt, kept as files already.</param>
    public static IReadOnlyList<Act> Missing(
        Region region, Register register, IReadOnlyList<DeviceKey> keys, TimeProvider clock)
    {
        var registrations = new Registrations(register, clock, By);
        var acts = new List<Act>();
        foreach (Point point in region.Points.Where(p => p.Registered && register.Outlet(p.Outlet.Id) is null))
        {
            if (register.Discharger(point.Firm.Id) is null
                && acts.All(a => a.Content["id"]?.ToString() != point.Firm.Id))
                Add(acts, registrations.RegisterDischarger(point.Firm));
            Add(acts, registrations.RegisterOutlet(point.Outlet));
            Add(acts, registrations.RegisterDevice(point.Device, point.Password));
            Add(acts, registrations.RegisterFactors(point.Outlet.Id, FactorsOf(point)));
            if (point.Outlet.Id == TightenedOutlet)
                Add(acts, registrations.RegisterFactors(point.Outlet.Id, Tightened(point), TightenedFrom(region)));
        }
        // A directory of an earlier version has the outlets but not their keys.
        foreach (DeviceKey key in keys.Where(k => register.Keys(k.Mn).All(known => known.Id != k.Id)))
            Add(acts, registrations.SetDeviceKey(key));
        return acts;
    }

    /// <summary>Appends what is missing; it is durable and followed when this returns.</summary>
    public static async Task Register(Node node, Region region, CancellationToken cancel)
    {
        IReadOnlyList<Act> acts = Missing(
            region, node.Register, Sealing.Keep(region, node.DeviceKeys), node.Clock);
        for (int i = 0; i < acts.Count - 1; i++)
        {
            await node.Acts.Room(cancel);
            node.Acts.Append([], acts[i].ToEntry());
        }
        if (acts.Count > 0)
            await node.Do(acts[^1], cancel);
    }

    public static IReadOnlyList<OutletFactor> FactorsOf(Point point) =>
    [
        .. point.Sent.Select(f => new OutletFactor(
            point.Outlet.Id, f.Code, f.Name, f.Unit, f.Resolution, f.Limit, f.On,
            Corrected: f.Limit is not null && point.Outlet.ReferenceO2 is not null,
            f.Limit is null ? "" : Factors.Document(point.Kind), f.Limit is null ? "" : $"{f.Clause}(演示示例)",
            RegistryActs.FromTheBeginning, null)),
    ];

    private static IReadOnlyList<OutletFactor> Tightened(Point point) =>
    [
        .. FactorsOf(point).Select(f => f.Code != "a21002" ? f
            : f with { Limit = TightenedLimit, Document = "排污许可证 SIM-5402-001", Clause = "许可排放浓度限值(演示示例)" }),
    ];

    private static DateTimeOffset TightenedFrom(Region region) => Hj212.Beijing.FromMilliseconds(
        (region.Script.StoryDay - (TightenedDays - 1L) * Script.MinutesOfDay) * 60_000);

    private static void Add(List<Act> acts, Registration registration) => acts.Add(
        registration.Act ?? throw new InvalidOperationException(
            $"The demo's own region is refused: {string.Join(" ", registration.Refusals.Select(r => r.Message))}"));
}
