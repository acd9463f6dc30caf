using System.Buffers;

namespace Qingyuan.Ledger;

/// <summary>
/// Consecutive entries in one pooled array: a batch of the tail or a decoded bundle. Whoever uses it holds it; the
/// array goes back to the pool when the last holder lets go.
/// </summary>
internal class EntryBlock
{
    private int _holders = 1;

    protected byte[] Bytes { get; set; }
    protected long[] Places { get; set; }

    protected EntryBlock(byte[] bytes, long[] places) => (Bytes, Places) = (bytes, places);

    /// <summary>Position of the first entry.</summary>
    public long First { get; protected init; }
    public int Count { get; protected set; }
    public long End => First + Count;
    /// <summary>Memory held.</summary>
    public long Capacity => Bytes.Length + (8L * Places.Length);

    public ReadOnlySpan<byte> Entry(int i) => Bytes.AsSpan((int)(Places[i] >> 32), (int)Places[i]);

    /// <summary>Only while somebody else holds it too (under the lock of the tail or of the cache).</summary>
    public EntryBlock Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) != 0)
            return;
        ArrayPool<byte>.Shared.Return(Bytes);
        ArrayPool<long>.Shared.Return(Places);
        (Bytes, Places) = ([], []);
    }

    /// <summary>Decodes a full entry bundle (C2SP tlog-tiles: 16-bit length, bytes); null = it is damaged.</summary>
    public static EntryBlock? OfBundle(byte[] pooled, int length, long number)
    {
        long[] places = ArrayPool<long>.Shared.Rent(TilePath.Width);
        var block = new EntryBlock(pooled, places) { First = number * TilePath.Width };
        int at = 0;
        while (at + 2 <= length && block.Count < TilePath.Width)
        {
            int size = (pooled[at] << 8) | pooled[at + 1];
            at += 2;
            if (size > length - at)
                break;
            places[block.Count++] = Place(at, size);
            at += size;
        }
        if (block.Count == TilePath.Width && at == length)
            return block;
        block.Release();
        return null;
    }

    protected static long Place(int start, int length) => ((long)start << 32) | (uint)length;
}
