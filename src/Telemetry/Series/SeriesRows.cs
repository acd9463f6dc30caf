using System.Data.Common;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// Writes the rows of one turn: every entry's own row at once, the rows that many entries share (hours, devices) once
/// at the end. What is written depends on the entries and their positions only, never on where a turn began.
/// </summary>
internal sealed class SeriesRows
{
    private readonly SeriesWriter _series = new();
    private readonly EventWriter _events = new();
    private readonly DeviceNames _names = new();
    private readonly Message _message = new();
    private readonly Dictionary<(string Mn, long Hour), HourTouch> _hours = [];
    private readonly Dictionary<string, Heard> _heard = new(StringComparer.Ordinal);
    private byte[] _frame = new byte[Log.EntryBytesMax];
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
          last_received = excluded.last_received,
          change = CASE WHEN excluded.change > {series_hours}.change THEN excluded.change ELSE {series_hours}.change END
        """;

    // Edition and ST are those of the frame that speaks of the latest time: the same in whatever order they came.
    private const string UpsertHeard = """
        INSERT INTO {devices_heard}
          (part, mn, edition, st, peer, frames, first_position, last_position, first_received, last_received, last_time,
           clock_offset)
        VALUES (@part, @mn, @edition, @st, @peer, @frames, @first_position, @last_position, @first_received,
          @last_received, @last_time, @clock_offset)
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
          clock_offset = COALESCE(excluded.clock_offset, {devices_heard}.clock_offset)
        """;

    public void Begin(Turn turn)
    {
        _turn = turn;
        _hours.Clear();
        _heard.Clear();
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
                .With("@last_time", heard.LastTime).With("@clock_offset", heard.ClockOffset).ExecuteNonQuery();
        }
        _events.End();
        _turn = null;
    }

    private void TakeFrame(long position, in EntryHead head)
    {
        // The parser wants memory that stays; the entry's span is ours only during this call.
        head.Bytes.CopyTo(_frame);
        _message.Parse(_frame.AsMemory(0, head.Bytes.Length));
        var device = _names.Of(_message.Mn);
        bool hasQn = Beijing.TryParse(_message.Qn, out var qn);
        bool hasTime = Beijing.TryParse(_message.DataTime, out var time);
        Hear(device, position, head, hasQn ? qn : null, hasTime ? time : hasQn ? qn : null);

        var kind = SeriesFrame.KindOf(_message.Command);
        if (kind == 0)
            _events.Take(device, position, head.ReceivedMilliseconds, _message, hasTime ? time : hasQn ? qn : null);
        else if (!hasTime)
            _events.Timeless(device, position, head.ReceivedMilliseconds, _message, hasQn ? qn : null);
        else
            TakeSeries(device, kind, time, position, head.ReceivedMilliseconds);
    }

    private void TakeSeries(DeviceName device, SeriesKind kind, DateTimeOffset time, long position, long received)
    {
        var key = new SeriesKey(device, kind, time.ToUnixTimeMilliseconds(), _message.PartNumber);
        var saying = new Saying(
            SeriesFrame.Qn(_message), SeriesFrame.BackFilled(_message, kind, time), _message.PartCount,
            SeriesFrame.Deviations(_message), SeriesFrame.Items(_message));
        var (isChange, isNewTime) = _series.Put(key, saying, position, received);
        if (!isChange)
            return;
        long hour = key.Time - (key.Time % HourMilliseconds + HourMilliseconds) % HourMilliseconds;
        ref var touch = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(
            _hours, (device.Mn, hour), out bool exists);
        if (!exists)
            touch = new HourTouch { Part = device.Part, FirstReceived = received };
        touch!.LastReceived = received;
        touch.Change = position;
        if (!isNewTime)
            return;
        touch.Minutes += kind == SeriesKind.Minute ? 1 : 0;
        touch.Hours += kind == SeriesKind.Hour ? 1 : 0;
        touch.RealTimes += kind == SeriesKind.RealTime ? 1 : 0;
    }

    private void Hear(
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
            return;
        string st = _names.Short(_message.St);
        if (exists && time == heard.LastTime
            && (string.CompareOrdinal(st, heard.St), _message.Edition).CompareTo((0, heard.Edition)) <= 0)
            return;
        (heard.LastTime, heard.St, heard.Edition) = (time, st, _message.Edition);
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
    }
}

/// <summary>A device as the tables name it: MN and its partition.</summary>
internal sealed record DeviceName(string Mn, int Part);

/// <summary>Gives each MN its text and partition once, without allocating when it is met again.</summary>
internal sealed class DeviceNames
{
    /// <summary>Names remembered; senders of made-up MNs must not fill the memory.</summary>
    private const int NamesMax = 65_536;

    private readonly Dictionary<byte[], DeviceName> _names = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], string> _short = new(BytesComparer.Instance);

    public DeviceName Of(ReadOnlySpan<byte> mn)
    {
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(mn, out var name))
            return name;
        if (_names.Count >= NamesMax)
            _names.Clear();
        string text = Text.Decode(mn);
        return _names[mn.ToArray()] = new DeviceName(text, SeriesTable.PartOf(text));
    }

    /// <summary>The text of a short field such as ST.</summary>
    public string Short(ReadOnlySpan<byte> bytes)
    {
        var lookup = _short.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(bytes, out string? text))
            return text;
        if (_short.Count >= NamesMax)
            _short.Clear();
        return _short[bytes.ToArray()] = Text.Decode(bytes);
    }

    private sealed class BytesComparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
