using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class EcologicalQualityOf2021Tests
{
    private static EcologicalQualityOf2021 Edition => Given.Shipped.Of<EcologicalQualityOf2021>();

    [Theory]
    [InlineData("pattern", "0.36")]
    [InlineData("function", "0.35")]
    [InlineData("diversity", "0.19")]
    [InlineData("stress", "-0.10")]
    [Clause("环监测〔2021〕99号", "EQI")]
    public void Each_index_counts_by_its_weight(string index, string weight)
    {
        Assert.Equal(10m, Edition.Index(_ => 0));
        Assert.Equal(10m + 20 * decimal.Parse(weight), Edition.Index(i => i == index ? 20 : 0));
        Assert.Equal(4, Edition.Indices.Count());
    }

    [Theory]
    [InlineData("70", "一类")]
    [InlineData("69.99", "二类")]
    [InlineData("55", "二类")]
    [InlineData("54.99", "三类")]
    [InlineData("40", "三类")]
    [InlineData("39.99", "四类")]
    [InlineData("30", "四类")]
    [InlineData("29.99", "五类")]
    [Clause("环监测〔2021〕99号", "分类")]
    public void The_lower_bound_of_a_class_belongs_to_it(string index, string level)
    {
        (string found, Citation citation) = Edition.Level(decimal.Parse(index));
        Assert.Equal((level, "环监测〔2021〕99号"), (found, citation.Document));
    }

    [Theory]
    [InlineData("0", "基本稳定", 0)]
    [InlineData("0.99", "基本稳定", 0)]
    [InlineData("-0.99", "基本稳定", 0)]
    [InlineData("1", "轻微变好", 1)]
    [InlineData("-1", "轻微变差", -1)]
    [InlineData("1.99", "轻微变好", 1)]
    [InlineData("2", "一般变好", 1)]
    [InlineData("-2", "一般变差", -1)]
    [InlineData("-3.99", "一般变差", -1)]
    [InlineData("4", "明显变好", 1)]
    [InlineData("-4", "明显变差", -1)]
    [Clause("环监测〔2021〕99号", "变化幅度")]
    public void A_change_is_symmetric(string change, string grade, int direction)
    {
        EcologicalChange found = Edition.Change(50, 50 + decimal.Parse(change));
        Assert.Equal((grade, direction, "变化幅度"), (found.Grade, found.Direction, found.Citation.Clause));
    }

    [Fact]
    [Clause("环监测〔2021〕99号", "EQI")]
    public void A_corrected_weight_counts_from_its_day()
    {
        const string Path = "EcologicalQualityOf2021/weights.csv";
        string text = CsvTable.ShippedText(Path).Replace("0.36", "0.30", StringComparison.Ordinal);
        Rulebook corrected = Rulebook.Shipped.TryWith(new(Path, new(2026, 1, 1), null, text), out _)!;
        Assert.Equal(94m, corrected.On(new(2026, 1, 1)).Of<EcologicalQualityOf2021>()
            .Index(i => i == "stress" ? 0 : 100));
    }
}
