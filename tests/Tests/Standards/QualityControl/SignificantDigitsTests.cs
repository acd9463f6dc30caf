using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class SignificantDigitsTests
{
    [Theory]
    [InlineData("0.0120", 3)]
    [InlineData("100", 3)]
    [InlineData("-9.99", 3)]
    [InlineData("10.0", 3)]
    [InlineData("0", 1)]
    [InlineData("0.00", 1)]
    [InlineData("7", 1)]
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public void Digits_count_from_the_first_that_is_not_zero(string value, int count) =>
        Assert.Equal(count, SignificantDigits.Count(N(value)));

    [Fact]
    [Clause("水和废水监测分析方法(第四版)", "第二篇 有效数字")]
    public void A_result_has_the_digits_of_its_poorest_part()
    {
        // The textbook's sum: 0.0121 + 25.64 + 1.05782 = 26.70992, by two decimals.
        Assert.Equal("26.71", Printed(SignificantDigits.Sum(0.0121m, 25.64m, 1.05782m)));
        // The textbook's product: 0.0121 · 25.64 = 0.310244, by three digits.
        Assert.Equal("0.310", Printed(SignificantDigits.Product(0.0121m, 25.64m)));
        Assert.Equal("0.310", Printed(SignificantDigits.Product(25.64m, 0.0121m)));
        Assert.Equal("3.3", Printed(SignificantDigits.Quotient(10.00m, 3.0m)));
        Assert.Equal("3.3", Printed(SignificantDigits.Quotient(10m, 3.000m)));
        // pH of 6.3e-12: two digits, two decimals.
        Assert.Equal("-11.20", Printed(SignificantDigits.Logarithm10(0.0000000000063m)));
        Assert.Equal("0.012", Printed(SignificantDigits.Reported(0.0124m, 0.004m)));
        Assert.Equal("0.01", Printed(SignificantDigits.Reported(0.01m, 0.004m)));
    }

    private static string Printed(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static decimal N(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
