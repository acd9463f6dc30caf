using System.Data.Common;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>One line of the audit (审计记录): an act of the ledger, a sign-in, or a reading of protected matter.</summary>
/// <param name="Log"><c>acts</c> or <c>audit</c>.</param>
/// <param name="Result">Empty = done; else the code of the refusal.</param>
public sealed record AuditLine(
    string Log, long Position, DateTimeOffset At, string Person, string Kind, string Power, string Clause,
    string Subject, string Result, string From);

/// <summary>What the audit administrator looks for; null = everything.</summary>
public sealed record AuditFilter(
    string? Person = null, string? Kind = null, DateTimeOffset? From = null, DateTimeOffset? To = null);

/// <summary>
/// Follows the log <c>audit</c>: sign-ins and readings of protected matter (审计记录). The acts themselves stand in
/// <c>acts_log</c>; a page shows both.
/// </summary>
public sealed class AuditTable : IFollower
{
    public const string Log = "audit";

    /// <summary>Kinds of entry.</summary>
    public const string Read = "audit.read.v1", SignedIn = "audit.signed.in.v1", SignInRefused = "audit.refused.v1",
        SignedOut = "audit.signed.out.v1", Exported = "audit.exported.v1", Refused = "audit.act.refused.v1";

    private const int EntriesPerTurnMax = 1_000;

    public string Name => "audit";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["audit_entries"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>at</c>: UTC milliseconds. <c>origin</c>: from where, as far as it may be kept.</remarks>
    public string Schema => """
        CREATE TABLE {audit_entries} (
          position BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, person TEXT NOT NULL, kind TEXT NOT NULL,
          power TEXT NOT NULL, subject TEXT NOT NULL, result TEXT NOT NULL, origin TEXT NOT NULL);
        """;

    public bool Follow(Turn turn) => turn.Read(Log, EntriesPerTurnMax, (position, entry) =>
    {
        var act = Act.Read(entry);
        turn.Command("""
            INSERT INTO {audit_entries} (position, at, person, kind, power, subject, result, origin)
            VALUES (@position, @at, @person, @kind, @power, @subject, @result, @origin)
            """).With("@position", position).With("@at", act?.At.ToUnixTimeMilliseconds() ?? 0)
            .With("@person", act?.By ?? "").With("@kind", act?.Kind ?? "").With("@power", act?.Power ?? "")
            .With("@subject", Text(act, "subject")).With("@result", act is null ? "act.form" : Text(act, "result"))
            .With("@origin", Text(act, "from")).ExecuteNonQuery();
    }) > 0;

    /// <summary>The entry of something that was done or read.</summary>
    public static Act Entry(
        string kind, DateTimeOffset at, string person, string power, string subject, string result, string from) =>
        new(kind, at, person, power, "GB/T 22239-2019 8.1.4.3", new JsonObject
        {
            ["subject"] = subject,
            ["result"] = result,
            ["from"] = from,
        });

    /// <summary>Newest first, acts and readings together.</summary>
    public static IReadOnlyList<AuditLine> Find(DbConnection connection, AuditFilter filter, int max)
    {
        using var command = connection.CreateCommand();
        // A person's refusals by the people's fold stand in people_acts; those of the register in acts_log.
        command.CommandText = """
            SELECT log, position, at, person, kind, power, clause, subject, result, origin FROM (
              SELECT 'audit' AS log, position, at, person, kind, power, '' AS clause, subject, result, origin
              FROM audit_entries
              UNION ALL
              SELECT 'acts', a.position, a.at, a.person, a.kind, a.power, a.clause, a.subject,
                CASE WHEN a.refused <> '' THEN a.refused ELSE COALESCE(p.refused, '') END, ''
              FROM acts_log a LEFT JOIN people_acts p ON p.position = a.position) AS lines
            WHERE (@person = '' OR person = @person) AND (@kind = '' OR kind LIKE @kind || '%')
              AND at >= @from AND at < @to
            ORDER BY at DESC, log, position DESC LIMIT @max
            """;
        command.With("@person", filter.Person ?? "").With("@kind", filter.Kind ?? "")
            .With("@from", filter.From?.ToUnixTimeMilliseconds() ?? 0)
            .With("@to", filter.To?.ToUnixTimeMilliseconds() ?? long.MaxValue).With("@max", max);
        using var rows = command.ExecuteReader();
        List<AuditLine> lines = [];
        while (rows.Read())
            lines.Add(new AuditLine(
                rows.GetString(0), rows.GetInt64(1), Beijing.FromMilliseconds(rows.GetInt64(2)), rows.GetString(3),
                rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetString(8),
                rows.GetString(9)));
        return lines;
    }

    private static string Text(Act? act, string key) =>
        act?.Content[key] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
