using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Judgement;

namespace Qingyuan.App.Screens.Shell;

/// <summary>Where a value walks down to its origin (溯源页地址).</summary>
internal static class Links
{
    public static string Hour(string outlet, string factor, DateTimeOffset hour) =>
        $"/origin/{Uri.EscapeDataString(outlet)}/{Uri.EscapeDataString(factor)}/hour/{Text(hour, "yyyy-MM-ddTHH")}";

    public static string Day(string outlet, string factor, DateTimeOffset day) =>
        $"/origin/{Uri.EscapeDataString(outlet)}/{Uri.EscapeDataString(factor)}/day/{Text(day, "yyyy-MM-dd")}";

    public static string Origin(Exceedance e) =>
        e.IsDay ? Day(e.Outlet, e.Factor, e.From) : Hour(e.Outlet, e.Factor, e.From);

    private static string Text(DateTimeOffset at, string format) =>
        at.ToOffset(Beijing.Offset).ToString(format, CultureInfo.InvariantCulture);
}
