using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Qingyuan.Registry;

namespace Qingyuan.Tests.Registry;

public sealed class AssertionTests
{
    private static readonly Act Example = new(
        "rule.table.approved.v1", new DateTimeOffset(2026, 11, 25, 18, 0, 0, TimeSpan.FromHours(8)), "ciren",
        Powers.RulesApprove, "HJ 212-2025 附录 B", new JsonObject { ["proposal"] = 17, ["reason"] = "与原文一致" });

    // Made once with OpenSSL and a key that nobody keeps: it must stay readable and verifiable for good.
    private static string Frozen(string file) => Path.Combine(AppContext.BaseDirectory, "Frozen", file);

    [Fact]
    public void The_second_form_of_an_entry_is_frozen_and_the_first_one_still_reads()
    {
        string[] lines = File.ReadAllLines(Frozen("acts-v2.jsonl"));
        var key = new PersonKey(
            "ciren", "frozen-key", Assertion.SoftwareEs256, lines[0], DateTimeOffset.UnixEpoch, null);
        byte[] signed = Encoding.UTF8.GetBytes(lines[1]), unsigned = Encoding.UTF8.GetBytes(lines[2]);
        var act = Act.Read(signed)!;
        Assert.Equal(signed, act.ToEntry());
        Assert.Equal("", act.Assertion!.Problem(act, key));
        Assert.Equal(unsigned, Act.Read(unsigned)!.ToEntry());
        Assert.Equal(unsigned, (act with { Assertion = null }).ToEntry());
        Assert.Equal(SHA256.HashData(unsigned), act.Digest());
    }

    [Theory]
    [InlineData(Assertion.PasskeyEs256)]
    [InlineData(Assertion.PasskeyRs256)]
    public void A_passkey_binds_its_person_to_exactly_this_act(string algorithm)
    {
        var passkey = new Passkey(algorithm);
        var signed = Example with { Assertion = passkey.Sign(Example) };
        var read = Act.Read(signed.ToEntry())!;
        Assert.Equal("", read.Assertion!.Problem(read, passkey.Key));
        Assert.Equal("https://qy.example.cn", read.Assertion.Origin);
        Assert.Equal("signature.challenge",
            signed.Assertion.Problem(signed with { Clause = "another" }, passkey.Key));
        Assert.Equal("signature.wrong", signed.Assertion.Problem(signed, new Passkey(algorithm).Key));
        Assert.Equal("signature.key", signed.Assertion.Problem(signed, passkey.Key with { Person = "other" }));
        Assert.Equal("signature.key.time",
            signed.Assertion.Problem(signed, passkey.Key with { Revoked = Example.At }));
        Assert.Equal("signature.key.time",
            signed.Assertion.Problem(signed, passkey.Key with { From = Example.At.AddTicks(1) }));
    }

    [Fact]
    public void A_passkey_that_did_not_verify_its_person_or_was_used_elsewhere_binds_nobody()
    {
        var passkey = new Passkey(Assertion.PasskeyEs256);
        Assert.Equal("signature.user", passkey.Sign(Example, flags: 0x01).Problem(Example, passkey.Key));
        Assert.Equal("signature.user", passkey.Sign(Example, flags: 0x04).Problem(Example, passkey.Key));
        Assert.Equal("signature.origin",
            passkey.Sign(Example, origin: "https://evil.example").Problem(Example, passkey.Key));
        Assert.Equal("", passkey.Sign(Example, origin: "https://a.qy.example.cn").Problem(Example, passkey.Key));
        Assert.Equal("signature.form", passkey.Sign(Example, type: "webauthn.create").Problem(Example, passkey.Key));
    }

    [Fact]
    public void An_assertion_of_other_keys_is_no_act()
    {
        string entry = Encoding.UTF8.GetString(Example.ToEntry());
        foreach (string more in new[]
        {
            ""","assertion":null}""", ""","assertion":{}}""", ""","assertion":"x"}""", ""","other":{}}""",
            ""","assertion":{"key":"a","algorithm":"es256","authenticatorData":"","clientData":"","signature":"!"}}""",
        })
            Assert.Null(Act.Read(Encoding.UTF8.GetBytes(entry[..^1] + more[1..])));
    }

    /// <summary>An authenticator as the standard describes it, without hardware.</summary>
    private sealed class Passkey
    {
        private readonly ECDsa _ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly RSA _rsa = RSA.Create(2048);
        private readonly string _algorithm;

        public Passkey(string algorithm)
        {
            _algorithm = algorithm;
            byte[] info = algorithm == Assertion.PasskeyEs256
                ? _ec.ExportSubjectPublicKeyInfo() : _rsa.ExportSubjectPublicKeyInfo();
            Key = new PersonKey("ciren", "cred", algorithm, Base64Url.EncodeToString(info), Example.At, null);
        }

        public PersonKey Key { get; }

        public Assertion Sign(
            Act act, byte flags = 0x05, string origin = "https://qy.example.cn", string type = "webauthn.get")
        {
            byte[] data = [.. SHA256.HashData("qy.example.cn"u8), flags, 0, 0, 0, 1];
            byte[] client = Encoding.UTF8.GetBytes(new JsonObject
            {
                ["type"] = type,
                ["challenge"] = Base64Url.EncodeToString(act.Digest()),
                ["origin"] = origin,
            }.ToJsonString());
            byte[] signed = [.. data, .. SHA256.HashData(client)];
            byte[] signature = _algorithm == Assertion.PasskeyEs256
                ? _ec.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                : _rsa.SignData(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            return new Assertion(Key.Id, _algorithm, data, client, signature);
        }
    }
}
