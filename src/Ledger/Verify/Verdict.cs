namespace Qingyuan.Ledger;

/// <summary>What verification found about one log or one proof.</summary>
public sealed record Verdict(string Path, string Kind)
{
    public bool Holds => Problem is null;
    public string? Origin { get; init; }
    public long Size { get; init; }
    public string? Root { get; init; }
    /// <summary>Null = everything holds; else what does not, in words.</summary>
    public string? Problem { get; init; }
    /// <summary>First bad position; null = none, or it cannot be known.</summary>
    public long? Position { get; init; }
    /// <summary>The file in which it stands.</summary>
    public string? File { get; init; }
    /// <summary>Entries in the write-ahead log that no checkpoint covers yet.</summary>
    public long BeyondCheckpoint { get; init; }
    /// <summary>Bytes at the end of the write-ahead log that are no whole record.</summary>
    public long TornBytes { get; init; }
    /// <summary>Witnesses whose cosignature holds.</summary>
    public IReadOnlyList<string> Witnesses => [.. Cosignatures.Select(c => c.Witness)];
    /// <summary>The same with their times: as of then each had seen this tree and no larger one.</summary>
    public IReadOnlyList<Cosignature> Cosignatures { get; init; } = [];
    /// <summary>Entries under a head that the quorum cosigned; null = the policy asks for no witness.</summary>
    public long? WitnessedSize { get; init; }
    /// <summary>Bytes of the entries that were hashed.</summary>
    public long EntryBytes { get; init; }
}
