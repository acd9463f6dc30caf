using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>The kinds of a series, by the command that carries them. Stored numbers; they may only grow.</summary>
public enum SeriesKind { RealTime = 1, Minute = 2, Hour = 3, Day = 4 }

/// <summary>
/// Follows <c>frames</c>: one row per device, kind, time and part with all factors together, as they were sent.
/// Rows are kept by MN, whether or not the device is registered, so that a later registration interprets
/// everything from the beginning. Never judges.
/// </summary>
public sealed class SeriesTable : IFollower
{
    public string Name => "series";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["series", "series_hours", "device_events", "devices_heard", "rejections"];
    public IReadOnlyList<string> Upstream => [];

    /// <remarks>
    /// <c>part</c> = <see cref="PartOf"/>(mn). <c>time</c>, <c>received</c>, <c>hour</c>: UTC milliseconds, start of the
    /// interval as the device said it. <c>items</c>: the data area as sent (UTF-8; GBK decoded) without DataTime.
    /// When two frames say different things for one key, the later QN wins, then the greater digest; the loser is
    /// counted in <c>conflicts</c>. Identical repeats count in <c>repeats</c>; <c>position</c> is the first receipt of
    /// the winning bytes. <c>series_hours.change</c> is the greatest position that touched that hour of that device:
    /// the change feed of Judgement.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {series} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, kind INTEGER NOT NULL, time BIGINT NOT NULL, part_no INTEGER NOT NULL,
          part_count INTEGER NOT NULL, position BIGINT NOT NULL, received BIGINT NOT NULL, qn TEXT NOT NULL,
          back_filled INTEGER NOT NULL, repeats INTEGER NOT NULL, conflicts INTEGER NOT NULL, deviations TEXT NOT NULL,
          items TEXT NOT NULL, PRIMARY KEY (part, mn, kind, time, part_no));
        CREATE TABLE {series_hours} (
          part INTEGER NOT NULL, mn TEXT NOT NULL, hour BIGINT NOT NULL, minutes INTEGER NOT NULL, hours INTEGER NOT NULL,
          real_times INTEGER NOT NULL, first_received BIGINT NOT NULL, last_received BIGINT NOT NULL, change BIGINT NOT NULL,
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
          clock_offset BIGINT, PRIMARY KEY (part, mn));
        CREATE TABLE {rejections} (
          position BIGINT NOT NULL PRIMARY KEY, received BIGINT NOT NULL, peer TEXT NOT NULL, kind TEXT NOT NULL,
          why TEXT NOT NULL, length INTEGER NOT NULL);
        """;

    /// <summary>Number of partitions; fixed for ever.</summary>
    public const int Parts = 64;

    /// <summary>The partition of a device or an outlet: FNV-1a of its id in UTF-8, modulo <see cref="Parts"/>.</summary>
    public static int PartOf(string id)
    {
        uint hash = 2166136261;
        foreach (byte b in System.Text.Encoding.UTF8.GetBytes(id))
            hash = unchecked((hash ^ b) * 16777619);
        return (int)(hash % Parts);
    }

    public bool Follow(Turn turn) => throw new NotImplementedException();
}
