using System.Net;

namespace Qingyuan.App.Demo;

/// <summary>
/// All loggers of the demo (模拟数采仪群): runs their connections, says how far they are, and remembers it in the folder.
/// </summary>
internal sealed class Fleet
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(500);
    private const int ReportsPerSave = 4;

    private readonly DemoFolder _folder;
    private readonly TimeProvider _clock;
    private readonly Link[] _links;
    private readonly Func<IEnumerable<KeyValuePair<string, Reached>>> _beside;
    private long _behindMost;

    /// <param name="beside">Other loggers whose places are remembered together with these.</param>
    public Fleet(
        Region region, DemoFolder folder, EndPoint gateway, TimeProvider clock,
        Func<IEnumerable<KeyValuePair<string, Reached>>>? beside = null)
    {
        _beside = beside ?? (() => []);
        _folder = folder;
        _clock = clock;
        _links =
        [
            .. region.Points.Select(p => new Link(
                p, region, folder.Mark, folder.Place.Pauses,
                folder.Place.Loggers.GetValueOrDefault(p.Device.Mn), gateway,
                clock)),
        ];
        HistoryTotal = _links.Sum(l => l.HistoryCount);
    }

    public IReadOnlyList<Link> Links => _links;
    public long HistoryTotal { get; }
    public long HistoryDone => _links.Sum(l => l.Reached.History);
    public long Acknowledged => _links.Sum(l => l.Acknowledged);

    /// <summary>The stage in which the hindmost logger is.</summary>
    public Stage Stage => _links.Min(l => l.Stage);

    /// <summary>
    /// Sends until the token is cancelled; what was acknowledged by then is remembered when it returns.
    /// </summary>
    public async Task Run(Action<DemoProgress?> report, CancellationToken cancel)
    {
        // One faulty logger ends the fleet, so that the fault is seen.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var running = new List<Task>(_links.Length);
        try
        {
            foreach (Link link in _links)
            {
                running.Add(Task.Run(() => link.Run(stop.Token), CancellationToken.None));
                await Task.Delay(Stagger, _clock, cancel);
            }
            for (int round = 1; ; round++)
            {
                await Task.Delay(ReportEvery, _clock, cancel);
                if (running.FirstOrDefault(r => r.IsFaulted) is { } fault)
                    await fault;
                report(Progress());
                if (round % ReportsPerSave == 0)
                    Save();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Save();
        }
    }

    /// <summary>What is being filled in; null = the loggers are up to date.</summary>
    public DemoProgress? Progress()
    {
        long done = HistoryDone;
        if (done < HistoryTotal)
        {
            return new DemoProgress(Stage switch
            {
                Stage.Screens => "送入近两天的小时、日数据",
                Stage.RealTime => "送入近两小时的实时数据",
                Stage.Minutes => "送入近两天的分钟数据",
                _ => "送入三十天的历史数据",
            }, done, HistoryTotal);
        }
        DateTimeOffset now = _clock.GetUtcNow();
        long behind = _links.Sum(l => l.MinutesBehind(now));
        _behindMost = Math.Max(_behindMost, behind);
        if (behind > 0)
            return new DemoProgress("补传停机期间的数据(分钟)", _behindMost - behind, _behindMost);
        _behindMost = 0;
        return null;
    }

    private void Save() => _folder.Save(
        _clock.GetUtcNow().ToUnixTimeMilliseconds(), _links
            .Select(l => KeyValuePair.Create(l.Point.Device.Mn, l.Reached)).Concat(_beside()).ToDictionary());
}
