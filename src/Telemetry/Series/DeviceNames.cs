using Qingyuan.Hj212;

namespace Qingyuan.Telemetry;

/// <summary>A device as the tables name it: MN and its partition.</summary>
internal sealed record DeviceName(string Mn, int Part);

/// <summary>A frame of a device: where it stands in the ledger, when it came, and the number of its changes.</summary>
internal readonly record struct Receipt(DeviceName Device, long Position, long Received, long Change);

/// <summary>Gives each MN its text and partition once, without allocating when it is met again.</summary>
internal sealed class DeviceNames
{
    /// <summary>Names remembered; senders of made-up MNs must not fill the memory.</summary>
    private const int NamesMax = 65_536;

    private readonly Dictionary<byte[], DeviceName> _names = new(BytesComparer.Instance);
    private readonly Dictionary<byte[], string> _short = new(BytesComparer.Instance);

    public DeviceName Of(ReadOnlySpan<byte> mn)
    {
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(mn, out var name))
            return name;
        if (_names.Count >= NamesMax)
            _names.Clear();
        string text = Text.Decode(mn);
        return _names[mn.ToArray()] = new DeviceName(text, SeriesTable.PartOf(text));
    }

    /// <summary>The text of a short field such as ST.</summary>
    public string Short(ReadOnlySpan<byte> bytes)
    {
        var lookup = _short.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (lookup.TryGetValue(bytes, out string? text))
            return text;
        if (_short.Count >= NamesMax)
            _short.Clear();
        return _short[bytes.ToArray()] = Text.Decode(bytes);
    }

    private sealed class BytesComparer
        : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly BytesComparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);
        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());
        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);
        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
