using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class CsvTableTests
{
    private static CsvTable Read(string text) =>
        CsvTable.TryRead("t.csv", text, out string? problem) ?? throw new InvalidDataException(problem);

    [Fact]
    public void Rows_are_read_under_their_header_between_comments_and_empty_lines()
    {
        CsvTable table = Read("# about\r\n\r\na,b\r\n1,x\r\n# more\n\n2,\n");
        Assert.Equal("t.csv", table.Path);
        Assert.Equal(["a", "b"], table.Columns);
        Assert.Equal(["1", "2"], table.Rows.Select(r => r["a"]));
        Assert.Equal(["x", ""], table.Rows.Select(r => r["b"]));
        Assert.Empty(Read("").Rows);
    }

    [Fact]
    public void Columns_keep_their_order() => Assert.Equal(["z", "a", "m"], Read("z,a,m").Columns);

    [Theory]
    [InlineData("a,b\n1", "t.csv: row '1' has 1 cells, the header 2.")]
    [InlineData("a,b\n1,2\n1,2,3", "t.csv: row '1,2,3' has 3 cells, the header 2.")]
    [InlineData("a,a", "t.csv: column 'a' stands twice.")]
    [InlineData("a,b,b\n1,2", "t.csv: column 'b' stands twice.")]
    public void What_does_not_fit_its_header_is_refused_and_said(string text, string says)
    {
        Assert.Null(CsvTable.TryRead("t.csv", text, out string? problem));
        Assert.Equal(says, problem);
    }

    [Fact]
    public void Ten_thousand_rows_are_read_and_one_more_is_refused()
    {
        string text = "a\n" + string.Concat(Enumerable.Repeat("1\n", 10_000));
        Assert.Equal(10_000, Read(text).Rows.Count());
        Assert.Null(CsvTable.TryRead("t.csv", text + "1\n", out string? problem));
        Assert.Equal("t.csv: more than 10000 rows.", problem);
    }

    [Fact]
    public void A_cell_is_read_as_what_it_is_asked_for()
    {
        CsvTable.Row row = Read("n,empty,whole,text\n-0.50,,-7,x").Rows.Single();
        Assert.Equal((-0.50m, -0.50m, -7, null), (row.Number("n"), row.NumberOrNull("n"), row.Whole("whole"),
            row.NumberOrNull("empty")));
        Assert.Equal((true, false), (row.Has("empty"), row.Has("other")));
        Assert.Throws<FormatException>(() => row.Number("empty"));
        Assert.Throws<FormatException>(() => row.NumberOrNull("text"));
        Assert.Throws<FormatException>(() => row.Whole("n"));
        Assert.Throws<KeyNotFoundException>(() => row["other"]);
    }

    [Theory]
    [InlineData("V", Confidence.Seen, false)]
    [InlineData("V2", Confidence.Seen, false)]
    [InlineData("M", Confidence.Memory, true)]
    [InlineData("U", Confidence.Unsure, true)]
    [InlineData("C", Confidence.Confirmed, false)]
    public void A_row_cites_its_clause_page_and_confidence(string mark, Confidence confidence, bool unconfirmed)
    {
        Citation citation = Read($"clause,page,confidence\n3.2,12,{mark}").Rows.Single().Cite("HJ 1");
        Assert.Equal(new Citation("HJ 1", "3.2", "12", confidence), citation);
        Assert.Equal(unconfirmed, citation.IsUnconfirmed);
    }

    [Fact]
    public void A_confidence_that_is_none_is_refused()
    {
        var error = Assert.Throws<InvalidDataException>(
            () => Read("clause,page,confidence\n1,,Q").Rows.Single().Cite("HJ 1"));
        Assert.Equal("HJ 1: unknown confidence 'Q'.", error.Message);
    }

    [Fact]
    public void A_table_that_was_not_shipped_is_named()
    {
        var error = Assert.Throws<InvalidDataException>(() => CsvTable.Shipped("Nowhere/none.csv"));
        Assert.Equal("Table 'Nowhere/none.csv' is not in Qingyuan.Standards.", error.Message);
        Assert.Throws<InvalidDataException>(() => CsvTable.ShippedText("Nowhere/none.csv"));
    }

    [Fact]
    public void Every_shipped_table_can_be_read_and_they_are_in_order()
    {
        Assert.Equal(CsvTable.ShippedPaths.Order(StringComparer.Ordinal), CsvTable.ShippedPaths);
        Assert.Contains("InForce.csv", CsvTable.ShippedPaths);
        Assert.All(CsvTable.ShippedPaths, path =>
        {
            Assert.NotEmpty(CsvTable.Of<CsvTable>(path).Rows);
            Assert.Equal(CsvTable.Shipped(path).Columns, Read(CsvTable.ShippedText(path)).Columns);
        });
    }

    [Fact]
    public void The_numbers_of_a_document_are_known_by_name_with_their_clause()
    {
        var rules = new RuleTable("HJ 1", Read("rule,value,unit,clause,page,confidence\na,1.5,h,3,,V\nb,2,,4,9,M"));
        Assert.Equal((1.5m, 2m), (rules["a"], rules["b"]));
        Assert.Equal(["a", "b"], rules.Names);
        Assert.Equal(new Citation("HJ 1", "4", "9", Confidence.Memory), rules.Cite("b"));
        Assert.Throws<KeyNotFoundException>(() => rules["c"]);
        Assert.Throws<ArgumentException>(
            () => new RuleTable("HJ 1", Read("rule,value,clause,page,confidence\na,1,3,,V\na,2,3,,V")));
    }
}
