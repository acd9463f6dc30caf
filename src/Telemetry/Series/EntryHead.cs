using System.Buffers.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// Reads the head of an entry of <c>frames</c> without allocating, when it has exactly the form that
/// <see cref="FrameEntry.WriteHead"/> writes; any other goes through <see cref="FrameEntry.Read"/>.
/// </summary>
internal ref struct EntryHead
{
    public FrameEntryKind Kind;
    public long ReceivedMilliseconds;
    public ReadOnlySpan<byte> Peer;
    public ReadOnlySpan<byte> Why;
    public ReadOnlySpan<byte> Bytes;

    /// <summary>False = not an entry of this form at all.</summary>
    public static bool TryRead(ReadOnlySpan<byte> entry, out EntryHead head)
    {
        head = default;
        int end = entry.IndexOf((byte)'\n');
        if (end < 0)
            return false;
        if (head.TryReadFast(entry[..end]))
        {
            head.Bytes = entry[(end + 1)..];
            return true;
        }
        if (FrameEntry.Read(entry[..(end + 1)].ToArray()) is not { } read)
            return false;
        head.Kind = read.Kind;
        head.ReceivedMilliseconds = read.Received.ToUnixTimeMilliseconds();
        head.Peer = System.Text.Encoding.UTF8.GetBytes(read.Peer);
        head.Why = System.Text.Encoding.UTF8.GetBytes(read.Why);
        head.Bytes = entry[(end + 1)..];
        return true;
    }

    private bool TryReadFast(ReadOnlySpan<byte> line)
    {
        if (!Take(ref line, "{\"kind\":\""u8, "\",\"received\":\""u8, out var kind)
            || !Take(ref line, default, "\",\"peer\":\""u8, out var received)
            || !Take(ref line, default, "\",\"session\":"u8, out var peer)
            || !Take(ref line, default, ",\"why\":\""u8, out _)
            || !line.EndsWith("\"}"u8) || peer.Contains((byte)'\\') || line.Contains((byte)'\\'))
            return false;
        if (kind.SequenceEqual("frame"u8))
            Kind = FrameEntryKind.Frame;
        else if (kind.SequenceEqual("rejected"u8))
            Kind = FrameEntryKind.Rejected;
        else if (kind.SequenceEqual("fragment"u8))
            Kind = FrameEntryKind.Fragment;
        else
            return false;
        Peer = peer;
        Why = line[..^2];
        return TryReadTime(received, out ReceivedMilliseconds);
    }

    /// <summary><c>yyyy-MM-ddTHH:mm:ss.fffZ</c>.</summary>
    private static bool TryReadTime(ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (text.Length != 24 || text[10] != 'T' || text[19] != '.' || text[23] != 'Z'
            || !Utf8Parser.TryParse(text[..4], out int year, out _)
            || !Utf8Parser.TryParse(text[5..7], out int month, out _)
            || !Utf8Parser.TryParse(text[8..10], out int day, out _)
            || !Utf8Parser.TryParse(text[11..13], out int hour, out _)
            || !Utf8Parser.TryParse(text[14..16], out int minute, out _)
            || !Utf8Parser.TryParse(text[17..19], out int second, out _)
            || !Utf8Parser.TryParse(text[20..23], out int fraction, out _)
            || year < 1970 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        milliseconds = new DateTimeOffset(year, month, day, hour, minute, second, fraction, TimeSpan.Zero)
            .ToUnixTimeMilliseconds();
        return true;
    }

    private static bool Take(
        scoped ref ReadOnlySpan<byte> line, scoped ReadOnlySpan<byte> before, scoped ReadOnlySpan<byte> after,
        out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!line.StartsWith(before))
            return false;
        int end = line[before.Length..].IndexOf(after);
        if (end < 0)
            return false;
        value = line.Slice(before.Length, end);
        line = line[(before.Length + end + after.Length)..];
        return true;
    }
}
