using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Components;

namespace Qingyuan.App.Screens.Origin;

/// <summary>
/// Writes one inline picture. Classes and presentation attributes only: the content security policy allows no
/// style attribute. Every text is encoded here and nowhere else.
/// </summary>
internal sealed class Svg
{
    private readonly StringBuilder _text = new();

    /// <param name="label">The sentence for screen readers; null = decoration.</param>
    public Svg(double width, double height, string classes, string? label)
    {
        _text.Append(CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Number(width)} {Number(height)}\" class=\"{classes}\"");
        _text.Append(label is null ? " aria-hidden=\"true\">" : $" role=\"group\" aria-label=\"{Encode(label)}\">");
    }

    public Svg Rect(double x, double y, double width, double height, string classes, string? title = null)
    {
        if (width <= 0 || height <= 0)
            return this;
        _text.Append($"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\"")
            .Append($" height=\"{Number(height)}\" class=\"{classes}\"");
        return Close("rect", title);
    }

    public Svg Circle(double x, double y, double radius, string classes, string? title = null)
    {
        _text.Append($"<circle cx=\"{Number(x)}\" cy=\"{Number(y)}\" r=\"{Number(radius)}\" class=\"{classes}\"");
        return Close("circle", title);
    }

    public Svg Line(double x1, double y1, double x2, double y2, string classes) => Path(
        $"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}", classes);

    public Svg Path(string data, string classes)
    {
        _text.Append($"<path d=\"{data}\" class=\"{classes}\"/>");
        return this;
    }

    /// <param name="anchor">start, middle or end.</param>
    public Svg Text(double x, double y, string text, string classes, string anchor = "start")
    {
        _text.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" class=\"{classes}\" text-anchor=\"{anchor}\">")
            .Append(Encode(text)).Append("</text>");
        return this;
    }

    /// <param name="label">Null where the titles inside say it: a name must contain what can be seen.</param>
    public Svg OpenLink(string href, string? label)
    {
        _text.Append($"<a href=\"{Encode(href)}\"")
            .Append(label is null ? ">" : $" aria-label=\"{Encode(label)}\">");
        return this;
    }

    public Svg CloseLink()
    {
        _text.Append("</a>");
        return this;
    }

    /// <summary>The grounds of marks and of missing time: patterns, so that they differ without colour.</summary>
    public Svg Patterns(string prefix)
    {
        _text.Append($"<defs><pattern id=\"{prefix}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\"")
            .Append(" patternTransform=\"rotate(45)\"><path d=\"M0 0v6\" class=\"or-hatch\"/></pattern></defs>");
        return this;
    }

    public Svg Hatched(string prefix, double x, double y, double width, double height, string? title = null)
    {
        _text.Append($"<rect x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\"")
            .Append($" fill=\"url(#{prefix}-hatch)\"");
        return Close("rect", title);
    }

    public MarkupString Done() => new(_text.Append("</svg>").ToString());

    /// <summary>Width in pixels of a text at 13 px: a Han character is as wide as it is high.</summary>
    public static double WidthOf(string text) => text.Sum(c => c > 0x2E80 ? 13.0 : 7.2);

    public static string Number(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);

    private Svg Close(string element, string? title)
    {
        _text.Append(title is null ? "/>" : $"><title>{Encode(title)}</title></{element}>");
        return this;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
