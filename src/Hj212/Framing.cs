namespace Qingyuan.Hj212;

/// <summary>Why bytes are no frame. The names on the wire of our JSON are the lower-case ones.</summary>
public enum RejectReason { None, Crc, Length, Truncated, Oversize, Garbage, Decrypt }

/// <summary>One piece cut from the start of a byte stream: a whole frame (通讯包) or bytes that are none.</summary>
public readonly record struct Cut(int Length, RejectReason Reason, ushort CrcGiven, ushort CrcComputed)
{
    public bool IsFrame => Reason == RejectReason.None;
}

/// <summary>Cuts a stream into frames by their length field. Never searches for the tail, never loses a byte.</summary>
public static class Framing
{
    /// <summary>Largest whole frame: 2 head + 4 length + 9999 segment + 4 CRC + 2 tail.</summary>
    public const int FrameBytesMax = 10_011;

    /// <summary>
    /// Cuts one piece from the start of <paramref name="buffer"/>. False = more bytes are needed
    /// (never at <paramref name="atEnd"/> unless the buffer is empty). The pieces of a stream are the same
    /// however it was split into reads.
    /// </summary>
    public static bool TryCut(ReadOnlySpan<byte> buffer, bool atEnd, out Cut cut) =>
        throw new NotImplementedException();
}
