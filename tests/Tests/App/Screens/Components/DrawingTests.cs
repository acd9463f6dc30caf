using Qingyuan.App.Screens.Components;

namespace Qingyuan.Tests.App.Screens.Components;

public sealed class DrawingTests
{
    [Fact]
    public void A_missing_value_is_a_gap_and_a_lonely_one_a_dash()
    {
        var (line, limit) = SparkPath.Of([1, 2, null, 3, null], null, 40, 20);
        Assert.Equal("M0 18L10 10M30 2h1", line);
        Assert.Null(limit);
    }

    [Fact]
    public void The_limit_is_always_in_view()
    {
        var (line, limit) = SparkPath.Of([10, 20], 30, 10, 22);
        Assert.Equal("2", limit);
        Assert.Equal("M0 20L10 11", line);
    }

    [Fact]
    public void Nothing_known_draws_nothing() => Assert.Equal(("", null), SparkPath.Of([null, null], 5, 10, 10));

    [Fact]
    public void A_code_has_its_three_finders()
    {
        var (path, size) = QrPath.Of("https://ledger.example/v/000213");
        // ISO/IEC 18004: a finder has 7 modules and begins at the edge, here after the quiet zone of 4.
        Assert.Contains("M4 4h7v1h-7z", path, StringComparison.Ordinal);
        Assert.Contains($"M{size - 11} 4h7v1h-7z", path, StringComparison.Ordinal);
        Assert.Contains($"M4 {size - 11}h7v1h-7z", path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_no_code_holds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => QrPath.Of(new string('a', QrPath.BytesMax + 1)));
}
