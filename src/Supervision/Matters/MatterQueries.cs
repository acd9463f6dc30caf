using System.Data.Common;
using System.Globalization;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>A line of the list of matters (事项清单).</summary>
/// <param name="Due">Of its most urgent running term; null = none runs.</param>
public sealed record MatterLine(
    long Position, string Procedure, string Number, string Title, Subject Subject, string State, string StateName,
    bool IsEnded, string OpenedBy, DateTimeOffset OpenedAt, DateTimeOffset ChangedAt, bool Waits, string ClockName,
    DateTimeOffset? Due, DateTimeOffset? Warn, bool SubjectSees);

/// <summary>What the list is narrowed to; null or empty = all.</summary>
/// <param name="Person">Only matters in which they have a part.</param>
/// <param name="Running">Only matters with a running term, the most urgent first.</param>
public sealed record MatterFilter(
    string? Procedure = null, string? State = null, string? Text = null, string? Person = null, string? Subject = null,
    bool Open = false, bool Running = false);

/// <summary>Reads matters and lists of them (事项查询).</summary>
public static class MatterQueries
{
    /// <summary>Most lines that a page loads.</summary>
    public const int LinesMax = 1_000;

    /// <summary>The matter that an act opened; null = none.</summary>
    public static Matter? Load(DbConnection connection, long position) => Load(sql => Plain(connection, sql), position);

    public static Matter? Load(DbConnection connection, string number)
    {
        using DbCommand query = Plain(connection, "SELECT position FROM {matters} WHERE number = @number")
            .With("@number", number);
        return query.ExecuteScalar() is long position ? Load(connection, position) : null;
    }

    /// <summary>Acts about a matter that did not hold, with why; for the page's foot and the audit.</summary>
    public static IReadOnlyList<(long Position, string Refused)> Refused(DbConnection connection, long matter)
    {
        using DbCommand query = Plain(connection, """
            SELECT position, refused FROM {matter_acts} 
            WHERE matter = @matter AND refused <> '' ORDER BY position LIMIT 500
            """).With("@matter", matter);
        using DbDataReader rows = query.ExecuteReader();
        List<(long, string)> found = [];
        while (rows.Read())
            found.Add((rows.GetInt64(0), rows.GetString(1)));
        return found;
    }

    /// <summary>Why an act does not hold; empty = it does; null = it is no act about a matter.</summary>
    public static string? Outcome(DbConnection connection, long position)
    {
        using DbCommand query = Plain(connection, "SELECT refused FROM {matter_acts} WHERE position = @position")
            .With("@position", position);
        return query.ExecuteScalar() as string;
    }

    public static IReadOnlyList<MatterLine> List(DbConnection connection, MatterFilter filter)
    {
        using DbCommand query = Plain(connection, """
            SELECT m.position, m.procedure, m.number, m.title, m.subject_kind, m.subject_id, m.subject_name, m.region,
              m.state, m.state_name, m.ended, m.opened_by, m.opened_at, m.changed_at, m.waits, c.name, c.due, c.warn,
              m.subject_sees
            FROM {matters} m
            LEFT JOIN {matter_clocks} c ON c.matter = m.position AND c.running = 1 AND NOT EXISTS (
              SELECT 1 FROM {matter_clocks} o WHERE o.matter = c.matter AND o.running = 1
                AND (o.due < c.due OR o.due = c.due AND o.clock < c.clock))
            WHERE (@procedure = '' OR m.procedure = @procedure) AND (@state = '' OR m.state = @state)
              AND (@open = 0 OR m.ended = 0) AND (@running = 0 OR c.due IS NOT NULL)
              AND (@subject = '' OR m.subject_id = @subject)
              AND (@text = '' OR m.title LIKE @like OR m.number LIKE @like OR m.subject_name LIKE @like)
              AND (@person = '' OR m.opened_by = @person OR EXISTS (
                SELECT 1 FROM {matter_people} p WHERE p.matter = m.position AND p.person = @person))
            ORDER BY CASE WHEN @running = 1 THEN c.due ELSE 0 END, m.position DESC LIMIT @max
            """);
        string text = (filter.Text ?? "").Trim();
        query.With("@procedure", filter.Procedure ?? "").With("@state", filter.State ?? "")
            .With("@open", filter.Open ? 1L : 0L).With("@running", filter.Running ? 1L : 0L)
            .With("@subject", filter.Subject ?? "").With("@text", text).With("@like", $"%{text}%")
            .With("@person", filter.Person ?? "").With("@max", (long)LinesMax);
        using DbDataReader rows = query.ExecuteReader();
        List<MatterLine> lines = [];
        while (rows.Read())
            lines.Add(Line(rows));
        return lines;
    }

    internal static Matter? Load(Func<string, DbCommand> command, long position)
    {
        DbCommand query = command("""
            SELECT a.position, a.entry, m.number FROM {matter_acts} a JOIN {matters} m ON m.position = a.matter
            WHERE a.matter = @matter AND a.refused = '' ORDER BY a.position LIMIT 1000
            """).With("@matter", position);
        using DbDataReader rows = query.ExecuteReader();
        Matter? matter = null;
        while (rows.Read())
        {
            byte[] entry = Encoding.UTF8.GetBytes(rows.GetString(1));
            if (Act.Read(entry) is { } act)
                matter = MatterFold.With(matter, rows.GetInt64(0), act, entry, rows.GetString(2), out _);
        }
        return matter;
    }

    /// <summary>For a reader's connection: tables by their logical names.</summary>
    private static DbCommand Plain(DbConnection connection, string sql)
    {
        DbCommand command = connection.CreateCommand();
        command.CommandText = sql.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);
        return command;
    }

    private static MatterLine Line(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3),
        new Subject(r.GetString(4), r.GetString(5), r.GetString(6), r.GetString(7)), r.GetString(8), r.GetString(9),
        r.GetInt64(10) == 1, r.GetString(11), Beijing.FromMilliseconds(r.GetInt64(12)),
        Beijing.FromMilliseconds(r.GetInt64(13)), r.GetInt64(14) == 1, r.IsDBNull(15) ? "" : r.GetString(15),
        r.IsDBNull(16) ? null : Beijing.FromMilliseconds(r.GetInt64(16)),
        r.IsDBNull(17) ? null : Beijing.FromMilliseconds(r.GetInt64(17)), r.GetInt64(18) == 1);
}
