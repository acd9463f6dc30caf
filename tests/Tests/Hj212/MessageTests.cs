using System.Text;
using CsCheck;
using Qingyuan.Hj212;

namespace Qingyuan.Tests.Hj212;

public sealed class MessageTests
{
    [Fact]
    public void Reads_the_header_in_any_order_and_case_and_says_so()
    {
        Message m = Parse("mn=A;Pw=123456;CN=2011,ST=32;QN=20260314101500123;FLAG=5;CP=&&w01018-Rtd=1&&");
        Assert.Equal(("A", "123456", "2011", "32", "20260314101500123", 5),
            (Of(m.Mn), Of(m.Pw), Of(m.Cn), Of(m.St), Of(m.Qn), m.Flag));
        Assert.Equal(["header.comma", "header.keyCase", "header.order", "mn.length"], Codes(m));
    }

    [Fact] // 2017 C.22, C.48: the standard prints ',' after QN; C.19: no ';' before CP.
    public void Reads_what_the_standard_itself_prints_wrongly()
    {
        Assert.Equal("20160801085857534", Of(Parse(Samples.Frame("857534,ST=32")).Qn));
        Message m = Parse(Samples.Frame("Flag=5CP="));
        Assert.Equal((5, "2041"), (m.Flag, Of(m.Cn)));
        Assert.Contains("content.separatorMissing", Codes(m));
        m = Parse(Samples.Frame("i12003-Info ="));
        Assert.Equal("i12003 Info 0", Item(m, 3));
        Assert.Equal(["content.blanks"], Codes(m));
    }

    [Theory]
    [InlineData(";CP =&&a-Rtd=1&&", "a Rtd 1")]
    [InlineData(";cp=&&a-Rtd=1&&", "a Rtd 1")]
    [InlineData(";CP=&&a-Rtd=1", "a Rtd 1")]
    [InlineData(";CP=a-Rtd=1", "a Rtd 1")]
    [InlineData(";CP=&&a-Rtd=1&&;Flag=5", "a Rtd 1")]
    public void Finds_the_data_area_however_it_is_marked(string end, string item)
    {
        Message m = Parse("ST=32;CN=2011;PW=123456;MN=A" + end);
        Assert.Equal(item, Item(m, 0));
        Assert.False(m.Deviations.IsEmpty);
        Assert.Equal("A", Of(m.Mn));
    }

    [Fact]
    public void Log_text_keeps_its_separators()
    {
        Message m = Parse("ST=32;CN=3020;CP=&&i11001-Info=//开门;a=1,&&##0101//;i12001-Info=0,i21001-Info=//x// &&");
        Assert.Equal(["i11001 Info //开门;a=1,&&##0101//", "i12001 Info 0", "i21001 Info //x//"], AllItems(m));
        m = Parse("ST=32;CN=3020;CP=&&i11001-Info=//no end;i12001-Info=0&&");
        Assert.Equal(["i11001 Info //no end", "i12001 Info 0"], AllItems(m));
        Assert.Contains("log.unclosed", Codes(m));
    }

    [Fact]
    public void Log_text_in_GBK_is_read_and_marked()
    {
        byte[] gbk = [.. "ST=32;CN=3020;Flag=4;CP=&&i11001-Info=//"u8, 0xC7, 0xE5, 0xCF, 0xB4, .. "//&&"u8];
        Message m = Parse(FrameWriter.Frame(gbk));
        Assert.Equal("i11001 Info //清洗//", Item(m, 0));
        Assert.Contains("text.notUtf8", Codes(m));
    }

    [Theory]
    [InlineData("H102-Rtd=0,H102-Rtd=N", "item.duplicateKey value.notNumber")]
    [InlineData("01-ZsRtd=0;02-Rtd=1;01-Rtd=0", "factor.splitOverGroups")]
    [InlineData("J01-Rtd=1,J02-Flag=N", "factor.mixedGroup")]
    [InlineData("BeginTime=20040506111000,EndTime=20040506151000", "item.commaSeparator")]
    [InlineData("a34001-Rtd=92;Flag=N", "item.orphanField")]
    [InlineData("DataTime=20210305003817000", "dataTime.length")]
    [InlineData("DataTime=20211305003817", "dataTime.malformed")]
    [InlineData("datatime=20210305003817", "item.keyCase")]
    [InlineData("a-Rtd=1,2,3", "item.commaInValue value.notNumber")]
    [InlineData("a-Rtd=;word;;=1;b-rtd=1;", "content.trailingSeparator content.emptyItem item.withoutEquals "
        + "item.emptyKey item.keyCase value.empty")]
    [InlineData(" ", "content.blanks")]
    public void Odd_items_are_kept_and_named(string area, string codes)
    {
        Message m = Parse($"QN=20260314101500123;ST=32;CN=2011;PW=123456;MN=88888880000001;Flag=1;CP=&&{area}&&");
        string[] expected = [.. codes.Split(' ').Where(c => c != "value.notNumber" || !area.StartsWith("a-Rtd=1,2"))];
        Assert.Equal(expected.Order(), Codes(m).Order());
    }

    [Fact]
    public void A_comma_inside_a_value_belongs_to_it() =>
        Assert.Equal(["a Rtd 1,2,3", "b Rtd 4"], AllItems(Parse("ST=32;CP=&&a-Rtd=1,2,3;b-Rtd=4&&")));

    [Theory] // The version bits of Flag; 2025 Annex A.1 has a QN of 2024.
    [InlineData("", "20260314101500123", 2005)]
    [InlineData("Flag=3;", "20260314101500123", 2005)]
    [InlineData("Flag=4;", "20260314101500123", 2017)]
    [InlineData("Flag=9;", "20240601085857223", 2025)]
    [InlineData("Flag=8;", "20210301111100112", 2017)]
    [InlineData("Flag=77;", "20260314101500123", 2025)]
    [InlineData("Flag=x;", "20260314101500123", 2005)]
    public void The_edition_is_a_hint_from_Flag(string flag, string qn, int edition) =>
        Assert.Equal(edition, Parse($"QN={qn};ST=32;CN=2011;PW=123456;MN=A;{flag}CP=&&&&").Edition);

    [Fact]
    public void An_answer_never_asks_for_an_answer()
    {
        Message m = Parse(Samples.Frame("CN=9014;PW=123456;MN=DXCBZ000000005"));
        Assert.False(m.AckWanted);
        Assert.Contains("flag.answerToAnswer", Codes(m));
        Assert.True(Parse(Samples.Frame("MN=DXCBZ000000005;Flag=5;CP=&&DataTime=20210407140300")).AckWanted);
    }

    [Fact]
    public void Parts_are_numbered_only_within_their_count()
    {
        Assert.Equal((2, 1), Parts("Flag=7;PNUM=2;PNO=1"));
        Assert.Equal((0, 0), Parts("Flag=7;PNUM=2;PNO=3"));
        Assert.Equal((0, 0), Parts("Flag=7"));
        static (int, int) Parts(string fields)
        {
            Message m = Parse($"ST=32;CN=2051;MN=A;{fields};CP=&&&&");
            return (m.PartCount, m.PartNumber);
        }
    }

    [Fact]
    public void Back_filled_data_of_2025_is_marked() =>
        Assert.True(Parse("QN=20260314101500123;ST=32;CN=2061;PW=1;MN=A;Flag=9;RF=1;CP=&&&&").BackFilled);

    [Fact]
    public void A_message_is_refilled_without_a_trace_of_the_frame_before()
    {
        Message used = new(), fresh = new();
        foreach (byte[] first in Samples.Valid)
        {
            foreach (byte[] second in Samples.Valid)
            {
                used.Parse(first);
                used.Parse(second);
                fresh = new();
                fresh.Parse(second);
                Assert.Equal(fresh.Deviations, used.Deviations);
                Assert.Equal(AllItems(fresh), AllItems(used));
                Assert.Equal((Of(fresh.Qn), fresh.Flag, fresh.PartCount), (Of(used.Qn), used.Flag, used.PartCount));
            }
        }
    }

    [Fact]
    public void Items_written_are_the_items_read() =>
        Gen.Select(Gen.Char["abcdefw0123456789"].Array[1, 8], Gen.Decimal[-1000m, 1000m]).Array[0, 60].Sample(pairs =>
        {
            string[] written = [.. pairs.Select(p => $"{new string(p.Item1)}-Rtd={p.Item2}")];
            Message m = Parse($"ST=32;CN=2011;CP=&&{string.Join(';', written)}&&");
            Assert.Equal(written, AllItems(m).Select(i => i.Replace(" Rtd ", "-Rtd=", StringComparison.Ordinal)));
        });

    [Fact]
    public void A_frame_with_thousands_of_items_is_read_whole()
    {
        string area = string.Join(';', Enumerable.Range(0, 1050).Select(i => $"{i}-RS=0"));
        Message m = Parse($"ST=32;CN=2021;CP=&&{area}&&");
        Assert.Equal(1050, m.Items.Length);
        Assert.DoesNotContain("item.duplicateKey", Codes(m));
    }

    internal static Message Parse(string segment) => Parse(FrameWriter.Frame(segment));

    internal static Message Parse(byte[] frame)
    {
        Message message = new();
        message.Parse(frame);
        return message;
    }

    internal static string[] Codes(Message m) => [.. m.Deviations.Select(Deviations.Code)];

    internal static List<string> AllItems(Message m) =>
        [.. Enumerable.Range(0, m.Items.Length).Select(i => Item(m, i))];

    private static string Item(Message m, int i) =>
        $"{Of(m.Bytes(m.Items[i].Factor))} {Of(m.Bytes(m.Items[i].Field))} {Of(m.Bytes(m.Items[i].Value))}";

    internal static string Of(ReadOnlySpan<byte> bytes) => Qingyuan.Hj212.Text.Decode(bytes);
}
