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

    public Heads(IDisk disk, string directory, string origin, SigningKey key)
    {
        (_disk, _directory, _origin, _key) = (disk, directory, origin, key);
        Committed = Load(CommittedFile, out _committedBytes);
        PublishedAtOpen = Load(CheckpointFile, out _);
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

    private string CommittedFile => Path.Combine(_directory, "state", "committed");
    private string CheckpointFile => Path.Combine(_directory, "checkpoint");

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
        _disk.Replace(CheckpointFile, note);
        return next;
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
