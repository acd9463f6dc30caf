using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class QualityControlTests
{
    private static QualityControl Quality => Given.Shipped.Of<QualityControl>();

    [Fact]
    [Clause("水和废水监测分析方法(第四版)", "第二篇 平行样")]
    public void The_relative_deviation_is_half_the_relative_percent_difference()
    {
        Assert.Equal(5m, QualityControl.RelativeDeviation(10.5m, 9.5m));
        Assert.Equal(5m, QualityControl.RelativeDeviation(9.5m, 10.5m));
        Assert.Equal(100m, QualityControl.RelativeDeviation(0, 3));
        Assert.Null(QualityControl.RelativeDeviation(0, 0));
    }

    [Fact]
    [Clause("水和废水监测分析方法(第四版)", "第二篇 加标回收")]
    public void The_recovery_is_what_came_back_of_what_was_added()
    {
        Assert.Equal(95m, QualityControl.Recovery(1.45m, 0.5m, 1m));
        Assert.Equal(-10m, QualityControl.Recovery(0.9m, 1m, 1m));
        Assert.Null(QualityControl.Recovery(1, 1, 0));
    }

    [Theory]
    [InlineData("water", "250", "1")]
    [InlineData("water", "100", "1")]
    [InlineData("water", "99.9", "2.5")]
    [InlineData("water", "10", "2.5")]
    [InlineData("water", "1", "5")]
    [InlineData("water", "0.99", "10")]
    [InlineData("water", "0.1", "10")]
    [InlineData("water", "0.01", "20")]
    [InlineData("water", "0.001", "30")]
    [InlineData("water", "0.0001", "50")]
    [InlineData("water", "0.00009", null)]
    [InlineData("soil", "100.1", "5")]
    [InlineData("soil", "100", "10")]
    [InlineData("soil", "10", "10")]
    [InlineData("soil", "9.9", "20")]
    [InlineData("soil", "1", "20")]
    [InlineData("soil", "0.1", "25")]
    [InlineData("soil", "0.09", "30")]
    [InlineData("soil", "0", null)]
    [InlineData("air", "5", null)]
    [Clause("环境水质监测质量保证手册(第二版)", "平行双样允许偏差")]
    [Clause("HJ/T 166-2004", "13 表13-1")]
    public void The_permitted_deviation_goes_by_matrix_and_level(string matrix, string level, string? percent)
    {
        decimal value = N(level);
        QualityCheck check = Quality.Parallel(matrix, value, value);
        Assert.Equal(percent is null ? null : N(percent), check.Most);
        Assert.Equal(percent is null ? (bool?)null : true, check.Met);
        Assert.Equal("qc.parallel", check.Code);
    }

    [Fact]
    [Clause("HJ/T 166-2004", "13 表13-1")]
    public void Parallel_samples_are_met_up_to_the_permitted_deviation()
    {
        Assert.True(Quality.Parallel("soil", 22m, 18m).Met);
        Assert.False(Quality.Parallel("soil", 22.1m, 17.9m).Met);
        Assert.Equal("HJ/T 166-2004", Quality.Parallel("soil", 22m, 18m).Citation.Document);
        // The level is the mean of both: 90 and 120 is 105, so 5 % holds.
        Assert.Equal(5m, Quality.Parallel("soil", 90m, 120m).Most);
    }

    [Theory]
    [InlineData("80", false, true)]
    [InlineData("79.9", false, false)]
    [InlineData("120", false, true)]
    [InlineData("120.1", false, false)]
    [InlineData("60", true, true)]
    [InlineData("59.9", true, false)]
    [InlineData("130", true, true)]
    [InlineData("130.1", true, false)]
    [Clause("HJ/T 91-2002", "质量控制 加标回收")]
    public void A_recovery_has_two_bounds(string percent, bool organic, bool met)
    {
        QualityCheck check = Quality.Spike(N(percent), 0, 100, organic);
        Assert.Equal((met, "qc.spike"), (check.Met, check.Code));
        Assert.Null(Quality.Spike(1, 1, 0, organic).Met);
    }

    [Theory]
    [InlineData("0.5", true)]
    [InlineData("0.49", false)]
    [InlineData("2", true)]
    [InlineData("2.01", false)]
    [Clause("HJ/T 91-2002", "质量控制 加标量")]
    public void Half_to_twice_the_content_is_added(string added, bool met)
    {
        Assert.Equal(met, Quality.SpikeAmount(2, N(added) * 2).Met);
        Assert.Null(Quality.SpikeAmount(0, 1).Met);
        Assert.Equal("qc.spike-amount", Quality.SpikeAmount(1, 1).Code);
    }

    [Fact]
    [Clause("HJ/T 91-2002", "质量控制 空白")]
    public void A_blank_lies_below_the_detection_limit()
    {
        Assert.True(Quality.Blank(0.0039m, 0.004m).Met);
        Assert.False(Quality.Blank(0.004m, 0.004m).Met);
        Assert.Equal("qc.blank", Quality.Blank(0, 1).Code);
        Assert.True(Quality.BlankPair(3, 1).Met);
        Assert.False(Quality.BlankPair(3.1m, 1).Met);
        Assert.Null(Quality.BlankPair(0, 0).Met);
        Assert.Equal("qc.blank-pair", Quality.BlankPair(0, 0).Code);
    }

    [Fact]
    [Clause("HJ/T 91-2002", "质量控制 校准曲线")]
    public void A_curve_needs_five_points_and_its_correlation()
    {
        (decimal, decimal)[] line = [(0, 1), (1, 3), (2, 5), (3, 7), (4, 9)];
        QualityCheck check = Quality.Curve(line, false);
        Assert.True(check.Met);
        Assert.Equal("qc.curve", check.Code);
        Assert.Equal(1m, Gbt8170Of2008.RoundPlaces(check.Value!.Value, 12));
        Assert.Null(Quality.Curve(line[..4], false).Met);
        Assert.Null(Quality.Curve([(1, 1), (1, 2), (1, 3), (1, 4), (1, 5)], false).Met);
        // r = 0.9978: enough for spectrometry only.
        (decimal, decimal)[] bent = [(0, 0), (1, 1.1m), (2, 1.9m), (3, 3.2m), (4, 4)];
        Assert.InRange(Quality.Curve(bent, false).Value!.Value, 0.996m, 0.9985m);
        Assert.False(Quality.Curve(bent, false).Met);
        Assert.True(Quality.Curve(bent, true).Met);
        // A falling curve is as straight as a rising one.
        Assert.True(Quality.Curve([.. line.Select(p => (p.Item1, -p.Item2))], false).Met);
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("1.101", false)]
    [InlineData("0.9", true)]
    [InlineData("0.899", false)]
    [Clause("HJ/T 91-2002", "质量控制 校准曲线")]
    public void The_mid_point_comes_back_within_ten_percent(string measured, bool met)
    {
        Assert.Equal((met, "qc.curve-check"), (Quality.CurveCheck(N(measured), 1).Met, Quality.CurveCheck(1, 1).Code));
        Assert.Equal(met, Quality.CurveCheck(N(measured) * 2, 2).Met);
        Assert.Null(Quality.CurveCheck(1, 0).Met);
    }

    [Theory]
    [InlineData("9.5", true)]
    [InlineData("9.49", false)]
    [InlineData("10.5", true)]
    [InlineData("10.51", false)]
    [Clause("HJ/T 91-2002", "质量控制 标准物质")]
    public void A_reference_material_lies_within_its_uncertainty(string measured, bool met)
    {
        QualityCheck check = QualityControl.ReferenceMaterial(N(measured), 10, 0.5m);
        Assert.Equal((met, "qc.reference-material"), (check.Met, check.Code));
        Assert.Equal(Confidence.Memory, check.Citation.Confidence);
        Assert.Equal(("HJ/T 91-2002", "质量控制 标准物质"), (check.Citation.Document, check.Citation.Clause));
        Assert.Equal("", check.Citation.Page);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(10, 1)]
    [InlineData(11, 2)]
    [InlineData(20, 2)]
    [InlineData(21, 3)]
    [Clause("HJ/T 91-2002", "质量控制 平行样")]
    public void A_batch_needs_a_tenth_and_at_least_one(int batch, int needed)
    {
        Assert.Equal(needed, Quality.Needed("parallel", batch));
        Assert.Equal(needed, Quality.Needed("spike", batch));
    }

    [Theory]
    [InlineData("ND", "0", null, true)]
    [InlineData(" nd ", "0", null, true)]
    [InlineData("未检出", "0", null, true)]
    [InlineData("<0.004", "0", "0.004", true)]
    [InlineData("0.004L", "0", "0.004", true)]
    [InlineData("0.012", "0.012", null, false)]
    [InlineData("-1", "-1", null, false)]
    [Clause("HJ 91.1-2019", "未检出")]
    public void A_result_is_read_as_the_trade_writes_it(string text, string value, string? own, bool nonDetect)
    {
        Assert.True(NonDetectable.TryRead(text, out NonDetectable read));
        Assert.Equal(new NonDetectable(N(value), own is null ? null : N(own), nonDetect), read);
        Assert.Equal(nonDetect && own is null, read.NeedsLimit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("L")]
    [InlineData("<0")]
    [InlineData("<-1")]
    [InlineData("abc")]
    [Clause("HJ 91.1-2019", "未检出")]
    public void What_is_no_result_is_not_read(string text) => Assert.False(NonDetectable.TryRead(text, out _));

    [Fact]
    [Clause("HJ 91.1-2019", "未检出")]
    public void A_non_detect_is_printed_with_its_limit() => Assert.Equal("0.004L", NonDetectable.Printed(0.004m));

    [Fact]
    [Clause("地表水环境质量评价办法(试行)", "未检出按检出限一半")]
    public void What_a_non_detect_counts_goes_by_purpose()
    {
        NonDetectable nd = new(0, null, true), own = new(0, 0.01m, true), value = new(3, null, false);
        Assert.Equal(0.002m, Quality.Value(nd, "mean", 0.004m));
        Assert.Equal(0m, Quality.Value(nd, "total", 0.004m));
        Assert.Equal(0.002m, Quality.Value(nd, "sum", 0.004m));
        Assert.Equal(0.005m, Quality.Value(own, "mean", 0.004m));
        Assert.Equal(3m, Quality.Value(value, "mean", null));
        Assert.Throws<ArgumentException>(() => Quality.Value(nd, "mean", null));
        Assert.Equal(1.501m, Quality.Mean([nd, value], 0.004m));
        Assert.Equal(Confidence.Unsure, Quality.CiteNonDetect("total").Confidence);
    }

    [Fact]
    public void Sample_statistics_are_exact()
    {
        Assert.Equal(2.5m, Sample.Mean([1, 2, 3, 4]));
        Assert.Equal(2m, Sample.StandardDeviation([1, 3, 5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sample.StandardDeviation([1]));
        Assert.Equal(3m, Sample.Median([5, 1, 3]));
        Assert.Equal(2.5m, Sample.Median([4, 1, 3, 2]));
        Assert.Equal(0m, Root.Square(0));
        Assert.Equal(1.414213562373095048801688724m, Gbt8170Of2008.RoundPlaces(Root.Square(2), 27));
        Assert.Null(Sample.Correlation([(1, 1)]));
        Assert.Null(Sample.Correlation([(1, 1), (2, 1)]));
        Assert.Null(Sample.Correlation([(1, 1), (1, 2)]));
        Assert.Equal(-1m, Gbt8170Of2008.RoundPlaces(Sample.Correlation([(1, 1), (2, 0)])!.Value, 20));
    }

    private static decimal N(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
