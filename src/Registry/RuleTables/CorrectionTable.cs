using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Follows <c>acts</c>: every entry about a rule table (规则表核定) and whether it holds. The tables themselves are
/// folded from these rows by <see cref="Corrections"/>.
/// </summary>
public sealed class CorrectionTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    public string Name => "corrections";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["rule_acts"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>entry</c>: the act's line of JSON. <c>refused</c>: a stable code, empty = it holds.</remarks>
    public string Schema => """
        CREATE TABLE {rule_acts} (position BIGINT NOT NULL PRIMARY KEY, entry TEXT NOT NULL, refused TEXT NOT NULL);
        """;

    public bool Follow(Turn turn)
    {
        Corrections? state = null;
        return turn.Read("acts", ActsPerTurnMax, (position, entry) =>
        {
            if (Act.Read(entry) is not { } act || !CorrectionActs.IsOne(act.Kind))
                return;
            state = (state ?? Load(turn)).With(position, act, out string refused);
            turn.Command("INSERT INTO {rule_acts} (position, entry, refused) VALUES (@position, @entry, @refused)")
                .With("@position", position).With("@entry", Encoding.UTF8.GetString(entry)).With("@refused", refused)
                .ExecuteNonQuery();
        }) > 0;
    }

    /// <summary>As a page sees it.</summary>
    public static Corrections Load(DbConnection connection) => Fold(RegistryRows.Plain(connection));

    /// <summary>As this turn sees it; the follower has <c>corrections</c> upstream.</summary>
    public static Corrections Load(Turn turn) => Fold(turn.Command);

    /// <summary>For followers downstream: grows with every entry about a rule table.</summary>
    public static long Position(Turn turn) =>
        turn.Command("SELECT MAX(position) FROM {rule_acts}").ExecuteScalar() is long last ? last + 1 : 0;

    private static Corrections Fold(Func<string, DbCommand> command)
    {
        DbCommand query = command("SELECT position, entry FROM {rule_acts} ORDER BY position LIMIT @max")
            .With("@max", Corrections.ActsMax);
        using DbDataReader rows = query.ExecuteReader();
        Corrections state = Corrections.None;
        while (rows.Read())
        {
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act)
                state = state.With(rows.GetInt64(0), act, out _);
        }
        return state;
    }
}
