using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterValueTests
{
    [Theory]
    [InlineData("0.12", "0.12", true, null)]
    [InlineData(" 5e-05 ", "0.00005", true, null)]
    [InlineData("0.004L", "0.002", false, "0.004")]
    [InlineData("<0.004", "0.002", false, "0.004")]
    [InlineData("\uFF1C0.004", "0.002", false, "0.004")]
    [InlineData("nd", "0", false, null)]
    [InlineData("未检出", "0", false, null)]
    public void A_result_is_read_as_a_laboratory_writes_it(string text, string evaluated, bool detected, string? limit)
    {
        Assert.True(WaterValue.TryRead(text, out WaterValue value));
        Assert.Equal(decimal.Parse(evaluated, null), value.Evaluated);
        Assert.Equal(detected, value.IsDetected);
        Assert.Equal(limit is null ? null : decimal.Parse(limit, null), value.DetectionLimit);
        Assert.Equal(detected || limit is not null, value.HasNumber);
    }

    [Theory]
    [InlineData("")]
    [InlineData("L")]
    [InlineData("<")]
    [InlineData("<L")]
    [InlineData("0L")]
    [InlineData("<-1")]
    [InlineData("有点")]
    [InlineData("0.004 mg/L")]
    [InlineData("<0.004L")]
    public void What_is_no_result_is_not_read(string text) => Assert.False(WaterValue.TryRead(text, out _));

    [Fact]
    public void A_value_is_written_as_in_a_report()
    {
        Assert.Equal("0.50", WaterValue.Of(0.50m).ToString());
        Assert.Equal("0.004L", WaterValue.NotDetected(0.004m).ToString());
        Assert.Equal("未检出", WaterValue.NotDetected().ToString());
        Assert.Equal(1, WaterValue.Present(true).Evaluated);
        Assert.Equal(0, WaterValue.Present(false).Evaluated);
    }
}
