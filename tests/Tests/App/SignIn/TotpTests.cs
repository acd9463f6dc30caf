using System.Text;
using Qingyuan.App.SignIn;

namespace Qingyuan.Tests.App.SignIn;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1; the last six of the eight digits.
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, seconds / Totp.StepSeconds));

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(0, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public void A_code_holds_one_step_early_and_late(int seconds, bool holds)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        string code = Totp.Code(Secret, Totp.Step(at));
        Assert.Equal(holds, Totp.Accepts(Secret, code, at.AddSeconds(seconds), 0) is not null);
        Assert.Null(Totp.Accepts(Secret, code, at.AddSeconds(seconds), Totp.Step(at)));
    }

    // RFC 4648, section 10.
    [Theory]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void A_secret_is_typed_in_base_32(string text, string typed) =>
        Assert.Equal(typed, Totp.Text(Encoding.ASCII.GetBytes(text)));

    [Theory]
    [InlineData("Short-1a", false)]
    [InlineData("alllowercaseletters", false)]
    [InlineData("Password-2026", false)]
    [InlineData("ciren-Ciren-1", false)]
    [InlineData("aaaaAAAA1111", false)]
    [InlineData("Lhasa-river-9 runs east", true)]
    public void A_password_is_long_mixed_and_not_what_everybody_takes(string password, bool good) =>
        Assert.Equal(good, Secrets.Problem(password, "ciren") is null);

    [Fact]
    public void A_hash_holds_its_password_only()
    {
        string hash = Secrets.Hash("Lhasa-river-9 runs east");
        Assert.True(Secrets.Holds(hash, "Lhasa-river-9 runs east"));
        Assert.False(Secrets.Holds(hash, "Lhasa-river-9 runs west"));
        Assert.False(Secrets.Holds(null, "nobody"));
        Assert.NotEqual(hash, Secrets.Hash("Lhasa-river-9 runs east"));
    }
}
