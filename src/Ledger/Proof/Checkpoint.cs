using System.Globalization;

namespace Qingyuan.Ledger;

/// <summary>A signed tree head: <paramref name="Note"/> is the whole signed note as text.</summary>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, string Note)
{
    /// <summary>C2SP tlog-checkpoint: origin, size, root, each a line.</summary>
    internal static string Text(string origin, long size, byte[] root) =>
        $"{origin}\n{size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(root)}\n";

    /// <summary>Reads a note as a checkpoint. Says nothing about its signatures.</summary>
    /// <exception cref="FormatException">Not a checkpoint; the message says why.</exception>
    public static Checkpoint Of(SignedNote note, string whole)
    {
        string[] lines = note.Text.Split('\n');
        if (lines.Length < 4 || lines[0].Length == 0)
            throw new FormatException("the checkpoint needs an origin, a size and a root");
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out long size)
            || lines[1] != size.ToString(CultureInfo.InvariantCulture))
            throw new FormatException("the checkpoint's size is not a number");
        byte[] root = new byte[Merkle.HashBytes];
        if (lines[2].Length != 44 || !Convert.TryFromBase64String(lines[2], root, out int length)
            || length != Merkle.HashBytes || Convert.ToBase64String(root) != lines[2])
            throw new FormatException("the checkpoint's root is not 32 bytes in base64");
        // Extension lines are opaque, but never empty: "lines" ends with the piece after the last LF.
        for (int i = 3; i < lines.Length - 1; i++)
        {
            if (lines[i].Length == 0)
                throw new FormatException("the checkpoint has an empty extension line");
        }
        return new Checkpoint(lines[0], size, root, whole);
    }
}
