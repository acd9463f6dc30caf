using System.Data.Common;
using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.Registry;

/// <summary>How a command over the registry's tables is made: inside a turn, or over the live views.</summary>
internal static class RegistryRows
{
    /// <summary>Over the live views: the logical names as they are.</summary>
    public static Func<string, DbCommand> Plain(DbConnection connection) => template =>
    {
        var command = connection.CreateCommand();
        command.CommandText = template
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return command;
    };
}

/// <summary>The rows of the registry's tables, read once, from which a <see cref="Register"/> is made.</summary>
internal sealed class RegisterRows
{
    private readonly Dictionary<(string Subject, string Id), DateTimeOffset> _closures = [];
    private readonly List<(string Mn, Device? Device, DateTimeOffset From)> _devices = [];
    private readonly List<(string Outlet, DateTimeOffset From)> _sets = [];
    private readonly List<OutletFactor> _factors = [];

    public long Position { get; private init; }
    public List<Stated<Discharger>> Dischargers { get; } = [];
    public List<Stated<Outlet>> Outlets { get; } = [];
    public List<Stated<AmbientSite>> Sites { get; } = [];
    public List<DeviceKey> Keys { get; } = [];

    public static long ReadPosition(Func<string, DbCommand> command) =>
        command("SELECT MAX(position) FROM {acts_log}").ExecuteScalar() is long last ? last + 1 : 0;

    public static RegisterRows Read(Func<string, DbCommand> command)
    {
        var rows = new RegisterRows { Position = ReadPosition(command) };
        Each(command("""
            SELECT id, from_time, name, region, county, industry, address, simulated FROM {dischargers}
            """), r => rows.Dischargers.Add(new(new Discharger(
                r.GetString(0), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6),
                r.GetInt32(7) != 0), Time(r, 1))));
        Each(command("""
            SELECT id, from_time, discharger, code, name, kind, process, reference_o2, altitude, minute_interval
            FROM {outlets}
            """), r => rows.Outlets.Add(new(new Outlet(
                r.GetString(0), r.GetString(2), r.GetString(3), r.GetString(4), (OutletKind)r.GetInt32(5),
                r.GetString(6), Number(r, 7), r.GetInt32(8), r.GetInt32(9)), Time(r, 1))));
        Each(command("""
            SELECT id, from_time, kind, name, name_bo, name_en, region, county, water, altitude, target, factors,
              actual, simulated FROM {sites}
            """), r => rows.Sites.Add(new(new AmbientSite(
                r.GetString(0), (SiteKind)r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6),
                r.GetString(7), r.GetString(8), r.GetInt32(9), r.GetString(10), r.GetString(11), r.GetInt32(12) != 0,
                r.GetInt32(13) != 0), Time(r, 1))));
        Each(command("SELECT subject, id, MAX(from_time) FROM {closures} GROUP BY subject, id"),
            r => rows._closures[(r.GetString(0), r.GetString(1))] = Time(r, 2));
        Each(command("SELECT mn, from_time, outlet, edition, password_hash, clock_offset FROM {devices}"),
            r => rows._devices.Add((r.GetString(0), r.IsDBNull(2) ? null : new Device(
                r.GetString(0), r.GetString(2), r.GetInt32(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetInt32(5),
                Time(r, 1), null), Time(r, 1))));
        Each(command("SELECT mn, key_id, digest, from_time FROM {device_keys} ORDER BY position"),
            r => rows.Keys.Add(new DeviceKey(r.GetString(0), r.GetString(1), r.GetString(2), Time(r, 3))));
        Each(command("SELECT outlet, from_time FROM {factor_sets}"), r => rows._sets.Add((r.GetString(0), Time(r, 1))));
        Each(command("""
            SELECT outlet, code, name, unit, resolution, limit_value, limit_on, corrected, document, clause, from_time
            FROM {outlet_factors} ORDER BY outlet, from_time, ordinal
            """), r => rows._factors.Add(new OutletFactor(
                r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), Number(r, 5),
                (LimitOn)r.GetInt32(6), r.GetInt32(7) != 0, r.GetString(8), r.GetString(9), Time(r, 10), null)));
        return rows;
    }

    public IReadOnlyDictionary<string, DateTimeOffset> Closures(string subject) =>
        _closures.Where(c => c.Key.Subject == subject).ToDictionary(c => c.Key.Id, c => c.Value);

    /// <summary>Bindings with their ends: the next statement about the same MN, or its closure.</summary>
    public Dictionary<string, Timeline<Device>> DeviceTimelines()
    {
        var timelines = new Dictionary<string, Timeline<Device>>(MnComparer.Instance);
        foreach (var group in _devices.GroupBy(d => d.Mn).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var ordered = group.OrderBy(d => d.From).ToList();
            var bound = new List<Stated<Device>>();
            for (int i = 0; i < ordered.Count; i++)
            {
                DateTimeOffset? to = i + 1 < ordered.Count ? ordered[i + 1].From : null;
                if (ordered[i].Device is { } device)
                    bound.Add(new(device with { To = to }, device.From));
            }
            if (bound.Count > 0)
                timelines[group.Key] = new Timeline<Device>(bound, null);
        }
        return timelines;
    }

    /// <summary>Factor sets with their ends; a set may be empty.</summary>
    public Dictionary<string, Timeline<IReadOnlyList<OutletFactor>>> FactorTimelines()
    {
        var factors = _factors.ToLookup(f => (f.Outlet, f.From));
        var timelines = new Dictionary<string, Timeline<IReadOnlyList<OutletFactor>>>();
        foreach (var group in _sets.GroupBy(s => s.Outlet))
        {
            var starts = group.Select(s => s.From).Order().ToList();
            timelines[group.Key] = new Timeline<IReadOnlyList<OutletFactor>>([.. starts.Select((from, i) =>
            {
                DateTimeOffset? to = i + 1 < starts.Count ? starts[i + 1] : null;
                return new Stated<IReadOnlyList<OutletFactor>>(
                    [.. factors[(group.Key, from)].Select(f => f with { To = to })], from);
            })], null);
        }
        return timelines;
    }

    private static void Each(DbCommand command, Action<DbDataReader> visit)
    {
        using var rows = command.ExecuteReader();
        while (rows.Read())
            visit(rows);
    }

    private static DateTimeOffset Time(DbDataReader row, int at) => Beijing.FromMilliseconds(row.GetInt64(at));

    private static decimal? Number(DbDataReader row, int at) =>
        row.IsDBNull(at) ? null : decimal.Parse(row.GetString(at), CultureInfo.InvariantCulture);
}
