using System.Data.Common;
using System.Text.RegularExpressions;

namespace Qingyuan.Ledger;

/// <summary>The state of a fill. Stored numbers; they may only grow.</summary>
internal enum FillState
{
    /// <summary>Being filled beside the live one.</summary>
    Staged = 0,
    /// <summary>The one that readers see.</summary>
    Live = 1,
    /// <summary>Swapped out, to be dropped.</summary>
    Retired = 2,
}

/// <summary>
/// One filling of a follower's tables. Its name is <c>v3</c> for the first filling of version 3, <c>v3_2</c> for one
/// made beside it; the physical table is the logical name, an underscore and that name.
/// </summary>
internal sealed partial record Fill(
    string Follower, string Name, int Version, FillState State, IReadOnlyList<string> Tables)
{
    public string Physical(string table) => $"{table}_{Name}";

    /// <summary>Puts names in place of <c>{name}</c>.</summary>
    public static string Compose(string template, IReadOnlyDictionary<string, string> names, string follower) =>
        Placeholder().Replace(template, m => names.TryGetValue(m.Groups[1].Value, out var name)
            ? name
            : throw new InvalidOperationException(
                $"Neither {follower} nor a follower upstream of it has a table {m.Value}."));

    [GeneratedRegex(@"\{([a-z][a-z0-9_]*)\}")]
    private static partial Regex Placeholder();
}

/// <summary>
/// The ledger's own record of which filling of which follower is live, staged or retired, and how far each is.
/// Every step is one transaction: a crash leaves the old live tables or the new ones, never a mixture.
/// </summary>
internal sealed class Fills(DbConnection connection)
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS follower_fills (
          follower TEXT NOT NULL, fill TEXT NOT NULL, version INTEGER NOT NULL, state INTEGER NOT NULL,
          tables TEXT NOT NULL, PRIMARY KEY (follower, fill));
        CREATE TABLE IF NOT EXISTS follower_positions (
          follower TEXT NOT NULL, fill TEXT NOT NULL, source TEXT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (follower, fill, source));
        """;

    public const string SavePosition = """
        INSERT INTO follower_positions (follower, fill, source, position) VALUES (@follower, @fill, @source, @position)
        ON CONFLICT (follower, fill, source) DO UPDATE SET position = excluded.position
        """;

    /// <summary>
    /// Decides which filling each follower works on, and makes what is missing. A follower without a live filling
    /// gets one at once; one whose version changed, or that is named in <paramref name="refill"/>, and everything
    /// downstream of it, gets a staged one. A refill that was interrupted goes on where it stopped when it is still
    /// the same set of followers and versions; otherwise it starts again.
    /// </summary>
    /// <param name="ordered">Upstream first.</param>
    public IReadOnlyDictionary<string, Fill> Plan(IReadOnlyList<IFollower> ordered, IReadOnlyCollection<string> refill)
    {
        using var transaction = connection.BeginTransaction();
        var stored = Load(transaction);
        foreach (var retired in stored.Where(f => f.State == FillState.Retired).ToList())
            Drop(retired, stored, transaction);

        var wanted = new HashSet<string>();
        foreach (var follower in ordered)
        {
            var live = stored.Find(f => f.Follower == follower.Name && f.State == FillState.Live);
            if (live is null)
                continue;
            if (live.Version != follower.Version || refill.Contains(follower.Name)
                || follower.Upstream.Any(wanted.Contains))
                wanted.Add(follower.Name);
        }
        var staged = stored.Where(f => f.State == FillState.Staged).ToList();
        bool same = staged.Count == wanted.Count && refill.Count == 0
            && staged.All(f => wanted.Contains(f.Follower)
                && ordered.Any(o => o.Name == f.Follower && o.Version == f.Version));
        if (!same)
            staged.ForEach(f => Drop(f, stored, transaction));

        var plan = new Dictionary<string, Fill>();
        foreach (var follower in ordered)
        {
            var state = wanted.Contains(follower.Name) ? FillState.Staged : FillState.Live;
            plan[follower.Name] = stored.Find(f => f.Follower == follower.Name && f.State == state)
                ?? Make(follower, state, stored, transaction);
        }
        transaction.Commit();
        return plan;
    }

    public IReadOnlyDictionary<string, long> Positions(Fill fill)
    {
        var positions = new Dictionary<string, long>();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT source, position FROM follower_positions WHERE follower = @follower AND fill = @fill
            """;
        using var rows = command.With("@follower", fill.Follower).With("@fill", fill.Name).ExecuteReader();
        while (rows.Read())
            positions[rows.GetString(0)] = rows.GetInt64(1);
        return positions;
    }

    /// <summary>
    /// Makes the staged fillings live, all of them in one transaction; the old ones are dropped later.
    /// </summary>
    public void Swap(IReadOnlyList<Fill> staged)
    {
        using var transaction = connection.BeginTransaction();
        var stored = Load(transaction);
        foreach (var fill in staged)
        {
            foreach (var old in stored.Where(f => f.Follower == fill.Follower && f.State == FillState.Live))
            {
                DropViews(old, transaction);
                SetState(old, FillState.Retired, transaction);
            }
            MakeViews(fill, transaction);
            SetState(fill, FillState.Live, transaction);
        }
        transaction.Commit();
    }

    /// <summary>Drops the fillings that were swapped out, each in its own transaction.</summary>
    public void DropRetired()
    {
        foreach (var fill in Load(null).Where(f => f.State == FillState.Retired))
        {
            using var transaction = connection.BeginTransaction();
            Drop(fill, [], transaction);
            transaction.Commit();
        }
    }

    private Fill Make(IFollower follower, FillState state, List<Fill> stored, DbTransaction transaction)
    {
        var name = $"v{follower.Version}";
        for (int n = 2; stored.Exists(f => f.Follower == follower.Name && f.Name == name); n++)
            name = $"v{follower.Version}_{n}";
        var fill = new Fill(follower.Name, name, follower.Version, state, follower.Tables);
        var names = follower.Tables.ToDictionary(t => t, fill.Physical);
        Tables.Execute(connection, Fill.Compose(follower.Schema, names, follower.Name), transaction);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            INSERT INTO follower_fills (follower, fill, version, state, tables)
            VALUES (@follower, @fill, @version, @state, @tables)
            """;
        command.With("@follower", fill.Follower).With("@fill", fill.Name).With("@version", fill.Version)
            .With("@state", (int)state).With("@tables", string.Join(',', fill.Tables)).ExecuteNonQuery();
        if (state == FillState.Live)
            MakeViews(fill, transaction);
        stored.Add(fill);
        return fill;
    }

    private List<Fill> Load(DbTransaction? transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            SELECT follower, fill, version, state, tables FROM follower_fills ORDER BY follower, fill
            """;
        using var rows = command.ExecuteReader();
        var fills = new List<Fill>();
        while (rows.Read())
        {
            fills.Add(new Fill(
                rows.GetString(0), rows.GetString(1), rows.GetInt32(2), (FillState)rows.GetInt32(3),
                rows.GetString(4).Split(',', StringSplitOptions.RemoveEmptyEntries)));
        }
        return fills;
    }

    private void Drop(Fill fill, List<Fill> stored, DbTransaction transaction)
    {
        foreach (var table in fill.Tables)
            Tables.Execute(connection, $"DROP TABLE {fill.Physical(table)}", transaction);
        foreach (var own in new[] { "follower_positions", "follower_fills" })
        {
            using var command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = $"DELETE FROM {own} WHERE follower = @follower AND fill = @fill";
            command.With("@follower", fill.Follower).With("@fill", fill.Name).ExecuteNonQuery();
        }
        stored.Remove(fill);
    }

    private void SetState(Fill fill, FillState state, DbTransaction transaction)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "UPDATE follower_fills SET state = @state WHERE follower = @follower AND fill = @fill";
        command.With("@state", (int)state).With("@follower", fill.Follower).With("@fill", fill.Name).ExecuteNonQuery();
    }

    private void MakeViews(Fill fill, DbTransaction transaction)
    {
        foreach (var table in fill.Tables)
            Tables.Execute(connection, $"CREATE VIEW {table} AS SELECT * FROM {fill.Physical(table)}", transaction);
    }

    private void DropViews(Fill fill, DbTransaction transaction)
    {
        foreach (var table in fill.Tables)
            Tables.Execute(connection, $"DROP VIEW {table}", transaction);
    }
}
