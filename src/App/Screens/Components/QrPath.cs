using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace Qingyuan.App.Screens.Components;

/// <summary>
/// The dark modules of a QR code (GB/T 18284, ISO/IEC 18004) as one SVG path. Level Q: a quarter may be dirty, as on a
/// label in the field.
/// </summary>
internal static class QrPath
{
    /// <summary>What level Q holds in its largest form, in bytes.</summary>
    public const int BytesMax = 1_663;

    public static (string Path, int Size) Of(string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Encoding.UTF8.GetByteCount(text), BytesMax);
        using QRCodeData code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.Q, forceUtf8: true);
        List<BitArray> rows = code.ModuleMatrix;
        StringBuilder path = new();
        for (int y = 0; y < rows.Count; y++)
            for (int x = 0; x < rows.Count; x++)
            {
                int run = x;
                while (run < rows.Count && rows[y][run])
                    run++;
                if (run > x)
                    path.Append(CultureInfo.InvariantCulture, $"M{x} {y}h{run - x}v1h-{run - x}z");
                x = run > x ? run : x;
            }
        return (path.ToString(), rows.Count);
    }
}
