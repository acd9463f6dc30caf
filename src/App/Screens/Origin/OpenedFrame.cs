using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Screens.Origin;

/// <summary>
/// A frame whose content was sent encrypted (加密内容, HJ 212-2025 6.4), for those who show it: what it says, by which
/// registered key, and its ciphertext as received. The ledger keeps the ciphertext; opening it changes nothing there.
/// </summary>
/// <param name="Key">Id of the registered key that opens it; null = none does.</param>
/// <param name="Plain">The frame with its content in plain; null = no key opens it.</param>
/// <param name="Ciphertext">The content between <c>CP=&amp;&amp;</c> and <c>&amp;&amp;</c> as received.</param>
public sealed record OpenedFrame(string? Key, byte[]? Plain, ReadOnlyMemory<byte> Ciphertext)
{
    /// <summary>Null = the frame was not sent encrypted.</summary>
    public static OpenedFrame? Of(Node node, in FrameEntry frame)
    {
        if (!SealedFrames.IsSealed(frame))
            return null;
        var opened = node.Tracer.Open(frame);
        return new OpenedFrame(opened?.Key.Id, opened?.Plain, Content(frame.Bytes));
    }

    /// <summary>What is shown of it, under the gloss; before it is opened, its ciphertext is one piece.</summary>
    internal static IReadOnlyList<Piece> Annotate(ReadOnlySpan<byte> received, OpenedFrame? opened, Gloss gloss)
    {
        if (opened?.Plain is not { } plain)
            return FrameAnnotation.Of(received, gloss);
        // It opened, so its CRC held; some devices count it over the ciphertext, not over the plain text.
        return [.. FrameAnnotation.Of(plain, gloss).Select(p => p.Gloss.StartsWith("CRC 不符", StringComparison.Ordinal)
            ? p with { Gloss = "CRC 按密文算，相符", Emphasis = Emphasis.Frame } : p)];
    }

    private static ReadOnlyMemory<byte> Content(ReadOnlyMemory<byte> frame)
    {
        int mark = frame.Span.IndexOf("CP=&&"u8);
        int end = frame.Span.LastIndexOf("&&"u8);
        return mark < 0 || end < mark + 5 ? default : frame[(mark + 5)..end];
    }
}
