namespace Qingyuan.Judgement;

/// <summary>What one record says about one factor: the texts as sent, views into the record's items.</summary>
internal struct Reading
{
    /// <summary>-Avg.</summary>
    public ReadOnlyMemory<char>? Average { get; set; }
    /// <summary>-ZsAvg: the logger's own corrected value.</summary>
    public ReadOnlyMemory<char>? Corrected { get; set; }
    /// <summary>-Cou: the amount accumulated in the interval.</summary>
    public ReadOnlyMemory<char>? Amount { get; set; }
    /// <summary>-Flag.</summary>
    public ReadOnlyMemory<char>? Flag { get; set; }
    /// <summary>The frame that says so.</summary>
    public long Position { get; set; }

    public readonly bool Present => Average is not null || Amount is not null || Corrected is not null;
}

/// <summary>Which factors a reader of items looks for: a code, and its code of 2005, lead to one place.</summary>
internal sealed class Watch
{
    private readonly Dictionary<string, int> _places = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Watch(IEnumerable<string> codes)
    {
        _lookup = _places.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string code in codes)
        {
            if (!_places.TryAdd(code, Count))
                continue;
            // Devices mix the codes of the editions; the register names a factor by one of them.
            if (Hj212.Factors.Find(code, 2017) is { } known)
            {
                if (known.CodeOf2005.Length > 0)
                    _places.TryAdd(known.CodeOf2005, Count);
                if (known.Code.Length > 0)
                    _places.TryAdd(known.Code, Count);
            }
            Count++;
        }
    }

    public int Count { get; }

    /// <summary>−1 = not watched.</summary>
    public int Place(ReadOnlySpan<char> code) => _lookup.TryGetValue(code, out int place) ? place : -1;
}

/// <summary>
/// One record of a series (one device, one kind, one interval), its parts put together. Parts hold whole items, so
/// each factor comes from the frame of its part.
/// </summary>
internal sealed class SeriesRecord(long time, int edition, AnalyserStates states, int places)
{
    private readonly Reading[] _readings = new Reading[places];
    private readonly List<long> _positions = new(1);

    /// <summary>Start of the interval as the device said it, UTC milliseconds.</summary>
    public long Time => time;
    public int Edition => edition;
    public AnalyserStates States => states;
    public IReadOnlyList<long> Positions => _positions;
    public long FirstReceived { get; private set; } = long.MaxValue;
    public long LastReceived { get; private set; } = long.MinValue;

    public ref readonly Reading this[int place] => ref _readings[place];

    /// <summary>Adds a part. Of two values for one key the first part's stays.</summary>
    public void Add(Watch watch, string items, long position, long received)
    {
        _positions.Add(position);
        FirstReceived = Math.Min(FirstReceived, received);
        LastReceived = Math.Max(LastReceived, received);
        ReadOnlySpan<char> text = items;
        int at = 0;
        while (at < text.Length)
        {
            int end = EndOfItem(text, at);
            Read(watch, items.AsMemory(at, end - at), position);
            at = end + 1;
        }
    }

    private void Read(Watch watch, ReadOnlyMemory<char> item, long position)
    {
        ReadOnlySpan<char> text = item.Span;
        int equals = text.IndexOf('=');
        if (equals < 0)
            return;
        ReadOnlySpan<char> key = text[..equals].Trim();
        int dash = key.LastIndexOf('-');
        if (dash <= 0)
            return;
        int place = watch.Place(key[..dash]);
        if (place < 0)
            return;
        ref Reading reading = ref _readings[place];
        ReadOnlyMemory<char> value = item[(equals + 1)..].Trim();
        ReadOnlySpan<char> field = key[(dash + 1)..];
        if (field.Equals("Avg", StringComparison.OrdinalIgnoreCase))
            reading.Average ??= value;
        else if (field.Equals("ZsAvg", StringComparison.OrdinalIgnoreCase))
            reading.Corrected ??= value;
        else if (field.Equals("Cou", StringComparison.OrdinalIgnoreCase))
            reading.Amount ??= value;
        else if (field.Equals("Flag", StringComparison.OrdinalIgnoreCase))
            reading.Flag ??= value;
        else
            return;
        reading.Position = position;
    }

    /// <summary>Items end at a comma or a semicolon; log text between <c>//</c> may hold both.</summary>
    private static int EndOfItem(ReadOnlySpan<char> text, int from)
    {
        int end = text[from..].IndexOfAny(',', ';');
        if (end < 0)
            return text.Length;
        int quote = text.Slice(from, end).IndexOf("=//");
        if (quote < 0)
            return from + end;
        int open = from + quote + 3;
        int close = text[open..].IndexOf("//");
        if (close < 0)
            return from + end;
        int after = text[(open + close + 2)..].IndexOfAny(',', ';');
        return after < 0 ? text.Length : open + close + 2 + after;
    }
}
