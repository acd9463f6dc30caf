namespace Qingyuan.Ledger;

/// <summary>
/// Refills followers' tables from the ledger (重建), and tells whether what stands is what the ledger gives. Works on a
/// node that is at rest: its caller holds the logs.
/// </summary>
public static class Rebuild
{
    /// <summary>
    /// Drops the tables of some followers and of everything downstream and fills them again: beside, then swapped in
    /// one transaction. A crash on the way leaves what stood before.
    /// </summary>
    /// <param name="which">Names of followers; empty = all.</param>
    /// <returns>The followers that were refilled.</returns>
    public static IReadOnlyList<string> Refill(
        Tables tables, IReadOnlyDictionary<string, Log> logs, IReadOnlyList<IFollower> followers,
        IReadOnlyCollection<string> which)
    {
        var named = FollowerOrder.Downstream(followers, which.Count == 0 ? followers.Select(f => f.Name) : which);
        using var loop = new FollowerLoop(tables, logs, followers, named);
        loop.CatchUp();
        return [.. FollowerOrder.Of(followers).Select(f => f.Name).Where(named.Contains)];
    }

    /// <summary>
    /// Lets the live tables catch up, fills a scratch database from nothing to the same sizes of the logs, and compares
    /// every table row by row. The scratch file is deleted afterwards.
    /// </summary>
    /// <param name="tableNames">Tables to compare; empty = all.</param>
    /// <returns>
    /// The first difference of each table that differs; empty = what stands is what the ledger gives.
    /// </returns>
    public static IReadOnlyList<TableDifference> Check(
        Tables tables, IReadOnlyDictionary<string, Log> logs, IReadOnlyList<IFollower> followers,
        IReadOnlyCollection<string> tableNames)
    {
        using (var live = new FollowerLoop(tables, logs, followers))
            live.CatchUp();
        var scratch = tables.File + ".check";
        Delete(scratch);
        try
        {
            using var refilled = Tables.OpenEmbedded(scratch);
            using (var loop = new FollowerLoop(refilled, logs, followers))
                loop.CatchUp();
            using var left = tables.Reader();
            using var right = refilled.Reader();
            return [.. FollowerOrder.Of(followers).SelectMany(f => f.Tables)
                .Where(t => tableNames.Count == 0 || tableNames.Contains(t))
                .Select(t => TableDigest.FirstDifference(left, right, t, NumberingOf(followers, t)))
                .OfType<TableDifference>()];
        }
        finally
        {
            Delete(scratch);
        }
    }

    private static string[] NumberingOf(IReadOnlyList<IFollower> followers, string table) =>
        [.. followers.SelectMany(f => f.Numbering).Select(n => n.Split('.')).Where(n => n[0] == table)
            .Select(n => n[1])];

    private static void Delete(string file)
    {
        foreach (var suffix in new[] { "", "-wal", "-shm" })
            File.Delete(file + suffix);
    }
}
