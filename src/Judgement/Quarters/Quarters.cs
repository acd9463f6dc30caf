using System.Data.Common;
using System.Globalization;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>
/// The accounts of quarters (季度核算), computed from the judged hours when they are asked for. Stores nothing and
/// changes no hour.
/// </summary>
public static class Quarters
{
    private const string Flow = "a00000";

    /// <summary>Two quarters before hold 4,320 hours, more than the largest window.</summary>
    private const int DaysBefore = 180;

    /// <summary>Null = no such outlet of flue gas, or a factor whose emission is not accounted for.</summary>
    /// <param name="quarter">Its first instant.</param>
    public static QuarterAccount? Of(
        DbConnection connection, Register register, string outlet, string factor, DateTimeOffset quarter,
        DateTimeOffset now)
    {
        DateTimeOffset end = quarter.AddMonths(3);
        DateTimeOffset through = now < end ? FloorHour(now) : end;
        var book = new RuleBook(register, CorrectionTable.Load(connection).Book);
        if (through <= quarter
            || book.ForHour(outlet, through.AddHours(-1).ToUnixTimeMilliseconds()) is not { IsWater: false } rules
            || !rules.Stack.Substitution.Replaces(rules.Stack.Names.Item(factor)))
            return null;
        // An hour that is still open is due when it is over and judged.
        IReadOnlyList<JudgedInterval> judged = [.. Judged.Hours(
            connection, outlet, quarter.AddDays(-DaysBefore), through).Where(h => !h.Open)];
        // Before the first hour that was ever judged nothing is known to have been due.
        if (judged.Count == 0)
            return null;
        DateTimeOffset from = judged[0].From > quarter ? judged[0].From : quarter;
        if (through > judged[^1].To && through < end)
            through = judged[^1].To;
        var byHour = judged.ToDictionary(h => h.From);
        var hours = new List<EmissionHour>();
        for (DateTimeOffset at = from; at < through; at = at.AddHours(1))
            hours.Add(HourOf(register, rules, byHour.GetValueOrDefault(at), at, factor));
        IEnumerable<decimal> before = judged.Where(h => h.From < quarter)
            .Select(h => HourOf(register, rules, h, h.From, factor).Raw).OfType<decimal>();
        var (accounted, runs, capture) = Quarter.Account(rules.Stack, hours, before);
        return new QuarterAccount(
            outlet, factor, from, through, hours.Count,
            hours.Count(h => h.Raw is not null && h.Use != MarkUse.Stopped), hours.Count(Quarter.IsInvalid),
            hours.Count(h => h.Use == MarkUse.Stopped), capture,
            capture is { } percent ? rules.Stack.QuarterCounts(percent) : null,
            accounted.Where(h => !Quarter.IsInvalid(h)).Sum(h => h.Used ?? 0),
            accounted.Where(Quarter.IsInvalid).Sum(h => h.Used ?? 0), runs,
            RuleBasis.Together([
                rules.Bases.OfQuarter(rules),
                .. judged.Where(h => h.From >= from).SelectMany(h => h.Factors)
                    .Where(f => f.Code == factor || f.Code == Flow).Select(f => f.Rules)]));
    }

    /// <summary>
    /// The emission of one hour: the measured concentration, never the one corrected to reference oxygen, times the
    /// flow as the device states it (its dry standard state is set at the device, HJ 75).
    /// </summary>
    private static EmissionHour HourOf(
        Register register, Rules rules, JudgedInterval? hour, DateTimeOffset at, string factor)
    {
        JudgedFactor? gas = hour?.Factors.FirstOrDefault(f => f.Code == factor);
        JudgedFactor? flowOf = hour?.Factors.FirstOrDefault(f => f.Code == Flow);
        decimal? concentration = gas?.Exact is null ? null : gas.Corrected ? Number(gas.Measured) : gas.Exact;
        decimal? flow = HourlyCubicMetres(register, flowOf, hour, at);
        decimal? raw = concentration is { } c && flow is { } q ? StackState.MassRate(c, q) : null;
        // Where the gas is valid, the flow says why there is no emission.
        DataMark status = StatusOf(rules.Stack, raw is null && gas?.Exact is not null ? flowOf : gas);
        return raw is null && status.Use == MarkUse.Counts
            ? new EmissionHour(at, "Md", MarkUse.Invalid, null) : new EmissionHour(at, status.Letter, status.Use, raw);
    }

    /// <summary>The letter of HJ 75 for a judged hour; what the document has no letter for is missing data.</summary>
    [Clause("HJ 75-2017", "附录 数据状态标记")]
    internal static DataMark StatusOf(Hj75Of2017 edition, JudgedFactor? factor)
    {
        string letter = factor switch
        {
            null or { State: OutletState.Missing } => "Md",
            { Exact: not null } => "N",
            { State: OutletState.Stopped } => "F",
            { State: OutletState.Maintenance, Mark: not "C" } => "M",
            // Too few minutes, though each of them was normal.
            { Mark: "N" } => "Md",
            _ => factor.Mark,
        };
        return edition.Status(letter) ?? edition.Status("Md")
            ?? new DataMark("Md", "CEMS 缺失", MarkUse.Invalid, edition.Rules.Cite("capture.percent"));
    }

    private static decimal? HourlyCubicMetres(
        Register register, JudgedFactor? factor, JudgedInterval? hour, DateTimeOffset at)
    {
        if (hour is null || factor is not { Exact: { } flow })
            return null;
        if (factor.Summed)
            return flow;
        return register.Factors(hour.Outlet, at).FirstOrDefault(f => f.Code == Flow)?.Unit switch
        {
            "m³/s" or "m3/s" => flow * 3600,
            "m³/h" or "m3/h" => flow,
            "m³/min" or "m3/min" => flow * 60,
            _ => null,
        };
    }

    private static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    private static DateTimeOffset FloorHour(DateTimeOffset instant)
    {
        DateTimeOffset at = instant.ToOffset(Hj212.Beijing.Offset);
        return new DateTimeOffset(at.Year, at.Month, at.Day, at.Hour, 0, 0, Hj212.Beijing.Offset);
    }
}
