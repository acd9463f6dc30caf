namespace Qingyuan.Hj212;

/// <summary>The fields before CP (数据段结构组成). The numbers index a table.</summary>
public enum HeaderKey { Unknown, Qn, PNum, PNo, St, Cn, Pw, Mn, Flag, Rf, Cp }

/// <summary>One field of the header as sent.</summary>
public readonly record struct HeaderField(HeaderKey Key, Slice Name, Slice Value);

/// <summary>
/// Reads the header in any order, any case of the names, with <c>;</c> or the <c>,</c> that the standard itself
/// prints after QN (2017 C.22, C.48). Never fails; the first of two equal keys counts.
/// </summary>
internal sealed class HeaderFields
{
    /// <summary>Further fields stay in the bytes and are recorded as a deviation.</summary>
    public const int FieldsMax = 32;

    private readonly HeaderField[] _fields = new HeaderField[FieldsMax];
    private readonly Slice[] _byKey = new Slice[(int)HeaderKey.Cp + 1];
    private int _count;
    private uint _seen;
    private HeaderKey _last;

    public DeviationSet Deviations { get; private set; }
    public ReadOnlySpan<HeaderField> Fields => _fields.AsSpan(0, _count);
    public Slice this[HeaderKey key] => _byKey[(int)key];

    public void Parse(ReadOnlySpan<byte> frame, int start, int end)
    {
        _count = 0;
        _seen = 0;
        _last = HeaderKey.Unknown;
        Deviations = default;
        Array.Clear(_byKey);
        ParseMore(frame, start, end);
    }

    /// <summary>Adds the fields that stand behind CP.</summary>
    public void ParseMore(ReadOnlySpan<byte> frame, int start, int end)
    {
        int at = start;
        while (at < end)
        {
            int stop = frame[at..end].IndexOf((byte)';');
            stop = stop < 0 ? end : at + stop;
            at = ParseField(frame, at, stop) + 1;
        }
    }

    /// <summary>Finds CP when it does not stand there as the standard has it. −1 = nowhere.</summary>
    public static int FindContent(ReadOnlySpan<byte> frame, int start, int end, out int areaStart)
    {
        areaStart = end;
        for (int at = start; at < end; at++)
        {
            int equals = frame[at..end].IndexOf((byte)'=');
            if (equals < 0)
                return -1;
            equals += at;
            int nameEnd = equals;
            while (nameEnd > at && frame[nameEnd - 1] is (byte)' ' or (byte)'\t')
                nameEnd--;
            int name = nameEnd - 2;
            if (name >= start && KeyOf(frame[name..nameEnd]) == HeaderKey.Cp
                && (name == start || !char.IsAsciiLetter((char)frame[name - 1])))
            {
                areaStart = equals + 1;
                while (areaStart < end && frame[areaStart] == (byte)' ')
                    areaStart++;
                if (frame[areaStart..end].StartsWith("&&"u8))
                    areaStart += 2;
                return name;
            }
            at = equals;
        }
        return -1;
    }

    /// <summary>Reads the field in the range and returns where it ends: at <paramref name="stop"/> or a comma before.
    /// </summary>
    private int ParseField(ReadOnlySpan<byte> frame, int start, int stop)
    {
        int equals = frame[start..stop].IndexOf((byte)'=');
        if (equals < 0)
        {
            if (frame[start..stop].ContainsAnyExcept((byte)' ', (byte)'\t'))
                Deviations = Deviations.With(Deviation.HeaderStrayText);
            return stop;
        }
        equals += start;
        int end = stop;
        int comma = frame[equals..stop].IndexOf((byte)',');
        if (comma >= 0 && LeadsToKey(frame[(equals + comma + 1)..stop]))
        {
            end = equals + comma;
            Deviations = Deviations.With(Deviation.HeaderComma);
        }
        Slice name = Trim(frame, start, equals), value = Trim(frame, equals + 1, end);
        if (name.Length != equals - start || value.Length != end - equals - 1)
            Deviations = Deviations.With(Deviation.HeaderBlanks);
        Add(frame, name, value);
        return end;
    }

    private void Add(ReadOnlySpan<byte> frame, Slice name, Slice value)
    {
        ReadOnlySpan<byte> text = frame.Slice(name.Start, name.Length);
        HeaderKey key = KeyOf(text);
        if (key == HeaderKey.Unknown)
        {
            Deviations = Deviations.With(Deviation.HeaderUnknownKey);
        }
        else
        {
            if (!text.SequenceEqual(NameOf(key)))
                Deviations = Deviations.With(Deviation.HeaderKeyCase);
            if ((_seen >> (int)key & 1) == 1)
                Deviations = Deviations.With(Deviation.HeaderDuplicateKey);
            else
                _byKey[(int)key] = value;
            _seen |= 1u << (int)key;
            // Printed order of 2017: QN ST CN PW MN Flag PNUM PNO RF.
            if (Rank(key) < Rank(_last))
                Deviations = Deviations.With(Deviation.HeaderOrder);
            _last = key;
        }
        if (_count < FieldsMax)
            _fields[_count++] = new HeaderField(key, name, value);
        else
            Deviations = Deviations.With(Deviation.HeaderTooManyFields);
    }

    public static ReadOnlySpan<byte> NameOf(HeaderKey key) => key switch
    {
        HeaderKey.Qn => "QN"u8,
        HeaderKey.PNum => "PNUM"u8,
        HeaderKey.PNo => "PNO"u8,
        HeaderKey.St => "ST"u8,
        HeaderKey.Cn => "CN"u8,
        HeaderKey.Pw => "PW"u8,
        HeaderKey.Mn => "MN"u8,
        HeaderKey.Flag => "Flag"u8,
        HeaderKey.Rf => "RF"u8,
        HeaderKey.Cp => "CP"u8,
        _ => default,
    };

    private static int Rank(HeaderKey key) => key switch
    {
        HeaderKey.Qn => 1,
        HeaderKey.St => 2,
        HeaderKey.Cn => 3,
        HeaderKey.Pw => 4,
        HeaderKey.Mn => 5,
        HeaderKey.Flag => 6,
        HeaderKey.PNum => 7,
        HeaderKey.PNo => 8,
        HeaderKey.Rf => 9,
        HeaderKey.Cp => 10,
        _ => 0,
    };

    private static HeaderKey KeyOf(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2:
                return TwoLetters(name);
            case 3:
                return Same(name, "PNO"u8) ? HeaderKey.PNo : HeaderKey.Unknown;
            case 4:
                return Same(name, "FLAG"u8) ? HeaderKey.Flag
                    : Same(name, "PNUM"u8) ? HeaderKey.PNum : HeaderKey.Unknown;
            default:
                return HeaderKey.Unknown;
        }
    }

    private static HeaderKey TwoLetters(ReadOnlySpan<byte> name) => ((name[0] & 0xDF) << 8 | (name[1] & 0xDF)) switch
    {
        'Q' << 8 | 'N' => HeaderKey.Qn,
        'S' << 8 | 'T' => HeaderKey.St,
        'C' << 8 | 'N' => HeaderKey.Cn,
        'P' << 8 | 'W' => HeaderKey.Pw,
        'M' << 8 | 'N' => HeaderKey.Mn,
        'R' << 8 | 'F' => HeaderKey.Rf,
        'C' << 8 | 'P' => HeaderKey.Cp,
        _ => HeaderKey.Unknown,
    };

    private static bool Same(ReadOnlySpan<byte> name, ReadOnlySpan<byte> upper)
    {
        for (int i = 0; i < upper.Length; i++)
        {
            if ((name[i] & 0xDF) != upper[i])
                return false;
        }
        return true;
    }

    /// <summary>True when the text begins with a known key and <c>=</c>: only then a comma parts fields.</summary>
    private static bool LeadsToKey(ReadOnlySpan<byte> text)
    {
        int equals = text.IndexOf((byte)'=');
        return equals >= 2 && KeyOf(text[..equals].Trim((byte)' ')) != HeaderKey.Unknown;
    }

    private static Slice Trim(ReadOnlySpan<byte> frame, int start, int end)
    {
        while (start < end && frame[start] is (byte)' ' or (byte)'\t')
            start++;
        while (end > start && frame[end - 1] is (byte)' ' or (byte)'\t')
            end--;
        return new Slice(start, end - start);
    }
}
