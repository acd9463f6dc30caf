namespace Qingyuan.Ledger;

/// <summary>
/// Re-computes a log from its entry bytes and nothing else, and compares every stored tile and the signed root with
/// that. Believes no stored hash; opens no <see cref="Log"/>; writes nothing.
/// </summary>
public sealed class LogVerifier
{
    private readonly IDisk _disk;
    private readonly string _directory;
    private readonly Action<long, long>? _progress;
    private readonly Lock _gate = new();
    private Flaw? _first;
    private long _size;
    private byte[] _witnessedRoot = [];
    private long _done;
    private long _bytes;

    /// <param name="Entries">How many entries from the position on it may concern.</param>
    /// <param name="Sure">False = entry and hash disagree, and only the signed root can tell which is wrong.</param>
    private sealed record Flaw(long Position, string File, string Why, bool Sure = true, long Entries = 1);

    private LogVerifier(IDisk disk, string directory, Action<long, long>? progress) =>
        (_disk, _directory, _progress) = (disk, directory, progress);

    /// <param name="progress">Gets entries done and entries in all, from any thread.</param>
    public static Verdict Verify(string directory, TrustPolicy policy, Action<long, long>? progress = null) =>
        Verify(new RealDisk(), Path.GetFullPath(directory), policy, progress);

    internal static Verdict Verify(IDisk disk, string directory, TrustPolicy policy, Action<long,
        long>? progress = null)
    {
        // A log that is being written may move under our eyes: a new checkpoint meanwhile = look again.
        for (int attempt = 1; ; attempt++)
        {
            byte[]? before = disk.Read(Path.Combine(directory, "checkpoint"));
            Verdict verdict = new LogVerifier(disk, directory, progress).Run(before, policy);
            byte[]? after = disk.Read(Path.Combine(directory, "checkpoint"));
            if (verdict.Holds || attempt == AttemptsMax || (before ?? []).AsSpan().SequenceEqual(after ?? []))
                return verdict;
        }
    }

    private Verdict Run(byte[]? checkpoint, TrustPolicy policy)
    {
        var verdict = new Verdict(_directory, "log");
        string file = Path.Combine(_directory, "checkpoint");
        if (checkpoint is null)
            return verdict with { Problem = "there is no checkpoint: nothing was signed", File = file };
        Checkpoint head;
        try
        {
            SignedNote note = SignedNote.Parse(checkpoint);
            head = Checkpoint.Of(note, "");
            verdict = verdict with { Origin = head.Origin, Size = head.Size, Root = Convert.ToBase64String(head.Root) };
            PolicyAnswer answer = policy.Ask(note, head.Origin);
            if (answer.Problem is { } why)
                return verdict with { Problem = "checkpoint: " + why, File = file };
            verdict = Witnessed(verdict, head, answer, policy);
            if (verdict.Problem is not null)
                return verdict;
        }
        catch (FormatException e)
        {
            return verdict with { Problem = $"checkpoint: {e.Message}", File = file };
        }
        _size = head.Size;
        byte[] root = Recompute(head.Size);
        verdict = verdict with { EntryBytes = _bytes };
        bool rootHolds = root.AsSpan().SequenceEqual(head.Root);
        if (_first is { } flaw)
            return verdict with { Problem = flaw.Why, Position = flaw.Position, File = Blame(flaw, rootHolds) };
        if (!rootHolds)
            return verdict with
            {
                Problem =
                    "the entries give another root than the one that was signed; the tiles were made to agree with " +
                    "the changed entries, so which one was changed cannot be seen from here",
                File = file,
            };
        // The tiles are now known to be those of the signed root, so the root of a smaller size follows from them.
        if (verdict.WitnessedSize is { } seen && seen < head.Size && !new Prover(new TileStore(_disk, _directory))
            .RootOf(seen, head.Size).AsSpan().SequenceEqual(_witnessedRoot))
            return verdict with
            {
                Problem = $"the witnesses have seen another tree of {seen} entries than the one that stands here",
                File = Path.Combine(_directory, Heads.WitnessedName),
            };
        return CheckWal(verdict, head);
    }

    // Witnesses answer after the log has signed: when the newest head has not enough of them, an earlier one may.
    private Verdict Witnessed(Verdict verdict, Checkpoint head, PolicyAnswer answer, TrustPolicy policy)
    {
        verdict = verdict with { Cosignatures = answer.Cosignatures };
        if (!policy.AsksForWitnesses)
            return verdict;
        if (answer.QuorumReached)
            return verdict with { WitnessedSize = head.Size };
        string file = Path.Combine(_directory, Heads.WitnessedName);
        if (_disk.Read(file) is not { } stored)
            return verdict with { Problem = "checkpoint: " + policy.QuorumProblem(answer), File = file };
        SignedNote note = SignedNote.Parse(stored);
        Checkpoint seen = Checkpoint.Of(note, "");
        PolicyAnswer earlier = policy.Ask(note, head.Origin);
        string? why = seen.Origin != head.Origin ? "it is of another log" : earlier.Problem;
        why ??= earlier.QuorumReached ? null : policy.QuorumProblem(earlier);
        why ??= seen.Size > head.Size ? $"it covers {seen.Size} entries, more than the checkpoint" : null;
        _witnessedRoot = seen.Root;
        return verdict with
        {
            Cosignatures = earlier.Cosignatures,
            WitnessedSize = seen.Size,
            Problem = why is null ? null : $"{Heads.WitnessedName}: {why}",
            File = why is null ? null : file,
        };
    }

    // When the entries give the signed root they are right, and the tile that disagrees with them is wrong.
    private string Blame(Flaw flaw, bool rootHolds) => !flaw.Sure && !rootHolds
        ? Path.Combine(_directory, BundleOf(flaw.Position))
        : flaw.File;

    private string BundleOf(long position)
    {
        long number = position / TilePath.Width;
        string partial = TilePath.Bundle(number, (int)Math.Min(TilePath.Width, _size - (number * TilePath.Width)));
        return _disk.Read(Path.Combine(_directory, partial)) is null ? TilePath.Bundle(number) : partial;
    }

    /// <summary>Hashes every entry, level by level upward; compares the stored tiles on the way.</summary>
    private byte[] Recompute(long size)
    {
        int bundles = checked((int)((size + TilePath.Width - 1) / TilePath.Width));
        byte[] above = new byte[(size / TilePath.Width) * Merkle.HashBytes];
        byte[] openLeaves = [];
        Parallel.For(
            0, bundles,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new BundleHasher(_disk, _directory),
            (n, _, hasher) =>
            {
                int width = (int)Math.Min(TilePath.Width, size - ((long)n * TilePath.Width));
                ReadOnlySpan<byte> leaves = HashBundle(hasher, n, width);
                if (width == TilePath.Width)
                    hasher.Fold(leaves, above.AsSpan(n * Merkle.HashBytes, Merkle.HashBytes));
                else
                    openLeaves = leaves.ToArray();
                Progress(width, size);
                return hasher;
            },
            hasher => Interlocked.Add(ref _bytes, hasher.EntryBytes));
        var partials = new List<byte[]> { openLeaves };
        byte[] level = above;
        for (int l = 1; level.Length > 0; l++)
            (partials, level) = ([.. partials, LastOf(level)], CheckLevel(l, level, size));
        return RootOf(partials);
    }

    private ReadOnlySpan<byte> HashBundle(BundleHasher hasher, int n, int width)
    {
        if (hasher.Hash(n, width) is { } bad)
            Report(new Flaw(bad.Position, Path.Combine(_directory, bad.File), bad.Why));
        CompareTile(0, n, hasher.Leaves[..(width * Merkle.HashBytes)]);
        if (width < TilePath.Width && !HasFlawIn((long)n * TilePath.Width, width))
            CheckOlderBundles(n, width);
        return hasher.Leaves[..(width * Merkle.HashBytes)];
    }

    /// <summary>Compares the tiles of a level above 0 with the hashes computed; gives the hashes of the next
    /// level.</summary>
    private byte[] CheckLevel(int l, byte[] hashes, long size)
    {
        const int tileBytes = TilePath.Width * Merkle.HashBytes;
        byte[] next = new byte[hashes.Length / tileBytes * Merkle.HashBytes];
        byte[] scratch = new byte[tileBytes];
        for (int n = 0; n * tileBytes < hashes.Length; n++)
        {
            ReadOnlySpan<byte> tile = hashes.AsSpan(n * tileBytes, Math.Min(tileBytes,
                hashes.Length - (n * tileBytes)));
            CompareTile(l, n, tile);
            if (tile.Length < tileBytes)
                break;
            tile.CopyTo(scratch);
            Merkle.Fold(scratch, next.AsSpan(n * Merkle.HashBytes, Merkle.HashBytes));
        }
        return next;
    }

    /// <summary>Compares what is stored of a tile, in full and in any partial form, with the hashes computed.</summary>
    private void CompareTile(int level, long n, ReadOnlySpan<byte> computed)
    {
        string full = TilePath.Tile(level, n);
        byte[]? stored = _disk.Read(Path.Combine(_directory, full));
        bool whole = computed.Length == TilePath.Width * Merkle.HashBytes;
        if (stored is not null && stored.Length != TilePath.Width * Merkle.HashBytes)
            Report(Bad(level, n, 0, full, "the tile has not 8,192 bytes"));
        else if (stored is not null)
            Compare(level, n, full, stored.AsSpan(0, computed.Length), computed);
        if (whole)
        {
            if (stored is null)
                Report(Bad(level, n, 0, full, "the tile is missing"));
            return;
        }
        bool seen = stored is not null;
        foreach (string name in _disk.List(Path.Combine(_directory, TilePath.PartialsOf(full))))
        {
            if (!int.TryParse(name, out int width) || width * Merkle.HashBytes > computed.Length)
                continue;
            string path = TilePath.Tile(level, n, width);
            byte[] partial = _disk.Read(Path.Combine(_directory, path)) ?? [];
            if (partial.Length != width * Merkle.HashBytes)
                Report(Bad(level, n, 0, path, $"the partial tile has not {width} hashes"));
            else
                Compare(level, n, path, partial, computed[..partial.Length]);
            seen |= width * Merkle.HashBytes == computed.Length;
        }
        if (!seen)
            Report(Bad(level, n, 0, TilePath.Tile(level, n, computed.Length / Merkle.HashBytes),
                "the partial tile is missing"));
    }

    private void Compare(int level, long n, string path, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> computed)
    {
        int same = stored.CommonPrefixLength(computed);
        if (same < computed.Length)
            Report(Bad(level, n, same / Merkle.HashBytes, path,
                "entry and stored hash do not agree") with
            { Sure = false });
    }

    // Partial bundles of earlier checkpoints are served too: each must be the beginning of what was verified.
    private void CheckOlderBundles(long n, int width)
    {
        string full = TilePath.Bundle(n);
        byte[] whole = _disk.Read(Path.Combine(_directory, TilePath.Bundle(n, width)))
            ?? _disk.Read(Path.Combine(_directory, full)) ?? [];
        foreach (string name in _disk.List(Path.Combine(_directory, TilePath.PartialsOf(full))))
        {
            if (!int.TryParse(name, out int older) || older >= width)
                continue;
            string path = TilePath.Bundle(n, older);
            byte[] bytes = _disk.Read(Path.Combine(_directory, path)) ?? [];
            int length = BundleHasher.LengthOf(whole, older);
            int same = whole.AsSpan(0, length).CommonPrefixLength(bytes);
            if (length == bytes.Length && same == length)
                continue;
            int entry = 0;
            while (entry < older && BundleHasher.LengthOf(whole, entry + 1) <= same)
                entry++;
            Report(new Flaw(
                (n * TilePath.Width) + entry, Path.Combine(_directory, path),
                    "the partial bundle of an earlier checkpoint differs"));
        }
    }

    private bool HasFlawIn(long from, int count)
    {
        lock (_gate)
            return _first is not null && _first.Position >= from && _first.Position <= from + count;
    }

    /// <summary>The write-ahead log beside it, when there is one: what is below the checkpoint must be the
    /// same.</summary>
    private Verdict CheckWal(Verdict verdict, Checkpoint head)
    {
        string wal = Path.Combine(_directory, "wal");
        if (!_disk.List(wal).Any(name => SegmentHead.NumberOf(name) is not null))
            return verdict;
        byte[] hash = new byte[Merkle.HashBytes];
        byte[]? tile = null;
        long tileNumber = -1;
        long? different = null;
        try
        {
            WalRecovery found = WalRecovery.Read(_disk, wal, head.Origin, long.MaxValue, 0, (position, entry) =>
            {
                if (position >= head.Size || different is not null)
                    return;
                if (position / TilePath.Width != tileNumber)
                {
                    tileNumber = position / TilePath.Width;
                    int width = (int)Math.Min(TilePath.Width, head.Size - (tileNumber * TilePath.Width));
                    tile = _disk.Read(Path.Combine(_directory, TilePath.Tile(0, tileNumber)))
                        ?? _disk.Read(Path.Combine(_directory, TilePath.Tile(0, tileNumber, width)));
                }
                // These tiles were just compared with the entries of the bundles, hash by hash.
                Merkle.Leaf(entry, hash);
                int at = (int)(position % TilePath.Width) * Merkle.HashBytes;
                if (tile is null || !tile.AsSpan(at, Merkle.HashBytes).SequenceEqual(hash))
                    different = position;
            });
            if (different is { } p)
                return verdict with
                {
                    Problem = "the write-ahead log and the bundle hold different entries",
                    Position = p,
                    File = wal
                };
            if (found.End < head.Size)
                return verdict with
                {
                    Problem = $"the write-ahead log ends at {found.End}, before the signed size {head.Size}",
                    Position = found.End,
                    File = wal,
                };
            return verdict with { BeyondCheckpoint = found.End - head.Size, TornBytes = found.Torn.Length };
        }
        catch (LedgerRefusedException e)
        {
            return verdict with { Problem = e.Message, File = e.File ?? wal, Position = e.Position };
        }
    }

    private Flaw Bad(int level, long n, int index, string path, string why)
    {
        long position = ((n * TilePath.Width) + index) << (8 * level);
        return new Flaw(position, Path.Combine(_directory, path), why, Entries: 1L << (8 * level));
    }

    private void Report(Flaw flaw)
    {
        lock (_gate)
        {
            // A hash of a higher level says less than the flaw below it that it comes from.
            bool known = _first is not null && _first.Position >= flaw.Position
                && _first.Position < flaw.Position + flaw.Entries;
            if (_first is null || (flaw.Position < _first.Position && !known))
                _first = flaw;
        }
    }

    private void Progress(int entries, long size)
    {
        long done = Interlocked.Add(ref _done, entries);
        if (_progress is not null && (done / ProgressEntries) != ((done - entries) / ProgressEntries))
            _progress(done, size);
    }

    private static byte[] LastOf(byte[] level) =>
        level[(level.Length - (level.Length % (TilePath.Width * Merkle.HashBytes)))..];

    private static byte[] RootOf(List<byte[]> partials)
    {
        long size = 0;
        for (int level = 0; level < partials.Count; level++)
            size += (long)(partials[level].Length / Merkle.HashBytes) << (8 * level);
        return TreeEdge.Of(size, partials)!.Root();
    }

    private const int AttemptsMax = 3;
    private const long ProgressEntries = 1_000_000;
}
