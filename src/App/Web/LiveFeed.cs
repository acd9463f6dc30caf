using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Threading.Channels;

namespace Qingyuan.App.Web;

/// <summary>
/// Tells open pages that tables moved (实时推送). An event says only that something moved; pages fetch what they show.
/// So missing one costs nothing, and a client that comes back with the id of an older event gets one at once.
/// </summary>
internal sealed class LiveFeed : IDisposable
{
    public const int ClientsMax = 2000;
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private readonly Node _node;
    private readonly Lock _lock = new();
    private readonly HashSet<Channel<long>> _clients = [];
    private readonly string _run, _files;
    private long _number;
    private bool _closed;

    public LiveFeed(Node node, BrowserFiles files)
    {
        _node = node;
        _files = files[""];
        // Ids of another start are told apart, so that they are never taken for newer ones.
        _run = node.Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        node.Moved += OnMoved;
    }

    public int Clients
    {
        get { lock (_lock) return _clients.Count; }
    }

    public IResult Connect(HttpContext context)
    {
        // One place in each queue: an event supersedes the one before.
        var channel = Channel.CreateBounded<long>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_closed || _clients.Count >= ClientsMax)
                return Problems.Of(StatusCodes.Status503ServiceUnavailable, "live.full", "实时连接已满，页面会自己再试。");
            _clients.Add(channel);
            string? last = context.Request.Headers["Last-Event-ID"];
            if (last is not null && last != Id(_number))
                channel.Writer.TryWrite(_number);
        }
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(Events(channel, context.RequestAborted));
    }

    private async IAsyncEnumerable<SseItem<string>> Events(
        Channel<long> channel, [EnumeratorCancellation] CancellationToken cancel)
    {
        try
        {
            yield return new SseItem<string>(Data(), "hello")
            {
                ReconnectionInterval = TimeSpan.FromSeconds(3),
                EventId = Id(Interlocked.Read(ref _number)),
            };
            while (!cancel.IsCancellationRequested)
            {
                long? number = await Next(channel, cancel);
                if (number == -1)
                    yield break;
                yield return number is { } n
                    ? new SseItem<string>(Data(), "moved") { EventId = Id(n) }
                    : new SseItem<string>(Data(), "beat");
            }
        }
        finally
        {
            lock (_lock)
                _clients.Remove(channel);
        }
    }

    /// <summary>The next event's number, null for a heartbeat, −1 at the end.</summary>
    private static async Task<long?> Next(Channel<long> channel, CancellationToken cancel)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timer.CancelAfter(Heartbeat);
        try
        {
            return await channel.Reader.ReadAsync(timer.Token);
        }
        catch (OperationCanceledException)
        {
            return cancel.IsCancellationRequested ? -1 : null;
        }
        catch (ChannelClosedException)
        {
            return -1;
        }
    }

    private string Id(long number) => $"{_run}-{number}";

    private string Data()
    {
        var progress = _node.Progress;
        return JsonSerializer.Serialize(new
        {
            files = _files,
            at = _node.Clock.GetUtcNow().ToUnixTimeMilliseconds(),
            progress = progress is null
                ? null : new { step = progress.Step, done = progress.Done, total = progress.Total },
        }, JsonSerializerOptions.Web);
    }

    private void OnMoved()
    {
        lock (_lock)
        {
            _number++;
            foreach (var client in _clients)
                client.Writer.TryWrite(_number);
        }
    }

    public void Dispose()
    {
        _node.Moved -= OnMoved;
        Close();
    }

    /// <summary>Ends all streams, so that the host can stop without waiting for open pages.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var client in _clients)
                client.Writer.TryComplete();
        }
    }
}
