using System.Data.Common;
using Dapper;
using Qingyuan.App.Screens.Origin;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>Everything the page of one outlet (排口页) shows. Reads tables; computes nothing that judgement
/// should.</summary>
public sealed class OutletModel
{
    private const long HourMilliseconds = 3_600_000;

    public required Outlet Outlet { get; init; }
    public required Discharger? Discharger { get; init; }
    public required IReadOnlyList<Device> Devices { get; init; }
    public required IReadOnlyList<OutletFactor> Rules { get; init; }
    public required ChartQuestion Question { get; init; }
    public required DateTimeOffset? Heard { get; init; }
    public required OutletChart Chart { get; init; }
    public required IReadOnlyList<HourRow> Rows { get; init; }
    public required ArrivalCalendar Calendar { get; init; }
    /// <summary>Until then nothing was received; older data came later, all at once, and is told apart by QN
    /// alone.</summary>
    public required DateTimeOffset? FirstReceived { get; init; }

    public OutletFactor? Rule => Rules.FirstOrDefault(r => r.Code == Question.Factor);

    /// <summary>The factors in the order of the tabs: the limited ones first.</summary>
    public static IReadOnlyList<OutletFactor> RulesOf(Register register, string outlet, DateTimeOffset at) =>
        [.. register.Factors(outlet, at).OrderBy(f => f.Limit is null ? 1 : 0)];

    /// <summary>The most limited factor that tells most: what a page shows when none was asked for.</summary>
    public static string? MainFactor(IReadOnlyList<OutletFactor> rules) =>
        (rules.FirstOrDefault(r => r.Code is "a21002" or "w01018") ?? (rules.Count > 0 ? rules[0] : null))?.Code;

    /// <summary>Rows of hours on a page; a longer span has them all in its CSV.</summary>
    public const int RowsShownMax = 744;

    public static OutletModel? Load(
        Node node, string id, string? factor, string? range, string? day, string? since = null, string? until = null)
    {
        Register register = node.Register;
        if (register.Outlet(id) is not { } outlet)
            return null;
        DateTimeOffset now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        IReadOnlyList<OutletFactor> rules = RulesOf(register, id, now);
        string chosen = rules.Any(r => r.Code == factor) ? factor! : MainFactor(rules) ?? factor ?? "";
        ChartQuestion question = ChartQuestion.Of(id, chosen, range, day, now, since, until);
        DateTimeOffset today = new(now.Date, Beijing.Offset), firstDay = today.AddDays(1 - ArrivalCalendar.Days);

        using DbConnection connection = node.Tables.Reader();
        IReadOnlyList<JudgedInterval> calendar = Judged.Hours(connection, id, firstDay, now.AddHours(1));
        IReadOnlyList<JudgedInterval> hours = question.From >= firstDay
            ? calendar : Judged.Hours(connection, id, question.From, question.To);
        var (heard, first) = HeardOf(connection, register, id);
        return new OutletModel
        {
            Outlet = outlet,
            Discharger = register.Discharger(outlet.Discharger),
            Devices = register.DevicesOf(id),
            Rules = rules,
            Question = question,
            Heard = heard,
            FirstReceived = first,
            Chart = OutletChart.Load(node, register, question, hours, points: false),
            Rows = [.. OutletHours.Of(hours, question).TakeLast(RowsShownMax)],
            Calendar = CalendarOf(connection, register, id, firstDay, now, calendar),
        };
    }

    /// <summary>Only what renews itself at the top of the page.</summary>
    public static (OutletHead Head, OutletNumbers Numbers, ChartQuestion Question, OutletFactor? Rule)? LoadHead(
        Node node, string id, string? factor, string? day)
    {
        Register register = node.Register;
        if (register.Outlet(id) is null)
            return null;
        DateTimeOffset now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        IReadOnlyList<OutletFactor> rules = RulesOf(register, id, now);
        string chosen = rules.Any(r => r.Code == factor) ? factor! : MainFactor(rules) ?? factor ?? "";
        ChartQuestion question = ChartQuestion.Of(id, chosen, null, day, now);
        using DbConnection connection = node.Tables.Reader();
        DateTimeOffset from = (question.Fixed ? question.From : now.AddDays(-2)).AddDays(-1);
        IReadOnlyList<JudgedInterval> hours = Judged.Hours(connection, id, from, now.AddHours(1));
        IReadOnlyList<JudgedInterval> last = [.. hours.Where(h => h.From >= now.AddHours(-25) && h.To <= now)];
        IReadOnlyList<StationEvent> events =
            StationEvents.During(node, register, id, now.AddHours(-26), now.AddHours(1));
        IReadOnlyList<JudgedInterval> days = Judged.Days(connection, id, now.AddDays(-2), now);
        return (OutletHead.Of(last, days, rules, events, HeardOf(connection, register, id).Last, now),
            NumbersOf(connection, register, question, now, hours), question,
                rules.FirstOrDefault(r => r.Code == chosen));
    }

    public static (DateTimeOffset? Last, DateTimeOffset? First) HeardOf(
        DbConnection connection, Register register, string outlet)
    {
        DateTimeOffset? last = null, first = null;
        foreach (string mn in register.DevicesOf(outlet).Select(d => d.Mn).Distinct())
        {
            if (SeriesQueries.Heard(connection, mn) is not { } heard)
                continue;
            last = last > heard.LastReceived ? last : heard.LastReceived;
            first = first < heard.FirstReceived ? first : heard.FirstReceived;
        }
        return (last, first);
    }

    private static OutletNumbers NumbersOf(
        DbConnection connection, Register register, ChartQuestion question, DateTimeOffset now,
        IReadOnlyList<JudgedInterval> hours)
    {
        DateTimeOffset hour = new(now.Year, now.Month, now.Day, now.Hour, 0, 0, Beijing.Offset);
        decimal[] running = [.. Judged.Minutes(connection, register, question.Outlet, question.Factor, hour,
            hour.AddHours(1))
            .Where(m => m.Reason is null && m.Value is not null).Select(m => m.Value!.Value)];
        DateTimeOffset day = question.Fixed ? question.From : new DateTimeOffset(now.Date, Beijing.Offset).AddDays(-1);
        JudgedFactor? mean = Judged.Days(connection, question.Outlet, day, day.AddDays(1))
            .SelectMany(d => d.Factors).FirstOrDefault(f => f.Code == question.Factor);
        var ofDay = hours.Where(h => h.From >= day && h.From < day.AddDays(1))
            .Select(h => (Hour: h, Factor: h.Factors.FirstOrDefault(f => f.Code == question.Factor))).ToArray();
        string? resolution = OutletChart.Rule(register, question)?.Resolution;
        return new OutletNumbers(
            running.Length == 0 ? null : OriginWords.Printed(running.Average(), resolution), hour, day, mean?.Value,
            ofDay.Count(h => h.Factor?.State == OutletState.Exceeds),
            ofDay.Where(h => h.Hour.Basis == Basis.Minutes).Sum(h => h.Factor?.Valid ?? 0),
            ofDay.Where(h => h.Hour.Basis == Basis.Minutes).Sum(h => h.Factor?.Expected ?? 0))
        {
            OfDay = mean?.Rules,
            OfRunning = hours.FirstOrDefault(h => h.From == hour)?.Factors
                .FirstOrDefault(f => f.Code == question.Factor)?.Rules,
            OfHours = RuleBasis.Together(ofDay.Select(h => h.Factor?.Rules)),
        };
    }

    private static ArrivalCalendar CalendarOf(
        DbConnection connection, Register register, string outlet, DateTimeOffset firstDay, DateTimeOffset now,
        IReadOnlyList<JudgedInterval> hours)
    {
        HashSet<long> late = [];
        DateTimeOffset since = now;
        foreach (Device device in register.DevicesOf(outlet))
        {
            since = device.From < since ? device.From : since;
            // The hour frames say how they were sent: 720 short rows instead of 43,200 long ones.
            foreach (long time in connection.Query<long>(
                """
                SELECT time FROM series
                WHERE part = @part AND mn = @mn AND kind = @kind AND time >= @from AND back_filled <> 0
                """,
                new
                {
                    part = SeriesTable.PartOf(device.Mn),
                    mn = device.Mn,
                    kind = (int)SeriesKind.Hour,
                    from = firstDay.ToUnixTimeMilliseconds(),
                }))
                late.Add(time - time % HourMilliseconds);
        }
        // Before the first hour ever judged nothing is known to have been due.
        if (hours.Count > 0 && hours[0].From > since)
            since = hours[0].From;
        return new ArrivalCalendar(firstDay, now, since,
            hours.Where(h => h.From >= firstDay).Select(h => new ArrivedHour(
            h.From.ToUnixTimeMilliseconds(), h.State, h.Expected, h.Observed,
                late.Contains(h.From.ToUnixTimeMilliseconds()), h.Basis == Basis.Stated)));
    }
}
