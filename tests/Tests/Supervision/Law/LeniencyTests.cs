using CsCheck;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>从旧兼从轻: the law of the act, unless the new one is lighter.</summary>
[Clause("行政处罚法", "37")]
public sealed class LeniencyTests
{
    private static LawArticle Fine(string id, decimal? min, decimal? max) =>
        Qingyuan.Supervision.Law.Shipped.Find(id)! with { FineMin = min, FineMax = max };

    private static LawArticle Old(decimal? min, decimal? max) => Fine("环境保护法 63", min, max);

    private static LawArticle New(decimal? min, decimal? max) => Fine("生态环境法典 1108", min, max);

    [Theory]
    [InlineData(10, 100, 5, 50, true)]
    [InlineData(10, 100, 10, 50, true)]
    [InlineData(10, 100, 5, 100, true)]
    [InlineData(10, 100, 10, 100, false)]
    [InlineData(10, 100, 20, 100, false)]
    [InlineData(10, 100, 10, 101, false)]
    public void The_lighter_of_two_ranges_holds_and_the_old_one_when_they_are_equal(
        int oldMin, int oldMax, int newMin, int newMax, bool isNew)
    {
        LawArticle then = Old(oldMin, oldMax), now = New(newMin, newMax);
        LawChoice choice = Leniency.Choose(then, now);
        Assert.Equal(isNew ? now : then, choice.Applies);
        Assert.False(choice.NeedsPerson);
    }

    [Theory]
    [InlineData(20, 50)]
    [InlineData(5, 200)]
    public void One_bound_lighter_and_one_heavier_is_for_a_lawyer(int min, int max) =>
        Assert.True(Leniency.Choose(Old(10, 100), New(min, max)).NeedsPerson);

    [Fact]
    public void Without_amounts_a_lawyer_decides_and_until_then_the_old_law_stands()
    {
        LawChoice choice = Leniency.Choose(Old(null, null), New(10, 100));
        Assert.True(choice.NeedsPerson);
        Assert.Equal("环境保护法", choice.Applies!.Instrument.Id);
        Assert.True(Leniency.Choose(Old(10, 100), New(null, null)).NeedsPerson);
    }

    [Fact]
    public void What_is_no_longer_punished_is_not_punished() =>
        Assert.Null(Leniency.Choose(Old(10, 100), null).Applies);

    [Fact]
    public void The_same_article_needs_no_comparison() =>
        Assert.Equal(Old(1, 2), Leniency.Choose(Old(1, 2), Old(1, 2)).Applies);

    [Fact]
    public void Nobody_is_ever_punished_by_a_heavier_law_than_that_of_the_act() =>
        Gen.Select(Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50], Gen.Int[0, 50]).Sample((a, b, c, d) =>
        {
            LawArticle then = Old(Math.Min(a, b), Math.Max(a, b)), now = New(Math.Min(c, d), Math.Max(c, d));
            LawArticle applies = Leniency.Choose(then, now).Applies!;
            Assert.True(applies.FineMax <= then.FineMax && applies.FineMin <= then.FineMin);
        });
}
