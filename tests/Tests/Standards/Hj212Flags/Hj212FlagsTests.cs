using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj212FlagsTests
{
    [Theory]
    [InlineData(2005, "N", MarkUse.Counts)]
    [InlineData(2005, "F", MarkUse.Stopped)]
    [InlineData(2005, "P", MarkUse.Invalid)]
    [InlineData(2005, "B", MarkUse.Invalid)]
    [InlineData(2005, "C", MarkUse.Maintenance)]
    [Clause("HJ/T 212-2005", "数据标记表")]
    public void Marks_of_2005(int edition, string flag, MarkUse use) =>
        Assert.Equal(use, Hj212Flags.Of(edition, flag).Use);

    [Theory]
    [InlineData(2017, "N", MarkUse.Counts)]
    [InlineData(2017, "F", MarkUse.Stopped)]
    [InlineData(2017, "M", MarkUse.Maintenance)]
    [InlineData(2017, "D", MarkUse.Invalid)]
    [InlineData(2017, "S", MarkUse.Invalid)]
    [InlineData(2017, "T", MarkUse.Invalid)]
    [InlineData(2017, "B", MarkUse.Invalid)]
    [Clause("HJ 212-2017", "数据标记表")]
    public void Marks_of_2017(int edition, string flag, MarkUse use) =>
        Assert.Equal(use, Hj212Flags.Of(edition, flag).Use);

    [Fact]
    [Clause("HJ 212-2025", "数据标记表")]
    public void Marks_of_2025_are_unsure_and_say_so()
    {
        DataMark mark = Hj212Flags.Of(2025, "N");
        Assert.Equal(MarkUse.Counts, mark.Use);
        Assert.Equal(Confidence.Unsure, mark.Citation.Confidence);
    }

    [Theory]
    [InlineData("n")]
    [InlineData("H")]
    [InlineData("]")]
    [InlineData("NN")]
    [InlineData("-")]
    [InlineData("正")]
    [Clause("HJ 212-2017", "数据标记表")]
    public void A_mark_that_nobody_knows_does_not_count(string flag)
    {
        foreach (int edition in new[] { 2005, 2017, 2025, 2099 })
            Assert.Equal(MarkUse.Invalid, Hj212Flags.Of(edition, flag).Use);
    }

    [Fact]
    [Clause("HJ 212-2017", "数据标记表")]
    public void An_absent_mark_claims_nothing() => Assert.Equal("N", Hj212Flags.Of(2017, "").Letter);

    [Theory]
    [InlineData("0", MarkUse.Counts)]
    [InlineData("1", MarkUse.Maintenance)]
    [InlineData("2", MarkUse.Invalid)]
    [InlineData("3", MarkUse.Maintenance)]
    [InlineData("5", MarkUse.Maintenance)]
    [InlineData("10", MarkUse.Maintenance)]
    [InlineData("4", MarkUse.Invalid)]
    [Clause("HJ 212-2017", "附录 B i12001")]
    public void States_of_an_analyser(string code, MarkUse use) => Assert.Equal(use, Hj212Flags.State(code).Use);

    [Fact]
    public void The_edition_is_chosen_by_the_day_of_the_measurement()
    {
        Assert.Equal("HJ 75-2017", InForce.Document("flue-gas", new DateOnly(2026, 11, 23)));
        Assert.Null(InForce.Document("flue-gas", new DateOnly(2018, 2, 28)));
        Assert.Equal("HJ 356-2019", InForce.Document("waste-water", new DateOnly(2020, 3, 24)));
    }
}
