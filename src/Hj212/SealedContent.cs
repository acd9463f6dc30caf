using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Qingyuan.Hj212;

/// <summary>
/// Encrypted content (指令参数加密) of HJ 212-2025 6.4. On the wire as raw bytes, which keep the length, or as the
/// text <c>{0xE4,0x3E,…}</c> that the standard prints and some devices send. Never decides whether a sender is genuine.
/// </summary>
public static class SealedContent
{
    // A block that decrypts by chance to a matching CRC (1 in 256) still has to be text.
    private static readonly SearchValues<byte> s_control = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(b => b is not (9 or 10 or 13)).Select(b => (byte)b), 0x7F]);

    private static readonly SearchValues<byte> s_literal = SearchValues.Create("{0xX123456789ABCDEFabcdef, "u8);

    /// <summary>The frame with its content encrypted in place; length and CRC stay those of the plain text.</summary>
    /// <param name="literal">Writes the printed text form instead of raw bytes.</param>
    public static byte[] Seal(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> key, bool literal = false)
    {
        int declared = Digits.Number(frame[2..Framing.HeadBytes]);
        (int start, int end) = Area(frame.Slice(Framing.HeadBytes, declared));
        start += Framing.HeadBytes;
        end += Framing.HeadBytes;
        byte[] content = new byte[end - start];
        Sm4.TransformContent(encrypt: true, key, frame[start..end], content);
        if (!literal)
            return [.. frame[..start], .. content, .. frame[end..]];
        int blocks = content.Length / Sm4.BlockBytes * Sm4.BlockBytes;
        string text = string.Join(
            ',', content[..blocks].Select(b => "0x" + b.ToString("X2", CultureInfo.InvariantCulture)));
        return [.. frame[..start], .. Encoding.ASCII.GetBytes($"{{{text}}}"), .. content[blocks..], .. frame[end..]];
    }

    /// <summary>
    /// The frame in plain text, with CRC and tail as sent, under the key in force at its QN or another of the ring.
    /// False when none fits; a frame that was never encrypted does not fit either.
    /// </summary>
    /// <param name="triedMax">How many keys are tried: bounds the work that a stranger's bytes can ask for.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> frame, KeyRing keys, out byte[] plain, int triedMax = KeyRing.KeysMax)
    {
        plain = [];
        if (frame.Length < Framing.HeadBytes || !Digits.AreDigits(frame[2..Framing.HeadBytes]))
            return false;
        int crcAt = CrcStart(frame);
        ReadOnlySpan<byte> segment = frame[Framing.HeadBytes..crcAt];
        (int start, int end) = Area(segment);
        if (end - start < Sm4.BlockBytes)
            return false;
        ReadOnlySpan<byte> area = segment[start..end];
        byte[] content;
        if (Literal(area) is var (bytes, literalEnd))
            content = [.. bytes, .. area[literalEnd..]];
        else
            content = area.ToArray();

        int plainSegment = start + content.Length + (segment.Length - end);
        if (plainSegment > Framing.SegmentBytesMax)
            return false;
        byte[] opened = new byte[Framing.HeadBytes + plainSegment + (frame.Length - crcAt)];
        "##"u8.CopyTo(opened);
        Digits.WriteDecimal4(plainSegment, opened.AsSpan(2, 4));
        segment[..start].CopyTo(opened.AsSpan(Framing.HeadBytes));
        segment[end..].CopyTo(opened.AsSpan(Framing.HeadBytes + start + content.Length));
        frame[crcAt..].CopyTo(opened.AsSpan(Framing.HeadBytes + plainSegment));

        // A writer that counts length and CRC over what it sends (the printed form) is understood too.
        ushort given = CrcGiven(frame);
        bool sentHolds = Crc.Of(segment) == given;
        Span<byte> target = opened.AsSpan(Framing.HeadBytes + start, content.Length);
        foreach (ContentKey key in keys.InOrderFor(Instant(segment[..start])).Take(triedMax))
        {
            Sm4.TransformContent(encrypt: false, key.Bytes.AsSpan(), content, target);
            bool holds = Crc.Of(opened.AsSpan(Framing.HeadBytes, plainSegment)) == given
                || (sentHolds && Utf8.IsValid(target));
            if (holds && !target.ContainsAny(s_control))
            {
                plain = opened;
                return true;
            }
        }
        return false;
    }

    /// <summary>Opens a frame that <see cref="Framing"/> let through with keys; a plain one stays as it is.</summary>
    public static bool TryOpenIfSealed(ReadOnlySpan<byte> frame, KeyRing keys, ref ReadOnlyMemory<byte> plain)
    {
        int declared = Digits.Number(frame[2..Framing.HeadBytes]), end = Framing.HeadBytes + declared;
        bool whole = Ending.Read(frame, end, atEnd: true) is { NeedsMore: false } ending && ending.At == frame.Length;
        ReadOnlySpan<byte> segment = frame[Framing.HeadBytes..(whole ? end : frame.Length)];
        if (whole && !LooksSealed(segment, CrcGiven(frame) == Crc.Of(segment)))
            return false;
        if (!TryOpen(frame, keys, out byte[] opened))
            return false;
        plain = opened;
        return true;
    }

    /// <summary>
    /// True for a segment that says 2025 in its Flag and whose content is no text, or is the printed form. When the
    /// CRC holds over the bytes as they are, only control characters speak against plain text (a GBK log must pass).
    /// </summary>
    internal static bool LooksSealed(ReadOnlySpan<byte> segment, bool crcHolds)
    {
        (int start, int end) = Area(segment);
        if (end - start < Sm4.BlockBytes)
            return false;
        ReadOnlySpan<byte> area = segment[start..end];
        if (Literal(area) is not null)
            return true;
        if (!FlagSays2025(segment[..start]))
            return false;
        return area.ContainsAny(s_control) || (!crcHolds && !Utf8.IsValid(area));
    }

    /// <summary>
    /// Length of a whole frame whose content is the printed form while its length field counts the plain text;
    /// 0 = it is none. <paramref name="wait"/>: more bytes decide.
    /// </summary>
    internal static int LiteralFrameLength(ReadOnlySpan<byte> buffer, int declared, bool atEnd, out bool wait)
    {
        wait = false;
        ReadOnlySpan<byte> reach = buffer[..Math.Min(buffer.Length, Framing.FrameBytesMax)];
        int mark = reach[..Math.Min(reach.Length, Framing.HeadBytes + declared)].IndexOf("CP=&&{0x"u8);
        if (mark < 0)
            return 0;
        int start = mark + 5;
        bool more = !atEnd && buffer.Length < Framing.FrameBytesMax;
        int close = reach[start..].IndexOfAnyExcept(s_literal);
        if (close < 0)
        {
            wait = more;
            return 0;
        }
        if (Literal(reach[start..]) is not var (bytes, literalLength))
            return 0;
        int rest = declared - (start - Framing.HeadBytes) - bytes.Length - 2;
        if (rest is < 0 or >= Sm4.BlockBytes)
            return 0;
        int end = start + literalLength + rest;
        if (end + 2 > reach.Length)
        {
            wait = more;
            return 0;
        }
        if (!reach[end..].StartsWith("&&"u8))
            return 0;
        Ending ending = Ending.Read(reach, end + 2, atEnd || !more);
        wait = ending.NeedsMore && more;
        return ending.NeedsMore || !ending.Fits ? 0 : ending.At;
    }

    /// <summary>The CRC as sent, read from the end of a whole frame.</summary>
    internal static ushort CrcGiven(ReadOnlySpan<byte> frame)
    {
        int given = 0;
        foreach (byte b in frame[CrcStart(frame)..].TrimEnd("\r\n"u8))
            given = (given << 4) | Digits.Hex(b);
        return (ushort)given;
    }

    private static int CrcStart(ReadOnlySpan<byte> frame)
    {
        int at = frame.TrimEnd("\r\n"u8).Length;
        for (int digits = 0; digits < 4 && at > Framing.HeadBytes && Digits.Hex(frame[at - 1]) >= 0; digits++)
            at--;
        return at;
    }

    /// <summary>Where the content between <c>CP=&amp;&amp;</c> and <c>&amp;&amp;</c> stands; empty = none.</summary>
    private static (int Start, int End) Area(ReadOnlySpan<byte> segment)
    {
        int mark = segment.IndexOf("CP=&&"u8);
        if (mark < 0 || segment.Length < mark + 7 || !segment.EndsWith("&&"u8))
            return (0, 0);
        return (mark + 5, segment.Length - 2);
    }

    /// <summary>The bytes of <c>{0xE4,…}</c> at the start, a whole number of blocks, and where the text ends.</summary>
    private static (byte[] Bytes, int End)? Literal(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("{0x"u8))
            return null;
        List<byte> bytes = [];
        int at = 1;
        while (at + 4 < text.Length)
        {
            int high = Digits.Hex(text[at + 2]), low = Digits.Hex(text[at + 3]);
            if (text[at] != (byte)'0' || (text[at + 1] | 0x20) != (byte)'x' || high < 0 || low < 0)
                return null;
            bytes.Add((byte)((high << 4) | low));
            at += 4;
            if (text[at] == (byte)'}')
                return bytes.Count % Sm4.BlockBytes == 0 ? ([.. bytes], at + 1) : null;
            if (text[at++] != (byte)',')
                return null;
            while (at < text.Length && text[at] == (byte)' ')
                at++;
        }
        return null;
    }

    private static bool FlagSays2025(ReadOnlySpan<byte> header)
    {
        int mark = header.LastIndexOf("Flag="u8);
        if (mark < 0)
            return false;
        ReadOnlySpan<byte> value = header[(mark + 5)..];
        int digits = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is var stop and >= 0 ? stop : value.Length;
        return Digits.Number(value[..digits]) >> 2 == 2; // Version bits 000010.
    }

    private static DateTimeOffset? Instant(ReadOnlySpan<byte> header)
    {
        int mark = header.IndexOf("QN="u8);
        return mark >= 0 && Beijing.TryParse(header[(mark + 3)..], out DateTimeOffset instant) ? instant : null;
    }
}
