using System.Data.Common;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>Opens a frame with encrypted content by the keys of an MN; null = none of them opens it.</summary>
public delegate (DeviceKey Key, byte[] Plain)? OpenSealed(string mn, ReadOnlyMemory<byte> frame);

/// <summary>
/// From a judged value back to the frames that made it: day → hours → minutes → frame → ledger position.
/// One object answers text, JSON and the origin page. Reads only.
/// </summary>
public sealed class Tracer
{
    private readonly Func<DbConnection> _tables;
    private readonly Func<long, byte[]> _read;
    private readonly Func<long, InclusionProof?> _prove;
    private readonly OpenSealed? _open;

    /// <summary>On a running node.</summary>
    /// <param name="open">Opens encrypted content; null = it stays closed.</param>
    public Tracer(Ledger.Tables tables, Log frames, OpenSealed? open = null)
    {
        _open = open;
        _tables = tables.Reader;
        _read = frames.Read;
        _prove = position => position < frames.Published.Size ? frames.Prove(position) : null;
    }

    /// <summary>Beside a running node, or without one, on its directory.</summary>
    /// <param name="tables">Opens a read-only connection; it is disposed after use.</param>
    /// <param name="open">Opens encrypted content; null = it stays closed.</param>
    public Tracer(Func<DbConnection> tables, LogReader frames, OpenSealed? open = null)
    {
        _open = open;
        _tables = tables;
        _read = frames.Read;
        _prove = position => position < frames.Published.Size ? frames.Prove(position) : null;
    }

    /// <summary>Null = nothing was judged for that outlet, factor and hour.</summary>
    public HourTrace? Hour(Register register, string outlet, string factor, DateTimeOffset hour)
    {
        using DbConnection connection = _tables();
        if (Judged.Hours(connection, outlet, hour, hour.AddHours(1)) is not [var interval, ..]
            || interval.Factors.FirstOrDefault(f => f.Code == factor) is not { } judged)
            return null;
        OutletFactor? rule = register.Factors(outlet, interval.From).FirstOrDefault(f => f.Code == factor);
        var minutes = Judged.Minutes(connection, register, outlet, factor, interval.From, interval.To);
        Rules? rules = new RuleBook(register, CorrectionTable.Load(connection).Book)
            .ForHour(outlet, interval.From.ToUnixTimeMilliseconds());
        return new HourTrace(interval, judged, rule, minutes, Formula.OfHour(interval, judged))
        {
            Method = rule is null ? null : rules?.Comparisons.MethodFor(rule.Document),
            Outlet = register.Outlet(outlet, interval.From),
        };
    }

    /// <summary>Null = nothing was judged for that outlet, factor and day.</summary>
    public DayTrace? Day(Register register, string outlet, string factor, DateTimeOffset day)
    {
        using DbConnection connection = _tables();
        if (Judged.Days(connection, outlet, day, day.AddDays(1)) is not [var interval, ..]
            || interval.Factors.FirstOrDefault(f => f.Code == factor) is not { } judged)
            return null;
        var hours = Judged.Hours(connection, outlet, interval.From, interval.To);
        Rules? rules = new RuleBook(register, CorrectionTable.Load(connection).Book)
            .ForDay(outlet, interval.From.ToUnixTimeMilliseconds());
        OutletFactor? rule = rules?.Factors.FirstOrDefault(f => f.Code == factor);
        return new DayTrace(interval, judged, rule, hours, Formula.OfDay(interval, judged, hours))
        {
            Method = rule is null ? null : rules?.Comparisons.MethodFor(rule.Document),
            Outlet = rules?.Outlet,
            Minutes = Judged.Minutes(connection, register, outlet, factor, interval.From, interval.To),
        };
    }

    /// <summary>The frames at some positions, as they stand in the ledger, with their leaf hashes.</summary>
    /// <param name="factors">Factors whose items are shown.</param>
    /// <param name="withProofs">Also the inclusion proof of each that a checkpoint covers.</param>
    public IReadOnlyList<FrameTrace> Frames(
        IEnumerable<long> positions, IReadOnlyCollection<string> factors, bool withProofs)
    {
        var message = new Hj212.Message();
        byte[][] codes = [.. factors.Select(Encoding.UTF8.GetBytes)];
        return [.. positions.Select(p =>
            FrameTrace.Of(p, _read(p), codes, withProofs ? _prove(p) : null, message, _open))];
    }

    /// <summary>An entry's encrypted content in plain, and by which key; null = no key opens it.</summary>
    public (DeviceKey Key, byte[] Plain)? Open(in FrameEntry frame) => FrameTrace.Opened(frame, _open);

    /// <summary>One entry as stored: the head line and the received bytes.</summary>
    public byte[] Entry(long position) => _read(position);

    public InclusionProof? Prove(long position) => _prove(position);
}

/// <summary>An hour and the minutes that made it.</summary>
public sealed record HourTrace(
    JudgedInterval Interval, JudgedFactor Factor, OutletFactor? Rule, IReadOnlyList<JudgedMinute> Minutes,
    string Formula)
{
    public Outlet? Outlet { get; init; }
    /// <summary>How the value was held to its limit.</summary>
    public Comparison? Method { get; init; }
}

/// <summary>A day, its hours, and their minutes.</summary>
public sealed record DayTrace(
    JudgedInterval Interval, JudgedFactor Factor, OutletFactor? Rule, IReadOnlyList<JudgedInterval> Hours,
    string Formula)
{
    public Outlet? Outlet { get; init; }
    /// <summary>How the value was held to its limit.</summary>
    public Comparison? Method { get; init; }
    public IReadOnlyList<JudgedMinute> Minutes { get; init; } = [];
}
