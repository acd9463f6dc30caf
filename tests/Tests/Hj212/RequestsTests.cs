using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class RequestsTests
{
    private const string Qn = "20160801085857223", QnOf2026 = "20260801085857223";
    private static readonly DateTimeOffset s_begin = new(2016, 8, 1, 8, 0, 0, Beijing.Offset);

    [Fact] // 2017 Annex A.
    public void Writes_the_worked_example_of_Annex_A() => Assert.Equal(
        Samples.Frame("RtdInterval=30"),
        new Requests(2017, "32", "100000", "010000A8900016F000169DC0").SetRealTimeInterval(Qn, 30));

    [Fact] // 2025 Annex A.1.
    public void Writes_the_worked_example_of_2025() => Assert.Equal(
        Samples.Frame("CN=1011"),
        new Requests(2025, "32", "123456", "010000A8900016F000169DC0").ReadTime("20240601085857223"));

    [Theory]
    [InlineData(2005, "CP=&&BeginTime=20160801080000,EndTime=20160801090000&&")]
    [InlineData(2017, "CP=&&BeginTime=20160801080000;EndTime=20160801090000&&")]
    public void History_is_asked_for_in_the_separator_of_the_edition(int edition, string area) => Assert.Contains(
        area, Encoding.ASCII.GetString(Of(edition).ReadHistory(Qn, 2061, s_begin, s_begin.AddHours(1))),
        StringComparison.Ordinal);

    [Fact]
    public void Every_command_is_a_frame_with_its_number_and_wants_an_answer()
    {
        Requests r = Of(2017), n = Of(2025);
        (int Cn, byte[] Frame)[] all =
        [
            (1000, r.SetTimeouts(Qn, 10, 3)), (1011, r.ReadTime(Qn, "w01018")), (1012, r.SetTime(Qn, s_begin)),
            (1061, r.ReadRealTimeInterval(Qn)), (1063, r.ReadMinuteInterval(Qn)), (1064, r.SetMinuteInterval(Qn, 10)),
            (1072, r.SetPassword(Qn, "654321")), (2011, r.StartRealTime(Qn)), (2012, r.StopRealTime(Qn)),
            (2021, r.StartStates(Qn)), (2022, r.StopStates(Qn)), (3011, r.Calibrate(Qn, "w01018")),
            (3012, r.Operate(Qn, 3012, "w01018")), (3014, r.Operate(Qn, 3014, "w01018")), (3015, r.RetainSample(Qn)),
            (3016, r.SetSamplingCycle(Qn, "w01018", new TimeOnly(8, 0), 2)), (3017, r.ReadSamplingCycle(Qn, "w01018")),
            (3018, r.ReadSamplingDuration(Qn, "w01018")), (3019, r.ReadIdentity(Qn, "w01018")),
            (3020, r.ReadInformation(Qn, "i11001", "w01018", s_begin, s_begin.AddHours(1))),
            (3021, r.SetParameter(Qn, "w01018", "i13004", "168")), (3022, n.RetainSample(QnOf2026)),
            (3024, n.Operate(QnOf2026, 3024, "w01018")), (1002, n.SetMn(QnOf2026, "1")),
            (1014, n.SetContentKey(QnOf2026, s_begin, "k")),
            (3011, n.Calibrate(QnOf2026, "w01018", 1)), (2062, n.ReadHistory(QnOf2026, 2062, s_begin, s_begin)),
        ];
        foreach ((int cn, byte[] frame) in all)
        {
            Assert.True(Assert.Single(Pieces.Of(frame)).Cut.IsFrame);
            Message m = MessageTests.Parse(frame);
            Assert.Equal((cn, true), (m.Command, m.AckWanted));
            Assert.True(m.Deviations.IsEmpty, $"{cn}: {string.Join(' ', MessageTests.Codes(m))}");
        }
    }

    [Fact]
    public void What_the_standard_does_not_allow_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2017).SetRealTimeInterval(Qn, 29));
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(2017).SetMinuteInterval(Qn, 7));
        Assert.Throws<ArgumentException>(() => Of(2017).StartRealTime("1"));
        Assert.Throws<ArgumentException>(() => Of(2017).SetParameter(Qn, "w01018", "i13004", "1;CN=3021"));
        Assert.Throws<InvalidOperationException>(() => Of(2005).ReadInformation(Qn, "i11001"));
        Assert.Throws<InvalidOperationException>(() => Of(2005).Operate(Qn, 3013, "011"));
    }

    private static Requests Of(int edition) => new(edition, "32", "123456", "010000A8900016F000169DC0");
}
