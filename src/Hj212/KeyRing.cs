using System.Collections.Immutable;

namespace Qingyuan.Hj212;

/// <summary>One SM4 key and the instant from which it was in force.</summary>
public sealed record ContentKey(ImmutableArray<byte> Bytes, DateTimeOffset From);

/// <summary>
/// The keys of one device over time (数据传输加密密钥), newest last. HJ 212-2025 6.4.3 rotates them every 90 days, and
/// late or back-filled frames need the old ones: a key is never removed. Immutable.
/// </summary>
public sealed class KeyRing
{
    /// <summary>About 60 years of rotations.</summary>
    public const int KeysMax = 256;

    public const int KeyBytes = 16;

    public static readonly KeyRing Empty = new([]);

    private readonly ImmutableArray<ContentKey> _keys;

    private KeyRing(ImmutableArray<ContentKey> keys) => _keys = keys;

    public int Count => _keys.Length;

    /// <summary>One key without a history, in force since ever.</summary>
    public static KeyRing Of(ReadOnlySpan<byte> key) => Empty.With(key, DateTimeOffset.MinValue);

    /// <summary>This ring with one more key.</summary>
    public KeyRing With(ReadOnlySpan<byte> key, DateTimeOffset from)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"An SM4 key has {KeyBytes} bytes, this one {key.Length}.", nameof(key));
        if (_keys.Length == KeysMax)
            throw new InvalidOperationException($"A device has at most {KeysMax} keys.");
        int at = _keys.Length;
        while (at > 0 && _keys[at - 1].From > from)
            at--;
        return new KeyRing(_keys.Insert(at, new ContentKey([.. key], from)));
    }

    /// <summary>The key in force at the instant, then the older ones, then the newer ones; newest first when unknown.
    /// </summary>
    public IEnumerable<ContentKey> InOrderFor(DateTimeOffset? instant)
    {
        int inForce = _keys.Length - 1;
        while (instant is not null && inForce > 0 && _keys[inForce].From > instant)
            inForce--;
        for (int i = inForce; i >= 0; i--)
            yield return _keys[i];
        for (int i = inForce + 1; i < _keys.Length; i++)
            yield return _keys[i];
    }
}
