using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.Publication;

/// <summary>
/// Follows the series of stations of the environment, the register and the rule tables: figures of air and water by
/// hour, sample, day and month, of each site and each prefecture (环境质量结果). Late data changes only what it touches.
/// </summary>
public sealed class AmbientTable : IFollower
{
    /// <summary>Changed hours of one turn. Most are of outlets and passed over.</summary>
    private const int ChangesMax = 4_000;

    /// <summary>Hours of one turn after a change of the register or of a rule table.</summary>
    private const int DueMax = 500;

    private (long Position, Register Register)? _register;
    private (long Position, AmbientRules.Book Book, Corrections State)? _rules;

    public string Name => "ambient";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["ambient", "ambient_due"];
    public IReadOnlyList<string> Upstream => ["registry", "series", "corrections"];

    /// <remarks>
    /// <c>part</c> = SeriesTable.PartOf(place). <c>place</c>: id of a site, or key of a prefecture. <c>span</c>:
    /// <see cref="FigureSpan"/>. <c>start</c>, <c>last_received</c>: UTC milliseconds; days and months are
    /// Beijing ones.
    /// <c>value</c>: AQI or the class as a number, as in <c>content</c> (<see cref="FigureContent"/> as JSON).
    /// <c>positions</c>: ascending, delta varints. <c>ambient_due</c>: places whose figures from <c>next</c> on wait to
    /// be computed again; empty when all is done.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {ambient} (
          part INTEGER NOT NULL, place TEXT NOT NULL, span INTEGER NOT NULL, start BIGINT NOT NULL, value INTEGER,
          content TEXT NOT NULL, expected INTEGER NOT NULL, observed INTEGER NOT NULL, positions BLOB NOT NULL,
          last_received BIGINT NOT NULL, PRIMARY KEY (part, place, span, start));
        CREATE TABLE {ambient_due} (
          part INTEGER NOT NULL, place TEXT NOT NULL, next BIGINT NOT NULL, PRIMARY KEY (part, place));
        """;

    public bool Follow(Turn turn)
    {
        bool changed = TakeRegister(turn);
        changed |= TakeCorrections(turn);
        var work = new AmbientWork(turn, _register!.Value.Register, _rules!.Value.Book);
        changed |= TakeDue(turn, work);
        changed |= TakeChanges(turn, work);
        work.Write();
        return changed;
    }

    private bool TakeRegister(Turn turn)
    {
        long size = RegistryTable.Position(turn), seen = turn.Position("registry");
        if (_register?.Position != size)
            _register = (size, Register.Load(turn));
        if (size == seen)
            return false;
        Register register = _register.Value.Register;
        foreach ((string id, DateTimeOffset from) in RegistryTable.ChangedSince(turn, seen))
        {
            IReadOnlyList<AmbientSite> ever = register.SiteEver(id);
            if (ever.Count == 0)
                continue;
            Due(turn, id, from);
            // A prefecture's figures also change when a site of it comes, goes or moves.
            foreach (string region in ever.Select(s => s.Region).Distinct())
                Due(turn, Prefecture.Of(region)!.Key, from);
        }
        turn.Advance("registry", size);
        return true;
    }

    private bool TakeCorrections(Turn turn)
    {
        long size = CorrectionTable.Position(turn), seen = turn.Position("corrections");
        if (_rules?.Position != size)
        {
            Corrections state = CorrectionTable.Load(turn);
            _rules = (size, new AmbientRules.Book(state.Book), state);
        }
        if (size == seen)
            return false;
        foreach (Proposal p in _rules.Value.State.Approved)
        {
            if (p.Decision!.Position < seen || !AmbientRules.Uses(p.Path))
                continue;
            DateTimeOffset from = new(p.From, TimeOnly.MinValue, Beijing.Offset);
            foreach (string place in _register!.Value.Register.SiteIds.Concat(Prefecture.All.Select(r => r.Key)))
                Due(turn, place, from);
        }
        turn.Advance("corrections", size);
        return true;
    }

    private static void Due(Turn turn, string place, DateTimeOffset from) => turn.Command("""
        INSERT INTO {ambient_due} (part, place, next) VALUES (@part, @place, @next)
        ON CONFLICT (part, place) DO UPDATE SET next = excluded.next WHERE excluded.next < {ambient_due}.next
        """).With("@part", SeriesTable.PartOf(place)).With("@place", place)
        .With("@next", AmbientWork.MonthOf(from.ToUnixTimeMilliseconds())).ExecuteNonQuery();

    private static bool TakeDue(Turn turn, AmbientWork work)
    {
        int room = DueMax;
        bool any = false;
        while (room > 0 && NextDue(turn) is { } due)
        {
            any = true;
            SortedSet<long> hours = work.HoursOf(due.Place, due.Next, room);
            bool last = hours.Count < room;
            long[] slice = [.. hours.Take(room)];
            foreach (long hour in slice)
                work.Touch(due.Place, hour);
            DbCommand next = last
                ? turn.Command("DELETE FROM {ambient_due} WHERE part = @part AND place = @place")
                : turn.Command("UPDATE {ambient_due} SET next = @next WHERE part = @part AND place = @place")
                    .With("@next", slice[^1] + 1);
            next.With("@part", SeriesTable.PartOf(due.Place)).With("@place", due.Place).ExecuteNonQuery();
            room -= Math.Max(1, slice.Length);
        }
        return any;
    }

    private bool TakeChanges(Turn turn, AmbientWork work)
    {
        // The position is the first change that was not looked at: the first frame of all has change 0.
        long next = turn.Position("series");
        var changes = ReadChanges(turn, "change >= @from ORDER BY change LIMIT @max", next);
        if (changes.Count == 0)
            return false;
        long last = changes[^1].Change;
        // Rows of one change belong together: the limit must not cut between them.
        if (changes.Count == ChangesMax)
            changes.AddRange(ReadChanges(turn, "change = @from LIMIT @max", last));
        Register register = _register!.Value.Register;
        foreach ((string mn, long hour, _) in changes)
        {
            DateTimeOffset start = Beijing.FromMilliseconds(hour);
            string? first = register.Device(mn, start)?.Outlet;
            string? moved = register.Device(mn, start.AddHours(1).AddMilliseconds(-1))?.Outlet;
            if (first is not null && register.SiteEver(first).Count > 0)
                work.Touch(first, hour);
            if (moved is not null && moved != first && register.SiteEver(moved).Count > 0)
                work.Touch(moved, hour);
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

    private static (string Place, long Next)? NextDue(Turn turn)
    {
        using DbDataReader rows = turn.Command(
            "SELECT place, next FROM {ambient_due} ORDER BY part, place LIMIT 1").ExecuteReader();
        return rows.Read() ? (rows.GetString(0), rows.GetInt64(1)) : null;
    }
}
