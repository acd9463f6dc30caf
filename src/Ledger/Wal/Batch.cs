using System.Buffers;

namespace Qingyuan.Ledger;

/// <summary>
/// One group commit: its records exactly as they will stand in the segment. Filled under the log's lock, then
/// written by the writer, then read by anybody. No allocation for each entry.
/// </summary>
internal sealed class Batch : EntryBlock
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Batch(long first, int capacity)
        : base(ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 1 << 10)), ArrayPool<long>.Shared.Rent(16)) =>
        First = first;

    public Task Durable => _done.Task;
    public int Length { get; private set; }
    public ReadOnlySpan<byte> Written => Bytes.AsSpan(0, Length);

    public long Add(ReadOnlySpan<byte> head, ReadOnlySpan<byte> body, long receivedMs)
    {
        int size = head.Length + body.Length;
        Grow(WalRecord.HeadBytes + size);
        WalRecord.WriteHead(Bytes.AsSpan(Length), size, First + Count, receivedMs, Count);
        int start = Length + WalRecord.HeadBytes;
        head.CopyTo(Bytes.AsSpan(start));
        body.CopyTo(Bytes.AsSpan(start + head.Length));
        Places[Count] = Place(start, size);
        Length = start + size;
        return First + Count++;
    }

    /// <summary>Puts the checksums in; done by the writer, outside the log's lock.</summary>
    public void Seal()
    {
        for (int i = 0; i < Count; i++)
        {
            int start = (int)(Places[i] >> 32) - WalRecord.HeadBytes;
            WalRecord.Seal(Bytes.AsSpan(start, WalRecord.HeadBytes + (int)Places[i]));
        }
    }

    public void Succeed() => _done.SetResult();

    public void Fail(Exception why) => _done.SetException(why);

    private void Grow(int more)
    {
        if (Length + more > Bytes.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * Bytes.Length, Length + more));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(Bytes);
            Bytes = larger;
        }
        if (Count == Places.Length)
        {
            long[] larger = ArrayPool<long>.Shared.Rent(2 * Count);
            Places.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<long>.Shared.Return(Places);
            Places = larger;
        }
    }
}
