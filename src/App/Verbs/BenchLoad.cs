using System.Buffers.Text;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Qingyuan.App;

/// <summary>
/// Many loggers in one process, as cheap as sockets allow: each connection keeps a number of frames in flight, or all
/// send at a common rate. Counts every answer and how long it took. Shares no code with the gateway that it loads.
/// </summary>
internal sealed class BenchLoad : IDisposable
{
    /// <summary>Milliseconds × 10 that are told apart; anything slower counts as the last.</summary>
    private const int BucketsMax = 600_000;
    private const int ConnectAtOnce = 64;

    private readonly Logger[] _loggers;
    private readonly int[] _buckets = new int[BucketsMax];
    private readonly int _inFlight;
    private long _answers, _failures;
    private volatile bool _sending, _measuring;

    public BenchLoad(int connections, int inFlight, Func<int, byte[]> frameOf)
    {
        _inFlight = inFlight;
        _loggers = new Logger[connections];
        for (int i = 0; i < connections; i++)
            _loggers[i] = new Logger(this, frameOf(i));
    }

    /// <summary>Answers counted while measuring.</summary>
    public long Answers => Interlocked.Read(ref _answers);
    public long Failures => Interlocked.Read(ref _failures);

    public async Task Connect(EndPoint to)
    {
        using var gate = new SemaphoreSlim(ConnectAtOnce);
        await Task.WhenAll(_loggers.Select(async logger =>
        {
            await gate.WaitAsync();
            try
            {
                await logger.Connect(to);
            }
            finally
            {
                gate.Release();
            }
        }));
    }

    /// <summary>As many frames as the answers allow, every connection with its own in flight.</summary>
    public async Task<BenchFigures> Saturate(TimeSpan warmUp, TimeSpan length, Action? measuring = null)
    {
        _sending = true;
        foreach (var logger in _loggers)
            logger.Send(_inFlight);
        return await Measure(warmUp, length, measuring);
    }

    /// <summary>A given number of frames a second, spread evenly over the connections and over time.</summary>
    public async Task<BenchFigures> Pace(int perSecond, TimeSpan warmUp, TimeSpan length, Action? measuring = null)
    {
        var stop = new CancellationTokenSource();
        var pacer = new Thread(() => SendEvenly(perSecond, stop.Token)) { IsBackground = true };
        pacer.Start();
        var figures = await Measure(warmUp, length, measuring);
        await stop.CancelAsync();
        pacer.Join();
        stop.Dispose();
        return figures;
    }

    public void Dispose()
    {
        _sending = false;
        foreach (var logger in _loggers)
            logger.Dispose();
    }

    private async Task<BenchFigures> Measure(TimeSpan warmUp, TimeSpan length, Action? measuring)
    {
        await Task.Delay(warmUp);
        measuring?.Invoke();
        long start = Stopwatch.GetTimestamp(), before = Answers;
        _measuring = true;
        await Task.Delay(length);
        _measuring = false;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long answers = Answers - before;
        _sending = false;
        return new BenchFigures(answers / seconds, answers, Percentile(0.5), Percentile(0.99), Failures);
    }

    private void SendEvenly(int perSecond, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp(), sent = 0;
        for (int next = 0; !stop.WaitHandle.WaitOne(1);)
        {
            long due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond);
            for (; sent < due; sent++, next = (next + 1) % _loggers.Length)
                _loggers[next].Send(1);
        }
    }

    private double Percentile(double share)
    {
        long total = _buckets.Sum(b => (long)b), seen = 0;
        for (int i = 0; i < BucketsMax; i++)
        {
            seen += _buckets[i];
            if (seen > total * share)
                return i / 10.0;
        }
        return double.NaN;
    }

    /// <summary>One connection. Its frames are equal, so all answers have one length.</summary>
    private sealed class Logger : IDisposable
    {
        private const int TimesMax = 256;
        private readonly BenchLoad _load;
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly SocketAsyncEventArgs _receive = new();
        private readonly byte[] _frames;
        private readonly int _frameLength;
        private readonly long[] _times = new long[TimesMax];
        private int _answerLength, _partial, _sent, _answered;

        public Logger(BenchLoad load, byte[] frame)
        {
            _load = load;
            _frameLength = frame.Length;
            _frames = [.. Enumerable.Repeat(frame, load._inFlight).SelectMany(f => f)];
            _receive.SetBuffer(new byte[2048]);
            _receive.Completed += (_, _) => Received();
        }

        public async Task Connect(EndPoint to)
        {
            _socket.NoDelay = true;
            await _socket.ConnectAsync(to);
            Listen();
        }

        public void Send(int count)
        {
            if (!_load._sending && count != 1)
                return;
            long now = Stopwatch.GetTimestamp();
            for (int i = 0; i < count; i++)
                _times[_sent++ & (TimesMax - 1)] = now;
            try
            {
                _socket.Send(_frames.AsSpan(0, count * _frameLength));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                Interlocked.Increment(ref _load._failures);
            }
        }

        public void Dispose()
        {
            _socket.Dispose();
            _receive.Dispose();
        }

        private void Listen()
        {
            try
            {
                if (!_socket.ReceiveAsync(_receive))
                    ThreadPool.UnsafeQueueUserWorkItem(static logger => logger.Received(), this, preferLocal: false);
            }
            catch (ObjectDisposedException)
            {
                // The measurement is over.
            }
        }

        private void Received()
        {
            do
            {
                if (_receive.SocketError != SocketError.Success || _receive.BytesTransferred == 0)
                {
                    if (_load._sending)
                        Interlocked.Increment(ref _load._failures);
                    return;
                }
                int answers = Count(_receive.MemoryBuffer.Span[.._receive.BytesTransferred]);
                if (answers > 0)
                {
                    Note(answers);
                    if (_load._sending)
                        Send(answers);
                }
            }
            while (TryListen());
        }

        /// <summary>True when the next bytes are there already.</summary>
        private bool TryListen()
        {
            try
            {
                return !_socket.ReceiveAsync(_receive);
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        private int Count(ReadOnlySpan<byte> bytes)
        {
            if (_answerLength == 0 && Utf8Parser.TryParse(bytes[2..6], out int segment, out _))
                _answerLength = segment + 12;
            _partial += bytes.Length;
            int answers = _partial / _answerLength;
            _partial -= answers * _answerLength;
            return answers;
        }

        private void Note(int answers)
        {
            long now = Stopwatch.GetTimestamp();
            for (int i = 0; i < answers; i++)
            {
                long taken = now - _times[_answered++ & (TimesMax - 1)];
                int bucket = (int)Math.Min(BucketsMax - 1, taken * 10_000 / Stopwatch.Frequency);
                if (_load._measuring)
                    Interlocked.Increment(ref _load._buckets[bucket]);
            }
            Interlocked.Add(ref _load._answers, answers);
        }
    }
}

/// <param name="P50">Milliseconds from sending a frame to its answer.</param>
internal sealed record BenchFigures(double PerSecond, long Answers, double P50, double P99, long Failures)
{
    /// <summary>CPU time, user and system, that the server's process used for an answered frame.</summary>
    public double MicrosecondsEach { get; init; }
}
