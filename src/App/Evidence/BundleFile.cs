using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Qingyuan.App.Evidence;

/// <summary>Something in the container that its writer would not have written.</summary>
/// <param name="Offset">Byte of the file at which it begins.</param>
/// <param name="Part">The part in which it stands, or what it is.</param>
internal sealed record ContainerFlaw(long Offset, string Part, string Why);

/// <summary>One part of the container.</summary>
/// <param name="Content">Null = its packed bytes do not unpack.</param>
internal sealed record BundlePart(string Name, byte[]? Content, ReadOnlyMemory<byte> Packed);

/// <summary>
/// The container of an evidence bundle (证据包文件): a ZIP file that any program opens, written in one way only, so that
/// a change of any byte is found, also of those that other programs ignore. No time, no comment, no extra field.
/// </summary>
internal sealed class BundleFile
{
    public const long FileBytesMax = 64 << 20;
    public const long UnpackedBytesMax = 512L << 20;
    public const int PartsMax = 4_096;

    private const uint LocalMark = 0x04034b50, CentralMark = 0x02014b50, EndMark = 0x06054b50;
    private const int LocalBytes = 30, CentralBytes = 46, EndBytes = 22;
    private const ushort Version = 20, NamesAreUtf8 = 0x0800, Stored = 0, Deflated = 8, FirstDay = 0x0021;

    private readonly List<BundlePart> _parts = [];
    private readonly List<ContainerFlaw> _flaws = [];

    public IReadOnlyList<BundlePart> Parts => _parts;
    public IReadOnlyList<ContainerFlaw> Flaws => _flaws;
    public BundlePart? this[string name] => _parts.FirstOrDefault(p => p.Name == name);

    /// <summary>Packs a part's bytes as the container holds them; one that would not shrink stays as it is.</summary>
    public static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(content);
        return packed.Length < content.Length ? packed.ToArray() : content;
    }

    /// <param name="parts">Packed is the same array as content for a part that is stored as it is.</param>
    public static byte[] Write(IReadOnlyList<(string Name, byte[] Content, byte[] Packed)> parts)
    {
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        foreach ((string name, byte[] content, byte[] packed) in parts)
        {
            bool stored = ReferenceEquals(content, packed);
            var head = new Header(name, Crc32(content), (uint)packed.Length, (uint)content.Length, stored);
            directory.Write(head.Central((uint)file.Length));
            file.Write(head.Local());
            file.Write(packed);
        }
        byte[] end = End(parts.Count, (uint)directory.Length, (uint)file.Length);
        file.Write(directory.ToArray());
        file.Write(end);
        return file.ToArray();
    }

    /// <summary>Reads what can be read and names everything that its writer would not have written.</summary>
    public static BundleFile Read(ReadOnlyMemory<byte> zip)
    {
        var file = new BundleFile();
        int at = 0;
        long unpacked = 0;
        using var directory = new MemoryStream();
        while (at + LocalBytes <= zip.Length && Number4(zip.Span, at) == LocalMark && file._parts.Count < PartsMax)
        {
            ReadOnlySpan<byte> head = zip.Span[at..];
            int nameLength = Number2(head, 26);
            uint packedLength = Number4(head, 18), length = Number4(head, 22);
            string named = $"第 {file._parts.Count + 1} 部分";
            if (at + LocalBytes + (long)nameLength + packedLength > zip.Length)
            {
                file.Add(at, named, "头里写的长度超过文件");
                return file;
            }
            string name = Encoding.UTF8.GetString(head.Slice(LocalBytes, nameLength));
            bool stored = Number2(head, 8) == Stored;
            var written = new Header(name, Number4(head, 14), packedLength, length, stored);
            int same = head[..(LocalBytes + nameLength)].CommonPrefixLength(written.Local());
            if (same < LocalBytes + nameLength)
                file.Add(at + same, name, "头不是写出时的样子");
            ReadOnlyMemory<byte> packed = zip.Slice(at + LocalBytes + nameLength, (int)packedLength);
            unpacked += length;
            byte[]? content = unpacked > UnpackedBytesMax ? null : Unpack(packed, length, stored);
            if (content is null)
                file.Add(at + LocalBytes + nameLength, name, "字节解不开");
            else if (Crc32(content) != Number4(head, 14))
                file.Add(at + LocalBytes + nameLength, name, "校验和（CRC-32）不同");
            if (file[name] is not null)
                file.Add(at, name, "出现了两次");
            file._parts.Add(new BundlePart(name, content, packed));
            directory.Write(written.Central((uint)at));
            at += LocalBytes + nameLength + (int)packedLength;
        }
        file.CheckEnd(zip.Span[at..], at, directory.ToArray());
        return file;
    }

    // Nothing of the directory is believed: it must be the one that follows from the parts.
    private void CheckEnd(ReadOnlySpan<byte> rest, int at, byte[] directory)
    {
        byte[] expected = [.. directory, .. End(_parts.Count, (uint)directory.Length, (uint)at)];
        int same = rest.CommonPrefixLength(expected);
        if (same < expected.Length || rest.Length != expected.Length)
            Add(at + same, "末尾的目录", "与各部分对不上");
    }

    private void Add(long offset, string part, string why) => _flaws.Add(new ContainerFlaw(offset, part, why));

    private static byte[]? Unpack(ReadOnlyMemory<byte> packed, uint length, bool stored)
    {
        if (stored)
            return packed.Length == length ? packed.ToArray() : null;
        // A part never shrinks to less than a thousandth; what claims so is a trap for memory.
        if (length > 1_032L * (packed.Length + 64L))
            return null;
        try
        {
            byte[] content = new byte[length];
            using var from = new MemoryStream(packed.ToArray());
            using var inflate = new DeflateStream(from, CompressionMode.Decompress);
            int read = inflate.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return read == length && inflate.ReadByte() < 0 ? content : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static byte[] End(int parts, uint directoryLength, uint directoryAt)
    {
        byte[] end = new byte[EndBytes];
        Put(end, 0, EndMark);
        Put(end, 8, (ushort)parts);
        Put(end, 10, (ushort)parts);
        Put(end, 12, directoryLength);
        Put(end, 16, directoryAt);
        return end;
    }

    /// <summary>What APPNOTE.TXT 4.3.7 and 4.3.12 want to know of a part.</summary>
    private readonly record struct Header(string Name, uint Crc, uint PackedLength, uint Length, bool Stored)
    {
        public byte[] Local()
        {
            byte[] name = Encoding.UTF8.GetBytes(Name);
            byte[] head = new byte[LocalBytes + name.Length];
            Put(head, 0, LocalMark);
            Common(head, 4, name.Length);
            name.CopyTo(head, LocalBytes);
            return head;
        }

        public byte[] Central(uint at)
        {
            byte[] name = Encoding.UTF8.GetBytes(Name);
            byte[] head = new byte[CentralBytes + name.Length];
            Put(head, 0, CentralMark);
            Put(head, 4, Version);
            Common(head, 6, name.Length);
            Put(head, 42, at);
            name.CopyTo(head, CentralBytes);
            return head;
        }

        private void Common(byte[] head, int at, int nameLength)
        {
            Put(head, at, Version);
            Put(head, at + 2, NamesAreUtf8);
            Put(head, at + 4, Stored ? BundleFile.Stored : Deflated);
            Put(head, at + 8, FirstDay);
            Put(head, at + 10, Crc);
            Put(head, at + 14, PackedLength);
            Put(head, at + 18, Length);
            Put(head, at + 22, (ushort)nameLength);
        }
    }

    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(i =>
    {
        uint c = (uint)i;
        for (int bit = 0; bit < 8; bit++)
            c = (c & 1) == 0 ? c >> 1 : 0xEDB88320 ^ (c >> 1);
        return c;
    })];

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        return ~crc;
    }

    private static ushort Number2(ReadOnlySpan<byte> from, int at) =>
        BinaryPrimitives.ReadUInt16LittleEndian(from[at..]);

    private static uint Number4(ReadOnlySpan<byte> from, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(from[at..]);

    private static void Put(byte[] to, int at, uint number) =>
        BinaryPrimitives.WriteUInt32LittleEndian(to.AsSpan(at), number);

    private static void Put(byte[] to, int at, ushort number) =>
        BinaryPrimitives.WriteUInt16LittleEndian(to.AsSpan(at), number);
}
