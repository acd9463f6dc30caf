using Microsoft.AspNetCore.Components;

namespace Qingyuan.App.Screens.Origin;

/// <summary>The fifth storey's picture: the way from one leaf to the root, and the pale wedges between
/// storeys.</summary>
internal static class LedgerDrawing
{
    private const double Width = 820;

    /// <param name="siblingOnLeft">One item a step, from the leaf up.</param>
    public static MarkupString Path(IReadOnlyList<bool> siblingOnLeft)
    {
        int steps = siblingOnLeft.Count;
        double pitch = steps == 0 ? 33 : Math.Min(33, (Width - 40) / steps);
        Svg svg = new(Width, 66, "or-draw", $"从这条报文到树根，{steps} 步合并");
        for (int step = 0; step < steps; step++)
        {
            double x = step * pitch + 4;
            bool below = siblingOnLeft[step];
            svg.Rect(x, below ? 44 : 6, Math.Min(20, pitch - 6), 14, "or-sibling");
            svg.Line(x + 10, below ? 44 : 20, x + 10, below ? 37 : 27, "or-thin");
            svg.Circle(x + 10, 32, 4.5, "or-node");
            svg.Line(x + 14.5, 32, x + pitch + 5, 32, "or-way");
        }
        double root = steps * pitch + 4;
        svg.Rect(root, 24, 16, 16, "or-root");
        svg.Text(root + 24, 37, "树根", "or-tx or-b");
        return svg.Done();
    }

    /// <summary>Opens one element of the storey above (x0 to x1) into the whole of the storey below (x2 to
    /// x3).</summary>
    public static MarkupString Wedge(double x0, double x1, double x2 = 0, double x3 = Width)
    {
        string N(double value) => Svg.Number(value);
        return new Svg(Width, 34, "or-draw or-wedge", null)
            .Path($"M{N(x0)} 0L{N(x1)} 0L{N(x3)} 34L{N(x2)} 34Z", "or-wedge-ground")
            .Path($"M{N(x0)} 0L{N(x2)} 34M{N(x1)} 0L{N(x3)} 34", "or-wedge-edge").Done();
    }
}
