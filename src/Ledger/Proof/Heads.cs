using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// The signed tree heads of a log. A head is committed (<c>state/committed</c>, compare-and-swap, synced) before it is
/// published (<c>checkpoint</c>, synced), so that no two different heads of one size are ever signed and shown.
/// </summary>
internal sealed class Heads
{
    private readonly IDisk _disk;
    private readonly string _directory;
    private readonly string _origin;
    private readonly SigningKey _key;
    private byte[]? _committedBytes;
    /// <summary>What we last tried to commit: when only the directory's sync failed it stands there already.</summary>
    private byte[]? _tried;
    private readonly Lock _showing = new();
    private long _shown = -1;

    public Heads(IDisk disk, string directory, string origin, SigningKey key)
    {
        (_disk, _directory, _origin, _key) = (disk, directory, origin, key);
        Committed = Load(CommittedFile, out _committedBytes);
        PublishedAtOpen = Load(CheckpointFile, out _);
        Witnessed = LoadWitnessed();
        if (PublishedAtOpen is not { } shown)
            return;
        if (shown.Size > (Committed?.Size ?? -1))
            throw new LedgerRefusedException(
                $"{CheckpointFile} covers {shown.Size} entries, but only {Committed?.Size ?? 0} were committed: this " +
                "directory was put together from two moments. Restore all of it from the newest copy.");
        if (shown.Size == Committed!.Size && !shown.Root.AsSpan().SequenceEqual(Committed.Root))
            throw new LedgerRefusedException($"{CheckpointFile} and {CommittedFile} differ at the same size.");
    }

    /// <summary>Null = none was ever signed.</summary>
    public Checkpoint? Committed { get; private set; }
    public Checkpoint? PublishedAtOpen { get; }
    /// <summary>The newest head that enough witnesses have cosigned, its note with their lines; null = none.</summary>
    public Checkpoint? Witnessed { get; private set; }

    private string CommittedFile => Path.Combine(_directory, "state", "committed");
    private string CheckpointFile => Path.Combine(_directory, "checkpoint");
    private string WitnessedFile => Path.Combine(_directory, WitnessedName);

    /// <summary>Signs, commits and publishes. When it throws, it may be called again for the same or a later
    /// head.</summary>
    public Checkpoint Publish(long size, byte[] root)
    {
        Must.Hold(Committed is null || size >= Committed.Size);
        Must.Hold(Committed is null || size > Committed.Size || root.AsSpan().SequenceEqual(Committed.Root));
        Checkpoint next = Committed?.Size == size ? Committed : Sign(size, root);
        byte[] note = Encoding.UTF8.GetBytes(next.Note);
        if (!ReferenceEquals(next, Committed))
        {
            // Compare: another process that got past the lock must not have committed anything.
            byte[]? stored = _disk.Read(CommittedFile);
            if (!Same(stored, _committedBytes) && !(_tried is not null && Same(stored, _tried)))
                throw new LedgerRefusedException(
                    $"{CommittedFile} was changed by somebody else. Stop; find the second process; then start again.");
            _tried = note;
            _disk.Replace(CommittedFile, note);
            (Committed, _committedBytes) = (next, note);
        }
        lock (_showing)
        {
            // Cosignatures of this very head, from before a restart, stay on it.
            if (Witnessed is { } known && known.Size == size && known.Root.AsSpan().SequenceEqual(root))
                next = known;
            _disk.Replace(CheckpointFile, Encoding.UTF8.GetBytes(next.Note));
            _shown = size;
        }
        return next;
    }

    /// <summary>
    /// Keeps a cosigned head (<c>witnessed</c>, synced), and shows its cosignatures on the published checkpoint too
    /// when that is the same head still; then true. Any thread.
    /// </summary>
    public bool KeepWitnessed(Checkpoint cosigned)
    {
        byte[] note = Encoding.UTF8.GetBytes(cosigned.Note);
        lock (_showing)
        {
            _disk.Replace(WitnessedFile, note);
            Witnessed = cosigned;
            if (_shown != cosigned.Size)
                return false;
            _disk.Replace(CheckpointFile, note);
            return true;
        }
    }

    /// <summary>File beside the checkpoint: the newest head with cosignatures.</summary>
    public const string WitnessedName = "witnessed";

    // An aid, and never the reason to refuse, unless it proves that more was signed once than is here.
    private Checkpoint? LoadWitnessed()
    {
        try
        {
            if (Load(WitnessedFile, out _) is not { } head)
                return null;
            if (head.Size > (Committed?.Size ?? 0))
                throw new LedgerRefusedException(
                    $"{WitnessedFile} covers {head.Size} entries, but only {Committed?.Size ?? 0} are here: this is an "
                    + "old copy. Restore the newest copy.")
                { File = WitnessedFile };
            return head;
        }
        catch (LedgerRefusedException e) when (e.File is null)
        {
            return null;
        }
    }

    private static bool Same(byte[]? a, byte[]? b) =>
        a is null ? b is null : b is not null && a.AsSpan().SequenceEqual(b);

    private Checkpoint Sign(long size, byte[] root) =>
        new(_origin, size, root, _key.Sign(Checkpoint.Text(_origin, size, root)));

    private Checkpoint? Load(string file, out byte[]? bytes)
    {
        bytes = _disk.Read(file);
        if (bytes is null)
            return null;
        try
        {
            SignedNote note = SignedNote.Parse(bytes);
            Checkpoint head = Checkpoint.Of(note, Encoding.UTF8.GetString(bytes));
            if (head.Origin != _origin)
                throw new LedgerRefusedException($"{file} is of the log {head.Origin}, not of {_origin}.");
            if (note.Check(_key.Verifier) != SignatureState.Good)
                throw new LedgerRefusedException(
                    $"{file} is not signed by this log's key: the key or the file was changed.");
            return head;
        }
        catch (FormatException e)
        {
            throw new LedgerRefusedException($"{file} is damaged: {e.Message}. Restore it from a copy.");
        }
    }
}

/// <summary>What must be true; when it is not, the fault is ours, and the writer stops rather than lies.</summary>
internal static class Must
{
    public static void Hold(
        bool condition,
        [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string? text = null)
    {
        if (!condition)
            throw new InvalidOperationException($"This must hold and does not: {text}");
    }
}
