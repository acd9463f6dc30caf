using Qingyuan.App.Screens.Origin;
using Qingyuan.App.Screens.Shell;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>A span with a word: a mark, a gap, an event. Times are UTC milliseconds.</summary>
public sealed record ChartSpan(long From, long To, string Word);

/// <summary>One hour on the chart; <paramref name="Link"/> leads to its origin.</summary>
public sealed record ChartHour(long From, long To, double Value, string Text, bool Exceeds, string? Link);

public sealed record ChartEvent(long From, long To, string Text, bool Notable);

public sealed record ChartLane(string Name, IReadOnlyList<ChartEvent> Events);

public sealed record ChartLimit(long From, long To, double Value, string Text);

/// <summary>A second curve under the first on the same time axis (流量、负荷).</summary>
public sealed record ChartLower(string Name, string Unit, IReadOnlyList<Point> Points);

/// <summary>
/// Everything one chart of an outlet shows (排口曲线): minutes that count and that do not, our hours, the logger's own,
/// limits, marks, gaps, events. What is missing is a gap with its length; nothing is joined across it.
/// </summary>
/// <param name="Thinned">Not all minutes are drawn; of each stretch the lowest and the highest are.</param>
public sealed record OutletChart(
    string Name, string Unit, bool Corrected, long From, long To, bool Thinned, IReadOnlyList<Point> Minutes,
    IReadOnlyList<Point> Excluded, IReadOnlyList<ChartHour> Ours, IReadOnlyList<ChartHour> Stated,
    IReadOnlyList<ChartLimit> Limits, IReadOnlyList<ChartSpan> Marks, IReadOnlyList<ChartSpan> Gaps,
    IReadOnlyList<ChartLane> Lanes, ChartLower? Lower, string Sentence)
{
    /// <summary>Unconfirmed or corrected rows that its hours rest on (规则待核、已核定); null = none.</summary>
    public IReadOnlyList<RuleBasis>? Rules { get; init; }

    /// <summary>HJ 212 codes of flow, in the order in which the lower curve is chosen.</summary>
    private static readonly string[] Flows = ["a00000", "w00000", "I33400", "i33400"];
    private const long Hour = 3_600_000, Minute = 60_000;

    /// <param name="points">
    /// False leaves the minutes of a long span out: a page that lets its script fetch them needs only the rest.
    /// </param>
    public static OutletChart Load(
        Node node, Register register, ChartQuestion question, IReadOnlyList<JudgedInterval> hours, bool points = true)
    {
        OutletFactor? rule = Rule(register, question);
        JudgedInterval[] shown = [.. hours.Where(h => h.From >= question.From && h.From < question.To)];
        var factors = shown.Select(h => (Hour: h, Factor: h.Factors.FirstOrDefault(f => f.Code == question.Factor)))
            .Where(h => h.Factor is not null).Select(h => (h.Hour, Factor: h.Factor!)).ToArray();
        IReadOnlyList<JudgedMinute> minutes = !question.IsLong && (points || question.IsShort)
            ? MinutesOf(node, register, question, question.Factor, shown) : [];
        bool corrected = factors.Any(f => f.Factor.Corrected) || rule?.Corrected == true;

        Point[] counted = [.. minutes.Where(m => m.Reason is null && m.Value is not null)
            .Select(m => new Point(m.From.ToUnixTimeMilliseconds(), (double)m.Value!.Value))];
        Point[] excluded = [.. minutes.Where(m => m.Reason is not null)
            .Select(m => (m.From, Value: OriginWords.Number(corrected ? m.Stated : m.Measured)))
            .Where(m => m.Value is not null)
            .Select(m => new Point(m.From.ToUnixTimeMilliseconds(), (double)m.Value!.Value))];
        int step = Math.Max(register.Outlet(question.Outlet)?.MinuteInterval ?? 1, 1);
        ChartHour[] ours = [.. factors.Where(f => f.Hour is { Basis: Basis.Minutes, Open: false })
            .Select(f => HourOf(question, f.Hour, f.Factor, f.Factor.Value)).OfType<ChartHour>()];
        ChartHour[] stated = [.. factors.Select(f => HourOf(question, f.Hour, f.Factor,
            f.Factor.Stated ?? (f.Hour.Basis == Basis.Stated ? f.Factor.Value : null)) is { } h
                ? h with { Link = null } : null).OfType<ChartHour>()];
        List<ChartSpan> marks = question.IsShort && minutes.Count > 0 ? MinuteMarks(minutes, step) : HourMarks(factors);
        if (question.IsLong)
            (counted, ours, stated) = DaysOf(node, question, ours);
        long end = Math.Min(question.To.ToUnixTimeMilliseconds(), node.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        return new OutletChart(
            rule?.Name ?? question.Factor, rule?.Unit ?? "", corrected, question.From.ToUnixTimeMilliseconds(),
            question.To.ToUnixTimeMilliseconds(), !question.IsShort || counted.Length > Thinning.PointsMax,
                Thinning.MinMax(counted),
            Thinning.MinMax(excluded, 500), ours, stated, LimitsOf(factors.Select(f => (f.Hour, f.Factor.Limit)), rule),
            marks,
            GapsOf(question, shown, minutes, step, end), LanesOf(node, register, question, marks),
            LowerOf(node, register, question, shown), SentenceOf(question, rule, ours, stated))
        {
            Rules = RuleBasis.Together(factors.Select(f => f.Factor.Rules)),
        };
    }

    /// <summary>A year by days: hours become the points, daily means the line; the logger states no days of its own.
    /// </summary>
    private static (Point[] Points, ChartHour[] Days, ChartHour[] Stated) DaysOf(
        Node node, ChartQuestion question, ChartHour[] hours)
    {
        using var connection = node.Tables.Reader();
        ChartHour[] days = [.. Judged.Days(connection, question.Outlet, question.From, question.To)
            .Select(d => (Day: d, Factor: d.Factors.FirstOrDefault(f => f.Code == question.Factor)))
            .Where(d => d.Factor is not null).Select(d => HourOf(question, d.Day, d.Factor!, d.Factor!.Value))
            .OfType<ChartHour>().Select(d => d with
            {
                Link = $"/origin/{Uri.EscapeDataString(question.Outlet)}/{question.Factor}/day/"
                    + $"{Hj212.Beijing.FromMilliseconds(d.From):yyyy-MM-dd}",
            })];
        return ([.. hours.Select(h => new Point(h.From, h.Value))], days, []);
    }

    public static OutletFactor? Rule(Register register, ChartQuestion question) =>
        register.Factors(question.Outlet, question.To.AddTicks(-1)).FirstOrDefault(f => f.Code == question.Factor);

    private static IReadOnlyList<JudgedMinute> MinutesOf(
        Node node, Register register, ChartQuestion question, string factor, JudgedInterval[] hours)
    {
        if (hours.Length == 0)
            return [];
        using var connection = node.Tables.Reader();
        return Judged.Minutes(connection, register, question.Outlet, factor, question.From, question.To);
    }

    private static ChartHour? HourOf(ChartQuestion question, JudgedInterval hour, JudgedFactor factor, string? text) =>
        text is not null && OriginWords.Number(text) is { } value
            ? new ChartHour(hour.From.ToUnixTimeMilliseconds(), hour.To.ToUnixTimeMilliseconds(), (double)value, text,
                OriginWords.Number(factor.Limit) is { } limit && value > limit, OriginLink(question, hour.From))
            : null;

    public static string OriginLink(ChartQuestion question, DateTimeOffset hour) =>
        $"/origin/{Uri.EscapeDataString(question.Outlet)}/{question.Factor}/hour/{hour:yyyy-MM-ddTHH}";

    private static List<ChartLimit> LimitsOf(IEnumerable<(JudgedInterval Hour, string? Limit)> hours,
        OutletFactor? rule)
    {
        List<ChartLimit> limits = [];
        foreach (var (hour, text) in hours)
        {
            if (OriginWords.Number(text) is not { } value || rule?.LimitOn == LimitOn.Day)
                continue;
            long from = hour.From.ToUnixTimeMilliseconds(), to = hour.To.ToUnixTimeMilliseconds();
            if (limits.Count > 0 && limits[^1].Value == (double)value)
                limits[^1] = limits[^1] with { To = to };
            else
                limits.Add(new ChartLimit(from, to, (double)value, DayDrawing.Plain(value)));
        }
        return limits;
    }

    private static List<ChartSpan> MinuteMarks(IReadOnlyList<JudgedMinute> minutes, int step) =>
        Runs(minutes.Where(m => m.Reason is not null and not "absent")
            .Select(m => (m.From.ToUnixTimeMilliseconds(), OriginWords.Reason(m.Reason))), step * Minute);

    private static List<ChartSpan> HourMarks(IEnumerable<(JudgedInterval Hour, JudgedFactor Factor)> hours) =>
        Runs(hours.Where(h =>
            h.Factor.Value is null && h.Factor.State is not (OutletState.Missing or OutletState.Offline))
            .Select(h => (h.Hour.From.ToUnixTimeMilliseconds(),
                h.Factor.Reason is { Length: > 0 } why ? OriginWords.Reason(why) : StateWords.Word(h.Factor.State))),
                    Hour);

    /// <summary>Neighbours with the same word become one span.</summary>
    private static List<ChartSpan> Runs(IEnumerable<(long At, string Word)> times, long step)
    {
        List<ChartSpan> runs = [];
        foreach (var (at, word) in times)
        {
            if (runs.Count > 0 && runs[^1].To == at && runs[^1].Word == word)
                runs[^1] = runs[^1] with { To = at + step };
            else
                runs.Add(new ChartSpan(at, at + step, word));
        }
        return runs;
    }

    /// <summary>Hours without data; on short spans also stretches of at least five missing minutes.</summary>
    private static List<ChartSpan> GapsOf(
        ChartQuestion question, JudgedInterval[] hours, IReadOnlyList<JudgedMinute> minutes, int step, long end)
    {
        HashSet<long> seen = question.IsShort && minutes.Count > 0
            ? [.. minutes.Select(m => m.From.ToUnixTimeMilliseconds())]
            : [.. hours.Where(h => h.Observed > 0 || h.State == OutletState.Stopped)
                .Select(h => h.From.ToUnixTimeMilliseconds())];
        long width = question.IsShort && minutes.Count > 0 ? step * Minute : Hour;
        long from = question.From.ToUnixTimeMilliseconds();
        // What arrives a little late is not missing yet.
        long due = end - Math.Max(width, 5 * Minute);
        List<ChartSpan> gaps = [];
        foreach (ChartSpan gap in Runs(Missing(), width))
            if (gap.To - gap.From >= 5 * Minute)
                gaps.Add(gap with { Word = "缺 " + Length(gap.To - gap.From) });
        return gaps;

        IEnumerable<(long, string)> Missing()
        {
            for (long at = from; at + width <= due; at += width)
                if (!seen.Contains(at))
                    yield return (at, "");
        }
    }

    private static string Length(long milliseconds) => milliseconds switch
    {
        < Hour => $"{milliseconds / Minute} 分钟",
        < 48 * Hour when milliseconds % Hour == 0 => $"{milliseconds / Hour} 小时",
        < 48 * Hour => $"{milliseconds / Hour} 小时 {milliseconds % Hour / Minute} 分",
        _ => $"{milliseconds / (24 * Hour)} 天 {milliseconds % (24 * Hour) / Hour} 小时",
    };

    private static List<ChartLane> LanesOf(
        Node node, Register register, ChartQuestion question, IReadOnlyList<ChartSpan> marks)
    {
        IReadOnlyList<StationEvent> events = StationEvents.During(
            node, register, question.Outlet, question.From, question.To);
        Dictionary<string, string> names = register.Factors(question.Outlet, question.To.AddTicks(-1))
            .ToDictionary(f => f.Code, f => f.Name);
        List<ChartLane> lanes = [];
        foreach (var (lane, name) in ((Lane, string)[])[(Lane.Door, "站房门"), (Lane.Parameter, "设备参数"),
            (Lane.Log, "运行日志"), (Lane.Restart, "重新开机")])
        {
            ChartEvent[] said = [.. events.Where(e => e.Lane == lane).Select(e => EventOf(e, question, names))];
            // Door and parameters always have their lane: that nothing happened is also said.
            if (said.Length > 0 || lane is Lane.Door or Lane.Parameter)
                lanes.Add(new ChartLane(name, said));
            if (lane == Lane.Parameter)
                lanes.Add(new ChartLane("标记", [.. marks.Select(m => new ChartEvent(m.From, m.To, m.Word, false))]));
        }
        return lanes;
    }

    private static ChartEvent EventOf(StationEvent said, ChartQuestion question, Dictionary<string, string> names)
    {
        long from = said.Time.ToUnixTimeMilliseconds();
        bool other = said.Factor.Length > 0 && said.Factor != question.Factor;
        return new ChartEvent(from, said.Until?.ToUnixTimeMilliseconds() ?? from + Minute,
            other ? $"{names.GetValueOrDefault(said.Factor, said.Factor)}{said.Text}" : said.Text, said.Notable);
    }

    private static ChartLower? LowerOf(
        Node node, Register register, ChartQuestion question, JudgedInterval[] hours)
    {
        OutletFactor? flow = register.Factors(question.Outlet, question.To.AddTicks(-1))
            .FirstOrDefault(f => Flows.Contains(f.Code) && f.Code != question.Factor);
        if (flow is null)
            return null;
        Point[] points = question.IsShort
            ? [.. MinutesOf(node, register, question, flow.Code, hours)
                .Select(m => (m.From, Value: m.Value ?? OriginWords.Number(m.Measured))).Where(m => m.Value is not null)
                .Select(m => new Point(m.From.ToUnixTimeMilliseconds(), (double)m.Value!.Value))]
            : [];
        if (points.Length == 0)
            points = [.. hours.Select(h => (h.From, Value: OriginWords.Number(
                    h.Factors.FirstOrDefault(f => f.Code == flow.Code) is { } f ? f.Value ?? f.Stated : null)))
                .Where(h => h.Value is not null)
                .Select(h => new Point(h.From.AddMinutes(30).ToUnixTimeMilliseconds(), (double)h.Value!.Value))];
        return points.Length == 0 ? null : new ChartLower(flow.Name, flow.Unit, Thinning.MinMax(points, 800));
    }

    private static string SentenceOf(
        ChartQuestion question, OutletFactor? rule, ChartHour[] ours, ChartHour[] stated)
    {
        string span = $"{question.From:yyyy-MM-dd HH:mm} 至 {question.To:yyyy-MM-dd HH:mm}";
        if (ours.Length + stated.Length == 0)
            return $"{rule?.Name ?? question.Factor}，{span}，没有小时值。";
        ChartHour[] values = ours.Length > 0 ? ours : stated;
        ChartHour top = values.MaxBy(h => h.Value)!, bottom = values.MinBy(h => h.Value)!;
        int over = values.Count(h => h.Exceeds);
        return $"{rule?.Name ?? question.Factor}，{span}，{values.Length} 个小时值{(ours.Length > 0 ? "" : "（数采仪自报）")}，"
            + $"最高 {top.Text}，最低 {bottom.Text}"
            + (rule?.Limit is { } limit && rule.LimitOn == LimitOn.Hour
                ? $"，{(over == 0 ? "没有" : $"{over} 个")}超过限值 {DayDrawing.Plain(limit)}。" : "。");
    }
}
