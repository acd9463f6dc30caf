namespace Qingyuan.Ledger;

/// <summary>
/// Fills tables from entries alone (重放): what somebody claims to have computed from them is computed once more, away
/// from any node. The logs that it needs on the way lie in a scratch directory and prove nothing.
/// </summary>
public static class Replay
{
    /// <param name="entries">By log, e.g. <c>frames</c>, in order; positions are counted anew from 0.</param>
    public static void Into(
        Tables tables, string scratch, IReadOnlyDictionary<string, IReadOnlyList<byte[]>> entries,
        IReadOnlyList<IFollower> followers)
    {
        var logs = new Dictionary<string, Log>();
        try
        {
            foreach ((string name, IReadOnlyList<byte[]> all) in entries)
                logs.Add(name, Filled(Path.Combine(scratch, name), name, all));
            using var loop = new FollowerLoop(tables, logs, followers);
            loop.CatchUp();
        }
        finally
        {
            foreach (Log log in logs.Values)
                log.Abandon();
        }
    }

    private static Log Filled(string directory, string name, IReadOnlyList<byte[]> entries)
    {
        var options = new LogOptions(directory, $"replay.invalid/{name}", "")
        {
            OutstandingBytesMax = 1L << 30,
            SegmentBytesMax = 1L << 30,
        };
        Log log = Log.Open(options, TimeProvider.System, new RealDisk(),
            SigningKey.OfSeed(new byte[32], options.Origin), background: false);
        foreach (byte[] entry in entries)
            log.Append(entry, []);
        log.WriteStep();
        return log;
    }
}
