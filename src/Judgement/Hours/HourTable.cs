using System.Data.Common;
using Qingyuan.Ledger;

namespace Qingyuan.Judgement;

/// <summary>
/// Follows the series' changed hours and the register: judged hours, days and exceedances. Late data re-judges only
/// the hours it touches; a changed limit only the hours from its date on. Never changes a value.
/// </summary>
public sealed class HourTable : IFollower
{
    public string Name => "hours";
    public int Version => 1;
    public IReadOnlyList<string> Tables => ["judged_hours", "judged_days", "exceedances"];
    public IReadOnlyList<string> Upstream => ["registry", "series"];

    /// <remarks>
    /// <c>part</c> = SeriesTable.PartOf(outlet). <c>factors</c>: JSON array of <see cref="JudgedFactor"/>, camelCase,
    /// nulls left out. <c>positions</c>: ascending, delta varints. <c>hour</c>, <c>day</c>: start, UTC milliseconds
    /// (a day is a Beijing day). <c>exceedances.span</c>: 1 = hour, 2 = day.
    /// </remarks>
    public string Schema => """
        CREATE TABLE {judged_hours} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, hour BIGINT NOT NULL, state INTEGER NOT NULL, basis INTEGER NOT NULL,
          expected INTEGER NOT NULL, observed INTEGER NOT NULL, factors TEXT NOT NULL, positions BLOB NOT NULL,
          first_received BIGINT NOT NULL, last_received BIGINT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (part, outlet, hour));
        CREATE TABLE {judged_days} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, day BIGINT NOT NULL, state INTEGER NOT NULL, basis INTEGER NOT NULL,
          expected INTEGER NOT NULL, observed INTEGER NOT NULL, factors TEXT NOT NULL, positions BLOB NOT NULL,
          position BIGINT NOT NULL, PRIMARY KEY (part, outlet, day));
        CREATE TABLE {exceedances} (
          part INTEGER NOT NULL, outlet TEXT NOT NULL, span INTEGER NOT NULL, start BIGINT NOT NULL, factor TEXT NOT NULL,
          value TEXT NOT NULL, allowed TEXT NOT NULL, unit TEXT NOT NULL, position BIGINT NOT NULL,
          PRIMARY KEY (part, outlet, span, start, factor));
        CREATE INDEX {exceedances}_start ON {exceedances} (start);
        """;

    public bool Follow(Turn turn) => throw new NotImplementedException();
}

/// <summary>Queries over the judged tables, for screens and routes.</summary>
public static class Judged
{
    public static IReadOnlyList<JudgedInterval> Hours(DbConnection connection, string outlet, DateTimeOffset from, DateTimeOffset to) =>
        throw new NotImplementedException();
    public static IReadOnlyList<JudgedInterval> Days(DbConnection connection, string outlet, DateTimeOffset from, DateTimeOffset to) =>
        throw new NotImplementedException();
    /// <summary>The newest judged hour of every outlet, for the wall.</summary>
    public static IReadOnlyList<JudgedInterval> Latest(DbConnection connection) => throw new NotImplementedException();
    public static IReadOnlyList<Exceedance> Exceedances(DbConnection connection, DateTimeOffset from, DateTimeOffset to, string? outlet) =>
        throw new NotImplementedException();
    /// <summary>The minutes of a span as they count: value, correction, mark, reason, position.</summary>
    public static IReadOnlyList<JudgedMinute> Minutes(
        DbConnection connection, Registry.Register register, string outlet, string factor, DateTimeOffset from, DateTimeOffset to) =>
        throw new NotImplementedException();
}

/// <summary>超标: a value above the limit in force, nothing more.</summary>
public sealed record Exceedance(
    string Outlet, bool IsDay, DateTimeOffset From, string Factor, string Value, string Limit, string Unit, long Position);

/// <summary>One minute of one factor: what arrived and whether it counts.</summary>
/// <param name="Measured">Text as sent (-Avg).</param>
/// <param name="O2">The oxygen content used for the correction, text as sent.</param>
/// <param name="Value">Corrected by us when Corrected, else as measured; null = does not count or not computable.</param>
/// <param name="Stated">The logger's own corrected value (-ZsAvg), as sent.</param>
/// <param name="Reason">Why it does not count: <c>flag:C</c>, <c>state</c>, <c>sentinel</c>, <c>text</c>, <c>o2</c> …; null = counts.</param>
public sealed record JudgedMinute(
    DateTimeOffset From, string? Measured, string? O2, decimal? Value, string? Stated, string Mark, string? Reason,
    long Position, DateTimeOffset Received);
