using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;
using Qingyuan.Telemetry;

namespace Qingyuan.Judgement;

/// <summary>
/// Follows the series' changed hours and the register: judged hours, days and exceedances. Late data re-judges only
/// the hours it touches; a changed limit only the hours from its date on. Never changes a value.
/// </summary>
public sealed class HourTable : IFollower
{
    /// <summary>Changed hours of one turn; each is read and judged once, however many frames changed it.</summary>
    private const int ChangesMax = 1_000;

    /// <summary>Hours of one turn after a change of the register; the rest waits in <c>judgement_due</c>.</summary>
    private const int DueMax = 500;

    private RuleBook? _rules;
    private (long Position, Corrections State) _corrections = (-1, Corrections.None);

    public string Name => "hours";
    public int Version => 4;
    public IReadOnlyList<string> Tables =>
        ["judged_hours", "judged_days", "exceedances", "latest_hours", "judgement_due"];
    public IReadOnlyList<string> Upstream => ["registry", "series", "corrections"];

    /// <remarks>
    /// <c>part</c> = SeriesTable.PartOf(outlet). <c>factors</c>: JSON array of <see cref="JudgedFactor"/>, camelCase,
    /// nulls left out. <c>positions</c>: ascending, delta varints. <c>hour</c>, <c>day</c>: start, UTC milliseconds
    /// (a day is a Beijing day). <c>closed</c>: 0 = still open: the newest row of an outlet, and
    /// rows that its clock dated ahead.
    /// <c>exceedances.span</c>: 1 = hour, 2 = day; <c>rules</c>: JSON array of <see cref="RuleBasis"/>.
    /// <c>latest_hours</c>: the newest closed hour of each outlet (the newest open one while there is none).
    /// <c>judgement_due</c>: outlets whose hours from <c>next</c> on wait to be
    /// judged again because the register or a rule table changed, up to <c>until</c> (not included); empty when all is
    /// done.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {judged_hours} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, hour BIGINT NOT NULL, closed INTEGER NOT NULL,
          state INTEGER NOT NULL, basis INTEGER NOT NULL, expected INTEGER NOT NULL, observed INTEGER NOT NULL,
          factors TEXT NOT NULL, positions BLOB NOT NULL, first_received BIGINT NOT NULL,
          last_received BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (part, outlet, hour));
        CREATE TABLE {judged_days} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, day BIGINT NOT NULL, closed INTEGER NOT NULL,
          state INTEGER NOT NULL, basis INTEGER NOT NULL, expected INTEGER NOT NULL, observed INTEGER NOT NULL,
          factors TEXT NOT NULL, positions BLOB NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (part, outlet, day));
        CREATE TABLE {exceedances} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, span INTEGER NOT NULL, start BIGINT NOT NULL,
          factor TEXT NOT NULL, value TEXT NOT NULL, allowed TEXT NOT NULL, unit TEXT NOT NULL,
          rules TEXT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (part, outlet, span, start, factor));
        CREATE INDEX {exceedances}_start ON {exceedances} (start);
        CREATE TABLE {latest_hours} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, hour BIGINT NOT NULL, PRIMARY KEY (part, outlet));
        CREATE TABLE {judgement_due} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, until BIGINT NOT NULL, next BIGINT NOT NULL,
          PRIMARY KEY (part, outlet, until));
        """;

    public bool Follow(Turn turn)
    {
        bool changed = TakeCorrections(turn);
        changed |= TakeRegister(turn);
        var work = new HourWork(turn, _rules!);
        changed |= TakeDue(turn, work);
        changed |= TakeChanges(turn, work);
        work.Judge();
        return changed;
    }

    /// <summary>Notes the outlets whose days an approved rule table touches, and takes the new tables.</summary>
    private bool TakeCorrections(Turn turn)
    {
        long size = CorrectionTable.Position(turn), seen = turn.Position("corrections");
        if (_corrections.Position != size)
        {
            _corrections = (size, CorrectionTable.Load(turn));
            _rules = null;
        }
        if (size == seen)
            return false;
        Register? register = null;
        foreach (Proposal p in _corrections.State.Approved.Where(p => p.Decision!.Position >= seen))
        {
            register ??= Register.Load(turn);
            foreach (OutletKind kind in Enum.GetValues<OutletKind>().Where(k => Uses(k, p)))
            {
                foreach (string outlet in register.OutletsEver(kind))
                    Due(turn, outlet, StartOf(p.From), p.To is { } to ? StartOf(to) : long.MaxValue);
            }
        }
        turn.Advance("corrections", size);
        return true;
    }

    private bool Uses(OutletKind kind, Proposal p) =>
        Rules.Uses(kind, p.Path, p.From, p.To, _corrections.State.Book);

    private static long StartOf(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, Beijing.Offset).ToUnixTimeMilliseconds();

    /// <summary>Spans with different ends stand side by side, so that no hour outside is judged again.</summary>
    private static void Due(Turn turn, string outlet, long next, long until) => turn.Command("""
        INSERT INTO {judgement_due} (part, outlet, until, next) VALUES (@part, @outlet, @until, @next)
        ON CONFLICT (part, outlet, until) DO UPDATE SET next = excluded.next WHERE excluded.next < next
        """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@until", until)
        .With("@next", next).ExecuteNonQuery();

    /// <summary>Notes the outlets that the register changed, and reads it anew.</summary>
    private bool TakeRegister(Turn turn)
    {
        long size = RegistryTable.Position(turn), seen = turn.Position("registry");
        if (_rules?.Register.Position != size)
            _rules = new RuleBook(Register.Load(turn), _corrections.State.Book);
        if (size == seen)
            return false;
        foreach ((string outlet, DateTimeOffset from) in RegistryTable.ChangedSince(turn, seen))
        {
            int part = SeriesTable.PartOf(outlet);
            // One row earlier: whether that one is open may depend on what is bound after it.
            object? before = turn.Command("""
                SELECT MAX(hour) FROM {judged_hours} WHERE part = @part AND outlet = @outlet AND hour <= @from
                """).With("@part", part).With("@outlet", outlet).With("@from", from.ToUnixTimeMilliseconds())
                .ExecuteScalar();
            long first = FloorHour(from);
            Due(turn, outlet, before is long hour ? Math.Min(hour, first) : first, long.MaxValue);
        }
        turn.Advance("registry", size);
        return true;
    }

    private static bool TakeDue(Turn turn, HourWork work)
    {
        int room = DueMax;
        bool any = false;
        while (room > 0 && NextDue(turn) is { } due)
        {
            any = true;
            SortedSet<long> hours = work.Reader.Hours(work.Rules.Register, due.Outlet, due.Next, room);
            hours.UnionWith(JudgedHours(turn, due.Outlet, due.Next, room));
            long[] slice = [.. hours.Take(room).Where(hour => hour < due.Until)];
            bool last = hours.Count < room || slice.Length < Math.Min(room, hours.Count);
            foreach (long hour in slice)
                work.Touch(due.Outlet, hour);
            int part = SeriesTable.PartOf(due.Outlet);
            long end = last ? due.Until : slice[^1] + 1;
            DbCommand next = last
                ? turn.Command("DELETE FROM {judgement_due} WHERE part = @part AND outlet = @outlet AND until = @until")
                : turn.Command("""
                    UPDATE {judgement_due} SET next = @next WHERE part = @part AND outlet = @outlet AND until = @until
                    """).With("@next", end);
            next.With("@part", part).With("@outlet", due.Outlet).With("@until", due.Until).ExecuteNonQuery();
            // Days whose hours stay as they are, or that have none (only a day record), follow the rules too.
            work.TouchDays(due.Outlet, due.Next, end);
            room -= Math.Max(1, slice.Length);
        }
        return any;
    }

    private static bool TakeChanges(Turn turn, HourWork work)
    {
        // The next change, not the last: the very first frame of a ledger is change 0.
        long next = turn.Position("series");
        var changes = ReadChanges(turn, "change >= @from ORDER BY change LIMIT @max", next);
        if (changes.Count == 0)
            return false;
        long last = changes[^1].Change;
        // Rows of one change belong together: the limit must not cut between them.
        if (changes.Count == ChangesMax)
            changes.AddRange(ReadChanges(turn, "change = @from LIMIT @max", last));
        foreach ((string mn, long hour, _) in changes)
        {
            foreach (string outlet in work.Rules.OutletsOf(mn, hour))
                work.Touch(outlet, hour);
        }
        turn.Advance("series", last + 1);
        return true;
    }

    private static List<(string Mn, long Hour, long Change)> ReadChanges(Turn turn, string where, long from)
    {
        using DbDataReader rows = turn.Command($"SELECT mn, hour, change FROM {{series_hours}} WHERE {where}")
            .With("@from", from).With("@max", ChangesMax).ExecuteReader();
        var changes = new List<(string, long, long)>();
        while (rows.Read())
            changes.Add((rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)));
        return changes;
    }

    private static (string Outlet, long Next, long Until)? NextDue(Turn turn)
    {
        using DbDataReader rows = turn.Command("""
            SELECT outlet, next, until FROM {judgement_due} ORDER BY part, outlet, until LIMIT 1
            """).ExecuteReader();
        return rows.Read() ? (rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2)) : null;
    }

    private static List<long> JudgedHours(Turn turn, string outlet, long from, int max)
    {
        using DbDataReader rows = turn.Command("""
            SELECT hour FROM {judged_hours} WHERE part = @part AND outlet = @outlet AND hour >= @from
            ORDER BY hour LIMIT @max
            """).With("@part", SeriesTable.PartOf(outlet)).With("@outlet", outlet).With("@from", from).With("@max", max)
            .ExecuteReader();
        var hours = new List<long>();
        while (rows.Read())
            hours.Add(rows.GetInt64(0));
        return hours;
    }

    private static long FloorHour(DateTimeOffset instant)
    {
        long at = instant.ToUnixTimeMilliseconds();
        return at - ((at % Hour.Milliseconds) + Hour.Milliseconds) % Hour.Milliseconds;
    }
}
