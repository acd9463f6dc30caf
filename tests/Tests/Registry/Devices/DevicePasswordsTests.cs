using Qingyuan.Registry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Registry;

public sealed class DevicePasswordsTests
{
    [Fact]
    public void A_hash_holds_for_its_password_only_and_no_two_are_alike()
    {
        var hash = PasswordHash.Of("123456");
        Assert.True(PasswordHash.Holds(hash, "123456"u8));
        Assert.False(PasswordHash.Holds(hash, "123457"u8));
        Assert.NotEqual(hash, PasswordHash.Of("123456"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pbkdf2-sha256$1000$$")]
    [InlineData("pbkdf2-sha256$0$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("pbkdf2-sha256$9999999999$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("md5$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAA")]
    public void A_text_that_is_no_hash_holds_for_nothing(string text) => Assert.False(PasswordHash.Holds(text, ""u8));

    [Fact]
    public async Task A_gateway_learns_a_new_password_with_its_registration()
    {
        await using var house = new House();
        var register = await house.DoAll();
        var passwords = new DevicePasswords(() => register, house.Clock);
        byte[] mn = [.. "010000A8900016F000169DC0"u8];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(passwords.IsKnown(mn));
            Assert.True(passwords.PasswordHolds(mn, "123456"u8));
            Assert.False(passwords.PasswordHolds(mn, "654321"u8));
            Assert.False(passwords.PasswordHolds(mn, new byte[1000]));
        }
        register = await house.Do(house.Registrations(register).RegisterDevice(Some.Logger, "654321"));
        Assert.True(passwords.PasswordHolds(mn, "654321"u8));
        Assert.False(passwords.PasswordHolds(mn, "123456"u8));
    }

    [Fact]
    public void A_device_without_a_password_on_record_is_let_through()
    {
        var passwords = new DevicePasswords(() => Register.Empty, TimeProvider.System);
        Assert.False(passwords.IsKnown("X"u8));
        Assert.True(passwords.PasswordHolds("X"u8, "anything"u8));
    }

    [Fact]
    public void Keys_are_kept_outside_the_ledger_readable_by_the_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("qingyuan-keys-").FullName;
        try
        {
            var keys = new DeviceKeys(folder);
            byte[] key = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
            var (id, digest) = keys.Put("MN1", key);
            Assert.Equal((id, digest), keys.Put("MN1", key));
            var named = new DeviceKey("MN1", id, digest, Some.Day(1, 1));
            Assert.Equal(key, keys.Get(named));
            Assert.Null(keys.Get(named with { Mn = "MN2" }));
            Assert.Null(keys.Get(named with { Mn = "../MN1" }));
            var file = Path.Combine(folder, "MN1", id + ".key");
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            File.WriteAllText(file, "00");
            Assert.Throws<InvalidDataException>(() => keys.Get(named));
            Assert.Equal((id, digest), keys.Put("MN1", key));
            Assert.Equal(key, keys.Get(named));
            Assert.Throws<ArgumentException>(() => keys.Put("../MN", key));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
