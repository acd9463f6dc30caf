using System.Globalization;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// The body of a witness request (C2SP tlog-witness, <c>add-checkpoint</c>): the size the witness knows, the proof that
/// the tree only grew since, and the signed tree head.
/// </summary>
internal sealed record AddCheckpoint(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note, Checkpoint Head)
{
    /// <summary>C2SP tlog-witness: a client must not send more.</summary>
    public const int HashesMax = 63;

    public const int BodyBytesMax = SignedNote.NoteBytesMax + (46 * (HashesMax + 2));

    /// <exception cref="FormatException">Not such a body; the message says why.</exception>
    public static AddCheckpoint Parse(ReadOnlySpan<byte> body)
    {
        if (body.Length > BodyBytesMax)
            throw new FormatException($"the request is longer than {BodyBytesMax} bytes");
        // The first empty line ends the proof; a note may hold further ones.
        int split = body.IndexOf("\n\n"u8);
        if (split < 0)
            throw new FormatException("the request has no empty line before its checkpoint");
        string[] lines = Encoding.Latin1.GetString(body[..split]).Split('\n');
        if (!lines[0].StartsWith("old ", StringComparison.Ordinal)
            || !long.TryParse(lines[0].AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out long old)
            || lines[0][4..] != old.ToString(CultureInfo.InvariantCulture))
            throw new FormatException("the first line is not 'old SIZE'");
        if (lines.Length - 1 > HashesMax)
            throw new FormatException($"the proof has more than {HashesMax} hashes");
        var proof = new List<byte[]>();
        foreach (string line in lines.AsSpan(1))
            proof.Add(Hash(line));
        byte[] note = body[(split + 2)..].ToArray();
        SignedNote signed = SignedNote.Parse(note);
        return new AddCheckpoint(old, proof, signed, Checkpoint.Of(signed, Encoding.UTF8.GetString(note)));
    }

    public static string Write(long oldSize, IReadOnlyList<byte[]> proof, string note)
    {
        var text = new StringBuilder("old ").Append(oldSize.ToString(CultureInfo.InvariantCulture)).Append('\n');
        foreach (byte[] hash in proof)
            text.Append(Convert.ToBase64String(hash)).Append('\n');
        return text.Append('\n').Append(note).ToString();
    }

    private static byte[] Hash(string line)
    {
        byte[] hash = new byte[Merkle.HashBytes];
        // Another spelling of the same bytes would be a second form of one request.
        return line.Length == 44 && Convert.TryFromBase64String(line, hash, out int length)
            && length == hash.Length && Convert.ToBase64String(hash) == line
            ? hash
            : throw new FormatException("a line of the proof is not 32 bytes in base64");
    }
}
