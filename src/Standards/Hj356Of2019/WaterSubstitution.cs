namespace Qingyuan.Standards;

/// <summary>What stands for a quantity of a day without a valid mean.</summary>
/// <param name="Value">Null = it is not replaced, or there is nothing to replace it by.</param>
/// <param name="Origin"><c>manual</c>, <c>maximum</c> or <c>none</c>.</param>
public readonly record struct WaterSubstitute(decimal? Value, string Origin, Citation Citation);

/// <summary>One manual result of the day.</summary>
public readonly record struct ManualResult(DateTimeOffset At, decimal Value);

/// <summary>
/// What replaces a day of waste water without a valid mean (缺失数据的替代). The raw values stay; what is given here stands
/// beside them with its origin.
/// </summary>
public sealed class WaterSubstitution
{
    private readonly Dictionary<(string Case, string Quantity), (string First, string Then, Citation Citation)> _rows;
    private readonly RuleTable _rules;

    internal WaterSubstitution(RuleTable rules, CsvTable table)
    {
        _rules = rules;
        _rows = table.Rows.ToDictionary(
            row => (row["case"], row["quantity"]),
            row => (Source(row["first"]), Source(row["then"]), row.Cite(Hj356Of2019.Document)));
    }

    /// <summary>
    /// Manual monitoring stands for a day from four results on, none more than six hours after the one before.
    /// </summary>
    [Clause("HJ 356-2019", "8")]
    public bool ManualSuffices(IReadOnlyList<ManualResult> results)
    {
        if (results.Count < _rules["manual.perday"])
            return false;
        var gap = TimeSpan.FromHours((double)_rules["manual.gap.hours"]);
        DateTimeOffset[] times = [.. results.Select(r => r.At).Order()];
        return !times.Zip(times.Skip(1), (a, b) => b - a).Any(apart => apart > gap);
    }

    /// <summary>Null = there is no such case or quantity in the table.</summary>
    /// <param name="when"><c>normal</c>: data of a normal sampling period do not count; <c>abnormal</c>: the period is
    /// none; <c>flow</c>: the flow does not count.</param>
    /// <param name="quantity"><c>load</c>, <c>concentration</c> or <c>flow</c>.</param>
    /// <param name="manual">Results of the day in the unit of the quantity.</param>
    /// <param name="lastQualified">Valid daily values of the last qualified period.</param>
    [Clause("HJ 356-2019", "8")]
    public WaterSubstitute? For(
        string when, string quantity, IReadOnlyList<ManualResult> manual, IReadOnlyList<decimal> lastQualified)
    {
        if (!_rows.TryGetValue((when, quantity), out var row))
            return null;
        foreach (string source in new[] { row.First, row.Then })
        {
            if (source == "manual" && ManualSuffices(manual))
                return new(manual.Average(r => r.Value), source, row.Citation);
            if (source == "maximum" && lastQualified.Count > 0)
                return new(lastQualified.Max(), source, row.Citation);
        }
        return new(null, "none", row.Citation);
    }

    private static string Source(string text) => text is "manual" or "maximum" or "none" ? text
        : throw new InvalidDataException($"“{text}”不认识；请写 manual（手工）、maximum（最大值）或 none（不替代）");
}
