using System.Globalization;

namespace Qingyuan.Standards;

/// <summary>
/// A result as a laboratory reports it (监测结果): a number, or "not detected" (未检出) with its detection limit where it
/// was told. Never a guess: what is not known is no value at all.
/// </summary>
public readonly record struct WaterValue
{
    private WaterValue(decimal evaluated, bool isDetected, decimal? detectionLimit)
    {
        Evaluated = evaluated;
        IsDetected = isDetected;
        DetectionLimit = detectionLimit;
    }

    /// <summary>
    /// The number that enters an evaluation: half the detection limit where nothing was detected, and zero where the
    /// limit was not told either (it is taken as lying below every limit).
    /// </summary>
    public decimal Evaluated { get; }

    public bool IsDetected { get; }

    /// <summary>Null where something was detected, or where the laboratory did not tell it.</summary>
    public decimal? DetectionLimit { get; }

    /// <summary>False for "not detected" without a limit: it can be classed, but is no number for a mean.</summary>
    public bool HasNumber => IsDetected || DetectionLimit is not null;

    public static WaterValue Of(decimal number) => new(number, true, null);

    /// <summary>Something seen or smelt: 无 or 有, kept as zero or one.</summary>
    public static WaterValue Present(bool present) => new(present ? 1 : 0, true, null);

    public static WaterValue NotDetected(decimal? detectionLimit = null) =>
        new(detectionLimit / 2 ?? 0, false, detectionLimit);

    /// <summary>Reads <c>0.12</c>, <c>0.004L</c>, <c>&lt;0.004</c>, <c>ND</c> or <c>未检出</c>.</summary>
    public static bool TryRead(string text, out WaterValue value)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        value = default;
        if (trimmed.Equals("ND", StringComparison.OrdinalIgnoreCase) || trimmed.SequenceEqual("未检出"))
        {
            value = NotDetected();
            return true;
        }
        bool below = trimmed.Length > 1 && trimmed[0] is '<' or '\uFF1C';
        bool marked = !below && trimmed.Length > 1 && trimmed[^1] is 'L';
        ReadOnlySpan<char> digits = below ? trimmed[1..] : marked ? trimmed[..^1] : trimmed;
        if (!decimal.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            return false;
        if ((below || marked) && number <= 0)
            return false;
        value = below || marked ? NotDetected(number) : Of(number);
        return true;
    }

    /// <summary>As it would be written in a report.</summary>
    public override string ToString() => IsDetected
        ? Evaluated.ToString(CultureInfo.InvariantCulture)
        : DetectionLimit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"{limit}L") : "未检出";
}
