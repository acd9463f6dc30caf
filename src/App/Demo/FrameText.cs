using System.Buffers.Text;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.App.Demo;

/// <summary>
/// Writes one frame into a buffer of the caller, without garbage: it shares two cores with the server that it feeds.
/// </summary>
internal ref struct FrameText(Span<byte> to)
{
    private const int HeadBytes = 6;

    private readonly Span<byte> _to = to;
    private int _at = HeadBytes;

    public void Put(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_to[_at..]);
        _at += text.Length;
    }

    public void Put(string text) => _at += Encoding.UTF8.GetBytes(text, _to[_at..]);

    public void Put(byte value) => _to[_at++] = value;

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, _to[_at..], out int written);
        _at += written;
    }

    /// <summary>Whole steps of a resolution as text with exactly that many digits.</summary>
    public void Steps(long steps, int digits)
    {
        if (steps < 0)
            Put((byte)'-');
        ulong value = (ulong)Math.Abs(steps), power = (ulong)Factor.Powers[digits];
        Utf8Formatter.TryFormat(value / power, _to[_at..], out int written);
        _at += written;
        if (digits == 0)
            return;
        Put((byte)'.');
        Digits(value % power, digits);
    }

    /// <summary><c>YYYYMMDDhhmmss</c> of the logger's clock, Beijing time.</summary>
    public void Stamp(long unixSeconds) => Digits((ulong)Clock(unixSeconds), 14);

    /// <summary><c>YYYYMMDDhhmmsszzz</c> as a number: how acknowledgements are told apart.</summary>
    public static long Qn(long unixMilliseconds) =>
        Clock(unixMilliseconds / 1000) * 1000 + unixMilliseconds % 1000;

    /// <summary>Puts head, length, CRC and tail around what was written; returns the frame's length.</summary>
    public readonly int End() => FrameWriter.Close(_to, _at - HeadBytes);

    private static long Clock(long unixSeconds)
    {
        DateTimeOffset time = Beijing.FromMilliseconds(unixSeconds * 1000);
        time.Deconstruct(out DateOnly date, out TimeOnly clock, out _);
        return (date.Year * 10_000L + date.Month * 100 + date.Day) * 1_000_000
            + clock.Hour * 10_000 + clock.Minute * 100 + clock.Second;
    }

    public void Digits(ulong value, int digits)
    {
        for (int i = digits - 1; i >= 0; i--)
        {
            _to[_at + i] = (byte)('0' + value % 10);
            value /= 10;
        }
        _at += digits;
    }
}
