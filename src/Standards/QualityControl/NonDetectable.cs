using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>A result that may be a non-detect (未检出), with the detection limit where its text states one.</summary>
/// <param name="Value">0 for a non-detect; what it counts depends on the purpose.</param>
public readonly record struct NonDetectable(decimal Value, decimal? OwnLimit, bool IsNonDetect)
{
    private static readonly string[] _words = ["ND", "N.D.", "未检出", "<DL", "<MDL"];

    public bool NeedsLimit => IsNonDetect && OwnLimit is null;

    /// <summary>Reads <c>0.012</c>, <c>ND</c>, <c>&lt;0.004</c> and <c>0.004L</c>.</summary>
    [Clause("HJ 91.1-2019", "未检出")]
    public static bool TryRead(string text, out NonDetectable result)
    {
        string trimmed = text.Trim();
        result = default;
        if (_words.Contains(trimmed, StringComparer.OrdinalIgnoreCase))
        {
            result = new(0, null, true);
            return true;
        }
        bool isBelow = trimmed.StartsWith('<') || trimmed.EndsWith('L');
        string digits = trimmed.TrimStart('<').TrimEnd('L');
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
            || (isBelow && number <= 0))
            return false;
        result = isBelow ? new(0, number, true) : new(number, null, false);
        return true;
    }

    /// <summary>As a report prints a non-detect (HJ 91 series): the detection limit with L.</summary>
    [Clause("HJ 91.1-2019", "未检出")]
    public static string Printed(decimal detectionLimit) =>
        detectionLimit.ToString(CultureInfo.InvariantCulture) + "L";
}
