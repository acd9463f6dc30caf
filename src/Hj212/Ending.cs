namespace Qingyuan.Hj212;

/// <summary>
/// What stands where a frame's length says that its CRC and tail (包尾) are. Tolerates lower case, dropped leading
/// zeros before a tail, and a tail of CR, LF or nothing.
/// </summary>
internal readonly struct Ending
{
    /// <summary>The decision hangs on bytes that are not there.</summary>
    public bool NeedsMore { get; private init; }
    /// <summary>Where the frame ends, tail included.</summary>
    public int At { get; private init; }
    public int CrcDigits { get; private init; }
    public int TailBytes { get; private init; }
    public ushort Given { get; private init; }
    /// <summary>Looks like the end of a frame, whatever the CRC's value.</summary>
    public bool Fits { get; private init; }

    public bool HasTail => TailBytes > 0;

    /// <summary>One public writer drops leading zeros; only a tail behind makes a shorter CRC unambiguous.</summary>
    public bool Holds(ushort computed) => Given == computed && (CrcDigits == 4 || (CrcDigits > 0 && HasTail));

    public static Ending Read(ReadOnlySpan<byte> buffer, int at, bool atEnd)
    {
        if (at > buffer.Length)
            return new Ending { NeedsMore = true };
        int digits = 0, given = 0;
        for (; digits < 4 && at < buffer.Length && Digits.Hex(buffer[at]) is var hex and >= 0; digits++, at++)
            given = (given << 4) | hex;
        bool ended = at == buffer.Length;
        if (ended && (!atEnd || digits == 0))
            return new Ending { NeedsMore = true };

        int tail = 0;
        bool fits = ended && digits == 4;
        if (!ended && buffer[at] == (byte)'\r')
        {
            if (at + 1 == buffer.Length && !atEnd)
                return new Ending { NeedsMore = true };
            tail = at + 1 < buffer.Length && buffer[at + 1] == (byte)'\n' ? 2 : 1;
        }
        else if (!ended)
        {
            tail = buffer[at] == (byte)'\n' ? 1 : 0;
            fits = buffer[at] == (byte)'#' && digits == 4;
        }
        return new Ending
        {
            At = at + tail,
            CrcDigits = digits,
            TailBytes = tail,
            Given = (ushort)given,
            Fits = digits > 0 && (fits || tail > 0),
        };
    }
}
