using Qingyuan.App.Screens.Search;
using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;
using Qingyuan.Tests.Registry;

namespace Qingyuan.Tests.App.Screens.Search;

public sealed class SearchTests
{
    [Theory]
    [InlineData("清源一号水泥有限公司", "qyyhsn", true)]
    [InlineData("清源一号水泥有限公司", "sn", true)]
    [InlineData("清源一号水泥有限公司", "snx", false)]
    [InlineData("模拟·高天水泥 DA002", "gtsnda002", true)]
    [InlineData("长江", "cj", true)]
    [InlineData("长江", "zj", true)]
    [InlineData("噶尔", "ge", true)]
    [InlineData("𠮷", "j", false)]
    [InlineData("", "a", false)]
    public void A_name_is_found_by_the_first_letters_of_its_readings(string text, string letters, bool found) =>
        Assert.Equal(found, Initials.Matches(text, letters));

    [Fact]
    public async Task Things_are_found_by_name_code_number_and_letters_and_lead_to_their_page()
    {
        await using var house = new House();
        Register register = await house.DoAll();
        Assert.Equal("/w/outlets/" + Some.Kiln.Id, First(register, "窑尾", "排口").Address);
        Assert.Equal("/w/outlets/" + Some.Kiln.Id, First(register, "QYYHSN da002", "排口").Address);
        Assert.Equal("/w/devices/" + Some.Logger.Mn, First(register, Some.Logger.Mn, "数采仪").Address);
        Assert.Equal(Some.Cement.Name, First(register, "水泥制造", "企业").Text);
        Assert.Equal("/w/alarms", First(register, "bj", "页面").Address);
        Assert.Equal("/checks#judge.exceeds", First(register, "judge.exceeds", "规则").Address);
    }

    [Fact]
    public async Task What_begins_with_the_words_comes_first_and_nothing_comes_of_nonsense()
    {
        await using var house = new House();
        Register register = await house.DoAll();
        Assert.Equal("报警", SearchIndex.Find(register, "报警")[0].Text);
        Assert.Empty(SearchIndex.Find(register, "没有这个东西"));
        Assert.Empty(SearchIndex.Find(register, new string('水', SearchIndex.CharactersMax + 1)));
        Assert.NotEmpty(SearchIndex.Find(register, "  "));
        Assert.True(SearchIndex.Find(register, "e").Count <= SearchIndex.FoundMax);
    }

    private static Found First(Register register, string query, string kind) =>
        SearchIndex.Find(register, query).First(f => f.Kind == kind);
}
