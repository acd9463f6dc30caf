using System.Security.Cryptography;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.Telemetry;

/// <summary>
/// What one frame says for one key of the series, apart from when it came. Two are the same saying when items and
/// number of parts are the same.
/// </summary>
internal readonly record struct Saying(string Qn, int BackFilled, int PartCount, string Deviations, string Items)
{
    public bool SaysTheSameAs(in Saying other) => PartCount == other.PartCount && Items == other.Items;

    /// <summary>SHA-256 of what is said, as hex: the order of sayings with one QN.</summary>
    public string Digest => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(null, $"{PartCount}\n{Items}"))));

    /// <summary>The same saying again: the greatest of its receipts' attributes, in whatever order.</summary>
    public Saying MergedWith(in Saying again)
    {
        int order = string.CompareOrdinal(Qn, again.Qn);
        if (order == 0)
            order = BackFilled - again.BackFilled;
        if (order == 0)
            order = string.CompareOrdinal(Deviations, again.Deviations);
        return order >= 0 ? this : again;
    }

    public bool Beats(in Saying other, string digest, string otherDigest)
    {
        int order = string.CompareOrdinal(Qn, other.Qn);
        return order > 0 || (order == 0 && string.CompareOrdinal(digest, otherDigest) > 0);
    }
}

/// <summary>Reads the parts of a frame that the series keeps. Never interprets a value.</summary>
internal static class SeriesFrame
{
    /// <summary>A QN has 17 digits; a longer text is kept only so far (the frame has all of it).</summary>
    private const int QnCharsMax = 32;

    /// <summary>The kind of a series command (HJ 212-2017 table 9), 0 = none.</summary>
    public static SeriesKind KindOf(int command) => command switch
    {
        2011 => SeriesKind.RealTime,
        2051 => SeriesKind.Minute,
        2061 => SeriesKind.Hour,
        2031 => SeriesKind.Day,
        _ => 0,
    };

    /// <summary>
    /// How much later than its time a record may be sent and still be no back-fill: its interval, and as long again
    /// as a logger may take to make it, generously.
    /// </summary>
    private static TimeSpan PromptFor(SeriesKind kind) => kind switch
    {
        SeriesKind.RealTime => TimeSpan.FromMinutes(10),
        SeriesKind.Minute => TimeSpan.FromMinutes(60),
        SeriesKind.Hour => TimeSpan.FromHours(2),
        _ => TimeSpan.FromHours(36),
    };

    public static string Qn(Message message) =>
        Text.Decode(message.Qn[..Math.Min(message.Qn.Length, QnCharsMax)]);

    /// <summary>HJ 212-2025 has RF=1; before it, the sender's own QN against its DataTime decides.</summary>
    public static int BackFilled(Message message, SeriesKind kind, DateTimeOffset time)
    {
        if (message.BackFilled)
            return 1;
        return Beijing.TryParse(message.Qn, out var sent) && sent - time > PromptFor(kind) ? 2 : 0;
    }

    /// <summary>The data area as sent, without DataTime and its separator.</summary>
    public static string Items(Message message)
    {
        var area = message.DataArea;
        var time = message.DataTime;
        if (time.IsEmpty || !area.Overlaps(time, out int at))
            return Text.Decode(area);
        int start = area[..at].LastIndexOfAny((byte)';', (byte)',') + 1, end = at + time.Length;
        int next = area[end..].IndexOfAny((byte)';', (byte)',');
        end = next < 0 ? area.Length : end + next + 1;
        if (start == 0)
            return Text.Decode(area[end..]);
        if (end == area.Length)
            return Text.Decode(area[..(start - 1)]);
        return Text.Decode(area[..start]) + Text.Decode(area[end..]);
    }

    private static readonly Dictionary<ulong, string> s_deviations = [];
    private static readonly Lock s_lock = new();
    /// <summary>Distinct sets remembered as text; senders are odd in few ways each.</summary>
    private const int DeviationSetsMax = 4_096;

    /// <summary>The codes of all deviations in one text, separated by blanks.</summary>
    public static string Deviations(Message message)
    {
        if (message.Deviations.IsEmpty)
            return "";
        lock (s_lock)
        {
            if (s_deviations.TryGetValue(message.Deviations.Bits, out string? text))
                return text;
            if (s_deviations.Count >= DeviationSetsMax)
                s_deviations.Clear();
            text = string.Join(' ', message.Deviations.Select(Hj212.Deviations.Code));
            return s_deviations[message.Deviations.Bits] = text;
        }
    }
}
