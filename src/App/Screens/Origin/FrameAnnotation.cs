using System.Text;
using Qingyuan.Hj212;

namespace Qingyuan.App.Screens.Origin;

/// <summary>How a piece of a frame is shown. Covered pieces keep their length and lose their text.</summary>
internal enum Emphasis { Plain, Frame, Used, Result, Covered, Bad }

/// <summary>One piece of a frame with the Chinese gloss that stands under it.</summary>
/// <param name="Opens">The first piece of a factor: it starts a little apart.</param>
internal sealed record Piece(int Offset, int Length, string Text, string Gloss, Emphasis Emphasis, bool Opens = false);

/// <summary>What the reader came for: the names of factors and the fields that were used.</summary>
/// <param name="FactorName">Chinese name of a factor code; null = not known.</param>
/// <param name="Emphasis">By <c>code-Field</c>, e.g. <c>a21002-ZsAvg</c>.</param>
internal sealed record Gloss(Func<string, string?> FactorName, IReadOnlyDictionary<string, Emphasis> Emphasis)
{
    public static readonly Gloss None = new(_ => null, new Dictionary<string, Emphasis>());
}

/// <summary>
/// A frame explained between its lines (逐字注解). The pieces cover every byte exactly once, whatever the bytes are.
/// Never judges and never shows a password.
/// </summary>
internal static class FrameAnnotation
{
    private const string Cover = "••••••";

    public static IReadOnlyList<Piece> Of(ReadOnlySpan<byte> frame, Gloss gloss)
    {
        List<Piece> pieces = [];
        if (!TryLayout(frame, out int segment))
        {
            if (frame.Length > 0)
                pieces.Add(new Piece(0, frame.Length, Text(frame), "不是一条完整的报文", Emphasis.Bad));
            return pieces;
        }
        pieces.Add(new Piece(0, 2, "##", "包头", Emphasis.Frame));
        pieces.Add(new Piece(2, 4, Text(frame[2..6]), $"长度 {segment} 字节", Emphasis.Frame));
        Segment(frame, 6, 6 + segment, gloss, pieces);
        int tail = frame.EndsWith("\r\n"u8) ? frame.Length - 2 : frame.Length;
        if (tail > 6 + segment)
            pieces.Add(Crc(frame, 6 + segment, tail));
        if (tail < frame.Length)
            pieces.Add(new Piece(tail, 2, "0D 0A", "包尾", Emphasis.Frame));
        return pieces;
    }

    /// <summary>The bytes of the value of a password field, to be covered wherever the bytes are shown.</summary>
    public static IReadOnlyList<Range> CoveredRanges(ReadOnlySpan<byte> frame)
    {
        List<Range> ranges = [];
        foreach (Piece piece in Of(frame, Gloss.None))
        {
            if (piece.Emphasis != Emphasis.Covered)
                continue;
            ReadOnlySpan<byte> bytes = frame.Slice(piece.Offset, piece.Length);
            int start = bytes.IndexOf((byte)'=') + 1;
            int length = bytes[start..].TrimEnd(";,"u8).Length;
            ranges.Add((piece.Offset + start)..(piece.Offset + start + length));
        }
        return ranges;
    }

    /// <summary>The bytes as text, control characters made visible.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Visible(Hj212.Text.Decode(bytes));

    private static bool TryLayout(ReadOnlySpan<byte> frame, out int segment)
    {
        segment = 0;
        if (frame.Length < 6 || !frame.StartsWith("##"u8))
            return false;
        foreach (byte digit in frame[2..6])
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            segment = segment * 10 + digit - '0';
        }
        return frame.Length >= 6 + segment;
    }

    private static void Segment(ReadOnlySpan<byte> frame, int from, int to, Gloss gloss, List<Piece> pieces)
    {
        ReadOnlySpan<byte> segment = frame[from..to];
        int cp = segment.IndexOf("CP=&&"u8);
        int header = cp < 0 ? to : from + cp;
        for (int at = from; at < header;)
        {
            int end = frame[at..header].IndexOf((byte)';');
            end = end < 0 ? header : at + end + 1;
            pieces.Add(Header(frame, at, end));
            at = end;
        }
        if (cp < 0)
            return;
        pieces.Add(new Piece(header, 5, "CP=&&", "数据开始", Emphasis.Frame));
        int area = header + 5;
        int close = frame[area..to].LastIndexOf("&&"u8);
        int stop = close < 0 ? to : area + close;
        if (stop > area)
            Area(frame, area, stop, gloss, pieces);
        if (close < 0)
            return;
        pieces.Add(new Piece(stop, 2, "&&", "数据结束", Emphasis.Frame));
        if (stop + 2 < to)
            pieces.Add(new Piece(stop + 2, to - stop - 2, Text(frame[(stop + 2)..to]), "多出的字节", Emphasis.Bad));
    }

    private static Piece Header(ReadOnlySpan<byte> frame, int from, int to)
    {
        string text = Text(frame[from..to]);
        string[] parts = text.TrimEnd(';').Split('=', 2);
        string key = parts[0].Trim().ToUpperInvariant(), value = parts.Length > 1 ? parts[1].Trim() : "";
        if (key is "PW" or "NEWPW")
            return new Piece(from, to - from, $"{parts[0]}={Cover};", "密码（遮盖）", Emphasis.Covered);
        string gloss = key switch
        {
            "QN" => FrameWords.Clock(value) is { } clock ? $"请求编码 {clock}" : "请求编码",
            "ST" => FrameWords.System(value),
            "CN" => FrameWords.Command(value),
            "MN" => "设备唯一标识",
            "FLAG" => FrameWords.Flag(value),
            "PNUM" => "总包数",
            "PNO" => "包号",
            "RF" => value == "1" ? "补传" : "补传标志",
            _ => parts.Length > 1 ? "未规定的字段" : "分隔",
        };
        return new Piece(from, to - from, text, gloss, Emphasis.Frame);
    }

    private static void Area(ReadOnlySpan<byte> frame, int from, int to, Gloss gloss, List<Piece> pieces)
    {
        foreach (byte b in frame[from..to])
        {
            if (b < 0x20 && b is not ((byte)'\r' or (byte)'\n' or (byte)'\t'))
            {
                // HJ 212-2025: the data area may be SM4 ciphertext, which is binary and has no separators.
                pieces.Add(new Piece(from, to - from, Convert.ToHexString(frame[from..to]), $"密文 {to - from} 字节",
                    Emphasis.Frame));
                return;
            }
        }
        string factor = "";
        for (int at = from; at < to;)
        {
            int end = EndOfItem(frame, at, to);
            Piece piece = Item(frame, at, end, gloss, ref factor);
            pieces.Add(piece);
            at = end;
        }
    }

    /// <summary>The end of the item with its separator; log text between <c>//</c> may contain separators.</summary>
    private static int EndOfItem(ReadOnlySpan<byte> frame, int at, int to)
    {
        bool inText = false;
        for (int i = at; i < to; i++)
        {
            if (i + 1 < to && frame[i] == '/' && frame[i + 1] == '/')
            {
                inText = !inText;
                i++;
            }
            else if (!inText && frame[i] is (byte)',' or (byte)';')
            {
                return i + 1;
            }
        }
        // An opened text that is never closed must not swallow the items behind it.
        if (inText && frame[at..to].IndexOf((byte)';') is >= 0 and var semicolon)
            return at + semicolon + 1;
        return to;
    }

    private static Piece Item(ReadOnlySpan<byte> frame, int from, int to, Gloss gloss, ref string factor)
    {
        string text = Text(frame[from..to]);
        string[] parts = text.TrimEnd(',', ';').Split('=', 2);
        string key = parts[0].Trim(), value = parts.Length > 1 ? parts[1].Trim() : "";
        if (key.Equals("PW", StringComparison.OrdinalIgnoreCase)
            || key.Equals("NewPW", StringComparison.OrdinalIgnoreCase))
            return new Piece(from, to - from, $"{key}={Cover};", "密码（遮盖）", Emphasis.Covered);
        if (key.Equals("DataTime", StringComparison.OrdinalIgnoreCase))
        {
            string clock = FrameWords.Clock(value) is { } time ? $"数据时间 {time}" : "数据时间";
            return new Piece(from, to - from, text, clock, Emphasis.Frame, Opens: true);
        }
        int dash = key.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
            return new Piece(from, to - from, text, FrameWords.Name(key) ?? (key.Length == 0 ? "分隔" : "未规定的字段"),
                Emphasis.Plain);
        string code = key[..dash], field = key[(dash + 1)..];
        bool opens = code != factor;
        factor = code;
        string word = field.Equals("Flag", StringComparison.OrdinalIgnoreCase)
            ? $"标记 {FrameWords.Mark(value)}"
            : FrameWords.Field(field) ?? field;
        string? name = gloss.FactorName(code) ?? FrameWords.Info(code);
        if (opens)
            word = $"{name ?? "未登记因子"} {word}";
        return new Piece(from, to - from, text, word, gloss.Emphasis.GetValueOrDefault(key, Emphasis.Plain), opens);
    }

    private static Piece Crc(ReadOnlySpan<byte> frame, int from, int to)
    {
        bool cut = Framing.TryCut(frame, atEnd: true, out Cut piece);
        string text = Text(frame[from..to]);
        return cut && piece.IsFrame
            ? new Piece(from, to - from, text, "CRC 相符", Emphasis.Frame)
            : new Piece(from, to - from, text, $"CRC 不符，应为 {piece.CrcComputed:X4}", Emphasis.Bad);
    }

    private static string Visible(string text)
    {
        if (!text.Any(char.IsControl))
            return text;
        StringBuilder visible = new(text.Length);
        foreach (char c in text)
            visible.Append(c < ' ' ? (char)(0x2400 + c) : char.IsControl(c) ? '\u2421' : c);
        return visible.ToString();
    }
}
