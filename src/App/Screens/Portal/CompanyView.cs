using System.Globalization;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>One factor of one outlet on the public page: its newest hour and its month.</summary>
/// <param name="Exceeding">Hours (days, where the limit is on days) above the limit in 30 days.</param>
internal sealed record CompanyFactor(
    OutletFactor Rule, JudgedFactor? Newest, DateTimeOffset? Hour, bool Ours, int Exceeding);

/// <summary>One outlet on the public page.</summary>
/// <param name="Arrival">Share of hours with data in 30 days; null = none at all.</param>
internal sealed record CompanyOutlet(OutletNow Now, IReadOnlyList<CompanyFactor> Factors, double? Arrival)
{
    public string Code => Now.Outlet.Code;
    public string Name => Now.Outlet.Name;
    public string Id => Now.Outlet.Id;
    public string Kind => Now.Outlet.Kind == OutletKind.FlueGas ? "废气" : "废水";
}

/// <summary>One day of the dots chart.</summary>
/// <param name="Highest">The day's highest hour.</param>
public sealed record DayDot(
    DateTimeOffset Day, decimal? Mean, bool MeanIsOurs, decimal? Highest, bool Exceeds, string? Without)
{
    /// <summary>Of the mean, and of the hours among which is the highest; null = all was seen.</summary>
    public IReadOnlyList<RuleBasis>? OfMean { get; init; }
    public IReadOnlyList<RuleBasis>? OfHighest { get; init; }
}

/// <summary>What the public page of a discharger (企业公开页) shows: 30 days of its outlets, as they were judged.</summary>
internal sealed class CompanyView
{
    public const int Days = 30;

    public required Discharger Company { get; init; }
    public required IReadOnlyList<CompanyOutlet> Outlets { get; init; }
    public required IReadOnlyList<(OutletNow Outlet, string Factor, Exceedance What)> Exceedances { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>What the verdicts of its hours and days rest on that was not simply seen; null = nothing.</summary>
    public required IReadOnlyList<RuleBasis>? Rules { get; init; }

    /// <summary>The newest hour that any value of the table stands for.</summary>
    public DateTimeOffset? Newest => Outlets.SelectMany(o => o.Factors).Max(f => f.Hour);
    public bool HasData => Outlets.Any(o => o.Arrival is not null);

    public static CompanyView? Load(Node node, OutletsSnapshot now, string id)
    {
        var register = node.Register;
        if (register.Discharger(id) is not { } company)
            return null;
        using var connection = node.Tables.Reader();
        var from = Midnight(now.At).AddDays(-Days + 1);
        var outlets = new List<CompanyOutlet>();
        var exceedances = new List<(OutletNow, string, Exceedance)>();
        var figures = new List<IReadOnlyList<RuleBasis>?>();
        foreach (var outlet in now.Outlets.Where(o => o.Outlet.Discharger == id))
        {
            var rules = register.Factors(outlet.Outlet.Id, now.At);
            var found = Judged.Exceedances(connection, from, now.At, outlet.Outlet.Id);
            exceedances.AddRange(found.Select(e =>
                (outlet, rules.FirstOrDefault(r => r.Code == e.Factor)?.Name ?? e.Factor, e)));
            var hours = Judged.Hours(connection, outlet.Outlet.Id, from, now.At);
            var factors = rules.Where(r => r.Limit is not null || rules.All(x => x.Limit is null))
                .Select(r => Of(r, outlet, found)).ToList();
            figures.AddRange(hours.Concat(Judged.Days(connection, outlet.Outlet.Id, from, now.At))
                .SelectMany(i => i.Factors).Where(f => f.Limit is not null).Select(f => f.Rules));
            outlets.Add(new CompanyOutlet(outlet, factors, Arrival(hours, now.At)));
        }
        return new CompanyView
        {
            Company = company,
            Outlets = outlets,
            Exceedances = [.. exceedances.OrderByDescending(e => e.Item3.From)],
            At = now.At,
            Rules = RuleBasis.Together(figures),
        };
    }

    /// <summary>The dots of one factor, oldest day first, one for every day.</summary>
    public static IReadOnlyList<DayDot> Dots(Node node, string outlet, string factor, DateTimeOffset now)
    {
        using var connection = node.Tables.Reader();
        var first = Midnight(now).AddDays(-Days + 1);
        var means = Judged.Days(connection, outlet, first, now).ToDictionary(d => Midnight(d.From));
        var hours = Judged.Hours(connection, outlet, first, now).GroupBy(h => Midnight(h.From))
            .ToDictionary(g => g.Key, g => g.ToList());
        var dots = new List<DayDot>();
        for (int i = 0; i < Days; i++)
        {
            var day = first.AddDays(i);
            var mean = means.GetValueOrDefault(day);
            var of = mean?.Factors.FirstOrDefault(f => f.Code == factor);
            decimal? highest = null;
            IReadOnlyList<RuleBasis>? ofHighest = null;
            bool exceeds = of?.State == OutletState.Exceeds;
            foreach (var hour in hours.GetValueOrDefault(day, []))
            {
                if (hour.Factors.FirstOrDefault(f => f.Code == factor) is not { } f)
                    continue;
                exceeds |= f.State == OutletState.Exceeds;
                if (Number(f.Value) is { } value && (highest is null || value > highest))
                    (highest, ofHighest) = (value, f.Rules);
            }
            dots.Add(new DayDot(day, Number(of?.Value), mean?.Basis != Basis.Stated, highest, exceeds,
                Number(of?.Value) is null && highest is null
                    ? Shell.StateWords.Word(of?.State ?? OutletState.Missing) : null)
            {
                OfMean = of?.Rules,
                OfHighest = ofHighest,
            });
        }
        return dots;
    }

    private static CompanyFactor Of(OutletFactor rule, OutletNow outlet, IReadOnlyList<Exceedance> found)
    {
        var newest = outlet.Latest?.Factors.FirstOrDefault(f => f.Code == rule.Code);
        int exceeding = found.Count(e => e.Factor == rule.Code && e.IsDay == (rule.LimitOn == LimitOn.Day));
        return new CompanyFactor(rule, newest, outlet.Latest?.From, outlet.Latest?.Basis != Basis.Stated, exceeding);
    }

    private static double? Arrival(IReadOnlyList<JudgedInterval> hours, DateTimeOffset now)
    {
        var there = hours
            .Where(h => h.Observed > 0 || h.Factors.Any(f => f.Stated is not null || f.Value is not null)).ToList();
        if (there.Count == 0)
            return null;
        double due = Math.Max(1, Math.Floor((now - there[0].From).TotalHours));
        return Math.Min(1, there.Count / due);
    }

    internal static DateTimeOffset Midnight(DateTimeOffset at)
    {
        var beijing = at.ToOffset(Beijing.Offset);
        return new DateTimeOffset(beijing.Date, Beijing.Offset);
    }

    internal static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) ? value : null;
}
