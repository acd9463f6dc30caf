using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Qingyuan.Ledger;

/// <summary>What an entry of the log <c>frames</c> holds.</summary>
public enum FrameEntryKind { Frame, Rejected, Fragment, ClockStep, Gap }

/// <summary>
/// An entry of <c>frames</c>: one line of JSON with the transport facts, LF, then the received bytes unmodified.
/// </summary>
/// <param name="Received">Our clock, monotone per log.</param>
/// <param name="Peer">Address and port of the sender.</param>
/// <param name="Session">Number of the connection, unique per log directory.</param>
/// <param name="Why">
/// For rejected bytes the reason; for a frame <c>ok</c>, <c>sealed</c> (its encrypted content opened), <c>pw</c> (wrong
/// password).
/// </param>
public readonly record struct FrameEntry(
    FrameEntryKind Kind, DateTimeOffset Received, string Peer, long Session, string Why, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Writes the head line, LF included; at most 256 bytes. Returns its length.</summary>
    public static int WriteHead(
        Span<byte> to, FrameEntryKind kind, DateTimeOffset received, ReadOnlySpan<byte> peer, long session, string why)
    {
        int n = Put(to, 0, "{\"kind\":\""u8);
        n = Put(to, n, Name(kind));
        n = Put(to, n, "\",\"received\":\""u8);
        received.UtcDateTime.TryFormat(to[n..], out int w, "yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        n = Put(to, n + w, "\",\"peer\":\""u8);
        n = Put(to, n, peer);
        n = Put(to, n, "\",\"session\":"u8);
        Utf8Formatter.TryFormat(session, to[n..], out w);
        n = Put(to, n + w, ",\"why\":\""u8);
        n += Encoding.ASCII.GetBytes(why, to[n..]);
        return Put(to, n, "\"}\n"u8);
    }

    /// <summary>Reads an entry; the bytes are a view into it. Null = not an entry of this form.</summary>
    public static FrameEntry? Read(ReadOnlyMemory<byte> entry)
    {
        int end = entry.Span.IndexOf((byte)'\n');
        if (end < 0)
            return null;
        try
        {
            return ReadHead(entry, end);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    // Read key by key, because a day's trace reads 1,440 heads and a document object for each costs more than the rest.
    private static FrameEntry? ReadHead(ReadOnlyMemory<byte> entry, int end)
    {
        string? kind = null, peer = null, why = null;
        DateTimeOffset? received = null;
        long? session = null;
        var reader = new Utf8JsonReader(entry.Span[..end]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("kind"u8))
                kind = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("received"u8))
                received = Next(ref reader).GetDateTimeOffset();
            else if (reader.ValueTextEquals("peer"u8))
                peer = Next(ref reader).GetString();
            else if (reader.ValueTextEquals("session"u8))
                session = Next(ref reader).GetInt64();
            else if (reader.ValueTextEquals("why"u8))
                why = Next(ref reader).GetString();
            else
                Next(ref reader).Skip();
        }
        // What stands after the object is no head of ours.
        if (reader.TokenType != JsonTokenType.EndObject || reader.Read()
            || kind is null || received is null || peer is null || session is null || why is null)
            return null;
        return new FrameEntry(Parse(kind), received.Value, peer, session.Value, why, entry[(end + 1)..]);
    }

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }

    private static int Put(Span<byte> to, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to[at..]);
        return at + text.Length;
    }

    private static ReadOnlySpan<byte> Name(FrameEntryKind kind) => kind switch
    {
        FrameEntryKind.Frame => "frame"u8,
        FrameEntryKind.Rejected => "rejected"u8,
        FrameEntryKind.Fragment => "fragment"u8,
        FrameEntryKind.ClockStep => "clock-step"u8,
        _ => "gap"u8,
    };

    private static FrameEntryKind Parse(string? name) => name switch
    {
        "frame" => FrameEntryKind.Frame,
        "rejected" => FrameEntryKind.Rejected,
        "fragment" => FrameEntryKind.Fragment,
        "clock-step" => FrameEntryKind.ClockStep,
        _ => FrameEntryKind.Gap,
    };
}
