using System.Net;
using System.Net.Sockets;
using Qingyuan.Hj212;

namespace Qingyuan.App.Demo;

/// <summary>
/// The connection of one logger to the gateway (数采仪连接): a real TCP socket with a window of frames that wait for
/// their 9014. What was not answered is sent again on the next connection. Bounded memory; one task.
/// </summary>
internal sealed class Link
{
    /// <summary>Frames in flight, at most.</summary>
    public const int WindowMax = 64;

    /// <summary>Sending goes on when so few are in flight: whole batches cost fewer calls.</summary>
    private const int WindowLow = 24;

    private const int AnswerBytesMax = 16_384;
    private const int BehindMinutesMin = 3;
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RestMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryMax = TimeSpan.FromSeconds(10);

    private readonly EndPoint _gateway;
    private readonly TimeProvider _clock;
    private readonly Logger _logger;
    private readonly Timetable _timetable;
    private readonly Agenda _agenda;
    private readonly byte[] _out = new byte[WindowMax * Logger.FrameBytesMax];
    private readonly byte[] _in = new byte[AnswerBytesMax];
    private readonly (Errand Errand, long Qn, bool Answered)[] _flight = new (Errand, long, bool)[WindowMax];
    private int _first, _inFlight, _outBytes, _inBytes;
    private long _history, _live, _acknowledged;

    public Link(
        Point point, Region region, DemoMark mark, IReadOnlyList<Pause> pauses, Reached? reached, EndPoint gateway,
        TimeProvider clock)
    {
        Point = point;
        _gateway = gateway;
        _clock = clock;
        _logger = new Logger(point, region.Script);
        // The plan is read far ahead of the frames that are written: each has its own memory of one day.
        var planner = new Logger(point, region.Script);
        _timetable = new Timetable(point, planner.Course, pauses);
        var itinerary = new Itinerary(point, planner, _timetable, mark.Start, mark.Days);
        HistoryCount = itinerary.History().LongCount();
        _agenda = new Agenda(itinerary, _timetable, reached, clock.GetUtcNow());
        _history = reached?.History ?? 0;
        _live = reached?.Live ?? 0;
    }

    public Point Point { get; }
    public long HistoryCount { get; }
    public Stage Stage => _agenda.Stage;
    public bool Connected { get; private set; }
    public long Acknowledged => Interlocked.Read(ref _acknowledged);
    public Reached Reached => new(Interlocked.Read(ref _history), Interlocked.Read(ref _live));

    /// <summary>
    /// Minutes of live data that wait; none while the logger is cut off, or for what is only just due.
    /// </summary>
    public long MinutesBehind(DateTimeOffset now)
    {
        long clock = _timetable.ClockOf(now), live = Interlocked.Read(ref _live) / Itinerary.TickFramesMax;
        long behind = live == 0 ? 0 : (clock / 1000 - live) / 60;
        return behind < BehindMinutesMin || !Connected ? 0 : behind;
    }

    /// <summary>Sends until the token is cancelled; connects again whenever the connection is lost.</summary>
    public async Task Run(CancellationToken cancel)
    {
        int failures = 0;
        while (!cancel.IsCancellationRequested)
        {
            TimeSpan wait = RestMax;
            try
            {
                if (!Silent || _agenda.HasHistory || _inFlight > 0)
                {
                    using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    await socket.ConnectAsync(_gateway, cancel);
                    Connected = true;
                    long before = Acknowledged;
                    await Talk(socket, cancel);
                    failures = Acknowledged > before ? 0 : failures + 1;
                }
            }
            catch (Exception e) when (e is SocketException or IOException or TimeoutException)
            {
                failures++;
                wait = TimeSpan.FromMilliseconds(Math.Min(RetryMax.TotalMilliseconds, 200 << Math.Min(failures, 6)));
            }
            Connected = false;
            await Task.Delay(wait, _clock, cancel);
        }
    }

    private bool Silent => _timetable.SilentUntil(_timetable.ClockOf(_clock.GetUtcNow())) > 0;

    private async Task Talk(Socket socket, CancellationToken cancel)
    {
        // Asked to stop, it finishes the frame that it is sending and waits a little for what is in flight.
        using var grace = new CancellationTokenSource();
        using var stopping = cancel.Register(() => grace.CancelAfter(StopGrace));
        _outBytes = _inBytes = 0;
        for (int i = 0; i < _inFlight; i++)
            Encode(ref _flight[(_first + i) % WindowMax]);
        while (true)
        {
            bool silent = Silent;
            if (!cancel.IsCancellationRequested)
                Fill(silent);
            await Send(socket, grace, cancel);
            if (_inFlight > 0)
            {
                int low = _inFlight == WindowMax ? WindowLow : _inFlight - 1;
                while (_inFlight > low)
                    await Receive(socket, grace, cancel);
                continue;
            }
            if (cancel.IsCancellationRequested || (silent && !_agenda.HasHistory))
                return;
            await Task.Delay(_agenda.Rest(_clock.GetUtcNow(), RestMax), _clock, cancel);
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
                return; // The platform closed the connection while nothing was due.
        }
    }

    private void Fill(bool silent)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        while (_inFlight < WindowMax && _agenda.TryNext(now, silent, out Errand errand))
        {
            ref var slot = ref _flight[(_first + _inFlight++) % WindowMax];
            slot = (errand, 0, false);
            Encode(ref slot);
        }
    }

    private void Encode(ref (Errand Errand, long Qn, bool Answered) slot)
    {
        int length = _logger.Write(slot.Errand.Key, slot.Errand.Departure, _out.AsSpan(_outBytes), out slot.Qn);
        // Raw bytes keep the length; the same frame gives the same bytes when it is sent again.
        if (Point.SealKey is { } key)
            SealedContent.Seal(_out.AsSpan(_outBytes, length), key).CopyTo(_out.AsSpan(_outBytes));
        slot.Answered = false;
        _outBytes += length;
    }

    private async ValueTask Send(Socket socket, CancellationTokenSource grace, CancellationToken cancel)
    {
        if (_outBytes == 0)
            return;
        Limit(grace, AnswerTimeout, cancel);
        try
        {
            for (int sent = 0; sent < _outBytes;)
                sent += await socket.SendAsync(_out.AsMemory(sent, _outBytes - sent), grace.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException("The platform takes no frames.");
        }
        Limit(grace, Timeout.InfiniteTimeSpan, cancel);
        _outBytes = 0;
    }

    /// <summary>A stop is never put off by a longer limit.</summary>
    private static void Limit(CancellationTokenSource grace, TimeSpan limit, CancellationToken cancel)
    {
        grace.CancelAfter(limit);
        if (cancel.IsCancellationRequested)
            grace.CancelAfter(StopGrace);
    }

    private async ValueTask Receive(Socket socket, CancellationTokenSource grace, CancellationToken cancel)
    {
        Limit(grace, AnswerTimeout, cancel);
        int read;
        try
        {
            read = await socket.ReceiveAsync(_in.AsMemory(_inBytes), grace.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new TimeoutException("No answer (9014) in time.");
        }
        Limit(grace, Timeout.InfiniteTimeSpan, cancel);
        if (read == 0)
            throw new IOException("The platform closed the connection.");
        _inBytes += read;
        int at = 0;
        while (Framing.TryCut(_in.AsSpan(at, _inBytes - at), false, out Cut cut))
        {
            if (cut.IsFrame)
                Answer(_in.AsSpan(at, cut.Length));
            at += cut.Length;
        }
        _in.AsSpan(at, _inBytes - at).CopyTo(_in);
        _inBytes -= at;
        if (_inBytes == _in.Length)
            throw new IOException("The platform sent more than an answer.");
    }

    /// <summary>Takes a 9014 (数据应答). Any other command of the platform is left alone.</summary>
    private void Answer(ReadOnlySpan<byte> frame)
    {
        int at = frame.IndexOf("QN="u8);
        if (at < 0 || frame.Length < at + 20 || frame.IndexOf("CN=9014"u8) < 0)
            return;
        long qn = 0;
        foreach (byte digit in frame.Slice(at + 3, 17))
            qn = qn * 10 + (digit - '0');
        for (int i = 0; i < _inFlight; i++)
        {
            ref var slot = ref _flight[(_first + i) % WindowMax];
            if (slot.Qn != qn || slot.Answered)
                continue;
            slot.Answered = true;
            break;
        }
        while (_inFlight > 0 && _flight[_first].Answered)
            Reach(_flight[_first].Errand);
    }

    /// <summary>Everything up to this frame is in the ledger.</summary>
    private void Reach(Errand errand)
    {
        _first = (_first + 1) % WindowMax;
        _inFlight--;
        Interlocked.Exchange(ref errand.Live ? ref _live : ref _history, errand.Place);
        Interlocked.Increment(ref _acknowledged);
    }
}
