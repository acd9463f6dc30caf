using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj353Of2019Tests
{
    private static Hj353Of2019 Edition => Given.Shipped.Of<Hj353Of2019>();

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(120, true)]
    [InlineData(121, false)]
    [Clause("HJ 353-2019", "采样单元 测量周期")]
    public void A_cycle_is_at_most_two_hours(int minutes, bool suffices) =>
        Assert.Equal(suffices, Edition.CycleSuffices(TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [Clause("HJ 353-2019", "采样单元 混合采样")]
    public void A_composite_takes_four_aliquots_an_hour(int aliquots, bool suffices) =>
        Assert.Equal(suffices, Edition.CompositeSuffices(aliquots));
}
