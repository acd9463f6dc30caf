using CsCheck;
using Qingyuan.Judgement;

namespace Qingyuan.Tests.Judgement;

public sealed class PositionsTests
{
    [Fact]
    public void What_is_encoded_is_decoded() =>
        Gen.Long[0, long.MaxValue].Array[0, 100].Sample(any =>
        {
            long[] ascending = [.. any.Distinct().Order()];
            Assert.Equal(ascending, Positions.Decode(Positions.Encode(ascending)));
        });

    [Fact]
    public void Neighbouring_positions_take_one_byte_each() =>
        Assert.Equal(4 + 59, Positions.Encode([.. Enumerable.Range(48_217_903, 60).Select(p => (long)p)]).Length);

    [Fact]
    public void Positions_that_do_not_ascend_are_our_fault() =>
        Assert.Throws<OverflowException>(() => Positions.Encode([2, 1]));

    [Fact]
    public void Merged_lists_are_one_ascending_list_without_repeats() =>
        Assert.Equal([1L, 2, 3, 9], Positions.Merge([[1, 3], [2, 3, 9], []]));
}
