using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Telemetry;

namespace Qingyuan.Judgement;

/// <summary>Queries over the judged tables, for screens and routes.</summary>
public static class Judged
{
    /// <summary>Most rows of one answer; a longer span is asked for in pieces.</summary>
    public const int RowsMax = 100_000;

    internal const string HourColumns = "outlet, hour, closed, state, basis, expected, observed, factors, positions";
    internal const string DayColumns = "outlet, day, closed, state, basis, expected, observed, factors, positions";

    public static IReadOnlyList<JudgedInterval> Hours(
        DbConnection connection, string outlet, DateTimeOffset from, DateTimeOffset to) => Intervals(connection, $"""
            SELECT {HourColumns} FROM judged_hours
            WHERE part = @part AND outlet = @outlet AND hour >= @from AND hour < @to ORDER BY hour LIMIT @max
            """, outlet, from, to, TimeSpan.FromHours(1));

    public static IReadOnlyList<JudgedInterval> Days(
        DbConnection connection, string outlet, DateTimeOffset from, DateTimeOffset to) => Intervals(connection, $"""
            SELECT {DayColumns} FROM judged_days
            WHERE part = @part AND outlet = @outlet AND day >= @from AND day < @to ORDER BY day LIMIT @max
            """, outlet, from, to, TimeSpan.FromDays(1));

    /// <summary>The newest closed hour of every outlet (an open one while there is no other), for the wall.</summary>
    public static IReadOnlyList<JudgedInterval> Latest(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT h.outlet, h.hour, h.closed, h.state, h.basis, h.expected, h.observed, h.factors, h.positions
            FROM latest_hours l JOIN judged_hours h ON h.part = l.part AND h.outlet = l.outlet AND h.hour = l.hour
            ORDER BY h.outlet LIMIT @max
            """;
        using DbDataReader rows = command.With("@max", RowsMax).ExecuteReader();
        return ReadIntervals(rows, TimeSpan.FromHours(1));
    }

    public static IReadOnlyList<Exceedance> Exceedances(
        DbConnection connection, DateTimeOffset from, DateTimeOffset to, string? outlet)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT outlet, span, start, factor, value, allowed, unit, position, rules FROM exceedances
            WHERE start >= @from AND start < @to {(outlet is null ? "" : "AND part = @part AND outlet = @outlet")}
            ORDER BY start, outlet, span, factor LIMIT @max
            """;
        command.With("@from", from.ToUnixTimeMilliseconds()).With("@to", to.ToUnixTimeMilliseconds())
            .With("@max", RowsMax);
        if (outlet is not null)
            command.With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet);
        using DbDataReader rows = command.ExecuteReader();
        var found = new List<Exceedance>();
        while (rows.Read())
        {
            found.Add(new Exceedance(
                rows.GetString(0), rows.GetInt64(1) == 2, Beijing.FromMilliseconds(rows.GetInt64(2)), rows.GetString(3),
                rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetInt64(7))
            {
                Rules = FactorsJson.ReadRules(rows.GetString(8)),
            });
        }
        return found;
    }

    /// <summary>The minutes of a span as they count: value, correction, mark, reason, position.</summary>
    public static IReadOnlyList<JudgedMinute> Minutes(
        DbConnection connection, Register register, string outlet, string factor, DateTimeOffset from,
        DateTimeOffset to)
    {
        var rules = new RuleBook(register, CorrectionTable.Load(connection).Book);
        SeriesReader reader = SeriesReader.On(connection);
        var minutes = new List<JudgedMinute>();
        long end = to.ToUnixTimeMilliseconds();
        // Hour by hour, because the rules of an hour are those in force at its start.
        for (long at = from.ToUnixTimeMilliseconds(); at < end;)
        {
            long hour = at - at % Hour.Milliseconds, next = Math.Min(end, hour + Hour.Milliseconds);
            if (rules.ForHour(outlet, hour) is { } inForce
                && inForce.Factors.FirstOrDefault(f => f.Code == factor) is { } rule)
            {
                IReadOnlyList<SeriesRecord> records = reader.Minutes(register, inForce, hour, hour + Hour.Milliseconds);
                bool summed = Hour.IsSummed(records, inForce.Watch.Place(factor));
                minutes.AddRange(records.Where(r => r.Time >= at && r.Time < next)
                    .Select(r => Judge(inForce, rule, r, summed)));
            }
            at = next;
        }
        return minutes;
    }

    internal static List<JudgedInterval> ReadIntervals(DbDataReader rows, TimeSpan length)
    {
        var intervals = new List<JudgedInterval>();
        while (rows.Read())
        {
            DateTimeOffset start = Beijing.FromMilliseconds(rows.GetInt64(1));
            intervals.Add(new JudgedInterval(
                rows.GetString(0), start, start + length, (OutletState)rows.GetInt32(3), (Basis)rows.GetInt32(4),
                rows.GetInt32(5), rows.GetInt32(6), FactorsJson.Read(rows.GetString(7)),
                Positions.Decode((byte[])rows.GetValue(8)))
            { Open = rows.GetInt64(2) == 0 });
        }
        return intervals;
    }

    private static JudgedMinute Judge(Rules rules, OutletFactor factor, SeriesRecord record, bool summed)
    {
        MinuteVerdict verdict = Minute.Evaluate(rules, factor, record, summed);
        ref readonly Reading reading = ref record[rules.Watch.Place(factor.Code)];
        bool corrected = rules.IsCorrected(factor) && !summed;
        return new JudgedMinute(
            Beijing.FromMilliseconds(record.Time),
            (summed ? reading.Amount : reading.Average)?.ToString(),
            corrected ? record[rules.OxygenPlace].Average?.ToString() : null,
            verdict.Counts ? verdict.Value : null,
            corrected ? reading.Corrected?.ToString() : null,
            verdict.Letter, verdict.Reason,
            reading.Present ? reading.Position : record.Positions[0], Beijing.FromMilliseconds(record.FirstReceived))
        {
            Rules = rules.Document is null ? null : rules.Bases.OfMinute(rules, factor, corrected, verdict),
        };
    }

    private static List<JudgedInterval> Intervals(
        DbConnection connection, string sql, string outlet, DateTimeOffset from, DateTimeOffset to, TimeSpan length)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DbDataReader rows = command.With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet)
            .With("@from", from.ToUnixTimeMilliseconds()).With("@to", to.ToUnixTimeMilliseconds()).With("@max", RowsMax)
            .ExecuteReader();
        return ReadIntervals(rows, length);
    }
}

/// <summary>超标: a value above the limit in force, nothing more.</summary>
public sealed record Exceedance(
    string Outlet, bool IsDay, DateTimeOffset From, string Factor, string Value, string Limit, string Unit,
    long Position)
{
    /// <summary>As of the hour or day that says so; null = every rule was seen in its document.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }
}

/// <summary>One minute of one factor: what arrived and whether it counts.</summary>
/// <param name="Measured">Text as sent (-Avg; -Cou where only amounts are sent).</param>
/// <param name="O2">The oxygen content used for the correction, text as sent.</param>
/// <param name="Value">Corrected by us when Corrected, else as measured; null = does not count.</param>
/// <param name="Stated">The logger's own corrected value (-ZsAvg), as sent.</param>
/// <param name="Reason">Why it does not count: <c>flag:C</c>, <c>state</c>, <c>sentinel</c>, <c>text</c>, <c>o2</c> …;
/// null = counts.</param>
public sealed record JudgedMinute(
    DateTimeOffset From, string? Measured, string? O2, decimal? Value, string? Stated, string Mark, string? Reason,
    long Position, DateTimeOffset Received)
{
    /// <summary>Rows that were not simply seen in their document and decided on it; null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }
}
