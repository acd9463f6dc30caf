using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class DictionaryTests
{
    [Fact]
    public void A_factor_is_found_by_either_code_with_the_unit_of_the_edition()
    {
        FactorCode mercury = Factors.Find("w20111", 2017)!;
        Assert.Same(mercury, Factors.Find("020", 2005));
        Assert.Equal(("总汞", "µg/L", "mg/L"), (mercury.Name, mercury.UnitIn(2017), mercury.UnitIn(2005)));
        Assert.Equal("N2.3", mercury.TypeIn(2005));
        Assert.Equal("S03", Factors.Find("a01012", 2025)!.CodeOf2005);
        Assert.Null(Factors.Find("zz", 2017));
    }

    [Fact]
    public void The_dictionaries_hold_every_row_of_the_reference()
    {
        Assert.Equal((63, 121, 12), (Factors.All.Count(f => f.Clause == "2017 B.1"),
            Factors.All.Count(f => f.Clause == "2017 B.2"), Factors.All.Count(f => f.Clause == "2017 B.3")));
        Assert.Equal(33, Commands.All.Count(c => c.Clause == "2017 table 9"));
        Assert.All(Factors.All, f => Assert.True(f.Name.Length > 0 && f.Confidence.Length > 0));
    }

    [Fact]
    public void The_same_command_number_means_other_things_in_other_editions()
    {
        Assert.Equal("设备操作命令", Commands.Find(3013, 2005)!.Name);
        Assert.Equal("启动清洗/反吹", Commands.Find("3013", 2017)!.Name);
        Assert.Null(Commands.Find(3016, 2025));
        Assert.Null(Commands.Find(2081, 2005));
    }

    [Fact]
    public void F_says_source_in_2005_and_instrument_in_2017()
    {
        Assert.Equal("排放源停运", Flags.Find("F", 2005)!.Name);
        Assert.NotEqual(Flags.Find("F", 2005)!.Name, Flags.Find("F", 2017)!.Name);
        Assert.True(Flags.IsNormal("N", 2025));
        Assert.False(Flags.IsNormal("n", 2017));
        Assert.False(Flags.IsNormal("B", 2017));
    }

    [Fact]
    public void Information_codes_explain_their_values()
    {
        Assert.Equal("校准", InfoCodes.Find("i12001")!.Meaning("3"));
        Assert.Null(InfoCodes.Find("i12001")!.Meaning("4"));
        Assert.Equal("污水处理厂进口", InfoCodes.Find("e10101")!.Name);
        Assert.Equal("截距", InfoCodes.Find("i13007")!.Name);
        Assert.Equal("没有数据", ResultCodes.Find("ExeRtn", 100)!.Name);
        Assert.Equal("用电监控", SystemCodes.Find("44")!.Name);
    }

    [Fact]
    public void The_edition_in_force_follows_the_day()
    {
        Assert.Equal(2017, Editions.On(new DateOnly(2025, 12, 31)).Year);
        Assert.Equal(2025, Editions.On(new DateOnly(2026, 1, 1)).Year);
    }

    [Fact]
    public void Every_deviation_has_its_line_in_the_order_of_the_numbers()
    {
        Assert.Equal(Enum.GetValues<Deviation>(), Deviations.All.Select(d => d.Deviation));
        Assert.Equal(Deviations.All.Count, Deviations.All.Select(d => d.Code).Distinct().Count());
        Assert.All(Deviations.All, d => Assert.True(d.Chinese.Length > 0 && d.English.EndsWith('.')));
        Assert.Equal("crc.lowerCase", Deviations.Code(Deviation.CrcLowerCase));
    }
}
