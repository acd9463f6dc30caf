using System.Data.Common;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Telemetry;

/// <summary>
/// Writes the rows of one turn: every entry's own row at once, the rows that many entries share (hours, devices) once
/// at the end. What is written depends on the entries and their positions only, never on where a turn began.
/// </summary>
internal sealed class SeriesRows(DeviceKeys keys)
{
    /// <summary>Changes beside the frames' own: what opened late has its numbers between those of two frames.</summary>
    private const string Late = "late";

    private readonly SeriesWriter _series = new();
    private readonly EventWriter _events = new();
    private readonly DeviceNames _names = new();
    private readonly Message _message = new();
    private readonly Dictionary<(string Mn, long Hour), HourTouch> _hours = [];
    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private readonly SealedWaiting _sealed = new(keys);
    private readonly List<WaitingFrame> _tries = [];
    private readonly HashSet<(DeviceName Device, long Hour)> _lateHours = [];
    private readonly byte[] _frame = new byte[Log.EntryBytesMax];
    private long _late;
    private Turn? _turn;

    private const string InsertRejection = """
        INSERT INTO {rejections} (position, received, peer, kind, why, length)
        VALUES (@position, @received, @peer, @kind, @why, @length)
        """;

    private const string UpsertHour = """
        INSERT INTO {series_hours}
          (part, mn, hour, minutes, hours, real_times, first_received, last_received, change)
        VALUES (@part, @mn, @hour, @minutes, @hours, @real_times, @first_received, @last_received, @change)
        ON CONFLICT (part, mn, hour) DO UPDATE SET
          minutes = {series_hours}.minutes + excluded.minutes, hours = {series_hours}.hours + excluded.hours,
          real_times = {series_hours}.real_times + excluded.real_times,
          last_received = CASE WHEN excluded.last_received > {series_hours}.last_received
            THEN excluded.last_received ELSE {series_hours}.last_received END,
          change = CASE WHEN excluded.change > {series_hours}.change THEN excluded.change ELSE {series_hours}.change END
        """;

    // What opened late was received before what stands, or may make a first receipt earlier.
    private const string SetReceived = """
        UPDATE {series_hours} SET
          first_received = (SELECT MIN(received) FROM (
            SELECT received FROM {series}
            WHERE part = @part AND mn = @mn AND kind IN (1, 2, 3, 4) AND time >= @hour AND time < @to
            UNION ALL SELECT received FROM {series_versions}
            WHERE part = @part AND mn = @mn AND kind IN (1, 2, 3, 4) AND time >= @hour AND time < @to) r),
          last_received = (SELECT MAX(received) FROM (
            SELECT received FROM {series}
            WHERE part = @part AND mn = @mn AND kind IN (1, 2, 3, 4) AND time >= @hour AND time < @to
            UNION ALL SELECT received FROM {series_versions}
            WHERE part = @part AND mn = @mn AND kind IN (1, 2, 3, 4) AND time >= @hour AND time < @to) r)
        WHERE part = @part AND mn = @mn AND hour = @hour
        """;

    // Edition and ST are those of the frame that speaks of the latest time: the same in whatever order they came.
    private const string UpsertHeard = """
        INSERT INTO {devices_heard}
          (part, mn, edition, st, peer, frames, first_position, last_position, first_received, last_received, last_time,
           clock_offset, waiting)
        VALUES (@part, @mn, @edition, @st, @peer, @frames, @first_position, @last_position, @first_received,
          @last_received, @last_time, @clock_offset, @waiting)
        ON CONFLICT (part, mn) DO UPDATE SET
          edition = CASE WHEN (excluded.last_time, excluded.st, excluded.edition)
            > ({devices_heard}.last_time, {devices_heard}.st, {devices_heard}.edition)
            THEN excluded.edition ELSE {devices_heard}.edition END,
          st = CASE WHEN (excluded.last_time, excluded.st, excluded.edition)
            > ({devices_heard}.last_time, {devices_heard}.st, {devices_heard}.edition)
            THEN excluded.st ELSE {devices_heard}.st END,
          last_time = CASE WHEN excluded.last_time > {devices_heard}.last_time
            THEN excluded.last_time ELSE {devices_heard}.last_time END,
          peer = excluded.peer, frames = {devices_heard}.frames + excluded.frames,
          last_position = excluded.last_position, last_received = excluded.last_received,
          clock_offset = COALESCE(excluded.clock_offset, {devices_heard}.clock_offset),
          waiting = {devices_heard}.waiting + excluded.waiting
        """;

    /// <summary>A key file is missing: look again, although no entry comes.</summary>
    public bool LooksAgain => _sealed.LooksForFiles;

    public void Begin(Turn turn)
    {
        _turn = turn;
        _hours.Clear();
        _heard.Clear();
        _lateHours.Clear();
        _late = turn.Position(Late);
        _sealed.Begin(turn);
        _series.Begin(turn);
        _events.Begin(turn);
    }

    /// <summary>One entry of <c>frames</c>.</summary>
    public void Take(long position, ReadOnlySpan<byte> entry)
    {
        if (!EntryHead.TryRead(entry, out var head))
        {
            // Not written by our gateway; it is in the ledger and shows as what it is.
            Reject(position, 0, ""u8, "entry", "form", entry.Length);
            return;
        }
        switch (head.Kind)
        {
            case FrameEntryKind.Frame when head.Why.SequenceEqual("ok"u8):
                TakeFrame(position, head);
                break;
            case FrameEntryKind.Frame when head.Why.SequenceEqual("sealed"u8):
            case FrameEntryKind.Rejected or FrameEntryKind.Fragment when head.Why.SequenceEqual("decrypt"u8):
                TakeSealed(position, head);
                break;
            case FrameEntryKind.Frame:
                Reject(position, head.ReceivedMilliseconds, head.Peer, "frame", Latin(head.Why), head.Bytes.Length);
                break;
            case FrameEntryKind.Rejected:
                Reject(position, head.ReceivedMilliseconds, head.Peer, "rejected", Latin(head.Why), head.Bytes.Length);
                break;
            case FrameEntryKind.Fragment:
                Reject(position, head.ReceivedMilliseconds, head.Peer, "fragment", Latin(head.Why), head.Bytes.Length);
                break;
            default:
                break; // A step of our clock or a gap: no device said it.
        }
    }

    /// <summary>Writes what the turn gathered.</summary>
    public void End()
    {
        WriteGathered();
        _events.End();
        foreach (var (device, hour) in _lateHours)
        {
            _turn!.Command(SetReceived).With("@part", device.Part).With("@mn", device.Mn).With("@hour", hour)
                .With("@to", hour + HourMilliseconds).ExecuteNonQuery();
        }
        if (_late > _turn!.Position(Late))
            _turn.Advance(Late, _late);
        _turn = null;
    }

    private void WriteGathered()
    {
        foreach (var ((mn, hour), touch) in _hours)
        {
            _turn!.Command(UpsertHour).With("@part", touch.Part).With("@mn", mn).With("@hour", hour)
                .With("@minutes", touch.Minutes).With("@hours", touch.Hours).With("@real_times", touch.RealTimes)
                .With("@first_received", touch.FirstReceived).With("@last_received", touch.LastReceived)
                .With("@change", touch.Change).ExecuteNonQuery();
        }
        foreach (var (mn, heard) in _heard)
        {
            _turn!.Command(UpsertHeard).With("@part", heard.Part).With("@mn", mn).With("@edition", heard.Edition)
                .With("@st", heard.St).With("@peer", heard.Peer).With("@frames", heard.Frames)
                .With("@first_position", heard.FirstPosition).With("@last_position", heard.LastPosition)
                .With("@first_received", heard.FirstReceived).With("@last_received", heard.LastReceived)
                .With("@last_time", heard.LastTime).With("@clock_offset", heard.ClockOffset)
                .With("@waiting", heard.Waiting).ExecuteNonQuery();
        }
        _hours.Clear();
        _heard.Clear();
    }

    /// <summary>
    /// Tries keys that are new, or whose file came back, on the frames that wait for one: they are interpreted as if
    /// the key had been known when they came. False = there is none.
    /// </summary>
    public bool TakeWaiting()
    {
        if (!_sealed.Next(_tries))
            return false;
        // What a turn gathers of its own frames is written before they are touched again.
        WriteGathered();
        foreach (var waiting in _tries)
        {
            if (TryTakeLate(waiting))
                _sealed.Release(waiting);
            else
                _sealed.Tried(waiting);
        }
        return true;
    }

    private bool TryTakeLate(in WaitingFrame waiting)
    {
        if (!EntryHead.TryRead(_turn!.Entry("frames", waiting.Position), out var head))
            return false;
        var bytes = head.Bytes;
        int length = SealedFrames.LengthOfNext(bytes);
        for (int piece = 0; piece < waiting.Piece && length > 0; piece++)
        {
            bytes = bytes[length..];
            length = SealedFrames.LengthOfNext(bytes);
        }
        if (!_sealed.TryOpen(waiting.Device, bytes[..length], out byte[] plain))
            return false;
        _late++;
        _message.Parse(plain);
        Interpret(waiting.Device, waiting.Position, head.ReceivedMilliseconds, isLate: true);
        return true;
    }

    private void TakeFrame(long position, in EntryHead head)
    {
        ParseCopy(head.Bytes);
        var device = _names.Of(_message.Mn);
        bool hasQn = Beijing.TryParse(_message.Qn, out var qn);
        bool hasTime = Beijing.TryParse(_message.DataTime, out var time);
        Hear(device, position, head, hasQn ? qn : null, hasTime ? time : hasQn ? qn : null);
        Interpret(device, position, head.ReceivedMilliseconds, isLate: false);
    }

    /// <summary>
    /// One sealed frame, or several of an older version. The device is heard by the plain header alone, so that it
    /// does not depend on when its key was registered.
    /// </summary>
    private void TakeSealed(long position, in EntryHead head)
    {
        var bytes = head.Bytes;
        int piece = 0;
        for (int length; (length = SealedFrames.LengthOfNext(bytes)) > 0; bytes = bytes[length..])
        {
            ParseCopy(bytes[..length]);
            if (!SealedFrames.NamesDevice(_message.Mn))
                break;
            var device = _names.Of(_message.Mn);
            DateTimeOffset? said = Beijing.TryParse(_message.Qn, out var qn) ? qn : null;
            var heard = Hear(device, position, head, said, said);
            var frame = new WaitingFrame(device, position, piece++);
            if (_sealed.TryOpen(device, bytes[..length], out byte[] plain))
            {
                _message.Parse(plain);
                Interpret(device, position, head.ReceivedMilliseconds, isLate: false);
            }
            else
            {
                _sealed.Wait(frame, head.ReceivedMilliseconds, length);
                heard.Waiting++;
            }
        }
        if (bytes.Length > 0)
            Reject(position, head.ReceivedMilliseconds, head.Peer, "rejected", Latin(head.Why), bytes.Length);
    }

    /// <summary>The parser wants memory that stays; the entry's span is ours only during a call.</summary>
    private void ParseCopy(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_frame);
        _message.Parse(_frame.AsMemory(0, bytes.Length));
    }

    private void Interpret(DeviceName device, long position, long received, bool isLate)
    {
        bool hasQn = Beijing.TryParse(_message.Qn, out var qn);
        bool hasTime = Beijing.TryParse(_message.DataTime, out var time);
        // Numbers of changes only grow: a late one stands behind every frame that this turn has read.
        long change = (isLate ? _turn!.Position("frames") - 1 : position) + _late;
        var at = new Receipt(device, position, received, change);
        var kind = SeriesFrame.KindOf(_message.Command);
        if (kind == 0)
            _events.Take(at, _message, hasTime ? time : hasQn ? qn : null);
        else if (!hasTime)
            _events.Timeless(at, _message, hasQn ? qn : null);
        else
            TakeSeries(at, kind, time, isLate);
    }

    private void TakeSeries(in Receipt at, SeriesKind kind, DateTimeOffset time, bool isLate)
    {
        var (device, position, received, change) = at;
        var key = new SeriesKey(device, kind, time.ToUnixTimeMilliseconds(), _message.PartNumber);
        var saying = new Saying(
            SeriesFrame.Qn(_message), SeriesFrame.BackFilled(_message, kind, time), _message.PartCount,
            SeriesFrame.Deviations(_message), SeriesFrame.Items(_message));
        var effect = _series.Put(key, saying, position, received);
        if (effect == Effect.None)
            return;
        long hour = key.Time - (key.Time % HourMilliseconds + HourMilliseconds) % HourMilliseconds;
        ref var touch = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _hours, (device.Mn, hour), out bool exists);
        if (!exists)
            touch = new HourTouch { Part = device.Part };
        if (isLate)
            _lateHours.Add((device, hour));
        touch!.Change = change;
        if (effect == Effect.Order)
            return;
        touch.FirstReceived = touch.FirstReceived == 0 ? received : touch.FirstReceived;
        touch.LastReceived = received;
        if (effect != Effect.NewTime)
            return;
        touch.Minutes += kind == SeriesKind.Minute ? 1 : 0;
        touch.Hours += kind == SeriesKind.Hour ? 1 : 0;
        touch.RealTimes += kind == SeriesKind.RealTime ? 1 : 0;
    }

    private Heard Hear(
        DeviceName device, long position, in EntryHead head, DateTimeOffset? qn, DateTimeOffset? said)
    {
        long received = head.ReceivedMilliseconds;
        ref var heard = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _heard, device.Mn, out bool exists);
        if (!exists)
            heard = new Heard { Part = device.Part, FirstPosition = position, FirstReceived = received };
        heard!.Frames++;
        heard.LastPosition = position;
        heard.LastReceived = received;
        if (heard.Peer is null || !PeerIs(head.Peer, heard.Peer))
            heard.Peer = Encoding.UTF8.GetString(head.Peer);
        if (qn is { } sent)
            heard.ClockOffset = sent.ToUnixTimeMilliseconds() - received;
        long time = said?.ToUnixTimeMilliseconds() ?? 0;
        if (time > received + DayMilliseconds)
            time = 0; // A clock that runs a day ahead must not hide every later word of the device.
        if (exists && time < heard.LastTime)
            return heard;
        string st = _names.Short(_message.St);
        if (exists && time == heard.LastTime
            && (string.CompareOrdinal(st, heard.St), _message.Edition).CompareTo((0, heard.Edition)) <= 0)
            return heard;
        (heard.LastTime, heard.St, heard.Edition) = (time, st, _message.Edition);
        return heard;
    }

    private void Reject(long position, long received, ReadOnlySpan<byte> peer, string kind, string why, int length) =>
        _turn!.Command(InsertRejection).With("@position", position).With("@received", received)
            .With("@peer", Encoding.UTF8.GetString(peer)).With("@kind", kind).With("@why", why)
            .With("@length", length).ExecuteNonQuery();

    private static bool PeerIs(ReadOnlySpan<byte> bytes, string text) => Ascii.Equals(bytes, text);

    private static string Latin(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes);

    internal const long HourMilliseconds = 3_600_000, DayMilliseconds = 24 * HourMilliseconds;

    private sealed class HourTouch
    {
        public int Part, Minutes, Hours, RealTimes;
        public long FirstReceived, LastReceived, Change;
    }

    private sealed class Heard
    {
        public int Part, Edition;
        public string St = "";
        public string? Peer;
        public long Frames, FirstPosition, LastPosition, FirstReceived, LastReceived, LastTime;
        public long? ClockOffset;
        public long Waiting;
    }
}
