using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class PartSetsTests
{
    private static readonly byte[] s_first = Samples.Frame("PNUM=2;PNO=1;CP=&&DataTime=20160801080000");
    private static readonly byte[] s_second = Samples.Frame("PNUM=2;PNO=2;CP=&&DataTime=20160801080000");
    private readonly List<PartSet> _closed = [];

    [Fact] // 2017 C.49: the parts carry different QN.
    public void Parts_in_any_order_and_repeated_make_one_set()
    {
        PartSets sets = new();
        foreach ((byte[] frame, int tag) in new[] { (s_second, 7), (s_second, 8), (s_first, 9), (s_first, 10) })
            Assert.True(Add(sets, frame, tag));
        PartSet set = Assert.Single(_closed);
        Assert.True(set.Complete);
        Assert.Equal([9, 7], set.Parts.Select(p => p.Tag));
        Assert.Equal(0, sets.Waiting);
    }

    [Fact]
    public void Another_DataTime_is_another_set_and_a_whole_message_is_none()
    {
        PartSets sets = new();
        Assert.False(Add(sets, Samples.Frame("CN=1062"), 0));
        Add(sets, s_first, 1);
        Add(sets, FrameWriter.Frame("QN=20160801085857535;ST=32;CN=2061;PW=123456;MN=010000A8900016F000169DC0;Flag=6;"
            + "PNUM=2;PNO=2;CP=&&DataTime=20160801090000;w01018-Avg=1&&"), 2);
        Assert.Empty(_closed);
        sets.CloseAll(_closed);
        Assert.Equal([false, false], _closed.Select(s => s.Complete));
    }

    [Fact]
    public void At_a_limit_the_oldest_set_is_handed_out_and_nothing_is_lost()
    {
        PartSets sets = new(setsMax: 2);
        for (int i = 0; i < 5; i++)
            Add(sets, Part(i), i);
        Assert.Equal([0, 1, 2], _closed.Select(s => s.Parts[0].Tag));
        sets = new(bytesMax: 300);
        _closed.Clear();
        for (int i = 0; i < 5; i++)
            Add(sets, Part(i), i);
        sets.CloseAll(_closed);
        Assert.Equal([0, 1, 2, 3, 4], _closed.Select(s => s.Parts[0].Tag));
    }

    [Fact]
    public void A_set_that_waits_too_long_is_handed_out()
    {
        PartSets sets = new();
        DateTimeOffset at = new(2026, 3, 14, 10, 0, 0, Beijing.Offset);
        Add(sets, s_first, 1, at);
        sets.CloseBefore(at, _closed);
        Assert.Empty(_closed);
        sets.CloseBefore(at.AddSeconds(1), _closed);
        Assert.False(Assert.Single(_closed).Complete);
    }

    private static byte[] Part(int i) =>
        FrameWriter.Frame($"ST=32;CN=2061;MN={i};Flag=6;PNUM=3;PNO=1;CP=&&DataTime=20160801090000;w01018-Avg=1&&");

    private bool Add(PartSets sets, byte[] frame, int tag, DateTimeOffset at = default) =>
        sets.Add(MessageTests.Parse(frame), frame, tag, at, _closed);
}
