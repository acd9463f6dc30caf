using Qingyuan.Ledger;

namespace Qingyuan.App.Screens.Origin;

/// <summary>Reads one frame from the ledger with its proof, its signatures and what an alteration would do.</summary>
internal static class OriginLedger
{
    public static OriginFrame? Read(Node node, long position, OriginModel model)
    {
        byte[] bytes = node.Frames.Read(position);
        if (FrameEntry.Read(bytes) is not { } entry)
            return null;
        int offset = bytes.Length - entry.Bytes.Length;
        OpenedFrame? opened = OpenedFrame.Of(node, entry);
        if (position >= node.Frames.Published.Size)
            return new OriginFrame(position, entry, bytes, offset, null, null, []) { Opened = opened };
        InclusionProof proof = node.Frames.Prove(position);
        VerifierKey key = VerifierKey.Parse(node.Frames.VerifierKey);
        bool Holds(string note)
        {
            try
            {
                return SignedNote.Parse(note).Check(key) == SignatureState.Good;
            }
            catch (FormatException)
            {
                return false;
            }
        }
        // A value inside ciphertext is no text that could be altered digit by digit.
        TamperBox? tampered = opened is null && ValueRange(entry.Bytes.Span, model) is { } range
            ? TamperBox.Try(bytes, offset, range, OriginWords.Number(model.Rule?.Limit?.ToString()), proof, Holds)
            : null;
        return new OriginFrame(position, entry, bytes, offset, proof, tampered,
            Signatures(proof.Checkpoint, key, Holds, node.Witnesses.Policy))
        {
            Opened = opened,
        };
    }

    /// <summary>The fields of the frame that the value was taken from.</summary>
    public static IReadOnlyDictionary<string, Emphasis> Used(OriginModel model)
    {
        string code = model.Question.Factor;
        bool corrected = model.Hour?.Factor.Corrected ?? model.Rule?.Corrected ?? false;
        if (!corrected)
            return new Dictionary<string, Emphasis> { [$"{code}-Avg"] = Emphasis.Result };
        if (model.HourIsStated)
            return new Dictionary<string, Emphasis> { [$"{code}-ZsAvg"] = Emphasis.Result };
        return new Dictionary<string, Emphasis>
        {
            [$"{code}-Avg"] = Emphasis.Used,
            ["a19001-Avg"] = Emphasis.Used,
            [$"{code}-ZsAvg"] = Emphasis.Result,
        };
    }

    public static Gloss GlossOf(OriginModel model, Func<string, string?> factorName) => new(factorName, Used(model));

    /// <summary>Where the most important of the used values stands in the frame.</summary>
    private static Range? ValueRange(ReadOnlySpan<byte> frame, OriginModel model)
    {
        IReadOnlyList<Piece> pieces = FrameAnnotation.Of(frame, new Gloss(_ => null, Used(model)));
        Piece? piece = pieces.FirstOrDefault(p => p.Emphasis == Emphasis.Result)
            ?? pieces.FirstOrDefault(p => p.Emphasis == Emphasis.Used);
        if (piece is null)
            return null;
        ReadOnlySpan<byte> bytes = frame.Slice(piece.Offset, piece.Length);
        int start = bytes.IndexOf((byte)'=') + 1;
        int length = bytes[start..].TrimEnd(",;"u8).Length;
        return (piece.Offset + start)..(piece.Offset + start + length);
    }

    private static List<NoteLine> Signatures(
        Checkpoint checkpoint, VerifierKey key, Func<string, bool> holds, TrustPolicy policy)
    {
        List<NoteLine> lines = [];
        SignedNote note = SignedNote.Parse(checkpoint.Note);
        IReadOnlyList<Cosignature> good = policy.Ask(note, checkpoint.Origin).Cosignatures;
        foreach (NoteSignature signature in note.Signatures)
        {
            bool own = signature.Name == key.Name && signature.KeyId == key.Id;
            PolicyWitness? witness = policy.Witnesses.FirstOrDefault(
                w => w.Key.Name == signature.Name && w.Key.Id == signature.KeyId);
            Cosignature? cosigned = witness is null ? null : good.FirstOrDefault(c => c.Witness == witness.Name);
            bool? state = own ? holds(checkpoint.Note) : witness is null ? null : cosigned is not null;
            lines.Add(new NoteLine(signature.Name, own, state, witness?.Name, cosigned?.At));
        }
        return lines;
    }
}
