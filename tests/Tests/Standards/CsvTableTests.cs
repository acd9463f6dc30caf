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
    [InlineData("a,b\n1", "第 1 行有 1 格，表头有 2 格（1）；请补齐或删去多的格子")]
    [InlineData("a,b\n1,2\n1,2,3", "第 2 行有 3 格，表头有 2 格（1,2,3）；请补齐或删去多的格子")]
    [InlineData("a,a", "表头里有两列叫“a”；请改名或删去一列")]
    [InlineData("a,b,b\n1,2", "表头里有两列叫“b”；请改名或删去一列")]
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
        Assert.Equal("超过 10000 行；请删去多的行", problem);
    }

    [Fact]
    public void A_cell_is_read_as_what_it_is_asked_for()
    {
        CsvTable.Row row = Read("n,empty,whole,text\n-0.50,,-7,x").Rows.Single();
        Assert.Equal((-0.50m, -0.50m, -7, null), (row.Number("n"), row.NumberOrNull("n"), row.Whole("whole"),
            row.NumberOrNull("empty")));
        Assert.Equal((true, false), (row.Has("empty"), row.Has("other")));
        Assert.Equal("第 1 行（-0.50）“empty”一格“”不是数；请写成 0.5 这样的数，不带单位",
            Assert.Throws<InvalidDataException>(() => row.Number("empty")).Message);
        Assert.Contains("“text”一格“x”不是数", Assert.Throws<InvalidDataException>(
            () => row.NumberOrNull("text")).Message, StringComparison.Ordinal);
        Assert.Contains("“n”一格“-0.50”不是整数；请写成 24", Assert.Throws<InvalidDataException>(
            () => row.Whole("n")).Message, StringComparison.Ordinal);
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
        Assert.Equal("第 1 行（1）“confidence”一格“Q”不认识；请写 V、V2、M、U、C 里的一个", error.Message);
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
        foreach (Func<object> ask in new Func<object>[] { () => rules["c"], () => rules.Cite("c") })
        {
            Assert.Equal("缺少“c”这一行；请补上，数值照现行的表",
                Assert.Throws<InvalidDataException>(ask).Message);
        }
        Assert.Equal("第 2 行（a）“rule”一格“a”已经有一行；请删去一行", Assert.Throws<InvalidDataException>(
            () => new RuleTable("HJ 1", Read("rule,value,clause,page,confidence\na,1,3,,V\na,2,3,,V"))).Message);
    }
}
