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
        // Not the edition of the table itself, but one that leans on it.
        Assert.StartsWith("环办监测〔2017〕51号（CityWaterIndexOf2017）", problem, StringComparison.Ordinal);
        Assert.Contains("“总氮”在 GB 3838 的表里没有", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_no_edition_reads_by_the_day_is_not_corrected()
    {
        const string path = "Gb3838Of2002/examples.csv";
        Assert.Null(Rulebook.Shipped.TryWith(new(path, Day, null, CsvTable.ShippedText(path)), out string? problem));
        Assert.Contains("新版本", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_correction_needs_a_day_that_it_judges()
    {
        const string path = "Hj356Of2019/rules.csv";
        Assert.Null(Rulebook.Shipped.TryWith(new(path, Day, Day, CsvTable.ShippedText(path)), out string? problem));
        Assert.Contains("日期", problem, StringComparison.Ordinal);
        Assert.NotNull(Rulebook.Shipped.TryWith(
            new(path, Day, Day.AddDays(1), CsvTable.ShippedText(path)), out problem));
    }

    [Fact]
    public void Each_edition_is_built_from_the_tables_of_its_folder_and_can_be_built_again()
    {
        string[] folders = [.. TableReader.All.Select(r => r.Folder)];
        Assert.Equal(folders.Length, folders.Distinct().Count());
        Assert.All(TableReader.All, reader =>
        {
            Assert.Null(reader.Problem(Given.Tables()));
            Assert.Contains(reader.Paths, path => path == reader.Folder + ".csv"
                || path.StartsWith(reader.Folder + "/", StringComparison.Ordinal));
            Assert.True(TableReader.Reads(reader.Folder, reader.Paths.First()));
        });
        Assert.All(InForce.Shipped.All, e => Assert.Contains(e.Folder, folders));
        Assert.Equal("HJ 353-2019", TableReader.All.Single(r => r.Folder == "Hj353Of2019").Document);
        Assert.Equal("MethodDurations", TableReader.All.Single(r => r.Folder == "MethodDurations").Document);
        Assert.Equal(WorkingDays.Document, TableReader.All.Single(r => r.Folder == "WorkingDays").Document);
        foreach (string path in new[]
            { "Gbt8170Of2008/comparison.csv", "Hj212Flags/flags.csv", "Hj212Flags/states.csv", "InForce.csv" })
            Assert.True(Rulebook.CanCorrect(path), path);
        Assert.False(TableReader.Reads("Nowhere", Table1));
    }

    [Fact]
    public void What_an_edition_cannot_be_built_from_is_said_in_its_own_words()
    {
        const string path = "Hj353Of2019/rules.csv";
        TableReader reader = TableReader.All.Single(r => r.Folder == "Hj353Of2019");
        string text = CsvTable.ShippedText(path).Replace(
            "cycle.hours,2,", "cycle.hours,two,", StringComparison.Ordinal);
        Assert.Contains("“value”一格“two”不是数", reader.Problem(Given.Tables((path, text))), StringComparison.Ordinal);
    }
}
