using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Digests;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>Digests of a text (摘要), as the ledger and the 商用密码 standards compute them.</summary>
internal static class HashOperations
{
    public static (string, Operation)[] All => [("hash", Hash)];

    private static void Hash(EvalInput input, EvalResult result, Rulebook rules)
    {
        string text = input.Text("text");
        string algorithm = input.Text("algorithm").ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);
        if (!input.Refused && algorithm is not ("sha256" or "sm3"))
            input.Refuse("unknown_choice", $"algorithm: '{algorithm}' is none of sha256, sm3");
        if (input.Refused)
            return;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> digest = stackalloc byte[32];
        if (algorithm == "sha256")
            SHA256.HashData(bytes, digest);
        else
            Sm3(bytes, digest);
        result.Text("digest", Convert.ToHexStringLower(digest));
        result.From(algorithm == "sha256" ? "FIPS 180-4" : "GB/T 32905-2016", algorithm == "sha256" ? "6.2" : "5");
    }

    private static void Sm3(ReadOnlySpan<byte> bytes, Span<byte> digest)
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(bytes);
        sm3.DoFinal(digest);
    }
}
