using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class ReferenceOxygenTests
{
    private static ReferenceOxygen Oxygen => Given.Shipped.Of<ReferenceOxygen>();

    [Theory]
    [InlineData("GB 13223-2011", "燃煤锅炉", 6)]
    [InlineData("GB 13223-2011", "燃油锅炉及燃气锅炉", 3)]
    [InlineData("GB 13223-2011", "燃气轮机组", 15)]
    [InlineData("GB 13271-2014", "燃煤锅炉", 9)]
    [InlineData("GB 13271-2014", "燃油锅炉及燃气锅炉", 3.5)]
    [InlineData("GB 18485-2014", "生活垃圾焚烧炉", 11)]
    [InlineData("GB 4915-2013", "水泥窑", 10)]
    [Clause("GB 13223-2011", "基准氧含量")]
    [Clause("GB 13271-2014", "基准氧含量")]
    [Clause("GB 18485-2014", "基准氧含量")]
    [Clause("GB 4915-2013", "基准氧含量")]
    public void The_document_of_the_limit_sets_the_oxygen(string document, string facility, double oxygen)
    {
        var found = Oxygen.Of(document, facility)!.Value;
        Assert.Equal(((decimal)oxygen, document), (found.Oxygen, found.Citation.Document));
        Assert.Contains(facility, Oxygen.Facilities(document));
    }

    [Fact]
    [Clause("GB 4915-2013", "基准氧含量")]
    public void A_document_that_sets_none_gives_none()
    {
        Assert.Null(Oxygen.Of("GB 4915-2013", "燃煤锅炉"));
        Assert.Empty(Oxygen.Facilities("GB 16297-1996"));
        Assert.Equal(3, Oxygen.Facilities("GB 13223-2011").Count());
    }
}
