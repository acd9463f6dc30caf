using System.Globalization;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Ledger;

namespace Qingyuan.App.Screens.Origin;

/// <summary>
/// 假如有人把这个数改掉: what really happens to checksum, leaf, root and signature when the bytes of one value are
/// altered. Computed on a copy in memory; the ledger is not touched.
/// </summary>
/// <param name="CrcBefore">CRC as it stands in the frame.</param>
/// <param name="CrcAfter">CRC that the altered bytes need; anybody can compute and fill it in.</param>
/// <param name="SignatureHolds">Whether the checkpoint's signature holds over the true root: it must.</param>
/// <param name="SignatureHoldsAfter">Whether it holds over the root that the altered bytes give: it must not.</param>
public sealed record TamperBox(
    string From, string To, string CrcBefore, string CrcAfter, byte[] Leaf, byte[] LeafAfter, byte[] Root,
    byte[] RootAfter, bool SignatureHolds, bool SignatureHoldsAfter)
{
    /// <param name="entry">The ledger entry: head line and frame.</param>
    /// <param name="frameOffset">Where the frame begins in the entry.</param>
    /// <param name="value">The bytes of the value inside the frame.</param>
    /// <param name="holds">Does the log's own signature hold for this text of a note?</param>
    /// <returns>Null when the value is no number that can be altered, or the proof is of something else.</returns>
    public static TamperBox? Try(
        byte[] entry, int frameOffset, Range value, decimal? limit, InclusionProof proof, Func<string, bool> holds)
    {
        byte[] frame = entry[frameOffset..];
        var (start, length) = value.GetOffsetAndLength(frame.Length);
        string from = Encoding.ASCII.GetString(frame, start, length);
        if (Altered(from, limit) is not { } to)
            return null;
        byte[] altered = [.. frame];
        Encoding.ASCII.GetBytes(to).CopyTo(altered, start);

        byte[] leaf = Merkle.Leaf(entry);
        byte[] alteredEntry = [.. entry.AsSpan(0, frameOffset), .. altered];
        byte[] leafAfter = Merkle.Leaf(alteredEntry);
        Checkpoint checkpoint = proof.Checkpoint;
        byte[]? root = AuditPath.Root(leaf, proof.Position, checkpoint.Size, proof.Path);
        byte[]? rootAfter = AuditPath.Root(leafAfter, proof.Position, checkpoint.Size, proof.Path);
        if (root is null || rootAfter is null)
            return null;
        return new TamperBox(
            from, to, CrcOf(frame), CrcOf(altered), leaf, leafAfter, root, rootAfter,
            holds(checkpoint.Note) && root.AsSpan().SequenceEqual(checkpoint.Root),
            holds(WithRoot(checkpoint, rootAfter)));
    }

    /// <summary>
    /// A plausible smaller number with the same number of characters: under the limit when the value is above it,
    /// else about a tenth less. Null when the text is no plain positive number.
    /// </summary>
    public static string? Altered(string text, decimal? limit)
    {
        if (!text.All(c => char.IsAsciiDigit(c) || c == '.')
            || !decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value)
            || value <= 0)
            return null;
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        int whole = dot < 0 ? text.Length : dot, digits = dot < 0 ? 0 : text.Length - dot - 1;
        // Steps of a tenth of the leading digit's place, but never finer than the last digit of the text.
        decimal step = Math.Max(Power(Math.Max(whole - 2, -digits)), Power(-digits));
        if (whole == 1 && text[0] == '0')
            step = Power(-digits);
        decimal target = limit is { } allowed && value > allowed ? allowed : value * 0.9m;
        decimal to = value;
        for (int steps = 0; steps < 1000 && to - step > 0 && to > target; steps++)
            to -= step;
        string altered = to.ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        altered = altered.PadLeft(text.Length, '0');
        return altered.Length == text.Length && altered != text ? altered : null;
    }

    private static string CrcOf(ReadOnlySpan<byte> frame) =>
        Crc.Of(frame.Slice(6, int.Parse(frame[2..6], CultureInfo.InvariantCulture)))
            .ToString("X4", CultureInfo.InvariantCulture);

    private static decimal Power(int exponent)
    {
        decimal power = 1;
        for (int i = 0; i < Math.Abs(exponent); i++)
            power = exponent > 0 ? power * 10 : power / 10;
        return power;
    }

    /// <summary>C2SP checkpoint: origin, size, root, then the signatures: only the third line is another.</summary>
    private static string WithRoot(Checkpoint checkpoint, byte[] root)
    {
        string[] lines = checkpoint.Note.Split('\n');
        if (lines.Length > 2)
            lines[2] = Convert.ToBase64String(root);
        return string.Join('\n', lines);
    }
}
