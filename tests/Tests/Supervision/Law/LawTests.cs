using CsCheck;
using Qingyuan.Standards;
using Qingyuan.Supervision;

namespace Qingyuan.Tests.Supervision;

/// <summary>The law is chosen by the day of the act, and what came before and after stands beside it.</summary>
public sealed class LawTests
{
    private static readonly Qingyuan.Supervision.Law _law = Qingyuan.Supervision.Law.Shipped;
    private static readonly DateOnly _codeBegins = new(2026, 8, 15);

    private static readonly Gen<DateOnly> _days =
        Gen.Int[new DateOnly(1995, 1, 1).DayNumber, new DateOnly(2040, 1, 1).DayNumber].Select(DateOnly.FromDayNumber);

    private static readonly LawArticle[] _all = [.. _law.Articles];
    private static readonly Gen<LawArticle> _articles = Gen.Int[0, _all.Length - 1].Select(i => _all[i]);

    [Fact]
    public void Every_citation_on_any_day_is_in_force_on_that_day_and_the_others_are_on_their_side_of_it() =>
        Gen.Select(_articles, _days).Sample((article, day) =>
        {
            LawCitation cited = _law.Cite(article.Id, day)!;
            Assert.All(cited.InForce, a => Assert.True(a.Instrument.From <= day && !(a.Instrument.To <= day)));
            Assert.All(cited.Older, a => Assert.True(a.Instrument.To <= day));
            Assert.All(cited.Newer, a => Assert.True(a.Instrument.From > day));
            // The article asked for stands in exactly one of the three.
            Assert.Equal(1, Count(cited.InForce, article) + Count(cited.Older, article) + Count(cited.Newer, article));
        });

    [Fact]
    public void The_articles_of_a_day_are_those_whose_instrument_holds_on_it() =>
        _days.Sample(day => Assert.Equal(
            _law.Articles.Where(a => a.Instrument.From <= day && (a.Instrument.To is null || a.Instrument.To > day)),
            _law.On(day)));

    [Fact]
    public void A_line_never_has_a_hole_between_an_article_and_its_successor() =>
        _articles.Sample(article => Assert.All(article.Successors, s =>
            Assert.Equal(article.Instrument.To, _law.Find(s)!.Instrument.From)));

    [Theory]
    [InlineData(2026, 8, 14, "环境保护法 63")]
    [InlineData(2026, 8, 15, "生态环境法典 1108")]
    public void An_act_before_the_code_is_cited_by_the_old_law(int year, int month, int day, string first)
    {
        LawCitation cited = _law.Cite("环境保护法 63", new DateOnly(year, month, day))!;
        Assert.Equal(first, cited.InForce[0].Id);
        Assert.Equal(2, cited.InForce.Count + cited.Older.Count + cited.Newer.Count);
    }

    [Fact]
    public void The_new_article_asked_for_an_old_day_shows_the_old_ones_and_itself_as_newer()
    {
        LawCitation cited = _law.Cite("生态环境法典 1108", _codeBegins.AddDays(-1))!;
        Assert.Equal(["环境保护法 42", "环境保护法 63"], cited.InForce.Select(a => a.Id));
        Assert.Equal(["生态环境法典 1108"], cited.Newer.Select(a => a.Id));
    }

    [Fact]
    public void All_ten_statutes_end_when_the_code_begins()
    {
        Assert.Equal(10, _law.Instruments.Count(i => i.ReplacedBy == "生态环境法典"));
        Assert.All(_law.Instruments.Where(i => i.ReplacedBy == "生态环境法典"), i => Assert.Equal(_codeBegins, i.To));
    }

    [Fact]
    public void What_is_not_in_the_tables_is_not_cited() => Assert.Null(_law.Cite("行政处罚法 999", _codeBegins));

    [Fact]
    public void What_is_from_memory_says_so()
    {
        Assert.True(_law.Find("部令15号 全文")!.Citation.IsUnconfirmed);
        Assert.False(_law.Find("行政处罚法 60")!.Citation.IsUnconfirmed);
        Assert.Equal(Confidence.Unsure, _law.Find("内部要求 线索办理")!.Citation.Confidence);
    }

    private static int Count(IReadOnlyList<LawArticle> list, LawArticle article) => list.Count(a => a == article);
}
