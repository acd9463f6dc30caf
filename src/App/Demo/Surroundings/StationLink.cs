using System.Net;
using System.Net.Sockets;
using Qingyuan.Hj212;

namespace Qingyuan.App.Demo;

/// <summary>
/// The connection of one station to the gateway (环境站连接): a real TCP socket; its intervals go one after the other, the
/// history first, then each as it is due. What was not answered is sent again. Bounded memory; one task.
/// </summary>
internal sealed class StationLink
{
    private const int WindowMax = 64, AnswerBytesMax = 16_384;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30), RestMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(2);

    /// <summary>A platform that stood still for longer is not told everything.</summary>
    private const long BackFillSecondsMax = 30L * 86_400;

    private readonly EndPoint _gateway;
    private readonly TimeProvider _clock;
    private readonly long _first, _begun;
    private readonly byte[] _out = new byte[WindowMax * Station.FrameBytesMax], _in = new byte[AnswerBytesMax];
    private int _inBytes;
    private long _next;

    public StationLink(Station station, DemoMark mark, Reached? reached, EndPoint gateway, TimeProvider clock)
    {
        Station = station;
        _gateway = gateway;
        _clock = clock;
        _begun = mark.Start.ToUnixTimeMilliseconds();
        long start = mark.Start.ToUnixTimeSeconds() - mark.Days * 86_400L;
        // Whole Beijing days: the first one of the history begins at midnight.
        _first = start - (start + 8 * 3600) % 86_400;
        HistoryCount = Math.Max(
            0, (_begun - station.DelayMilliseconds - _first * 1000) / (station.StepSeconds * 1000L));
        long oldest = (clock.GetUtcNow().ToUnixTimeSeconds() - BackFillSecondsMax - _first) / station.StepSeconds;
        _next = Math.Max(reached?.Live ?? 0, reached is null ? 0 : oldest);
    }

    public Station Station { get; }
    public long HistoryCount { get; }

    /// <summary>Intervals that were acknowledged or never sent.</summary>
    public Reached Reached
    {
        get
        {
            long next = Interlocked.Read(ref _next);
            return new Reached(Math.Min(next, HistoryCount), next);
        }
    }

    /// <summary>Sends until the token is cancelled; connects again whenever the connection is lost.</summary>
    public async Task Run(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(_gateway, cancel);
                _inBytes = 0;
                await Talk(socket, cancel);
            }
            catch (Exception e) when (e is SocketException or IOException or TimeoutException)
            {
                await Task.Delay(Retry, _clock, cancel);
            }
        }
    }

    private async Task Talk(Socket socket, CancellationToken cancel)
    {
        while (true)
        {
            List<long> waiting = [];
            (int bytes, long reached) = Fill(waiting);
            if (bytes > 0)
            {
                for (int sent = 0; sent < bytes;)
                    sent += await socket.SendAsync(_out.AsMemory(sent, bytes - sent), cancel);
                while (waiting.Count > 0)
                    await Receive(socket, waiting, cancel);
            }
            Interlocked.Exchange(ref _next, reached);
            long due = DueOf(reached) - _clock.GetUtcNow().ToUnixTimeMilliseconds();
            if (due <= 0)
                continue;
            await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(due, RestMax.TotalMilliseconds)), _clock, cancel);
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                return; // The platform closed the connection while nothing was due.
        }
    }

    private long DueOf(long index) =>
        (_first + index * Station.StepSeconds) * 1000 + Station.DelayMilliseconds;

    /// <summary>Writes what is due, at most a window.</summary>
    private (int Bytes, long Reached) Fill(List<long> waiting)
    {
        long now = _clock.GetUtcNow().ToUnixTimeMilliseconds(), index = Interlocked.Read(ref _next);
        int bytes = 0;
        for (; waiting.Count < WindowMax && DueOf(index) <= now; index++)
        {
            long second = _first + index * Station.StepSeconds, due = DueOf(index);
            if (!Station.Sends(second))
                continue;
            // What waited because the platform stood still leaves now; the history leaves as it once did.
            bool late = due > _begun && now - due > 600_000;
            bytes += Station.Write(second, late ? now : due, _out.AsSpan(bytes), out long qn);
            waiting.Add(qn);
        }
        return (bytes, index);
    }

    private async ValueTask Receive(Socket socket, List<long> waiting, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(AnswerTimeout);
        int read;
        try
        {
            read = await socket.ReceiveAsync(_in.AsMemory(_inBytes), limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException("No answer (9014) in time.");
        }
        if (read == 0)
            throw new IOException("The platform closed the connection.");
        _inBytes += read;
        int at = 0;
        while (Framing.TryCut(_in.AsSpan(at, _inBytes - at), false, out Cut cut))
        {
            if (cut.IsFrame)
                Answer(_in.AsSpan(at, cut.Length), waiting);
            at += cut.Length;
        }
        _in.AsSpan(at, _inBytes - at).CopyTo(_in);
        _inBytes -= at;
        if (_inBytes == _in.Length)
            throw new IOException("The platform sent more than an answer.");
    }

    private static void Answer(ReadOnlySpan<byte> frame, List<long> waiting)
    {
        int at = frame.IndexOf("QN="u8);
        if (at < 0 || frame.Length < at + 20 || frame.IndexOf("CN=9014"u8) < 0)
            return;
        long qn = 0;
        foreach (byte digit in frame.Slice(at + 3, 17))
            qn = qn * 10 + (digit - '0');
        waiting.Remove(qn);
    }
}
