using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class TrophicStateTests
{
    private static TrophicState State => Given.Shipped.Of<SurfaceWaterEvaluationOf2011>().Trophic;

    [Theory]
    [InlineData(
        "10 0.05 1 1.5 4", "50.006074109915 45.709307877483 54.53 43.313976902702 37.979292949400", "46.575288180782",
        "中营养")]
    [InlineData(
        "2 0.008 0.3 6 1.2", "32.527578380881 15.948184906211 34.134700694719 16.419866296976 5.941576626287",
        "21.869532037826", "贫营养")]
    [InlineData(
        "26 0.1 2 0.7 8", "60.382928402913 56.966018089777 66.271913238685 58.099493912411 56.423939424101",
        "59.650295131337", "轻度富营养")]
    [InlineData(
        "120 0.4 5 0.3 15", "76.992160326613 79.479438514364 81.793878236634 74.537072403923 73.151215851330",
        "77.164257321397", "重度富营养")]
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public void The_index_is_the_weighted_sum_of_its_terms(string values, string terms, string index, string level)
    {
        // The expected numbers were computed apart, in double arithmetic.
        TrophicResult result = State.Evaluate([.. values.Split(' ').Select(v => (decimal?)D(v))]);
        Assert.Equal(terms.Split(' ').Select(D), result.Terms.Select(t => Math.Round(t!.Value, 12)));
        Assert.Equal(D(index), Math.Round(result.Index!.Value, 12));
        Assert.Equal(level, result.Level);
        Assert.True(result.Citation.IsUnconfirmed);
    }

    [Fact]
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public void The_weights_are_as_printed_and_sum_to_one()
    {
        Assert.Equal([0.2663m, 0.1879m, 0.1790m, 0.1834m, 0.1834m], State.Terms.Select(t => Math.Round(t.Weight, 4)));
        Assert.Equal(1m, Math.Round(State.Terms.Sum(t => t.Weight), 20));
        Assert.Equal(
            ["chla mg/m³", "TP mg/L", "TN mg/L", "SD m", "CODMn mg/L"], State.Terms.Select(t => $"{t.Name} {t.Unit}"));
    }

    [Theory]
    [InlineData("29.999", "贫营养")]
    [InlineData("30", "中营养")]
    [InlineData("50", "中营养")]
    [InlineData("50.001", "轻度富营养")]
    [InlineData("60", "轻度富营养")]
    [InlineData("60.001", "中度富营养")]
    [InlineData("70", "中度富营养")]
    [InlineData("70.001", "重度富营养")]
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public void The_levels_meet_at_their_bounds(string index, string level) =>
        Assert.Equal(level, State.Level(D(index)));

    [Fact]
    [Clause("环办〔2011〕22号", "二 营养状态评价")]
    public void A_missing_term_leaves_no_index_and_zero_is_refused()
    {
        TrophicResult result = State.Evaluate([10m, null, 1m, 1.5m, 4m]);
        Assert.Null(result.Index);
        Assert.Null(result.Level);
        Assert.Null(result.Terms[1]);
        Assert.NotNull(result.Terms[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => State.Evaluate([0m, null, null, null, null]));
        Assert.Throws<ArgumentOutOfRangeException>(() => State.Evaluate([1m]));
    }

    [Fact]
    public void Lakes_of_glaciers_and_of_salt_have_a_term_that_misleads()
    {
        Assert.Equal("SD", TrophicState.Misleading(LakeNature.Glacial));
        Assert.Equal("CODMn", TrophicState.Misleading(LakeNature.Saline));
        Assert.Null(TrophicState.Misleading(LakeNature.Ordinary));
    }

    [Fact]
    public void Levels_that_end_with_a_bound_are_refused()
    {
        Assert.Null(Rulebook.Shipped.TryWith(
            new TableCorrection(
                "SurfaceWaterEvaluationOf2011/tli_levels.csv", new DateOnly(2026, 1, 1), null,
                "level,below,at,clause,page,confidence\n贫营养,30,0,二,,C"),
            out string? problem));
        Assert.Contains("最后一级没有上界", problem, StringComparison.Ordinal);
    }

    private static decimal D(string text) => decimal.Parse(text, null);
}
