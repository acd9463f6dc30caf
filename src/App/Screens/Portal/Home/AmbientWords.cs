using System.Globalization;
using Qingyuan.App.Screens.Shell;
using Qingyuan.Hj212;
using Qingyuan.Publication;
using Qingyuan.Registry;

namespace Qingyuan.App.Screens.Portal;

/// <summary>Figures of the environment in words (文字和颜色): names, categories, swatches, addresses.</summary>
internal static class AmbientWords
{
    private static readonly int[] s_levels = [50, 100, 150, 200, 300];

    public static string Name(this PortalWords words, AmbientItem item) => words.Language switch
    {
        "en" => item.English,
        "bo" => item.Tibetan.Length > 0 ? item.Tibetan : item.Chinese,
        _ => item.Chinese,
    };

    /// <summary>A name with the sign that people know it by: 细颗粒物 PM2.5.</summary>
    public static string NameAndSign(this PortalWords words, string item) =>
        AmbientItem.OfItem(item) is not { } known ? item
        : known.Symbol.Length == 0 || known.Symbol == words.Name(known) ? words.Name(known)
        : $"{words.Name(known)} {known.Symbol}";

    /// <summary>The sign alone where the standards have one, e.g. PM10; water items by name.</summary>
    public static string Short(this PortalWords words, string item) =>
        AmbientItem.OfItem(item) is not { } known ? item
        : known.IsWater || known.Symbol.Length == 0 ? words.Name(known) : known.Symbol;

    public static string Name(this PortalWords words, Prefecture p, bool full = false) => words.Language switch
    {
        "en" => p.NameEn,
        "bo" => p.NameBo,
        _ => full ? p.Full : p.Name,
    };

    public static string Name(this PortalWords words, AmbientSite s) => words.Language switch
    {
        "en" when s.NameEn.Length > 0 => s.NameEn,
        "bo" when s.NameBo.Length > 0 => s.NameBo,
        _ => s.IsWater ? $"{s.Water} {s.Name}" : s.Name,
    };

    /// <summary>空气质量类别 or 水质状况, e.g. 优.</summary>
    public static string Category(this PortalWords words, Figure f) => f.Content.Word is not { } word ? words["none"]
        : words[(IsWater(f) ? "water.w." : "air.w.") + word];

    public static bool IsWater(Figure f) =>
        f.Span is FigureSpan.WaterSample or FigureSpan.WaterDay or FigureSpan.WaterMonth;

    /// <summary>AQI, or the class in Roman numerals.</summary>
    public static string Number(this PortalWords words, Figure f) => f.Value is not { } value ? "-"
        : IsWater(f) ? words.Say("class", Class(value)) : value.ToString(CultureInfo.InvariantCulture);

    public static string Class(int value) => ((Standards.WaterClass)value) switch
    {
        Standards.WaterClass.InferiorV => "劣Ⅴ",
        var other => "ⅠⅡⅢⅣⅤ"[(int)other - 1].ToString(),
    };

    /// <summary>The CSS class of the official colour; only for swatches, never under text.</summary>
    public static string Swatch(Figure? f) => f?.Value is not { } value ? "s0"
        : IsWater(f) ? "k" + value.ToString(CultureInfo.InvariantCulture) : "e" + (Level(value) + 1);

    /// <summary>0 for 优 up to 5 for 严重污染.</summary>
    public static int Level(int aqi) => s_levels.TakeWhile(l => aqi > l).Count();

    /// <summary>The page on which a figure is walked down to its frames.</summary>
    public static string Link(Figure f) => $"/figure/{Uri.EscapeDataString(f.Place)}/{SpanKey(f.Span)}/"
        + f.From.ToOffset(Beijing.Offset).ToString("yyyy-MM-ddTHH", CultureInfo.InvariantCulture);

    public static string SpanKey(FigureSpan span) => span switch
    {
        FigureSpan.AirHour => "air-hour",
        FigureSpan.AirDay => "air-day",
        FigureSpan.WaterSample => "water-sample",
        FigureSpan.WaterDay => "water-day",
        _ => "water-month",
    };

    public static FigureSpan? SpanOf(string key) => Enum.GetValues<FigureSpan>()
        .Select(s => (FigureSpan?)s).FirstOrDefault(s => SpanKey(s!.Value) == key);

    /// <summary>Why there is no value, in words; null = there is one or nothing to say.</summary>
    public static string? Why(this PortalWords words, FigureItem item) => item.Reason switch
    {
        null => item.Beside ? words["why.beside"] : null,
        var flag when flag.StartsWith("flag:", StringComparison.Ordinal) => words.Say("why.flag", flag[5..]),
        var reason => words["why." + reason],
    };

    public static string When(Figure f) => f.Span switch
    {
        FigureSpan.AirDay or FigureSpan.WaterDay => Says.Day(f.From),
        FigureSpan.WaterMonth => f.From.ToOffset(Beijing.Offset).ToString("yyyy-MM", CultureInfo.InvariantCulture),
        _ => Says.Minute(f.From),
    };
}
