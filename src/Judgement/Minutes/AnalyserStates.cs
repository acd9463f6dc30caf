namespace Qingyuan.Judgement;

/// <summary>
/// What a device reported about its analysers (i12001: calibration, maintenance, fault, back-blow), in time order.
/// A report holds for its factor, or for all where it names none, until the next one, at most
/// <see cref="HoldHoursMax"/> hours: a lost "running again" must not silence a device for ever.
/// </summary>
internal sealed class AnalyserStates
{
    /// <summary>How long a report holds; also how far back a reader has to look.</summary>
    public const int HoldHoursMax = 24;

    public const string Code = "i12001";
    private const long HoldMilliseconds = HoldHoursMax * 3_600_000L;

    public static readonly AnalyserStates None = new([]);

    private readonly List<(long Time, string Factor, string State)> _reports;

    /// <param name="reports">Ordered by time, then value, so that arrival order decides nothing.</param>
    public AnalyserStates(List<(long Time, string Factor, string State)> reports) => _reports = reports;

    public bool IsEmpty => _reports.Count == 0;

    /// <summary>The code of the state at an instant, which the rules of the day read; null = none reported.</summary>
    public string? At(long time, string factor)
    {
        for (int i = _reports.Count - 1; i >= 0; i--)
        {
            var report = _reports[i];
            if (report.Time > time || (report.Factor.Length > 0 && report.Factor != factor))
                continue;
            return time - report.Time < HoldMilliseconds ? report.State : null;
        }
        return null;
    }
}
