using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

/// <summary>
/// The log on a simulated disk that stops, fails and forgets at operations drawn from a seed. A failure names its seed;
/// QINGYUAN_CRASH_SEEDS sets how many are tried, QINGYUAN_CRASH_SEED tries one.
/// </summary>
public class CrashTests
{
    [Fact]
    public void Whatever_was_acknowledged_survives_every_stop_and_every_failed_sync()
    {
        int count = int.Parse(
            Environment.GetEnvironmentVariable("QINGYUAN_CRASH_SEEDS") ?? "500", CultureInfo.InvariantCulture);
        string? single = Environment.GetEnvironmentVariable("QINGYUAN_CRASH_SEED");
        IEnumerable<int> seeds = single is null
            ? Enumerable.Range(1, count) : [int.Parse(single, CultureInfo.InvariantCulture)];
        long acknowledged = 0, failedBatches = 0, stops = 0;
        var gate = new Lock();
        Parallel.ForEach(seeds, seed =>
        {
            var run = new CrashRun(seed);
            try
            {
                run.Run();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"seed={seed}: {e.Message}", e);
            }
            lock (gate)
                (acknowledged, failedBatches, stops) =
                    (acknowledged + run.Acknowledged, failedBatches + run.FailedBatches, stops + run.Stops);
        });
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{acknowledged} entries acknowledged, {failedBatches} batches failed, {stops} stops");
        // A campaign in which nothing went wrong would prove nothing.
        Assert.True(acknowledged > 0);
        Assert.True(single is not null || (failedBatches > 0 && stops > 0));
    }

    [Fact]
    public void One_seed_gives_the_same_run_twice()
    {
        var first = new CrashRun(7);
        var second = new CrashRun(7);
        first.Run();
        second.Run();
        Assert.Equal(first.Acknowledged, second.Acknowledged);
        Assert.Equal(first.Disk.Operations, second.Disk.Operations);
        Assert.Equal(first.Heads, second.Heads);
    }
}

/// <summary>One life of a log: rounds of work, each ended by a stop or a close, and a model to compare with.</summary>
internal sealed class CrashRun(int seed)
{
    private readonly Random _random = new(seed);
    private readonly List<byte[]> _kept = [];
    private readonly Dictionary<long, List<byte[]>> _tried = [];
    private readonly List<Checkpoint> _shown = [];
    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly SigningKey _key = SigningKey.OfSeed(new byte[32], "sim.example/frames");

    public SimDisk Disk { get; } = new(new Random(seed + 1_000_000));
    public long Acknowledged => _kept.Count;
    public long FailedBatches { get; private set; }
    public long Stops { get; private set; }
    public IEnumerable<string> Heads => _shown.Select(h => h.Note);

    public void Run()
    {
        for (int round = 0; round < 6; round++)
        {
            Draw();
            try
            {
                Round();
            }
            catch (SimulatedStop)
            {
                Stops++;
                if (_random.Next(3) == 0)
                    Disk.Kill();
                else
                    Disk.PowerCut();
            }
        }
        Disk.StopAt = null;
        Disk.FailAt.Clear();
        Log log = Open();
        AssertHolds(log);
        log.DisposeAsync().AsTask().Wait();
    }

    // Which operation stops the machine, and which fail; some rounds have neither.
    private void Draw()
    {
        Disk.StopAt = _random.Next(5) == 0 ? null : Disk.Operations + 1 + _random.Next(600);
        Disk.FailAt.Clear();
        for (int i = _random.Next(4); i > 0; i--)
            Disk.FailAt.Add(Disk.Operations + 1 + _random.Next(400));
    }

    private void Round()
    {
        Log log = OpenInSpiteOfFailures();
        AssertHolds(log);
        int steps = _random.Next(40);
        long failedAtOpen = log.State.FailedBatches;
        for (int step = 0; step < steps; step++)
            Step(log);
        FailedBatches += log.State.FailedBatches - failedAtOpen;
        if (_random.Next(2) == 0)
        {
            try
            {
                log.DisposeAsync().AsTask().GetAwaiter().GetResult();
                return;
            }
            catch (IOException)
            {
                // Durable entries without a last checkpoint; the next start publishes them.
            }
        }
        log.Abandon();
        if (_random.Next(2) == 0)
            Disk.Kill();
        else
            Disk.PowerCut();
    }

    private Log OpenInSpiteOfFailures()
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return Open();
            }
            catch (IOException) when (i < 8)
            {
                Disk.Kill();
            }
        }
    }

    private Log Open() => Log.Open(
        new LogOptions("/sim/log", _key.Verifier.Name, "") { SegmentBytesMax = 20_000 }, _clock, Disk, _key,
            background: false);

    private void Step(Log log)
    {
        switch (_random.Next(6))
        {
            case 0:
                Publish(log);
                break;
            case 1:
                log.RetryStep();
                break;
            case 2:
                _clock.Advance(TimeSpan.FromMilliseconds(_random.Next(5_000)));
                break;
            default:
                AppendBatch(log);
                break;
        }
    }

    private void AppendBatch(Log log)
    {
        var batch = new List<(Pending Pending, byte[] Entry)>();
        int failures = Disk.SyncFailures + Disk.WriteFailures;
        for (int i = _random.Next(1, 60); i > 0; i--)
        {
            byte[] entry = new byte[_random.Next(20) == 0 ? _random.Next(9_000) : _random.Next(200)];
            _random.NextBytes(entry);
            try
            {
                Pending pending = log.Append(entry.AsSpan(0, entry.Length / 2), entry.AsSpan(entry.Length / 2));
                batch.Add((pending, entry));
                (_tried.TryGetValue(pending.Position, out var tried)
                    ? tried : _tried[pending.Position] = []).Add(entry);
            }
            catch (LedgerFullException)
            {
                break;
            }
        }
        log.WriteStep();
        foreach ((Pending pending, byte[] entry) in batch)
        {
            Assert.True(pending.Durable.IsCompleted);
            if (pending.Durable.IsFaulted)
            {
                Assert.True(Disk.SyncFailures + Disk.WriteFailures > failures || log.State.FailedBatches > 0);
                Assert.True(pending.Position >= log.DurableSize);
                continue;
            }
            Assert.Equal(_kept.Count, pending.Position);
            _kept.Add(entry);
        }
        Assert.Equal(_kept.Count, log.DurableSize);
    }

    private void Publish(Log log)
    {
        try
        {
            log.PublishStep();
            Note(log);
            if (_random.Next(4) == 0)
                AssertVerifies();
        }
        catch (IOException)
        {
            // Published later; durable entries stay durable.
        }
        Assert.True(log.Published.Size <= log.DurableSize);
        Note(log);
    }

    private void Note(Log log)
    {
        if (_shown.Count == 0 || _shown[^1].Note != log.Published.Note)
            _shown.Add(log.Published);
    }

    private void AssertHolds(Log log)
    {
        Assert.True(log.DurableSize >= _kept.Count, $"{log.DurableSize} entries are left of {_kept.Count}");
        Assert.Equal(log.DurableSize, log.Published.Size);
        long next = 0;
        log.Read(0, int.MaxValue, (position, entry) =>
        {
            Assert.Equal(next++, position);
            byte[] bytes = entry.ToArray();
            if (position < _kept.Count)
                Assert.Equal(_kept[(int)position], bytes);
            else
            {
                // Not acknowledged, and kept: that is allowed, if it is what somebody appended there.
                Assert.Contains(_tried[position], t => t.AsSpan().SequenceEqual(bytes));
                _kept.Add(bytes);
            }
        });
        Assert.Equal(_kept.Count, next);
        Note(log);
        foreach (Checkpoint head in _shown)
        {
            if (head != _shown[^1] && _random.Next(3) != 0)
                continue;
            Assert.True(head.Size <= next, $"a checkpoint over {head.Size} was shown, {next} entries are left");
            (IReadOnlyList<byte[]> proof, Checkpoint to) = log.ProveConsistency(head.Size);
            Assert.True(Merkle.ConsistencyHolds(head.Size, head.Root, to.Size, to.Root, proof));
        }
        if (next > 0)
        {
            InclusionProof proof = log.Prove(_random.NextInt64(next));
            Assert.Equal(Merkle.Leaf(_kept[(int)proof.Position]), proof.LeafHash);
        }
        AssertVerifies();
    }

    private void AssertVerifies()
    {
        Verdict verdict = LogVerifier.Verify(Disk, "/sim/log", TrustPolicy.Of(_key.Verifier));
        Assert.True(verdict.Holds, $"verify: {verdict.Problem} ({verdict.File}, position {verdict.Position})");
    }
}
