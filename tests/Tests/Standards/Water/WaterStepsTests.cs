using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class WaterStepsTests
{
    private static Tables Rules => Given.Shipped;
    private static Gb3838Of2002 Surface => Rules.Of<Gb3838Of2002>();
    private static SurfaceWaterEvaluationOf2011 Method => Rules.Of<SurfaceWaterEvaluationOf2011>();
    private static Gbt14848Of2017 Ground => Rules.Of<Gbt14848Of2017>();

    private static WaterReading River(string name, string? value, decimal? saturation = null) =>
        new(name, Surface.Find(name, WaterBody.River)!, Value(value), saturation);

    private static WaterReading Well(string name, string value) => new(
        name, Ground.Find(name)!, value is "无" or "有" ? WaterValue.Present(value == "有") : Value(value));

    private static WaterValue? Value(string? text) =>
        text is null ? null : WaterValue.TryRead(text, out WaterValue v) ? v : throw new FormatException(text);

    private static string[] Steps(WaterVerdict verdict) => [.. WaterSteps.Of(verdict).Select(s => s.Chinese)];

    [Fact]
    public void Every_item_of_a_river_says_the_limits_on_both_sides_of_it()
    {
        WaterVerdict verdict = Method.Section(WaterBody.River,
        [
            River("氨氮", "0.60"), River("DO", "5.50", 92.5m), River("溶解氧", "5.50"), River("pH", "9.4"),
            River("铜", "0.004L"), River("粪大肠菌群", "300"), River("总氮", "3"), River("铅", null), River("pH", "7"),
            River("汞", "0.002"), River("溶解氧", "8"),
        ]);
        Assert.Equal(
            [
                "氨氮 0.60 mg/L：大于Ⅱ类限值 0.5，不大于Ⅲ类限值 1.0，定为Ⅲ类。",
                "DO 5.50 mg/L：饱和率 92.5 % 达到Ⅰ类的要求，定为Ⅰ类。",
                "溶解氧 5.50 mg/L：小于Ⅱ类限值 6，不小于Ⅲ类限值 5，定为Ⅲ类。",
                "pH 9.4：不在Ⅴ类范围 6~9 之内，定为劣Ⅴ类。",
                "铜 0.004L mg/L（未检出，以检出限的一半 0.002 参评）：不大于Ⅰ类限值 0.01，定为Ⅰ类。",
                "粪大肠菌群 300 个/L：大于Ⅰ类限值 200，不大于Ⅱ类限值 2000，单独评价为Ⅱ类，不参与断面类别。",
                "总氮 3 mg/L：标准对此类水体没有分类限值，不定类别。",
                "铅：没有结果，不参评。",
                "pH 7：在Ⅰ类范围 6~9 之内，定为Ⅰ类。",
                "汞 0.002 mg/L：大于Ⅴ类限值 0.001，定为劣Ⅴ类。",
                "溶解氧 8 mg/L：不小于Ⅰ类限值 7.5，定为Ⅰ类。",
            ],
            Steps(verdict));
        Assert.Equal([3, 9], WaterSteps.Of(verdict).Index().Where(s => s.Item.Decides).Select(s => s.Index));
        Assert.Equal(
            "参评项目中最差的是 pH、汞，水质类别为劣Ⅴ类，水质状况为重度污染。",
            WaterSteps.Chinese(verdict, Method.Condition(verdict.Class!.Value).Name));
    }

    [Fact]
    public void Every_item_of_a_well_says_it_in_the_words_of_its_row()
    {
        WaterVerdict verdict = Gbt14848Of2017.Well(
            [
                Well("嗅和味", "无"), Well("肉眼可见物", "有"), Well("LAS", "0.05L"), Well("LAS", "0.06"), Well("pH", "6"),
                Well("总α放射性", "0.8"),
            ]).Verdict;
        Assert.Equal(
            [
                "嗅和味 无：符合Ⅰ类的要求（无），定为Ⅰ类。",
                "肉眼可见物 有：不符合Ⅳ类的要求（无），定为Ⅴ类。",
                "LAS 0.05L mg/L：符合Ⅰ类的要求（不得检出），定为Ⅰ类。",
                "LAS 0.06 mg/L：不符合Ⅰ类的要求（不得检出），不大于Ⅱ类限值 0.1，定为Ⅱ类。",
                "pH 6：不在Ⅲ类范围 6.5~8.5 之内，在Ⅳ类范围 5.5~9.0 之内，定为Ⅳ类。",
                "总α放射性 0.8 Bq/L：大于Ⅲ类限值 0.5，符合Ⅳ类的要求（>0.5），定为Ⅳ类。",
            ],
            Steps(verdict));
        Assert.Equal("参评项目中最差的是 肉眼可见物，水质类别为Ⅴ类。", WaterSteps.Chinese(verdict));
        Assert.Equal("The worst of the evaluated items: 肉眼可见物. The class is Ⅴ.", WaterSteps.English(verdict));
    }

    [Fact]
    public void The_same_steps_are_said_in_English()
    {
        WaterVerdict verdict = Method.Section(WaterBody.River,
        [
            River("NH3-N", "0.60"), River("DO", "5.50", 92.5m), River("Hg", "0.002"), River("Cu", "0.004L"),
            River("faecal coliform", "50000"), River("TN", "3"), River("Pb", null),
        ]);
        Assert.Equal(
            [
                "NH3-N 0.60 mg/L: misses the limit 0.5 of class Ⅱ and keeps 1.0 of class Ⅲ: class Ⅲ.",
                "DO 5.50 mg/L: its saturation of 92.5 % is that of class Ⅰ.",
                "Hg 0.002 mg/L: misses the limit 0.001 of class Ⅴ: class 劣Ⅴ.",
                "Cu 0.004L mg/L (not detected: half the limit, 0.002): keeps the limit 0.01 of class Ⅰ: class Ⅰ.",
                "faecal coliform 50000 个/L: misses the limit 40000 of class Ⅴ: class 劣Ⅴ, shown apart, decides nothing.",
                "TN 3 mg/L: the standard has no classes for it in this water.",
                "Pb: no result, not evaluated.",
            ],
            WaterSteps.Of(verdict).Select(s => s.English));
    }

    [Fact]
    public void Without_a_known_item_there_is_no_class_and_that_is_said()
    {
        WaterVerdict verdict = Method.Section(WaterBody.River, [River("氨氮", null)]);
        Assert.Equal("没有可参评的项目，不定类别。", WaterSteps.Chinese(verdict));
        Assert.Equal("No evaluated item is known: no class.", WaterSteps.English(verdict));
        Assert.Equal([WaterStepKind.Unknown], WaterSteps.Of(verdict).Select(s => s.Kind));
    }
}
