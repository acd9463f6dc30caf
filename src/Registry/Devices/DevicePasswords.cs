using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Qingyuan.Registry;

/// <summary>
/// Answers the gateway: is this MN registered, and is this its PW? Remembers, per registered MN, the last PW that held
/// and the last that did not as keyed digests under a key of this process, so that a frame costs one HMAC and not one
/// PBKDF2. Never keeps a PW. Any number of threads may ask.
/// </summary>
/// <param name="register">The newest snapshot of the register.</param>
public sealed class DevicePasswords(Func<Register> register, TimeProvider clock)
{
    /// <summary>Longest PW that is looked at; HJ 212 gives it 9 characters at most, field devices use 24.</summary>
    public const int PasswordBytesMax = 64;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, Known> _known = new(MnComparer.Instance);

    public bool IsKnown(ReadOnlySpan<byte> mn) => register().IsKnown(mn);

    /// <summary>True when the device has no password on record now, or this is it.</summary>
    public bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw)
    {
        if (register().Device(mn, clock.GetUtcNow()) is not { PasswordHash: { } hash } device)
            return true;
        if (pw.Length > PasswordBytesMax)
            return false;
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, pw, digest);

        var lookup = _known.GetAlternateLookup<ReadOnlySpan<byte>>();
        // A new registration brings a new hash text: what was remembered under the old one no longer counts.
        var known = lookup.TryGetValue(mn, out var found) && found.Hash == hash ? found : new Known(hash, [], []);
        if (CryptographicOperations.FixedTimeEquals(known.Right, digest))
            return true;
        if (CryptographicOperations.FixedTimeEquals(known.Wrong, digest))
            return false;

        bool holds = PasswordHash.Holds(hash, pw);
        _known[device.Mn] = holds ? known with { Right = digest.ToArray() } : known with { Wrong = digest.ToArray() };
        return holds;
    }

    /// <summary>One per registered MN at most, since only those have a hash.</summary>
    private sealed record Known(string Hash, byte[] Right, byte[] Wrong);
}
