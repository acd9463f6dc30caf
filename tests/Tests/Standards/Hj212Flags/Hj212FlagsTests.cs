using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj212FlagsTests
{
    private static Hj212Flags Flags => Given.Shipped.Of<Hj212Flags>();

    [Theory]
    [InlineData(2005, "N", MarkUse.Counts)]
    [InlineData(2005, "F", MarkUse.Stopped)]
    [InlineData(2005, "P", MarkUse.Invalid)]
    [InlineData(2005, "B", MarkUse.Invalid)]
    [InlineData(2005, "C", MarkUse.Maintenance)]
    [Clause("HJ/T 212-2005", "数据标记表")]
    public void Marks_of_2005(int edition, string flag, MarkUse use) =>
        Assert.Equal(use, Flags.Of(edition, flag).Use);

    [Theory]
    [InlineData(2017, "N", MarkUse.Counts)]
    [InlineData(2017, "F", MarkUse.Stopped)]
    [InlineData(2017, "M", MarkUse.Maintenance)]
    [InlineData(2017, "D", MarkUse.Invalid)]
    [InlineData(2017, "S", MarkUse.Invalid)]
    [InlineData(2017, "T", MarkUse.Invalid)]
    [InlineData(2017, "B", MarkUse.Invalid)]
    [Clause("HJ 212-2017", "数据标记表")]
    public void Marks_of_2017(int edition, string flag, MarkUse use) =>
        Assert.Equal(use, Flags.Of(edition, flag).Use);

    [Fact]
    [Clause("HJ 212-2025", "数据标记表")]
    public void Marks_of_2025_are_unsure_and_say_so()
    {
        DataMark mark = Flags.Of(2025, "N");
        Assert.Equal(MarkUse.Counts, mark.Use);
        Assert.Equal(Confidence.Unsure, mark.Citation.Confidence);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("H")]
    [InlineData("]")]
    [InlineData("NN")]
    [InlineData("-")]
    [InlineData("正")]
    [Clause("HJ 212-2017", "数据标记表")]
    public void A_mark_that_nobody_knows_does_not_count(string flag)
    {
        foreach (int edition in new[] { 2005, 2017, 2025, 2099 })
            Assert.Equal(MarkUse.Invalid, Flags.Of(edition, flag).Use);
    }

    [Fact]
    [Clause("HJ 212-2017", "数据标记表")]
    public void An_absent_mark_claims_nothing() => Assert.Equal("N", Flags.Of(2017, "").Letter);

    [Theory]
    [InlineData("0", MarkUse.Counts)]
    [InlineData("1", MarkUse.Maintenance)]
    [InlineData("2", MarkUse.Invalid)]
    [InlineData("3", MarkUse.Maintenance)]
    [InlineData("5", MarkUse.Maintenance)]
    [InlineData("10", MarkUse.Maintenance)]
    [InlineData("4", MarkUse.Invalid)]
    [Clause("HJ 212-2017", "附录 B i12001")]
    public void States_of_an_analyser(string code, MarkUse use) => Assert.Equal(use, Flags.State(code).Use);

    [Fact]
    public void The_edition_is_chosen_by_the_day_of_the_measurement()
    {
        Assert.Equal("HJ 75-2017", InForce.Shipped.Document("flue-gas", new DateOnly(2026, 11, 23)));
        Assert.Null(InForce.Shipped.Document("flue-gas", new DateOnly(2018, 2, 28)));
        Assert.Equal("HJ 356-2019", InForce.Shipped.Document("waste-water", new DateOnly(2020, 3, 24)));
    }

    [Fact]
    public void A_mark_names_its_row_and_an_unknown_one_the_table()
    {
        Assert.Equal(("Hj212Flags/flags.csv", "2005 F"), Flags.Of(2005, "F").Source);
        Assert.Equal(("Hj212Flags/flags.csv", "2017 -"), Flags.Of(2017, "").Source);
        Assert.Equal(("Hj212Flags/flags.csv", ""), Flags.Of(2017, "x").Source);
        Assert.Equal(("Hj212Flags/states.csv", "3"), Flags.State("3").Source);
        Assert.Equal(("Hj212Flags/states.csv", ""), Flags.State("4").Source);
        Assert.Equal("标准之外的状态", Flags.State("4").Meaning);
        Assert.Equal(Confidence.Unsure, Flags.State("4").Citation.Confidence);
        Assert.Equal(("x", "标准之外的标记"), (Flags.Of(2017, "x").Letter, Flags.Of(2017, "x").Meaning));
        // A device of an edition that nobody knows is read by that of 2017.
        Assert.Equal(Flags.Of(2017, "F"), Flags.Of(2099, "F"));
        Assert.Equal("HJ/T 212-2005", Flags.Of(2005, "F").Citation.Document);
        Assert.Equal("HJ 212-2017", Flags.Of(2017, "F").Citation.Document);
    }

    [Fact]
    public void A_corrected_mark_counts_from_its_day()
    {
        DateOnly day = new(2026, 1, 1);
        string text = CsvTable.ShippedText("Hj212Flags/flags.csv").Replace(
            "2025,S,设定值,invalid,数据标记表,,U", "2025,S,设定值,counts,5.2,9,C", StringComparison.Ordinal);
        Rulebook book = Rulebook.Shipped.TryWith(new("Hj212Flags/flags.csv", day, null, text), out string? problem)!;
        Assert.Null(problem);
        Assert.Equal(MarkUse.Counts, book.On(day).Of<Hj212Flags>().Of(2025, "S").Use);
        Assert.False(book.On(day).Of<Hj212Flags>().Of(2025, "S").Citation.IsUnconfirmed);
        Assert.Equal(MarkUse.Invalid, book.On(day.AddDays(-1)).Of<Hj212Flags>().Of(2025, "S").Use);
    }

    [Theory]
    [InlineData("flags.csv", "2017,N,", "2018,N,", "“edition”一格“2018”不是 HJ 212 的版本；请写 2005、2017、2025")]
    [InlineData("flags.csv", "2017,N,", "2017,NN,", "“letter”一格“NN”不是一个字母；请写一个英文字母，没有标记写 -")]
    [InlineData("flags.csv", "2017,N,", "2017,正,", "“letter”一格“正”不是一个字母；请写一个英文字母，没有标记写 -")]
    [InlineData("flags.csv", "2017,N,", "2017,F,", "“letter”一格“F”在 2017 版里已经有一行；请删去一行")]
    [InlineData("flags.csv", "2017,-,", "2017,X,", "2017 版没有“-”（未带标记）这一行；请补上")]
    [InlineData("flags.csv", ",counts,", ",maybe,",
        "“use”一格“maybe”不认识；请写 counts、stopped、maintenance、invalid 里的一个")]
    [InlineData("states.csv", "10,运维,", "9,运维,", "“code”一格“9”已经有一行；请删去一行")]
    public void A_bad_cell_is_refused_in_words(string file, string from, string to, string says)
    {
        string path = $"Hj212Flags/{file}";
        string text = CsvTable.ShippedText(path).Replace(from, to, StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(new(path, new DateOnly(2026, 1, 1), null, text), out string? problem));
        Assert.EndsWith(says, problem, StringComparison.Ordinal);
    }
}
