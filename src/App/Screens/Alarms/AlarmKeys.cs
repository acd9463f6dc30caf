using System.Globalization;
using Qingyuan.App.Screens.Components;
using Qingyuan.App.Screens.Wall;

namespace Qingyuan.App.Screens.Alarms;

/// <summary>Finds the alarm that an address names (报警地址), and gives the list as CSV.</summary>
internal static class AlarmKeys
{
    public const string Csv = "/w/alarms.csv";

    /// <summary>
    /// The alarm of that key; where it has gone on meanwhile, the one of the same outlet and kind: there is only one.
    /// </summary>
    public static AlarmLine? Find(IReadOnlyList<AlarmLine> lines, string? key)
    {
        if (lines.FirstOrDefault(l => l.Key == key) is { } same)
            return same;
        string[] parts = key?.Split('.', 3) ?? [];
        return parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out int kind)
            ? lines.FirstOrDefault(l => (int)l.Kind == kind && l.Outlets.Any(o => o.Outlet.Id == parts[2])) : null;
    }

    public static IResult GetCsv(HttpContext context, OutletsNow now, string? region, string? kind, string? state)
    {
        var view = now.Get();
        return TableCsv.Of(TableView.Of(context, "/w/alarms"),
            [.. AlarmColumns.Of(view.At).Where(c => c.Key != "acts")],
            AlarmColumns.Narrowed(view.Lines, region, kind, state),
            $"alarms-{view.At:yyyyMMddHHmm}.csv", $"报警清单，{view.At:yyyy-MM-dd HH:mm} 北京时间");
    }
}
