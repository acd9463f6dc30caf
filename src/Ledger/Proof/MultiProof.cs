using System.Globalization;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// Proof that several entries stand in one signed tree (多条证明): every hash that is needed to reach the root, once. The
/// order is that of one walk over the tree from the left; a subtree without any of the entries gives one hash, one with
/// some is entered. RFC 6962 §2.1 splits n leaves after the largest power of two below n.
/// </summary>
/// <param name="Positions">Ascending, each once.</param>
public sealed record MultiProof(Checkpoint Checkpoint, IReadOnlyList<long> Positions, IReadOnlyList<byte[]> Hashes)
{
    public const int PositionsMax = 100_000;
    public const int TextBytesMax = 64 << 20;

    private const string Head = "qingyuan-multi-proof/v1";

    /// <summary>The root that these leaf hashes and the proof give; null = the proof does not fit them.</summary>
    public byte[]? RootOf(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count != Positions.Count || leaves.Count == 0 || Positions[^1] >= Checkpoint.Size
            || Positions[0] < 0 || leaves.Any(l => l.Length != Merkle.HashBytes)
            || Hashes.Any(h => h.Length != Merkle.HashBytes))
            return null;
        for (int i = 1; i < Positions.Count; i++)
        {
            if (Positions[i] <= Positions[i - 1])
                return null;
        }
        int used = 0;
        byte[]? root = Root(0, Checkpoint.Size, 0, leaves.Count, leaves, ref used);
        return used == Hashes.Count ? root : null;
    }

    /// <summary>As a file: positions as ranges, hashes, an empty line, the checkpoint with its signatures.</summary>
    public string ToText()
    {
        var text = new StringBuilder(Head).Append('\n');
        for (int i = 0; i < Positions.Count;)
        {
            int last = i;
            while (last + 1 < Positions.Count && Positions[last + 1] == Positions[last] + 1)
                last++;
            text.Append("index ").Append(Number(Positions[i]));
            if (last > i)
                text.Append('-').Append(Number(Positions[last]));
            text.Append('\n');
            i = last + 1;
        }
        foreach (byte[] hash in Hashes)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(Checkpoint.Note).ToString();
    }

    /// <exception cref="FormatException">Not such a file; the message says why.</exception>
    public static (MultiProof Proof, SignedNote Note) Parse(string text)
    {
        int split = text.IndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || text.Length > TextBytesMax)
            throw new FormatException("the proof has no empty line before its checkpoint");
        string[] lines = text[..split].Split('\n');
        if (lines[0] != Head)
            throw new FormatException($"the first line is not {Head}");
        var positions = new List<long>();
        int at = 1;
        for (; at < lines.Length && lines[at].StartsWith("index ", StringComparison.Ordinal); at++)
            AddRange(lines[at][6..], positions);
        var hashes = new List<byte[]>();
        for (; at < lines.Length; at++)
        {
            byte[] hash = new byte[Merkle.HashBytes];
            if (lines[at].Length != 44 || !Convert.TryFromBase64String(lines[at], hash, out int length)
                || length != hash.Length || Convert.ToBase64String(hash) != lines[at])
                throw new FormatException($"line {at + 1} is not 32 bytes in base64");
            hashes.Add(hash);
        }
        string note = text[(split + 2)..];
        SignedNote signed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
        return (new MultiProof(Checkpoint.Of(signed, note), positions, hashes), signed);
    }

    // From lo to hi the entries number first to last stand; none = one hash of the proof.
    private byte[]? Root(long lo, long hi, int first, int last, IReadOnlyList<byte[]> leaves, ref int used)
    {
        if (first == last)
            return used < Hashes.Count ? Hashes[used++] : null;
        if (hi - lo == 1)
            return leaves[first];
        long middle = lo + Prover.Split(hi - lo);
        int cut = Cut(Positions, middle, first, last);
        byte[]? left = Root(lo, middle, first, cut, leaves, ref used);
        byte[]? right = left is null ? null : Root(middle, hi, cut, last, leaves, ref used);
        return right is null ? null : Merkle.Node(left!, right);
    }

    /// <summary>The first of some positions that is not below a bound.</summary>
    internal static int Cut(IReadOnlyList<long> positions, long bound, int first, int last)
    {
        while (first < last)
        {
            int middle = (first + last) / 2;
            if (positions[middle] < bound)
                first = middle + 1;
            else
                last = middle;
        }
        return first;
    }

    private static void AddRange(string text, List<long> positions)
    {
        string[] ends = text.Split('-');
        long from = Number(ends[0]), to = ends.Length == 2 ? Number(ends[1]) : from;
        // One spelling for one set: ranges are as long as they can be.
        bool joined = positions.Count > 0 && from <= positions[^1] + 1;
        if (ends.Length > 2 || to < from || (ends.Length == 2 && to == from) || joined)
            throw new FormatException($"'index {text}' is out of order");
        if (to - from >= PositionsMax - positions.Count)
            throw new FormatException($"the proof is of more than {PositionsMax} entries");
        for (long position = from; position <= to; position++)
            positions.Add(position);
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long n) && Number(n) == text
            ? n : throw new FormatException($"'{text}' is no position");

    private static string Number(long n) => n.ToString(CultureInfo.InvariantCulture);
}
