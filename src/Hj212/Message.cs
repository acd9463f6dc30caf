namespace Qingyuan.Hj212;

/// <summary>A range of bytes inside the frame that was parsed; empty = absent.</summary>
public readonly record struct Slice(int Start, int Length);

/// <summary>
/// One <c>key=value</c> of the data area (数据区). <c>w01018-Rtd=23.4</c> has Factor w01018 and Field Rtd;
/// <c>PolId=w01018</c> has an empty Factor and Field PolId.
/// </summary>
public readonly record struct Item(Slice Factor, Slice Field, Slice Value);

/// <summary>
/// One frame, parsed tolerantly in any of the three editions. The object is made once and refilled for every frame;
/// it holds no copy: all spans point into the bytes given to <see cref="Parse"/>. Never throws for content and
/// never rejects: what is odd is a deviation.
/// </summary>
public sealed class Message
{
    /// <summary>Parses a whole frame as cut by <see cref="Framing"/> (head, length, segment, CRC, tail).</summary>
    public void Parse(ReadOnlyMemory<byte> frame) => throw new NotImplementedException();

    public ReadOnlySpan<byte> Qn => throw new NotImplementedException();
    public ReadOnlySpan<byte> St => throw new NotImplementedException();
    public ReadOnlySpan<byte> Cn => throw new NotImplementedException();
    public ReadOnlySpan<byte> Pw => throw new NotImplementedException();
    public ReadOnlySpan<byte> Mn => throw new NotImplementedException();

    /// <summary>−1 = absent.</summary>
    public int Flag => throw new NotImplementedException();
    /// <summary>Number of parts (PNUM), 0 = not split.</summary>
    public int PartCount => throw new NotImplementedException();
    /// <summary>Number of this part (PNO) from 1, 0 = not split.</summary>
    public int PartNumber => throw new NotImplementedException();
    /// <summary>2005, 2017 or 2025; a hint, the register knows better.</summary>
    public int Edition => throw new NotImplementedException();
    public bool AckWanted => throw new NotImplementedException();
    /// <summary>RF=1 (补传), 2025 only.</summary>
    public bool BackFilled => throw new NotImplementedException();
    /// <summary>DataTime as sent, empty = absent.</summary>
    public ReadOnlySpan<byte> DataTime => throw new NotImplementedException();

    /// <summary>The data area between <c>CP=&amp;&amp;</c> and <c>&amp;&amp;</c>.</summary>
    public ReadOnlySpan<byte> DataArea => throw new NotImplementedException();
    public ReadOnlySpan<Item> Items => throw new NotImplementedException();
    public ReadOnlySpan<byte> Bytes(Slice slice) => throw new NotImplementedException();
}
