using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Interventions;

/// <summary>Words and times of the intervention screens.</summary>
internal static class InterventionWords
{
    private const string LocalFormat = "yyyy-MM-ddTHH:mm";

    public static string Role(string role) => role == InterventionActs.Integrity ? "廉政监督员" : "纪检监察机关";

    /// <summary>As a <c>datetime-local</c> field wants it, Beijing time.</summary>
    public static string Local(DateTimeOffset at) =>
        at.ToOffset(Beijing.Offset).ToString(LocalFormat, CultureInfo.InvariantCulture);

    public static DateTimeOffset? ReadLocal(string text, List<Refusal> refusals)
    {
        // A browser may send seconds too.
        string minute = text.Length >= 16 ? text[..16] : text;
        if (DateTime.TryParseExact(minute, LocalFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            && at.Year > 1)
            return new DateTimeOffset(at, Beijing.Offset);
        refusals.Add(Refusal.Of("at.form", "", "时间写成 2026-11-24 09:58。", "at"));
        return null;
    }
}
