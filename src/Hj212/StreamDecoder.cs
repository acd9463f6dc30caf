using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qingyuan.Hj212;

/// <summary>What a decoded stream held.</summary>
public readonly record struct StreamCounts(long Bytes, long Frames, long Rejected);

/// <summary>
/// Turns a stream of bytes into JSON lines: every byte belongs to exactly one line of kind <c>frame</c> or
/// <c>rejected</c>; <c>message</c> follows where split parts are together. Memory is bounded, whatever the input.
/// </summary>
public sealed class StreamDecoder(Stream output, KeyRing? keys = null) : IDisposable
{
    private const int BufferBytes = 64 << 10;

    private readonly ArrayBufferWriter<byte> _lines = new(BufferBytes), _reply = new(2048);
    private readonly Message _message = new(), _part = new();
    private readonly PartSets _parts = new();
    private readonly List<PartSet> _closed = [];
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // Chinese stays readable.
        SkipValidation = true,
    });

    public async Task<StreamCounts> Run(Stream input, CancellationToken cancel = default)
    {
        byte[] buffer = new byte[BufferBytes];
        int start = 0, end = 0;
        long offset = 0, frames = 0, rejected = 0;
        for (bool atEnd = false; !atEnd;)
        {
            if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end) = (0, end - start);
            }
            int read = await input.ReadAsync(buffer.AsMemory(end), cancel).ConfigureAwait(false);
            end += read;
            atEnd = read == 0;
            while (Framing.TryCut(buffer.AsSpan(start, end - start), atEnd, keys, out Cut cut))
            {
                ReadOnlyMemory<byte> piece = buffer.AsMemory(start, cut.Length);
                if (cut.IsFrame)
                    WriteFrame(piece, offset);
                else
                    WriteRejected(cut, offset);
                frames += cut.IsFrame ? 1 : 0;
                rejected += cut.IsFrame ? 0 : 1;
                start += cut.Length;
                offset += cut.Length;
                if (_lines.WrittenCount > BufferBytes)
                    await Flush(cancel).ConfigureAwait(false);
            }
            await Flush(cancel).ConfigureAwait(false);
        }
        _parts.CloseAll(_closed);
        WriteMessages();
        await Flush(cancel).ConfigureAwait(false);
        return new StreamCounts(offset, frames, rejected);
    }

    public void Dispose() => _json.Dispose();

    private void WriteFrame(ReadOnlyMemory<byte> frame, long offset)
    {
        // A CRC that holds over the bytes as they are leaves nothing to open; the printed form is opened all the same.
        ReadOnlyMemory<byte> plain = frame;
        bool opened = keys is not null && SealedContent.TryOpenIfSealed(frame.Span, keys, ref plain);
        _message.Parse(plain);
        _json.Reset(_lines);
        _json.WriteStartObject();
        _json.WriteString("kind", "frame");
        _json.WriteNumber("offset", offset);
        _json.WriteNumber("length", frame.Length);
        if (opened)
            _json.WriteBoolean("encrypted", true);
        _json.WriteNumber("edition", _message.Edition);
        _json.WriteStartObject("fields");
        WriteHeader(_message);
        _json.WriteEndObject();
        _json.WriteBoolean("split", _message.PartCount > 1);
        _json.WriteBoolean("ackRequired", _message.AckWanted);
        if (_message.DataTime.IsEmpty)
            _json.WriteNull("dataTime");
        else
            _json.WriteString("dataTime", Text.Decode(_message.DataTime));
        _json.WriteBoolean("backFilled", _message.BackFilled);
        ItemTable items = new();
        items.Add(_message);
        items.WriteFactors(_json);
        items.WriteInfo(_json);
        items.WritePlain(_json);
        _json.WriteStartArray("deviations");
        foreach (Deviation deviation in _message.Deviations)
            _json.WriteStringValue(Deviations.Code(deviation));
        _json.WriteEndArray();
        WriteReply();
        EndLine();
        // A stream on disk has no times of its own: sets close by completeness, limits and the end of input.
        if (_parts.Add(_message, plain.Span, offset, default, _closed))
            WriteMessages();
    }

    private void WriteHeader(Message message)
    {
        foreach (ref readonly HeaderField field in message.Header)
        {
            if (field.Key == HeaderKey.Cp)
                continue;
            ReadOnlySpan<byte> known = HeaderFields.NameOf(field.Key), value = message.Bytes(field.Value);
            string name = Text.Decode(known.IsEmpty ? message.Bytes(field.Name) : known);
            if (IsRepeated(message, field, out bool isFirst))
            {
                if (isFirst)
                    WriteRepeated(message, field.Key, name);
            }
            else if (field.Key is HeaderKey.Flag or HeaderKey.PNum or HeaderKey.PNo or HeaderKey.Rf
                && Digits.Number(value) is var number and >= 0)
            {
                _json.WriteNumber(name, number);
            }
            else
            {
                _json.WriteString(name, Text.Decode(value));
            }
        }
    }

    private static bool IsRepeated(Message message, HeaderField field, out bool isFirst)
    {
        int same = 0;
        isFirst = true;
        foreach (ref readonly HeaderField other in message.Header)
        {
            if (other.Key != field.Key || field.Key == HeaderKey.Unknown)
                continue;
            same++;
            isFirst &= other.Name.Start >= field.Name.Start;
        }
        return same > 1;
    }

    private void WriteRepeated(Message message, HeaderKey key, string name)
    {
        List<string> values = [];
        foreach (ref readonly HeaderField field in message.Header)
        {
            if (field.Key == key && Text.Decode(message.Bytes(field.Value)) is var value && !values.Contains(value))
                values.Add(value);
        }
        if (values.Count == 1)
        {
            _json.WriteString(name, values[0]);
            return;
        }
        _json.WriteStartArray(name);
        foreach (string value in values)
            _json.WriteStringValue(value);
        _json.WriteEndArray();
    }

    private void WriteReply()
    {
        _reply.ResetWrittenCount();
        if (!Replies.TryWriteDue(_message, _reply))
        {
            _json.WriteNull("reply");
            return;
        }
        _part.Parse(_reply.WrittenMemory);
        _json.WriteStartObject("reply");
        WriteHeader(_part);
        _json.WriteString("CP", Text.Decode(_part.DataArea));
        _json.WriteEndObject();
    }

    private void WriteRejected(Cut cut, long offset)
    {
        _json.Reset(_lines);
        _json.WriteStartObject();
        _json.WriteString("kind", "rejected");
        _json.WriteNumber("offset", offset);
        _json.WriteNumber("length", cut.Length);
        _json.WriteString("reason", NameOf(cut.Reason));
        if (cut.Reason is RejectReason.Crc or RejectReason.Decrypt)
        {
            _json.WriteString("crcGiven", cut.CrcGiven.ToString("X4", CultureInfo.InvariantCulture));
            _json.WriteString("crcComputed", cut.CrcComputed.ToString("X4", CultureInfo.InvariantCulture));
        }
        EndLine();
    }

    private void WriteMessages()
    {
        foreach (PartSet set in _closed)
        {
            ItemTable items = new();
            _json.Reset(_lines);
            _json.WriteStartObject();
            _json.WriteString("kind", "message");
            _json.WriteStartArray("parts");
            foreach (Part part in set.Parts)
            {
                _json.WriteNumberValue(part.Tag);
                _part.Parse(part.Frame);
                items.Add(_part);
            }
            _json.WriteEndArray();
            _json.WriteBoolean("complete", set.Complete);
            items.WriteFactors(_json);
            if (items.HasInfo)
                items.WriteInfo(_json);
            EndLine();
        }
        _closed.Clear();
    }

    private void EndLine()
    {
        _json.WriteEndObject();
        _json.Flush();
        _lines.Write("\n"u8);
    }

    private async Task Flush(CancellationToken cancel)
    {
        if (_lines.WrittenCount == 0)
            return;
        await output.WriteAsync(_lines.WrittenMemory, cancel).ConfigureAwait(false);
        await output.FlushAsync(cancel).ConfigureAwait(false);
        _lines.ResetWrittenCount();
    }

    /// <summary>The name of a reason in our JSON.</summary>
    public static string NameOf(RejectReason reason) => reason switch
    {
        RejectReason.Crc => "crc",
        RejectReason.Length => "length",
        RejectReason.Truncated => "truncated",
        RejectReason.Oversize => "oversize",
        RejectReason.Garbage => "garbage",
        RejectReason.Decrypt => "decrypt",
        _ => "none",
    };
}
