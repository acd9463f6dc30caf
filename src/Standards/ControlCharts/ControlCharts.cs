namespace Qingyuan.Standards;

/// <summary>A rule of a control chart (判异规则).</summary>
/// <param name="Set"><c>laboratory</c> or <c>westgard</c>.</param>
/// <param name="Severity"><c>informs</c> or <c>person</c> (a person must look).</param>
public sealed record ChartRule(
    string Code, string Set, string Kind, int Points, int Of, decimal Sd, string Severity, string Text,
    Citation Citation);

/// <summary>A rule that fired, with the indices of all points that made it fire, in order.</summary>
public sealed record ChartSignal(ChartRule Rule, IReadOnlyList<int> Points);

/// <summary>Centre and spread of a chart (质量控制图), from enough results of one control sample.</summary>
public readonly record struct ChartLimits(decimal Mean, decimal Sd)
{
    public decimal At(decimal sds) => Mean + sds * Sd;
}

/// <summary>Control charts of a laboratory (质量控制图): the rules of the trade and those of Westgard.</summary>
public sealed class ControlCharts : IEdition<ControlCharts>
{
    public const int PointsMax = 100_000;

    private readonly RuleTable _limits;

    private ControlCharts(Tables tables, string folder)
    {
        _limits = new("HJ/T 91-2002", tables[$"{folder}/limits.csv"]);
        Rules = [.. tables[$"{folder}/rules.csv"].Rows.Select(row => new ChartRule(
            row["code"], row["set"], row["kind"], row.Whole("points"), row.Whole("of"), row.Number("sd"),
            row["severity"], row["text"], row.Cite(row["document"])))];
    }

    public static ControlCharts From(Tables tables, string folder) => new(tables, folder);

    public IReadOnlyList<ChartRule> Rules { get; }

    /// <summary>Lines to draw, in standard deviations: auxiliary 辅助线, warning 警告限, action 控制限.</summary>
    [Clause("HJ/T 91-2002", "质量控制图 绘制")]
    public (decimal Auxiliary, decimal Warning, decimal Action) Lines =>
        (_limits["auxiliary.sd"], _limits["warning.sd"], _limits["action.sd"]);

    /// <summary>Null below twenty results, and when they do not vary.</summary>
    [Clause("HJ/T 91-2002", "质量控制图 绘制")]
    public ChartLimits? Limits(IReadOnlyCollection<decimal> results)
    {
        if (results.Count < _limits["points.least"])
            return null;
        decimal sd = Sample.StandardDeviation(results);
        return sd == 0 ? null : new(Sample.Mean(results), sd);
    }

    /// <summary>Every rule of a set that fires over the points, in the order of the table.</summary>
    [Clause("GB/T 4091-2001", "检验1")]
    [Clause("GB/T 4091-2001", "检验5")]
    [Clause("GB/T 4091-2001", "检验6")]
    [Clause("HJ/T 91-2002", "质量控制图")]
    [Clause("Westgard", "1-2s")]
    [Clause("Westgard", "1-3s")]
    [Clause("Westgard", "2-2s")]
    [Clause("Westgard", "R-4s")]
    [Clause("Westgard", "4-1s")]
    [Clause("Westgard", "10x")]
    public IReadOnlyList<ChartSignal> Signals(string set, ChartLimits limits, IReadOnlyList<decimal> points)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(limits.Sd);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points.Count, PointsMax);
        decimal[] z = [.. points.Select(p => (p - limits.Mean) / limits.Sd)];
        List<ChartSignal> signals = [];
        foreach (ChartRule rule in Rules.Where(r => r.Set == set))
        {
            SortedSet<int> fired = [];
            for (int end = rule.Of - 1; end < z.Length; end++)
                Mark(rule, z.AsSpan(end - rule.Of + 1, rule.Of), end - rule.Of + 1, fired);
            if (fired.Count > 0)
                signals.Add(new(rule, [.. fired]));
        }
        return signals;
    }

    /// <summary>Adds the points of one window that make the rule fire.</summary>
    private static void Mark(ChartRule rule, ReadOnlySpan<decimal> window, int start, SortedSet<int> fired)
    {
        switch (rule.Kind)
        {
            case "side":
                MarkSide(rule, window, start, 1, fired);
                MarkSide(rule, window, start, -1, fired);
                break;
            case "range" when Math.Max(window[0], window[1]) > rule.Sd && Math.Min(window[0], window[1]) < -rule.Sd:
                fired.Add(start);
                fired.Add(start + 1);
                break;
            case "trend" when Steps(window, 1) || Steps(window, -1):
                for (int i = 0; i < window.Length; i++)
                    fired.Add(start + i);
                break;
        }
    }

    private static void MarkSide(
        ChartRule rule, ReadOnlySpan<decimal> window, int start, int side, SortedSet<int> fired)
    {
        int beyond = 0;
        foreach (decimal z in window)
            beyond += z * side > rule.Sd ? 1 : 0;
        if (beyond < rule.Points)
            return;
        for (int i = 0; i < window.Length; i++)
        {
            if (window[i] * side > rule.Sd)
                fired.Add(start + i);
        }
    }

    private static bool Steps(ReadOnlySpan<decimal> window, int direction)
    {
        for (int i = 1; i < window.Length; i++)
        {
            if ((window[i] - window[i - 1]) * direction <= 0)
                return false;
        }
        return true;
    }
}
