using Qingyuan.Hj212;
using Qingyuan.Supervision;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Supervision;

public sealed class ShiftTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 24, 7, 56, 0, Beijing.Offset);

    private static readonly Shift Night = new(
        0, At.AddHours(-10), At, "日喀则基站 03:45 停电，04:20 恢复。\n净水二厂氨氮可能再超。", "德吉", 2, 11, "p-2", "旺姆");

    [Fact]
    public async Task What_a_shift_leaves_is_read_by_the_next_one()
    {
        await using var house = new House();
        await house.Append("acts", Shift.Hand(Night).Act!.ToEntry());
        await house.Append("acts", "no act");
        using var loop = house.Loop(new ShiftTable());
        loop.CatchUp();
        using var reader = house.Tables.Reader();
        Assert.Equal(Night, Assert.Single(ShiftTable.Load(reader)));
    }

    [Fact]
    public void A_handover_without_words_or_of_too_many_is_refused()
    {
        Assert.Equal("words", Assert.Single(Shift.Hand(Night with { Words = "" }).Refusals).Field);
        Assert.Equal("words", Assert.Single(Shift.Hand(
            Night with { Words = new string('话', Shift.WordsCharactersMax + 1) }).Refusals).Field);
        Assert.Equal("next", Assert.Single(Shift.Hand(Night with { Next = new string('人', 51) }).Refusals).Field);
        Assert.Equal("from", Assert.Single(Shift.Hand(Night with { From = At }).Refusals).Field);
    }
}
