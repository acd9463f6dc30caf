using System.Globalization;
using System.Text;

namespace Qingyuan.App.Screens.Components;

/// <summary>
/// The path of a <see cref="Sparkline"/>: equal steps, gaps where a value is missing, the limit in view.
/// </summary>
internal static class SparkPath
{
    private const double Margin = 2;

    public static (string Line, string? Limit) Of(
        IReadOnlyList<double?> points, double? limit, double width, double height)
    {
        double[] known = [.. points.Where(p => p is not null).Select(p => p!.Value)];
        if (known.Length == 0)
            return ("", null);
        double low = Math.Min(known.Min(), limit ?? double.MaxValue);
        double high = Math.Max(known.Max(), limit ?? double.MinValue);
        double Y(double value) => high <= low
            ? height / 2 : height - Margin - (value - low) / (high - low) * (height - 2 * Margin);
        double step = points.Count > 1 ? width / (points.Count - 1) : 0;
        StringBuilder line = new();
        bool pen = false;
        for (int i = 0; i < points.Count; i++)
        {
            if (points[i] is not { } value)
            {
                pen = false;
                continue;
            }
            // A single value between two gaps would be a point without length: a dash tells that it is there.
            bool alone = !pen && (i + 1 == points.Count || points[i + 1] is null);
            line.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{i * step:0.#} {Y(value):0.#}");
            if (alone)
                line.Append("h1");
            pen = true;
        }
        return (line.ToString(), limit is { } l ? Y(l).ToString("0.#", CultureInfo.InvariantCulture) : null);
    }
}
