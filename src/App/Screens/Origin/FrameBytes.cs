using System.Globalization;
using System.Text;

namespace Qingyuan.App.Screens.Origin;

/// <summary>One line of the hexadecimal view: 16 bytes with their offset and what is printable of them.</summary>
internal sealed record HexRow(string Offset, string Hex, string Printable);

/// <summary>The two other views of a frame (纯文本, 十六进制). The password's bytes are covered in both.</summary>
internal static class FrameBytes
{
    private const int BytesPerRow = 16;

    public static IReadOnlyList<HexRow> Hex(ReadOnlySpan<byte> frame)
    {
        bool[] covered = CoveredBytes(frame);
        List<HexRow> rows = [];
        for (int row = 0; row < frame.Length; row += BytesPerRow)
        {
            StringBuilder hex = new(), printable = new();
            for (int i = row; i < Math.Min(row + BytesPerRow, frame.Length); i++)
            {
                if (i > row)
                    hex.Append(i == row + BytesPerRow / 2 ? "  " : " ");
                hex.Append(covered[i] ? "••" : frame[i].ToString("X2", CultureInfo.InvariantCulture));
                printable.Append(covered[i] ? '•' : frame[i] is >= 0x20 and < 0x7F ? (char)frame[i] : '.');
            }
            rows.Add(new HexRow(row.ToString("X4", CultureInfo.InvariantCulture), hex.ToString(),
                printable.ToString()));
        }
        return rows;
    }

    public static string Plain(ReadOnlySpan<byte> frame)
    {
        StringBuilder text = new();
        int at = 0;
        foreach (Range range in FrameAnnotation.CoveredRanges(frame))
        {
            var (start, length) = range.GetOffsetAndLength(frame.Length);
            text.Append(FrameAnnotation.Text(frame[at..start])).Append('•', length);
            at = start + length;
        }
        return text.Append(FrameAnnotation.Text(frame[at..])).ToString();
    }

    private static bool[] CoveredBytes(ReadOnlySpan<byte> frame)
    {
        bool[] covered = new bool[frame.Length];
        foreach (Range range in FrameAnnotation.CoveredRanges(frame))
            covered.AsSpan()[range].Fill(true);
        return covered;
    }
}
