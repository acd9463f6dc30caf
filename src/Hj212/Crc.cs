using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qingyuan.Hj212;

/// <summary>
/// The CRC of HJ 212 Annex A (循环冗余校验), the same in all editions. It is neither CRC-16/MODBUS nor CRC-16/ARC:
/// the low half of the register is thrown away at every byte. Says that a line was quiet; never that nobody edited.
/// </summary>
public static class Crc
{
    // Only the high byte s of the register survives a step: s' = H(s ^ byte), and H is linear over GF(2). So sixteen
    // bytes are one step of sixteen lanes, acc' = H^16(acc) ^ block, and the lanes meet at the end under H^15 … H^0.
    private const int Lanes = 16;
    private static readonly ushort[] s_step = StepTable();
    private static readonly byte[] s_powers = PowerTable();
    private static readonly Vector128<byte> s_low = Nibbles(shift: 0), s_high = Nibbles(shift: 4);

    /// <summary>The check value over a data segment (数据段); 0xFFFF for an empty one.</summary>
    public static ushort Of(ReadOnlySpan<byte> segment)
    {
        if (segment.IsEmpty)
            return 0xFFFF;
        // The register starts at 0xFFFF: its high byte joins the first byte. Zero lanes before it change nothing.
        Span<byte> lanes = stackalloc byte[Lanes];
        int at = segment.Length % Lanes is var rest and not 0 ? rest : Lanes;
        if (at < Lanes)
            lanes.Clear();
        segment[..at].CopyTo(lanes[(Lanes - at)..]);
        lanes[Lanes - at] ^= 0xFF;

        Vector128<byte> acc = Vector128.Create<byte>(lanes), low = s_low, high = s_high;
        Vector128<byte> nibble = Vector128.Create((byte)0x0F);
        ref byte first = ref MemoryMarshal.GetReference(segment);
        for (; at < segment.Length; at += Lanes)
        {
            Vector128<byte> stepped = Vector128.ShuffleNative(low, acc & nibble)
                ^ Vector128.ShuffleNative(high, (acc >>> 4) & nibble);
            acc = stepped ^ Vector128.LoadUnsafe(ref first, (nuint)at);
        }

        acc.CopyTo(lanes);
        byte[] powers = s_powers;
        int last = 0;
        for (int i = 0; i < Lanes; i++)
            last ^= powers[(Lanes - 1 - i) * 256 + lanes[i]];
        return s_step[last];
    }

    private static ushort[] StepTable()
    {
        var table = new ushort[256];
        for (int value = 0; value < 256; value++)
        {
            int register = value;
            for (int bit = 0; bit < 8; bit++)
                register = (register & 1) == 1 ? (register >> 1) ^ 0xA001 : register >> 1;
            table[value] = (ushort)register;
        }
        return table;
    }

    /// <summary>Row k holds H applied k times; rows 0 to 16.</summary>
    private static byte[] PowerTable()
    {
        var table = new byte[(Lanes + 1) * 256];
        for (int value = 0; value < 256; value++)
            table[value] = (byte)value;
        for (int i = 256; i < table.Length; i++)
            table[i] = (byte)(s_step[table[i - 256]] >> 8);
        return table;
    }

    private static Vector128<byte> Nibbles(int shift)
    {
        Span<byte> row = stackalloc byte[Lanes];
        for (int i = 0; i < Lanes; i++)
            row[i] = s_powers[Lanes * 256 + (i << shift)];
        return Vector128.Create<byte>(row);
    }
}
