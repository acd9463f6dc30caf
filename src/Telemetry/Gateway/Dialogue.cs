using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// What is said on one connection: cuts reads into pieces, knows which device speaks, and prepares the answers. Reads
/// the head of a frame only; never sends and never appends.
/// </summary>
internal sealed class Dialogue(Gateway gateway, Session session) : IBufferWriter<byte>
{
    /// <summary>Pieces of one step; their answers go out together.</summary>
    public const int PiecesMax = 64;
    private const int AnswersBytesMax = 16 << 10;
    /// <summary>A buffer of this size stays with the connection; one for more is made when it is needed.</summary>
    private const int AnswersBytesKept = 2 << 10;
    private const int AnswerBytesMax = Replies.SegmentBytesMax + 64;
    /// <summary>Longest MN and PW that are remembered; longer ones are looked up each time.</summary>
    private const int DeviceBytesMax = 64;
    /// <summary>Line ends and blanks between frames are kept, but they are no sign of a bad sender.</summary>
    private const int BlankBytesMax = 16;
    /// <summary>
    /// Keys tried on encrypted content while its sender waits; the series tries all. Bounds what a stranger can cost.
    /// </summary>
    private const int KeysTriedMax = 8;

    [ThreadStatic] private static Message? t_message;

    private readonly Queue<long> _bad = new();
    private byte[] _answers = [];
    private int _answersLength;

    // What is known of the device that speaks here; asked again after each sweep, so a changed register shows.
    private byte[] _mn = [], _pw = [];
    private int _epoch = -1;
    private bool _passwordHolds;
    private KeyRing _keys = KeyRing.Empty;

    public bool IsKnown { get; private set; }
    public TimeSpan? ClockOffset { get; private set; }
    public string? Mn => _mn.Length == 0 ? null : Encoding.Latin1.GetString(_mn);

    /// <summary>Null until the first whole frame.</summary>
    public MnState? Device { get; private set; }

    /// <summary>Cuts the next pieces, one behind the other from the start; neighbouring rejects become one.</summary>
    public int Cut(ReadOnlyMemory<byte> bytes, bool atEnd, Span<Piece> pieces)
    {
        // What does not hold is a rejected piece; when it only lacked the rest at the end, a fragment.
        var odd = atEnd ? FrameEntryKind.Fragment : FrameEntryKind.Rejected;
        int at = 0, count = 0;
        while (count < pieces.Length && at < bytes.Length && Framing.TryCut(bytes.Span[at..], atEnd, out var cut))
        {
            if (cut.Reason is RejectReason.None or RejectReason.Decrypt && IsFull)
                break; // The rest goes with the next step.
            if (cut.IsFrame)
                pieces[count++] = TakeFrame(at, cut.Length, bytes.Slice(at, cut.Length), "ok");
            else if (cut.Reason == RejectReason.Decrypt)
                pieces[count++] = TakeSealed(at, bytes.Slice(at, cut.Length));
            else if (count > 0 && pieces[count - 1] is var last && last.Kind == odd && last.Why == Name(cut.Reason))
                pieces[count - 1] = last with { Length = last.Length + cut.Length };
            else
                pieces[count++] = new Piece(at, cut.Length, odd, Name(cut.Reason), 0);
            at += cut.Length;
        }
        return count;
    }

    /// <summary>The answers to all frames since <see cref="ForgetAnswers"/>, in their order.</summary>
    public ReadOnlyMemory<byte> Answers => _answers.AsMemory(0, _answersLength);
    public int AnswersCount { get; private set; }

    /// <summary>There is no room for one more answer.</summary>
    public bool IsFull => _answersLength > AnswersBytesMax - AnswerBytesMax;

    /// <summary>The last pieces that were cut were not taken: they have no answer yet.</summary>
    public void Forget(ReadOnlySpan<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            _answersLength -= piece.AnswerLength;
            AnswersCount -= piece.AnswerLength > 0 ? 1 : 0;
        }
    }

    /// <summary>The answers were sent or will never be.</summary>
    public void ForgetAnswers()
    {
        _answersLength = AnswersCount = 0;
        if (_answers.Length > AnswersBytesKept)
            _answers = [];
    }

    /// <summary>Counts a rejected piece; true = this was one too many.</summary>
    public bool IsOneTooMany(ReadOnlySpan<byte> bytes, string why)
    {
        gateway.Tally.Reason(why);
        if (IsBlank(bytes) || (Device is not null && why is "decrypt" or "pw"))
            return false; // A sealed frame whose key we lack is our matter, not the sender's.
        long now = gateway.Clock.GetTimestamp();
        _bad.Enqueue(now);
        while (gateway.Clock.GetElapsedTime(_bad.Peek(), now) > gateway.Limits.BadFramesWithin)
            _bad.Dequeue();
        return _bad.Count >= gateway.Limits.BadFramesMax;
    }

    public static bool IsBlank(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= BlankBytesMax && bytes.IndexOfAnyExcept("\r\n \t\0"u8) < 0;

    /// <param name="plain">The frame, opened if it was sealed.</param>
    private Piece TakeFrame(int at, int length, ReadOnlyMemory<byte> plain, string taken)
    {
        int before = _answersLength;
        bool holds = Understand(plain);
        return new Piece(at, length, FrameEntryKind.Frame, holds ? taken : "pw", _answersLength - before);
    }

    /// <summary>
    /// Encrypted content (HJ 212-2025 6.4): the header is plain and names the device, whose keys open it. What none
    /// opens is kept, each by itself, and interpreted once its key is registered; it is not answered, since its CRC
    /// cannot be checked.
    /// </summary>
    private Piece TakeSealed(int at, ReadOnlyMemory<byte> frame)
    {
        var message = t_message ??= new Message();
        message.ParseHead(frame);
        if (SealedFrames.NamesDevice(message.Mn) && !IsSameDevice(message)
            && (Device is null || gateway.Devices.IsKnown(message.Mn)))
            Meet(message);
        bool isTheirs = message.Mn.SequenceEqual(_mn) && message.Pw.SequenceEqual(_pw);
        if (isTheirs && SealedContent.TryOpen(frame.Span, _keys, out byte[] plain, KeysTriedMax))
            return TakeFrame(at, frame.Length, plain, SealedFrames.Opened);
        string why = isTheirs && !_passwordHolds ? "pw" : Name(RejectReason.Decrypt);
        return new Piece(at, frame.Length, FrameEntryKind.Rejected, why, 0);
    }

    /// <summary>Prepares the answer that is due. False = its password is wrong, and nothing is answered.</summary>
    private bool Understand(ReadOnlyMemory<byte> frame)
    {
        var message = t_message ??= new Message();
        message.ParseHead(frame);
        if (!IsSameDevice(message))
            Meet(message);
        if (Beijing.TryParse(message.Qn, out var said))
            ClockOffset = said - gateway.Clock.GetUtcNow();
        if (!_passwordHolds)
        {
            // Security reference §7.2: a wrong PW is stored as a frame and gets no data reply.
            gateway.Tally.Reason("pw");
            return false;
        }
        if (_answers.Length - _answersLength < AnswerBytesMax)
            Array.Resize(ref _answers, _answers.Length == 0 ? AnswersBytesKept : AnswersBytesMax);
        if (Replies.TryWriteDue(message, this))
            AnswersCount++;
        return true;
    }

    void IBufferWriter<byte>.Advance(int count) => _answersLength += count;
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => _answers.AsMemory(_answersLength);
    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => _answers.AsSpan(_answersLength);

    private bool IsSameDevice(Message message) =>
        _epoch == Volatile.Read(ref gateway.Epoch)
        && message.Mn.SequenceEqual(_mn) && CryptographicOperations.FixedTimeEquals(message.Pw, _pw);

    private void Meet(Message message)
    {
        bool fits = message.Mn.Length <= DeviceBytesMax && message.Pw.Length <= DeviceBytesMax;
        _epoch = fits ? Volatile.Read(ref gateway.Epoch) : -1;
        if (!message.Mn.SequenceEqual(_mn))
        {
            if (_mn.Length > 0)
                gateway.Tally.Reason("mn-changed");
            _mn = message.Mn[..Math.Min(message.Mn.Length, DeviceBytesMax)].ToArray();
        }
        if (!message.Pw.SequenceEqual(_pw))
            _pw = message.Pw[..Math.Min(message.Pw.Length, DeviceBytesMax)].ToArray();
        IsKnown = gateway.Devices.IsKnown(message.Mn);
        _passwordHolds = gateway.Devices.PasswordHolds(message.Mn, message.Pw);
        _keys = gateway.Devices.KeysOf(message.Mn);
        if (IsKnown && _passwordHolds)
            gateway.Admission.Identify(session);
        if (Device is not null)
            return;
        // Two live connections of one MN are both taken, counted and shown; the newer replaces nobody (§7.3).
        Device = gateway.Admission.Join(_mn);
        if (Device.Connections > 1)
            gateway.Tally.Reason("mn-twice");
        if (Device.Connections > gateway.Limits.ConnectionsPerMnMax)
            session.Close("mn-connections");
    }

    private static string Name(RejectReason reason) => reason switch
    {
        RejectReason.Crc => "crc",
        RejectReason.Length => "length",
        RejectReason.Truncated => "truncated",
        RejectReason.Oversize => "oversize",
        RejectReason.Decrypt => "decrypt",
        _ => "garbage",
    };
}
