using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Judgement;

/// <summary>An outlet, its factors and records of it, as short as a test can say them.</summary>
internal static class Given
{
    public const string KilnMn = "4A51D0E19C7F30008B26E5A1";
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, Beijing.Offset);

    /// <summary>2026-11-23 14:00 in Beijing.</summary>
    public static readonly DateTimeOffset At14 = new(2026, 11, 23, 14, 0, 0, Beijing.Offset);

    public static readonly Outlet Kiln = new(
        "91540000MA6T0001XX-DA002", "91540000MA6T0001XX", "DA002", "2# 窑尾", OutletKind.FlueGas, "水泥窑", 10m, 3650, 1);

    public static readonly Outlet Sewage = new(
        "91540000MA6T0002XX-DW001", "91540000MA6T0002XX", "DW001", "总排口", OutletKind.WasteWater, "城镇污水", null,
        3650, 1);

    public static OutletFactor Nox(decimal? limit = 400m, LimitOn on = LimitOn.Hour, DateTimeOffset? from = null) =>
        Factor(Kiln, "a21002", "0.1", limit, on, true, from);

    public static OutletFactor Cod(decimal? limit = 50m, LimitOn on = LimitOn.Day) =>
        Factor(Sewage, "w01018", "0.01", limit, on, false);

    public static OutletFactor Factor(
        Outlet outlet, string code, string resolution, decimal? limit, LimitOn on, bool corrected,
        DateTimeOffset? from = null) => new(
            outlet.Id, code, code, outlet.Kind == OutletKind.FlueGas ? "mg/m³" : "mg/L", resolution, limit, on,
            corrected, "GB 4915-2013", "4.1 表 1", from ?? Start, null);

    public static Rules Rules(Outlet outlet, params OutletFactor[] factors) => new(
        outlet, factors, Qingyuan.Judgement.Rules.EditionOn(outlet.Kind, At14, Rulebook.Shipped),
        Rulebook.Shipped.On(Qingyuan.Judgement.Rules.DayOf(At14)));

    public static SeriesRecord Record(
        Rules rules, DateTimeOffset time, string items, int edition = 2017, AnalyserStates? states = null,
        long position = 1)
    {
        var record = new SeriesRecord(
            time.ToUnixTimeMilliseconds(), edition, states ?? AnalyserStates.None, rules.Watch.Count);
        record.Add(rules.Watch, items, position, time.AddSeconds(61).ToUnixTimeMilliseconds());
        return record;
    }

    /// <summary>The same items in each of the given minutes.</summary>
    public static IEnumerable<SeriesRecord> Minutes(Rules rules, int from, int count, string items) =>
        Enumerable.Range(from, count).Select(m => Record(rules, At14.AddMinutes(m), items, position: 1_000 + m));

    public static JudgedInterval Hour(
        Rules rules, IEnumerable<SeriesRecord> minutes, SeriesRecord? stated = null, bool closed = true) =>
        Qingyuan.Judgement.Hour.Judge(new HourEvidence(
            rules, At14.ToUnixTimeMilliseconds(), [.. minutes], stated, closed));

    /// <summary>The designed screens' hour: measured, O2, stated corrected, flag; one line a minute.</summary>
    public static IReadOnlyList<(decimal Measured, decimal O2, string Corrected, string Flag)> KilnHour { get; } =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Judgement", "Data", "kiln-hour.csv"))
            .Where(line => line[0] != '#').Select(line => line.Split(','))
            .Select(c => (Number(c[0]), Number(c[1]), c[2], c[3]))];

    public static string KilnItems(int minute)
    {
        var (measured, o2, corrected, flag) = KilnHour[minute];
        return string.Create(CultureInfo.InvariantCulture,
            $"a19001-Avg={o2},a19001-Flag=N;a21002-Avg={measured},a21002-ZsAvg={corrected},a21002-Flag={flag}");
    }

    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}
