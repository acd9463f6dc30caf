namespace Qingyuan.Standards;

/// <summary>The maximum that stands for the emission of invalid hours.</summary>
/// <param name="Window">Valid hours looked back over.</param>
/// <param name="Value">Null = there is no valid hour before.</param>
public sealed record Substitute(int Window, decimal? Value, Citation Citation);

/// <summary>
/// An hour's emission in accounts (核算排放量): the raw value stays, a substitute stands beside it and says what it is.
/// </summary>
/// <param name="Raw">As measured; kept, whatever it is.</param>
/// <param name="Used">What the account adds up; null = neither is known.</param>
/// <param name="Substitute">Null = the raw value is valid and used.</param>
public sealed record AccountedEmission(decimal? Raw, decimal? Used, Substitute? Substitute)
{
    public string Origin => Substitute is null ? "measured" : "substituted";
}

/// <summary>
/// What replaces the emission of invalid hours (无效数据的修约). Only the mass of SO2, NOx and particulates: never a
/// concentration, never a flue parameter.
/// </summary>
public sealed class StackSubstitution
{
    private readonly (decimal Capture, decimal? Hours, int Window, Citation Citation)[] _rows;
    private readonly HashSet<string> _items;

    internal StackSubstitution(CsvTable windows, CsvTable items)
    {
        _rows = [.. windows.Rows.Select(row => (
            row.Number("capture_at_least"), row.NumberOrNull("hours_at_most"), row.Whole("window"),
            row.Cite(Hj75Of2017.Document)))];
        _items = [.. items.Rows.Select(row => row["item"])];
    }

    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public bool Replaces(string item) => _items.Contains(item);

    /// <summary>
    /// The maximum of the valid hours before; null = the capture rate is below what substitution is meant for.
    /// </summary>
    /// <param name="consecutiveHours">N, the invalid hours in a row.</param>
    /// <param name="history">
    /// Emissions of the valid hours before, oldest first: before the last calibration when out of control, before the
    /// failure otherwise. Fewer than the window are used as they are.
    /// </param>
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public Substitute? For(decimal capturePercent, decimal consecutiveHours, ReadOnlySpan<decimal> history)
    {
        foreach (var (capture, hours, window, citation) in _rows)
        {
            if (capturePercent < capture || consecutiveHours > hours)
                continue;
            ReadOnlySpan<decimal> before = history[Math.Max(0, history.Length - window)..];
            decimal? value = null;
            foreach (decimal emission in before)
                value = value >= emission ? value : emission;
            return new(window, value, citation);
        }
        return null;
    }

    /// <summary>The raw emission where it is valid, the substitute where not; the raw one is never lost.</summary>
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public static AccountedEmission Account(decimal? raw, bool valid, Substitute? substitute) =>
        valid || substitute is null ? new(raw, valid ? raw : null, null) : new(raw, substitute.Value, substitute);
}
