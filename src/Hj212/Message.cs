using System.Text;
using System.Text.Unicode;

namespace Qingyuan.Hj212;

/// <summary>A range of bytes inside the frame that was parsed; empty = absent.</summary>
public readonly record struct Slice(int Start, int Length);

/// <summary>
/// One <c>key=value</c> of the data area (数据区). <c>w01018-Rtd=23.4</c> has Factor w01018 and Field Rtd;
/// <c>PolId=w01018</c> has an empty Factor and Field PolId.
/// </summary>
public readonly record struct Item(Slice Factor, Slice Field, Slice Value);

/// <summary>
/// One frame, parsed tolerantly in any of the three editions. The object is made once and refilled for every frame;
/// it holds no copy: all spans point into the bytes given to <see cref="Parse"/>. Never throws for content and
/// never rejects: what is odd is a deviation. An encrypted frame is opened first (<see cref="SealedContent"/>).
/// </summary>
public sealed class Message
{
    private readonly HeaderFields _header = new();
    private readonly DataItems _area = new();
    private ReadOnlyMemory<byte> _frame;
    private bool _isAreaRead;

    /// <summary>Parses a whole frame as cut by <see cref="Framing"/> (head, length, segment, CRC, tail).</summary>
    public void Parse(ReadOnlyMemory<byte> frame)
    {
        ReadOnlySpan<byte> bytes = frame.Span;
        (int start, int end) = ReadHead(frame, out DeviationSet odd);
        odd |= Envelope(bytes, end);
        ReadArea();
        bool text = Ascii.IsValid(bytes[start..end]);
        if (!text)
            odd = odd.With(Utf8.IsValid(bytes[start..end]) ? Deviation.TextNotAscii : Deviation.TextNotUtf8);
        Judge(bytes, ref odd);
        DeviationSet ofHeader = _header.Deviations; // 2005 Annex C prints several orders itself.
        if (Edition == 2005)
            ofHeader = ofHeader.Without(Deviation.HeaderOrder);
        Deviations = odd | ofHeader | _area.Deviations;
    }

    /// <summary>
    /// Parses the header alone, for whoever only has to answer: who speaks, what it is, which answer is due. The data
    /// area is read when it is asked for; the deviations are not judged, and none are shown.
    /// </summary>
    public void ParseHead(ReadOnlyMemory<byte> frame)
    {
        ReadHead(frame, out _);
        Deviations = default;
    }

    /// <summary>The fields of the header and what follows from them alone. Returns where the segment stands.</summary>
    private (int Start, int End) ReadHead(ReadOnlyMemory<byte> frame, out DeviationSet odd)
    {
        _frame = frame;
        _isAreaRead = false;
        odd = default;
        ReadOnlySpan<byte> bytes = frame.Span;
        int start = Math.Min(Framing.HeadBytes, bytes.Length);
        int declared = bytes.Length < start + 1 ? 0 : Math.Max(0, Digits.Number(bytes[2..start]));
        int end = Math.Min(start + declared, bytes.Length);

        int mark = FindContent(bytes, start, end, out int areaStart);
        int areaEnd = end;
        if (mark < 0)
        {
            _header.Parse(bytes, start, end);
            odd = odd.With(Deviation.ContentMissing);
            areaStart = end;
        }
        else
        {
            areaEnd = ContentEnd(bytes, areaStart, end, ref odd);
            _header.Parse(bytes, start, mark);
            if (mark > start && bytes[mark - 1] is not ((byte)';' or (byte)' ' or (byte)','))
                odd = odd.With(Deviation.ContentSeparatorMissing);
            if (areaEnd + 2 < end)
                _header.ParseMore(bytes, areaEnd + 2, end);
        }
        Area = bytes.IsEmpty ? default : new Slice(areaStart, areaEnd - areaStart);
        Edition = EditionOf(bytes, ref odd);
        ReadOnlySpan<byte> cn = Cn;
        Command = cn.Length == 4 ? Digits.Number(cn) : -1;
        BackFilled = Bytes(_header[HeaderKey.Rf]).SequenceEqual("1"u8);
        ReadParts(bytes, ref odd);
        return (start, end);
    }

    private DataItems ReadArea()
    {
        if (_isAreaRead)
            return _area;
        _area.Parse(_frame.Span, Area.Start, Area.Start + Area.Length);
        _isAreaRead = true;
        return _area;
    }

    /// <summary>What is odd about this frame.</summary>
    public DeviationSet Deviations { get; private set; }

    /// <summary>From the header, or from the data area where 2005 replies carry it.</summary>
    public ReadOnlySpan<byte> Qn => Bytes(_header[HeaderKey.Qn] is { Length: > 0 } qn ? qn : ReadArea().Qn);
    public ReadOnlySpan<byte> St => Bytes(_header[HeaderKey.St]);
    public ReadOnlySpan<byte> Cn => Bytes(_header[HeaderKey.Cn]);
    public ReadOnlySpan<byte> Pw => Bytes(_header[HeaderKey.Pw]);
    public ReadOnlySpan<byte> Mn => Bytes(_header[HeaderKey.Mn]);

    /// <summary>CN as a number, −1 when it is none.</summary>
    public int Command { get; private set; }

    /// <summary>−1 = absent.</summary>
    public int Flag { get; private set; } = -1;
    /// <summary>Number of parts (PNUM), 0 = not split.</summary>
    public int PartCount { get; private set; }
    /// <summary>Number of this part (PNO) from 1, 0 = not split.</summary>
    public int PartNumber { get; private set; }
    /// <summary>2005, 2017 or 2025; a hint, the register knows better.</summary>
    public int Edition { get; private set; } = 2005;
    /// <summary>The answer bit of Flag; never for an answer (9011 to 9014), which must not be answered.</summary>
    public bool AckWanted => (Flag & 1) == 1 && Flag >= 0 && Command is not (>= 9011 and <= 9014);
    /// <summary>RF=1 (补传), 2025 only.</summary>
    public bool BackFilled { get; private set; }
    /// <summary>DataTime as sent, empty = absent.</summary>
    public ReadOnlySpan<byte> DataTime => Bytes(ReadArea().DataTime);

    /// <summary>The data area between <c>CP=&amp;&amp;</c> and <c>&amp;&amp;</c>.</summary>
    public ReadOnlySpan<byte> DataArea => Bytes(Area);
    /// <summary>Where the data area stands in the frame.</summary>
    public Slice Area { get; private set; }
    public ReadOnlySpan<Item> Items => ReadArea().Items;
    /// <summary>The fields before (or after) CP in the order sent, unknown ones included.</summary>
    public ReadOnlySpan<HeaderField> Header => _header.Fields;
    public ReadOnlySpan<byte> Bytes(Slice slice) => _frame.Span.Slice(slice.Start, slice.Length);

    /// <summary>Length, CRC digits and tail.</summary>
    private static DeviationSet Envelope(ReadOnlySpan<byte> frame, int end)
    {
        DeviationSet odd = default;
        if (end - Framing.HeadBytes > 1024)
            odd = odd.With(Deviation.LengthOver1024);
        Ending ending = Ending.Read(frame, end, atEnd: true);
        int digits = ending.CrcDigits;
        for (int i = end; i < end + digits; i++)
        {
            if (frame[i] >= (byte)'a')
                odd = odd.With(Deviation.CrcLowerCase);
        }
        if (digits is > 0 and < 4)
            odd = odd.With(Deviation.CrcLeadingZeroDropped);
        return ending.TailBytes switch
        {
            2 => odd,
            1 when frame[ending.At - 1] == (byte)'\n' => odd.With(Deviation.TailLineFeedOnly),
            1 => odd.With(Deviation.TailCarriageReturnOnly),
            _ => odd.With(Deviation.TailMissing),
        };
    }

    /// <summary>Where CP begins, −1 = nowhere; tolerates other case, blanks and missing delimiters.</summary>
    private static int FindContent(ReadOnlySpan<byte> frame, int start, int end, out int areaStart)
    {
        int mark = frame[start..end].IndexOf("CP=&&"u8);
        areaStart = start + mark + 5;
        return mark >= 0 ? start + mark : HeaderFields.FindContent(frame, start, end, out areaStart);
    }

    /// <summary>The last <c>&amp;&amp;</c> closes the area: log text may hold earlier ones.</summary>
    private static int ContentEnd(ReadOnlySpan<byte> frame, int areaStart, int end, ref DeviationSet odd)
    {
        if (areaStart < 2 || frame[areaStart - 1] != (byte)'&')
        {
            odd = odd.With(Deviation.ContentDelimiterMissing);
            return end;
        }
        int close = frame[areaStart..end].LastIndexOf("&&"u8);
        if (close < 0)
        {
            odd = odd.With(Deviation.ContentEndMissing);
            return end;
        }
        if (areaStart + close + 2 < end)
            odd = odd.With(Deviation.HeaderAfterContent);
        return areaStart + close;
    }

    /// <summary>The version bits V5..V0 of Flag (6.3.2): 0 = 2005, 1 = 2017, 2 = 2025; without Flag 2005.</summary>
    private int EditionOf(ReadOnlySpan<byte> frame, ref DeviationSet odd)
    {
        Slice flag = _header[HeaderKey.Flag];
        Flag = Digits.Number(frame.Slice(flag.Start, flag.Length));
        if (Flag > 255)
            Flag = -1;
        if (Flag < 0)
            odd = odd.With(flag.Length == 0 ? Deviation.FlagMissing : Deviation.FlagMalformed);
        switch (Flag < 0 ? 0 : Flag >> 2)
        {
            case 0:
                return 2005;
            case 1:
                return 2017;
            case 2 when Qn is [>= (byte)'0' and <= (byte)'9', _, _, _, ..] && Digits.Number(Qn[..4]) is > 0 and < 2024:
                // A device of 2017 with its own idea of the bits: the edition of 2025 had not been written.
                odd = odd.With(Deviation.FlagVersionTooEarly);
                return 2017;
            case 2:
                return 2025;
            default:
                odd = odd.With(Deviation.FlagVersionUnknown);
                return 2025;
        }
    }

    private void Judge(ReadOnlySpan<byte> frame, ref DeviationSet odd)
    {
        if (Command < 0)
            odd = odd.With(Cn.IsEmpty ? Deviation.CnMissing : Deviation.CnMalformed);
        if (St.Length != 2)
            odd = odd.With(St.IsEmpty ? Deviation.StMissing : Deviation.StMalformed);
        ReadOnlySpan<byte> qn = Qn;
        if (qn.IsEmpty && Edition != 2005) // 2005 Annex C: optional for uploads.
            odd = odd.With(Deviation.QnMissing);
        else if (!qn.IsEmpty && (qn.Length != 17 || !Digits.AreDigits(qn) || !Beijing.TryParse(qn, out _)))
            odd = odd.With(Deviation.QnMalformed);

        // 2005 Annex C.6: a data answer has neither PW nor MN nor Flag.
        bool bareAnswer = Edition == 2005 && Command == 9014;
        if (bareAnswer)
            odd = odd.Without(Deviation.FlagMissing);
        if (Pw.Length != 6 && !(bareAnswer && Pw.IsEmpty))
            odd = odd.With(Pw.IsEmpty ? Deviation.PwMissing : Deviation.PwLength);
        // 2025: the identity upload 1001 is sent before a device has an MN.
        if (Mn.IsEmpty && !bareAnswer && !(Edition == 2025 && Command == 1001))
            odd = odd.With(Deviation.MnMissing);
        else if (!Mn.IsEmpty && Mn.Length != (Edition == 2005 ? 14 : 24))
            odd = odd.With(Deviation.MnLength);
        if (Area.Length > (Edition == 2005 ? 960 : 950))
            odd = odd.With(Deviation.LengthContentOverLimit);
        if (Flag >= 0 && (Flag & 1) == 1 && Command is >= 9011 and <= 9014)
            odd = odd.With(Deviation.FlagAnswerToAnswer);
        JudgeTexts(frame, ref odd);
    }

    private void ReadParts(ReadOnlySpan<byte> frame, ref DeviationSet odd)
    {
        Slice count = _header[HeaderKey.PNum], number = _header[HeaderKey.PNo];
        PartCount = Math.Max(0, Digits.Number(frame.Slice(count.Start, count.Length)));
        PartNumber = Math.Max(0, Digits.Number(frame.Slice(number.Start, number.Length)));
        bool splitBit = Flag >= 0 && (Flag & 2) == 2;
        if (PartCount == 0 && PartNumber == 0)
        {
            if (splitBit)
                odd = odd.With(Deviation.SplitNumbersMissing);
            return;
        }
        if (PartNumber < 1 || PartNumber > PartCount)
        {
            odd = odd.With(Deviation.SplitNumberRange);
            PartCount = PartNumber = 0; // Not a part of anything that can be put together.
        }
        else if (!splitBit && PartCount > 1)
        {
            odd = odd.With(Deviation.SplitBitMissing);
        }
    }

    private void JudgeTexts(ReadOnlySpan<byte> frame, ref DeviationSet odd)
    {
        // 2017 6.3: ASCII except Chinese characters, which are UTF-8; 2005 has ASCII only.
        if (Edition != 2005 && odd.Contains(Deviation.TextNotAscii))
            odd = odd.Without(Deviation.TextNotAscii);
        Slice mark = _header[HeaderKey.Rf];
        ReadOnlySpan<byte> backFill = frame.Slice(mark.Start, mark.Length);
        if (!backFill.IsEmpty && !BackFilled)
            odd = odd.With(Deviation.BackFillMalformed);
        if (BackFilled && Edition != 2025)
            odd = odd.With(Deviation.BackFillEdition);
        ReadOnlySpan<byte> time = DataTime;
        if (time.IsEmpty)
            return;
        if (time.Length != 14)
            odd = odd.With(Deviation.DataTimeLength);
        if (!Beijing.TryParse(time, out _))
            odd = odd.With(Deviation.DataTimeMalformed);
    }
}
