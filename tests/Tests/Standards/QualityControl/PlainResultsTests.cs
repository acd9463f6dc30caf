using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class PlainResultsTests
{
    private static QualityControl Quality => Given.Shipped.Of<QualityControl>();

    [Fact]
    [Clause("质量控制", "过于理想的结果")]
    public void What_is_unusually_plain_is_counted()
    {
        Assert.Equal((2, 3), PlainResults.EqualPairs([(1, 1), (2, 2.1m), (3, 3)]));
        Assert.Equal((3, 5), Quality.PlainRecoveries([97.9m, 98, 100, 102, 102.1m]));
        Assert.Equal((4, 6), PlainResults.RepeatedAreas([5, 5, 6, 7, 7, 8]));
    }

    [Fact]
    [Clause("质量控制", "末位数字 χ²(0.95;9)")]
    public void Last_digits_are_held_to_chance_from_fifty_results_on()
    {
        string[] even = [.. Enumerable.Range(0, 50).Select(i => $"1.{i % 10}")];
        Assert.Equal(0m, Quality.TerminalDigits(even).Value);
        Assert.True(Quality.TerminalDigits(even).Met);
        Assert.Null(Quality.TerminalDigits(even[1..]).Met);
        Assert.Equal("qc.plain.terminal-digit", Quality.TerminalDigits(even[1..]).Code);
        // All end in 5: (45² + 9·5²)/5 = 450.
        QualityCheck fives = Quality.TerminalDigits([.. Enumerable.Repeat("0.5", 50)]);
        Assert.Equal((450m, 16.919m, false), (fives.Value, fives.Most, fives.Met));
        Assert.Equal("qc.plain.terminal-digit", fives.Code);
        Assert.Throws<ArgumentException>(() => Quality.TerminalDigits(["ND"]));
        Assert.Throws<ArgumentException>(() => Quality.TerminalDigits([""]));
        Assert.Throws<ArgumentException>(() => Quality.TerminalDigits(["1/"]));
    }
}
