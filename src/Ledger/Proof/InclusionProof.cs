using System.Globalization;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>Hashes from the leaf's sibling to the child of the root, under one checkpoint.</summary>
public sealed record InclusionProof(long Position, Checkpoint Checkpoint, byte[] LeafHash, IReadOnlyList<byte[]> Path)
{
    public const int TextBytesMax = 256 << 10;

    /// <summary>A <c>.tlog-proof</c> file; <paramref name="entry"/> goes into its <c>extra</c> line when
    /// given.</summary>
    public string ToText(ReadOnlySpan<byte> entry)
    {
        var text = new StringBuilder(Head).Append('\n');
        if (!entry.IsEmpty)
            text.Append("extra ").Append(Convert.ToBase64String(entry)).Append('\n');
        text.Append("index ").Append(Position.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (byte[] hash in Path)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Checkpoint.Note).ToString();
    }

    /// <summary>
    /// Reads a <c>.tlog-proof</c> (C2SP tlog-proof). Checks nothing; the leaf hash stays empty, because it must come
    /// from the evidence itself. The extra bytes are not authenticated.
    /// </summary>
    /// <exception cref="FormatException">Not such a file; the message says why.</exception>
    public static (InclusionProof Proof, SignedNote Note, byte[]? Extra) Parse(string text)
    {
        if (text.Length > TextBytesMax)
            throw new FormatException($"the proof is longer than {TextBytesMax} bytes");
        int split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0)
            throw new FormatException("the proof has no empty line before its checkpoint");
        string[] lines = text[..split].Split('\n');
        if (lines[0] != Head)
            throw new FormatException($"the first line is not {Head}");
        int at = 1;
        byte[]? extra = null;
        if (at < lines.Length && lines[at].StartsWith("extra ", StringComparison.Ordinal))
            extra = Convert.FromBase64String(lines[at++][6..]);
        if (at >= lines.Length || !lines[at].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[at][6..], NumberStyles.None, CultureInfo.InvariantCulture, out long position)
            || lines[at][6..] != position.ToString(CultureInfo.InvariantCulture))
            throw new FormatException("the proof has no line 'index N'");
        var path = new List<byte[]>();
        foreach (string line in lines.AsSpan(at + 1))
        {
            byte[] hash = Convert.FromBase64String(line);
            if (hash.Length != Merkle.HashBytes || path.Count == 63)
                throw new FormatException("the proof's hashes must be at most 63 of 32 bytes each");
            path.Add(hash);
        }
        string note = text[(split + 2)..];
        SignedNote signed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
        return (new InclusionProof(position, Checkpoint.Of(signed, note), [], path), signed, extra);
    }

    private const string Head = "c2sp.org/tlog-proof@v1";
}
