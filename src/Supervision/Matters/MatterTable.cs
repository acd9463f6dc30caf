using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// Follows <c>acts</c>: every act about a matter (事项) and whether it holds, with the rows that lists and the board of
/// terms are read from. Matters are folded from their acts; rows are derived from the fold.
/// </summary>
public sealed class MatterTable : IFollower
{
    private const int ActsPerTurnMax = 500;

    public string Name => "matters";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["matters", "matter_acts", "matter_clocks", "matter_people"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks>Times are UTC milliseconds. <c>refused</c>: a stable code, empty = the act holds.</remarks>
    public string Schema => """
        CREATE TABLE {matters} (
          position BIGINT NOT NULL PRIMARY KEY, procedure TEXT NOT NULL, prefix TEXT NOT NULL, year BIGINT NOT NULL,
          number TEXT NOT NULL,
          title TEXT NOT NULL, subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, subject_name TEXT NOT NULL,
          region TEXT NOT NULL, state TEXT NOT NULL, state_name TEXT NOT NULL, ended BIGINT NOT NULL,
          subject_sees BIGINT NOT NULL, opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL, changed_at BIGINT NOT NULL,
          waits BIGINT NOT NULL);
        CREATE INDEX {matters}_number ON {matters} (number);
        CREATE TABLE {matter_acts} (
          position BIGINT NOT NULL PRIMARY KEY, matter BIGINT NOT NULL, refused TEXT NOT NULL, entry TEXT NOT NULL);
        CREATE INDEX {matter_acts}_matter ON {matter_acts} (matter, position);
        CREATE TABLE {matter_clocks} (
          matter BIGINT NOT NULL, clock TEXT NOT NULL, name TEXT NOT NULL, due BIGINT NOT NULL, warn BIGINT NOT NULL,
          running BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (matter, clock));
        CREATE INDEX {matter_clocks}_due ON {matter_clocks} (running, due);
        CREATE TABLE {matter_people} (
          matter BIGINT NOT NULL, role TEXT NOT NULL, person TEXT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (matter, role, person));
        CREATE INDEX {matter_people}_person ON {matter_people} (person, matter);
        """;

    public bool Follow(Turn turn)
    {
        // Folded once in a turn, however many acts of one matter it holds.
        Dictionary<long, Matter?> folded = [];
        return turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { } act || !MatterActs.IsOne(act.Kind))
                return;
            long? id = IdOf(position, act);
            Matter? before = id is not { } known ? null
                : folded.TryGetValue(known, out Matter? seen) ? seen : MatterQueries.Load(turn.Command, known);
            string number = act.Kind == MatterActs.Opened ? NextNumber(turn, act) : "";
            Matter? after = MatterFold.With(before, position, act, entry, number, out string refused);
            turn.Command("""
                INSERT INTO {matter_acts} (position, matter, refused, entry)
                VALUES (@position, @matter, @refused, @entry)
                """).With("@position", position).With("@matter", id ?? -1).With("@refused", refused)
                .With("@entry", Encoding.UTF8.GetString(entry)).ExecuteNonQuery();
            if (refused.Length > 0 || after is null)
                return;
            folded[after.Position] = after;
            Write(turn, after, position);
        }) > 0;
    }

    private static long? IdOf(long position, Act act)
    {
        try
        {
            return MatterActs.MatterOf(position, act);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gapless within the prefix and the Beijing year, in the order of the ledger.</summary>
    private static string NextNumber(Turn turn, Act act)
    {
        string prefix = act.Content["prefix"]?.ToString() ?? "";
        int year = act.At.ToOffset(Beijing.Offset).Year;
        long count = Convert.ToInt64(turn.Command(
            "SELECT COUNT(*) FROM {matters} WHERE prefix = @prefix AND year = @year")
            .With("@prefix", prefix).With("@year", (long)year).ExecuteScalar(), CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{year}-{count + 1:0000}");
    }

    private static void Write(Turn turn, Matter m, long position)
    {
        turn.Command("""
            INSERT INTO {matters} (position, procedure, prefix, year, number, title, subject_kind, subject_id,
              subject_name,
              region, state, state_name, ended, subject_sees, opened_by, opened_at, changed_at, waits)
            VALUES (@position, @procedure, @prefix, @year, @number, @title, @kind, @subject, @name, @region, @state,
              @state_name,
              @ended, @sees, @by, @opened, @changed, @waits)
            ON CONFLICT (position) DO UPDATE SET state = excluded.state, state_name = excluded.state_name,
              ended = excluded.ended, subject_sees = excluded.subject_sees, changed_at = excluded.changed_at,
              waits = excluded.waits
            """).With("@position", m.Position).With("@procedure", m.Procedure).With("@number", m.Number)
            .With("@prefix", m.Prefix)
            .With("@year", (long)m.OpenedAt.Year).With("@title", m.Title).With("@kind", m.Subject.Kind)
            .With("@subject", m.Subject.Id).With("@name", m.Subject.Name).With("@region", m.Subject.Region)
            .With("@state", m.State).With("@state_name", m.StateName).With("@ended", m.IsEnded ? 1L : 0L)
            .With("@sees", m.SubjectSees ? 1L : 0L).With("@by", m.Opening.By.Person)
            .With("@opened", m.OpenedAt.ToUnixTimeMilliseconds()).With("@changed", m.ChangedAt.ToUnixTimeMilliseconds())
            .With("@waits", m.Pending is null ? 0L : 1L).ExecuteNonQuery();
        turn.Command("DELETE FROM {matter_clocks} WHERE matter = @matter").With("@matter", m.Position)
            .ExecuteNonQuery();
        foreach (MatterClock clock in m.Clocks.Values.OrderBy(c => c.Clock, StringComparer.Ordinal))
        {
            turn.Command("""
                INSERT INTO {matter_clocks} (matter, clock, name, due, warn, running, position)
                VALUES (@matter, @clock, @name, @due, @warn, @running, @position)
                """).With("@matter", m.Position).With("@clock", clock.Clock).With("@name", clock.Name)
                .With("@due", clock.Due.ToUnixTimeMilliseconds()).With("@warn", clock.Warn.ToUnixTimeMilliseconds())
                .With("@running", clock is { StoppedAt: null, SuspendedAt: null } ? 1L : 0L)
                .With("@position", clock.Position).ExecuteNonQuery();
        }
        turn.Command("DELETE FROM {matter_people} WHERE matter = @matter").With("@matter", m.Position)
            .ExecuteNonQuery();
        foreach ((string role, ImmutableArray<Holder> people) in m.Roles.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            foreach (string person in people.Select(h => h.Person).Distinct())
            {
                turn.Command("""
                    INSERT INTO {matter_people} (matter, role, person, position)
                    VALUES (@matter, @role, @person, @position)
                    """).With("@matter", m.Position).With("@role", role).With("@person", person)
                    .With("@position", position).ExecuteNonQuery();
            }
        }
    }
}
