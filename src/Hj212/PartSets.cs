namespace Qingyuan.Hj212;

/// <summary>One received part; <paramref name="Tag"/> is the caller's own (an offset, a ledger position).</summary>
public sealed record Part(int Number, long Tag, byte[] Frame);

/// <summary>Parts of one record (拆分包) by their number; incomplete sets are handed out, never dropped.</summary>
public sealed record PartSet(int Count, IReadOnlyList<Part> Parts)
{
    public bool Complete => Parts.Count == Count;
}

/// <summary>
/// Puts split packets together (2017 C.49, C.50): the parts share MN, CN, ST, PNUM and DataTime, while each has its
/// own QN. Bounded in sets and bytes: at a limit the oldest set is handed out as it is. Not for many threads.
/// </summary>
public sealed class PartSets(int setsMax = PartSets.SetsMax, long bytesMax = PartSets.BytesMax)
{
    public const int SetsMax = 1_024;
    public const long BytesMax = 16 << 20;

    private readonly OrderedDictionary<string, Entry> _sets = [];
    private long _bytes;

    /// <summary>Sets that wait for parts.</summary>
    public int Waiting => _sets.Values.Count(e => !e.Done);

    /// <summary>
    /// Adds a part; a repeated one is ignored. Sets that are closed by it, complete or pushed out by a limit, are
    /// appended to <paramref name="closed"/>. False = the message is no part.
    /// </summary>
    public bool Add(Message message, ReadOnlySpan<byte> frame, long tag, DateTimeOffset at, ICollection<PartSet> closed)
    {
        if (message.PartCount < 2)
            return false;
        string key = KeyOf(message);
        if (!_sets.TryGetValue(key, out Entry? entry))
        {
            while (_sets.Count >= setsMax)
                CloseOldest(closed);
            _sets.Add(key, entry = new Entry(message.PartCount));
        }
        entry.Last = at;
        if (entry.Done || !entry.Parts.TryAdd(message.PartNumber, new Part(message.PartNumber, tag, frame.ToArray())))
            return true;
        _bytes += frame.Length;
        if (entry.Parts.Count == entry.Count)
            closed.Add(Take(entry));
        while (_bytes > bytesMax)
            CloseOldest(closed);
        return true;
    }

    /// <summary>Hands out the sets that got no part since the instant (执行超时).</summary>
    public void CloseBefore(DateTimeOffset instant, ICollection<PartSet> closed)
    {
        for (int i = _sets.Count - 1; i >= 0; i--)
        {
            Entry entry = _sets.GetAt(i).Value;
            if (entry.Last >= instant)
                continue;
            if (!entry.Done)
                closed.Add(Take(entry));
            _sets.RemoveAt(i);
        }
    }

    /// <summary>Hands out everything that still waits.</summary>
    public void CloseAll(ICollection<PartSet> closed)
    {
        while (_sets.Count > 0)
            CloseOldest(closed);
    }

    private void CloseOldest(ICollection<PartSet> closed)
    {
        Entry entry = _sets.GetAt(0).Value;
        _sets.RemoveAt(0);
        if (!entry.Done)
            closed.Add(Take(entry));
    }

    /// <summary>The set leaves; its key stays for a while so that retries of its parts open no new one.</summary>
    private PartSet Take(Entry entry)
    {
        PartSet set = new(entry.Count, [.. entry.Parts.Values]);
        _bytes -= set.Parts.Sum(p => (long)p.Frame.Length);
        entry.Parts.Clear();
        entry.Done = true;
        return set;
    }

    private static string KeyOf(Message m) => string.Join(
        '\u0001', Text.Decode(m.Mn), Text.Decode(m.Cn), Text.Decode(m.St), m.PartCount, Text.Decode(m.DataTime));

    private sealed class Entry(int count)
    {
        public int Count => count;
        public SortedDictionary<int, Part> Parts { get; } = [];
        public DateTimeOffset Last { get; set; }
        public bool Done { get; set; }
    }
}
