using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Registry;

/// <summary>
/// Follows <c>acts</c>: what is registered (登记), one row per thing and the instant from which a statement about it
/// holds. An act whose content does not read is listed in <c>acts_log</c> as refused and changes nothing else.
/// </summary>
public sealed class RegistryTable : IFollower
{
    private const int ActsPerTurnMax = 1_000;

    public string Name => "registry";
    public int Version => 3;

    public IReadOnlyList<string> Tables =>
    [
        "dischargers", "outlets", "closures", "devices", "device_keys", "factor_sets", "outlet_factors",
        "sites", "register_changes", "acts_log",
    ];

    public IReadOnlyList<string> Upstream => [];

    /// <remarks>
    /// <c>from_time</c>, <c>at</c>: UTC milliseconds. <c>devices.outlet</c>: NULL = unbound from then on.
    /// <c>outlets.kind</c>: <see cref="OutletKind"/>; <c>limit_on</c>: <see cref="LimitOn"/>. Decimals are text.
    /// <c>device_keys</c>: one row an act, none ever replaced: old frames need the old keys.
    /// <c>sites.kind</c>: <see cref="SiteKind"/>; <c>devices.outlet</c>, <c>register_changes.outlet</c> may name one.
    /// <c>factor_sets</c>: one row per set, because a set may be empty. <c>register_changes</c>: the outlets whose
    /// judgement an act touches and from when: the change feed of Judgement. <c>acts_log</c>: every entry of
    /// <c>acts</c>, whoever wrote it; <c>refused</c> empty = it was taken or belongs to another room.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {dischargers} (
          id TEXT NOT NULL, from_time BIGINT NOT NULL, name TEXT NOT NULL, region TEXT NOT NULL, county TEXT NOT NULL,
          industry TEXT NOT NULL, address TEXT NOT NULL, simulated INTEGER NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (id, from_time));
        CREATE TABLE {outlets} (
          id TEXT NOT NULL, from_time BIGINT NOT NULL, discharger TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
          kind INTEGER NOT NULL, process TEXT NOT NULL, reference_o2 TEXT, altitude INTEGER NOT NULL,
          minute_interval INTEGER NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (id, from_time));
        CREATE TABLE {sites} (
          id TEXT NOT NULL, from_time BIGINT NOT NULL, kind INTEGER NOT NULL, name TEXT NOT NULL, name_bo TEXT NOT NULL,
          name_en TEXT NOT NULL, region TEXT NOT NULL, county TEXT NOT NULL, water TEXT NOT NULL,
          altitude INTEGER NOT NULL, target TEXT NOT NULL, factors TEXT NOT NULL, actual INTEGER NOT NULL,
          simulated INTEGER NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (id, from_time));
        CREATE TABLE {closures} (
          subject TEXT NOT NULL, id TEXT NOT NULL, from_time BIGINT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (subject, id, from_time));
        CREATE TABLE {devices} (
          mn TEXT NOT NULL, from_time BIGINT NOT NULL, outlet TEXT, edition INTEGER NOT NULL, password_hash TEXT,
          clock_offset INTEGER NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (mn, from_time));
        CREATE TABLE {device_keys} (
          mn TEXT NOT NULL, from_time BIGINT NOT NULL, key_id TEXT NOT NULL, digest TEXT NOT NULL,
          position BIGINT NOT NULL, PRIMARY KEY (mn, position));
        CREATE TABLE {factor_sets} (
          outlet TEXT NOT NULL, from_time BIGINT NOT NULL, position BIGINT NOT NULL, PRIMARY KEY (outlet, from_time));
        CREATE TABLE {outlet_factors} (
          outlet TEXT NOT NULL, from_time BIGINT NOT NULL, code TEXT NOT NULL, ordinal INTEGER NOT NULL,
          name TEXT NOT NULL, unit TEXT NOT NULL, resolution TEXT NOT NULL, limit_value TEXT, limit_on INTEGER NOT NULL,
          corrected INTEGER NOT NULL, document TEXT NOT NULL, clause TEXT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (outlet, from_time, code));
        CREATE TABLE {register_changes} (
          position BIGINT NOT NULL, outlet TEXT NOT NULL, from_time BIGINT NOT NULL, PRIMARY KEY (position, outlet));
        CREATE TABLE {acts_log} (
          position BIGINT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, at BIGINT NOT NULL, person TEXT NOT NULL,
          power TEXT NOT NULL, clause TEXT NOT NULL, subject TEXT NOT NULL, refused TEXT NOT NULL);
        """;

    public bool Follow(Turn turn) =>
        turn.Read("acts", ActsPerTurnMax, (position, entry) => Take(turn, position, entry)) > 0;

    /// <summary>
    /// For followers downstream: the outlets that acts from <paramref name="position"/> on touched, each with the
    /// earliest instant from which something may differ. Remember <see cref="Position"/> for the next time.
    /// </summary>
    public static IReadOnlyList<(string Outlet, DateTimeOffset From)> ChangedSince(Turn turn, long position)
    {
        var command = turn.Command("""
            SELECT outlet, MIN(from_time) FROM {register_changes} WHERE position >= @position
            GROUP BY outlet ORDER BY outlet
            """).With("@position", position);
        using var rows = command.ExecuteReader();
        var changed = new List<(string, DateTimeOffset)>();
        while (rows.Read())
            changed.Add((rows.GetString(0), Beijing.FromMilliseconds(rows.GetInt64(1))));
        return changed;
    }

    /// <summary>For followers downstream: the size of <c>acts</c> that the registry's tables reflect.</summary>
    public static long Position(Turn turn) => RegisterRows.ReadPosition(turn.Command);

    private static void Take(Turn turn, long position, ReadOnlySpan<byte> entry)
    {
        var act = Act.Read(entry);
        var refused = act is null ? "act.form" : "";
        Func<string> write = () => "";
        try
        {
            if (act is not null)
                write = new RegistryRowWriter(turn, position).Read(act.Kind, act.Content);
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or OverflowException)
        {
            refused = "act.content";
        }
        var subject = write();
        turn.Command("""
            INSERT INTO {acts_log} (position, kind, at, person, power, clause, subject, refused)
            VALUES (@position, @kind, @at, @person, @power, @clause, @subject, @refused)
            """).With("@position", position).With("@kind", act?.Kind ?? "")
            .With("@at", act?.At.ToUnixTimeMilliseconds() ?? 0).With("@person", act?.By ?? "")
            .With("@power", act?.Power ?? "").With("@clause", act?.Clause ?? "")
            .With("@subject", subject).With("@refused", refused).ExecuteNonQuery();
    }
}
