using System.CommandLine;
using System.Diagnostics;
using System.Security.Cryptography;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>bench verify</c>: re-computation of a ledger of 600-byte entries, beside bare SHA-256 of the same bytes on the
/// same
/// threads. Also says how long the log took to open again after it was left without a close.
/// </summary>
internal static class BenchVerify
{
    private const int EntryBytes = 600;

    public static Command Command
    {
        get
        {
            var entries = new Option<long>("--entries")
            {
                Description = "How many entries the temporary ledger gets.",
                DefaultValueFactory = _ => 1_000_000,
            };
            var verb = new Command("verify",
                "Verify speed. Example: qingyuan bench verify --entries 1000000") { entries };
            verb.SetAction((call, cancel) => Run(call.GetValue(entries), cancel));
            return verb;
        }
    }

    private static async Task<int> Run(long entries, CancellationToken cancel)
    {
        if (entries is < 1 or > EntriesMax)
        {
            Console.Error.WriteLine($"qingyuan bench verify: --entries takes 1 to {EntriesMax}");
            return 2;
        }
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            var options = new LogOptions(Path.Combine(root, "log"), "bench.example/frames", Path.Combine(root, "key"));
            var watch = Stopwatch.StartNew();
            string key = await Fill(options, entries, cancel);
            Console.WriteLine(
                $"built        {entries:N0} entries of {EntryBytes} bytes in {watch.Elapsed.TotalSeconds:F1} s");
            watch.Restart();
            await (Log.Open(options, TimeProvider.System)).DisposeAsync();
            Console.WriteLine(
                $"open + close {watch.Elapsed.TotalSeconds:F2} s (recovery from what the write-ahead log still holds)");

            watch.Restart();
            Verdict verdict = LogVerifier.Verify(options.Directory, TrustPolicy.Of(VerifierKey.Parse(key)));
            double verify = entries / watch.Elapsed.TotalSeconds;
            if (!verdict.Holds)
            {
                Console.Error.WriteLine($"qingyuan bench verify: {verdict.Problem} ({verdict.File})");
                return 1;
            }
            double bare = Bare(entries);
            Console.WriteLine($"verify       {verify:N0} entries/s");
            Console.WriteLine($"bare SHA-256 {bare:N0} entries/s (same bytes, same threads, no disk, no tree)");
            Console.WriteLine($"share        {verify / bare:P0}    peak memory {Environment.WorkingSet >> 20} MiB");
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<string> Fill(LogOptions options, long entries, CancellationToken cancel)
    {
        await using Log log = Log.Open(options, TimeProvider.System);
        byte[] entry = new byte[EntryBytes];
        var last = Task.CompletedTask;
        for (long i = 0; i < entries; i++)
        {
            BitConverter.TryWriteBytes(entry, i);
            await log.Room(cancel);
            last = log.Append(entry, []).Durable;
        }
        await last;
        return log.VerifierKey;
    }

    private static double Bare(long entries)
    {
        int threads = Environment.ProcessorCount;
        long each = entries / threads;
        var watch = Stopwatch.StartNew();
        Parallel.For(0, threads, _ =>
        {
            byte[] leaf = new byte[EntryBytes + 1];
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            for (long i = 0; i < each; i++)
                SHA256.HashData(leaf, hash);
        });
        return each * threads / watch.Elapsed.TotalSeconds;
    }

    private const long EntriesMax = 100_000_000;
}

/// <summary>
/// <c>bench append</c>: entries made durable, beside a bare loop of one write and one fdatasync of the same bytes.
/// </summary>
internal static class BenchAppend
{
    private const int EntryBytes = 600;

    public static Command Command
    {
        get
        {
            var seconds = new Option<int>("--seconds")
            {
                Description = "How long each measurement runs.",
                DefaultValueFactory = _ => 3,
            };
            var verb = new Command("append",
                "Durable append speed. Example: qingyuan bench append --seconds 3") { seconds };
            verb.SetAction(async (call, cancel) =>
                await Run(TimeSpan.FromSeconds(Math.Clamp(call.GetValue(seconds), 1, 60)), cancel));
            return verb;
        }
    }

    private static async Task<int> Run(TimeSpan time, CancellationToken cancel)
    {
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            foreach (int batch in (int[])[256, 2_048])
            {
                // The bare loop before and after, because the disk's mood changes from second to second.
                string place = Path.Combine(root, $"{batch}");
                Directory.CreateDirectory(place);
                double bare = BareAppend.EntriesPerSecond(Path.Combine(place, "bare1"), batch, EntryBytes, time / 2);
                double commit = await GroupCommit(place, batch, time, cancel);
                double sustained = await Sustained(place, batch, time, cancel);
                bare = (bare + BareAppend.EntriesPerSecond(Path.Combine(place, "bare2"), batch, EntryBytes,
                    time / 2)) / 2;
                Console.WriteLine($"batch {batch,5}: bare write+fdatasync     {bare,10:N0} entries/s");
                Console.WriteLine($"             group commit             {commit,10:N0}  {commit / bare:P0} of bare");
                Console.WriteLine(
                    $"             sustained, with tiles    {sustained,10:N0}  {sustained / bare:P0} of bare");
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
        return 0;
    }

    // Durable appends in stretches that the tail takes; the tiles follow between them, outside the watch.
    private static async Task<double> GroupCommit(string place, int batch, TimeSpan time, CancellationToken cancel)
    {
        var options = new LogOptions(Path.Combine(place, "commit"), "bench.example/frames", Path.Combine(place, "key"))
        {
            CheckpointEvery = TimeSpan.FromMilliseconds(200),
            OutstandingBytesMax = 256 << 20,
        };
        await using Log log = Log.Open(options, TimeProvider.System);
        byte[] entry = new byte[EntryBytes];
        var watch = new Stopwatch();
        while (watch.Elapsed < time / 2)
        {
            long end = log.DurableSize + (StretchBytes / EntryBytes);
            watch.Start();
            Task before = Task.CompletedTask;
            while (log.DurableSize < end)
            {
                Pending last = default;
                for (int i = 0; i < batch; i++)
                    last = log.Append(entry, []);
                await before;
                before = last.Durable;
            }
            await before;
            watch.Stop();
            await log.WhenPublished(log.DurableSize - 1, cancel);
        }
        return log.DurableSize / watch.Elapsed.TotalSeconds;
    }

    // One batch is filled while the one before is on its way to the disk, as under load.
    private static async Task<double> Sustained(string place, int batch, TimeSpan time, CancellationToken cancel)
    {
        var options = new LogOptions(Path.Combine(place, "log"), "bench.example/frames", Path.Combine(place, "key"));
        await using Log log = Log.Open(options, TimeProvider.System);
        byte[] entry = new byte[EntryBytes];
        Task before = Task.CompletedTask;
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time)
        {
            await log.Room(cancel);
            Pending last = default;
            for (int i = 0; i < batch; i++)
                last = log.Append(entry, []);
            await before;
            before = last.Durable;
        }
        await before;
        return log.DurableSize / watch.Elapsed.TotalSeconds;
    }

    private const long StretchBytes = 48 << 20;
}
