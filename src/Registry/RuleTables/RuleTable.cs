using System.Data.Common;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Follows <c>acts</c>: the proposals about tables of the rulebook (规则表更正) and what became of them. An act that the
/// fold refuses is kept in <c>rule_refusals</c> with the reason and changes nothing.
/// </summary>
public sealed class RuleTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    private const string Columns = """
        position, path, from_day, to_day, text, source, page, reason, person, post, at, decided, approved,
        decided_person, decided_post, note, decided_at
        """;

    public string Name => "rules";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["rule_proposals", "rule_refusals"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks>
    /// Days are Beijing days as text; <c>at</c>, <c>decided_at</c>: UTC milliseconds. <c>decided</c>: position of the
    /// act that approved or rejected it; NULL = it waits.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {rule_proposals} (
          position BIGINT NOT NULL PRIMARY KEY, path TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT,
          text TEXT NOT NULL, source TEXT NOT NULL, page TEXT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
          post TEXT NOT NULL, at BIGINT NOT NULL, decided BIGINT, approved INTEGER NOT NULL, decided_person TEXT,
          decided_post TEXT, note TEXT, decided_at BIGINT);
        CREATE TABLE {rule_refusals} (position BIGINT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, refused TEXT NOT NULL);
        """;

    public bool Follow(Turn turn)
    {
        RuleTables? state = null;
        return turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { Kind: RuleActs.Proposed or RuleActs.Approved or RuleActs.Rejected } act)
                return;
            state = (state ?? Load(turn)).With(position, act, out string? refused);
            if (refused is not null)
                Refuse(turn, position, act.Kind, refused);
            else if (act.Kind == RuleActs.Proposed)
                Insert(turn, state.Find(position)!);
            else
                Decide(turn, state.Proposals.First(p => p.Decision?.Position == position));
        }) > 0;
    }

    /// <summary>The state of a running node, or of a directory at rest.</summary>
    public static RuleTables Load(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM rule_proposals ORDER BY position LIMIT @max";
        return Read(command);
    }

    /// <summary>For followers downstream.</summary>
    public static RuleTables Load(Turn turn) =>
        Read(turn.Command("SELECT " + Columns + " FROM {rule_proposals} ORDER BY position LIMIT @max"));

    /// <summary>For followers downstream: <see cref="RuleTables.Revision"/> without reading the tables.</summary>
    public static long Revision(Turn turn) =>
        turn.Command("SELECT MAX(decided) FROM {rule_proposals} WHERE approved = 1").ExecuteScalar() is long at
            ? at + 1 : 0;

    /// <summary>The same for a reader of a running node.</summary>
    public static long Revision(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT MAX(decided) FROM rule_proposals WHERE approved = 1";
        return command.ExecuteScalar() is long at ? at + 1 : 0;
    }

    /// <summary>Acts that changed nothing, newest first, with the reason.</summary>
    public static IReadOnlyList<(long Position, string Kind, string Refused)> Refusals(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, kind, refused FROM rule_refusals ORDER BY position DESC LIMIT @max";
        using DbDataReader rows = command.With("@max", RefusalsShownMax).ExecuteReader();
        List<(long, string, string)> found = [];
        while (rows.Read())
            found.Add((rows.GetInt64(0), rows.GetString(1), rows.GetString(2)));
        return found;
    }

    private const int RefusalsShownMax = 100;

    private static RuleTables Read(DbCommand command)
    {
        using DbDataReader rows = command.With("@max", RuleTables.ProposalsMax).ExecuteReader();
        List<RuleProposal> found = [];
        while (rows.Read())
        {
            found.Add(new RuleProposal(
                rows.GetInt64(0), rows.GetString(1), RuleActs.ReadDay(rows.GetString(2))!.Value,
                rows.IsDBNull(3) ? null : RuleActs.ReadDay(rows.GetString(3)), rows.GetString(4), rows.GetString(5),
                rows.GetString(6), rows.GetString(7), rows.GetString(8), rows.GetString(9),
                Beijing.FromMilliseconds(rows.GetInt64(10)))
            {
                Decision = rows.IsDBNull(11) ? null : new RuleDecision(
                    rows.GetInt64(11), rows.GetInt64(12) == 1, rows.GetString(13), rows.GetString(14),
                    rows.GetString(15), Beijing.FromMilliseconds(rows.GetInt64(16))),
            });
        }
        return RuleTables.Of(found);
    }

    private static void Insert(Turn turn, RuleProposal p) => turn.Command("""
        INSERT INTO {rule_proposals} (position, path, from_day, to_day, text, source, page, reason, person, post, at,
          approved)
        VALUES (@position, @path, @from, @to, @text, @source, @page, @reason, @person, @post, @at, 0)
        """).With("@position", p.Position).With("@path", p.Path).With("@from", RuleActs.DayText(p.From))
        .With("@to", p.To is { } to ? RuleActs.DayText(to) : null).With("@text", p.Text).With("@source", p.Source)
        .With("@page", p.Page).With("@reason", p.Reason).With("@person", p.Person).With("@post", p.Post)
        .With("@at", p.At.ToUnixTimeMilliseconds()).ExecuteNonQuery();

    private static void Decide(Turn turn, RuleProposal p) => turn.Command("""
        UPDATE {rule_proposals} SET decided = @decided, approved = @approved, decided_person = @person,
          decided_post = @post, note = @note, decided_at = @at WHERE position = @position
        """).With("@decided", p.Decision!.Position).With("@approved", p.IsApproved ? 1 : 0)
        .With("@person", p.Decision.Person).With("@post", p.Decision.Post).With("@note", p.Decision.Note)
        .With("@at", p.Decision.At.ToUnixTimeMilliseconds()).With("@position", p.Position).ExecuteNonQuery();

    private static void Refuse(Turn turn, long position, string kind, string refused) => turn.Command("""
        INSERT INTO {rule_refusals} (position, kind, refused) VALUES (@position, @kind, @refused)
        """).With("@position", position).With("@kind", kind).With("@refused", refused).ExecuteNonQuery();
}
