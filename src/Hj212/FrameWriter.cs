using System.Buffers;
using System.Text;

namespace Qingyuan.Hj212;

/// <summary>Puts head, length, CRC and tail around a data segment (数据段). Never changes the segment.</summary>
public static class FrameWriter
{
    /// <summary>Bytes around a segment.</summary>
    public const int FrameBytesAround = 12;

    /// <summary>Writes the whole frame of any bytes up to <see cref="Framing.SegmentBytesMax"/>.</summary>
    public static void Write(ReadOnlySpan<byte> segment, IBufferWriter<byte> output)
    {
        Span<byte> frame = output.GetSpan(segment.Length + FrameBytesAround);
        segment.CopyTo(frame[Framing.HeadBytes..]);
        output.Advance(Close(frame, segment.Length));
    }

    /// <summary>The whole frame of a segment given as text; Chinese characters become UTF-8 (2017 6.3).</summary>
    public static byte[] Frame(string segment) => Frame(Encoding.UTF8.GetBytes(segment));

    public static byte[] Frame(ReadOnlySpan<byte> segment)
    {
        byte[] frame = new byte[segment.Length + FrameBytesAround];
        segment.CopyTo(frame.AsSpan(Framing.HeadBytes));
        Close(frame, segment.Length);
        return frame;
    }

    /// <summary>
    /// Writes head, length, CRC and tail around a segment that already stands at offset 6, and returns the length of
    /// the whole frame.
    /// </summary>
    public static int Close(Span<byte> frame, int segmentLength)
    {
        if (segmentLength is < 0 or > Framing.SegmentBytesMax)
        {
            throw new ArgumentOutOfRangeException(nameof(segmentLength), segmentLength,
                $"A data segment has at most {Framing.SegmentBytesMax} bytes; split the message (PNUM, PNO).");
        }
        "##"u8.CopyTo(frame);
        Digits.WriteDecimal4(segmentLength, frame[2..]);
        int end = Framing.HeadBytes + segmentLength;
        Digits.WriteHex4(Crc.Of(frame[Framing.HeadBytes..end]), frame[end..]);
        "\r\n"u8.CopyTo(frame[(end + 4)..]);
        return end + 6;
    }
}
