using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Qingyuan.Registry;

/// <summary>
/// What binds a person to an act (行为签名): their passkey's assertion whose challenge is the act's digest, or a
/// software key's signature over it. Says nothing about whether the person had the power.
/// </summary>
/// <param name="Key">Id of the person's key, see <see cref="PersonKey.Id"/>.</param>
/// <param name="AuthenticatorData">As the authenticator gave it; empty for a software key.</param>
/// <param name="ClientData">The browser's JSON with challenge and origin; empty for a software key.</param>
/// <param name="Signature">ASN.1 DER of ECDSA, or PKCS #1 of RSA.</param>
public sealed record Assertion(
    string Key, string Algorithm, byte[] AuthenticatorData, byte[] ClientData, byte[] Signature)
{
    public const string PasskeyEs256 = "webauthn-es256", PasskeyRs256 = "webauthn-rs256", SoftwareEs256 = "es256";

    /// <summary>Of each part; a passkey's are a few hundred bytes.</summary>
    public const int PartBytesMax = 2_048;

    // Web Authentication Level 2, 6.1: bit 0 user present, bit 2 user verified (by PIN or body).
    private const byte Present = 0x01, Verified = 0x04;
    private const int RpHashBytes = 32, AuthenticatorBytesMin = 37;
    private static readonly byte[] _domain = Encoding.ASCII.GetBytes("qingyuan act v1\n");

    /// <summary>What a software key signs: a prefix of our own, so that no other bytes can stand in.</summary>
    public static byte[] SoftwareMessage(ReadOnlySpan<byte> digest) => [.. _domain, .. digest];

    /// <summary>Signs with a software key, for the demo and for scripts.</summary>
    public static Assertion Sign(Act act, string key, ECDsa secret) => new(
        key, SoftwareEs256, [], [], secret.SignData(
            SoftwareMessage(act.Digest()), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    /// <summary>Why the assertion does not hold for the act and the key; empty = it does.</summary>
    public string Problem(Act act, PersonKey key)
    {
        if (key.Id != Key || key.Algorithm != Algorithm || key.Person != act.By)
            return "signature.key";
        if (!key.HoldsAt(act.At))
            return "signature.key.time";
        try
        {
            byte[] publicKey = Base64Url.DecodeFromChars(key.PublicKey);
            if (Algorithm == SoftwareEs256)
                return VerifyEcdsa(publicKey, SoftwareMessage(act.Digest())) ? "" : "signature.wrong";
            string problem = PasskeyProblem(act.Digest());
            if (problem.Length > 0)
                return problem;
            byte[] signed = [.. AuthenticatorData, .. SHA256.HashData(ClientData)];
            bool holds = Algorithm switch
            {
                PasskeyEs256 => VerifyEcdsa(publicKey, signed),
                PasskeyRs256 => VerifyRsa(publicKey, signed),
                _ => false,
            };
            return holds ? "" : "signature.wrong";
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException
            or InvalidOperationException)
        {
            return "signature.form";
        }
    }

    /// <summary>The site at which the passkey was used, as the browser said; null = a software key.</summary>
    public string? Origin => ClientData.Length == 0 ? null
        : (JsonNode.Parse(ClientData) as JsonObject)?["origin"]?.GetValue<string>();

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("key", Key);
        writer.WriteString("algorithm", Algorithm);
        writer.WriteString("authenticatorData", Base64Url.EncodeToString(AuthenticatorData));
        writer.WriteString("clientData", Base64Url.EncodeToString(ClientData));
        writer.WriteString("signature", Base64Url.EncodeToString(Signature));
        writer.WriteEndObject();
    }

    /// <summary>Throws <see cref="FormatException"/> when it is none.</summary>
    internal static Assertion Read(JsonObject c)
    {
        string[] keys = ["key", "algorithm", "authenticatorData", "clientData", "signature"];
        if (!c.Select(p => p.Key).SequenceEqual(keys))
            throw new FormatException("assertion");
        return new Assertion(
            PeopleActs.Text(c, keys[0]), PeopleActs.Text(c, keys[1]), Bytes(c, keys[2]), Bytes(c, keys[3]),
            Bytes(c, keys[4]));
    }

    private static byte[] Bytes(JsonObject c, string key)
    {
        byte[] bytes = Base64Url.DecodeFromChars(PeopleActs.Text(c, key));
        return bytes.Length <= PartBytesMax ? bytes : throw new FormatException(key);
    }

    /// <summary>Web Authentication Level 2, 7.2, the steps that need neither the key nor a server.</summary>
    private string PasskeyProblem(byte[] digest)
    {
        if (JsonNode.Parse(ClientData) is not JsonObject client
            || client["type"]?.GetValue<string>() != "webauthn.get")
            return "signature.form";
        byte[] challenge = Base64Url.DecodeFromChars(client["challenge"]?.GetValue<string>() ?? "");
        if (!CryptographicOperations.FixedTimeEquals(challenge, digest))
            return "signature.challenge";
        if (AuthenticatorData.Length < AuthenticatorBytesMin
            || (AuthenticatorData[RpHashBytes] & (Present | Verified)) != (Present | Verified))
            return "signature.user";
        return Uri.TryCreate(client["origin"]?.GetValue<string>(), UriKind.Absolute, out var origin)
            && IsOfSite(origin.Host) ? "" : "signature.origin";
    }

    /// <summary>The relying party's id is the host asked for, or a domain above it.</summary>
    private bool IsOfSite(string host)
    {
        for (string name = host; name.Length > 0;)
        {
            if (SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan().SequenceEqual(
                AuthenticatorData.AsSpan(0, RpHashBytes)))
                return true;
            int dot = name.IndexOf('.', StringComparison.Ordinal);
            name = dot < 0 ? "" : name[(dot + 1)..];
        }
        return false;
    }

    private bool VerifyEcdsa(byte[] publicKey, byte[] signed)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(signed, Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private bool VerifyRsa(byte[] publicKey, byte[] signed)
    {
        using var key = RSA.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(signed, Signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }
}
