using Qingyuan.App.Web;
using Qingyuan.App.Screens.Shell;

namespace Qingyuan.Tests.App.Screens.Shell;

public sealed class MenuTests
{
    [Fact]
    public void The_top_has_at_most_seven_entries_and_each_leads_somewhere()
    {
        MenuItem[] items = [.. Menu.Reachable(ActorOf.Bootstrap)];
        Assert.InRange(items.Length, 1, 7);
        Assert.All(items.SelectMany(i => i.Sub).Concat(items),
            i => Assert.StartsWith("/w", i.Href, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/w", "工作台")]
    [InlineData("/w/handover", "工作台")]
    [InlineData("/w/wall", "监控")]
    [InlineData("/w/alarms/one", "监控")]
    [InlineData("/w/outlets/X-DA001", "监控")]
    [InlineData("/w/checks", "规则")]
    [InlineData("/w/rules/table/Hj75Of2017/rules.csv", "规则")]
    public void An_address_belongs_to_exactly_one_entry(string path, string entry) =>
        Assert.Equal(entry, Assert.Single(Menu.Reachable(ActorOf.Bootstrap), i => Menu.Holds(i, path)).Text);

    [Fact]
    public void The_longest_beginning_wins()
    {
        MenuItem rules = Menu.Reachable(ActorOf.Bootstrap).First(i => i.Text == "规则");
        Assert.Equal("假如换一条", Assert.Single(rules.Sub, s => Menu.IsCurrent(s, "/w/rules/what-if")).Text);
    }
}
