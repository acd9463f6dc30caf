namespace Qingyuan.Standards;

/// <summary>
/// What is unusually plain in a laboratory's results (过于理想的结果), as counts. Says facts, never that anybody made
/// anything up: a good laboratory has good results, too.
/// </summary>
public static class PlainResults
{
    /// <summary>How many pairs of parallel samples agree to the last digit, of how many.</summary>
    [Clause("质量控制", "过于理想的结果")]
    public static (int Equal, int Of) EqualPairs(IReadOnlyCollection<(decimal A, decimal B)> pairs) =>
        (pairs.Count(p => p.A == p.B), pairs.Count);

    /// <summary>How many recoveries lie within 98 to 102 %, of how many.</summary>
    [Clause("质量控制", "过于理想的结果")]
    public static (int Within, int Of) PlainRecoveries(
        this QualityControl quality, IReadOnlyCollection<decimal> percents)
    {
        (decimal least, decimal most) = (quality["plain.recovery.min"], quality["plain.recovery.max"]);
        return (percents.Count(p => p >= least && p <= most), percents.Count);
    }

    /// <summary>How many raw areas (峰面积) stand more than once, of how many.</summary>
    [Clause("质量控制", "过于理想的结果")]
    public static (int Repeated, int Of) RepeatedAreas(IReadOnlyCollection<decimal> areas) =>
        (areas.GroupBy(a => a).Where(g => g.Count() > 1).Sum(g => g.Count()), areas.Count);

    /// <summary>
    /// χ² of the last digits as sent over 0 to 9, met when it is no larger than chance allows at 95 %. Not judged below
    /// fifty results, where fewer than five of each digit are expected.
    /// </summary>
    [Clause("质量控制", "末位数字 χ²(0.95;9)")]
    public static QualityCheck TerminalDigits(this QualityControl quality, IReadOnlyCollection<string> results)
    {
        decimal[] counts = new decimal[10];
        decimal most = quality["terminal.digit.chi"];
        Citation citation = quality.Cite("terminal.digit.chi");
        foreach (string result in results)
        {
            int digit = result.Length == 0 ? -1 : result[^1] - '0';
            if (digit is < 0 or > 9)
                throw new ArgumentException($"'{result}' does not end in a digit.", nameof(results));
            counts[digit]++;
        }
        if (results.Count < quality["terminal.digit.least"])
            return new("qc.plain.terminal-digit", null, null, most, null, citation);
        decimal expected = results.Count / 10m;
        decimal chi = counts.Sum(c => (c - expected) * (c - expected)) / expected;
        return new("qc.plain.terminal-digit", chi, null, most, chi <= most, citation);
    }
}
