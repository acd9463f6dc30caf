using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Telemetry;

/// <summary>The kinds of a series, by the command that carries them. Stored numbers; they may only grow.</summary>
public enum SeriesKind { RealTime = 1, Minute = 2, Hour = 3, Day = 4 }

/// <summary>
/// Follows <c>frames</c>: one row per device, kind, time and part with all factors together, as they were sent.
/// Rows are kept by MN, whether or not the device is registered, so that a later registration interprets
/// everything from the beginning. Never judges.
/// </summary>
public sealed class SeriesTable(DeviceKeys keys) : IFollower
{
    public string Name => "series";
    public int Version => 2;
    public IReadOnlyList<string> Tables =>
        ["series", "series_versions", "series_hours", "device_events", "devices_heard", "rejections", "sealed_waiting"];
    public IReadOnlyList<string> Upstream => ["registry"];
    public bool LooksAgain => _rows.LooksAgain;
    public IReadOnlyList<string> Numbering => ["series_hours.change"];

    /// <summary>Entries of one turn; live data makes shorter ones.</summary>
    private const int EntriesMax = 8_192;

    private readonly SeriesRows _rows = new(keys);

    /// <remarks>
    /// <c>part</c> = <see cref="PartOf"/>(mn). <c>time</c>, <c>received</c>, <c>hour</c>: UTC milliseconds, start of
    /// the interval as the device said it. <c>items</c>: the data area as sent (UTF-8; GBK decoded) without DataTime.
    /// When two frames say different things for one key, the later QN wins, then the greater digest; the losers stand
    /// in <c>series_versions</c> and <c>conflicts</c> counts them. Identical repeats (the same items, whatever the QN)
    /// count in <c>repeats</c>; <c>position</c> is the first receipt of what won, <c>qn</c> the latest QN that said it.
    /// <c>back_filled</c>: 0 no, 1 marked so by the sender (RF=1), 2 judged so from QN − DataTime (2005 and 2017 have
    /// no mark). <c>series_hours</c> counts different times per kind; <c>change</c> is the number of the
    /// last change of that hour of that device: the change feed of Judgement. It is the position of the frame plus how
    /// many frames had opened late by then; what opens late stands behind the frame that was read last. An event of a
    /// device changes the hours that exist from its time to the next event of the same device and code, at most 24 h.
    /// A series frame without a readable DataTime is an event with <c>code</c> DataTime. A frame with a wrong PW is a
    /// rejection.
    /// <c>sealed_waiting</c>: sealed frames that no registered key opened so far (<c>piece</c>: which of the entry's
    /// frames; <c>tried</c>: a number that stands for the device's keys that were tried); the bytes are in
    /// the entry, and <c>devices_heard.waiting</c> counts them. Their device is heard by their plain header.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {series} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, kind INTEGER NOT NULL, time BIGINT NOT NULL,
          part_no INTEGER NOT NULL,
          part_count INTEGER NOT NULL, position BIGINT NOT NULL, received BIGINT NOT NULL, qn TEXT NOT NULL,
          back_filled INTEGER NOT NULL, repeats INTEGER NOT NULL, conflicts INTEGER NOT NULL, deviations TEXT NOT NULL,
          items TEXT NOT NULL, PRIMARY KEY (part, mn, kind, time, part_no));
        CREATE TABLE {series_versions} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, kind INTEGER NOT NULL, time BIGINT NOT NULL,
          part_no INTEGER NOT NULL, digest TEXT NOT NULL,
          part_count INTEGER NOT NULL, position BIGINT NOT NULL, received BIGINT NOT NULL,
          qn TEXT NOT NULL, back_filled INTEGER NOT NULL, repeats INTEGER NOT NULL, deviations TEXT NOT NULL,
          items TEXT NOT NULL, PRIMARY KEY (part, mn, kind, time, part_no, digest));
        CREATE TABLE {series_hours} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, hour BIGINT NOT NULL, minutes INTEGER NOT NULL,
          hours INTEGER NOT NULL, real_times INTEGER NOT NULL, first_received BIGINT NOT NULL,
          last_received BIGINT NOT NULL, change BIGINT NOT NULL,
          PRIMARY KEY (part, mn, hour));
        CREATE INDEX {series_hours}_change ON {series_hours} (change);
        CREATE TABLE {device_events} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, time BIGINT NOT NULL, position BIGINT NOT NULL, cn TEXT NOT NULL,
          factor TEXT NOT NULL, code TEXT NOT NULL, value TEXT NOT NULL, received BIGINT NOT NULL,
          PRIMARY KEY (part, mn, time, position, factor, code));
        CREATE TABLE {devices_heard} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, edition INTEGER NOT NULL, st TEXT NOT NULL, peer TEXT NOT NULL,
          frames BIGINT NOT NULL, first_position BIGINT NOT NULL, last_position BIGINT NOT NULL,
          first_received BIGINT NOT NULL, last_received BIGINT NOT NULL, last_time BIGINT NOT NULL,
          clock_offset BIGINT, waiting BIGINT NOT NULL, PRIMARY KEY (part, mn));
        CREATE TABLE {rejections} (
          position BIGINT NOT NULL PRIMARY KEY, received BIGINT NOT NULL, peer TEXT NOT NULL, kind TEXT NOT NULL,
          why TEXT NOT NULL, length INTEGER NOT NULL);
        CREATE TABLE {sealed_waiting} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, position BIGINT NOT NULL, piece INTEGER NOT NULL,
          received BIGINT NOT NULL, length INTEGER NOT NULL, tried BIGINT NOT NULL,
          PRIMARY KEY (part, mn, position, piece));
        """;

    /// <summary>Number of partitions; fixed for ever.</summary>
    public const int Parts = 64;

    /// <summary>The partition of a device or an outlet: FNV-1a of its id, modulo <see cref="Parts"/>.</summary>
    public static int PartOf(string id)
    {
        uint hash = 2166136261;
        foreach (byte b in System.Text.Encoding.UTF8.GetBytes(id))
            hash = unchecked((hash ^ b) * 16777619);
        return (int)(hash % Parts);
    }

    public bool Follow(Turn turn)
    {
        _rows.Begin(turn);
        int read = turn.Read("frames", EntriesMax, _rows.Take);
        bool tried = _rows.TakeWaiting();
        _rows.End();
        return read > 0 || tried;
    }
}
