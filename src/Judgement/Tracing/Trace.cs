using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.Judgement;

/// <summary>
/// From a judged value back to the frames that made it: day → hours → minutes → frame → ledger position.
/// One object answers text, JSON and the origin page.
/// </summary>
public sealed class Tracer(Tables tables, Log frames)
{
    public HourTrace? Hour(Register register, string outlet, string factor, DateTimeOffset hour) =>
        throw new NotImplementedException($"{tables}{frames}");
    public DayTrace? Day(Register register, string outlet, string factor, DateTimeOffset day) => throw new NotImplementedException();
}

public sealed record HourTrace(
    JudgedInterval Interval, JudgedFactor Factor, OutletFactor? Rule, IReadOnlyList<JudgedMinute> Minutes, string Formula);

public sealed record DayTrace(
    JudgedInterval Interval, JudgedFactor Factor, OutletFactor? Rule, IReadOnlyList<JudgedInterval> Hours, string Formula);
