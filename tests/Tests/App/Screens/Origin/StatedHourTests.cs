using Qingyuan.App.Screens.Origin;
using Qingyuan.Judgement;

namespace Qingyuan.Tests.App.Screens;

public sealed class StatedHourTests
{
    private static readonly DateTimeOffset Hour = new(2026, 11, 23, 14, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_stated_hour_that_left_out_the_first_minutes_is_explained_by_the_change()
    {
        JudgedMinute[] minutes =
            [.. Enumerable.Range(0, 60)
                .Select(m => Minute(m, m < 24 ? 450.0m : 386.4m, m is >= 21 and < 24 ? "flag:C" : null))];
        Assert.Equal((24, 36), StatedHour.Explained(minutes, "386.4", [16.5, 24.2]));
    }

    [Fact]
    public void Nothing_is_explained_by_a_change_that_does_not_fit()
    {
        JudgedMinute[] minutes = [.. Enumerable.Range(0, 60).Select(m => Minute(m, 400m + m, null))];
        Assert.Null(StatedHour.Explained(minutes, "386.4", [16.5, 24.2]));
        Assert.Null(StatedHour.Explained(minutes, null, [16.5]));
    }

    [Fact]
    public void All_minutes_together_explain_nothing()
    {
        JudgedMinute[] minutes = [.. Enumerable.Range(0, 60).Select(m => Minute(m, 400m, null))];
        Assert.Null(StatedHour.Explained(minutes, "400.0", [0.0]));
    }

    [Theory]
    [InlineData("410.4", "386.4", "24.0", "数采仪自报 386.4，未超标；按它自己发来的分钟值重算是 410.4，超标。差 24.0（5.8%）。")]
    [InlineData("371.2", "371.2", "0.0", "数采仪自报 371.2，按它发来的分钟值重算也是 371.2。")]
    [InlineData("371.2", null, null, null)]
    public void Both_values_are_held_against_the_limit(string value, string? stated, string? difference,
        string? sentence)
    {
        Assert.Equal(sentence, StatedHour.Sentence(new JudgedFactor(
            "a21002", value, null, true, stated, difference, 57, 60, 60, "N", "400", OutletState.Normal, null,
                "HJ 75-2017", "7.3")));
    }

    [Theory]
    [InlineData("446.35", "0.1", "446.4")]
    [InlineData("446.45", "0.1", "446.4")]
    [InlineData("7", "0.01", "7.00")]
    [InlineData("7.5", "1", "8")]
    public void Values_are_printed_at_the_resolution_of_their_factor(string value, string resolution, string printed) =>
        Assert.Equal(printed, OriginWords.Printed(OriginWords.Number(value)!.Value, resolution));

    [Theory]
    [InlineData("flag:C", "校准")]
    [InlineData("flag:H", "标记 H（标准之外）")]
    [InlineData("o2.missing", "缺少含氧量，不能折算")]
    [InlineData("a.new.code", "a.new.code")]
    public void A_reason_has_its_word_and_an_unknown_one_is_shown_as_it_is(string reason, string word) =>
        Assert.Equal(word, OriginWords.Reason(reason));

    private static JudgedMinute Minute(int minute, decimal value, string? reason) => new(
        Hour.AddMinutes(minute), "1", "9", reason is null ? value : null, null, reason is null ? "N" : "C", reason,
            minute, Hour);
}
