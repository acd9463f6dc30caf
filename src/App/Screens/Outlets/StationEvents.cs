using System.Data.Common;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>The lanes under the curve of an outlet.</summary>
internal enum Lane { Door, Parameter, Log, Restart }

/// <summary>Something a station said about itself besides its values (现场端信息): a door, a parameter, a log
/// line.</summary>
/// <param name="Until">When the door was shut again; null = a moment.</param>
/// <param name="Factor">The factor whose analyser it concerns; empty = the station.</param>
/// <param name="Notable">
/// A door opened without a word in the door log, or a parameter moved outside of a logged visit: a person may want to
/// look. Never a verdict.
/// </param>
internal sealed record StationEvent(
    DateTimeOffset Time, DateTimeOffset? Until, Lane Lane, string Text, string Factor, bool Notable, long Position);

/// <summary>Puts what the devices of an outlet said into words. Never judges whether it was allowed.</summary>
internal static class StationEvents
{
    /// <summary>A parameter that was reported longer ago than this counts as not known before.</summary>
    private const int LookBackDays = 30;

    /// <summary>More than this is no longer read by a person.</summary>
    public const int EventsMax = 500;

    public static IReadOnlyList<StationEvent> During(
        Node node, Register register, string outlet, DateTimeOffset from, DateTimeOffset to)
    {
        using DbConnection connection = node.Tables.Reader();
        List<StationEvent> events = [];
        foreach (Device device in register.DevicesOf(outlet).Where(d => d.From < to && (d.To is null || from < d.To)))
        {
            // The value before the first change in the span is needed to say what it was changed from.
            IReadOnlyList<DeviceEvent> said =
                SeriesQueries.Events(connection, device.Mn, from.AddDays(-LookBackDays), to);
            events.AddRange(Words(said).Where(e => (e.Until ?? e.Time) >= from && e.Time < to));
        }
        return [.. events.OrderBy(e => e.Time).TakeLast(EventsMax)];
    }

    /// <param name="rows">In order of time; a repeated value says nothing new and gives no event.</param>
    public static IReadOnlyList<StationEvent> Words(IReadOnlyList<DeviceEvent> rows)
    {
        List<StationEvent> events = [.. Doors(rows)];
        (DateTimeOffset From, DateTimeOffset To)[] visits =
            [.. events.Where(e => !e.Notable).Select(e => (e.Time, e.Until ?? e.Time.AddMinutes(1)))];
        Dictionary<(string, string), string> last = [];
        foreach (DeviceEvent row in rows)
        {
            string code = CodeOf(row);
            last.TryGetValue((row.Factor, code), out string? before);
            last[(row.Factor, code)] = row.Value;
            if (Of(row, code, before, visits) is { } said)
                events.Add(said);
        }
        return [.. events.OrderBy(e => e.Time)];
    }

    /// <summary>A door's opening and shutting are one event with its length; the log line says who came, if anybody
    /// did.</summary>
    private static IEnumerable<StationEvent> Doors(IReadOnlyList<DeviceEvent> rows)
    {
        (DateTimeOffset Time, string Note, long Position)? open = null;
        foreach (var moment in rows.Where(IsDoor).GroupBy(r => r.Time))
        {
            string? state = moment.LastOrDefault(r => IsCode(r, "i32001"))?.Value.Trim();
            string log = moment.LastOrDefault(r => IsCode(r, "i31001"))?.Value.Trim('/', ' ') ?? "";
            long position = moment.First().Position;
            if (state is null)
            {
                yield return new StationEvent(moment.Key, null, Lane.Door, log, "", Note(log).Length == 0, position);
            }
            else if (state is "2" or "3")
            {
                // HJ 212-2017 B.9, i32001: 2 fault, 3 maintenance.
                string word = state == "2" ? "门禁故障" : "门禁维护";
                yield return new StationEvent(moment.Key, null, Lane.Door, word, "", state == "2", position);
            }
            else if (state != "0")
            {
                open ??= (moment.Key, Note(log), position);
            }
            else if (open is { } opened)
            {
                yield return Opened(opened, moment.Key);
                open = null;
            }
        }
        if (open is { } still)
            yield return Opened(still, null);
    }

    private static StationEvent Opened((DateTimeOffset Time, string Note, long Position) open, DateTimeOffset? until)
    {
        string length = until is { } shut ? $"开门 {(int)Math.Round((shut - open.Time).TotalMinutes)} 分" : "开门，还没有关";
        return new StationEvent(open.Time, until, Lane.Door, open.Note.Length == 0 ? length : open.Note, "",
            open.Note.Length == 0, open.Position);
    }

    private static StationEvent? Of(
        DeviceEvent row, string code, string? before, (DateTimeOffset From, DateTimeOffset To)[] visits)
    {
        StationEvent Event(Lane lane, string text, bool notable) =>
            new(row.Time, null, lane, text, row.Factor, notable, row.Position);
        if (code.Equals("RestartTime", StringComparison.OrdinalIgnoreCase))
            return Event(Lane.Restart, "数采仪重新开机", true);
        // HJ 212-2017 annex B: i + device class + kind (1 log, 2 state, 3 parameter) + number.
        if (code.Length != 6 || code[0] is not ('i' or 'I') || IsDoor(row))
            return null;
        if (code[2] == '1')
            return Event(Lane.Log, row.Value.Trim('/', ' '), false);
        // The first report of a parameter is no change of it; class 3 are room temperatures and the like, which move.
        if (code[2] != '3' || code[1] == '3' || before is null || before == row.Value)
            return null;
        bool inVisit = visits.Any(v => v.From <= row.Time && row.Time <= v.To);
        return Event(Lane.Parameter, $"{FrameWords.Info(code) ?? code} {before} → {row.Value}", !inVisit);
    }

    private static bool IsDoor(DeviceEvent row) => IsCode(row, "i31001") || IsCode(row, "i32001");

    private static bool IsCode(DeviceEvent row, string code) =>
        CodeOf(row).Equals(code, StringComparison.OrdinalIgnoreCase);

    private static string CodeOf(DeviceEvent row) => row.Code.Split('-', '#')[0];

    /// <summary>What follows the colon of a door log line, e.g. who entered.</summary>
    private static string Note(string log)
    {
        int colon = log.IndexOfAny([':', '：']);
        return colon < 0 ? "" : log[(colon + 1)..].Trim().Replace(',', '，');
    }
}
