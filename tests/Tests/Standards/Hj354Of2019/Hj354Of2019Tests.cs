using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj354Of2019Tests
{
    private static Tables Day => Given.Shipped;
    private static Hj354Of2019 Edition => Day.Of<Hj354Of2019>();
    private static Hj355Of2019 Tolerances => Day.Of<Hj355Of2019>();

    /// <summary>The mean 110 of a laboratory's 100 is within 15 %.</summary>
    private static readonly AcceptanceSample Good = new(100, [105, 115]);

    [Fact]
    [Clause("HJ 354-2019", "验收 实际水样比对")]
    public void Every_sample_must_be_within_and_the_instruments_mean_is_meant()
    {
        Assert.True(Edition.Accepts(Tolerances, "COD", [Good, Good, Good]));
        Assert.True(Edition.Accepts(Tolerances, "COD", [Good, Good, new(100, [70, 130])]));
        Assert.False(Edition.Accepts(Tolerances, "COD", [Good, Good, new(100, [115, 116])]));
    }

    [Fact]
    [Clause("HJ 354-2019", "验收 实际水样比对")]
    public void Too_few_samples_or_measurements_say_nothing()
    {
        Assert.Null(Edition.Accepts(Tolerances, "COD", [Good, Good]));
        Assert.Null(Edition.Accepts(Tolerances, "COD", [Good, Good, new(100, [100])]));
        Assert.Null(Edition.Accepts(Tolerances, "As", [Good, Good, Good]));
    }

    [Fact]
    [Clause("HJ 354-2019", "验收 实际水样比对")]
    public void One_sample_without_fails_wherever_it_stands_and_the_tolerance_itself_is_within()
    {
        AcceptanceSample most = new(100, [115, 115]), over = new(100, [115, 115.1m]);
        Assert.True(Edition.Accepts(Tolerances, "COD", [most, most, most, most]));
        Assert.False(Edition.Accepts(Tolerances, "COD", [over, most, most]));
        Assert.False(Edition.Accepts(Tolerances, "COD", [most, over, most]));
        Assert.Null(Edition.Accepts(Tolerances, "COD", [new(100, [100]), most, most, most]));
    }
}
