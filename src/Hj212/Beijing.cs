using System.Globalization;

namespace Qingyuan.Hj212;

/// <summary>The only place where a logger's text becomes an instant, and back. UTC+8, no daylight saving.</summary>
public static class Beijing
{
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    /// <summary>Reads the first 14 digits, <c>YYYYMMDDhhmmss</c>; longer text (QN, 17 digits) is accepted.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 14)
            return false;
        Span<int> n = stackalloc int[14];
        for (int i = 0; i < 14; i++)
        {
            if (text[i] is < (byte)'0' or > (byte)'9')
                return false;
            n[i] = text[i] - '0';
        }
        int year = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3], month = n[4] * 10 + n[5], day = n[6] * 10 + n[7];
        int hour = n[8] * 10 + n[9], minute = n[10] * 10 + n[11], second = n[12] * 10 + n[13];
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        if (year == 1 && month == 1 && day == 1)
            return false; // Its UTC instant would lie before the calendar's first day.
        instant = new DateTimeOffset(year, month, day, hour, minute, second, Offset);
        return true;
    }

    /// <summary><c>YYYYMMDDhhmmss</c> in Beijing time.</summary>
    public static string Text(DateTimeOffset instant) =>
        instant.ToOffset(Offset).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    /// <summary>The instant of a table's UTC milliseconds, at +08:00.</summary>
    public static DateTimeOffset FromMilliseconds(long utcMilliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(utcMilliseconds).ToOffset(Offset);
}
