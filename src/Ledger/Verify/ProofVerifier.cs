namespace Qingyuan.Ledger;

/// <summary>
/// Checks a <c>.tlog-proof</c> (C2SP tlog-proof): leaf hash from the evidence itself, the log's signature, the quorum
/// of
/// witnesses, inclusion. Needs no network and no log.
/// </summary>
public static class ProofVerifier
{
    /// <param name="entry">The evidence; null = the bytes in the proof's <c>extra</c> line, which are hashed like
    /// any.</param>
    public static Verdict Verify(string path, string text, byte[]? entry, TrustPolicy policy)
    {
        var verdict = new Verdict(path, "proof") { File = path };
        try
        {
            (InclusionProof proof, SignedNote note, byte[]? extra) = InclusionProof.Parse(text);
            Checkpoint head = proof.Checkpoint;
            verdict = verdict with
            {
                Origin = head.Origin,
                Size = head.Size,
                Root = Convert.ToBase64String(head.Root),
                Position = proof.Position,
            };
            byte[]? evidence = entry ?? extra;
            if (evidence is null)
                return verdict with { Problem = "the proof carries no entry: give it with --entry FILE" };
            PolicyAnswer answer = policy.Ask(note, head.Origin);
            if ((answer.Problem ?? (answer.QuorumReached ? null : policy.QuorumProblem(answer))) is { } why)
                return verdict with { Problem = "checkpoint: " + why };
            verdict = verdict with
            {
                Cosignatures = answer.Cosignatures,
                WitnessedSize = policy.AsksForWitnesses ? head.Size : null,
                EntryBytes = evidence.Length,
            };
            bool holds = Merkle.InclusionHolds(
                proof.Position, head.Size, Merkle.Leaf(evidence), proof.Path, head.Root);
            return holds ? verdict with { File = null } : verdict with
            {
                Problem = "these bytes are not the entry at this position of the signed log",
            };
        }
        catch (FormatException e)
        {
            return verdict with { Problem = $"not a proof: {e.Message}" };
        }
    }
}
