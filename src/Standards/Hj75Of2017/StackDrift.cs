namespace Qingyuan.Standards;

/// <summary>What a drift says of a CEMS.</summary>
public enum DriftState
{
    Within,
    /// <summary>Above the limit: to be adjusted; the data still count.</summary>
    Adjust,
    /// <summary>失控: the data since the last good check do not count.</summary>
    OutOfControl,
}

/// <summary>
/// Regular checks of a CEMS (定期校准与校验): how far it may drift, when the next check is due, and what is out of
/// control (失控). A system is <c>automatic</c>, <c>manual</c>, <c>extractive</c> or <c>in-situ</c>.
/// </summary>
public sealed class StackDrift
{
    private readonly Dictionary<(string Test, string System), Row> _drifts;
    private readonly Dictionary<(string Test, string System), int> _months;
    private readonly RuleTable _rules;

    private sealed record Row(
        int Days, decimal Limit, decimal Out, decimal? AbsoluteLimit, decimal? AbsoluteOut, Citation Citation);

    internal StackDrift(RuleTable rules, CsvTable drift, CsvTable intervals)
    {
        _rules = rules;
        _drifts = drift.Rows.ToDictionary(row => (row["test"], row["system"]), row => new Row(
            row.Whole("every_days"), row.Number("limit"), row.Number("out_of_control"),
            row.NumberOrNull("absolute_limit"), row.NumberOrNull("absolute_out"), row.Cite(Hj75Of2017.Document)));
        _months = intervals.Rows.ToDictionary(row => (row["test"], row["system"]), row => row.Whole("every_months"));
    }

    /// <summary>Drift in percent of full scale: (reading − nominal) / full scale.</summary>
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public static decimal Percent(decimal reading, decimal nominal, decimal fullScale) =>
        (reading - nominal) * 100 / fullScale;

    /// <summary>Null = there is no such test of such a system.</summary>
    /// <param name="absolute">In m/s, for velocity: one of the two suffices. Null = not known.</param>
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public DriftState? Judge(string test, string system, decimal percent, decimal? absolute = null)
    {
        if (!_drifts.TryGetValue((test, system), out Row? row))
            return null;
        decimal? size = absolute is { } a ? Math.Abs(a) : null;
        if (Math.Abs(percent) <= row.Limit || size <= row.AbsoluteLimit)
            return DriftState.Within;
        return Math.Abs(percent) <= row.Out || size <= row.AbsoluteOut ? DriftState.Adjust : DriftState.OutOfControl;
    }

    /// <summary>The last day on which the next check is in time; null = there is no such check.</summary>
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public DateOnly? Due(string test, string system, DateOnly last) =>
        _drifts.TryGetValue((test, system), out Row? row) ? last.AddDays(row.Days)
            : _months.TryGetValue((test, system), out int months) ? last.AddMonths(months) : null;

    /// <summary>A system whose check is overdue counts as out of control from the day after.</summary>
    [Clause("HJ 75-2017", "11 漂移与失控")]
    public bool IsOverdue(string test, string system, DateOnly last, DateOnly day) => day > Due(test, system, last);

    /// <summary>
    /// 全系统校准 of an extractive gas CEMS: the error against the gas's nominal value from a span of 100 µmol/mol on,
    /// against full scale below; and the response time.
    /// </summary>
    [Clause("HJ 75-2017", "11 全系统校准")]
    public bool SystemPasses(
        decimal reading, decimal nominal, decimal spanMicromolePerMole, decimal fullScale, decimal responseSeconds)
    {
        bool wide = spanMicromolePerMole >= _rules["system.span"];
        decimal allowed = wide ? nominal * _rules["system.nominal.percent"] : fullScale * _rules["system.span.percent"];
        return Math.Abs(reading - nominal) * 100 <= allowed && responseSeconds <= _rules["system.response"];
    }

    /// <summary>失控时段: from the last good check before a failing one to the next good one.</summary>
    [Clause("HJ 75-2017", "11 失控时段")]
    public static IReadOnlyList<InvalidPeriod> OutOfControl(IEnumerable<InstrumentCheck> checks) =>
        CheckPeriods.Of(checks);
}
