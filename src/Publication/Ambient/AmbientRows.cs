using System.Data.Common;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Publication;

/// <summary>One row of <c>ambient</c> inside a turn.</summary>
internal sealed record AmbientRow(
    FigureContent Content, int Expected, int Observed, long[] Positions, long LastReceived);

/// <summary>
/// Reads and writes the rows of <c>ambient</c> in one turn, and the stations' records they are made from. What it wrote
/// or read once it does not parse again.
/// </summary>
internal sealed class AmbientRows(Turn turn)
{
    private const int RowsMax = 100_000;

    private readonly Dictionary<(string, FigureSpan, long), AmbientRow?> _known = [];

    public AmbientRow? Get(string place, FigureSpan span, long start)
    {
        if (!_known.TryGetValue((place, span, start), out AmbientRow? row))
            _known[(place, span, start)] = row = Range(place, span, start, start + 1).FirstOrDefault().Row;
        return row;
    }

    public List<(long Start, AmbientRow Row)> Range(string place, FigureSpan span, long from, long to)
    {
        using DbDataReader rows = turn.Command("""
            SELECT start, content, expected, observed, positions, last_received FROM {ambient}
            WHERE part = @part AND place = @place AND span = @span AND start >= @from AND start < @to
            ORDER BY start LIMIT @max
            """).With("@part", SeriesTable.PartOf(place)).With("@place", place).With("@span", (int)span)
            .With("@from", from).With("@to", to).With("@max", RowsMax).ExecuteReader();
        var found = new List<(long, AmbientRow)>();
        while (rows.Read())
        {
            long start = rows.GetInt64(0);
            if (!_known.TryGetValue((place, span, start), out AmbientRow? row) || row is null)
            {
                row = new AmbientRow(
                    FigureJson.Read(rows.GetString(1)), rows.GetInt32(2), rows.GetInt32(3),
                    Positions.Decode((byte[])rows.GetValue(4)), rows.GetInt64(5));
                _known[(place, span, start)] = row;
            }
            found.Add((start, row));
        }
        return found;
    }

    /// <summary>Starts of the rows of a place from an instant on.</summary>
    public List<long> Starts(string place, FigureSpan span, long from, int max)
    {
        using DbDataReader rows = turn.Command("""
            SELECT start FROM {ambient} WHERE part = @part AND place = @place AND span = @span AND start >= @from
            ORDER BY start LIMIT @max
            """).With("@part", SeriesTable.PartOf(place)).With("@place", place).With("@span", (int)span)
            .With("@from", from).With("@max", max).ExecuteReader();
        var starts = new List<long>();
        while (rows.Read())
            starts.Add(rows.GetInt64(0));
        return starts;
    }

    /// <summary>Null = there is nothing: the row goes.</summary>
    public void Put(string place, FigureSpan span, long start, AmbientRow? row)
    {
        _known[(place, span, start)] = row;
        if (row is null)
        {
            turn.Command("""
                DELETE FROM {ambient} WHERE part = @part AND place = @place AND span = @span AND start = @start
                """).With("@part", SeriesTable.PartOf(place)).With("@place", place).With("@span", (int)span)
                .With("@start", start).ExecuteNonQuery();
            return;
        }
        turn.Command("""
            INSERT INTO {ambient}
              (part, place, span, start, value, content, expected, observed, positions, last_received)
            VALUES (@part, @place, @span, @start, @value, @content, @expected, @observed, @positions, @received)
            ON CONFLICT (part, place, span, start) DO UPDATE SET value = excluded.value, content = excluded.content,
              expected = excluded.expected, observed = excluded.observed, positions = excluded.positions,
              last_received = excluded.last_received
            """).With("@part", SeriesTable.PartOf(place)).With("@place", place).With("@span", (int)span)
            .With("@start", start).With("@value", row.Content.Value).With("@content", FigureJson.Write(row.Content))
            .With("@expected", row.Expected).With("@observed", row.Observed)
            .With("@positions", Positions.Encode(row.Positions)).With("@received", row.LastReceived).ExecuteNonQuery();
    }

    /// <summary>The station's record that begins in [from, to): of two devices the one bound later speaks.</summary>
    public (StatedItems Items, long[] Positions, long Received)? Record(
        Register register, string site, long from, long to)
    {
        foreach (Device device in Bound(register, site, from, to))
        {
            using DbDataReader rows = turn.Command("""
                SELECT time, position, received, items FROM {series}
                WHERE part = @part AND mn = @mn AND kind = @kind AND time >= @from AND time < @to
                ORDER BY time, part_no LIMIT @max
                """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn)
                .With("@kind", (int)SeriesKind.Hour)
                .With("@from", Math.Max(from, device.From.ToUnixTimeMilliseconds()))
                .With("@to", Math.Min(to, device.To?.ToUnixTimeMilliseconds() ?? long.MaxValue))
                .With("@max", PartsMax).ExecuteReader();
            var items = new StatedItems();
            var positions = new SortedSet<long>();
            long time = long.MinValue, received = 0;
            while (rows.Read())
            {
                if (time != long.MinValue && rows.GetInt64(0) != time)
                    break;
                time = rows.GetInt64(0);
                positions.Add(rows.GetInt64(1));
                received = Math.Max(received, rows.GetInt64(2));
                items.Add(rows.GetString(3));
            }
            if (positions.Count > 0)
                return (items, [.. positions], received);
        }
        return null;
    }

    /// <summary>Hours from an instant on of which the stations of a site sent anything.</summary>
    public SortedSet<long> HoursHeard(Register register, string site, long from, int max)
    {
        var hours = new SortedSet<long>();
        foreach (Device device in register.DevicesOf(site))
        {
            using DbDataReader rows = turn.Command("""
                SELECT hour FROM {series_hours} WHERE part = @part AND mn = @mn AND hour >= @from AND hour < @to
                ORDER BY hour LIMIT @max
                """).With("@part", SeriesTable.PartOf(device.Mn)).With("@mn", device.Mn)
                .With("@from", Math.Max(from, device.From.ToUnixTimeMilliseconds() - 3_600_000))
                .With("@to", device.To?.ToUnixTimeMilliseconds() ?? long.MaxValue).With("@max", max).ExecuteReader();
            while (rows.Read())
                hours.Add(rows.GetInt64(0));
        }
        return hours;
    }

    /// <summary>Records that are looked at in one hour.</summary>
    private const int PartsMax = 64;

    private static IEnumerable<Device> Bound(Register register, string site, long from, long to) =>
        register.DevicesOf(site)
            .Where(d => d.From.ToUnixTimeMilliseconds() < to
                && (d.To?.ToUnixTimeMilliseconds() ?? long.MaxValue) > from)
            .OrderByDescending(d => d.From).ThenBy(d => d.Mn, StringComparer.Ordinal);
}
