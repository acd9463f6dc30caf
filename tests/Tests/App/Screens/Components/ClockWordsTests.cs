using Qingyuan.App.Screens.Components;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.App.Screens.Components;

public sealed class ClockWordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 23, 0, Beijing.Offset);

    [Theory]
    [InlineData(-2, 5, "还有 5 天", "")]
    [InlineData(-4, 1, "明天 10:23", "soon")]
    [InlineData(-9, 2, "还有 2 天", "soon")]
    [InlineData(-3, -1, "超过 1 天", "hot")]
    [InlineData(-3, 0, "超过 不到 1 分", "hot")]
    public void A_clock_says_what_is_left_and_changes_its_look_before_it_is_late(
        int starts, int due, string left, string look)
    {
        var words = ClockWords.Of(Now.AddDays(starts), Now.AddDays(due), null, null, Now);
        Assert.Equal((left, look), (words.Left, words.Look));
    }

    [Fact]
    public void What_is_due_this_evening_is_told_by_its_hour()
    {
        var words = ClockWords.Of(Now.AddDays(-1), Now.AddHours(7).AddMinutes(37), null, null, Now);
        Assert.Equal("今天 18:00", words.Left);
    }

    [Fact]
    public void A_clock_that_has_not_started_a_stopped_one_and_a_done_one_say_so()
    {
        Assert.Equal("未开始", ClockWords.Of(null, null, null, null, Now).Left);
        Assert.Equal("停表：鉴定期间", ClockWords.Of(Now.AddDays(-1), Now.AddDays(-1), null, "鉴定期间", Now).Left);
        Assert.Equal("已完成", ClockWords.Of(Now.AddDays(-3), Now, Now.AddDays(-1), null, Now).Left);
        Assert.Equal("已完成，晚了 2 天", ClockWords.Of(Now.AddDays(-9), Now.AddDays(-3), Now.AddDays(-1), null, Now).Left);
    }

    [Fact]
    public void The_bar_never_leaves_its_frame()
    {
        Assert.Equal(0, ClockWords.Of(Now.AddDays(1), Now.AddDays(2), null, null, Now).Part);
        Assert.Equal(1, ClockWords.Of(Now, Now, null, null, Now).Part);
    }
}
