using System.Data.Common;
using Qingyuan.App.Screens.Shell;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

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

/// <summary>One outlet in the list, with its newest finished hour.</summary>
internal sealed record OutletLine(
    Outlet Outlet, Discharger? Discharger, IReadOnlyList<string> Mns, OutletState State, JudgedInterval? Hour,
    JudgedFactor? Factor, OutletFactor? Rule, int Exceeding, bool DayExceeds,
    DateTimeOffset? Heard)
{
    public bool Ours => Hour?.Basis == Basis.Minutes;
}

/// <summary>The list of all outlets (排口清单) with what is newest of each.</summary>
internal static class OutletList
{
    public static IReadOnlyList<OutletLine> Load(Node node, OutletFilter filter)
    {
        Register register = node.Register;
        DateTimeOffset now = node.Clock.GetUtcNow().ToOffset(Beijing.Offset);
        using DbConnection connection = node.Tables.Reader();
        Dictionary<string, JudgedInterval> latest = Judged.Latest(connection).ToDictionary(h => h.Outlet);
        HashSet<string> daily = [.. Judged.Exceedances(connection, now.AddDays(-2), now, null)
            .Where(e => e.IsDay).Select(e => e.Outlet)];
        Dictionary<string, int> exceeding = Judged.Exceedances(connection, now.AddHours(-24), now, null)
            .Where(e => !e.IsDay).GroupBy(e => e.Outlet)
                .ToDictionary(g => g.Key, g => g.Select(e => e.From).Distinct().Count());
        Dictionary<string, DateTimeOffset> heard = SeriesQueries.Heard(connection)
            .ToDictionary(d => d.Mn, d => d.LastReceived);
        List<OutletLine> lines = [];
        foreach (Outlet outlet in register.Outlets)
        {
            string[] mns = [.. register.DevicesOf(outlet.Id).Select(d => d.Mn).Distinct()];
            JudgedInterval? hour = latest.GetValueOrDefault(outlet.Id);
            var (rule, factor) = hour is null ? (null, null) : Telling(register, hour);
            DateTimeOffset[] times = [.. mns.Where(heard.ContainsKey).Select(mn => heard[mn])];
            OutletLine line = new(outlet, register.Discharger(outlet.Discharger), mns,
                hour?.State ?? OutletState.Missing, hour,
                factor, rule, exceeding.GetValueOrDefault(outlet.Id), daily.Contains(outlet.Id),
                times.Length == 0 ? null : times.Max());
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
