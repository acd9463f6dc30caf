namespace Qingyuan.Hj212;

/// <summary>Hexadecimal and decimal digits as HJ 212 writes them. Never throws.</summary>
internal static class Digits
{
    /// <summary>The value of a hexadecimal digit of either case, or −1.</summary>
    public static int Hex(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'F' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'f' => digit - 'a' + 10,
        _ => -1,
    };

    public static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    public static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    /// <summary>A whole number of one to nine digits, or −1.</summary>
    public static int Number(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > 9)
            return -1;
        int value = 0;
        foreach (byte b in text)
        {
            if (!IsDigit(b))
                return -1;
            value = value * 10 + (b - '0');
        }
        return value;
    }

    /// <summary>Four upper-case hexadecimal digits, high byte first (Annex A).</summary>
    public static void WriteHex4(ushort value, Span<byte> four)
    {
        ReadOnlySpan<byte> digits = "0123456789ABCDEF"u8;
        for (int i = 3; i >= 0; i--, value >>= 4)
            four[i] = digits[value & 15];
    }

    /// <summary>Four decimal digits with leading zeros (数据段长度).</summary>
    public static void WriteDecimal4(int value, Span<byte> four)
    {
        for (int i = 3; i >= 0; i--, value /= 10)
            four[i] = (byte)('0' + value % 10);
    }
}
