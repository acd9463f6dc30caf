using Qingyuan.Hj212;
using Qingyuan.Publication;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Portal;

/// <summary>The limit that a chart draws (图上的限值): GB 3095 of the day, for the grade of the place.</summary>
internal static class AmbientLimits
{
    /// <summary>Null = the edition sets none for this item and interval.</summary>
    public static decimal? Of(Node node, string item, FigureSpan span, int grade, DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.ToOffset(Beijing.Offset).DateTime);
        Tables tables = node.Corrections.Book.On(day);
        if (tables.Of<InForce>().Edition("ambient-air", day) is not { } edition)
            return null;
        string period = span == FigureSpan.AirHour ? "1h" : item == "O3" ? "8h" : "24h";
        return tables.Of<Gb3095>(edition.Folder).Limit(new AirItem(item, period), grade, day)?.Value;
    }
}
