using System.Diagnostics;

namespace Qingyuan.Ledger;

/// <summary>The limit that the ledger is measured against: one write and one fdatasync, nothing else.</summary>
public static class BareAppend
{
    public static double EntriesPerSecond(string file, int batch, int entryBytes, TimeSpan time)
    {
        byte[] bytes = new byte[batch * entryBytes];
        using DurableFile bare = DurableFile.Create(file);
        long entries = 0;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            bare.Write(bytes);
            bare.Sync();
            entries += batch;
        }
        return entries / watch.Elapsed.TotalSeconds;
    }
}
