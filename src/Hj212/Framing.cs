using System.Text;

namespace Qingyuan.Hj212;

/// <summary>Why bytes are no frame. The names on the wire of our JSON are the lower-case ones.</summary>
public enum RejectReason { None, Crc, Length, Truncated, Oversize, Garbage, Decrypt }

/// <summary>One piece cut from the start of a byte stream: a whole frame (通讯包) or bytes that are none.</summary>
public readonly record struct Cut(int Length, RejectReason Reason, ushort CrcGiven, ushort CrcComputed)
{
    public bool IsFrame => Reason == RejectReason.None;
}

/// <summary>
/// Cuts a stream into frames by their length field. Never searches for the tail, never loses a byte, and never skips
/// the declared length of a frame that does not hold: the good frame behind it would be lost.
/// </summary>
/// <remarks>
/// A head is plausible when <c>##</c> is followed by four digits. Bytes that are no frame reach to the next plausible
/// head, or to the frame's own end when its CRC is wrong but a tail stands where the length says. No decision depends
/// on bytes that are not there yet, so the pieces do not depend on how the stream was split into reads.
/// </remarks>
public static class Framing
{
    /// <summary>Largest data segment that four digits can declare. The standard allows 1024.</summary>
    public const int SegmentBytesMax = 9_999;

    /// <summary>Largest whole frame: 2 head + 4 length + 9999 segment + 4 CRC + 2 tail.</summary>
    public const int FrameBytesMax = 10_011;

    /// <summary>Longest piece of bytes without a plausible head; a longer run becomes several pieces.</summary>
    public const int GarbageBytesMax = 4_096;

    internal const int HeadBytes = 6;

    /// <summary>
    /// Cuts one piece from the start of <paramref name="buffer"/>. False = more bytes are needed
    /// (never at <paramref name="atEnd"/> unless the buffer is empty). The pieces of a stream are the same
    /// however it was split into reads. A frame of 2025 whose content is encrypted is kept whole as
    /// <see cref="RejectReason.Decrypt"/>, because its CRC covers the plain text.
    /// </summary>
    public static bool TryCut(ReadOnlySpan<byte> buffer, bool atEnd, out Cut cut) =>
        TryCut(buffer, atEnd, null, out cut);

    /// <summary>As above; an encrypted frame that one of the keys opens is a frame.</summary>
    /// <param name="segmentMax">A longer declared segment is rejected as oversize.</param>
    public static bool TryCut(
        ReadOnlySpan<byte> buffer, bool atEnd, KeyRing? keys, out Cut cut, int segmentMax = SegmentBytesMax)
    {
        cut = default;
        if (buffer.IsEmpty)
            return false;
        Likeness head = HeadAt(buffer, 0);
        if (head == Likeness.Unclear && !atEnd)
            return false;
        if (head != Likeness.Yes)
            return TryCutRun(buffer, atEnd, ReasonWithoutHead(buffer, head), out cut);

        int declared = Digits.Number(buffer[2..HeadBytes]);
        if (declared > segmentMax)
            return TryCutRun(buffer, atEnd, RejectReason.Oversize, out cut);

        Ending end = Ending.Read(buffer, HeadBytes + declared, atEnd);
        if (end.NeedsMore)
            return !atEnd ? false : TryCutRun(buffer, atEnd, RejectReason.Truncated, out cut);
        ReadOnlySpan<byte> segment = buffer.Slice(HeadBytes, Math.Min(declared, buffer.Length - HeadBytes));
        if (segment.Length < declared)
            return TryCutRun(buffer, atEnd, RejectReason.Truncated, out cut);

        ushort computed = Crc.Of(segment);
        bool holds = end.Holds(computed);
        bool plain = Ascii.IsValid(segment) && !segment.Contains((byte)'{');
        if (holds && (plain || !SealedContent.LooksSealed(segment, crcHolds: true)))
        {
            cut = new Cut(end.At, RejectReason.None, end.Given, computed);
            return true;
        }
        return TryCutSealed(buffer, atEnd, keys, declared, end, out cut, out bool wait)
            || (!wait && TryCutBroken(buffer, atEnd, declared, end, computed, out cut));
    }

    /// <summary>HJ 212-2025 6.4: length and CRC were made over the plain text.</summary>
    private static bool TryCutSealed(
        ReadOnlySpan<byte> buffer, bool atEnd, KeyRing? keys, int declared, Ending end, out Cut cut, out bool wait)
    {
        cut = default;
        int whole = SealedContent.LiteralFrameLength(buffer, declared, atEnd, out wait);
        if (wait)
            return false;
        if (whole == 0)
        {
            if (!end.Fits || !end.HasTail
                || !SealedContent.LooksSealed(buffer.Slice(HeadBytes, declared), end.Holds(Crc.Of(
                    buffer.Slice(HeadBytes, declared))))
                || NextHead(buffer, end.At, out _) < end.At)
                return false;
            whole = end.At;
        }
        ReadOnlySpan<byte> frame = buffer[..whole];
        ushort given = SealedContent.CrcGiven(frame);
        if (keys is not null && SealedContent.TryOpen(frame, keys, out _))
            cut = new Cut(whole, RejectReason.None, given, given);
        else
            cut = new Cut(whole, RejectReason.Decrypt, given, Crc.Of(buffer.Slice(HeadBytes, declared)));
        return true;
    }

    /// <summary>A head with a length, but the CRC there is wrong or there is none.</summary>
    private static bool TryCutBroken(
        ReadOnlySpan<byte> buffer, bool atEnd, int declared, Ending end, ushort computed, out Cut cut)
    {
        if (!end.Fits)
            return TryCutRun(buffer, atEnd, RejectReason.Truncated, out cut, HeadBytes + declared + 4);
        int length = Math.Min(end.At, NextHead(buffer, end.At, out _));
        cut = new Cut(length, RejectReason.Crc, end.Given, computed);
        return true;
    }

    /// <summary>Bytes up to the next plausible head, to the limit, or to the end of the stream.</summary>
    /// <param name="declaredEnd">Where a CRC should have ended; a piece that reaches so far was not truncated.</param>
    private static bool TryCutRun(
        ReadOnlySpan<byte> buffer, bool atEnd, RejectReason reason, out Cut cut, int declaredEnd = int.MaxValue)
    {
        cut = default;
        int length = NextHead(buffer, GarbageBytesMax, out bool unclear);
        if (length == GarbageBytesMax || length == buffer.Length || unclear)
        {
            // Without a head so far: more bytes may bring one, unless even a head at the limit would be visible.
            if (!atEnd && buffer.Length < GarbageBytesMax + HeadBytes - 1)
                return false;
            length = Math.Min(buffer.Length, GarbageBytesMax);
        }
        if (reason == RejectReason.Truncated && (declaredEnd <= length || HasEnding(buffer[..length])))
            reason = RejectReason.Length; // Nothing is missing: the number before it is wrong.
        cut = new Cut(length, reason, 0, 0);
        return true;
    }

    private enum Likeness { No, Yes, Unclear }

    private static Likeness HeadAt(ReadOnlySpan<byte> buffer, int at)
    {
        for (int i = 0; i < HeadBytes; i++)
        {
            if (at + i >= buffer.Length)
                return Likeness.Unclear;
            byte b = buffer[at + i];
            if (i < 2 ? b != (byte)'#' : !Digits.IsDigit(b))
                return Likeness.No;
        }
        return Likeness.Yes;
    }

    /// <summary>Where the next plausible head after the first byte stands; without one the limit or the end.</summary>
    /// <param name="unclear">The buffer ends inside what may become a head before the limit.</param>
    private static int NextHead(ReadOnlySpan<byte> buffer, int limit, out bool unclear)
    {
        unclear = false;
        int stop = Math.Min(limit, buffer.Length);
        for (int at = 1; at < stop; at++)
        {
            int step = buffer[at..stop].IndexOf((byte)'#');
            if (step < 0)
                break;
            at += step;
            Likeness head = HeadAt(buffer, at);
            if (head == Likeness.Yes)
                return at;
            if (head == Likeness.Unclear)
            {
                unclear = true;
                break;
            }
        }
        return stop;
    }

    private static RejectReason ReasonWithoutHead(ReadOnlySpan<byte> buffer, Likeness head)
    {
        if (!buffer.StartsWith("##"u8))
            return RejectReason.Garbage;
        return head == Likeness.Unclear ? RejectReason.Truncated : RejectReason.Length;
    }

    /// <summary>True when the bytes end as a frame does: <c>&amp;&amp;</c>, hex digits, CR or LF.</summary>
    private static bool HasEnding(ReadOnlySpan<byte> piece)
    {
        ReadOnlySpan<byte> text = piece.TrimEnd("\r\n"u8);
        if (text.Length == piece.Length)
            return false;
        int digits = 0;
        while (digits < 4 && digits < text.Length && Digits.Hex(text[^(digits + 1)]) >= 0)
            digits++;
        return digits >= 3 && text[..^digits].EndsWith("&&"u8);
    }
}
