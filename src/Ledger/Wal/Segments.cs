using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// The head of a segment file (64 bytes). It also says how much of the segment before counts: that is how a segment
/// whose sync failed, or whose tail is torn, is cut without writing to it again.
/// </summary>
internal readonly record struct SegmentHead(long Number, long First, long PreviousLength, long ReceivedMs)
{
    public const int Bytes = 64;

    public byte[] Encode(string origin)
    {
        byte[] head = new byte[Bytes];
        "QYWAL1\n\0"u8.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), Number);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(16), First);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(24), PreviousLength);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(32), ReceivedMs);
        SHA256.HashData(Encoding.UTF8.GetBytes(origin)).AsSpan(0, 16).CopyTo(head.AsSpan(40));
        BinaryPrimitives.WriteUInt32LittleEndian(
            head.AsSpan(60), Crc32C.Of(Crc32C.Start, head.AsSpan(0, 60)) ^ Crc32C.Start);
        return head;
    }

    /// <summary>Null = not a head, or one of another log.</summary>
    public static SegmentHead? Decode(ReadOnlySpan<byte> segment, string origin)
    {
        if (segment.Length < Bytes)
            return null;
        var head = new SegmentHead(
            BinaryPrimitives.ReadInt64LittleEndian(segment[8..]),
            BinaryPrimitives.ReadInt64LittleEndian(segment[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(segment[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(segment[32..]));
        return segment[..Bytes].SequenceEqual(head.Encode(origin)) ? head : null;
    }

    public static string FileName(long number) => number.ToString("D8", CultureInfo.InvariantCulture) + ".wal";

    /// <summary>Number of a segment file; null = another file.</summary>
    public static long? NumberOf(string name) =>
        name.Length == 12 && name.EndsWith(".wal", StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, 8), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : null;
}

/// <summary>
/// The write side of the write-ahead log. One thread. When <see cref="Write"/> returns the batch is durable; when it
/// throws, nothing of it counts, and the file is never written or synced again: <see cref="Reopen"/> goes on in a new
/// one.
/// </summary>
internal sealed class Segments(IDisk disk, string directory, string origin, long bytesMax)
{
    private readonly Lock _gate = new();
    private readonly List<(long Number, long End)> _sealed = [];
    private IDiskFile? _file;
    private long _number;
    private long _length;
    private long _end;

    /// <summary>Goes on after what recovery found: a new segment with the records that may not have been
    /// synced.</summary>
    public void Continue(WalRecovery found)
    {
        foreach (var segment in found.Sealed)
            _sealed.Add(segment);
        (_number, _length, _end) = (found.LastNumber, found.LastLength, found.LastEnd);
        Open(found.LastReceivedMs, found.Carried);
        _end = found.End;
    }

    public void Write(Batch batch, long receivedMs)
    {
        if (_file is null || _length >= bytesMax)
            Open(receivedMs, []);
        batch.Seal();
        try
        {
            _file!.Write(batch.Written);
            _file.Sync();
        }
        catch
        {
            Close();
            throw;
        }
        _length += batch.Length;
        _end = batch.End;
    }

    /// <summary>After a failure: seals the segment at its last good sync and opens the next.</summary>
    public void Reopen(long receivedMs)
    {
        if (_file is null)
            Open(receivedMs, []);
    }

    /// <summary>Deletes the segments whose entries all lie below the position.</summary>
    public void DeleteBelow(long position)
    {
        foreach ((long number, long end) in SealedBelow(position))
        {
            disk.Delete(Path.Combine(directory, SegmentHead.FileName(number)));
            lock (_gate)
                _sealed.Remove((number, end));
        }
    }

    public IReadOnlyList<(long Number, long End)> SealedBelow(long position)
    {
        lock (_gate)
            return [.. _sealed.Where(s => s.End <= position)];
    }

    public void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    // The new file appears whole or not at all; nothing is acknowledged from it before its name is durable.
    private void Open(long receivedMs, ReadOnlySpan<byte> carried)
    {
        Close();
        long number = _number + 1;
        var head = new SegmentHead(number, _end, _length, receivedMs);
        string path = Path.Combine(directory, SegmentHead.FileName(number));
        string aside = path + ".tmp";
        IDiskFile file = disk.Create(aside);
        try
        {
            file.Write(head.Encode(origin));
            file.Write(carried);
            file.Sync();
            disk.Rename(aside, path);
            disk.SyncDirectory(directory);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        lock (_gate)
        {
            if (_number > 0)
                _sealed.Add((_number, _end));
        }
        (_file, _number, _length) = (file, number, SegmentHead.Bytes + carried.Length);
    }
}
