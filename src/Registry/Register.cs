using System.Data.Common;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Everything registered, as one immutable snapshot that answers "as in force at an instant". Built from the
/// registry's tables; <see cref="Position"/> is the size of <c>acts</c> that it reflects. What was stated is in force
/// from its instant until the next statement about the same thing.
/// </summary>
public sealed class Register
{
    private readonly Dictionary<string, Timeline<Discharger>> _dischargers;
    private readonly Dictionary<string, Timeline<Outlet>> _outlets;
    private readonly Dictionary<string, Timeline<AmbientSite>> _sites;
    private readonly Dictionary<string, Timeline<Device>> _devices;
    private readonly Dictionary<string, Timeline<Device>>.AlternateLookup<ReadOnlySpan<byte>> _devicesByBytes;
    private readonly Dictionary<string, Timeline<IReadOnlyList<OutletFactor>>> _factors;
    private readonly Dictionary<string, IReadOnlyList<DeviceKey>> _keys;
    private readonly Dictionary<string, Outlet[]> _outletsOf;
    private readonly Dictionary<string, Device[]> _devicesOf;

    internal Register(RegisterRows rows)
    {
        Position = rows.Position;
        _dischargers = Timeline.Of(rows.Dischargers, d => d.Id, rows.Closures("discharger"));
        _outlets = Timeline.Of(rows.Outlets, o => o.Id, rows.Closures("outlet"));
        _sites = Timeline.Of(rows.Sites, s => s.Id, rows.Closures("site"));
        _devices = rows.DeviceTimelines();
        _devicesByBytes = _devices.GetAlternateLookup<ReadOnlySpan<byte>>();
        _factors = rows.FactorTimelines();
        _keys = rows.Keys.GroupBy(k => k.Mn).ToDictionary(
            g => g.Key, g => (IReadOnlyList<DeviceKey>)[.. g.OrderBy(k => k.From)]);
        Dischargers = [.. _dischargers.Values.Where(t => t.ClosedFrom is null).Select(t => t.Last)];
        Outlets = [.. _outlets.Values.Where(t => t.ClosedFrom is null).Select(t => t.Last)];
        Sites = [.. _sites.Values.Where(t => t.ClosedFrom is null).Select(t => t.Last)];
        _outletsOf = Outlets.GroupBy(o => o.Discharger).ToDictionary(g => g.Key, g => g.ToArray());
        _devicesOf = _devices.Values.SelectMany(t => t.All).GroupBy(d => d.Outlet)
            .ToDictionary(g => g.Key, g => g.OrderBy(d => d.From).ThenBy(d => d.Mn, StringComparer.Ordinal).ToArray());
    }

    public static Register Empty { get; } = new(new RegisterRows());

    public long Position { get; }

    /// <summary>Those not closed, by id.</summary>
    public IReadOnlyList<Discharger> Dischargers { get; }

    /// <summary>Those not closed, by id.</summary>
    public IReadOnlyList<Outlet> Outlets { get; }

    /// <summary>Those not closed, by id.</summary>
    public IReadOnlyList<AmbientSite> Sites { get; }

    /// <summary>As stated last, closed ones too.</summary>
    public AmbientSite? Site(string id) => _sites.GetValueOrDefault(id)?.Last;

    /// <summary>In force at an instant; before its first statement as first stated; null = none, or closed.</summary>
    public AmbientSite? Site(string id, DateTimeOffset at) =>
        _sites.GetValueOrDefault(id) is { } known && !(at >= known.ClosedFrom) ? known.At(at) ?? known.First : null;

    public DateTimeOffset? SiteClosedFrom(string id) => _sites.GetValueOrDefault(id)?.ClosedFrom;

    /// <summary>Every site that was ever registered.</summary>
    public IEnumerable<string> SiteIds => _sites.Keys;

    /// <summary>The sites in force at an instant, by id.</summary>
    public IEnumerable<AmbientSite> SitesAt(DateTimeOffset at) =>
        _sites.Keys.Select(id => Site(id, at)).OfType<AmbientSite>();

    /// <summary>All statements about a site, oldest first.</summary>
    public IReadOnlyList<AmbientSite> SiteEver(string id) => _sites.GetValueOrDefault(id)?.All ?? [];

    /// <summary>Ids of all outlets that were ever of a kind, closed ones too.</summary>
    public IEnumerable<string> OutletsEver(OutletKind kind) =>
        _outlets.Where(o => o.Value.All.Any(outlet => outlet.Kind == kind)).Select(o => o.Key);

    /// <summary>As stated last, closed ones too.</summary>
    public Discharger? Discharger(string id) => _dischargers.GetValueOrDefault(id)?.Last;

    /// <summary>As stated last, closed ones too.</summary>
    public Outlet? Outlet(string id) => _outlets.GetValueOrDefault(id)?.Last;

    /// <summary>As in force at an instant; before its first statement as first stated.</summary>
    public Outlet? Outlet(string id, DateTimeOffset at) =>
        _outlets.GetValueOrDefault(id) is { } known ? known.At(at) ?? known.First : null;

    /// <summary>When it was closed, null = it is not.</summary>
    public DateTimeOffset? ClosedFrom(string outlet) => _outlets.GetValueOrDefault(outlet)?.ClosedFrom;

    public DateTimeOffset? DischargerClosedFrom(string id) => _dischargers.GetValueOrDefault(id)?.ClosedFrom;

    public IReadOnlyList<Outlet> OutletsOf(string discharger) => _outletsOf.GetValueOrDefault(discharger, []);

    /// <summary>The binding of a device at an instant; null = nobody registered it then.</summary>
    public Device? Device(string mn, DateTimeOffset at) => InForce(_devices.GetValueOrDefault(mn), at);

    /// <summary>The same by the bytes of a frame, without making a string.</summary>
    public Device? Device(ReadOnlySpan<byte> mn, DateTimeOffset at) =>
        InForce(_devicesByBytes.TryGetValue(mn, out var known) ? known : null, at);

    /// <summary>Somebody registered it, whatever the day.</summary>
    public bool IsKnown(string mn) => _devices.ContainsKey(mn);

    public bool IsKnown(ReadOnlySpan<byte> mn) => _devicesByBytes.ContainsKey(mn);

    /// <summary>Every binding of every device, by MN and day.</summary>
    public IEnumerable<Device> Devices => _devices.Values.SelectMany(t => t.All);

    /// <summary>Every binding to this outlet, past ones too, by day.</summary>
    public IReadOnlyList<Device> DevicesOf(string outlet) => _devicesOf.GetValueOrDefault(outlet, []);

    public IReadOnlyList<OutletFactor> Factors(string outlet, DateTimeOffset at) =>
        _factors.GetValueOrDefault(outlet)?.At(at) ?? [];

    /// <summary>Every factor set that was ever in force at this outlet, oldest first.</summary>
    public IReadOnlyList<IReadOnlyList<OutletFactor>> FactorSets(string outlet) =>
        _factors.GetValueOrDefault(outlet)?.All ?? [];

    /// <summary>
    /// Names of the SM4 keys of a device, oldest first; the keys themselves are in <see cref="DeviceKeys"/>.
    /// </summary>
    public IReadOnlyList<DeviceKey> Keys(string mn) => _keys.GetValueOrDefault(mn, []);

    /// <summary>The statement that begins at exactly this instant; null = there is none.</summary>
    internal Discharger? DischargerStatedAt(string id, DateTimeOffset from) =>
        _dischargers.GetValueOrDefault(id)?.StatedAt(from);

    internal Outlet? OutletStatedAt(string id, DateTimeOffset from) => _outlets.GetValueOrDefault(id)?.StatedAt(from);

    internal AmbientSite? SiteStatedAt(string id, DateTimeOffset from) => _sites.GetValueOrDefault(id)?.StatedAt(from);

    internal Device? DeviceStatedAt(string mn, DateTimeOffset from) => _devices.GetValueOrDefault(mn)?.StatedAt(from);

    /// <summary>Factors without their ends, as they were stated.</summary>
    internal IReadOnlyList<OutletFactor>? FactorsStatedAt(string outlet, DateTimeOffset from) =>
        _factors.GetValueOrDefault(outlet)?.StatedAt(from)?.Select(f => f with { To = null }).ToList();

    internal IEnumerable<Stated<Discharger>> DischargerStatements() =>
        _dischargers.Values.SelectMany(t => t.Statements);

    internal IEnumerable<Stated<AmbientSite>> SiteStatements() => _sites.Values.SelectMany(t => t.Statements);

    internal IEnumerable<string> OutletIds => _outlets.Keys;

    internal IEnumerable<Stated<Outlet>> OutletStatements() => _outlets.Values.SelectMany(t => t.Statements);

    private static Device? InForce(Timeline<Device>? known, DateTimeOffset at) =>
        known?.At(at) is { } device && (device.To is null || at < device.To) ? device : null;

    /// <summary>Reads the registry's tables.</summary>
    public static Register Load(DbConnection connection)
    {
        // The tables are read one after the other: if an act was followed in between, read again.
        const int triesMax = 20;
        for (int attempt = 1; ; attempt++)
        {
            var rows = RegisterRows.Read(RegistryRows.Plain(connection));
            if (attempt == triesMax || rows.Position == RegisterRows.ReadPosition(RegistryRows.Plain(connection)))
                return new Register(rows);
        }
    }

    /// <summary>
    /// Reads the registry's tables as this turn sees them; the follower has <c>registry</c> upstream.
    /// </summary>
    public static Register Load(Turn turn) => new(RegisterRows.Read(turn.Command));
}
