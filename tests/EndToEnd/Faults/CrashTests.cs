using System.Globalization;
using System.Security.Cryptography;
using Qingyuan.Ledger;

namespace Qingyuan.EndToEnd.Faults;

/// <summary>What was acknowledged is durable, byte-exact and provable, whatever happens.</summary>
public sealed class CrashTests
{
    private const int Loggers = 40;
    private const int AnswersMin = 20;
    /// <summary>Two minutes of looks every 100 ms: only what hangs is late.</summary>
    private const int PollsMax = 1_200;
    private const string Strace = "/usr/bin/strace";

    /// <summary>Security reference §4, F1: 20 rounds in every run, 500 at night.</summary>
    private static int Rounds => Environment.GetEnvironmentVariable("QINGYUAN_NIGHTLY") is null ? 20 : 500;

    [Fact]
    public async Task No_acknowledged_frame_is_lost_altered_or_unprovable_after_kill_9_at_any_moment()
    {
        using var data = new DataDirectory();
        var load = new LoadOfLoggers();
        var random = new Random(9);
        var slowest = TimeSpan.Zero;
        for (int round = 0; round < Rounds; round++)
        {
            using var node = await ServedNode.Start(data.Path);
            slowest = node.StartedIn > slowest ? node.StartedIn : slowest;
            using var stop = new CancellationTokenSource();
            var running = load.Run(node.Loggers, Loggers, stop.Token);
            int before = load.AcknowledgedCount;
            await Task.Delay(random.Next(5, 2000), TestContext.Current.CancellationToken);
            // On a slow machine most kills come before the first answer: every second one waits for some.
            if (round % 2 == 1)
                await Answered(load, before + AnswersMin);
            await node.KillNow();
            await stop.CancelAsync();
            await running;
        }
        using (var last = await ServedNode.Start(data.Path))
            await last.Stop();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{load.AcknowledgedCount} of {load.Sent} acknowledged over {Rounds} kills; "
            + $"slowest start {slowest.TotalSeconds:F1} s");
        await AssertEveryAcknowledgedFrameIsKept(data, load);
    }

    [Theory]
    // Counted for each thread: the start of the process makes fewer syncs, so it is the writer under load that fails.
    [InlineData(40)]
    [InlineData(120)]
    public async Task Nothing_of_a_batch_whose_sync_failed_is_acknowledged(int when)
    {
        if (!File.Exists(Strace))
            Assert.Skip("strace is not installed: no data sync can be made to fail");
        using var data = new DataDirectory();
        string trace = System.IO.Path.Combine(data.Path, "trace.txt");
        Directory.CreateDirectory(data.Path);
        var load = new LoadOfLoggers();
        string store = System.IO.Path.Combine(data.Path, "node");
        using (var node = await ServedNode.Start(
            store, Strace, "-D", "-f", "-qq", "-o", trace, "-e", "trace=fdatasync", "-e",
            $"inject=fdatasync:error=EIO:when={when}"))
        {
            using var stop = new CancellationTokenSource();
            var running = load.Run(node.Loggers, Loggers, stop.Token);
            string metrics = "";
            int before = 0;
            for (int i = 0; i < PollsMax && !SawFailure(metrics); i++)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
                metrics = await node.Metrics();
                before = load.AcknowledgedCount;
            }
            Assert.True(SawFailure(metrics), "the node did not see the injected failure of its data sync");
            // It goes on with a new segment by itself.
            await Answered(load, before + 200);
            await stop.CancelAsync();
            await running;
            await node.Stop();
        }
        string calls = await File.ReadAllTextAsync(trace, TestContext.Current.CancellationToken);
        Assert.Contains("(INJECTED)", calls, StringComparison.Ordinal);
        await AssertEveryAcknowledgedFrameIsKept(new DataDirectory(store), load);
    }

    private static async Task Answered(LoadOfLoggers load, int count)
    {
        for (int i = 0; i < PollsMax && load.AcknowledgedCount < count; i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);
        Assert.True(load.AcknowledgedCount >= count, $"{load.AcknowledgedCount} frames were acknowledged, not {count}");
    }

    private static bool SawFailure(string metrics) => metrics.Contains(
        "qingyuan_gateway_refusals_total{reason=\"ledger\"}", StringComparison.Ordinal);

    /// <summary>Each exactly once, byte for byte, and under a checkpoint that a stranger's check accepts.</summary>
    private static async Task AssertEveryAcknowledgedFrameIsKept(DataDirectory data, LoadOfLoggers load)
    {
        string directory = System.IO.Path.Combine(data.Path, "ledger", "frames");
        string keyFile = System.IO.Path.Combine(data.Path, "keys", "frames.key");
        string vkey = System.IO.Path.Combine(directory, "vkey");
        string key = (await File.ReadAllTextAsync(vkey, TestContext.Current.CancellationToken)).Trim();
        var (status, text) = await ServedNode.Run("verify", directory, "--key", key);
        Assert.True(status == 0, text);

        var kept = new Dictionary<string, int>();
        var options = new LogOptions(directory, key[..key.IndexOf('+', StringComparison.Ordinal)], keyFile);
        await using (var log = Log.Open(options, TimeProvider.System))
        {
            Assert.Equal(log.DurableSize, log.Published.Size);
            log.Read(0, int.MaxValue, (_, entry) =>
            {
                string digest = Convert.ToHexString(SHA256.HashData(entry[(entry.IndexOf((byte)'\n') + 1)..]));
                kept[digest] = kept.GetValueOrDefault(digest) + 1;
            });
        }
        foreach (var (number, frame) in load.Acknowledged)
        {
            int times = kept.GetValueOrDefault(Convert.ToHexString(SHA256.HashData(frame)));
            Assert.True(times == 1, string.Create(
                CultureInfo.InvariantCulture, $"frame {number} was acknowledged and is in the ledger {times} times"));
        }
    }

    private sealed class DataDirectory(string? path = null) : IDisposable
    {
        private readonly bool _isOurs = path is null;
        public string Path { get; } = path ?? Directory.CreateTempSubdirectory("qingyuan-faults-").FullName;

        public void Dispose()
        {
            if (_isOurs)
                Directory.Delete(Path, recursive: true);
        }
    }
}
