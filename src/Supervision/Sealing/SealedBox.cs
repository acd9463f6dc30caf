using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qingyuan.Supervision;

/// <summary>The public half of a reader's key (查阅人公钥).</summary>
/// <param name="Id">First 16 digits of SHA-256 of the key.</param>
/// <param name="Role">E.g. <c>integrity</c> 廉政监督员, <c>discipline</c> 纪检监察机关.</param>
/// <param name="PublicKey">SubjectPublicKeyInfo of a P-256 key.</param>
public sealed record ReaderKey(string Id, string Person, string Name, string Role, byte[] PublicKey)
{
    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey))[..16];

    /// <summary>Null = it is a key that can be sealed to.</summary>
    public static string? Problem(byte[] publicKey)
    {
        try
        {
            using var key = ECDiffieHellman.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out int read);
            return read == publicKey.Length && key.ExportParameters(false).Curve.Oid.FriendlyName
                is "nistP256" or "ECDSA_P256" ? null : "不是 P-256 公钥。";
        }
        catch (CryptographicException)
        {
            return "不是公钥。";
        }
    }
}

/// <summary>
/// Content encrypted in this process to readers' public keys (封存): a fresh 256-bit key encrypts it (AES-256-GCM) and is
/// wrapped for each reader (ECDH on P-256, HKDF-SHA-256, AES-256-GCM): suite <c>intl-1</c> of security reference §8.4.
/// Whoever has no reader's private key learns the length rounded up, and nothing else.
/// </summary>
public static class SealedBox
{
    public const int ReadersMax = 32;

    /// <summary>Of what is sealed in one piece; files are sealed by themselves.</summary>
    public const int PlainBytesMax = 60 << 20;

    /// <summary>Short content is padded to a multiple of this, so that its length says little.</summary>
    public const int Padding = 4096;

    private const string Format = "qingyuan-sealed-1";
    private const string Suite = "intl-1";
    private const int NonceBytes = 12, TagBytes = 16, KeyBytes = 32;

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <param name="context">What it belongs to; opening it as something else fails.</param>
    public static byte[] Seal(ReadOnlySpan<byte> plain, IReadOnlyCollection<ReaderKey> readers, string context)
    {
        if (readers.Count is 0 or > ReadersMax)
            throw new ArgumentException($"Content is sealed to 1 to {ReadersMax} readers; here are {readers.Count}.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plain.Length, PlainBytesMax);
        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes), padded = Pad(plain);
        try
        {
            var box = new JsonObject
            {
                ["format"] = Format,
                ["suite"] = Suite,
                ["readers"] = new JsonArray([.. readers.OrderBy(r => r.Id, StringComparer.Ordinal)
                    .Select(r => (JsonNode)Wrap(key, r, context))]),
                ["content"] = Convert.ToBase64String(Encrypt(key, padded, Context(context, "content"))),
            };
            // A '+' of base64 stays one character, so that the length says nothing about the bytes.
            return Encoding.UTF8.GetBytes(box.ToJsonString(Plain));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>Null = this key opens nothing here, or the box was changed, or it belongs to something else.</summary>
    public static byte[]? Open(ReadOnlySpan<byte> box, ECDiffieHellman reader, string context)
    {
        byte[]? key = null;
        try
        {
            if (JsonNode.Parse(box, null, Reading) is not JsonObject json || Of(json, "format") != Format
                || Of(json, "suite") != Suite || json["readers"] is not JsonArray readers)
                return null;
            string id = ReaderKey.IdOf(reader.ExportSubjectPublicKeyInfo());
            if (readers.OfType<JsonObject>().FirstOrDefault(r => Of(r, "reader") == id) is not { } mine)
                return null;
            using var ephemeral = ECDiffieHellman.Create();
            byte[] sent = Convert.FromBase64String(Of(mine, "ephemeral"));
            ephemeral.ImportSubjectPublicKeyInfo(sent, out _);
            byte[] wrapping = Derive(reader, ephemeral.PublicKey, sent, id);
            key = Decrypt(wrapping, Convert.FromBase64String(Of(mine, "wrapped")), Context(context, id));
            CryptographicOperations.ZeroMemory(wrapping);
            return Unpad(Decrypt(
                key, Convert.FromBase64String(Of(json, "content")), Context(context, "content")));
        }
        catch (Exception e) when (e is JsonException or FormatException or CryptographicException
            or InvalidOperationException or ArgumentException or PlatformNotSupportedException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The ids of the keys that open it; empty = not a box.</summary>
    public static IReadOnlyList<string> ReadersOf(ReadOnlySpan<byte> box)
    {
        try
        {
            return JsonNode.Parse(box, null, Reading)?["readers"] is JsonArray readers
                ? [.. readers.Select(r => Of(r!.AsObject(), "reader"))] : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return [];
        }
    }

    private static JsonObject Wrap(byte[] key, ReaderKey reader, string context)
    {
        using var theirs = ECDiffieHellman.Create();
        theirs.ImportSubjectPublicKeyInfo(reader.PublicKey, out _);
        using var ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        byte[] sent = ephemeral.ExportSubjectPublicKeyInfo();
        byte[] wrapping = Derive(ephemeral, theirs.PublicKey, sent, reader.Id);
        var wrapped = new JsonObject
        {
            ["reader"] = reader.Id,
            ["ephemeral"] = Convert.ToBase64String(sent),
            ["wrapped"] = Convert.ToBase64String(Encrypt(wrapping, key, Context(context, reader.Id))),
        };
        CryptographicOperations.ZeroMemory(wrapping);
        return wrapped;
    }

    private static byte[] Derive(ECDiffieHellman mine, ECDiffieHellmanPublicKey theirs, byte[] ephemeral, string id)
    {
        byte[] secret = mine.DeriveRawSecretAgreement(theirs);
        byte[] key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeyBytes, ephemeral,
            Encoding.UTF8.GetBytes($"{Format} {Suite} {id}"));
        CryptographicOperations.ZeroMemory(secret);
        return key;
    }

    private static byte[] Encrypt(byte[] key, ReadOnlySpan<byte> plain, byte[] context)
    {
        // Each key encrypts one message only, so a random nonce is as good as any.
        byte[] made = new byte[NonceBytes + plain.Length + TagBytes];
        RandomNumberGenerator.Fill(made.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(made.AsSpan(0, NonceBytes), plain, made.AsSpan(NonceBytes, plain.Length),
            made.AsSpan(NonceBytes + plain.Length), context);
        return made;
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> made, byte[] context)
    {
        if (made.Length < NonceBytes + TagBytes)
            throw new CryptographicException("too short");
        byte[] plain = new byte[made.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(made[..NonceBytes], made[NonceBytes..^TagBytes], made[^TagBytes..], plain, context);
        return plain;
    }

    private static byte[] Context(string context, string part) =>
        Encoding.UTF8.GetBytes($"{Format}\n{context}\n{part}");

    private static byte[] Pad(ReadOnlySpan<byte> plain)
    {
        byte[] padded = new byte[(4 + plain.Length + Padding - 1) / Padding * Padding];
        BinaryPrimitives.WriteInt32BigEndian(padded, plain.Length);
        plain.CopyTo(padded.AsSpan(4));
        return padded;
    }

    private static byte[] Unpad(ReadOnlySpan<byte> padded)
    {
        int length = BinaryPrimitives.ReadInt32BigEndian(padded);
        return padded.Slice(4, length).ToArray();
    }

    private static string Of(JsonObject json, string key) =>
        json[key]?.GetValue<string>() ?? throw new FormatException($"{key} is missing");
}
