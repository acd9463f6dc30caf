using System.Buffers;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qingyuan.Hj212;

/// <summary>
/// Plays a data logger (数采仪) from a file: sends its frames over one connection, waits for the answers by QN, writes
/// one JSON line a frame in their order. Bytes that are no frame are not sent and are reported as such.
/// </summary>
/// <param name="keys">
/// The device's SM4 keys: frames of 2025 go out with their content encrypted under the newest, and encrypted answers
/// are opened. Null = everything goes as it is.
/// </param>
public sealed class FrameSender(
    Stream output, TimeSpan timeout, int inFlightMax, TimeProvider clock, KeyRing? keys = null)
{
    private const int BufferBytes = 64 << 10;

    private readonly Queue<Sent> _sent = new();
    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private bool _closed;

    /// <summary>True when every answer that was wanted came and every piece was a frame.</summary>
    public async Task<bool> Run(Stream input, string host, int port, CancellationToken cancel = default)
    {
        using TcpClient client = new() { NoDelay = true };
        await client.ConnectAsync(host, port, cancel).ConfigureAwait(false);
        NetworkStream network = client.GetStream();
        Task reading = ReadAnswers(network, cancel);
        bool all = true;
        byte[] buffer = new byte[BufferBytes];
        Message message = new();
        int start = 0, end = 0;
        long offset = 0;
        for (bool atEnd = false; !atEnd;)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            int read = await input.ReadAsync(buffer.AsMemory(end), cancel).ConfigureAwait(false);
            end += read;
            atEnd = read == 0;
            while (Framing.TryCut(buffer.AsSpan(start, end - start), atEnd, out Cut cut))
            {
                ReadOnlyMemory<byte> piece = buffer.AsMemory(start, cut.Length);
                if (cut.Reason is RejectReason.None or RejectReason.Decrypt)
                {
                    while (_sent.Count >= inFlightMax)
                        all &= await Settle().ConfigureAwait(false);
                    await Send(network, message, piece, offset, cancel).ConfigureAwait(false);
                }
                else
                {
                    while (_sent.Count > 0)
                        all &= await Settle().ConfigureAwait(false);
                    await WriteSkipped(cut, offset).ConfigureAwait(false);
                    all = false;
                }
                start += cut.Length;
                offset += cut.Length;
            }
        }
        while (_sent.Count > 0)
            all &= await Settle().ConfigureAwait(false);
        client.Client.Shutdown(SocketShutdown.Send);
        client.Close();
        await reading.ConfigureAwait(false);
        return all;
    }

    private async Task Send(
        NetworkStream network, Message message, ReadOnlyMemory<byte> frame, long offset, CancellationToken cancel)
    {
        ReadOnlyMemory<byte> plain = frame;
        bool wasSealed = keys is not null && SealedContent.TryOpenIfSealed(frame.Span, keys, ref plain);
        message.Parse(plain);
        Sent sent = new(offset, frame.Length, Text.Decode(message.Qn), Text.Decode(message.Cn),
            Replies.Due(message) != ReplyKind.None || message.AckWanted, clock.GetTimestamp());
        if (!wasSealed && ShallSeal(message))
        {
            frame = SealedContent.Seal(frame.Span, keys!.InOrderFor(null).First().Bytes.AsSpan());
            wasSealed = true;
        }
        sent = sent with { Sealed = wasSealed };
        lock (_gate)
        {
            _sent.Enqueue(sent);
            if (_closed)
                sent.Answer.TrySetResult(null);
        }
        try
        {
            await network.WriteAsync(frame, cancel).ConfigureAwait(false);
        }
        catch (IOException)
        {
            sent.Answer.TrySetResult(null); // The other side closed: told by the line of this frame.
        }
    }

    /// <summary>
    /// HJ 212-2025 6.4: editions before it have no encryption, and content below one block of SM4 stays clear.
    /// </summary>
    private bool ShallSeal(Message message) =>
        keys is { Count: > 0 } && message.Edition == 2025 && message.Area.Length >= Sm4.BlockBytes;

    private async Task ReadAnswers(NetworkStream network, CancellationToken cancel)
    {
        byte[] buffer = new byte[BufferBytes];
        Message message = new();
        int start = 0, end = 0;
        try
        {
            for (int read = -1; read != 0;)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
                read = await network.ReadAsync(buffer.AsMemory(end), cancel).ConfigureAwait(false);
                end += read;
                while (Framing.TryCut(buffer.AsSpan(start, end - start), read == 0, keys, out Cut cut))
                {
                    if (cut.IsFrame)
                        Match(message, buffer.AsMemory(start, cut.Length));
                    start += cut.Length;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or SocketException)
        {
            // The connection is gone; what waits is not answered.
        }
        lock (_gate)
        {
            _closed = true;
            foreach (Sent sent in _sent)
                sent.Answer.TrySetResult(null);
        }
    }

    /// <summary>An answer belongs to the oldest frame of its QN that has none; requests of the centre are passed over.
    /// </summary>
    private void Match(Message message, ReadOnlyMemory<byte> frame)
    {
        bool wasSealed = keys is not null && SealedContent.TryOpenIfSealed(frame.Span, keys, ref frame);
        message.Parse(frame);
        if (message.Command is < 9011 or > 9014)
            return;
        string qn = Text.Decode(message.Qn);
        lock (_gate)
        {
            foreach (Sent sent in _sent)
            {
                if (sent.Qn == qn && sent.Answer.TrySetResult(new Answer(
                    Text.Decode(frame.Span.TrimEnd("\r\n"u8)), clock.GetElapsedTime(sent.At), wasSealed)))
                    return;
            }
        }
    }

    /// <summary>Waits for the oldest frame's answer and writes its line. False = wanted and not come.</summary>
    private async Task<bool> Settle()
    {
        Sent sent;
        lock (_gate)
            sent = _sent.Peek();
        Answer? answer = null;
        if (sent.Wanted)
        {
            TimeSpan left = timeout - clock.GetElapsedTime(sent.At);
            try
            {
                answer = await sent.Answer.Task.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, clock)
                    .ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Said by "answered": false.
            }
        }
        lock (_gate)
            _sent.Dequeue();
        await WriteLine(json =>
        {
            json.WriteNumber("offset", sent.Offset);
            json.WriteNumber("length", sent.Length);
            json.WriteString("qn", sent.Qn);
            json.WriteString("cn", sent.Cn);
            json.WriteBoolean("ackRequired", sent.Wanted);
            json.WriteBoolean("answered", answer is not null);
            if (answer is null)
                json.WriteNull("ms");
            else
                json.WriteNumber("ms", Math.Round(answer.After.TotalMilliseconds, 2));
            json.WriteString("reply", answer?.Text);
            if (keys is null)
                return;
            json.WriteBoolean("sealed", sent.Sealed);
            json.WriteBoolean("replySealed", answer is { Sealed: true });
        }).ConfigureAwait(false);
        return !sent.Wanted || answer is not null;
    }

    private Task WriteSkipped(Cut cut, long offset) => WriteLine(json =>
    {
        json.WriteNumber("offset", offset);
        json.WriteNumber("length", cut.Length);
        json.WriteString("skipped", StreamDecoder.NameOf(cut.Reason));
    });

    private async Task WriteLine(Action<Utf8JsonWriter> fields)
    {
        _line.ResetWrittenCount();
        await using (Utf8JsonWriter json = new(_line, new JsonWriterOptions
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        _line.Write("\n"u8);
        await output.WriteAsync(_line.WrittenMemory).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }

    private sealed record Answer(string Text, TimeSpan After, bool Sealed);

    private sealed record Sent(long Offset, int Length, string Qn, string Cn, bool Wanted, long At)
    {
        public bool Sealed { get; init; }
        public TaskCompletionSource<Answer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
