using System.Data.Common;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>Follows <c>acts</c>: the suppressions (抑制) in force. An act that does not read changes nothing.</summary>
public sealed class SuppressionTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    /// <summary>Most rows that a page loads; older ones stay in the ledger.</summary>
    public const int RowsMax = 10_000;

    public string Name => "suppressions";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["suppressions"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks>Times are UTC milliseconds; <c>lifted_at</c> NULL = not ended early.</remarks>
    public string Schema => """
        CREATE TABLE {suppressions} (
          position BIGINT NOT NULL PRIMARY KEY, code TEXT NOT NULL, discharger TEXT, outlet TEXT,
          from_time BIGINT NOT NULL, to_time BIGINT NOT NULL, reason TEXT NOT NULL, person TEXT NOT NULL,
          at BIGINT NOT NULL, lifted_at BIGINT);
        """;

    public bool Follow(Turn turn) => turn.Read("acts", ActsPerTurnMax, (position, entry) =>
    {
        if (Act.Read(entry) is not { } act)
            return;
        try
        {
            if (act.Kind == Suppression.SuppressedKind)
                Insert(turn, position, act);
            else if (act.Kind == Suppression.LiftedKind)
                Lift(turn, act);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            // Content that does not read: the entry stays in the ledger and in acts_log, and suppresses nothing.
        }
    }) > 0;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<Suppression> Load(DbConnection connection)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT position, code, discharger, outlet, from_time, to_time, reason, person, at, lifted_at
            FROM suppressions ORDER BY position DESC LIMIT {RowsMax}
            """;
        using DbDataReader rows = command.ExecuteReader();
        List<Suppression> found = [];
        while (rows.Read())
        {
            found.Add(new Suppression(
                rows.GetInt64(0), rows.GetString(1), rows.IsDBNull(2) ? null : rows.GetString(2),
                rows.IsDBNull(3) ? null : rows.GetString(3), Beijing.FromMilliseconds(rows.GetInt64(4)),
                Beijing.FromMilliseconds(rows.GetInt64(5)), rows.GetString(6), rows.GetString(7),
                Beijing.FromMilliseconds(rows.GetInt64(8)),
                rows.IsDBNull(9) ? null : Beijing.FromMilliseconds(rows.GetInt64(9))));
        }
        return found;
    }

    private static void Insert(Turn turn, long position, Act act)
    {
        JsonObject c = act.Content;
        string code = Required(c, "code"), reason = Required(c, "reason");
        long from = Number(c, "from"), to = Number(c, "to");
        // Whoever appended it: what blocks is never suppressed, nor anything for longer than a year.
        if (to <= from || to - from > Suppression.DaysMax * 86_400_000L
            || Checks.Table.Find(code) is { Severity: CheckSeverity.Blocks })
            return;
        turn.Command("""
            INSERT INTO {suppressions}
              (position, code, discharger, outlet, from_time, to_time, reason, person, at, lifted_at)
            VALUES (@position, @code, @discharger, @outlet, @from, @to, @reason, @person, @at, NULL)
            """).With("@position", position).With("@code", code)
            .With("@discharger", c["discharger"]?.GetValue<string>()).With("@outlet", c["outlet"]?.GetValue<string>())
            .With("@from", from).With("@to", to).With("@reason", reason).With("@person", act.By)
            .With("@at", act.At.ToUnixTimeMilliseconds()).ExecuteNonQuery();
    }

    private static void Lift(Turn turn, Act act) => turn.Command("""
        UPDATE {suppressions} SET lifted_at = @at WHERE position = @position AND lifted_at IS NULL
        """).With("@at", act.At.ToUnixTimeMilliseconds())
        .With("@position", Number(act.Content, "suppression")).ExecuteNonQuery();

    private static long Number(JsonObject content, string key) =>
        content[key]?.GetValue<long>() ?? throw new FormatException($"{key} is missing");

    private static string Required(JsonObject content, string key) =>
        content[key]?.GetValue<string>() is { Length: > 0 } text
            ? text : throw new FormatException($"{key} is missing");
}
