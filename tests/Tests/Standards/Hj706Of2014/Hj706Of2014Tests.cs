using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj706Of2014Tests
{
    private static Hj706Of2014 Edition => Given.Shipped.Of<Hj706Of2014>();

    [Theory]
    [InlineData("57.6", null)]
    [InlineData("57.5", null)]
    [InlineData("57.4", "57")]
    [InlineData("57", "57")]
    [InlineData("56.6", "57")]
    [InlineData("56.4", "58")]
    [InlineData("55", "58")]
    [InlineData("54.6", "58")]
    [InlineData("54.4", "59")]
    [InlineData("50", "59")]
    [InlineData("49.6", "59")]
    [InlineData("49.4", "60")]
    [InlineData("20", "60")]
    [InlineData("65", null)]
    [Clause("HJ 706-2014", "背景修正")]
    public void Sixty_is_corrected_by_what_it_stands_above_the_background(string background, string? level)
    {
        var found = Edition.Corrected(60, decimal.Parse(background));
        Assert.Equal(level is null ? (decimal?)null : decimal.Parse(level), found?.Level);
        Assert.Equal(level is null ? null : "背景修正", found?.Citation.Clause);
    }

    [Fact]
    [Clause("HJ 706-2014", "背景修正")]
    public void The_result_is_in_full_decibels() => Assert.Equal(59m, Edition.Corrected(60.4m, 52)!.Value.Level);
}
