using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Standards;

namespace Qingyuan.Judgement;

/// <summary>One clock hour of a quarter in the account of emissions.</summary>
/// <param name="Status">Status letter of HJ 75 (数据状态标记): N, F, C, M, Md, T, D.</param>
/// <param name="Raw">kg as measured; null = concentration or flow is not valid. Never changed.</param>
public sealed record EmissionHour(DateTimeOffset From, string Status, MarkUse Use, decimal? Raw)
{
    /// <summary>Measured, or the substitute beside it; null before the account, and where neither is known.</summary>
    public decimal? Used { get; init; }
}

/// <summary>Invalid hours in a row and what stands beside them.</summary>
/// <param name="Window">Valid hours looked back over; null = nothing is substituted (capture too low).</param>
/// <param name="HourlyEmission">kg/h, the maximum of the window; null = there is no valid hour before.</param>
public sealed record InvalidRun(
    DateTimeOffset From, DateTimeOffset To, int Hours, string Status, int? Window, decimal? HourlyEmission);

/// <summary>
/// A quarter of one pollutant of a flue-gas outlet (季度核算): hours, capture rate, and the emission with its
/// substitutes beside the raw values. Concentrations and flue parameters are never replaced.
/// </summary>
/// <param name="Through">Up to where hours were due: the end, or now while the quarter runs.</param>
/// <param name="CapturePercent">Null = nothing was due.</param>
/// <param name="Counts">Whether the capture rate reaches what the document asks; null = nothing was due.</param>
/// <param name="MeasuredKilograms">Sum of the valid hours.</param>
/// <param name="SubstitutedKilograms">Sum of the substitutes; never mixed with the measured sum.</param>
public sealed record QuarterAccount(
    string Outlet, string Factor, DateTimeOffset From, DateTimeOffset Through, int Hours, int Valid, int Invalid,
    int Stopped, decimal? CapturePercent, bool? Counts, decimal MeasuredKilograms, decimal SubstitutedKilograms,
    IReadOnlyList<InvalidRun> Runs, IReadOnlyList<RuleBasis>? Rules);

/// <summary>Makes the account of one quarter: pure, from its hours and the valid emissions before it.</summary>
public static class Quarter
{
    /// <summary>The largest window that a table may look back over; also how many hours before are kept.</summary>
    public const int HistoryMax = 4_320;

    /// <param name="hours">Every clock hour that was due, in order; a missing one too.</param>
    /// <param name="before">Emissions of valid hours before the quarter, oldest first.</param>
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    [Clause("HJ 75-2017", "12 数据捕集率")]
    internal static (IReadOnlyList<EmissionHour> Hours, IReadOnlyList<InvalidRun> Runs, decimal? Capture) Account(
        Hj75Of2017 edition, IReadOnlyList<EmissionHour> hours, IEnumerable<decimal> before)
    {
        int stopped = hours.Count(h => h.Use == MarkUse.Stopped);
        int invalid = hours.Count(h => IsInvalid(h));
        decimal? capture = Hj75Of2017.CapturePercent(hours.Count, invalid, stopped);
        var history = new List<decimal>(before.TakeLast(HistoryMax));
        var used = new EmissionHour[hours.Count];
        var runs = new List<InvalidRun>();
        for (int i = 0; i < hours.Count; i++)
        {
            int end = i;
            while (end < hours.Count && IsInvalid(hours[end]))
                end++;
            if (end == i)
            {
                used[i] = hours[i] with { Used = hours[i].Raw };
                if (hours[i].Raw is { } raw)
                    history.Add(raw);
                continue;
            }
            // Before the failure: what came after it says nothing of it.
            Substitute? substitute = capture is { } percent
                ? edition.Substitution.For(percent, end - i, history.ToArray()) : null;
            runs.Add(new InvalidRun(
                hours[i].From, hours[end - 1].From.AddHours(1), end - i, Commonest(hours, i, end),
                substitute?.Window, substitute?.Value));
            for (int k = i; k < end; k++)
            {
                used[k] = hours[k] with
                {
                    Used = StackSubstitution.Account(hours[k].Raw, valid: false, substitute).Used,
                };
            }
            i = end - 1;
        }
        return (used, runs, capture);
    }

    /// <summary>An hour counts in the account with its emission; while the source stands none is due.</summary>
    public static bool IsInvalid(EmissionHour hour) => hour.Use != MarkUse.Stopped && hour.Raw is null;

    /// <summary>The first day of the quarter <c>2026Q4</c> in Beijing; null = the text names none.</summary>
    public static DateTimeOffset? Start(string text)
    {
        if (text.Length != 6 || text[4] is not ('Q' or 'q') || text[5] is < '1' or > '4'
            || !int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out int year)
            || year is < 2000 or > 2099)
            return null;
        return new DateTimeOffset(year, 3 * (text[5] - '1') + 1, 1, 0, 0, 0, Beijing.Offset);
    }

    private static string Commonest(IReadOnlyList<EmissionHour> hours, int from, int to) => hours
        .Skip(from).Take(to - from).GroupBy(h => h.Status).OrderByDescending(g => g.Count())
        .ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
}
