using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>Follows <c>acts</c>: the shifts handed over (交接班).</summary>
public sealed class ShiftTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    /// <summary>Most handovers that a page shows.</summary>
    public const int RowsMax = 200;

    public string Name => "shifts";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["shifts"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks><c>entry</c>: the act's line of JSON, as it stands in the ledger.</remarks>
    public string Schema => "CREATE TABLE {shifts} (position BIGINT NOT NULL PRIMARY KEY, entry TEXT NOT NULL);";

    public bool Follow(Turn turn) => turn.Read("acts", ActsPerTurnMax, (position, entry) =>
    {
        if (Act.Read(entry) is not { } act || ShiftOf(position, act) is null)
            return;
        turn.Command("INSERT INTO {shifts} (position, entry) VALUES (@position, @entry)")
            .With("@position", position).With("@entry", Encoding.UTF8.GetString(entry)).ExecuteNonQuery();
    }) > 0;

    /// <summary>Newest first.</summary>
    public static IReadOnlyList<Shift> Load(DbConnection connection, int max = RowsMax)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT position, entry FROM shifts ORDER BY position DESC LIMIT @max";
        using DbDataReader rows = command.With("@max", Math.Min(max, RowsMax)).ExecuteReader();
        List<Shift> found = [];
        while (rows.Read())
            if (Act.Read(Encoding.UTF8.GetBytes(rows.GetString(1))) is { } act
                && ShiftOf(rows.GetInt64(0), act) is { } shift)
                found.Add(shift);
        return found;
    }

    private static Shift? ShiftOf(long position, Act act)
    {
        try
        {
            return Shift.Read(position, act);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
