using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// Writes what a device says beside its series: states, parameters, logs, restarts, and frames of commands that we do
/// not know. The same word for the same time is kept once, at its first receipt. Never interprets it.
/// </summary>
internal sealed class EventWriter
{
    /// <summary>Items of one frame kept as events; the rest is counted in one more event.</summary>
    private const int EventsPerFrameMax = 128;

    /// <summary>A state of a device is taken to hold at most so long without being said again.</summary>
    private const long HoldsMilliseconds = SeriesRows.DayMilliseconds;

    private const string Insert = """
        INSERT INTO {device_events} (part, mn, time, position, cn, factor, code, value, received)
        SELECT @part, @mn, @time, @position, @cn, @factor, @code, @value, @received
        WHERE NOT EXISTS (SELECT 1 FROM {device_events} WHERE part = @part AND mn = @mn AND time = @time AND cn = @cn
          AND factor = @factor AND code = @code AND value = @value)
        """;

    // The same word came before, in a frame that opened only now.
    private const string SetFirst = """
        UPDATE {device_events} SET position = @position, received = @received
        WHERE part = @part AND mn = @mn AND time = @time AND cn = @cn AND factor = @factor AND code = @code
          AND value = @value AND position > @position
        """;

    private const string SelectNext = """
        SELECT MIN(time) FROM {device_events} WHERE part = @part AND mn = @mn AND time > @time AND time <= @until
          AND factor = @factor AND code = @code
        """;

    private const string TouchHours = """
        UPDATE {series_hours} SET change = @change
        WHERE part = @part AND mn = @mn AND hour >= @from AND hour <= @until AND change < @change
        """;

    private readonly List<Touch> _touches = [];
    private readonly List<(string Factor, string Code)> _inFrame = [];
    private Turn _turn = null!;

    public void Begin(Turn turn)
    {
        _turn = turn;
        _touches.Clear();
    }

    /// <summary>A frame of a command that is no series.</summary>
    public void Take(in Receipt receipt, Message message, DateTimeOffset? said)
    {
        _inFrame.Clear();
        var at = new Occasion(
            receipt, said?.ToUnixTimeMilliseconds() ?? receipt.Received, Text.Decode(message.Cn),
            message.Command < 9000);
        string about = "";
        foreach (ref readonly var item in message.Items)
        {
            var field = message.Bytes(item.Field);
            if (item.Factor.Length == 0 && field.SequenceEqual("DataTime"u8))
                continue;
            if (item.Factor.Length == 0 && (field.SequenceEqual("PolId"u8) || field.SequenceEqual("PolID"u8)))
            {
                about = Text.Decode(message.Bytes(item.Value));
                continue;
            }
            if (_inFrame.Count == EventsPerFrameMax)
            {
                Put(at, "", "more", (message.Items.Length - EventsPerFrameMax).ToString());
                return;
            }
            string value = Text.Decode(message.Bytes(item.Value));
            string factor = Text.Decode(message.Bytes(item.Factor));
            // 3020: PolId=w01018;i12001-Info=1 speaks of w01018, and i12001 is what it says of it.
            if (field.SequenceEqual("Info"u8))
                Put(at, about, factor, value);
            else
                Put(at, factor.Length > 0 ? factor : about, Text.Decode(field), value);
        }
    }

    /// <summary>A frame of a series command whose DataTime cannot be read; the series gets nothing.</summary>
    public void Timeless(in Receipt receipt, Message message, DateTimeOffset? said)
    {
        _inFrame.Clear();
        var at = new Occasion(
            receipt, said?.ToUnixTimeMilliseconds() ?? receipt.Received, Text.Decode(message.Cn), false);
        Put(at, "", "DataTime", Text.Decode(message.DataTime));
    }

    /// <summary>Marks the hours as changed; called after the hours of the turn were written.</summary>
    public void End()
    {
        foreach (var touch in _touches)
            _turn.Command(TouchHours).With("@part", touch.Device.Part).With("@mn", touch.Device.Mn)
                .With("@from", touch.FromHour).With("@until", touch.UntilHour).With("@change", touch.Change)
                .ExecuteNonQuery();
    }

    private void Put(in Occasion at, string factor, string code, string value)
    {
        int twins = _inFrame.Count(e => e.Factor == factor && e.Code == code);
        _inFrame.Add((factor, code));
        if (twins > 0)
            code = $"{code}#{twins + 1}";
        int written = Bind(Insert, at, factor, code, value).ExecuteNonQuery();
        if (written == 0)
            written = Bind(SetFirst, at, factor, code, value).ExecuteNonQuery();
        if (written == 0 || !at.IsState)
            return;
        object? next = _turn.Command(SelectNext).With("@part", at.Device.Part).With("@mn", at.Device.Mn)
            .With("@time", at.Time).With("@until", at.Time + HoldsMilliseconds).With("@factor", factor)
            .With("@code", code).ExecuteScalar();
        long until = next is null or DBNull ? at.Time + HoldsMilliseconds : Convert.ToInt64(next);
        _touches.Add(new Touch(at.Device, HourOf(at.Time), until, at.Receipt.Change));
    }

    private System.Data.Common.DbCommand Bind(
        string sql, in Occasion at, string factor, string code, string value) =>
        _turn.Command(sql).With("@part", at.Device.Part).With("@mn", at.Device.Mn).With("@time", at.Time)
            .With("@position", at.Receipt.Position).With("@cn", at.Command).With("@factor", factor)
            .With("@code", code).With("@value", value).With("@received", at.Receipt.Received);

    private static long HourOf(long time) => time - (time % SeriesRows.HourMilliseconds + SeriesRows.HourMilliseconds)
        % SeriesRows.HourMilliseconds;

    /// <summary>Where and when something was said.</summary>
    /// <param name="IsState">It may change how hours are judged; an answer to a command of ours does not.</param>
    private readonly record struct Occasion(
        Receipt Receipt, long Time, string Command, bool IsState)
    {
        public DeviceName Device => Receipt.Device;
    }

    private readonly record struct Touch(DeviceName Device, long FromHour, long UntilHour, long Change);
}
