using System.Globalization;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Draws;

/// <summary>The strip of a draw (抽取图): every object a dot at its key, the leftmost of each class drawn.</summary>
internal sealed class DrawStrip
{
    public const int Left = 170, Wide = 690, RowHeight = 40;

    /// <summary>Dots of one class that are drawn; more would be a grey bar.</summary>
    public const int DotsMax = 400;

    public sealed record Row(
        string Class, int Total, int Drawn, double Y, double Cut, IReadOnlyList<(double X, bool In)> Dots);

    public IReadOnlyList<Row> Rows { get; }
    public int Height => (Rows.Count * RowHeight) + 36;

    public DrawStrip(SeenDraw seen)
    {
        HashSet<string> drawn = [.. seen.Draw!.Tasks.Select(t => t.Subject.Id)];
        Rows =
        [
            .. seen.Held.Rules.Ratios.Select((ratio, i) =>
            {
                var all = seen.Draw.Ordered.Where(o => o.Subject.Class == ratio.Class)
                    .Select(o => (At: Place(o.Key), In: drawn.Contains(o.Subject.Id))).ToList();
                double cut = all.Where(a => a.In).Select(a => a.At).DefaultIfEmpty(0).Max();
                double next = all.Where(a => !a.In).Select(a => a.At).DefaultIfEmpty(1).Min();
                bool none = all.All(a => !a.In);
                return new Row(ratio.Class, all.Count, all.Count(a => a.In), 22 + (i * RowHeight),
                    none ? 0 : all.All(a => a.In) ? Wide : (cut + next) / 2 * Wide,
                    [.. all.OrderBy(a => a.In).TakeLast(DotsMax).Select(a => (Left + (a.At * Wide), a.In))]);
            }),
        ];
    }

    /// <summary>The first 32 bits of a key as a place between 0 and 1; for drawing only.</summary>
    private static double Place(string key) =>
        uint.Parse(key.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 4294967296.0;

    public static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
