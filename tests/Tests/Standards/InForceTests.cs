using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class InForceTests
{
    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", null);

    [Theory]
    [InlineData("ambient-air", "2015-12-31", null)]
    [InlineData("ambient-air", "2016-01-01", "Gb3095Of2012")]
    [InlineData("ambient-air", "2026-02-28", "Gb3095Of2012")]
    [InlineData("ambient-air", "2026-03-01", "Gb3095Of2026")]
    [InlineData("air-index", "2026-02-28", "Hj633Of2012")]
    [InlineData("air-index", "2026-03-01", "Hj633Of2026")]
    [InlineData("air-evaluation", "2013-09-30", null)]
    [InlineData("air-evaluation", "2026-02-28", "Hj663Of2013")]
    [InlineData("air-evaluation", "2026-03-01", "Hj663Of2026")]
    [InlineData("nothing", "2026-03-01", null)]
    public void An_edition_holds_from_its_first_day_up_to_its_end(string subject, string day, string? folder)
    {
        EditionInForce? edition = InForce.Shipped.Edition(subject, Day(day));
        Assert.Equal(folder, edition?.Folder);
        Assert.Equal(edition?.Document, InForce.Shipped.Document(subject, Day(day)));
    }

    [Theory]
    [InlineData("5401", "2012-12-31", null)]
    [InlineData("5401", "2013-01-01", "5401")]
    [InlineData("540102", "2015-12-31", "5401")]
    [InlineData("5402", "2013-01-01", null)]
    [InlineData("54", "2013-01-01", null)]
    [InlineData("", "2013-01-01", null)]
    [InlineData("5401", "2016-01-01", "")]
    public void A_region_has_its_own_first_day(string region, string day, string? of) =>
        Assert.Equal(of, InForce.Shipped.Edition("ambient-air", Day(day), region)?.Region);

    [Fact]
    public void Each_line_says_what_it_is_with_its_document_and_clause()
    {
        EditionInForce penalty = InForce.Shipped.Edition("daily-penalty", Day("2015-01-01"))!;
        Assert.Equal(new EditionInForce("daily-penalty", MepOrder28Of2014.Document, "MepOrder28Of2014", "",
            Day("2015-01-01"), DateOnly.MaxValue,
            new(MepOrder28Of2014.Document, "实施日期", "", Confidence.Seen)), penalty);
        Assert.Equal(Day("2026-03-01"), InForce.Shipped.Edition("ambient-air", Day("2020-01-01"))!.To);
        Assert.All(InForce.Shipped.All, e => Assert.True(e.From < e.To));
        Assert.Equal("Gb3095Of2026", InForce.Shipped.Newest("ambient-air").Folder);
        Assert.Equal(
            ("Gb3095Of2012", ""), InForce.Shipped.First("ambient-air") is var f ? (f.Folder, f.Region) : default);
        Assert.All(InForce.Shipped.All, e => Assert.Contains(CsvTable.ShippedPaths,
            p => p.StartsWith(e.Folder + "/", StringComparison.Ordinal)));
    }

    private static string Change(string from, string to) =>
        CsvTable.ShippedText("InForce.csv").Replace(from, to, StringComparison.Ordinal);

    [Fact]
    public void A_corrected_day_chooses_the_edition_and_only_from_when_it_holds()
    {
        string text = Change("ambient-air,GB 3095-2012,Gb3095Of2012,,2016-01-01,2026-03-01,前言 实施日期,,M",
            "ambient-air,GB 3095-2012,Gb3095Of2012,,2016-01-01,2026-02-01,前言 实施日期,,C");
        Rulebook book = Rulebook.Shipped.TryWith(new("InForce.csv", Day("2026-01-01"), null, text), out string? none)!;
        Assert.Null(none);
        Assert.Null(book.On(Day("2026-02-01")).Of<InForce>().Edition("ambient-air", Day("2026-02-01")));
        Assert.Equal(Confidence.Confirmed,
            book.On(Day("2026-01-31")).Of<InForce>().Edition("ambient-air", Day("2026-01-31"))!.Citation.Confidence);
        Assert.Equal(Confidence.Memory,
            book.On(Day("2025-12-31")).Of<InForce>().Edition("ambient-air", Day("2025-12-31"))!.Citation.Confidence);
        Assert.Equal(2, book.Versions("InForce.csv").Count());
        Assert.Single(book.Versions("Gb3095Of2012/limits.csv"));
    }

    [Theory]
    [InlineData("Gb3095Of2012,,2016-01-01,2026-03-01", "Gb3095Of2012,,2016-01-01,2026-03-02",
        "GB 3095-2026（ambient-air，2026-03-01 起）和GB 3095-2012的有效期重叠；请改其中一个的日期")]
    [InlineData("Gb3095Of2012,,2016-01-01,2026-03-01", "Gb3095Of2012,,2016-01-01,2016-01-01",
        "GB 3095-2012（ambient-air，2016-01-01 起）的停用日期不晚于实施日期；请改日期")]
    [InlineData("Hj75Of2017,,2018-03-01", "Hj76Of2017,,2018-03-01",
        "“folder”一格“Hj76Of2017”不是这个主题的版本；新版本要随程序发布，这里只改日期、地区和依据")]
    [InlineData("Hj75Of2017,,2018-03-01", "Hj75Of2017,5401,2018-03-01",
        "“flue-gas”一行都没有了；请留下全国有效的一行")]
    [InlineData("Hj75Of2017,,2018-03-01", "Hj75Of2017,,2018-3-1",
        "“from”一格“2018-3-1”不是日期；请写成 2026-03-01 这样")]
    [InlineData("Hj75Of2017,,2018-03-01,", "Hj75Of2017,,2018-03-01,x",
        "“to”一格“x”不是日期；请写成 2026-03-01 这样")]
    public void A_correction_leaves_no_day_to_chance_and_no_subject_without_an_edition(
        string from, string to, string says)
    {
        Assert.Null(Rulebook.Shipped.TryWith(
            new("InForce.csv", Day("2026-01-01"), null, Change(from, to)), out string? problem));
        Assert.EndsWith(says, problem, StringComparison.Ordinal);
    }
}
