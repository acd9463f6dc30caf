using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterEditionsTests
{
    [Theory]
    [InlineData("surface-water", 2002, 6, 1, "Gb3838Of2002", Gb3838Of2002.Document)]
    [InlineData(
        "surface-water-evaluation", 2011, 3, 9, "SurfaceWaterEvaluationOf2011", SurfaceWaterEvaluationOf2011.Document)]
    [InlineData("city-water-index", 2017, 6, 12, "CityWaterIndexOf2017", CityWaterIndexOf2017.Document)]
    [InlineData("groundwater", 2018, 5, 1, "Gbt14848Of2017", Gbt14848Of2017.Document)]
    [InlineData("oxygen-saturation", 2019, 3, 1, "DissolvedOxygenOf2018", DissolvedOxygenOf2018.Document)]
    public void A_document_judges_from_its_first_day_and_nothing_before(
        string subject, int year, int month, int day, string folder, string document)
    {
        var first = new DateOnly(year, month, day);
        Assert.Equal(
            (folder, document), InForce.Shipped.Edition(subject, first) is { } e ? (e.Folder, e.Document) : default);
        Assert.Equal(folder, InForce.Shipped.Edition(subject, new DateOnly(2026, 11, 25))!.Folder);
        Assert.Null(InForce.Shipped.Edition(subject, first.AddDays(-1)));
    }
}
