using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

/// <summary>Corrections by day: which one stands, and what is refused before it can be used.</summary>
public sealed class RulebookTests
{
    private const string Rules = "MarkingOf2022/rules.csv";
    private static readonly DateOnly Day = new(2026, 1, 1);

    private static string Hours(int hours) => CsvTable.ShippedText(Rules)
        .Replace("fault.hours,4,", $"fault.hours,{hours},", StringComparison.Ordinal);

    private static Rulebook With(Rulebook book, TableCorrection correction) =>
        book.TryWith(correction, out string? problem) ?? throw new InvalidDataException(problem);

    private static decimal Hours(Rulebook book, DateOnly day) =>
        book.On(day).Of<MarkingOf2022>().Rules["furnace.fault.hours"];

    [Fact]
    public void A_correction_holds_from_its_first_day_up_to_its_end_and_nothing_else_changes()
    {
        var correction = new TableCorrection(Rules, Day, Day.AddDays(2), Hours(5)) { Act = 7 };
        Rulebook book = With(Rulebook.Shipped, correction);
        Assert.Equal([4m, 5m, 5m, 4m], Enumerable.Range(-1, 4).Select(d => Hours(book, Day.AddDays(d))));
        Assert.Equal(4m, Hours(Rulebook.Shipped, Day));
        Assert.Equal((correction, 7L), (book.On(Day).CorrectionOf(Rules), book.On(Day).CorrectionOf(Rules)!.Act));
        Assert.Null(book.On(Day.AddDays(2)).CorrectionOf(Rules));
        Assert.Null(book.On(Day).CorrectionOf("MarkingOf2022/uses.csv"));
        Assert.Same(CsvTable.Shipped("MarkingOf2022/uses.csv"), book.On(Day)["MarkingOf2022/uses.csv"]);
        Assert.Contains("5", book.On(Day)[Rules].Rows.Select(r => r["value"]));
    }

    [Fact]
    public void Without_an_end_it_holds_until_one_that_is_approved_later()
    {
        Rulebook book = With(Rulebook.Shipped, new(Rules, Day, null, Hours(5)));
        book = With(book, new(Rules, Day.AddDays(10), null, Hours(6)));
        Assert.Equal([4m, 5m, 5m, 6m], new[] { -1, 0, 9, 10 }.Select(d => Hours(book, Day.AddDays(d))));
        // The last approved wins, also over what begins later.
        book = With(book, new(Rules, Day.AddDays(5), Day.AddDays(11), Hours(7)));
        Assert.Equal([5m, 7m, 7m, 6m], new[] { 4, 5, 10, 11 }.Select(d => Hours(book, Day.AddDays(d))));
    }

    [Fact]
    public void Days_with_the_same_tables_share_what_was_built_from_them()
    {
        Rulebook book = With(Rulebook.Shipped, new(Rules, Day, null, Hours(5)));
        Assert.Same(book.On(Day), book.On(Day.AddDays(400)));
        Assert.NotSame(book.On(Day), book.On(Day.AddDays(-1)));
        Assert.Same(book.On(Day).Of<MarkingOf2022>(), book.On(Day.AddDays(1)).Of<MarkingOf2022>());
        Assert.NotSame(book.On(Day).Of<MarkingOf2022>(), Rulebook.Shipped.On(Day).Of<MarkingOf2022>());
        Assert.Same(Rulebook.Shipped.On(Day), Rulebook.Shipped.On(Day.AddDays(-400)));
    }

    [Theory]
    [InlineData("Nowhere/none.csv", "a\n1", "没有这张表；请从规则表目录里选一张")]
    [InlineData("Gb3838Of2002/examples.csv", "a\n1", "没有哪个标准按日期用这张表，它只随新版本更换；请在新版本里改")]
    [InlineData(Rules, "a\n1", "列和随程序发布的表不一样；请保留这些列：rule、value、unit、clause、page、confidence")]
    [InlineData(Rules, "a,b\n1", "第 1 行有 1 格，表头有 2 格（1）；请补齐或删去多的格子")]
    public void What_cannot_stand_for_the_table_is_refused_and_said(string path, string text, string says)
    {
        Assert.Null(Rulebook.Shipped.TryWith(new(path, Day, null, text), out string? problem));
        Assert.Equal(says, problem);
    }

    [Fact]
    public void Dates_that_end_before_they_begin_are_refused()
    {
        foreach (int days in new[] { 0, -1 })
        {
            Assert.Null(Rulebook.Shipped.TryWith(new(Rules, Day, Day.AddDays(days), Hours(5)), out string? problem));
            Assert.Equal("停用日期不晚于生效日期；请改日期", problem);
        }
        Assert.NotNull(Rulebook.Shipped.TryWith(new(Rules, Day, Day.AddDays(1), Hours(5)), out string? none));
        Assert.Null(none);
    }

    [Fact]
    public void A_cell_that_no_edition_can_read_is_found_with_the_first_day_on_which_it_would_be()
    {
        Assert.Null(Rulebook.Shipped.TryWith(
            new(Rules, Day, null, Hours(5).Replace(",5,", ",five,", StringComparison.Ordinal)), out string? problem));
        Assert.Equal("公告2022年第21号（MarkingOf2022）自 2026-01-01 起用不了这张表："
            + "第 2 行（furnace.fault.hours）“value”一格“five”不是数；请写成 0.5 这样的数，不带单位", problem);
    }

    [Fact]
    public void Two_corrections_are_tried_together_on_every_day_on_which_the_tables_differ()
    {
        const string apart = "SurfaceWaterEvaluationOf2011/apart.csv", limits = "Gb3838Of2002/table1.csv";
        DateOnly end = new(2026, 6, 1);
        Rulebook book = With(Rulebook.Shipped, new(apart, Day, end, Without(apart)));
        // While nobody asks for the item its limits may go, and not a day longer.
        Assert.NotNull(book.TryWith(new(limits, Day, end, Without(limits)), out _));
        foreach (DateOnly? to in new DateOnly?[] { end.AddDays(1), null })
        {
            Assert.Null(book.TryWith(new(limits, Day, to, Without(limits)), out string? problem));
            Assert.Contains("自 2026-06-01 起用不了这张表：", problem, StringComparison.Ordinal);
            Assert.Contains("（总氮）“item”一格“总氮”在 GB 3838 的表里没有", problem, StringComparison.Ordinal);
        }
        static string Without(string path) => string.Join('\n', CsvTable.ShippedText(path).Split('\n')
            .Where(l => !l.StartsWith("总氮,", StringComparison.Ordinal)));
    }
}
