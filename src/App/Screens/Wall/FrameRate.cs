using System.Globalization;

namespace Qingyuan.App.Screens.Wall;

/// <summary>
/// Frames per second over the last half minute (报文速率), from the gateway's counter whenever somebody asks.
/// </summary>
internal sealed class FrameRate : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30), Step = TimeSpan.FromSeconds(1);

    private readonly Node _node;
    private readonly Lock _lock = new();
    private readonly Queue<(DateTimeOffset At, long Frames)> _samples = new();
    private (DateTimeOffset At, long Frames) _newest;

    public FrameRate(Node node)
    {
        _node = node;
        node.Moved += Sample;
    }

    public double PerSecond
    {
        get
        {
            lock (_lock)
            {
                var now = (At: _node.Clock.GetUtcNow(), _node.Gateway.Counts.Frames);
                if (now.At - _newest.At >= Step)
                {
                    _samples.Enqueue(now);
                    _newest = now;
                }
                while (_samples.Count > 1 && now.At - _samples.Peek().At > Window)
                    _samples.Dequeue();
                var (since, frames) = _samples.Peek();
                double seconds = (now.At - since).TotalSeconds;
                return seconds > 0 ? (now.Frames - frames) / seconds : 0;
            }
        }
    }

    public string Text => PerSecond switch
    {
        < 10 and var r => r.ToString("0.0", CultureInfo.InvariantCulture),
        var r => Shell.Says.Number((long)Math.Round(r)),
    };

    public void Dispose() => _node.Moved -= Sample;

    /// <summary>Also while nobody looks, so that the first page shows a rate and not zero.</summary>
    private void Sample() => _ = PerSecond;
}
