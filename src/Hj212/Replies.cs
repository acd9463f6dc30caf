using System.Buffers;
using System.Globalization;

namespace Qingyuan.Hj212;

/// <summary>Which answer a message asks of the centre (上位机).</summary>
public enum ReplyKind { None, DataAnswer = 9014, NoticeAnswer = 9013 }

/// <summary>
/// The answers 9011 to 9014 in the form of each edition: 2017 with Flag=4, 2025 with Flag=8, both repeating the QN;
/// 2005 with the QN inside CP. Writes without allocating; false = the message's own fields are too long to be
/// repeated. There is no negative data answer: what was not stored is not answered.
/// </summary>
public static class Replies
{
    /// <summary>The standard's limit of a segment: a message whose PW and MN burst it gets no answer.</summary>
    public const int SegmentBytesMax = 1024;

    /// <summary>Bytes an answer may have beyond QN, PW, MN and CN of the message.</summary>
    private const int FixedBytesMax = 128;

    /// <summary>The answer due, from the message alone (2017 6.1: request, upload, notice).</summary>
    public static ReplyKind Due(Message message)
    {
        switch (message.Command)
        {
            // Notices (通知命令) from the field side are answered whatever the Flag says.
            case 1013 or 2072 or 9015:
            case 1001 or 1014 when message.Edition == 2025 && !HasPlain(message, "NewSK"u8):
                return ReplyKind.NoticeAnswer;
            case >= 9000:
                return ReplyKind.None;
            default:
                return message.AckWanted && IsUpload(message) ? ReplyKind.DataAnswer : ReplyKind.None;
        }
    }

    /// <summary>Writes the answer that is due. False = none is, or none can be.</summary>
    /// <param name="edition">The device's edition as registered; the message's own hint when 0.</param>
    public static bool TryWriteDue(Message message, IBufferWriter<byte> output, int edition = 0)
    {
        ReplyKind due = Due(message);
        return due switch
        {
            ReplyKind.DataAnswer => TryWriteDataAnswer(message, output, edition),
            ReplyKind.NoticeAnswer => TryWriteNoticeAnswer(message, output, edition),
            _ => false,
        };
    }

    /// <summary>数据应答 9014: a receipt. Send it only after the bytes are durable.</summary>
    public static bool TryWriteDataAnswer(Message message, IBufferWriter<byte> output, int edition = 0) =>
        TryWrite(message, output, edition, "9014"u8, default, 0);

    /// <summary>通知应答 9013.</summary>
    public static bool TryWriteNoticeAnswer(Message message, IBufferWriter<byte> output, int edition = 0) =>
        TryWrite(message, output, edition, "9013"u8, default, 0);

    /// <summary>请求应答 9011 with its result (QnRtn), as the field side sends it.</summary>
    public static bool TryWriteRequestAnswer(
        Message request, int result, IBufferWriter<byte> output, int edition = 0) =>
        TryWrite(request, output, edition, "9011"u8, "QnRtn="u8, result);

    /// <summary>执行结果 9012 with its result (ExeRtn), as the field side sends it.</summary>
    public static bool TryWriteResult(Message request, int result, IBufferWriter<byte> output, int edition = 0) =>
        TryWrite(request, output, edition, "9012"u8, "ExeRtn="u8, result);

    private static bool TryWrite(
        Message message, IBufferWriter<byte> output, int edition, ReadOnlySpan<byte> cn, ReadOnlySpan<byte> key,
        int result)
    {
        edition = edition == 0 ? message.Edition : edition;
        int size = FixedBytesMax + message.Qn.Length + message.Pw.Length + message.Mn.Length + message.Cn.Length;
        if (size > SegmentBytesMax)
            return false;
        Span<byte> frame = output.GetSpan(size + FrameWriter.FrameBytesAround);
        Segment segment = new(frame[Framing.HeadBytes..]);
        if (edition == 2005)
            WriteOf2005(ref segment, message, cn, key, result);
        else
            WriteOf2017(ref segment, message, edition == 2017 ? "4"u8 : "8"u8, cn, key, result);
        output.Advance(FrameWriter.Close(frame, segment.Length));
        return true;
    }

    // 2017 C.2 and the like: QN=<same>;ST=91;CN=901x;PW;MN;Flag;CP.
    private static void WriteOf2017(
        ref Segment segment, Message message, ReadOnlySpan<byte> flag, ReadOnlySpan<byte> cn, ReadOnlySpan<byte> key,
        int result)
    {
        segment.Field("QN="u8, message.Qn);
        segment.Add("ST=91;CN="u8);
        segment.Add(cn);
        segment.Add(";"u8);
        segment.Field("PW="u8, message.Pw);
        segment.Field("MN="u8, message.Mn);
        segment.Field("Flag="u8, flag);
        segment.Add("CP=&&"u8);
        if (!key.IsEmpty)
            segment.Number(key, result);
        segment.Add("&&"u8);
    }

    // 2005 C.4: the QN stands inside CP; C.6: a data answer has no PW and MN and echoes CN, PNO and PNUM.
    private static void WriteOf2005(
        ref Segment segment, Message message, ReadOnlySpan<byte> cn, ReadOnlySpan<byte> key, int result)
    {
        bool dataAnswer = cn.SequenceEqual("9014"u8);
        segment.Add("ST=91;CN="u8);
        segment.Add(cn);
        segment.Add(";"u8);
        if (!dataAnswer)
        {
            segment.Field("PW="u8, message.Pw);
            segment.Field("MN="u8, message.Mn);
            segment.Add("Flag=0;"u8);
        }
        segment.Add("CP=&&"u8);
        int start = segment.Length;
        if (!message.Qn.IsEmpty)
            segment.Item("QN="u8, message.Qn, start);
        if (dataAnswer)
        {
            segment.Item("CN="u8, message.Cn, start);
            if (message.PartCount > 0)
            {
                segment.Number(";PNO="u8, message.PartNumber);
                segment.Number(";PNUM="u8, message.PartCount);
            }
        }
        else if (!key.IsEmpty)
        {
            if (segment.Length > start)
                segment.Add(";"u8);
            segment.Number(key, result);
        }
        segment.Add("&&"u8);
    }

    /// <summary>
    /// True for data of the field side. The same CN is a request when it comes from the centre: without content, or
    /// asking for a time range (BeginTime) or one instrument (PolId, InfoId) only.
    /// </summary>
    private static bool IsUpload(Message message)
    {
        // c→f only (2017 table 9): setting, stopping, controlling.
        if (message.Command is < 1000 or 1000 or 1012 or 1062 or 1064 or 1072 or 2012 or 2022
            or (>= 3011 and <= 3014) or 3016 or 3021 or 3022 or 3024)
            return false;
        if (BeginsWithDataTime(message.DataArea))
            return true; // Nearly every upload, and its items need not be read for that.
        if (HasPlain(message, "BeginTime"u8) && message.DataTime.IsEmpty)
            return false;
        foreach (ref readonly Item item in message.Items)
        {
            if (item.Factor.Length > 0)
                return true;
            ReadOnlySpan<byte> field = message.Bytes(item.Field);
            if (!field.SequenceEqual("PolId"u8) && !field.SequenceEqual("InfoId"u8))
                return true;
        }
        return false;
    }

    /// <summary>The first item is DataTime with a value: what decides below is decided then.</summary>
    private static bool BeginsWithDataTime(ReadOnlySpan<byte> area) =>
        area.StartsWith("DataTime="u8) && area.Length > 9 && area[9] is >= (byte)'0' and <= (byte)'9';

    private static bool HasPlain(Message message, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly Item item in message.Items)
        {
            if (item.Factor.Length == 0 && message.Bytes(item.Field).SequenceEqual(name))
                return true;
        }
        return false;
    }

    /// <summary>A data segment under construction in a span.</summary>
    private ref struct Segment(Span<byte> target)
    {
        private readonly Span<byte> _target = target;

        public int Length { get; private set; }

        public void Add(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_target[Length..]);
            Length += bytes.Length;
        }

        /// <summary>A header field; one that the message did not have stays away.</summary>
        public void Field(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            if (value.IsEmpty)
                return;
            Add(key);
            Add(value);
            Add(";"u8);
        }

        public void Item(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int areaStart)
        {
            if (Length > areaStart)
                Add(";"u8);
            Add(key);
            Add(value);
        }

        public void Number(ReadOnlySpan<byte> key, int value)
        {
            Add(key);
            value.TryFormat(_target[Length..], out int written, provider: CultureInfo.InvariantCulture);
            Length += written;
        }
    }
}
