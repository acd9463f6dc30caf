using Qingyuan.App.Screens.Outlets;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Origin;

/// <summary>What the address of the page asks for.</summary>
/// <param name="Start">Start of the day or of the hour, Beijing time.</param>
/// <param name="Hour">Hour of the day to open (0 to 23); null = the page chooses.</param>
/// <param name="Minute">Minute of the hour to open; null = the page chooses.</param>
public sealed record OriginQuestion(
    string Outlet, string Factor, DateTimeOffset Start, bool IsDay, int? Hour, int? Minute);

/// <summary>The frame of the fourth storey and its place in the ledger, the fifth.</summary>
/// <param name="Proof">Null = durable, but not yet under a signed checkpoint.</param>
public sealed record OriginFrame(
    long Position, FrameEntry Entry, byte[] EntryBytes, int FrameOffset, InclusionProof? Proof, TamperBox? Tampered,
    IReadOnlyList<NoteLine> Signatures)
{
    /// <summary>Null = its content was not sent encrypted.</summary>
    public OpenedFrame? Opened { get; init; }
}

/// <summary>One signature of the checkpoint.</summary>
/// <param name="Holds">Null = not checked, because we hold no key of that name.</param>
/// <param name="Called">What we call the witness; null = unknown, or the log itself.</param>
/// <param name="At">When the witness signed.</param>
public sealed record NoteLine(
    string Name, bool IsLog, bool? Holds, string? Called = null, DateTimeOffset? At = null);

/// <summary>
/// Everything the page 值的来历 shows of one value, read in one go: day, hour, minute, frame, ledger. Never computes a
/// value of its own: it shows what judgement says and where that came from.
/// </summary>
public sealed class OriginModel
{
    private OriginModel(OriginQuestion question, Outlet outlet, Discharger? discharger)
    {
        Question = question;
        Outlet = outlet;
        Discharger = discharger;
    }

    public OriginQuestion Question { get; }
    public Outlet Outlet { get; }
    public Discharger? Discharger { get; }
    public OutletFactor? Rule { get; private set; }
    public Device? Device { get; private set; }
    public DayTrace? Day { get; private set; }
    public HourTrace? Hour { get; private set; }
    public JudgedMinute? Minute { get; private set; }
    public OriginFrame? Frame { get; private set; }
    public IReadOnlyList<HourEvent> Events { get; private set; } = [];

    /// <summary>The day or hour that was asked for.</summary>
    public JudgedFactor Value => Day?.Factor ?? Hour!.Factor;
    public JudgedInterval Interval => Day?.Interval ?? Hour!.Interval;
    public DateTimeOffset? OpenHour => Hour?.Interval.From;
    public string FactorName => Rule?.Name ?? Question.Factor;
    public string Unit => Rule?.Unit ?? "";
    public bool IsStated => Interval.Basis == Basis.Stated;
    public bool HourIsStated => Hour?.Interval.Basis == Basis.Stated;

    /// <summary>Null = there is no such outlet, or nothing was judged for this time and factor.</summary>
    public static OriginModel? Load(Node node, OriginQuestion question)
    {
        Register register = node.Register;
        if (register.Outlet(question.Outlet) is not { } outlet)
            return null;
        OriginModel model = new(question, outlet, register.Discharger(outlet.Discharger));
        if (question.IsDay)
        {
            model.Day = node.Tracer.Day(register, outlet.Id, question.Factor, question.Start);
            if (model.Day is null)
                return null;
            model.Rule = model.Day.Rule;
            if (model.HourToOpen() is { } hour)
                model.Hour = node.Tracer.Hour(register, outlet.Id, question.Factor, hour);
        }
        else
        {
            model.Hour = node.Tracer.Hour(register, outlet.Id, question.Factor, question.Start);
            if (model.Hour is null)
                return null;
            model.Rule = model.Hour.Rule;
        }
        DateTimeOffset at = model.OpenHour ?? question.Start;
        model.Device = register.DevicesOf(outlet.Id).LastOrDefault(d => d.From <= at && (d.To is null || at < d.To));
        if (model.Hour is null)
            return model;
        model.Minute = model.MinuteToOpen();
        if ((model.Minute?.Position ?? model.StatedPosition(node)) is { } position)
            model.Frame = OriginLedger.Read(node, position, model);
        model.Events = StationEvents.During(node, register, outlet.Id, at, at.AddHours(1))
            .Where(e => e.Time >= at && (e.Factor.Length == 0 || e.Factor == question.Factor))
            .Select(e => new HourEvent((e.Time - at).TotalMinutes, $"{e.Time:HH:mm} {e.Text}")).ToArray();
        return model;
    }

    public JudgedFactor? FactorOf(JudgedInterval interval) =>
        interval.Factors.FirstOrDefault(f => f.Code == Question.Factor);

    /// <summary>The words for one hour's or minute's address on this page; what was opened stays in the
    /// address.</summary>
    public string Link(int? hour, int? minute, string? view, string? anchor)
    {
        string path = Question.IsDay
            ? $"/origin/{Uri.EscapeDataString(Question.Outlet)}/{Question.Factor}/day/{Question.Start:yyyy-MM-dd}"
            : $"/origin/{Uri.EscapeDataString(Question.Outlet)}/{Question.Factor}/hour/{Question.Start:yyyy-MM-ddTHH}";
        List<string> query = [];
        if (Question.IsDay && (hour ?? OpenHour?.Hour) is { } h)
            query.Add($"hour={h}");
        if (minute is { } m)
            query.Add($"minute={m}");
        if (view is not null)
            query.Add($"view={view}");
        return path + (query.Count == 0 ? "" : "?" + string.Join('&', query)) + (anchor is null ? "" : "#" + anchor);
    }

    /// <summary>The hour asked for, else the first above the limit, else the one least like the logger's own, else
    /// the highest.</summary>
    private DateTimeOffset? HourToOpen()
    {
        var hours = Day!.Hours.Select(h => (Interval: h, Factor: FactorOf(h))).Where(h => h.Factor is not null)
            .ToArray();
        if (Question.Hour is { } asked)
            return hours.Any(h => h.Interval.From.Hour == asked) ? Question.Start.AddHours(asked) : null;
        if (hours.FirstOrDefault(h => h.Factor!.State == OutletState.Exceeds).Interval is { } exceeds)
            return exceeds.From;
        var differing = hours.Where(h => OriginWords.Number(h.Factor!.Difference) is not (null or 0))
            .OrderByDescending(h => Math.Abs(OriginWords.Number(h.Factor!.Difference)!.Value))
            .FirstOrDefault().Interval;
        JudgedInterval? valued = hours.Where(h => OriginWords.Number(h.Factor!.Value) is not null)
            .OrderByDescending(h => OriginWords.Number(h.Factor!.Value)!.Value).FirstOrDefault().Interval;
        return (differing ?? valued ?? hours.LastOrDefault().Interval)?.From;
    }

    /// <summary>The minute asked for, else the highest that counts, else the first that arrived.</summary>
    private JudgedMinute? MinuteToOpen()
    {
        IReadOnlyList<JudgedMinute> minutes = Hour!.Minutes;
        if (Question.Minute is { } asked)
            return minutes.FirstOrDefault(m => m.From.Minute == asked);
        return minutes.Where(m => m.Reason is null && m.Value is not null).MaxBy(m => m.Value)
            ?? (minutes.Count > 0 ? minutes[0] : null);
    }

    /// <summary>For an hour that only the logger stated: its own hour frame.</summary>
    private long? StatedPosition(Node node)
    {
        foreach (long position in Hour!.Interval.Positions.Reverse())
        {
            if (FrameEntry.Read(node.Frames.Read(position)) is { } entry)
            {
                Message message = new();
                message.Parse(entry.Bytes);
                if (message.Cn.SequenceEqual("2061"u8))
                    return position;
            }
        }
        return Hour.Interval.Positions.Count > 0 ? Hour.Interval.Positions[^1] : null;
    }
}
