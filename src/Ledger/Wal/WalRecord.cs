using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Qingyuan.Ledger;

/// <summary>
/// A record of a segment, little-endian: length (4), CRC-32C of all the rest (4), position (8), received at in
/// milliseconds (8), number within its batch (4), entry. The number within the batch tells a torn batch (never synced,
/// so nobody was answered) from damage to one that was.
/// </summary>
internal readonly ref struct WalRecord
{
    public const int HeadBytes = 28;

    public required long Position { get; init; }
    public required long ReceivedMs { get; init; }
    public required long BatchFirst { get; init; }
    public required ReadOnlySpan<byte> Entry { get; init; }
    public int Length => HeadBytes + Entry.Length;

    public static void WriteHead(Span<byte> to, int entryLength, long position, long receivedMs, int inBatch)
    {
        BinaryPrimitives.WriteInt32LittleEndian(to, entryLength);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], position);
        BinaryPrimitives.WriteInt64LittleEndian(to[16..], receivedMs);
        BinaryPrimitives.WriteInt32LittleEndian(to[24..], inBatch);
    }

    public static void Seal(Span<byte> record) =>
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], Checksum(record));

    /// <summary>Reads the record at the start of the span; false = there is no whole, right record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out WalRecord record)
    {
        record = default;
        if (from.Length < HeadBytes)
            return false;
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(from);
        if (length > Log.EntryBytesMax || length > from.Length - HeadBytes)
            return false;
        from = from[..(HeadBytes + (int)length)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(from[4..]) != Checksum(from))
            return false;
        long position = BinaryPrimitives.ReadInt64LittleEndian(from[8..]);
        record = new WalRecord
        {
            Position = position,
            ReceivedMs = BinaryPrimitives.ReadInt64LittleEndian(from[16..]),
            BatchFirst = position - BinaryPrimitives.ReadUInt32LittleEndian(from[24..]),
            Entry = from[HeadBytes..],
        };
        return true;
    }

    /// <summary>Position field of what might be a record; a cheap look before the checksum.</summary>
    public static long PositionAt(ReadOnlySpan<byte> from) => BinaryPrimitives.ReadInt64LittleEndian(from[8..]);

    private static uint Checksum(ReadOnlySpan<byte> record) =>
        Crc32C.Of(Crc32C.Of(Crc32C.Start, record[..4]), record[8..]) ^ Crc32C.Start;
}

/// <summary>CRC-32C (Castagnoli); the platform's package has only the IEEE polynomial.</summary>
internal static class Crc32C
{
    public const uint Start = 0xFFFF_FFFF;

    public static uint Of(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte b in bytes[(words.Length * sizeof(ulong))..])
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }
}
