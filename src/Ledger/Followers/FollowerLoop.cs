using System.Collections.Concurrent;
using System.Diagnostics;

namespace Qingyuan.Ledger;

/// <summary>
/// Runs the followers in their order until the token is cancelled: the only writer of the tables. One thread; each
/// turn is one transaction. A follower that fails is undone, repeated, and then stopped and shown, while the others go
/// on. A refill takes its turns among the others and is swapped in when it has caught up.
/// </summary>
public sealed class FollowerLoop : IDisposable
{
    /// <summary>Most callers that wait for a follower at one time.</summary>
    public const int WaitersMax = 100_000;

    /// <summary>Turns that a refill may take while the others stand still, before it is swapped in.</summary>
    private const int LastTurnsMax = 50;

    /// <summary>A round that read fewer entries may be held back to share its disk syncs with the next ones.</summary>
    private const int SmallRound = 500;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyDictionary<string, Log> _logs;
    private readonly Fills _fills;
    private readonly Runner[] _runners;
    private readonly Dictionary<string, Task> _growth = [];
    private readonly Lock _gate = new();
    private readonly Lock _waitersGate = new();
    private readonly List<Waiter> _waiters = [];
    private readonly ConcurrentDictionary<string, FollowerFault> _faults = [];
    private volatile TaskCompletionSource _urgent = NewSignal();
    private bool _disposed;

    public FollowerLoop(Tables tables, IReadOnlyDictionary<string, Log> logs, IReadOnlyList<IFollower> followers)
        : this(tables, logs, followers, [])
    {
    }

    /// <param name="refill">Followers that are refilled although their version did not change.</param>
    internal FollowerLoop(
        Tables tables, IReadOnlyDictionary<string, Log> logs, IReadOnlyList<IFollower> followers,
        IReadOnlyCollection<string> refill)
    {
        _logs = logs;
        _fills = new Fills(tables.Writer);
        var ordered = FollowerOrder.Of(followers);
        var plan = _fills.Plan(ordered, refill);
        _runners = [.. ordered.Select(f => new Runner(f, plan[f.Name], new Turn(
            tables.Writer, logs, plan[f.Name], NamesFor(f, ordered, plan), _fills.Positions(plan[f.Name]))))];
    }

    /// <summary>Raised after each committed turn that did something, with the follower's name.</summary>
    public event Action<string>? Moved;

    /// <summary>
    /// How far each follower stands behind the logs it reads, in entries; one that reads no log stands as its
    /// upstream.
    /// </summary>
    public IReadOnlyDictionary<string, long> Lag
    {
        get
        {
            var lag = new Dictionary<string, long>();
            foreach (var runner in _runners)
            {
                long behind = runner.Turn.Positions
                    .Where(p => _logs.ContainsKey(p.Key))
                    .Select(p => _logs[p.Key].DurableSize - p.Value)
                    .Concat(runner.Follower.Upstream.Select(u => lag[u]))
                    .DefaultIfEmpty(0).Max();
                lag[runner.Name] = Math.Max(behind, runner.Busy ? 1 : 0);
            }
            return lag;
        }
    }

    /// <summary>Followers that stand still, and why. Empty = all is well.</summary>
    public IReadOnlyDictionary<string, FollowerFault> Faults => _faults;

    /// <summary>Followers whose tables are being refilled beside the ones that readers see.</summary>
    public IReadOnlyList<string> Refilling =>
        [.. _runners.Where(r => r.Fill.State == FillState.Staged).Select(r => r.Name)];

    /// <summary>Committed position of a follower in a source; 0 at first.</summary>
    public long Position(string follower, string source) => Find(follower).Turn.Positions.GetValueOrDefault(source);

    /// <summary>Takes turns on a thread of its own; the task ends well when the token is cancelled.</summary>
    public Task Run(CancellationToken cancel)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                Work(cancel);
                done.SetResult();
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = "followers" };
        thread.Start();
        return done.Task;
    }

    /// <summary>
    /// Runs until every follower has nothing left to do for what is durable now, refills included. Throws when a
    /// follower stopped, after the others are through.
    /// </summary>
    public void CatchUp()
    {
        lock (_gate)
        {
            var ceiling = _logs.ToDictionary(l => l.Key, l => l.Value.DurableSize);
            while (Round(ceiling, _ => true))
            {
            }
            TrySwap(ceiling, int.MaxValue);
        }
        if (!_faults.IsEmpty)
            throw new AggregateException(
                string.Join("; ", _faults.Values), _faults.Values.Select(f => f.Exception));
    }

    /// <summary>
    /// Completes when that follower, as readers see it, has passed that position of that log, and after
    /// <see cref="Moved"/> was raised for it. Faults when the follower stopped.
    /// </summary>
    public Task WhenFollowed(string follower, string log, long position)
    {
        var waiter = new Waiter(Find(follower), log, position);
        lock (_waitersGate)
        {
            if (_waiters.Count >= WaitersMax)
                throw new LedgerFullException($"{WaitersMax} callers wait for the followers already; try again later.");
            _waiters.Add(waiter);
        }
        CompleteWaiters();
        if (!waiter.Done.Task.IsCompleted)
            _urgent.TrySetResult();
        return waiter.Done.Task;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var runner in _runners)
                runner.Turn.Close();
        }
        _urgent.TrySetResult();
        lock (_waitersGate)
        {
            _waiters.ForEach(w => w.Done.TrySetException(new ObjectDisposedException(nameof(FollowerLoop))));
            _waiters.Clear();
        }
    }

    private void Work(CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            // Taken before the turns, so that nothing that is asked for or arrives meanwhile is overlooked.
            var sizes = _logs.ToDictionary(l => l.Key, l => l.Value.DurableSize);
            var urgent = _urgent;
            if (urgent.Task.IsCompleted)
                _urgent = urgent = NewSignal();
            long started = Stopwatch.GetTimestamp();
            bool moved;
            bool large;
            lock (_gate)
            {
                if (_disposed)
                    return;
                moved = Round(null, _ => true);
                large = _runners.Any(r => r.Turn.EntriesRead >= SmallRound);
                moved |= SwapWhenNear();
            }
            var rest = Pace - Stopwatch.GetElapsedTime(started);
            if (!moved)
                WaitForGrowth(sizes, urgent.Task, cancel);
            else if (!large && rest > TimeSpan.Zero)
                Task.WaitAny([urgent.Task], (int)Math.Ceiling(rest.TotalMilliseconds), cancel);
        }
    }

    /// <summary>One turn for each follower that is not stopped, upstream first.</summary>
    private bool Round(IReadOnlyDictionary<string, long>? ceiling, Func<Runner, bool> which)
    {
        bool moved = false;
        foreach (var runner in _runners.Where(which))
        {
            if (runner.Fault is { Stopped: true })
                continue;
            bool stepped = runner.Step(ceiling);
            if (runner.Fault is { } fault)
                _faults[runner.Name] = fault;
            else
                _faults.TryRemove(runner.Name, out _);
            if (stepped && runner.Fill.State == FillState.Live)
                Moved?.Invoke(runner.Name);
            moved |= stepped;
        }
        CompleteWaiters();
        return moved;
    }

    private bool SwapWhenNear()
    {
        var staged = _runners.Where(r => r.Fill.State == FillState.Staged).ToList();
        if (staged.Count == 0 || staged.Any(r => r.Turn.EntriesRead >= SmallRound || r.Fault is not null))
            return false;
        return TrySwap(_logs.ToDictionary(l => l.Key, l => l.Value.DurableSize), LastTurnsMax);
    }

    /// <summary>
    /// Lets the refills come to the end of what is there now, the others standing still, and swaps them in.
    /// </summary>
    private bool TrySwap(IReadOnlyDictionary<string, long> ceiling, int turnsMax)
    {
        var staged = _runners.Where(r => r.Fill.State == FillState.Staged).ToList();
        if (staged.Count == 0)
            return false;
        for (int turns = 0; Round(ceiling, r => r.Fill.State == FillState.Staged); turns++)
        {
            if (turns >= turnsMax)
                return false;
        }
        if (staged.Any(r => r.Fault is not null))
            return false;
        _fills.Swap([.. staged.Select(r => r.Fill)]);
        foreach (var runner in staged)
            runner.Fill = runner.Fill with { State = FillState.Live };
        foreach (var runner in staged)
            Moved?.Invoke(runner.Name);
        CompleteWaiters();
        _fills.DropRetired();
        return true;
    }

    private void WaitForGrowth(Dictionary<string, long> sizes, Task urgent, CancellationToken cancel)
    {
        foreach (var (name, log) in _logs)
        {
            // One pending wait a log: a log that is quiet must not collect them.
            if (!_growth.TryGetValue(name, out var wait) || wait.IsCompletedSuccessfully)
                _growth[name] = log.WhenLongerThan(sizes[name], cancel);
        }
        bool retry = _faults.Values.Any(f => !f.Stopped) || _runners.Any(r => r.Follower.LooksAgain);
        Task.WaitAny(
            [.. _growth.Values.Where(w => !w.IsFaulted && !w.IsCanceled), urgent],
            retry ? (int)RetryEvery.TotalMilliseconds : Timeout.Infinite, cancel);
    }

    private void CompleteWaiters()
    {
        List<(Waiter Waiter, FollowerFault? Fault)> ready = [];
        lock (_waitersGate)
        {
            for (int i = _waiters.Count - 1; i >= 0; i--)
            {
                var waiter = _waiters[i];
                bool stopped = waiter.Runner.Fault is { Stopped: true };
                if (!stopped && !waiter.Holds)
                    continue;
                ready.Add((waiter, waiter.Holds ? null : waiter.Runner.Fault));
                _waiters.RemoveAt(i);
            }
        }
        foreach (var (waiter, fault) in ready)
        {
            if (fault is null)
                waiter.Done.TrySetResult();
            else
                waiter.Done.TrySetException(new InvalidOperationException(fault.ToString(), fault.Exception));
        }
    }

    private Runner Find(string follower) =>
        Array.Find(_runners, r => r.Name == follower)
        ?? throw new ArgumentException($"No follower is called {follower}.");

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Dictionary<string, string> NamesFor(
        IFollower follower, IReadOnlyList<IFollower> all, IReadOnlyDictionary<string, Fill> plan)
    {
        var names = new Dictionary<string, string>();
        foreach (var owner in all.Where(o => o.Name == follower.Name || follower.Upstream.Contains(o.Name)))
        {
            foreach (var table in owner.Tables)
                names[table] = plan[owner.Name].Physical(table);
        }
        return names;
    }

    private sealed record Waiter(Runner Runner, string Log, long Position)
    {
        public TaskCompletionSource Done { get; } = NewSignal();

        public bool Holds => Runner.Fill.State == FillState.Live
            && Runner.Turn.Positions.GetValueOrDefault(Log) > Position;
    }
}
