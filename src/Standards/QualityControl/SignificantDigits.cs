namespace Qingyuan.Standards;

/// <summary>
/// Arithmetic of measured numbers (有效数字运算), whose digits are those written: a decimal keeps the zeros at its end. One
/// rounding at the end, after GB/T 8170; the full result stays with the caller.
/// </summary>
public static class SignificantDigits
{
    /// <summary>How many digits count: 0.0120 has three, 100 has three, 0 has one.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static int Count(decimal value)
    {
        decimal digits = Math.Abs(value) * Pow10(value.Scale);
        int count = 1;
        for (; digits >= 10; digits /= 10)
            count++;
        return count;
    }

    /// <summary>A sum keeps the fewest decimals of its terms.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static decimal Sum(params IReadOnlyList<decimal> terms) =>
        Gbt8170Of2008.RoundPlaces(terms.Sum(), terms.Min(t => t.Scale));

    /// <summary>A product keeps the fewest significant digits of its factors.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static decimal Product(decimal a, decimal b) =>
        Gbt8170Of2008.RoundSignificant(a * b, Math.Min(Count(a), Count(b)));

    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static decimal Quotient(decimal a, decimal b) =>
        Gbt8170Of2008.RoundSignificant(a / b, Math.Min(Count(a), Count(b)));

    /// <summary>A logarithm (pH) has as many decimals as its argument has digits.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static decimal Logarithm10(decimal argument) =>
        // Through double: its sixteen digits are more than any measured number has.
        Gbt8170Of2008.RoundPlaces((decimal)Math.Log10((double)argument), Count(argument));

    /// <summary>A result has no more decimals than the method's detection limit.</summary>
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public static decimal Reported(decimal result, decimal detectionLimit) =>
        result.Scale > detectionLimit.Scale ? Gbt8170Of2008.RoundPlaces(result, detectionLimit.Scale) : result;

    private static decimal Pow10(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < exponent; i++)
            power *= 10;
        return power;
    }
}
