namespace Qingyuan.Ledger;

/// <summary>Sees one recovered entry.</summary>
internal delegate void RecoveredVisitor(long position, ReadOnlySpan<byte> entry);

/// <summary>
/// Reads the write-ahead log back after a stop of any kind. Cuts only a torn tail and keeps the cut bytes; damage to
/// anything that was once synced is refused, with file, offset and position. Changes nothing.
/// </summary>
internal sealed class WalRecovery
{
    private byte[] _carried = [];

    /// <summary>Segments before the last, with the position after their last entry.</summary>
    public List<(long Number, long End)> Sealed { get; } = [];
    public long LastNumber { get; private set; }
    /// <summary>How much of the last segment counts; the rest is carried over or torn.</summary>
    public long LastLength { get; private set; }
    /// <summary>Position after the last entry that counts in the last segment.</summary>
    public long LastEnd { get; private set; }
    /// <summary>
    /// Records beyond the committed checkpoint. They were read from a file whose last sync may never have happened or
    /// may have failed, so they are written and synced again in the new segment before anything counts on them.
    /// </summary>
    public ReadOnlySpan<byte> Carried => _carried;
    /// <summary>What is cut: part of a batch that was never synced, so nobody was answered for it.</summary>
    public byte[] Torn { get; private set; } = [];
    public long End { get; private set; }
    public long LastReceivedMs { get; private set; }

    public static WalRecovery Read(
        IDisk disk, string directory, string origin, long retired, long committed, RecoveredVisitor visit)
    {
        var found = new WalRecovery();
        long[] numbers = Contiguous(disk, directory);
        if (numbers.Length == 0)
        {
            if (committed > 0)
                throw new LedgerRefusedException(
                    $"{directory} holds no segment, but a checkpoint over {committed} entries was signed. Restore " +
                    "the directory from the same moment as its checkpoint.");
            return found;
        }
        byte[] bytes = [];
        for (int i = 0; i < numbers.Length; i++)
        {
            string path = Path.Combine(directory, SegmentHead.FileName(numbers[i]));
            int length = disk.Read(path, ref bytes);
            long? counts = i + 1 < numbers.Length
                ? HeadOf(disk, directory, numbers[i + 1], origin).PreviousLength : null;
            SegmentHead head = Decode(bytes.AsSpan(0, Math.Max(0, length)), path, numbers[i], origin);
            if (i == 0 && head.First > retired)
                throw new LedgerRefusedException(
                    $"{path} begins at position {head.First}, but {retired} is needed: a segment is missing.");
            if (i > 0 && head.First != found.End)
                throw new LedgerRefusedException(
                    $"{path} begins at position {head.First}; the segment before it ends at {found.End}.");
            found.Scan(path, bytes.AsSpan(0, length), head, counts, committed, visit);
            if (counts is not null)
                found.Sealed.Add((numbers[i], found.End));
        }
        return found;
    }

    /// <summary>Keeps what is cut for inspection, in <c>wal/&lt;segment&gt;.torn</c>.</summary>
    public void KeepTorn(IDisk disk, string directory)
    {
        if (Torn.Length == 0)
            return;
        IReadOnlyList<string> names = disk.List(directory);
        string name = SegmentHead.FileName(LastNumber).Replace(".wal", ".torn", StringComparison.Ordinal);
        for (int i = 1; names.Contains(name); i++)
            name = SegmentHead.FileName(LastNumber).Replace(".wal", $".{i}.torn", StringComparison.Ordinal);
        disk.Replace(Path.Combine(directory, name), Torn);
    }

    private void Scan(
        string path, ReadOnlySpan<byte> bytes, SegmentHead head, long? counts, long committed, RecoveredVisitor visit)
    {
        ReadOnlySpan<byte> part = counts is null ? bytes : bytes[..(int)Math.Min(counts.Value, bytes.Length)];
        if (part.Length < counts)
            throw Corrupt(path, part.Length, End, $"the file is shorter than the {counts} bytes that were synced");
        (LastNumber, LastLength, LastEnd, End) = (head.Number, SegmentHead.Bytes, head.First, head.First);
        LastReceivedMs = Math.Max(LastReceivedMs, head.ReceivedMs);
        int at = SegmentHead.Bytes;
        while (WalRecord.TryRead(part[at..], out WalRecord record))
        {
            if (record.Position != End)
                throw Corrupt(path, at, End, $"the record is that of position {record.Position}");
            visit(record.Position, record.Entry);
            at += record.Length;
            End++;
            LastReceivedMs = Math.Max(LastReceivedMs, record.ReceivedMs);
            if (End <= committed)
                (LastLength, LastEnd) = (at, End);
        }
        if (counts is not null && at != part.Length)
            throw Corrupt(path, at, End, "the record's checksum is wrong");
        if (counts is not null)
            return;
        _carried = part[(int)LastLength..at].ToArray();
        if (at == part.Length)
            return;
        RefuseUnlessTorn(path, part, at, head.First);
        Torn = part[at..].ToArray();
    }

    /// <summary>
    /// A batch is written only after the one before was synced. So bytes that belong to a later batch prove that the
    /// bad record was synced once, and is damaged now; what remains of the same batch was never acknowledged.
    /// </summary>
    private void RefuseUnlessTorn(string path, ReadOnlySpan<byte> part, int at, long first)
    {
        for (int next = at + 1; next + WalRecord.HeadBytes <= part.Length; next++)
        {
            long position = WalRecord.PositionAt(part[next..]);
            if (position < first || position > End + (part.Length / WalRecord.HeadBytes))
                continue;
            if (!WalRecord.TryRead(part[next..], out WalRecord record))
                continue;
            bool sameBatch = record.Position > End && record.BatchFirst <= End;
            if (!sameBatch)
                throw Corrupt(path, at, End, $"a good record (position {record.Position}) follows at byte {next}");
            next += record.Length - 1;
        }
    }

    private static LedgerRefusedException Corrupt(string path, long offset, long position, string why) => new(
        $"Damaged: {path}, byte {offset}, position {position}: {why}. Nothing was changed. Restore this file from a " +
        "copy, or run 'qingyuan verify' to see what still holds.")
    {
        File = path,
        Position = position < 0 ? null : position,
    };

    private static SegmentHead Decode(ReadOnlySpan<byte> bytes, string path, long number, string origin)
    {
        SegmentHead? head = SegmentHead.Decode(bytes, origin);
        if (head is null || head.Value.Number != number)
            throw Corrupt(path, 0, -1, $"it does not begin with the head of segment {number} of {origin}");
        return head.Value;
    }

    private static SegmentHead HeadOf(IDisk disk, string directory, long number, string origin)
    {
        string path = Path.Combine(directory, SegmentHead.FileName(number));
        return Decode(disk.Read(path) ?? [], path, number, origin);
    }

    // Deletions of retired segments may have been lost in a crash: only the run that ends with the last one counts.
    private static long[] Contiguous(IDisk disk, string directory)
    {
        long[] numbers = [.. disk.List(directory).Select(SegmentHead.NumberOf).OfType<long>().Order()];
        int from = numbers.Length - 1;
        while (from > 0 && numbers[from - 1] == numbers[from] - 1)
            from--;
        return from <= 0 ? numbers : numbers[from..];
    }
}
