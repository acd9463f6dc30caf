using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Formats.Cbor;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Identity;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>
/// Making and using passkeys (通行密钥), by ASP.NET Core Identity's handler. A challenge is used once and holds for
/// five minutes. Keys go into the register as SubjectPublicKeyInfo, so that any tool can check a signature.
/// </summary>
internal sealed class Passkeys(TimeProvider clock)
{
    public const int WaitingMax = 10_000;
    public static readonly TimeSpan ChallengeLife = TimeSpan.FromMinutes(5);

    private const int Es256 = -7, Rs256 = -257;
    private readonly ConcurrentDictionary<string, (string State, DateTimeOffset Until)> _waiting = [];

    public static void Configure(IdentityPasskeyOptions options)
    {
        // The person, not only the device, is verified each time: the passkey is both factors.
        options.UserVerificationRequirement = "required";
        options.ResidentKeyRequirement = "required";
        options.AttestationConveyancePreference = "none";
        options.AuthenticatorTimeout = ChallengeLife;
        options.IsAllowedAlgorithm = algorithm => algorithm is Es256 or Rs256;
    }

    /// <summary>Keeps what a challenge needs until it is answered; gives its name.</summary>
    public string Keep(string state)
    {
        var now = clock.GetUtcNow();
        if (_waiting.Count >= WaitingMax)
            foreach (var old in _waiting.OrderBy(w => w.Value.Until).Take(WaitingMax / 10))
                _waiting.TryRemove(old.Key, out _);
        string name = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        _waiting[name] = (state, now + ChallengeLife);
        return name;
    }

    /// <summary>Null = unknown, answered before, or too old.</summary>
    public string? Take(string? name) => name is not null && _waiting.TryRemove(name, out var kept)
        && clock.GetUtcNow() < kept.Until ? kept.State : null;

    /// <summary>The same, and it may be asked for again until it is too old.</summary>
    public string? Look(string? name) => name is not null && _waiting.TryGetValue(name, out var kept)
        && clock.GetUtcNow() < kept.Until ? kept.State : null;

    public async Task<JsonObject> CreationOptions(
        IPasskeyHandler<Account> handler, HttpContext context, string person, string name)
    {
        var made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = person, Name = person, DisplayName = name }, context);
        return new JsonObject
        {
            ["challenge"] = Keep(person + "\n" + made.AttestationState),
            ["options"] = JsonNode.Parse(made.CreationOptionsJson),
        };
    }

    /// <summary>The new passkey and its key for the register; null and why.</summary>
    public async Task<(UserPasskeyInfo? Passkey, PersonKey? Key)> Create(
        IPasskeyHandler<Account> handler, HttpContext context, string? name, string credential, string person)
    {
        if (Take(name)?.Split('\n', 2) is not [var asked, var state] || asked != person)
            return (null, null);
        var made = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = credential,
            AttestationState = state,
        });
        return made.Succeeded && made.Passkey.IsUserVerified
            ? (made.Passkey, KeyOf(person, made.Passkey, clock.GetUtcNow())) : (null, null);
    }

    public async Task<JsonObject> RequestOptions(IPasskeyHandler<Account> handler, HttpContext context)
    {
        var made = await handler.MakeRequestOptionsAsync(null, context);
        return new JsonObject
        {
            ["challenge"] = Keep(made.AssertionState ?? ""),
            ["options"] = JsonNode.Parse(made.RequestOptionsJson),
        };
    }

    /// <summary>Whose passkey it was; null = it did not hold.</summary>
    public async Task<Account?> Use(
        IPasskeyHandler<Account> handler, UserManager<Account> users, HttpContext context, string? name,
        string credential)
    {
        if (Take(name) is not { } state)
            return null;
        var used = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = credential,
            AssertionState = state,
        });
        if (!used.Succeeded || !used.Passkey.IsUserVerified)
            return null;
        await users.AddOrUpdatePasskeyAsync(used.User, used.Passkey);
        return used.User;
    }

    /// <summary>The options with which a person signs an act: the challenge is its digest.</summary>
    public static JsonObject SigningOptions(HttpContext context, byte[] digest, IEnumerable<string> keys) => new()
    {
        ["challenge"] = Base64Url.EncodeToString(digest),
        ["rpId"] = context.Request.Host.Host,
        ["timeout"] = (int)ChallengeLife.TotalMilliseconds,
        ["userVerification"] = "required",
        ["allowCredentials"] = new JsonArray([.. keys.Select(k => (JsonNode)new JsonObject
        {
            ["type"] = "public-key", ["id"] = k,
        })]),
    };

    /// <summary>What the browser gave for <see cref="SigningOptions"/>, as it goes into the entry.</summary>
    public static Assertion? ReadAssertion(string credential, People people, string person, DateTimeOffset at)
    {
        try
        {
            var c = JsonNode.Parse(credential) as JsonObject;
            var response = c?["response"] as JsonObject;
            string id = c?["id"]?.GetValue<string>() ?? "";
            return people.Key(person, id, at) is { } key && response is not null
                ? new Assertion(id, key.Algorithm, Part(response, "authenticatorData"),
                    Part(response, "clientDataJSON"), Part(response, "signature"))
                : null;
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static byte[] Part(JsonObject response, string name) =>
        Base64Url.DecodeFromChars(response[name]?.GetValue<string>() ?? throw new FormatException(name));

    /// <summary>A COSE_Key (RFC 9052, 9053) as the register keeps it.</summary>
    private static PersonKey KeyOf(string person, UserPasskeyInfo passkey, DateTimeOffset from)
    {
        var reader = new CborReader(passkey.PublicKey);
        Dictionary<int, byte[]> parts = [];
        int algorithm = 0;
        int count = reader.ReadStartMap() ?? 0;
        for (int i = 0; i < count; i++)
        {
            int label = reader.ReadInt32();
            if (label == 3)
                algorithm = reader.ReadInt32();
            else if (reader.PeekState() == CborReaderState.ByteString)
                parts[label] = reader.ReadByteString();
            else
                reader.SkipValue();
        }
        byte[] info;
        if (algorithm == Es256)
        {
            using var ec = ECDsa.Create(new ECParameters
            {
                Curve = ECCurve.NamedCurves.nistP256,
                Q = new ECPoint { X = parts[-2], Y = parts[-3] },
            });
            info = ec.ExportSubjectPublicKeyInfo();
        }
        else
        {
            using var rsa = RSA.Create(new RSAParameters { Modulus = parts[-1], Exponent = parts[-2] });
            info = rsa.ExportSubjectPublicKeyInfo();
        }
        return new PersonKey(person, PasskeyStore.Id(passkey.CredentialId),
            algorithm == Es256 ? Assertion.PasskeyEs256 : Assertion.PasskeyRs256, Base64Url.EncodeToString(info), from,
            null);
    }
}
