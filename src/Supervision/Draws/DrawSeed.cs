using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Supervision;

/// <summary>
/// The seed of a draw (种子), made of a checkpoint that witnesses cosigned: SHA-256 over its root and then each witness's
/// timestamped cosignature (8 bytes of time, 64 of signature) in the order of the rules. The root alone would not do:
/// whoever keeps the ledger could try entries until a root suits him. Nobody can try a witness's signature.
/// </summary>
/// <param name="First">The earliest time that a witness signed.</param>
/// <param name="Last">The latest.</param>
public sealed record DrawSeed(
    byte[] Bytes, Checkpoint Checkpoint, DateTimeOffset First, DateTimeOffset Last,
    IReadOnlyList<(string Name, DateTimeOffset At)> Cosigned)
{
    public string Hex => Convert.ToHexStringLower(Bytes);

    /// <summary>Null, and why, when the note is no seed for these rules. Does not check the log's own key.</summary>
    public static DrawSeed? Of(string note, DrawRules rules, out string? problem)
    {
        try
        {
            var signed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
            var head = Checkpoint.Of(signed, note);
            using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            all.AppendData(head.Root);
            var cosigned = new List<(string, DateTimeOffset)>();
            foreach (VerifierKey witness in rules.Witnesses)
            {
                if (Cosignature(signed, witness) is not { } signature)
                {
                    problem = $"见证方 {witness.Name} 没有签过这个检查点，或者签名不对。";
                    return null;
                }
                all.AppendData(signature);
                cosigned.Add((witness.Name, Time(signature)));
            }
            problem = null;
            return new DrawSeed(all.GetHashAndReset(), head, cosigned.Min(c => c.Item2), cosigned.Max(c => c.Item2),
                cosigned);
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            problem = $"不是检查点：{e.Message}";
            return null;
        }
    }

    // More than one valid cosignature of one witness would be a choice of seeds: then there is none.
    private static byte[]? Cosignature(SignedNote note, VerifierKey witness)
    {
        byte[]? found = null;
        foreach (NoteSignature signature in note.Signatures)
        {
            if (signature.KeyId != witness.Id || signature.Name != witness.Name)
                continue;
            if (found is not null || !witness.Verifies(note.Text, signature.Bytes))
                return null;
            found = signature.Bytes;
        }
        return found;
    }

    // C2SP tlog-cosignature: big-endian POSIX seconds before the signature.
    private static DateTimeOffset Time(ReadOnlySpan<byte> cosignature) => DateTimeOffset.FromUnixTimeSeconds(
        checked((long)BinaryPrimitives.ReadUInt64BigEndian(cosignature)));
}
