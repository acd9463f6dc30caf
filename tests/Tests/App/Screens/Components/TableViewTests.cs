using Qingyuan.App.Screens.Components;

namespace Qingyuan.Tests.App.Screens.Components;

public sealed class TableViewTests
{
    private sealed record Row(string Name, int? Value);

    private static readonly Column<Row>[] Columns =
    [
        new("name", "名称", r => r.Name) { By = r => r.Name },
        new("value", "值", r => $"{r.Value}") { By = r => r.Value },
        new("more", "其他", _ => "") { Folded = true },
    ];

    private static readonly Row[] Rows = [new("b", 2), new("a", null), new("c", 10), new("d", 2)];

    [Theory]
    [InlineData("value", "b d c a")]
    [InlineData("-value", "c b d a")]
    [InlineData("name", "a b c d")]
    [InlineData("nothing", "b a c d")]
    public void Sorting_keeps_the_order_of_equals_and_puts_the_unknown_last(string sort, string order)
    {
        var page = View(("sort", sort)).Arrange(Rows, Columns, 50);
        Assert.Equal(order, string.Join(' ', page.Rows.Select(r => r.Name)));
    }

    [Fact]
    public void A_page_beyond_the_last_is_the_last()
    {
        var page = View(("page", "9")).Arrange(Rows, Columns, 3);
        Assert.Equal((2, 2, 4), (page.Page, page.Pages, page.Total));
        Assert.Equal("d", Assert.Single(page.Rows).Name);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("x")]
    [InlineData("99999999999999999999")]
    public void A_page_that_is_none_is_the_first(string page) => Assert.Equal(1, View(("page", page)).Page);

    [Fact]
    public void A_click_sorts_up_then_down_then_as_it_was_and_keeps_the_filters()
    {
        Assert.Equal("/w/x?q=%E6%B0%B4&sort=name", View(("q", "水"), ("page", "3")).SortAddress("name"));
        Assert.Equal("/w/x?sort=-name", View(("sort", "name")).SortAddress("name"));
        Assert.Equal("/w/x", View(("sort", "-name")).SortAddress("name"));
    }

    [Fact]
    public void Folded_columns_come_when_they_are_asked_for_and_an_unknown_choice_hides_nothing()
    {
        Assert.Equal(["name", "value"], Keys());
        Assert.Equal(["value", "more"], Keys(("cols", "more"), ("cols", "value")));
        Assert.Equal(["name", "value", "more"], Keys(("cols", "nothing")));

        static IEnumerable<string> Keys(params (string, string)[] query) =>
            new TableView("/w/x", query).Columns(Columns).Select(c => c.Key);
    }

    private static TableView View(params (string, string)[] query) => new("/w/x", query);
}
