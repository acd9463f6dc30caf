using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class SurfaceWaterEvaluationOf2011Tests
{
    private static Tables Rules => Given.Shipped;
    private static Gb3838Of2002 Limits => Rules.Of<Gb3838Of2002>();
    private static SurfaceWaterEvaluationOf2011 Method => Rules.Of<SurfaceWaterEvaluationOf2011>();

    private static WaterReading Reading(string name, WaterValue? value, WaterBody water = WaterBody.River) =>
        new(name, Limits.Find(name, water)!, value);

    private static WaterReading[] Sample(params (string Name, double Value)[] values) =>
        [.. values.Select(v => Reading(v.Name, WaterValue.Of((decimal)v.Value)))];

    private static WaterVerdict Section(params (string Name, double Value)[] values) =>
        Method.Section(WaterBody.River, Sample(values));

    [Fact]
    [Clause("环办〔2011〕22号", "一(一)1 水质评价指标")]
    public void Twenty_one_items_are_evaluated_in_rivers_and_in_lakes()
    {
        foreach (WaterBody water in Enum.GetValues<WaterBody>())
            Assert.Equal(21, Limits.Items.Count(i => i.IsClassedIn(water) && Method.IsEvaluated(i)));
        Assert.False(Method.IsEvaluated(Limits.Find("总氮", WaterBody.Lake)!));
        Assert.False(Method.IsEvaluated(Limits.Find("粪大肠菌群", WaterBody.Lake)!));
        Assert.False(Method.IsEvaluated(Limits.Find("水温", WaterBody.Lake)!));
        Assert.False(Method.IsEvaluated(Limits.Find("硫酸盐", WaterBody.Lake)!));
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 断面水质评价")]
    public void A_section_is_as_good_as_its_worst_evaluated_item()
    {
        WaterVerdict verdict = Section(("氨氮", 0.4), ("总磷_河流", 0.25), ("石油类", 0.3), ("粪大肠菌群", 50000));
        Assert.Equal(WaterClass.IV, verdict.Class);
        Assert.Equal(["总磷_河流", "石油类"], verdict.Deciding.Select(d => d.Reading.Asked));
        Assert.Equal(WaterClass.InferiorV, verdict.Items[3].Class);
        Assert.False(verdict.Items[3].IsEvaluated);
        Assert.True(verdict.IsUnconfirmed);
        Assert.Equal(SurfaceWaterEvaluationOf2011.Document, verdict.LeastCertain.Document);
        Assert.Equal(
            [("环办〔2011〕22号", "二 断面水质评价"), ("GB 3838-2002", "表1")],
            verdict.Citations.Select(c => (c.Document, c.Clause)));
    }

    [Theory]
    [InlineData("U", "GB 3838-2002")]
    [InlineData("M", "环办〔2011〕22号")]
    [InlineData("C", "环办〔2011〕22号")]
    public void The_least_certain_row_is_the_one_that_is_cited(string mark, string document)
    {
        const string Path = "Gb3838Of2002/table1.csv";
        string text = CsvTable.ShippedText(Path).Replace("2.0,表1,,V2", $"2.0,表1,,{mark}", StringComparison.Ordinal);
        Rulebook book = Rulebook.Shipped.TryWith(new(Path, new DateOnly(2026, 1, 1), null, text), out _)!;
        Tables tables = book.On(new DateOnly(2026, 1, 1));
        WaterItem ammonia = tables.Of<Gb3838Of2002>().Find("氨氮", WaterBody.River)!;
        WaterItem copper = tables.Of<Gb3838Of2002>().Find("铜", WaterBody.River)!;
        WaterVerdict verdict = tables.Of<SurfaceWaterEvaluationOf2011>().Section(WaterBody.River,
        [
            new("铜", copper, WaterValue.Of(1)), new("氨氮", ammonia, WaterValue.Of(1)),
        ]);
        Assert.Equal(document, verdict.LeastCertain.Document);
        Assert.True(verdict.IsUnconfirmed);
        verdict = tables.Of<SurfaceWaterEvaluationOf2011>().Section(
            WaterBody.River, [new("铜", copper, WaterValue.Of(1)), new("氨氮", ammonia, null)]);
        Assert.Equal("环办〔2011〕22号", verdict.LeastCertain.Document);
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 断面水质评价")]
    public void What_is_not_known_decides_nothing()
    {
        WaterVerdict verdict = Method.Section(
            WaterBody.River, [Reading("氨氮", null), Reading("总氮", WaterValue.Of(9))]);
        Assert.Null(verdict.Class);
        Assert.Empty(verdict.Deciding);
        Assert.Single(verdict.Citations);
        Assert.Null(Method.Section(WaterBody.River, []).Class);
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 断面水质评价")]
    public void Each_class_has_its_condition_and_colour()
    {
        Assert.Equal(
            ["优 蓝", "优 蓝", "良好 绿", "轻度污染 黄", "中度污染 橙", "重度污染 红"],
            Enum.GetValues<WaterClass>().Select(Method.Condition).Select(c => $"{c.Name} {c.Colour}"));
        Assert.Equal(Confidence.Memory, Method.Condition(WaterClass.V).Citation.Confidence);
    }

    [Theory]
    [InlineData(9, 0, 10, "优")]
    [InlineData(899, 101, 1000, "良好")]
    [InlineData(3, 0, 4, null)]
    [InlineData(6, 2, 8, "良好")]
    [InlineData(749, 199, 1000, "轻度污染")]
    [InlineData(750, 250, 1000, "良好")]
    [InlineData(7, 2, 10, "中度污染")]
    [InlineData(70, 19, 100, "轻度污染")]
    [InlineData(601, 399, 1000, "中度污染")]
    [InlineData(599, 400, 1000, "重度污染")]
    [InlineData(599, 399, 1000, "中度污染")]
    [InlineData(0, 5, 5, "重度污染")]
    [InlineData(0, 0, 5, "轻度污染")]
    [InlineData(5, 0, 5, "优")]
    [InlineData(0, 4, 4, null)]
    [Clause("环办〔2011〕22号", "二 河流、流域(水系)水质评价")]
    public void A_basin_is_judged_by_exact_proportions(int good, int inferior, int sections, string? condition) =>
        Assert.Equal(condition, Method.Basin(good, inferior, sections)?.Name);

    [Fact]
    [Clause("环办〔2011〕22号", "二 河流、流域(水系)水质评价")]
    public void The_one_case_without_a_row_is_read_carefully_and_called_unsure()
    {
        WaterCondition condition = Method.Basin(6, 4, 10)!;
        Assert.Equal("重度污染", condition.Name);
        Assert.Equal("红", condition.Colour);
        Assert.Equal(Confidence.Unsure, condition.Citation.Confidence);
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 河流、流域(水系)水质评价")]
    public void Every_possible_basin_has_a_condition()
    {
        for (int good = 0; good <= 100; good++)
            for (int inferior = 0; good + inferior <= 100; inferior++)
                Assert.NotNull(Method.Basin(good, inferior, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => Method.Basin(-1, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Method.Basin(0, -1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Method.Basin(3, 3, 5));
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public void Times_are_those_over_class_three_in_full()
    {
        WaterItem ammonia = Limits.Find("氨氮", WaterBody.River)!;
        Assert.Equal(0.545m, SurfaceWaterEvaluationOf2011.ExceedTimes(ammonia, WaterValue.Of(1.545m)));
        Assert.Null(SurfaceWaterEvaluationOf2011.ExceedTimes(ammonia, WaterValue.Of(1m)));
        Assert.Null(SurfaceWaterEvaluationOf2011.ExceedTimes(Limits.Find("水温", WaterBody.River)!, WaterValue.Of(1m)));
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public void Toxic_items_come_first_then_the_worst_class_then_the_greatest_times()
    {
        // 氨氮 2.5 and COD 100 are 劣Ⅴ with 1.5 and 4 times; 总磷 0.25 is Ⅳ; lead 0.06 is Ⅴ and toxic.
        WaterVerdict verdict = Section(
            ("总磷_河流", 0.25), ("氨氮", 2.5), ("化学需氧量", 100), ("铅", 0.06), ("粪大肠菌群", 90000));
        Assert.Equal(
            [("铅", WaterClass.V, 0.2m), ("化学需氧量", WaterClass.InferiorV, 4m), ("氨氮", WaterClass.InferiorV, 1.5m)],
            Method.MainPollutants(verdict).Select(p => (p.Item.Name, p.Class, p.Times!.Value)));
        Assert.Empty(Method.MainPollutants(Section(("氨氮", 1.0), ("粪大肠菌群", 90000))));
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public void Oxygen_has_no_times_and_follows_its_class_and_ties_follow_the_table()
    {
        WaterVerdict verdict = Section(("溶解氧", 1), ("硫化物", 0.3), ("高锰酸盐指数", 9), ("五日生化需氧量", 6));
        // 硫化物, 高锰酸盐指数 and 五日生化需氧量 are Ⅳ, each with 0.5 times.
        Assert.Equal(
            ["溶解氧", "高锰酸盐指数", "五日生化需氧量"], Method.MainPollutants(verdict).Select(p => p.Item.Name));
        Assert.Null(Method.MainPollutants(verdict)[0].Times);
    }

    [Theory]
    [InlineData("氰化物", 0.21)]
    [InlineData("六价铬", 0.06)]
    [InlineData("汞", 0.0002)]
    [InlineData("镉", 0.006)]
    [InlineData("砷", 0.06)]
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public void Cyanide_and_heavy_metals_are_the_toxic_items(string item, double value) => Assert.Equal(
        item, Method.MainPollutants(Section(("化学需氧量", 900), (item, value)))[0].Item.Name);

    [Fact]
    [Clause("环办〔2011〕22号", "二 主要污染指标")]
    public void A_basin_names_the_items_beyond_class_three_in_most_sections()
    {
        WaterVerdict[] sections =
        [
            Section(("氨氮", 2.5), ("总磷_河流", 0.3), ("粪大肠菌群", 90000)),
            Section(("氨氮", 0.1), ("总磷_河流", 0.3), ("化学需氧量", 25)),
            Section(("总磷_河流", 0.3), ("石油类", 0.6), ("化学需氧量", 18)),
            Section(("氨氮", 1.2)),
        ];
        Assert.Equal(
            [("总磷_河流", 3, 75m), ("氨氮", 2, 50m), ("化学需氧量", 1, 25m)],
            Method.MainPollutants(sections).Select(r => (r.Item.Name, r.Exceeding, r.Percent)));
    }

    [Fact]
    [Clause("环办〔2011〕22号", "一(二) 数据统计")]
    [Clause("环办〔2011〕22号", "二 湖泊、水库评价")]
    public void Means_are_classed_not_classes_averaged()
    {
        WaterItem oxygen = Limits.Find("DO", WaterBody.River)!;
        IReadOnlyList<WaterReading> means = SurfaceWaterEvaluationOf2011.Means(
        [
            [Reading("氨氮", WaterValue.Of(0.2m)), new("DO", oxygen, WaterValue.Of(6m), 88)],
            [Reading("氨氮", WaterValue.NotDetected(0.04m)), new("DO", oxygen, WaterValue.Of(7m), 92)],
            [Reading("氨氮", null), Reading("铅", WaterValue.NotDetected()), Reading("锌", null)],
        ]);
        Assert.Equal(["氨氮", "DO", "铅", "锌"], means.Select(m => m.Asked));
        Assert.Equal(0.11m, means[0].Value!.Value.Evaluated);
        Assert.Equal(90m, means[1].SaturationPercent);
        Assert.Null(means[0].SaturationPercent);
        Assert.Null(means[2].Value);
        Assert.Null(means[3].Value);
        Assert.Equal(WaterClass.I, Method.Section(WaterBody.River, means).Class);
    }

    [Fact]
    public void A_class_without_a_condition_is_refused_in_a_correction()
    {
        string text = CsvTable.ShippedText("SurfaceWaterEvaluationOf2011/conditions.csv");
        string shorter = text[..text.TrimEnd().LastIndexOf('\n')];
        Assert.Null(Rulebook.Shipped.TryWith(
            new TableCorrection("SurfaceWaterEvaluationOf2011/conditions.csv", new DateOnly(2026, 1, 1), null, shorter),
            out string? problem));
        Assert.Contains("每类要有一行水质状况", problem, StringComparison.Ordinal);
        Assert.Null(Rulebook.Shipped.TryWith(
            new TableCorrection(
                "SurfaceWaterEvaluationOf2011/apart.csv", new DateOnly(2026, 1, 1), null,
                "item,clause,page,confidence\n氨氯,一,,C"),
            out problem));
        Assert.Contains("氨氯", problem, StringComparison.Ordinal);
    }
}
