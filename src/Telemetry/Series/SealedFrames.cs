using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.Telemetry;

/// <summary>
/// How frames with encrypted content (加密内容, HJ 212-2025 6.4) stand in the ledger: the bytes as received, and
/// <c>why</c> says whether a registered key had opened them by then. Never decides whether they open now.
/// </summary>
public static class SealedFrames
{
    /// <summary>A key of the device opened it and its CRC held: it was answered.</summary>
    public const string Opened = "sealed";

    /// <summary>No key opened it when it came: it was not answered.</summary>
    public const string Locked = "decrypt";

    private const int MnBytesMax = 24;

    public static bool IsSealed(in FrameEntry entry) => entry.Why is Opened or Locked;

    /// <summary>
    /// Whether these bytes may be an MN: nothing vouches for the header of a frame that does not open.
    /// </summary>
    internal static bool NamesDevice(ReadOnlySpan<byte> mn)
    {
        if (mn.Length is 0 or > MnBytesMax)
            return false;
        foreach (byte b in mn)
        {
            if (!char.IsAsciiLetterOrDigit((char)b))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The next sealed frame of an entry's bytes; 0 = what is left is none. An entry holds one, those of older
    /// versions also several that came one behind the other.
    /// </summary>
    internal static int LengthOfNext(ReadOnlySpan<byte> bytes) =>
        Framing.TryCut(bytes, atEnd: true, out Cut cut) && cut.Reason == RejectReason.Decrypt ? cut.Length : 0;
}
