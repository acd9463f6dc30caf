using System.Buffers;
using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class RepliesTests
{
    private const string Data = "QN=20260314101500123;ST=32;CN=2011;PW=123456;MN=010000A8900016F000169DC0;";

    [Theory]
    [InlineData("Flag=5", "QN=20260314101500123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&")]
    [InlineData("Flag=9", "QN=20260314101500123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=8;CP=&&&&")]
    [InlineData("Flag=1", "ST=91;CN=9014;CP=&&QN=20260314101500123;CN=2011&&")]
    [InlineData("Flag=3;PNUM=2;PNO=1", "ST=91;CN=9014;CP=&&QN=20260314101500123;CN=2011;PNO=1;PNUM=2&&")]
    public void A_data_answer_has_the_form_of_the_edition(string flag, string answer)
    {
        Message m = MessageTests.Parse($"{Data}{flag};CP=&&DataTime=20260314101500;w01018-Rtd=1&&");
        Assert.Equal(answer, Due(m));
    }

    [Fact]
    public void The_registered_edition_goes_before_the_hint()
    {
        Message m = MessageTests.Parse($"{Data}Flag=1;CP=&&DataTime=20260314101500&&");
        ArrayBufferWriter<byte> output = new();
        Assert.True(Replies.TryWriteDue(m, output, edition: 2025));
        Assert.Contains("Flag=8", Encoding.ASCII.GetString(output.WrittenSpan), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2011", "Flag=4;CP=&&DataTime=20260314101500&&")] // No answer wanted.
    [InlineData("2011", "Flag=5;CP=&&&&")] // The centre's own request.
    [InlineData("2061", "Flag=5;CP=&&BeginTime=20260314101500,EndTime=20260314101500&&")]
    [InlineData("3019", "Flag=5;CP=&&PolId=w01018&&")]
    [InlineData("3020", "Flag=5;CP=&&PolId=w01018;InfoId=i11001;BeginTime=20260314101500;EndTime=20260314101500&&")]
    [InlineData("1062", "Flag=5;CP=&&RtdInterval=30&&")]
    [InlineData("9011", "Flag=5;CP=&&QnRtn=1&&")]
    [InlineData("9014", "Flag=5;CP=&&&&")]
    public void Nothing_is_due_for_requests_answers_and_plain_uploads(string cn, string rest) =>
        Assert.Null(Due(MessageTests.Parse($"QN=20260314101500123;ST=32;CN={cn};PW=123456;MN=A;{rest}")));

    [Theory]
    [InlineData("1013", "Flag=4;CP=&&&&")]
    [InlineData("9015", "Flag=8;CP=&&&&")]
    [InlineData("1001", "Flag=9;CP=&&i23005-Info=1&&")]
    [InlineData("1014", "Flag=9;CP=&&SKCreateTime=20260314101500&&")]
    [InlineData("2072", "Flag=0;CP=&&AlarmTime=20260314101500;101-Ala=1.1,AlarmType=1&&")]
    public void A_notice_is_answered_with_9013(string cn, string rest) => Assert.Contains("CN=9013",
        Due(MessageTests.Parse($"QN=20260314101500123;ST=32;CN={cn};PW=123456;MN=A;{rest}")), StringComparison.Ordinal);

    [Fact] // 2017 C.1, 2005 C.4.
    public void Request_answers_and_results_carry_their_code()
    {
        Message m = MessageTests.Parse($"{Data}Flag=5;CP=&&&&");
        ArrayBufferWriter<byte> output = new();
        Replies.TryWriteRequestAnswer(m, 1, output);
        Replies.TryWriteResult(m, 100, output, edition: 2005);
        string text = Encoding.ASCII.GetString(output.WrittenSpan);
        Assert.Contains(
            "CN=9011;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&QnRtn=1&&", text, StringComparison.Ordinal);
        Assert.Contains("Flag=0;CP=&&QN=20260314101500123;ExeRtn=100&&", text, StringComparison.Ordinal);
        Assert.All(Pieces.Of(output.WrittenSpan), p => Assert.True(p.Cut.IsFrame));
    }

    [Fact]
    public void A_message_with_an_endless_MN_gets_no_answer_and_no_exception()
    {
        string mn = new('M', 9000);
        Message m = MessageTests.Parse($"QN=1;ST=32;CN=2011;PW=1;MN={mn};Flag=5;CP=&&DataTime=1&&");
        Assert.False(Replies.TryWriteDue(m, new ArrayBufferWriter<byte>()));
    }

    [Fact]
    public void An_answer_is_written_without_allocating()
    {
        Message m = MessageTests.Parse($"{Data}Flag=5;CP=&&DataTime=20260314101500&&");
        ArrayBufferWriter<byte> output = new(4096);
        Replies.TryWriteDue(m, output);
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Replies.TryWriteDue(m, output);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Theory] // The frame that reads fastest must not be answered where the careful reading is silent.
    [InlineData("DataTime=;BeginTime=20260314101500")]
    [InlineData("DataTime= ,BeginTime=20260314101500")]
    [InlineData("BeginTime=20260314101500;EndTime=20260314101500")]
    [InlineData("DataTime=20260314101500;BeginTime=20260314101500")]
    [InlineData("DataTime=20260314101500")]
    [InlineData("PolId=a21026")]
    [InlineData("")]
    public void The_header_alone_gives_the_same_answer(string content)
    {
        string segment = $"{Data}Flag=5;CP=&&{content}&&";
        Message head = new();
        head.ParseHead(FrameWriter.Frame(segment));
        Assert.Equal(Due(MessageTests.Parse(segment)), Due(head));
        Assert.Equal(default, head.Deviations);
    }

    private static string? Due(Message m)
    {
        ArrayBufferWriter<byte> output = new();
        if (!Replies.TryWriteDue(m, output))
            return null;
        Assert.True(Assert.Single(Pieces.Of(output.WrittenSpan)).Cut.IsFrame);
        return Encoding.ASCII.GetString(output.WrittenSpan[6..^6]);
    }
}
