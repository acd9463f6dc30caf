using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>What a witness answers: an HTTP status, its body and the body's type.</summary>
public sealed record WitnessAnswer(int Status, string Body, string ContentType = WitnessAnswer.Plain)
{
    public const string Plain = "text/plain; charset=utf-8", Size = "text/x.tlog.size";
}

/// <summary>A log that a witness watches, and how far.</summary>
/// <param name="At">When it was cosigned last; null = never.</param>
public sealed record WitnessedLog(VerifierKey Key, long Size, DateTimeOffset? At);

/// <summary>
/// A witness (见证方, C2SP tlog-witness), run by another authority than the log's: signs a head only when the tree
/// of the same log that it signed last is proven to be its beginning. Sees sizes and hashes, never an entry. Compare
/// and persist are one step for each origin; the state is durable before anything is answered. Any number of threads.
/// </summary>
public sealed class Witness : IDisposable
{
    public const int LogsMax = 1_000;
    public const int BodyBytesMax = AddCheckpoint.BodyBytesMax;

    private readonly IDisk _disk;
    private readonly string _directory;
    private readonly SigningKey _key;
    private readonly TimeProvider _clock;
    private readonly IDisposable _held;
    private readonly Dictionary<string, Watched> _logs = new(StringComparer.Ordinal);

    /// <summary>One log: its key, and the note that was cosigned last.</summary>
    private sealed class Watched(VerifierKey key, string file)
    {
        public Lock Gate { get; } = new();
        public VerifierKey Key => key;
        public string File => file;
        public Checkpoint? Head { get; set; }
        public ulong Seconds { get; set; }
        /// <summary>A file whose sync failed is never synced again: only a restart reads what stands there.</summary>
        public string? Fault { get; set; }
    }

    private Witness(IDisk disk, string directory, SigningKey key, TimeProvider clock, IDisposable held) =>
        (_disk, _directory, _key, _clock, _held) = (disk, directory, key, clock, held);

    public VerifierKey Key => _key.Verifier;

    /// <param name="directory">Its state; one process at a time.</param>
    /// <param name="name">The name in its key, e.g. <c>witness.procuratorate.example</c>.</param>
    /// <exception cref="LedgerRefusedException">What is stored does not hold; nothing was changed.</exception>
    public static Witness Open(string directory, string name, IEnumerable<VerifierKey> logs, TimeProvider clock)
    {
        string whole = Path.GetFullPath(directory);
        SigningKey key = SigningKey.LoadOrMake(
            Path.Combine(whole, "keys", "witness.key"), name, VerifierKey.CosignatureType);
        return Open(new RealDisk(), whole, key, logs, clock);
    }

    internal static Witness Open(
        IDisk disk, string directory, SigningKey key, IEnumerable<VerifierKey> logs, TimeProvider clock)
    {
        disk.MakeDirectory(directory);
        IDisposable held = disk.Lock(Path.Combine(directory, "lock"));
        try
        {
            var witness = new Witness(disk, directory, key, clock, held);
            foreach (VerifierKey log in logs)
                witness.Watch(log);
            return witness;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public IReadOnlyList<WitnessedLog> Logs =>
    [
        .. _logs.Values.Select(w => new WitnessedLog(
            w.Key, w.Head?.Size ?? 0,
            w.Head is null ? null : DateTimeOffset.FromUnixTimeSeconds((long)w.Seconds))),
    ];

    /// <summary>The answer to <c>POST …/add-checkpoint</c>.</summary>
    public WitnessAnswer Add(ReadOnlySpan<byte> body)
    {
        AddCheckpoint asked;
        try
        {
            asked = AddCheckpoint.Parse(body);
        }
        catch (FormatException e)
        {
            return new WitnessAnswer(400, e.Message + "\n");
        }
        if (!_logs.TryGetValue(asked.Head.Origin, out Watched? log))
            return new WitnessAnswer(404, $"this witness does not watch {asked.Head.Origin}\n");
        if (asked.Note.Check(log.Key) != SignatureState.Good)
            return new WitnessAnswer(403, "no signature by the key known for this log holds\n");
        if (asked.OldSize > asked.Head.Size)
            return new WitnessAnswer(400, "the old size is larger than the checkpoint's\n");
        lock (log.Gate)
            return CompareAndPersist(log, asked);
    }

    /// <summary>The note cosigned last, for <c>GET …/HEX-SHA-256-OF-ORIGIN/checkpoint</c>; null = none.</summary>
    public string? Latest(string originHash) =>
        _logs.Values.FirstOrDefault(w => HashOf(w.Key.Name) == originHash)?.Head?.Note;

    /// <summary>The part of the monitoring path that names an origin.</summary>
    public static string HashOf(string origin) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    public void Dispose() => _held.Dispose();

    // Under the log's lock, from the comparison to the durable state.
    private WitnessAnswer CompareAndPersist(Watched log, AddCheckpoint asked)
    {
        if (log.Fault is not null)
            return new WitnessAnswer(503, log.Fault + "\n");
        long latest = log.Head?.Size ?? 0;
        if (asked.OldSize != latest)
            return new WitnessAnswer(
                409, latest.ToString(CultureInfo.InvariantCulture) + "\n", WitnessAnswer.Size);
        if (Inconsistency(log, asked) is { } why)
            return new WitnessAnswer(422, why + "\n");
        // A clock that went back must not take back what was stated.
        ulong seconds = Math.Max(log.Seconds, (ulong)Math.Max(0, _clock.GetUtcNow().ToUnixTimeSeconds()));
        string line = _key.Cosign(asked.Note.Text, seconds);
        string signed = string.Concat(asked.Note.Signatures
            .Where(s => s.Name == log.Key.Name && s.KeyId == log.Key.Id).Select(s => s.Line));
        string note = $"{asked.Note.Text}\n{signed}{line}";
        try
        {
            _disk.MakeDirectory(Path.GetDirectoryName(log.File)!);
            _disk.Replace(log.File, Encoding.UTF8.GetBytes(note));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            log.Fault = $"the witness cannot keep its state: {e.Message}; restart it after repair";
            return new WitnessAnswer(503, log.Fault + "\n");
        }
        (log.Head, log.Seconds) = (asked.Head with { Note = note }, seconds);
        return new WitnessAnswer(200, line);
    }

    private static string? Inconsistency(Watched log, AddCheckpoint asked)
    {
        Checkpoint head = asked.Head;
        if (head.Size == 0 && !head.Root.AsSpan().SequenceEqual(Merkle.EmptyRoot))
            return "a tree without entries has another root";
        if (asked.OldSize == 0)
            return asked.Proof.Count == 0 ? null : "a proof from size 0 must be empty";
        byte[] known = log.Head!.Root;
        if (asked.OldSize == head.Size && !head.Root.AsSpan().SequenceEqual(known))
            return "another root at the same size: the log has signed two histories";
        return Merkle.ConsistencyHolds(asked.OldSize, known, head.Size, head.Root, asked.Proof)
            ? null : "the proof does not show that the tree only grew";
    }

    private void Watch(VerifierKey key)
    {
        if (_logs.Count == LogsMax)
            throw new LedgerRefusedException($"A witness watches at most {LogsMax} logs.");
        var watched = new Watched(key, Path.Combine(_directory, HashOf(key.Name), "checkpoint"));
        if (!_logs.TryAdd(key.Name, watched))
            throw new LedgerRefusedException($"{key.Name} was given twice; one log has one key here.");
        if (_disk.Read(watched.File) is not { } stored)
            return;
        try
        {
            SignedNote note = SignedNote.Parse(stored);
            Checkpoint head = Checkpoint.Of(note, Encoding.UTF8.GetString(stored));
            if (head.Origin != key.Name || note.Check(key) != SignatureState.Good
                || note.Check(Key) != SignatureState.Good)
                throw new FormatException("its signatures do not hold with the keys given");
            ulong seconds = note.Signatures.Where(s => s.KeyId == Key.Id && s.Name == Key.Name)
                .Max(s => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(s.Bytes));
            (watched.Head, watched.Seconds) = (head, seconds);
        }
        catch (FormatException e)
        {
            throw new LedgerRefusedException(
                $"{watched.File}: {e.Message}. A witness that forgets may be shown another history: restore the file " +
                "from a copy, or begin anew with another key and tell everybody who relies on this one.");
        }
    }
}
