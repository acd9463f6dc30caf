using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class HashOperationsTests
{
    // "abc": FIPS 180-4 and GB/T 32905-2016 A.1; the empty text: the published digests; 清源 by an independent program.
    [Theory]
    [InlineData("abc", "sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("abc", "sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")]
    [InlineData("", "SHA-256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("", "SM3", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b")]
    [InlineData("清源", "sha256", "428cbfd03a08d06bbae40873d055177900ebe83ae9734493ec978019681e18bf")]
    [InlineData("清源", "sm3", "029a62ae5568f1334da83f1e0dcca9a0fa66212a77647f3cd2c9b84341f826f0")]
    public void A_text_is_digested_as_utf_8(string text, string algorithm, string digest) =>
        Assert.Equal(
            digest,
            EvaluatorTests.Ask("hash", JsonSerializer.Serialize(new { text, algorithm }))
                .GetProperty("result").GetProperty("digest").GetString());

    [Theory]
    [InlineData("""{"text":"abc","algorithm":"md5"}""", "unknown_choice", "algorithm")]
    [InlineData("""{"algorithm":"sm3"}""", "missing", "text")]
    [InlineData("""{"text":null,"algorithm":"sm3"}""", "not_text", "text")]
    [InlineData("""{"text":"\ud800","algorithm":"sm3"}""", "not_text", "the line")]
    public void A_wrong_key_is_named(string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask("hash", input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
