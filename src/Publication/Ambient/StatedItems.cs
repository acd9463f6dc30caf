using System.Globalization;

namespace Qingyuan.Publication;

/// <summary>
/// What a station's record says (监测报文内容): mean and flag of each factor, as sent. Reads the items that
/// Telemetry keeps; never judges.
/// </summary>
internal sealed class StatedItems
{
    private readonly Dictionary<string, (string? Average, string? Flag)> _factors = [];

    /// <summary>Most items that are looked at; HJ 212 allows a segment of 9,999 bytes.</summary>
    private const int ItemsMax = 5_000;

    public void Add(string items)
    {
        int count = 0;
        foreach (Range range in items.AsSpan().SplitAny(',', ';'))
        {
            ReadOnlySpan<char> item = items.AsSpan(range);
            int dash = item.IndexOf('-'), equal = item.IndexOf('=');
            if (dash <= 0 || equal < dash || ++count > ItemsMax)
                continue;
            string code = item[..dash].ToString();
            ReadOnlySpan<char> field = item[(dash + 1)..equal];
            var known = _factors.GetValueOrDefault(code);
            if (field is "Avg" || (field is "Rtd" && known.Average is null))
                known.Average = item[(equal + 1)..].Trim().ToString();
            else if (field is "Flag")
                known.Flag = item[(equal + 1)..].Trim().ToString();
            _factors[code] = known;
        }
    }

    public string? Stated(string code) => _factors.GetValueOrDefault(code).Average;

    /// <summary>The value, or why it does not count. A record without a flag counts (HJ 212: the flag may be left out).
    /// </summary>
    public (decimal? Value, string? Reason) Value(string code)
    {
        if (!_factors.TryGetValue(code, out var factor) || factor.Average is not { Length: > 0 } text)
            return (null, "missing");
        if (factor.Flag is { Length: > 0 } flag && flag != "N")
            return (null, "flag:" + (flag.Length <= 4 ? flag : flag[..4]));
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out decimal value)
            ? (value, null) : (null, "text");
    }
}
