using Qingyuan.App.Demo;
using Qingyuan.App.Screens.Portal;
using Qingyuan.Registry;

namespace Qingyuan.Tests.App;

public sealed class PlaceChoiceTests
{
    private static readonly AmbientSite[] Sites =
        [.. Station.All(new Surroundings(2026, new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.FromHours(8))))
            .Select(s => s.Site)];

    [Theory]
    [InlineData("拉萨", "lhasa", "")]
    [InlineData("日喀则市", "shigatse", "")]
    [InlineData("Nagqu", "nagqu", "")]
    [InlineData("ngari", "ngari", "")]
    [InlineData("ལྷ་ས", "lhasa", "")]
    [InlineData("拉萨市 城关区", "lhasa", "城关区")]
    [InlineData("江孜", "shigatse", "江孜县")]
    [InlineData("Gyantse", "shigatse", "江孜县")]
    [InlineData("རྒྱལ་རྩེ།", "shigatse", "江孜县")]
    public void A_place_is_found_by_any_of_its_names(string asked, string key, string county)
    {
        PlaceChoice found = PlaceChoice.Find(asked, Sites)!;
        Assert.Equal((key, county), (found.Prefecture.Key, found.County));
    }

    [Theory]
    [InlineData("")]
    [InlineData("上海")]
    [InlineData("<script>")]
    public void Another_place_is_not_guessed(string asked) => Assert.Null(PlaceChoice.Find(asked, Sites));

    [Fact]
    public void A_county_has_its_own_station_and_section_and_a_prefecture_its_mean()
    {
        PlaceChoice county = PlaceChoice.Find("城关区", Sites)!;
        Assert.Equal("城关区", Sites.First(s => s.Id == county.AirPlace(Sites)).County);
        PlaceChoice prefecture = PlaceChoice.Find("拉萨", Sites)!;
        Assert.Equal("lhasa", prefecture.AirPlace(Sites));
        Assert.Equal("拉萨河", prefecture.Section(Sites)!.Water);
        Assert.Equal("年楚河", PlaceChoice.Find("江孜县", Sites)!.Section(Sites)!.Water);
    }
}
