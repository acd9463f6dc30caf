using System.Data.Common;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Judgement;

/// <summary>What the series say of an outlet-hour beside its records.</summary>
internal readonly record struct HourHeard(bool Any, long FirstReceived, long LastReceived);

/// <summary>
/// Reads the records of an outlet from the tables of Telemetry, by the devices that were bound to it at the time.
/// Works inside a follower's turn and on a reader's connection; one query for a whole hour, never one a minute.
/// </summary>
internal sealed class SeriesReader(Func<string, DbCommand> command)
{
    /// <summary>Rows of one query: a day of minutes in parts from one device; what lies beyond is left out.</summary>
    private const int RowsMax = 100_000;

    /// <summary>A reader over a plain connection, where the logical names are views.</summary>
    public static SeriesReader On(DbConnection connection) => new(template =>
    {
        DbCommand plain = connection.CreateCommand();
        plain.CommandText = template
            .Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return plain;
    });

    /// <summary>
    /// Minute records by time, one a slot: of two devices the one bound later speaks, of two times in a slot the first.
    /// </summary>
    public IReadOnlyList<SeriesRecord> Minutes(Register register, Rules rules, long from, long to)
    {
        var records = Records(register, rules, SeriesKind.Minute, from, to);
        long slot = rules.Interval * 60_000L;
        int kept = 0;
        for (int i = 0; i < records.Count; i++)
        {
            if (kept == 0 || records[i].Time / slot != records[kept - 1].Time / slot)
                records[kept++] = records[i];
        }
        records.RemoveRange(kept, records.Count - kept);
        return records;
    }

    /// <summary>The logger's own record of the hour or the day that begins in the span.</summary>
    public SeriesRecord? Stated(Register register, Rules rules, SeriesKind kind, long from, long to) =>
        Records(register, rules, kind, from, to).FirstOrDefault();

    /// <summary>Whether anything of this hour arrived, and when.</summary>
    public HourHeard Heard(Register register, string outlet, long hour)
    {
        var heard = new HourHeard(false, long.MaxValue, long.MinValue);
        foreach (Device device in Bound(register, outlet, hour, hour + Hour.Milliseconds))
        {
            using DbDataReader rows = command("""
                SELECT minutes + hours + real_times, first_received, last_received
                FROM {series_hours} WHERE part = @part AND mn = @mn AND hour = @hour
                """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn).With("@hour", hour)
                .ExecuteReader();
            if (!rows.Read() || rows.GetInt64(0) == 0)
                continue;
            heard = new HourHeard(
                true, Math.Min(heard.FirstReceived, rows.GetInt64(1)), Math.Max(heard.LastReceived, rows.GetInt64(2)));
        }
        return heard;
    }

    /// <summary>
    /// The newest hour of which anything arrived; null = none. What a device dated more than a day ahead of its receipt
    /// is left out: one frame of a wrong clock must not close the hours that still fill.
    /// </summary>
    public long? NewestHour(Register register, string outlet)
    {
        long? newest = null;
        foreach (Device device in register.DevicesOf(outlet))
        {
            object? hour = command("""
                SELECT hour FROM {series_hours} WHERE part = @part AND mn = @mn AND hour >= @from AND hour < @to
                  AND hour <= last_received + 86400000
                ORDER BY hour DESC LIMIT 1
                """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn)
                .With("@from", HourOf(device.From)).With("@to", EndOf(device)).ExecuteScalar();
            if (hour is long at && (newest is null || at > newest))
                newest = at;
        }
        return newest;
    }

    /// <summary>Hours from an instant on of which anything arrived; complete up to <paramref name="max"/>.</summary>
    public SortedSet<long> Hours(Register register, string outlet, long from, int max)
    {
        var hours = new SortedSet<long>();
        foreach (Device device in register.DevicesOf(outlet))
        {
            using DbDataReader rows = command("""
                SELECT hour FROM {series_hours} WHERE part = @part AND mn = @mn AND hour >= @from AND hour < @to
                ORDER BY hour LIMIT @max
                """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn)
                .With("@from", Math.Max(from, HourOf(device.From))).With("@to", EndOf(device)).With("@max", max)
                .ExecuteReader();
            while (rows.Read())
                hours.Add(rows.GetInt64(0));
        }
        return hours;
    }

    private List<SeriesRecord> Records(Register register, Rules rules, SeriesKind kind, long from, long to)
    {
        var records = new List<SeriesRecord>();
        int devices = 0;
        foreach (Device device in Bound(register, rules.Outlet.Id, from, to))
        {
            devices++;
            long start = Math.Max(from, device.From.ToUnixTimeMilliseconds());
            long end = Math.Min(to, EndOf(device));
            Read(rules, device, kind, start, end, records);
        }
        if (devices > 1)
        {
            // Stable: devices come ordered, the one bound later first.
            List<SeriesRecord> ordered = [.. records.OrderBy(r => r.Time)];
            return ordered;
        }
        return records;
    }

    private void Read(Rules rules, Device device, SeriesKind kind, long from, long to, List<SeriesRecord> records)
    {
        AnalyserStates states = States(device.Mn, from, to);
        using DbDataReader rows = command("""
            SELECT time, position, received, items FROM {series}
            WHERE part = @part AND mn = @mn AND kind = @kind AND time >= @from AND time < @to
            ORDER BY time, part_no LIMIT @max
            """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn).With("@kind", (int)kind)
            .With("@from", from).With("@to", to).With("@max", RowsMax).ExecuteReader();
        SeriesRecord? record = null;
        while (rows.Read())
        {
            long time = rows.GetInt64(0);
            if (record?.Time != time)
                records.Add(record = new SeriesRecord(time, device.Edition, states, rules.Watch.Count));
            record.Add(rules.Watch, rows.GetString(3), rows.GetInt64(1), rows.GetInt64(2));
        }
    }

    private AnalyserStates States(string mn, long from, long to)
    {
        List<(long, string, string)>? reports = null;
        using DbDataReader rows = command("""
            SELECT time, factor, value FROM {device_events}
            WHERE part = @part AND mn = @mn AND time >= @from AND time < @to AND code = @code
            ORDER BY time, factor, value
            """).With("@part", SeriesTable.PartOf(mn)).With("@mn", mn)
            .With("@from", from - AnalyserStates.HoldHoursMax * Hour.Milliseconds).With("@to", to)
            .With("@code", AnalyserStates.Code).ExecuteReader();
        while (rows.Read())
            (reports ??= []).Add((rows.GetInt64(0), rows.GetString(1), rows.GetString(2).Trim()));
        return reports is null ? AnalyserStates.None : new AnalyserStates(reports);
    }

    /// <summary>Bindings that overlap a span, the one bound last first, then by MN.</summary>
    private static IEnumerable<Device> Bound(Register register, string outlet, long from, long to)
    {
        IReadOnlyList<Device> all = register.DevicesOf(outlet);
        bool Overlaps(Device d) => d.From.ToUnixTimeMilliseconds() < to && EndOf(d) > from;
        if (all.Count == 1)
            return Overlaps(all[0]) ? all : [];
        return all.Where(Overlaps).OrderByDescending(d => d.From).ThenBy(d => d.Mn, StringComparer.Ordinal);
    }

    private static long HourOf(DateTimeOffset instant)
    {
        long at = instant.ToUnixTimeMilliseconds();
        return at - ((at % Hour.Milliseconds) + Hour.Milliseconds) % Hour.Milliseconds;
    }

    private static long EndOf(Device device) => device.To?.ToUnixTimeMilliseconds() ?? long.MaxValue;
}
