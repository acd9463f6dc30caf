using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class MarkingOf2022Tests
{
    private static MarkingOf2022 Edition => Given.Shipped.Of<MarkingOf2022>();

    [Theory]
    [InlineData(DataUse.Exceedance, MarkEffect.Valid, UseAnswer.Yes)]
    [InlineData(DataUse.Exceedance, MarkEffect.Invalid, UseAnswer.No)]
    [InlineData(DataUse.Exceedance, MarkEffect.Rule, UseAnswer.Rule)]
    [InlineData(DataUse.Accounting, MarkEffect.Valid, UseAnswer.Yes)]
    [InlineData(DataUse.Accounting, MarkEffect.Invalid, UseAnswer.Substitute)]
    [InlineData(DataUse.Accounting, MarkEffect.Rule, UseAnswer.Yes)]
    [InlineData(DataUse.Publication, MarkEffect.Valid, UseAnswer.Yes)]
    [InlineData(DataUse.Publication, MarkEffect.Invalid, UseAnswer.Gap)]
    [InlineData(DataUse.Publication, MarkEffect.Rule, UseAnswer.Yes)]
    [InlineData(DataUse.Lead, MarkEffect.Valid, UseAnswer.Yes)]
    [InlineData(DataUse.Lead, MarkEffect.Invalid, UseAnswer.Yes)]
    [InlineData(DataUse.Lead, MarkEffect.Rule, UseAnswer.Yes)]
    [Clause("公告2022年第21号", "数据使用")]
    public void Each_use_has_its_answer_for_each_effect(DataUse use, MarkEffect effect, UseAnswer answer) =>
        Assert.Equal(answer, Edition.May(use, effect).Answer);

    [Fact]
    [Clause("公告2022年第21号", "数据使用")]
    public void An_hour_that_does_not_count_is_never_held_to_a_limit()
    {
        Assert.Equal(UseAnswer.Yes, Edition.ForExceedance(true, MarkEffect.Valid));
        Assert.Equal(UseAnswer.Rule, Edition.ForExceedance(true, MarkEffect.Rule));
        Assert.Equal(UseAnswer.No, Edition.ForExceedance(true, MarkEffect.Invalid));
        Assert.Equal(UseAnswer.No, Edition.ForExceedance(false, MarkEffect.Valid));
    }

    [Fact]
    [Clause("公告2022年第21号", "标记类别")]
    public void The_gravest_of_several_marks_decides()
    {
        Assert.Equal(MarkEffect.Valid, Edition.Effect([]));
        Assert.Equal(MarkEffect.Valid, Edition.Effect(["E0"]));
        Assert.Equal(MarkEffect.Rule, Edition.Effect(["F1", "E0"]));
        Assert.Equal(MarkEffect.Invalid, Edition.Effect(["E1", "F1"]));
        Assert.Equal(MarkEffect.Invalid, Edition.Effect(["a code that nobody knows"]));
    }

    [Fact]
    [Clause("公告2022年第21号", "标记类别")]
    public void An_industry_marks_by_the_common_categories_and_its_own()
    {
        string[] common = [.. Edition.Categories("cement").Select(c => c.Code)];
        Assert.Equal(["E0", "E1", "E2", "E3", "E4", "E5", "E6", "E7", "F1", "F2", "F3", "F4", "F5"], common);
        Assert.Equal(24, Edition.Categories("waste-incineration").Count());
        Assert.All(Edition.Categories("waste-incineration"), c => Assert.True(c.Citation.IsUnconfirmed));
        MarkCategory start = Edition.Category("W2")!;
        Assert.Equal(("启炉", MarkEffect.Rule, false), (start.Name, start.Effect, start.OfEquipment));
        Assert.True(Edition.Category("W8")!.OfEquipment);
        Assert.Null(Edition.Category("W99"));
    }

    [Fact]
    [Clause("公告2022年第21号", "传输有效率")]
    public void Transmission_counts_by_its_valid_part() =>
        Assert.Equal(85.5m, MarkingOf2022.EffectiveTransmission(95, 90));

    [Fact]
    [Clause("GB 18485-2014", "运行要求")]
    public void A_furnace_may_fail_for_four_hours_and_sixty_a_year()
    {
        Assert.True(Edition.FaultWithin(TimeSpan.FromHours(4)));
        Assert.False(Edition.FaultWithin(TimeSpan.FromMinutes(241)));
        Assert.True(Edition.YearWithin(TimeSpan.FromHours(60)));
        Assert.False(Edition.YearWithin(TimeSpan.FromMinutes(3601)));
    }

    [Theory]
    [InlineData("categories.csv", "equipment", "machine", "“machine”不认识；请写 equipment（设备）或 facility（设施）")]
    [InlineData("categories.csv", "invalid", "bad", "“bad”不认识；请写 ")]
    [InlineData("uses.csv", "lead,rule,yes", "lead,rule,perhaps", "“perhaps”不认识；请写 yes、no、rule、substitute、gap 里的一个")]
    [InlineData("uses.csv", "lead,rule,yes,数据使用,,U\n", "", "没有 Lead、Rule 这一行；请补上")]
    public void A_bad_cell_or_a_missing_row_is_found_when_a_table_is_corrected(
        string file, string from, string to, string says)
    {
        string path = "MarkingOf2022/" + file;
        var correction = new TableCorrection(
            path, new DateOnly(2026, 1, 1), null,
            CsvTable.ShippedText(path).Replace(from, to, StringComparison.Ordinal));
        Assert.Null(Rulebook.Shipped.TryWith(correction, out string? problem));
        Assert.Contains(says, problem, StringComparison.Ordinal);
    }

    [Fact]
    [Clause("公告2022年第21号", "标记类别")]
    public void Each_category_is_of_the_equipment_or_of_the_plant()
    {
        Assert.All(Edition.Categories(""), c => Assert.Equal(c.Code[0] == 'E', c.OfEquipment));
        Assert.All(Edition.Categories(""), c => Assert.Equal("", c.Industry));
        Assert.All(Edition.Categories("waste-incineration").Where(c => c.Code[0] == 'W'),
            c => Assert.Equal("waste-incineration", c.Industry));
        Assert.Equal(11, Edition.Categories("waste-incineration").Count(c => c.Code[0] == 'W'));
        Assert.All(Edition.Categories("waste-incineration"), c => Assert.NotEmpty(c.Name));
        Assert.Equal(MarkingOf2022.Document, Edition.May(DataUse.Lead, MarkEffect.Rule).Citation.Document);
        Assert.Equal("数据使用", Edition.May(DataUse.Lead, MarkEffect.Rule).Citation.Clause);
    }

    [Fact]
    public void The_rules_hold_from_2023()
    {
        Assert.Null(InForce.Shipped.Document("marking", new DateOnly(2022, 12, 31)));
        Assert.Equal(MarkingOf2022.Document, InForce.Shipped.Document("marking", new DateOnly(2023, 1, 1)));
        Assert.Equal(Hj76Of2017.Document, InForce.Shipped.Document("flue-gas-system", new DateOnly(2018, 3, 1)));
        Assert.Equal(
            Hj353Of2019.Document, InForce.Shipped.Document("waste-water-installation", new DateOnly(2020, 3, 24)));
        Assert.Equal(
            Hj354Of2019.Document, InForce.Shipped.Document("waste-water-acceptance", new DateOnly(2020, 3, 24)));
        Assert.Equal(
            Hj355Of2019.Document, InForce.Shipped.Document("waste-water-operation", new DateOnly(2020, 3, 24)));
    }
}
