using System.Diagnostics;
using System.Numerics;

namespace Qingyuan.Hj212;

/// <summary>
/// Reads the items of a data area (数据区): <c>,</c> between items of one factor, <c>;</c> between factors, free text
/// in <c>//…//</c>. Never fails and never joins or drops items; what is odd is a deviation.
/// </summary>
internal sealed class DataItems
{
    /// <summary>Each item has at least a separator, so a segment of 9999 bytes has at most so many.</summary>
    public const int ItemsMax = Framing.SegmentBytesMax;

    /// <summary>Duplicate keys are looked for so many items back: a bound against quadratic frames.</summary>
    public const int DuplicateLookbackMax = 64;

    private Item[] _items = new Item[64];
    private int[] _slots = new int[128]; // Factor → index + 1 of its newest item, open addressing.
    private int _count, _groupStart;
    private bool _groupIsNew;

    public DeviationSet Deviations { get; private set; }
    public ReadOnlySpan<Item> Items => _items.AsSpan(0, _count);
    public Slice DataTime { get; private set; }
    /// <summary>QN inside CP, as replies of 2005 have it.</summary>
    public Slice Qn { get; private set; }

    public void Parse(ReadOnlySpan<byte> frame, int start, int end)
    {
        _count = _groupStart = 0;
        Deviations = default;
        DataTime = Qn = default;
        Array.Clear(_slots);
        ReadOnlySpan<byte> area = frame[..end];
        bool comma = false;
        for (int at = start; at < end;)
        {
            int stop = ParseItem(area, at, comma);
            comma = stop < end && area[stop] == (byte)',';
            if (stop == end - 1)
                Odd(Deviation.ContentTrailingSeparator);
            at = stop + 1;
        }
    }

    /// <summary>Reads one item and returns where its separator stands.</summary>
    private int ParseItem(ReadOnlySpan<byte> area, int start, bool comma)
    {
        int at = start, dash = -1;
        for (; at < area.Length; at++)
        {
            byte b = area[at];
            if (b is (byte)'=' or (byte)';' or (byte)',')
                break;
            if (b == (byte)'-')
                dash = at;
        }
        if (at == area.Length || area[at] != (byte)'=')
        {
            ParseBareText(area, start, at, comma);
            return at;
        }
        Slice factor = dash < 0 ? default : Trim(area, start, dash);
        Slice field = Trim(area, dash < 0 ? start : dash + 1, at);
        int stop = ValueEnd(area, at + 1);
        Slice value = Trim(area, at + 1, stop);
        if (field.Length == 0)
            Odd(Deviation.ItemEmptyKey);
        Add(area, new Item(factor, field, value), comma);
        return stop;
    }

    /// <summary>A piece without <c>=</c>: nothing, the rest of a value with a comma, or a word of its own.</summary>
    private void ParseBareText(ReadOnlySpan<byte> area, int start, int end, bool comma)
    {
        Slice text = Trim(area, start, end);
        if (text.Length == 0)
        {
            if (end < area.Length)
                Odd(Deviation.ContentEmptyItem);
            return;
        }
        if (comma && _count > 0)
        {
            ref Item last = ref _items[_count - 1];
            last = last with { Value = new Slice(last.Value.Start, text.Start + text.Length - last.Value.Start) };
            Odd(Deviation.ItemCommaInValue);
            return;
        }
        Odd(Deviation.ItemWithoutEquals);
        Append(new Item(default, text, default));
    }

    private static int ValueEndPlain(ReadOnlySpan<byte> area, int start)
    {
        int at = start;
        while (at < area.Length && area[at] is not ((byte)';' or (byte)','))
            at++;
        return at;
    }

    /// <summary>Free text (日志) may hold separators: it ends at a <c>//</c> before a separator or the end.</summary>
    private int ValueEnd(ReadOnlySpan<byte> area, int start)
    {
        int open = start;
        while (open < area.Length && area[open] == (byte)' ')
            open++;
        if (!area[open..].StartsWith("//"u8))
            return ValueEndPlain(area, start);
        for (int at = open + 2; at + 1 < area.Length; at++)
        {
            int close = area[at..].IndexOf("//"u8);
            if (close < 0)
                break;
            at += close;
            int after = at + 2;
            while (after < area.Length && area[after] is (byte)' ' or (byte)'/')
                after++;
            if (after == area.Length || (area[after] is (byte)';' or (byte)',' && LeadsToItem(area[(after + 1)..])))
                return after;
        }
        Odd(Deviation.LogUnclosed);
        return ValueEndPlain(area, start);
    }

    /// <summary>True when the rest is empty or begins as <c>key=</c>.</summary>
    private static bool LeadsToItem(ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart((byte)' ');
        int equals = rest.IndexOfAny((byte)'=', (byte)';', (byte)',');
        return rest.IsEmpty || (equals > 0 && rest[equals] == (byte)'=');
    }

    private void Add(ReadOnlySpan<byte> area, Item item, bool comma)
    {
        ReadOnlySpan<byte> field = Of(area, item.Field), value = Of(area, item.Value);
        if (item.Factor.Length == 0)
            JudgePlain(field, item.Value);
        else
            JudgeField(field, value);
        bool sameAsGroup = comma && _count > 0 && item.Factor.Length > 0
            && Of(area, item.Factor).SequenceEqual(Of(area, _items[_groupStart].Factor));
        if (comma && _count > 0 && !sameAsGroup)
        {
            // 2017 6.3.1: ',' parts the items of one factor only. C.23 and all of 2005 put it between two times.
            bool factors = item.Factor.Length > 0 && _items[_groupStart].Factor.Length > 0;
            Odd(factors ? Deviation.FactorMixedGroup : Deviation.ItemCommaSeparator);
        }
        if (!sameAsGroup)
        {
            _groupStart = _count;
            _groupIsNew = Remember(area, item);
            if (!_groupIsNew && item.Factor.Length > 0 && !comma)
                Odd(Deviation.FactorSplitOverGroups);
        }
        if (HasTwin(area, item))
            Odd(Deviation.ItemDuplicateKey);
        Append(item);
    }

    private void JudgePlain(ReadOnlySpan<byte> field, Slice value)
    {
        if (field.Length == 8 && (field[0] & 0xDF) == 'D' && field[1..].SequenceEqual("ataTime"u8))
        {
            if (DataTime.Length == 0)
                DataTime = value;
            if (field[0] != (byte)'D')
                Odd(Deviation.ItemKeyCase);
        }
        else if (field.Length == 8 && SameLetters(field, "DATATIME"u8))
        {
            if (DataTime.Length == 0)
                DataTime = value;
            Odd(Deviation.ItemKeyCase);
        }
        else if (field.SequenceEqual("QN"u8) && Qn.Length == 0)
        {
            Qn = value;
        }
        else if (FieldNames.TryFind(field, out _, out _))
        {
            Odd(Deviation.ItemOrphanField);
        }
    }

    private void JudgeField(ReadOnlySpan<byte> field, ReadOnlySpan<byte> value)
    {
        if (!FieldNames.TryFind(field, out bool exact, out bool numeric))
            Odd(Deviation.FieldUnknown);
        else if (!exact)
            Odd(Deviation.ItemKeyCase);
        if (value.IsEmpty)
            Odd(Deviation.ValueEmpty);
        else if (numeric && !IsNumber(value))
            Odd(Deviation.ValueNotNumber);
    }

    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        int at = text[0] is (byte)'-' or (byte)'+' ? 1 : 0, digits = 0, points = 0;
        for (; at < text.Length; at++)
        {
            if (Digits.IsDigit(text[at]))
                digits++;
            else if (text[at] != (byte)'.' || ++points > 1)
                return false;
        }
        return digits > 0;
    }

    /// <summary>Notes the first factor (or the name) of a group. True when it is new in this frame.</summary>
    private bool Remember(ReadOnlySpan<byte> area, Item item)
    {
        if (_count * 2 >= _slots.Length)
            Grow(area);
        ReadOnlySpan<byte> key = KeyOf(area, item);
        int mask = _slots.Length - 1;
        for (int slot = Hash(key) & mask; ; slot = (slot + 1) & mask)
        {
            if (_slots[slot] == 0)
            {
                _slots[slot] = _count + 1;
                return true;
            }
            Item known = _items[_slots[slot] - 1];
            if ((known.Factor.Length == 0) == (item.Factor.Length == 0) && KeyOf(area, known).SequenceEqual(key))
                return false;
        }
    }

    private void Grow(ReadOnlySpan<byte> area)
    {
        int[] old = _slots;
        _slots = new int[old.Length * 4];
        int mask = _slots.Length - 1;
        foreach (int entry in old)
        {
            if (entry == 0)
                continue;
            int slot = Hash(KeyOf(area, _items[entry - 1])) & mask;
            while (_slots[slot] != 0)
                slot = (slot + 1) & mask;
            _slots[slot] = entry;
        }
    }

    private bool HasTwin(ReadOnlySpan<byte> area, Item item)
    {
        int first = Math.Max(_groupIsNew ? _groupStart : 0, _count - DuplicateLookbackMax);
        for (int i = _count - 1; i >= first; i--)
        {
            if (_items[i].Field.Length == item.Field.Length && _items[i].Factor.Length == item.Factor.Length
                && Of(area, _items[i].Field).SequenceEqual(Of(area, item.Field))
                && Of(area, _items[i].Factor).SequenceEqual(Of(area, item.Factor)))
                return true;
        }
        return false;
    }

    private void Append(Item item)
    {
        if (_count == _items.Length)
            Array.Resize(ref _items, _count * 4);
        Debug.Assert(_count < ItemsMax);
        _items[_count++] = item;
    }

    private static ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> area, Item item) =>
        Of(area, item.Factor.Length > 0 ? item.Factor : item.Field);

    private static int Hash(ReadOnlySpan<byte> key)
    {
        uint hash = 2166136261;
        foreach (byte b in key)
            hash = (hash ^ b) * 16777619;
        return (int)(hash ^ BitOperations.RotateLeft(hash, 15));
    }

    private static bool SameLetters(ReadOnlySpan<byte> one, ReadOnlySpan<byte> upper)
    {
        for (int i = 0; i < one.Length; i++)
        {
            if ((one[i] & 0xDF) != upper[i])
                return false;
        }
        return true;
    }

    private Slice Trim(ReadOnlySpan<byte> area, int start, int end)
    {
        int first = start, last = end;
        while (first < last && area[first] is (byte)' ' or (byte)'\t')
            first++;
        while (last > first && area[last - 1] is (byte)' ' or (byte)'\t')
            last--;
        if (last - first != end - start)
            Odd(Deviation.ContentBlanks);
        return new Slice(first, last - first);
    }

    private static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> area, Slice slice) => area.Slice(slice.Start, slice.Length);

    private void Odd(Deviation deviation) => Deviations = Deviations.With(deviation);
}
