namespace Qingyuan.Standards;

/// <summary>Roots of decimals.</summary>
internal static class Root
{
    /// <summary>
    /// The square root to the digits of a decimal: the double gives sixteen of them, two steps after Newton the rest.
    /// </summary>
    public static decimal Square(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value == 0)
            return 0;
        decimal root = (decimal)Math.Sqrt((double)value);
        if (root == 0)
            return 0; // Below 1e-28 there is no digit left.
        root = (root + value / root) / 2;
        return (root + value / root) / 2;
    }
}
