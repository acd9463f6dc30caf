using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Rules;

/// <summary>One day of a series with its values (一日数据).</summary>
internal sealed record WhatIfDay(DateOnly Day, IReadOnlyDictionary<AirItem, WhatIfValue> Values);

/// <summary>Days that a person pasted, or simulated ones that say so (粘贴的或模拟的逐日数据).</summary>
/// <param name="Problems">Why a line could not be read; with any, no day is judged.</param>
internal sealed record WhatIfSeries(IReadOnlyList<WhatIfDay> Days, bool Simulated, IReadOnlyList<string> Problems)
{
    public const int RowsMax = 800, TextMax = 256 << 10, ProblemsMax = 20;

    private static readonly string[] s_dayForms = ["yyyy-MM-dd", "yyyy-M-d", "yyyy/MM/dd", "yyyy/M/d", "yyyyMMdd"];

    /// <summary>
    /// A header line (date, then items) and one line a day, parted by commas, tabs or semicolons, as a spreadsheet
    /// copies them. Days are put in order; a day that stands twice is refused.
    /// </summary>
    public static WhatIfSeries Read(string text, AirItems names)
    {
        if (text.Length > TextMax)
            return Refused($"粘贴的内容有 {text.Length} 个字符，最多 {TextMax} 个。请分几次看。");
        string[] lines = [.. text.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Trim().Length > 0)];
        if (lines.Length < 2)
            return Refused("请粘贴一行表头（日期、各项目）和至少一行数据。");
        if (lines.Length - 1 > RowsMax)
            return Refused($"有 {lines.Length - 1} 行数据，最多 {RowsMax} 行。请分几次看。");
        var problems = new List<string>();
        AirItem?[] columns = Header(Cells(lines[0]), names, problems);
        var days = new SortedDictionary<DateOnly, WhatIfDay>();
        for (int i = 1; i < lines.Length && problems.Count < ProblemsMax; i++)
        {
            if (Line(Cells(lines[i]), columns, $"第 {i + 1} 行", problems) is { } day && !days.TryAdd(day.Day, day))
                problems.Add($"第 {i + 1} 行：{day.Day:yyyy-MM-dd} 出现了两次，请只留一行。");
        }
        return new WhatIfSeries(problems.Count == 0 ? [.. days.Values] : [], Simulated: false, problems);
    }

    /// <summary>
    /// Ninety days across 2026-03-01: a town on the plateau in late winter and spring, with two dusty spells. The
    /// same every time; no measurement.
    /// </summary>
    public static WhatIfSeries Simulate()
    {
        var days = new List<WhatIfDay>();
        uint state = 20260301;
        DateOnly first = new(2026, 1, 15);
        for (int i = 0; i < 90; i++)
        {
            double season = i / 90.0, week = Math.Sin(i * 0.55), dust = i is 51 or 52 or 74 ? 1 : 0;
            decimal fine = Whole(66 - 22 * season + 9 * week + 30 * dust + 9 * Noise()), noise = Whole(12 * Noise());
            days.Add(new WhatIfDay(first.AddDays(i), new Dictionary<AirItem, WhatIfValue>
            {
                [new AirItem("PM2.5", "24h")] = new(fine, true),
                [new AirItem("PM10", "24h")] = new(decimal.Truncate(fine * 1.75m) + noise + (dust > 0 ? 90 : 0), true),
                [new AirItem("SO2", "24h")] = new(Whole(9 + 2 * Noise()), true),
                [new AirItem("NO2", "24h")] = new(Whole(28 - 8 * season + 5 * Noise()), true),
                [new AirItem("CO", "24h")] = new(Whole(9 + 2 * Noise()) / 10, true),
                [new AirItem("O3", "8h")] = new(Whole(92 + 48 * season + 10 * Noise()), true),
                [new AirItem("O3", "1h")] = new(Whole(108 + 52 * season + 12 * Noise()), true),
            }));
        }
        return new WhatIfSeries(days, Simulated: true, []);

        // A drawing needs variety, not randomness: the same series at every call.
        double Noise()
        {
            state = state * 1664525 + 1013904223;
            return (state >> 8) / (double)(1 << 23) - 1;
        }

        static decimal Whole(double value) => (decimal)Math.Round(value);
    }

    private static WhatIfSeries Refused(string problem) => new([], Simulated: false, [problem]);

    private static string[] Cells(string line) =>
        [.. line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t'
            : line.Contains(';', StringComparison.Ordinal) ? ';' : ',').Select(c => c.Trim())];

    private static AirItem?[] Header(string[] cells, AirItems names, List<string> problems)
    {
        var columns = new AirItem?[cells.Length];
        for (int i = 1; i < cells.Length; i++)
        {
            AirItem? item = names.Key(cells[i]) ?? (names.Item(cells[i]) is { } bare
                ? new AirItem(bare, bare == "O3" ? "8h" : "24h") : null);
            if (item is null)
                problems.Add($"第 1 行：不认识项目“{cells[i]}”，请写 {string.Join("、", names.Items.Order())}。");
            else if (Array.IndexOf(columns, item) >= 0)
                problems.Add($"第 1 行：项目“{cells[i]}”出现了两次。");
            columns[i] = item;
        }
        if (cells.Length < 2)
            problems.Add("第 1 行：表头要有日期和至少一个项目，用逗号或制表符隔开。");
        return columns;
    }

    private static WhatIfDay? Line(string[] cells, AirItem?[] columns, string where, List<string> problems)
    {
        if (cells.Length != columns.Length)
        {
            problems.Add($"{where}：有 {cells.Length} 列，表头有 {columns.Length} 列。");
            return null;
        }
        if (!DateOnly.TryParseExact(
            cells[0], s_dayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            || day.Year is < 2000 or > 2100)
        {
            problems.Add($"{where}：“{cells[0]}”不是 2000 至 2100 年的日期，请写成 2026-03-01。");
            return null;
        }
        var values = new Dictionary<AirItem, WhatIfValue>();
        for (int i = 1; i < cells.Length; i++)
        {
            if (WhatIfValue.Read(cells[i]) is not { } value)
                problems.Add($"{where}：“{cells[i]}”不是浓度；缺测留空，不监测写 /。");
            else if (columns[i] is { } item)
                values[item] = value;
        }
        return new WhatIfDay(day, values);
    }
}

/// <summary>A point of a line; null = a gap.</summary>
internal sealed record WhatIfPoint(long Time, double? Value);

internal sealed record WhatIfLine(string Name, IReadOnlyList<WhatIfPoint> Points);

internal sealed record WhatIfLimit(string Name, long From, long To, double Value, bool InForce);

internal sealed record WhatIfChange(long Time, string Day, string Words);

/// <summary>What the chart across a change of edition shows (跨版本曲线): the index by each, one item, its limits.</summary>
internal sealed record WhatIfChart(
    string Item, string Unit, bool Simulated, long From, long To, IReadOnlyList<WhatIfLine> Index,
    IReadOnlyList<WhatIfPoint> Values, IReadOnlyList<WhatIfLimit> Limits, IReadOnlyList<WhatIfChange> Changes)
{
    private const long DayLength = 24 * 3_600_000;

    public static WhatIfChart Of(WhatIf rules, WhatIfSeries series, AirItem item, int grade)
    {
        DateOnly first = series.Days[0].Day, last = series.Days[^1].Day;
        WhatIfLine[] index = [.. rules.Judges.Where(j => !j.Later).Select(judge => new WhatIfLine(
            judge.Name, [.. Broken(series.Days, day => WhatIf.Verdict(judge, day.Values, grade).Index.Aqi)]))];
        return new WhatIfChart(
            WhatIf.NameOf(item), WhatIf.UnitOf(item), series.Simulated, Time(first), Time(last) + DayLength, index,
            [.. Broken(series.Days, day => day.Values.GetValueOrDefault(item, WhatIfValue.Missing).Number)],
            [.. rules.LimitEditions.SelectMany(l => LimitsOf(rules, l, item, grade, first, last))],
            [.. rules.Changes(first, last).Select(c => new WhatIfChange(
                Time(c.Day), c.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), c.Words))]);
    }

    /// <summary>A day that is not in the series is a gap: nothing is joined across it.</summary>
    private static IEnumerable<WhatIfPoint> Broken(IReadOnlyList<WhatIfDay> days, Func<WhatIfDay, decimal?> value)
    {
        for (int i = 0; i < days.Count; i++)
        {
            if (i > 0 && days[i].Day != days[i - 1].Day.AddDays(1))
                yield return new WhatIfPoint(Time(days[i - 1].Day.AddDays(1)), null);
            yield return new WhatIfPoint(Time(days[i].Day) + DayLength / 2, (double?)value(days[i]));
        }
    }

    private static List<WhatIfLimit> LimitsOf(
        WhatIf rules, Gb3095 edition, AirItem item, int grade, DateOnly first, DateOnly last)
    {
        List<WhatIfLimit> limits = [];
        for (DateOnly day = first; day <= last; day = day.AddDays(1))
        {
            var (limit, inForce) = rules.LimitOn(edition, item, grade, day);
            if (limit is null)
                continue;
            double value = (double)limit.Value;
            if (limits.Count > 0 && limits[^1].Value == value && limits[^1].InForce == inForce)
                limits[^1] = limits[^1] with { To = Time(day) + DayLength };
            else
                limits.Add(new WhatIfLimit(
                    edition.Document, Time(day), Time(day) + DayLength, value, inForce));
        }
        return limits;
    }

    private static long Time(DateOnly day) =>
        new DateTimeOffset(day, TimeOnly.MinValue, Beijing.Offset).ToUnixTimeMilliseconds();
}
