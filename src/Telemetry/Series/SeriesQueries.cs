using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Telemetry;

/// <summary>One record of a device as it was sent.</summary>
/// <param name="PartNumber">Part of a split set from 1; 0 = not split.</param>
/// <param name="BackFilled">补传: 0 no, 1 marked so by the sender, 2 judged so from QN − DataTime.</param>
/// <param name="Conflicts">How many other versions of it were sent (see <see cref="SeriesQueries.Versions"/>).</param>
/// <param name="Items">The data area without DataTime.</param>
public sealed record SeriesRow(
    string Mn, SeriesKind Kind, DateTimeOffset Time, int PartNumber, int PartCount, long Position,
    DateTimeOffset Received, string Qn, int BackFilled, int Repeats, int Conflicts, string Deviations, string Items);

/// <summary>What a device said beside its series.</summary>
public sealed record DeviceEvent(
    string Mn, DateTimeOffset Time, long Position, string Command, string Factor, string Code, string Value,
    DateTimeOffset Received);

/// <summary>A device that spoke, registered or not.</summary>
/// <param name="LastTime">The latest time its data speak of; null = none was readable.</param>
/// <param name="ClockOffset">Device clock − ours at its latest frame.</param>
/// <param name="Waiting">Its encrypted frames that no registered key opens so far.</param>
public sealed record HeardDevice(
    string Mn, int Edition, string St, string Peer, long Frames, long FirstPosition, long LastPosition,
    DateTimeOffset FirstReceived, DateTimeOffset LastReceived, DateTimeOffset? LastTime, TimeSpan? ClockOffset,
    long Waiting = 0);

/// <summary>Bytes that are no frame, or a frame with a wrong password.</summary>
public sealed record Rejection(
    long Position, DateTimeOffset Received, string Peer, string Kind, string Why, int Length);

/// <summary>How the data of an hour arrived (数据到报).</summary>
public enum ArrivalState { Missing, OnTime, BackFilled }

/// <summary>One cell of the arrival calendar (数据到报日历).</summary>
public sealed record ArrivalHour(
    DateTimeOffset Hour, ArrivalState State, int Minutes, int Hours, int RealTimes, DateTimeOffset? FirstReceived,
    DateTimeOffset? LastReceived);

/// <summary>Queries over the tables of <see cref="SeriesTable"/>, for screens, routes and Judgement.</summary>
public static class SeriesQueries
{
    public const int RowsMax = 100_000;

    /// <summary>An hour whose first record came later than this after its end was back-filled.</summary>
    private static readonly TimeSpan OnTimeWithin = TimeSpan.FromHours(1);

    private const string Columns = """
        mn, kind, time, part_no, part_count, position, received, qn, back_filled, repeats, conflicts, deviations, items
        """;

    /// <summary>The records of a kind with from ≤ time &lt; to, by time and part.</summary>
    public static IReadOnlyList<SeriesRow> Rows(
        DbConnection connection, string mn, SeriesKind kind, DateTimeOffset from, DateTimeOffset to) =>
        Query(connection, $"""
            SELECT {Columns} FROM series
            WHERE part = @part AND mn = @mn AND kind = @kind AND time >= @from AND time < @to
            ORDER BY time, part_no LIMIT {RowsMax}
            """, ReadRow, ("@part", SeriesTable.PartOf(mn)), ("@mn", mn), ("@kind", (int)kind), ("@from", Ms(from)),
            ("@to", Ms(to)));

    /// <summary>The latest real-time record: one row, or the parts of a split set. Empty = none yet.</summary>
    public static IReadOnlyList<SeriesRow> LastRealTime(DbConnection connection, string mn) =>
        Query(connection, $"""
            SELECT {Columns} FROM series WHERE part = @part AND mn = @mn AND kind = 1 AND time =
              (SELECT MAX(time) FROM series WHERE part = @part AND mn = @mn AND kind = 1)
            ORDER BY part_no
            """, ReadRow, ("@part", SeriesTable.PartOf(mn)), ("@mn", mn));

    /// <summary>The versions that lost against the row of this key, latest QN first.</summary>
    public static IReadOnlyList<SeriesRow> Versions(
        DbConnection connection, string mn, SeriesKind kind, DateTimeOffset time) =>
        Query(connection, """
            SELECT mn, kind, time, part_no, part_count, position, received, qn, back_filled, repeats, 0, deviations,
              items
            FROM series_versions WHERE part = @part AND mn = @mn AND kind = @kind AND time = @time
            ORDER BY part_no, qn DESC, digest DESC
            """, ReadRow, ("@part", SeriesTable.PartOf(mn)), ("@mn", mn), ("@kind", (int)kind), ("@time", Ms(time)));

    /// <summary>One cell for every hour with from ≤ hour &lt; to.</summary>
    public static IReadOnlyList<ArrivalHour> Arrivals(
        DbConnection connection, string mn, DateTimeOffset from, DateTimeOffset to)
    {
        var there = Query(connection, """
            SELECT hour, minutes, hours, real_times, first_received, last_received FROM series_hours
            WHERE part = @part AND mn = @mn AND hour >= @from AND hour < @to ORDER BY hour
            """, ReadArrival, ("@part", SeriesTable.PartOf(mn)), ("@mn", mn), ("@from", Ms(from)), ("@to", Ms(to)))
            .ToDictionary(a => Ms(a.Hour));
        var cells = new List<ArrivalHour>();
        long first = Ms(from) - Ms(from) % SeriesRows.HourMilliseconds;
        for (long hour = first; hour < Ms(to) && cells.Count < RowsMax; hour += SeriesRows.HourMilliseconds)
        {
            cells.Add(there.TryGetValue(hour, out var cell)
                ? cell
                : new ArrivalHour(Beijing.FromMilliseconds(hour), ArrivalState.Missing, 0, 0, 0, null, null));
        }
        return cells;
    }

    /// <summary>Every device that was heard, the one heard last first.</summary>
    public static IReadOnlyList<HeardDevice> Heard(DbConnection connection) =>
        Query(connection, $"""
            SELECT mn, edition, st, peer, frames, first_position, last_position, first_received, last_received,
              last_time, clock_offset, waiting FROM devices_heard ORDER BY last_received DESC, mn LIMIT {RowsMax}
            """, ReadHeard);

    public static HeardDevice? Heard(DbConnection connection, string mn) =>
        Query(connection, """
            SELECT mn, edition, st, peer, frames, first_position, last_position, first_received, last_received,
              last_time, clock_offset, waiting FROM devices_heard WHERE part = @part AND mn = @mn
            """, ReadHeard, ("@part", SeriesTable.PartOf(mn)), ("@mn", mn)).FirstOrDefault();

    /// <summary>待登记: devices that were heard and that nobody has registered.</summary>
    public static IReadOnlyList<HeardDevice> Waiting(DbConnection connection, Register register) =>
        [.. Heard(connection).Where(d => !register.IsKnown(d.Mn))];

    /// <param name="before">Only those with a smaller position; for the next page.</param>
    public static IReadOnlyList<Rejection> Rejections(DbConnection connection, int max, long before = long.MaxValue) =>
        Query(connection, """
            SELECT position, received, peer, kind, why, length FROM rejections WHERE position < @before
            ORDER BY position DESC LIMIT @max
            """,
            r => new Rejection(
                r.GetInt64(0), At(r, 1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetInt32(5)),
            ("@before", before), ("@max", Math.Min(max, RowsMax)));

    /// <summary>The events of a device with from ≤ time &lt; to, by time.</summary>
    public static IReadOnlyList<DeviceEvent> Events(
        DbConnection connection, string mn, DateTimeOffset from, DateTimeOffset to) =>
        Query(connection, $"""
            SELECT mn, time, position, cn, factor, code, value, received FROM device_events
            WHERE part = @part AND mn = @mn AND time >= @from AND time < @to ORDER BY time, position, factor, code
            LIMIT {RowsMax}
            """,
            r => new DeviceEvent(
                r.GetString(0), At(r, 1), r.GetInt64(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6),
                At(r, 7)),
            ("@part", SeriesTable.PartOf(mn)), ("@mn", mn), ("@from", Ms(from)), ("@to", Ms(to)));

    private static SeriesRow ReadRow(DbDataReader r) => new(
        r.GetString(0), (SeriesKind)r.GetInt32(1), At(r, 2), r.GetInt32(3), r.GetInt32(4), r.GetInt64(5), At(r, 6),
        r.GetString(7), r.GetInt32(8), r.GetInt32(9), r.GetInt32(10), r.GetString(11), r.GetString(12));

    private static ArrivalHour ReadArrival(DbDataReader r)
    {
        DateTimeOffset hour = At(r, 0), first = At(r, 4);
        var state = r.GetInt32(1) + r.GetInt32(2) + r.GetInt32(3) == 0 ? ArrivalState.Missing
            : first <= hour.AddHours(1) + OnTimeWithin ? ArrivalState.OnTime : ArrivalState.BackFilled;
        return new ArrivalHour(hour, state, r.GetInt32(1), r.GetInt32(2), r.GetInt32(3), first, At(r, 5));
    }

    private static HeardDevice ReadHeard(DbDataReader r) => new(
        r.GetString(0), r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetInt64(5), r.GetInt64(6),
        At(r, 7), At(r, 8), r.GetInt64(9) == 0 ? null : At(r, 9),
        r.IsDBNull(10) ? null : TimeSpan.FromMilliseconds(r.GetInt64(10)), r.GetInt64(11));

    private static DateTimeOffset At(DbDataReader reader, int column) =>
        Beijing.FromMilliseconds(reader.GetInt64(column));

    private static long Ms(DateTimeOffset instant) => instant.ToUnixTimeMilliseconds();

    private static List<T> Query<T>(
        DbConnection connection, string sql, Func<DbDataReader, T> read,
        params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }
}
