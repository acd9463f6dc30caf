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
        EditionInForce? edition = InForce.Edition(subject, Day(day));
        Assert.Equal(folder, edition?.Folder);
        Assert.Equal(edition?.Document, InForce.Document(subject, Day(day)));
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
        Assert.Equal(of, InForce.Edition("ambient-air", Day(day), region)?.Region);

    [Fact]
    public void Each_line_says_what_it_is_with_its_document_and_clause()
    {
        EditionInForce penalty = InForce.Edition("daily-penalty", Day("2015-01-01"))!;
        Assert.Equal(new EditionInForce("daily-penalty", MepOrder28Of2014.Document, "MepOrder28Of2014", "",
            Day("2015-01-01"), DateOnly.MaxValue,
            new(MepOrder28Of2014.Document, "实施日期", "", Confidence.Seen)), penalty);
        Assert.Equal(Day("2026-03-01"), InForce.Edition("ambient-air", Day("2020-01-01"))!.To);
        Assert.All(InForce.All, e => Assert.True(e.From < e.To));
        Assert.All(InForce.All, e => Assert.Contains(CsvTable.ShippedPaths,
            p => p.StartsWith(e.Folder + "/", StringComparison.Ordinal)));
    }
}
