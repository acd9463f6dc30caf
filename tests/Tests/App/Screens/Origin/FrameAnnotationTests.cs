using System.Text;
using CsCheck;
using Qingyuan.App.Screens.Origin;

namespace Qingyuan.Tests.App.Screens;

public sealed class FrameAnnotationTests
{
    private static readonly Gloss Designed = new(
        code => code switch { "a21002" => "氮氧化物", "a19001" => "氧含量", _ => null },
        new Dictionary<string, Emphasis>
        {
            ["a21002-ZsAvg"] = Emphasis.Result,
            ["a21002-Avg"] = Emphasis.Used,
            ["a19001-Avg"] = Emphasis.Used,
        });

    [Fact]
    public void The_pieces_of_any_bytes_cover_each_byte_exactly_once()
    {
        Gen.Byte.Array[0, 200].Sample(bytes => AssertCovers(bytes, FrameAnnotation.Of(bytes, Gloss.None)));
    }

    [Fact]
    public void The_pieces_of_a_damaged_frame_cover_each_byte_exactly_once()
    {
        Gen.Select(Gen.Int[0, DesignedFrame.Bytes.Length - 1], Gen.Byte, Gen.Int[0, DesignedFrame.Bytes.Length])
            .Sample((at, with, length) =>
            {
                byte[] bytes = DesignedFrame.Bytes;
                bytes[at] = with;
                AssertCovers(bytes[..length], FrameAnnotation.Of(bytes.AsSpan(0, length), Gloss.None));
            });
    }

    [Fact]
    public void Each_piece_of_the_designed_frame_has_its_word()
    {
        IReadOnlyList<Piece> pieces = FrameAnnotation.Of(DesignedFrame.Bytes, Designed);

        AssertCovers(DesignedFrame.Bytes, pieces);
        (string Text, string Gloss)[] header =
        [
            ("##", "包头"), ("0743", "长度 743 字节"), ("QN=20261123141301386;", "请求编码 14:13:01.386"),
            ("ST=31;", "大气污染源"), ("CN=2051;", "2051 分钟数据"), ("PW=••••••;", "密码（遮盖）"),
            ("MN=4A51D0E19C7F30008B26E5A1;", "设备唯一标识"), ("Flag=5;", "2017 版，需要应答"), ("CP=&&", "数据开始"),
            ("DataTime=20261123141200;", "数据时间 14:12:00"),
        ];
        Assert.Equal(header, pieces.Take(header.Length).Select(p => (p.Text, p.Gloss)));
        Assert.Equal(
            [("&&", "数据结束"), ("5780", "CRC 相符"), ("0D 0A", "包尾")],
            pieces.TakeLast(3).Select(p => (p.Text, p.Gloss)));
    }

    [Fact]
    public void Only_the_fields_that_were_used_are_emphasised()
    {
        IReadOnlyList<Piece> pieces = FrameAnnotation.Of(DesignedFrame.Bytes, Designed);

        Piece result = Assert.Single(pieces, p => p.Emphasis == Emphasis.Result);
        Assert.Equal("a21002-ZsAvg=446.4,", result.Text);
        Assert.Equal("折算平均", result.Gloss);
        Assert.Equal("a21002-ZsAvg=446.4,", DesignedFrame.Text.Substring(result.Offset, result.Length));
        Assert.Equal(["a19001-Avg=9.08,", "a21002-Avg=483.7,"],
            pieces.Where(p => p.Emphasis == Emphasis.Used).Select(p => p.Text));
    }

    [Fact]
    public void The_first_field_of_a_factor_carries_its_name()
    {
        IReadOnlyList<Piece> pieces = FrameAnnotation.Of(DesignedFrame.Bytes, Designed);

        Assert.Equal("氮氧化物 最小", pieces.Single(p => p.Text == "a21002-Min=479.8,").Gloss);
        Assert.Equal("标记 正常", pieces.Single(p => p.Text == "a21002-Flag=N;").Gloss);
        Assert.Equal("未登记因子 最小", pieces.Single(p => p.Text == "a34013-Min=6.1,").Gloss);
    }

    [Fact]
    public void No_view_shows_the_password()
    {
        byte[] bytes = DesignedFrame.Bytes;

        Assert.DoesNotContain(FrameAnnotation.Of(bytes, Designed),
            p => p.Text.Contains("731402", StringComparison.Ordinal));
        Assert.DoesNotContain("731402", FrameBytes.Plain(bytes), StringComparison.Ordinal);
        Assert.Contains("PW=••••••;MN=", FrameBytes.Plain(bytes), StringComparison.Ordinal);
        string hex = string.Join(' ', FrameBytes.Hex(bytes).Select(r => r.Hex))
            .Replace("  ", " ", StringComparison.Ordinal);
        Assert.DoesNotContain("37 33 31 34 30 32", hex, StringComparison.Ordinal);
        Assert.Contains("50 57 3D •• •• •• •• •• •• 3B", hex, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_data_area_is_covered_too()
    {
        byte[] bytes = Frame("QN=20261123141301386;ST=31;CN=1072;PW=123456;MN=A1;Flag=5;CP=&&NewPW=654321&&");

        Assert.Equal(2, FrameAnnotation.Of(bytes, Gloss.None).Count(p => p.Emphasis == Emphasis.Covered));
        Assert.DoesNotContain("654321", FrameBytes.Plain(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_is_told_with_the_right_one()
    {
        byte[] bytes = Encoding.ASCII.GetBytes(DesignedFrame.Text
            .Replace("&&5780", "&&5781", StringComparison.Ordinal));

        Piece crc = FrameAnnotation.Of(bytes, Gloss.None)[^2];
        Assert.Equal("CRC 不符，应为 5780", crc.Gloss);
        Assert.Equal(Emphasis.Bad, crc.Emphasis);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("GB18030")]
    public void Chinese_log_text_is_read_in_both_encodings_and_may_hold_separators(string encoding)
    {
        byte[] segment = CodePagesEncodingProvider.Instance.GetEncoding(encoding) is { } gbk
            ? gbk.GetBytes(LogSegment)
            : Encoding.GetEncoding(encoding).GetBytes(LogSegment);
        byte[] bytes = Frame(segment);

        IReadOnlyList<Piece> pieces = FrameAnnotation.Of(bytes, Gloss.None);

        AssertCovers(bytes, pieces);
        Assert.Contains(pieces, p => p.Text == "i31001-Info=//站房开门,有人进入;未登记//" && p.Gloss == "门禁日志 信息");
    }

    [Fact]
    public void The_bits_of_the_flag_are_told_in_words()
    {
        Assert.Equal("2025 版，需要应答，分包", FrameWords.Flag("11"));
        Assert.Equal("2005 版，不需应答", FrameWords.Flag("0"));
        Assert.Equal("标志位", FrameWords.Flag("x"));
    }

    [Fact]
    public void An_unknown_mark_keeps_its_letter()
    {
        Assert.Equal("标记 H", FrameWords.Mark("H"));
        Assert.Equal("校准", FrameWords.Mark("C"));
    }

    [Fact]
    public void The_hexadecimal_view_shows_each_byte()
    {
        byte[] bytes = [.. "##0003AB"u8, 0xFF];
        HexRow row = Assert.Single(FrameBytes.Hex(bytes));
        Assert.Equal(new HexRow("0000", "23 23 30 30 30 33 41 42  FF", "##0003AB."), row);
    }

    private const string LogSegment =
        "QN=20261123141601386;ST=31;CN=3020;PW=731402;MN=A1;Flag=5;CP=&&"
        + "DataTime=20261123141600;PolId=w01018,i31001-Info=//站房开门,有人进入;未登记//&&";

    private static byte[] Frame(string segment) => Frame(Encoding.ASCII.GetBytes(segment));

    private static byte[] Frame(byte[] segment)
    {
        byte[] head = Encoding.ASCII.GetBytes($"##{segment.Length:D4}"), tail = "0000\r\n"u8.ToArray();
        return [.. head, .. segment, .. tail];
    }

    private static void AssertCovers(byte[] bytes, IReadOnlyList<Piece> pieces)
    {
        int at = 0;
        foreach (Piece piece in pieces)
        {
            Assert.Equal(at, piece.Offset);
            Assert.True(piece.Length > 0);
            at += piece.Length;
        }
        Assert.Equal(bytes.Length, at);
    }
}
