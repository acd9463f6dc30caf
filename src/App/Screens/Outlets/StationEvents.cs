using System.Data.Common;
using Dapper;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>The lanes under the curve of an outlet.</summary>
internal enum Lane { Door, Parameter, Log, Restart }

/// <summary>Something a station said about itself besides its values (现场端信息): a door, a parameter, a log line.</summary>
/// <param name="Notable">A door or a parameter moved: a person may want to look. Never a verdict.</param>
internal sealed record StationEvent(DateTimeOffset Time, Lane Lane, string Text, bool Notable, long Position);

/// <summary>One row of what a device said, before it has words.</summary>
internal sealed record EventRow(long Time, string Factor, string Code, string Value, long Position);

/// <summary>Puts what the devices of an outlet said into words. Never judges whether it was allowed.</summary>
internal static class StationEvents
{
    /// <summary>More than this is no longer read by a person; the table behind the chart says that it was cut.</summary>
    public const int EventsMax = 500;

    public static IReadOnlyList<StationEvent> During(
        Node node, Register register, string outlet, DateTimeOffset from, DateTimeOffset to)
    {
        using DbConnection connection = node.Tables.Reader();
        List<StationEvent> events = [];
        foreach (Device device in register.DevicesOf(outlet).Where(d => d.From < to && (d.To is null || from < d.To)))
        {
            // The value before the first change in the span is needed to say what it was changed from.
            var rows = connection.Query<EventRow>(
                """
                SELECT time AS Time, factor AS Factor, code AS Code, value AS Value, position AS Position
                FROM device_events WHERE part = @part AND mn = @mn AND time < @to ORDER BY time DESC, position DESC
                LIMIT @max
                """,
                new { part = SeriesTable.PartOf(device.Mn), mn = device.Mn, to = to.ToUnixTimeMilliseconds(), max = 4 * EventsMax });
            events.AddRange(Words([.. rows.Reverse()]).Where(e => e.Time >= from && e.Time < to));
        }
        return [.. events.OrderBy(e => e.Time).TakeLast(EventsMax)];
    }

    /// <param name="rows">In order of time; a repeated value says nothing new and gives no event.</param>
    public static IReadOnlyList<StationEvent> Words(IReadOnlyList<EventRow> rows)
    {
        Dictionary<(string, string), string> last = [];
        List<StationEvent> events = [];
        foreach (EventRow row in rows)
        {
            last.TryGetValue((row.Factor, row.Code), out string? before);
            last[(row.Factor, row.Code)] = row.Value;
            if (Of(row, before) is { } said)
                events.Add(said);
        }
        return events;
    }

    private static StationEvent? Of(EventRow row, string? before)
    {
        DateTimeOffset time = Beijing.FromMilliseconds(row.Time);
        string code = row.Code.Split('-')[0], value = row.Value.Trim('/').Trim();
        StationEvent Event(Lane lane, string text, bool notable) => new(time, lane, text, notable, row.Position);
        // HJ 212-2017 annex B: i + device class + kind (1 log, 2 state, 3 parameter) + number.
        char kind = code.Length > 2 && code[0] is 'i' or 'I' ? code[2] : ' ';
        if (code.Equals("i32001", StringComparison.OrdinalIgnoreCase))
            return value == before?.Trim('/').Trim() ? null : Event(Lane.Door, Door(value), value != "0");
        if (code.Equals("i31001", StringComparison.OrdinalIgnoreCase))
            return Event(Lane.Door, value, true);
        if (kind == '3')
        {
            string name = FrameWords.Info(code) ?? code;
            // The first report of a parameter is no change of it.
            return before is null || before == row.Value
                ? null
                : Event(Lane.Parameter, $"{name} {before} → {value}", code[1] is '1' or '2');
        }
        if (kind == '1')
            return Event(Lane.Log, value, false);
        if (code.Equals("RestartTime", StringComparison.OrdinalIgnoreCase))
            return Event(Lane.Restart, "数采仪重新开机", true);
        return null;
    }

    private static string Door(string value) => value switch
    {
        "0" => "站房关门",
        "1" => "站房开门",
        "2" => "门禁故障",
        "3" => "门禁维护",
        _ => $"站房门 {value}",
    };
}
