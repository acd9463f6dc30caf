using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// One connection of a logger: reads, has every piece appended, waits until it is durable, answers once per read.
/// Holds memory only for a half-received frame. Never answers before the data sync, and nothing of a batch that
/// failed.
/// </summary>
internal sealed class Session : IDisposable
{
    /// <summary>The longest half frame and one more read (<see cref="GatewayListener.ReadBytesMax"/>).</summary>
    private const int HeldBytesMax = 16 << 10;
    /// <summary>How long the end of a connection waits for a full log before its last bytes are given up.</summary>
    private static readonly TimeSpan LastRoom = TimeSpan.FromSeconds(5);

    [ThreadStatic] private static Piece[]? t_pieces;

    private readonly Gateway _gateway;
    private readonly ConnectionContext _connection;
    private readonly Dialogue _dialogue;
    private readonly Batches _batches = new();
    private readonly byte[] _peer;
    private readonly long _since;
    private readonly DateTimeOffset _opened;
    private readonly CancellationTokenSource _closed = new();

    private byte[]? _held;
    private int _heldLength;
    private bool _isDeaf;
    private int _unsettled;
    private string? _closing;
    private long _lastByte, _frameSince, _answerSince, _frames;

    public Session(Gateway gateway, ConnectionContext connection, IPAddress address, long number)
    {
        _gateway = gateway;
        _connection = connection;
        _dialogue = new Dialogue(gateway, this);
        Address = address;
        Number = number;
        _peer = Encoding.ASCII.GetBytes(connection.RemoteEndPoint?.ToString() ?? "");
        _opened = gateway.Clock.GetUtcNow();
        _since = _lastByte = gateway.Clock.GetTimestamp();
    }

    public long Number { get; }
    public IPAddress Address { get; }
    public MnState? Device => _dialogue.Device;

    /// <summary>Changed under the lock of <see cref="Admission"/>.</summary>
    public bool IsIdentified { get; set; }

    public GatewaySession Describe() =>
        new(Number, _connection.RemoteEndPoint, _dialogue.Mn, _opened, Volatile.Read(ref _frames))
        {
            ClockOffset = _dialogue.ClockOffset,
            IsKnown = _dialogue.IsKnown,
        };

    public async Task Run()
    {
        var input = _connection.Transport.Input;
        bool isFault = false;
        try
        {
            while (_closing is null)
            {
                var read = await input.ReadAsync();
                if (!read.Buffer.IsEmpty)
                    await Take(read.Buffer);
                // Everything is ours now, also half a frame: a reset of the connection loses nothing, and the buffer
                // goes back before we wait for the disk.
                input.AdvanceTo(read.Buffer.End);
                await Settle();
                if (read.IsCompleted)
                    break;
            }
            await KeepRest();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            Close("reset");
        }
        catch (Exception e)
        {
            // The ledger's fault or ours: nothing more is answered, the peer has to come again.
            isFault = true;
            Close("fault");
            _gateway.LedgerFailed(e);
        }
        if (!isFault && _held is not null)
            isFault = !await TryKeepRest();
        await End(isFault);
    }

    /// <summary>Ends the connection after what was read of it; the first reason stands and is counted.</summary>
    public void Close(string reason)
    {
        if (Interlocked.CompareExchange(ref _closing, reason, null) is not null)
            return;
        _gateway.Tally.Reason(reason);
        try
        {
            _connection.Transport.Input.CancelPendingRead();
            _closed.Cancel();
        }
        catch (Exception e) when (e is InvalidOperationException or ObjectDisposedException)
        {
            // It is over already.
        }
    }

    /// <summary>Looks at the time-outs of this connection; called once a second for all of them.</summary>
    public void Sweep(long now)
    {
        var (clock, limits) = (_gateway.Clock, _gateway.Limits);
        long answering = Volatile.Read(ref _answerSince), frame = Volatile.Read(ref _frameSince);
        if (answering != 0 && clock.GetElapsedTime(answering, now) > limits.AnswerSeconds)
        {
            Close("slow-reader");
            _connection.Abort(new ConnectionAbortedException("slow-reader"));
        }
        else if (frame != 0 && IsTooSlow(clock.GetElapsedTime(frame, now)))
            Close("slow-frame");
        else if (Device is null && clock.GetElapsedTime(_since, now) > limits.FirstFrame)
            Close("first-frame");
        else if (clock.GetElapsedTime(Volatile.Read(ref _lastByte), now) > limits.Idle)
            Close("idle");
    }

    private bool IsTooSlow(TimeSpan elapsed) => elapsed > _gateway.Limits.FrameSeconds
        && Volatile.Read(ref _heldLength) < _gateway.Limits.BytesPerSecondMin * elapsed.TotalSeconds;

    private async ValueTask Take(ReadOnlySequence<byte> read)
    {
        Volatile.Write(ref _lastByte, _gateway.Clock.GetTimestamp());
        foreach (var segment in read)
        {
            var rest = segment;
            if (_held is null)
                rest = rest[await TakeFrom(rest, atEnd: false)..];
            while (!rest.IsEmpty)
            {
                rest = rest[Hold(rest)..];
                Release(await TakeFrom(_held.AsMemory(0, _heldLength), atEnd: false));
            }
        }
    }

    /// <summary>Appends all whole pieces; returns how many bytes they had. Waits only when something is full.</summary>
    private async ValueTask<int> TakeFrom(ReadOnlyMemory<byte> bytes, bool atEnd)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            var room = _gateway.Frames.Room(_closed.Token);
            if (!room.IsCompletedSuccessfully)
                await WaitFor(room);
            int used = Append(bytes[at..], atEnd, out bool isFull);
            at += used;
            if (isFull)
                await Settle();
            else if (used == 0)
                break;
        }
        return at;
    }

    /// <summary>Cuts the next pieces and appends them. Nothing is sent yet.</summary>
    /// <param name="isFull">The log or the answers take no more: settle, then come again.</param>
    private int Append(ReadOnlyMemory<byte> bytes, bool atEnd, out bool isFull)
    {
        var pieces = t_pieces ??= new Piece[Dialogue.PiecesMax];
        int count = _dialogue.Cut(bytes, atEnd, pieces);
        isFull = _dialogue.IsFull;
        if (count == 0)
            return 0;
        int taken = _gateway.Intake.Append(
            bytes.Span, pieces.AsSpan(0, count), _peer, Number, _batches, out var received);
        int frames = 0, locked = 0, used = 0;
        foreach (var piece in pieces.AsSpan(0, taken))
        {
            used += piece.Length;
            locked += piece.Why == SealedFrames.Locked ? 1 : 0;
            if (piece.Kind == FrameEntryKind.Frame)
                frames++;
            else if (piece.Kind == FrameEntryKind.Fragment)
                _gateway.Tally.Fragment();
            else if (_dialogue.IsOneTooMany(bytes.Span.Slice(piece.Start, piece.Length), piece.Why))
            {
                Close("bad-frames");
                _gateway.Admission.Penalise(Address);
            }
        }
        if (taken < count)
        {
            isFull = true;
            _dialogue.Forget(pieces.AsSpan(taken, count - taken));
        }
        _unsettled += frames + locked; // Sealed content counts against the device's rate, opened or not.
        Volatile.Write(ref _frames, _frames + frames);
        _gateway.Tally.Taken(frames, taken - frames, used, received);
        return used;
    }

    /// <summary>Waits until all that was appended is durable, and only then answers it, in one write.</summary>
    private async ValueTask Settle()
    {
        for (var batch = _batches.Next(); batch is not null; batch = _batches.Next())
        {
            try
            {
                await batch;
            }
            catch (Exception e)
            {
                throw new BatchFailedException(e);
            }
        }
        int answers = _dialogue.AnswersCount;
        if (answers > 0 && !_isDeaf)
        {
            Volatile.Write(ref _answerSince, _gateway.Clock.GetTimestamp());
            try
            {
                var flush = await _connection.Transport.Output.WriteAsync(_dialogue.Answers);
                _isDeaf = flush.IsCompleted || flush.IsCanceled;
                _gateway.Tally.Acknowledged(answers);
            }
            catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
            {
                _isDeaf = true; // What it still sends is kept, until the reading side ends as well.
            }
            Volatile.Write(ref _answerSince, 0);
        }
        _dialogue.ForgetAnswers();
        int frames = _unsettled;
        _unsettled = 0;
        if (frames > 0 && Device?.Spend(frames) is { Ticks: > 0 } pause)
            await Pause(pause);
    }

    /// <summary>Stops reading while the device is above its rate: TCP slows it, nothing is dropped.</summary>
    private async Task Pause(TimeSpan pause)
    {
        _gateway.Tally.Reason("rate");
        await Task.Delay(pause, _gateway.Clock, _closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>A closing connection waits for a full log only a little.</summary>
    private async Task WaitFor(ValueTask room)
    {
        try
        {
            await room;
        }
        catch (OperationCanceledException) when (_closed.IsCancellationRequested)
        {
            using var last = new CancellationTokenSource(LastRoom, _gateway.Clock);
            await _gateway.Frames.Room(last.Token);
        }
    }

    /// <summary>Copies as much as there is room for; returns how much.</summary>
    private int Hold(ReadOnlyMemory<byte> bytes)
    {
        if (_held is null)
        {
            if (Interlocked.Add(ref _gateway.HeldBytes, HeldBytesMax) > _gateway.Limits.HeldBytesMax)
                Close("buffers"); // What it sent is kept all the same, as a fragment.
            _held = ArrayPool<byte>.Shared.Rent(HeldBytesMax);
        }
        int length = Math.Min(bytes.Length, HeldBytesMax - _heldLength);
        bytes.Span[..length].CopyTo(_held.AsSpan(_heldLength));
        _heldLength += length;
        if (_frameSince == 0 && !Dialogue.IsBlank(_held.AsSpan(0, _heldLength)))
            Volatile.Write(ref _frameSince, _gateway.Clock.GetTimestamp());
        return length;
    }

    /// <summary>Lets go of the held bytes that were taken.</summary>
    private void Release(int taken)
    {
        if (taken == 0 || _held is null)
            return;
        _held.AsSpan(taken, _heldLength - taken).CopyTo(_held);
        _heldLength -= taken;
        bool isQuiet = Dialogue.IsBlank(_held.AsSpan(0, _heldLength));
        Volatile.Write(ref _frameSince, isQuiet ? 0 : _gateway.Clock.GetTimestamp());
        if (_heldLength > 0)
            return;
        ArrayPool<byte>.Shared.Return(_held);
        Interlocked.Add(ref _gateway.HeldBytes, -HeldBytesMax);
        _held = null;
    }

    /// <summary>What is left at the end becomes fragments, or the frame that only lacked its tail.</summary>
    private async ValueTask KeepRest()
    {
        if (_held is null)
            return;
        int taken = await TakeFrom(_held.AsMemory(0, _heldLength), atEnd: true);
        if (taken != _heldLength)
            throw new InvalidOperationException($"Of {_heldLength} bytes at the end {taken} were cut.");
        Release(taken);
        await Settle();
    }

    private async ValueTask<bool> TryKeepRest()
    {
        try
        {
            await KeepRest();
            return true;
        }
        catch (Exception e)
        {
            _gateway.LedgerFailed(e);
            return false;
        }
    }

    private async ValueTask End(bool isFault)
    {
        if (_held is not null)
            Release(_heldLength);
        if (isFault)
            _connection.Abort(new ConnectionAbortedException("ledger"));
        try
        {
            await _connection.Transport.Output.CompleteAsync();
            await _connection.Transport.Input.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The peer was faster.
        }
    }

    public void Dispose() => _closed.Dispose();
}
