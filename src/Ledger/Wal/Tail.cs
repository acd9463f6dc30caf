namespace Qingyuan.Ledger;

/// <summary>The newest durable entries, in memory until a full bundle on disk holds them. Bounded by
/// back-pressure.</summary>
internal sealed class Tail
{
    private readonly Lock _gate = new();
    private readonly List<EntryBlock> _blocks = [];
    private long _bytes;

    /// <summary>Memory held.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Takes over the caller's hold. Blocks come in the order of their positions.</summary>
    public void Add(EntryBlock block)
    {
        lock (_gate)
            _blocks.Add(block);
        Interlocked.Add(ref _bytes, block.Capacity);
    }

    /// <summary>The block with that position, held for the caller; null = it is older than the tail.</summary>
    public EntryBlock? Hold(long position)
    {
        lock (_gate)
        {
            int low = 0, high = _blocks.Count - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                EntryBlock block = _blocks[middle];
                if (position < block.First)
                    high = middle - 1;
                else if (position >= block.End)
                    low = middle + 1;
                else
                    return block.Hold();
            }
            return null;
        }
    }

    /// <summary>Lets go of the blocks whose entries all lie below the position.</summary>
    public void DropBelow(long position)
    {
        lock (_gate)
        {
            int count = 0;
            while (count < _blocks.Count && _blocks[count].End <= position)
            {
                Interlocked.Add(ref _bytes, -_blocks[count].Capacity);
                _blocks[count++].Release();
            }
            _blocks.RemoveRange(0, count);
        }
    }
}
