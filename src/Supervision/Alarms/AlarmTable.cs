using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>Follows <c>acts</c>: decisions about alarms (报警处理). What does not read changes nothing.</summary>
public sealed class AlarmTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    /// <summary>Most rows that a page loads; older ones stay in the ledger.</summary>
    public const int RowsMax = 5_000;

    public string Name => "alarms";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["alarm_judgements"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>entry</c>: the act's line of JSON, as it stands in the ledger.</remarks>
    public string Schema => """
        CREATE TABLE {alarm_judgements} (position BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, entry TEXT NOT NULL);
        CREATE INDEX {alarm_judgements}_at ON {alarm_judgements} (at);
        """;

    public bool Follow(Turn turn) => turn.Read("acts", ActsPerTurnMax, (position, entry) =>
    {
        if (Act.Read(entry) is not { } act || Judgement(position, act) is null)
            return;
        turn.Command("INSERT INTO {alarm_judgements} (position, at, entry) VALUES (@position, @at, @entry)")
            .With("@position", position).With("@at", act.At.ToUnixTimeMilliseconds())
            .With("@entry", Encoding.UTF8.GetString(entry)).ExecuteNonQuery();
    }) > 0;

    /// <summary>Decisions made since then, newest first.</summary>
    public static IReadOnlyList<AlarmJudgement> Since(DbConnection connection, DateTimeOffset at)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"""
            SELECT position, entry FROM alarm_judgements WHERE at >= @at ORDER BY at DESC, position DESC LIMIT {RowsMax}
            """;
        using DbDataReader rows = command.With("@at", at.ToUnixTimeMilliseconds()).ExecuteReader();
        List<AlarmJudgement> found = [];
        while (rows.Read())
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act
                && Judgement(rows.GetInt64(0), act) is { } judgement)
                found.Add(judgement);
        return found;
    }

    private static AlarmJudgement? Judgement(long position, Act act)
    {
        try
        {
            return AlarmJudgement.Read(position, act);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
