using System.Text;

namespace Qingyuan.Hj212;

/// <summary>Turns bytes of a frame into text: strict UTF-8 (HJ 212-2017 6.3), else GB 18030. Never throws.</summary>
public static class Text
{
    private static readonly Encoding s_gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    public static string Decode(ReadOnlySpan<byte> bytes) => Decode(bytes, out _);

    /// <param name="isUtf8">False when the bytes were no UTF-8 and were read as GB 18030.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool isUtf8)
    {
        isUtf8 = System.Text.Unicode.Utf8.IsValid(bytes);
        return isUtf8 ? Encoding.UTF8.GetString(bytes) : s_gb18030.GetString(bytes);
    }
}
