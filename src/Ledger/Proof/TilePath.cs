using System.Globalization;

namespace Qingyuan.Ledger;

/// <summary>Paths of the tlog-tiles layout (C2SP tlog-tiles, "Parameters"), relative to the log's directory.</summary>
public static class TilePath
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int Width = 256;

    public static string Tile(int level, long number, int width = Width) =>
        $"tile/{level.ToString(CultureInfo.InvariantCulture)}/{Number(number)}{Partial(width)}";

    public static string Bundle(long number, int width = Width) =>
        $"tile/entries/{Number(number)}{Partial(width)}";

    /// <summary>Directory that holds the partial forms of a tile.</summary>
    public static string PartialsOf(string full) => full + ".p";

    /// <summary>Hashes in the last, partial tile of a level for a tree of that size; 0 = there is none.</summary>
    public static int PartialWidth(int level, long size) => (int)(Whole(level, size) % Width);

    /// <summary>Hashes of a level for a tree of that size: floor(size / 256^level).</summary>
    public static long Whole(int level, long size) => level >= 8 ? 0 : size >> (8 * level);

    private static string Partial(int width) =>
        width == Width ? "" : ".p/" + width.ToString(CultureInfo.InvariantCulture);

    // 1234067 is x001/x234/067.
    private static string Number(long number)
    {
        string text = (number % 1000).ToString("D3", CultureInfo.InvariantCulture);
        for (long rest = number / 1000; rest > 0; rest /= 1000)
            text = $"x{(rest % 1000).ToString("D3", CultureInfo.InvariantCulture)}/{text}";
        return text;
    }
}
