using System.Data.Common;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Judgement;

/// <summary>
/// The work of one turn: the hours that were touched, each judged once, then the days and the newest hours that follow
/// from them, all in the turn's transaction. What it writes depends only on the rows that it reads.
/// </summary>
internal sealed class HourWork(Turn turn, RuleBook rules)
{
    private readonly SortedSet<(string Outlet, long Hour)> _hours = new(ByName);
    private readonly SortedSet<(string Outlet, long Day)> _days = new(ByName);
    private readonly Dictionary<string, long?> _newest = [];

    private static readonly Comparer<(string Name, long Start)> ByName =
        Comparer<(string Name, long Start)>.Create((a, b) =>
            string.CompareOrdinal(a.Name, b.Name) is var c and not 0 ? c : a.Start.CompareTo(b.Start));

    /// <summary>Open: the newest row and those that a wrong clock dated ahead; a short look back finds all.</summary>
    private const string OpenHours = """
        SELECT hour FROM (SELECT hour, closed FROM {judged_hours}
          WHERE part = @part AND outlet = @outlet AND hour < @before ORDER BY hour DESC LIMIT 64) newest
        WHERE closed = 0
        """;
    private const string OpenDays = """
        SELECT day FROM (SELECT day, closed FROM {judged_days}
          WHERE part = @part AND outlet = @outlet AND day < @before ORDER BY day DESC LIMIT 8) newest
        WHERE closed = 0
        """;
    private const string DeleteHour =
        "DELETE FROM {judged_hours} WHERE part = @part AND outlet = @outlet AND hour = @start";
    private const string DeleteDay =
        "DELETE FROM {judged_days} WHERE part = @part AND outlet = @outlet AND day = @start";

    public RuleBook Rules => rules;

    public SeriesReader Reader { get; } = new(turn.Command);

    public void Touch(string outlet, long hour) => _hours.Add((outlet, hour));

    /// <summary>The days that touch <c>[from, until)</c>, also those without an hour or a changed one.</summary>
    public void TouchDays(string outlet, long from, long until)
    {
        using DbDataReader rows = turn.Command("""
            SELECT day FROM {judged_days} WHERE part = @part AND outlet = @outlet AND day >= @from AND day < @until
            ORDER BY day LIMIT @max
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@from", Day.StartOf(from))
            .With("@until", until).With("@max", DaysMax).ExecuteReader();
        while (rows.Read())
            _days.Add((outlet, rows.GetInt64(0)));
    }

    /// <summary>Ten years of days.</summary>
    private const int DaysMax = 3_660;

    public void Judge()
    {
        foreach (string outlet in _hours.Select(h => h.Outlet).Distinct().ToList())
            TouchOpen(outlet);
        foreach ((string outlet, long hour) in _hours)
            JudgeHour(outlet, hour);
        foreach ((string outlet, long day) in _days)
            JudgeDay(outlet, day);
        foreach (string outlet in _hours.Select(h => h.Outlet).Distinct())
            WriteLatest(outlet);
    }

    /// <summary>A newer hour closes what was open before it, and its day with it.</summary>
    private void TouchOpen(string outlet)
    {
        long newest = Newest(outlet) ?? 0;
        foreach (long hour in Open(OpenHours, outlet, newest))
            Touch(outlet, hour);
        foreach (long day in Open(OpenDays, outlet, newest - Day.Milliseconds + 1))
            _days.Add((outlet, day));
    }

    private void JudgeHour(string outlet, long hour)
    {
        long day = Day.StartOf(hour);
        if (hour == day)
            _days.Add((outlet, day)); // The day record carries the time of the day's first hour.
        HourRow? old = ReadHour(outlet, hour);
        HourHeard heard = Reader.Heard(rules.Register, outlet, hour);
        if (!heard.Any || rules.ForHour(outlet, hour) is not { } inForce)
        {
            if (old is not null)
            {
                Delete(DeleteHour, outlet, hour);
                WriteExceedances(outlet, 1, hour, null, [], 0);
                _days.Add((outlet, day));
            }
            return;
        }
        long to = hour + Hour.Milliseconds;
        var evidence = new HourEvidence(
            inForce, hour, Reader.Minutes(rules.Register, inForce, hour, to),
            Reader.Stated(rules.Register, inForce, SeriesKind.Hour, hour, to), Newest(outlet) > hour);
        JudgedInterval judged = Hour.Judge(evidence);
        var row = new HourRow(
            !judged.Open, (int)judged.State, (int)judged.Basis, FactorsJson.Write(judged.Factors),
            Positions.Encode(judged.Positions));
        long position = judged.Positions.Count > 0 ? judged.Positions[^1] : 0;
        WriteHour(judged, row, heard, position);
        if (old is { Closed: true } || row.Closed)
        {
            WriteExceedances(outlet, 1, hour, inForce, judged.Open ? [] : judged.Factors, position);
            if (old is null || !old.Same(row))
                _days.Add((outlet, day));
        }
        else if (old is null)
        {
            _days.Add((outlet, day)); // A day begins with its first hour, even while that is open.
        }
    }

    private void JudgeDay(string outlet, long day)
    {
        List<JudgedInterval> hours = ReadHours(outlet, day);
        Rules? inForce = rules.ForDay(outlet, day);
        SeriesRecord? stated = inForce is null ? null
            : Reader.Stated(rules.Register, inForce, SeriesKind.Day, day, day + Day.Milliseconds);
        if (inForce is null || (hours.Count == 0 && stated is null))
        {
            Delete(DeleteDay, outlet, day);
            WriteExceedances(outlet, 2, day, null, [], 0);
            return;
        }
        JudgedInterval judged = Day.Judge(new DayEvidence(
            inForce, day, hours, stated, Newest(outlet) >= day + Day.Milliseconds));
        long position = judged.Positions.Count > 0 ? judged.Positions[^1] : 0;
        turn.Command("""
            INSERT INTO {judged_days} (part, outlet, day, closed, state, basis, expected, observed, factors,
              positions, position)
            VALUES (@part, @outlet, @day, @closed, @state, @basis, @expected, @observed, @factors,
              @positions, @position)
            ON CONFLICT (part, outlet, day) DO UPDATE SET closed = excluded.closed, state = excluded.state,
              basis = excluded.basis, expected = excluded.expected, observed = excluded.observed,
              factors = excluded.factors, positions = excluded.positions, position = excluded.position
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@day", day)
            .With("@closed", judged.Open ? 0 : 1).With("@state", (int)judged.State).With("@basis", (int)judged.Basis)
            .With("@expected", judged.Expected).With("@observed", judged.Observed)
            .With("@factors", FactorsJson.Write(judged.Factors)).With("@positions", Positions.Encode(judged.Positions))
            .With("@position", position).ExecuteNonQuery();
        WriteExceedances(outlet, 2, day, inForce, judged.Open ? [] : judged.Factors, position);
    }

    private void WriteHour(JudgedInterval judged, HourRow row, HourHeard heard, long position) => turn.Command("""
        INSERT INTO {judged_hours} (part, outlet, hour, closed, state, basis, expected, observed, factors, positions,
          first_received, last_received, position)
        VALUES (@part, @outlet, @hour, @closed, @state, @basis, @expected, @observed, @factors, @positions,
          @first, @last, @position)
        ON CONFLICT (part, outlet, hour) DO UPDATE SET closed = excluded.closed, state = excluded.state,
          basis = excluded.basis, expected = excluded.expected, observed = excluded.observed,
          factors = excluded.factors, positions = excluded.positions, first_received = excluded.first_received,
          last_received = excluded.last_received, position = excluded.position
        """).With("@part", SeriesTable.PartOf(judged.Outlet)).With("@outlet", judged.Outlet)
        .With("@hour", judged.From.ToUnixTimeMilliseconds()).With("@closed", row.Closed ? 1 : 0)
        .With("@state", row.State).With("@basis", row.Basis).With("@expected", judged.Expected)
        .With("@observed", judged.Observed).With("@factors", row.Factors).With("@positions", row.Positions)
        .With("@first", heard.FirstReceived).With("@last", heard.LastReceived).With("@position", position)
        .ExecuteNonQuery();

    private void WriteExceedances(
        string outlet, int span, long start, Rules? inForce, IReadOnlyList<JudgedFactor> factors, long position)
    {
        turn.Command("""
            DELETE FROM {exceedances} WHERE part = @part AND outlet = @outlet AND span = @span AND start = @start
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@span", span)
            .With("@start", start).ExecuteNonQuery();
        foreach (JudgedFactor factor in factors.Where(f => f.State == OutletState.Exceeds))
        {
            turn.Command("""
                INSERT INTO {exceedances} (part, outlet, span, start, factor, value, allowed, unit, rules, position)
                VALUES (@part, @outlet, @span, @start, @factor, @value, @allowed, @unit, @rules, @position)
                """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@span", span)
                .With("@start", start).With("@factor", factor.Code).With("@value", factor.Value)
                .With("@allowed", factor.Limit).With("@unit", inForce!.Factors.First(f => f.Code == factor.Code).Unit)
                .With("@rules", FactorsJson.WriteRules(factor.Rules)).With("@position", position).ExecuteNonQuery();
        }
    }

    private void WriteLatest(string outlet)
    {
        int part = SeriesTable.PartOf(outlet);
        object? hour = turn.Command("""
            SELECT hour FROM {judged_hours} WHERE part = @part AND outlet = @outlet AND closed = 1
            ORDER BY hour DESC LIMIT 1
            """).With("@part", part).With("@outlet", outlet).ExecuteScalar()
            ?? turn.Command("SELECT MAX(hour) FROM {judged_hours} WHERE part = @part AND outlet = @outlet")
                .With("@part", part).With("@outlet", outlet).ExecuteScalar();
        if (hour is long at)
        {
            turn.Command("""
                INSERT INTO {latest_hours} (part, outlet, hour) VALUES (@part, @outlet, @hour)
                ON CONFLICT (part, outlet) DO UPDATE SET hour = excluded.hour WHERE hour <> excluded.hour
                """).With("@part", part).With("@outlet", outlet).With("@hour", at).ExecuteNonQuery();
        }
        else
        {
            turn.Command("DELETE FROM {latest_hours} WHERE part = @part AND outlet = @outlet")
                .With("@part", part).With("@outlet", outlet).ExecuteNonQuery();
        }
    }

    private HourRow? ReadHour(string outlet, long hour)
    {
        using DbDataReader rows = turn.Command("""
            SELECT closed, state, basis, factors, positions FROM {judged_hours}
            WHERE part = @part AND outlet = @outlet AND hour = @hour
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@hour", hour).ExecuteReader();
        return !rows.Read() ? null : new HourRow(
            rows.GetInt64(0) == 1, rows.GetInt32(1), rows.GetInt32(2), rows.GetString(3), (byte[])rows.GetValue(4));
    }

    private List<JudgedInterval> ReadHours(string outlet, long day)
    {
        using DbDataReader rows = turn.Command($$"""
            SELECT {{Judged.HourColumns}} FROM {judged_hours}
            WHERE part = @part AND outlet = @outlet AND hour >= @from AND hour < @to ORDER BY hour
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@from", day)
            .With("@to", day + Day.Milliseconds).ExecuteReader();
        return Judged.ReadIntervals(rows, TimeSpan.FromHours(1));
    }

    private List<long> Open(string sql, string outlet, long before)
    {
        using DbDataReader rows = turn.Command(sql).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet)
            .With("@before", before).ExecuteReader();
        var open = new List<long>();
        while (rows.Read())
            open.Add(rows.GetInt64(0));
        return open;
    }

    private long? Newest(string outlet)
    {
        if (!_newest.TryGetValue(outlet, out long? hour))
            _newest.Add(outlet, hour = Reader.NewestHour(rules.Register, outlet));
        return hour;
    }

    private void Delete(string sql, string outlet, long start) => turn.Command(sql)
        .With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@start", start).ExecuteNonQuery();

    /// <summary>What a stored hour says, as far as its day depends on it.</summary>
    private sealed record HourRow(bool Closed, int State, int Basis, string Factors, byte[] Positions)
    {
        public bool Same(HourRow other) =>
            Closed == other.Closed && State == other.State && Basis == other.Basis && Factors == other.Factors
            && Positions.AsSpan().SequenceEqual(other.Positions);
    }
}
