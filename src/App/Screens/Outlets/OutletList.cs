using Qingyuan.App.Screens.Shell;
using Qingyuan.App.Screens.Wall;
using Qingyuan.Judgement;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Outlets;

/// <summary>What the list of outlets is narrowed to; null or empty = all.</summary>
/// <param name="State">A key of <see cref="StateWords.Key"/>, e.g. <c>over</c>.</param>
internal sealed record OutletFilter(string? Region, string? Kind, string? State, string? Text)
{
    public bool Holds(OutletLine line) =>
        (string.IsNullOrEmpty(Region) || line.Discharger?.Region == Region)
        && (string.IsNullOrEmpty(Kind) || line.Outlet.Kind.ToString().Equals(Kind, StringComparison.OrdinalIgnoreCase))
        && (string.IsNullOrEmpty(State) || StateWords.Key(line.State) == State)
        && (string.IsNullOrWhiteSpace(Text) || Text.Trim().Split(' ').All(word => Says(line, word)));

    private static bool Says(OutletLine line, string word) =>
        new[] { line.Outlet.Id, line.Outlet.Code, line.Outlet.Name, line.Outlet.Process, line.Discharger?.Name,
            line.Discharger?.County, line.Discharger?.Industry }.Concat(line.Mns)
            .Any(text => text is not null && text.Contains(word, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An hour's value in a list: ours or the logger's own, and whether it is above the limit.</summary>
public sealed record ShownHour(
    string Number, bool Ours, string? Unit, string Href, bool Over, IReadOnlyList<RuleBasis>? Rules);

/// <summary>One outlet in the list, with its newest finished hour.</summary>
internal sealed record OutletLine(
    Outlet Outlet, Discharger? Discharger, IReadOnlyList<string> Mns, OutletState State, JudgedInterval? Hour,
    JudgedFactor? Factor, OutletFactor? Rule, int Exceeding, bool DayExceeds,
    DateTimeOffset? Heard)
{
    public bool Ours => Hour?.Basis == Basis.Minutes;

    /// <summary>The value as it is shown, with its way down; null = none.</summary>
    public ShownHour? Shown => Factor is null || Hour is null ? null : Ours && Factor.Value is { } ours
        ? ShownAs(ours, true) : (Factor.Stated ?? Factor.Value) is { } stated ? ShownAs(stated, false) : null;

    private ShownHour ShownAs(string number, bool ours) => new(number, ours, Rule?.Unit,
        Links.Hour(Outlet.Id, Factor!.Code, Hour!.From), Over, Factor.Rules);

    private bool Over => Factor?.State == OutletState.Exceeds;
}

/// <summary>The list of all outlets (排口清单) with what is newest of each.</summary>
internal static class OutletList
{
    /// <summary>From the snapshot that all pages share: no query of its own, however many outlets there are.</summary>
    public static IReadOnlyList<OutletLine> Load(Register register, OutletsSnapshot view, OutletFilter filter)
    {
        HashSet<string> daily = [.. view.Recent.Where(e => e.IsDay).Select(e => e.Outlet)];
        Dictionary<string, int> exceeding = view.Recent.Where(e => !e.IsDay && e.From >= view.At.AddHours(-24))
            .GroupBy(e => e.Outlet).ToDictionary(g => g.Key, g => g.Select(e => e.From).Distinct().Count());
        List<OutletLine> lines = [];
        foreach (OutletNow o in view.Outlets)
        {
            string[] mns = [.. register.DevicesOf(o.Outlet.Id).Select(d => d.Mn).Distinct()];
            var (rule, factor) = o.Latest is null ? (null, null) : Telling(register, o.Latest);
            OutletLine line = new(o.Outlet, o.Discharger, mns, o.State, o.Latest, factor, rule,
                exceeding.GetValueOrDefault(o.Outlet.Id), daily.Contains(o.Outlet.Id), o.Heard);
            if (filter.Holds(line))
                lines.Add(line);
        }
        Dictionary<OutletState, int> urgency = StateWords.ByUrgency.Select((state, place) => (state, place))
            .ToDictionary(s => s.state, s => s.place);
        return [.. lines.OrderBy(l => urgency.GetValueOrDefault(l.State, 99))
            .ThenBy(l => l.Discharger?.Region, StringComparer.Ordinal)
            .ThenBy(l => l.Outlet.Id, StringComparer.Ordinal)];
    }

    /// <summary>The factor of an hour that tells most: what exceeds, then what differs, then the main limited
    /// one.</summary>
    private static (OutletFactor? Rule, JudgedFactor? Factor) Telling(Register register, JudgedInterval hour)
    {
        Dictionary<string, OutletFactor> limited = register.Factors(hour.Outlet, hour.From)
            .Where(r => r.Limit is not null).ToDictionary(r => r.Code);
        JudgedFactor? factor = hour.Factors.Where(f => limited.ContainsKey(f.Code)).MinBy(f => f.State switch
        {
            OutletState.Exceeds => 0,
            OutletState.Pending => 1,
            _ => f.Code is "a21002" or "w01018" ? 2 : 3,
        });
        return factor is null ? (null, null) : (limited[factor.Code], factor);
    }

    public static string Word(OutletKind kind) => kind == OutletKind.FlueGas ? "废气" : "废水";
}
