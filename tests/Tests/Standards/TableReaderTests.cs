using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

/// <summary>Who reads a table, and that a correction is tried with all of them.</summary>
public sealed class TableReaderTests
{
    private const string Table1 = "Gb3838Of2002/table1.csv";
    private static readonly DateOnly Day = new(2026, 1, 1);

    [Fact]
    public void A_table_is_read_by_its_own_edition_and_by_those_that_lean_on_it()
    {
        string[] folders = [.. TableReader.Of(Table1).Select(r => r.Folder)];
        Assert.Contains("Gb3838Of2002", folders);
        Assert.Contains("SurfaceWaterEvaluationOf2011", folders);
        Assert.DoesNotContain("Hj75Of2017", folders);
        Assert.True(TableReader.Reads("Hj356Of2019", "Hj356Of2019/rules.csv"));
        Assert.False(TableReader.Reads("Hj75Of2017", "Hj356Of2019/rules.csv"));
    }

    [Fact]
    public void Every_folder_of_an_edition_that_shares_its_code_is_found()
    {
        Assert.Equal("GB 3095-2026", TableReader.All.Single(r => r.Folder == "Gb3095Of2026").Document);
        Assert.Contains(TableReader.All, r => r.Folder == "Gb3095Of2012");
    }

    [Fact]
    public void A_row_that_another_edition_needs_is_not_deleted()
    {
        string without = string.Join('\n', CsvTable.ShippedText(Table1).Split('\n')
            .Where(l => !l.Contains("总氮", StringComparison.Ordinal)));
        Assert.Null(Rulebook.Shipped.TryWith(new(Table1, Day, null, without), out string? problem));
        Assert.Contains("SurfaceWaterEvaluationOf2011", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_no_edition_reads_by_the_day_is_not_corrected()
    {
        const string path = "Gb3838Of2002/examples.csv";
        Assert.Null(Rulebook.Shipped.TryWith(new(path, Day, null, CsvTable.ShippedText(path)), out string? problem));
        Assert.Contains("release", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_needs_a_day_that_it_judges()
    {
        const string path = "Hj356Of2019/rules.csv";
        Assert.Null(Rulebook.Shipped.TryWith(new(path, Day, Day, CsvTable.ShippedText(path)), out string? problem));
        Assert.Contains("dates", problem, StringComparison.Ordinal);
        Assert.NotNull(Rulebook.Shipped.TryWith(
            new(path, Day, Day.AddDays(1), CsvTable.ShippedText(path)), out problem));
    }
}
