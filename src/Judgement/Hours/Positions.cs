namespace Qingyuan.Judgement;

/// <summary>Positions of frames as stored: ascending, each as the step from the one before, LEB128.</summary>
public static class Positions
{
    /// <summary>More than a day of minutes from a few devices; a row beyond it is our fault.</summary>
    public const int CountMax = 1_000_000;

    public static byte[] Encode(IReadOnlyList<long> ascending)
    {
        using var bytes = new MemoryStream(ascending.Count * 2);
        long before = 0;
        foreach (long position in ascending)
        {
            ulong delta = checked((ulong)(position - before));
            for (; delta >= 0x80; delta >>= 7)
                bytes.WriteByte((byte)(delta | 0x80));
            bytes.WriteByte((byte)delta);
            before = position;
        }
        return bytes.ToArray();
    }

    public static long[] Decode(ReadOnlySpan<byte> bytes)
    {
        int count = 0;
        foreach (byte b in bytes)
            count += b < 0x80 ? 1 : 0;
        if (count > CountMax)
            throw new InvalidDataException($"{count} positions in one row.");
        var positions = new long[count];
        long before = 0, delta = 0;
        int at = 0, shift = 0;
        foreach (byte b in bytes)
        {
            delta |= (long)(b & 0x7F) << shift;
            shift += 7;
            if (b >= 0x80)
                continue;
            positions[at++] = before += delta;
            (delta, shift) = (0, 0);
        }
        return positions;
    }

    /// <summary>One ascending list without repeats.</summary>
    public static long[] Merge(IEnumerable<IReadOnlyList<long>> lists)
    {
        var all = new List<long>();
        foreach (IReadOnlyList<long> list in lists)
            all.AddRange(list);
        all.Sort();
        int kept = 0;
        for (int i = 0; i < all.Count; i++)
        {
            if (i == 0 || all[i] != all[i - 1])
                all[kept++] = all[i];
        }
        return [.. all.Take(kept)];
    }
}
