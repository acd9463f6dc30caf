using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj76Of2017Tests
{
    private static Hj76Of2017 Edition => Given.Shipped.Of<Hj76Of2017>();

    [Theory]
    [InlineData(60, 12, 1)]
    [InlineData(59, 11, 0)]
    [InlineData(3600, 720, 60)]
    [Clause("HJ 76-2017", "附录 B")]
    public void A_set_is_due_every_five_seconds_and_a_record_every_minute(int seconds, int sets, int minutes)
    {
        Assert.Equal(sets, Edition.RealTimeDue(seconds));
        Assert.Equal(minutes, Edition.MinutesDue(seconds));
    }

    [Theory]
    [InlineData(94.9, false)]
    [InlineData(95, true)]
    [Clause("HJ 76-2017", "6 转换效率")]
    public void A_converter_suffices_from_95_percent(double percent, bool suffices) =>
        Assert.Equal(suffices, Edition.ConverterSuffices((decimal)percent));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(4, 0, 0)]
    [InlineData(5, 1, 0)]
    [InlineData(119, 23, 1)]
    [InlineData(120, 24, 2)]
    [Clause("HJ 76-2017", "附录 B")]
    public void A_set_or_record_is_due_when_its_time_is_full(int seconds, int sets, int minutes) =>
        Assert.Equal((sets, minutes), (Edition.RealTimeDue(seconds), Edition.MinutesDue(seconds)));
}
