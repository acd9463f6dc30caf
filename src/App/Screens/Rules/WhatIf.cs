using System.Globalization;
using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Rules;

/// <summary>A pair of editions that judges a day: the index and the limits, with the day whose limits hold.</summary>
/// <param name="Name">As the screen names it, e.g. 2026 版 or 2026 版（2031-01-01 起）.</param>
/// <param name="Later">True for limits that only hold later in the edition's time.</param>
/// <param name="Method">How a value is held to these limits.</param>
internal sealed record WhatIfJudge(
    string Name, Hj633 Index, Gb3095 Limits, DateOnly Day, bool Later, Comparison Method);

/// <summary>One value as typed: a number, missing (缺测), or not monitored here (不监测, printed as "/").</summary>
internal readonly record struct WhatIfValue(decimal? Number, bool Monitored)
{
    public const decimal Max = 100_000;

    public static readonly WhatIfValue Missing = new(null, true), NotMonitored = new(null, false);

    /// <summary>Null when the text is no concentration.</summary>
    public static WhatIfValue? Read(string? text)
    {
        text = text?.Trim() ?? "";
        if (text == "/")
            return NotMonitored;
        if (text.Length == 0 || text is "-" or "—" or "－" || text.Equals("NA", StringComparison.OrdinalIgnoreCase))
            return Missing;
        return decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number) && number <= Max
            ? new WhatIfValue(number, true) : null;
    }

    public string Text => Number?.ToString(CultureInfo.InvariantCulture) ?? (Monitored ? "" : "/");
}

/// <summary>An item in the table of one day, judged by one pair of editions.</summary>
internal sealed record WhatIfCell(int? Iaqi, bool TakesPart, AirLimit? Limit, decimal? Multiple, bool Exceeds);

/// <summary>One day judged by one pair of editions.</summary>
internal sealed record WhatIfVerdict(WhatIfJudge Judge, AirIndex Index, IReadOnlyDictionary<AirItem, WhatIfCell> Cells);

/// <summary>
/// The same day's data by every edition that this house knows (两版对照). Computes only: nothing is stored, published or
/// judged by it.
/// </summary>
internal sealed class WhatIf
{
    private readonly Rulebook _rules;

    public WhatIf(Rulebook rules, DateOnly today)
    {
        _rules = rules;
        Names = rules.On(today).Of<AirItems>();
        Judges = [.. JudgesOf(rules)];
        Items = [.. Judges.SelectMany(j => j.Index.Items(AirReport.Daily)).Distinct()];
    }

    public AirItems Names { get; }

    public IReadOnlyList<WhatIfJudge> Judges { get; }

    /// <summary>What takes part in the daily report of any edition.</summary>
    public IReadOnlyList<AirItem> Items { get; }

    public static string NameOf(AirItem item) => item.Item == "O3"
        ? item.Period == "8h" ? "O3 日最大 8 小时" : "O3 日最大 1 小时" : item.Item;

    public static string UnitOf(AirItem item) => item.Item == "CO" ? "mg/m³" : "µg/m³";

    public IReadOnlyList<WhatIfVerdict> Day(IReadOnlyDictionary<AirItem, WhatIfValue> values, int grade) =>
        [.. Judges.Select(judge => Verdict(judge, values, grade))];

    public static WhatIfVerdict Verdict(
        WhatIfJudge judge, IReadOnlyDictionary<AirItem, WhatIfValue> values, int grade)
    {
        (AirItem Item, decimal? Number)[] monitored =
            [.. values.Where(v => v.Value.Monitored).Select(v => (v.Key, v.Value.Number))];
        AirIndex index = judge.Index.Index(AirReport.Daily, monitored);
        IReadOnlyList<AirItem> daily = judge.Index.Items(AirReport.Daily);
        var indices = index.Iaqi.ToDictionary(i => i.Item, i => i.Iaqi);
        var cells = values.ToDictionary(v => v.Key, v =>
        {
            AirLimit? limit = judge.Limits.Limit(v.Key, grade, judge.Day);
            return new WhatIfCell(
                indices.GetValueOrDefault(v.Key), daily.Contains(v.Key), limit,
                v.Value.Number is { } n && limit is not null ? Hj663.Multiple(n, limit.Value) : null,
                v.Value.Number is { } value && limit is not null && Gbt8170Of2008.Exceeds(
                    value, limit.Value, judge.Method, 1));
        });
        return new WhatIfVerdict(judge, index, cells);
    }

    /// <summary>The rows behind a verdict that nobody has confirmed (规则待核), as citations to show.</summary>
    public static IReadOnlyList<Citation> Unconfirmed(
        WhatIfVerdict verdict, IReadOnlyDictionary<AirItem, WhatIfValue> values)
    {
        IEnumerable<Citation?> rows = values.Where(v => verdict.Cells[v.Key].Iaqi is not null)
            .Select(v => verdict.Judge.Index.Cite(v.Key, v.Value.Number))
            .Concat(verdict.Cells.Values.Select(c => c.Limit?.Citation));
        return [.. rows.OfType<Citation>().Where(c => c.IsUnconfirmed).Distinct()];
    }

    /// <summary>The limit that an edition sets, and whether it is the one in force on that day.</summary>
    public (AirLimit? Limit, bool InForce) LimitOn(Gb3095 limits, AirItem item, int grade, DateOnly day) => (
        limits.Limit(item, grade, day),
        _rules.On(day).Of<InForce>().Document("ambient-air", day) == limits.Document);

    /// <summary>The editions of the limits, oldest first.</summary>
    public IEnumerable<Gb3095> LimitEditions => Judges.Select(j => j.Limits).Distinct();

    /// <summary>The days in a span on which another edition, or another limit of one edition, begins.</summary>
    public IEnumerable<(DateOnly Day, string Words)> Changes(DateOnly from, DateOnly to)
    {
        foreach (WhatIfJudge judge in Judges)
        {
            if (judge.Day > from && judge.Day <= to)
                yield return (judge.Day, judge.Later
                    ? $"{judge.Limits.Document} 最终限值开始" : $"{judge.Limits.Document}、{judge.Index.Document} 开始实施");
        }
    }

    private static IEnumerable<WhatIfJudge> JudgesOf(Rulebook rules)
    {
        foreach (EditionInForce edition in rules.Newest().Of<InForce>().All
            .Where(e => e.Subject == "air-index" && e.Region.Length == 0).OrderBy(e => e.From))
        {
            Tables tables = rules.On(edition.From);
            if (tables.Of<InForce>().Edition("ambient-air", edition.From) is not { } limits)
                continue;
            string name = $"{edition.Document[^4..]} 版";
            var judge = new WhatIfJudge(
                name, tables.Of<Hj633>(edition.Folder), tables.Of<Gb3095>(limits.Folder), edition.From,
                Later: false, tables.Of<Gbt8170Of2008>().MethodFor(limits.Document));
            yield return judge;
            foreach (DateOnly change in judge.Limits.Changes)
                yield return judge with { Name = $"{name}（{change:yyyy-MM-dd} 起）", Day = change, Later = true };
        }
    }
}
