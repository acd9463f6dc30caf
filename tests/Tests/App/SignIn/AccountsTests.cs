using System.Text.Json.Nodes;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.App;
using Qingyuan.App.SignIn;
using Qingyuan.Registry;
using Qingyuan.Tests.Registry;

namespace Qingyuan.Tests.App.SignIn;

/// <summary>Accounts over a real node; a restart is a new object over the same file.</summary>
public sealed class AccountsTests : IAsyncLifetime
{
    private const string Password = "Lhasa-river-9 runs east";
    private readonly string _directory = Directory.CreateTempSubdirectory("qingyuan-accounts-").FullName;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 2, 0, 0, TimeSpan.Zero));
    private readonly EphemeralDataProtectionProvider _protection = new();
    private Node _node = null!;
    private Accounts _accounts = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _node = Node.Open(new NodeOptions(_directory), _clock);
        _accounts = Open();
        await _node.Do(Unsigned(PeopleActs.CeremonyHeld, PeopleActs.Bootstrap, PeopleActs.CeremonyPower,
            SomePeople.Ceremony()), Cancel);
        await _node.Do(Signed(PeopleActs.PersonRegistered, SomePeople.System, Powers.AdminSystem,
            PeopleActs.Registered(new RegisteredPerson(SomePeople.Officer, "次仁", SomePeople.Department.Id),
                PersonClass.Business, _clock.GetUtcNow())), Cancel);
        await _node.Do(Signed(PeopleActs.PersonSeen, SomePeople.Audit, Powers.AdminAudit,
            new JsonObject { ["person"] = SomePeople.Officer }), Cancel);
        _accounts.File.ExecuteAll(Accounts.MakeRow(SomePeople.Officer, PersonClass.Business));
    }

    public async ValueTask DisposeAsync()
    {
        _accounts.Dispose();
        await _node.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_password_whose_process_died_before_its_act_was_never_set()
    {
        string change = Accounts.NewChange();
        _accounts.Prepare(SomePeople.Officer, change,
            _accounts.Password(SomePeople.Officer, Password, Totp.NewSecret()));
        Restart();
        Assert.False(_accounts.HasPassword(SomePeople.Officer));
        // Wholly not at all: the same change can never come back.
        await _node.Do(Changed("password", change), Cancel);
        Restart();
        Assert.False(_accounts.HasPassword(SomePeople.Officer));
    }

    [Fact]
    public async Task A_password_whose_process_died_after_its_act_is_set_at_the_next_start()
    {
        string change = Accounts.NewChange();
        byte[] seed = Totp.NewSecret();
        _accounts.Prepare(SomePeople.Officer, change, _accounts.Password(SomePeople.Officer, Password, seed));
        await _node.Do(Changed("password", change), Cancel);
        Assert.False(_accounts.HasPassword(SomePeople.Officer));
        Restart();
        Assert.Equal(SignInResult.Done, await Try(Password, Totp.Code(seed, Totp.Step(_clock.GetUtcNow()))));
    }

    [Fact]
    public async Task A_code_works_once_and_only_with_its_password()
    {
        byte[] seed = await Enrol();
        string code = Totp.Code(seed, Totp.Step(_clock.GetUtcNow()));
        Assert.Equal(SignInResult.Refused, await Try("Another-long 1 password", code));
        Assert.Equal(SignInResult.Refused, await Try(Password, "000000"));
        Assert.Equal(SignInResult.Done, await Try(Password, code));
        Assert.Equal(SignInResult.Refused, await Try(Password, code));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SignInResult.Done, await Try(Password, Totp.Code(seed, Totp.Step(_clock.GetUtcNow()))));
    }

    [Fact]
    public async Task Who_tries_too_often_waits_longer_each_time_and_nobody_else_does()
    {
        byte[] seed = await Enrol();
        for (int i = 0; i < 5; i++)
            Assert.Equal(SignInResult.Refused, await Try("wrong wrong wrong 1A", "000000"));
        Assert.Equal(SignInResult.Wait, await Try(Password, Code()));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(SignInResult.Refused, await Try("wrong wrong wrong 1A", "000000"));
        _clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(SignInResult.Wait, await Try(Password, Code()));
        // The holder, from their own address, is not locked out by a stranger.
        Assert.Equal(SignInResult.Done, await Try(Password, Code(), "198.51.100.7"));

        string Code() => Totp.Code(seed, Totp.Step(_clock.GetUtcNow()));
    }

    [Fact]
    public async Task A_password_of_ninety_one_days_is_old_and_an_unknown_person_is_refused_alike()
    {
        byte[] seed = await Enrol();
        _clock.Advance(TimeSpan.FromDays(91));
        Assert.Equal(SignInResult.Expired, await Try(Password, Totp.Code(seed, Totp.Step(_clock.GetUtcNow()))));
        Assert.Equal(SignInResult.Refused,
            await _accounts.TryPassword("nobody", Password, "000000", "203.0.113.1", Cancel));
    }

    [Fact]
    public async Task Ten_recovery_codes_work_once_each_and_lie_nowhere_in_clear()
    {
        string change = Accounts.NewChange();
        var (codes, statements) = Accounts.Recovery(SomePeople.Officer);
        await _accounts.Change(Changed("recovery", change), change, statements, Cancel);
        Assert.Equal(10, codes.Distinct().Count());
        Assert.Equal(10, _accounts.RecoveryLeft(SomePeople.Officer));
        Assert.Equal(SignInResult.Done, _accounts.TryRecovery(SomePeople.Officer, codes[0], "a"));
        Assert.Equal(SignInResult.Refused, _accounts.TryRecovery(SomePeople.Officer, codes[0], "b"));
        Assert.Equal(SignInResult.Refused, _accounts.TryRecovery(SomePeople.Audit, codes[1], "c"));
        Assert.Equal(SignInResult.Done,
            _accounts.TryRecovery(SomePeople.Officer, codes[1].ToUpperInvariant().Replace('-', ' '), "d"));
        foreach (string file in Directory.EnumerateFiles(_node.Options.Keys))
            Assert.DoesNotContain(codes[2], Latin1(file), StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_refuses_a_person_on_two_sides_and_another_side_than_the_register_s_opens_nothing()
    {
        Assert.True(_accounts.MayEnter(SomePeople.Officer));
        Assert.Throws<SqliteException>(() => _accounts.File.Execute(
            "INSERT INTO account (person, class) VALUES (@person, 2)", ("@person", SomePeople.Officer)));
        Assert.Throws<SqliteException>(() => _accounts.File.Execute("UPDATE account SET class = 5"));
        _accounts.File.Execute("UPDATE account SET class = 2");
        Assert.False(_accounts.MayEnter(SomePeople.Officer));
    }

    [Fact]
    public void A_file_that_others_may_read_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (OperatingSystem.IsWindows())
            return;
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _accounts.Dispose();
        string file = Path.Combine(_node.Options.Keys, AccountFile.FileName);
        Assert.Equal(own, File.GetUnixFileMode(file));
        File.SetUnixFileMode(file, own | UnixFileMode.GroupRead);
        Assert.Throws<InvalidDataException>(() => AccountFile.Open(_node.Options.Keys));
        File.SetUnixFileMode(file, own);
        _accounts = Open();
    }

    [Fact]
    public void Serve_never_starts_with_the_ready_sign_ins_of_a_demo()
    {
        _accounts.File.Execute("UPDATE mark SET value = 'demo' WHERE name = 'kind'");
        _accounts.Dispose();
        var refused = Assert.Throws<NodeRefusedException>(Open);
        Assert.Contains("--data", refused.Message, StringComparison.Ordinal);
        using var file = AccountFile.Open(_node.Options.Keys);
        file.Execute("UPDATE mark SET value = 'serve' WHERE name = 'kind'");
        _accounts = Open();
    }

    [Fact]
    public void A_session_ends_by_idleness_by_age_and_by_its_person_and_outlives_a_restart()
    {
        var sessions = new Sessions(_accounts.File, _clock);
        string token = sessions.Begin(SomePeople.Officer, "passkey", "browser");
        _clock.Advance(TimeSpan.FromMinutes(29));
        Assert.NotNull(sessions.Find(token, PersonClass.Business, renews: true));
        _clock.Advance(TimeSpan.FromMinutes(29));
        sessions = new Sessions(_accounts.File, _clock);
        Assert.NotNull(sessions.Find(token, PersonClass.Business, renews: false));
        // What a live page asks by itself kept nothing awake.
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Null(sessions.Find(token, PersonClass.Business, renews: true));

        token = sessions.Begin(SomePeople.System, "passkey", "browser");
        _clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Null(sessions.Find(token, PersonClass.System, renews: true));

        token = sessions.Begin(SomePeople.Officer, "passkey", "browser");
        for (int i = 0; i < 36; i++)
        {
            Assert.NotNull(sessions.Find(token, PersonClass.Business, renews: true));
            _clock.Advance(TimeSpan.FromMinutes(20));
        }
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(sessions.Find(token, PersonClass.Business, renews: true));
        token = sessions.Begin(SomePeople.Officer, "passkey", "browser");
        sessions.EndAll(SomePeople.Officer);
        Assert.Null(sessions.Find(token, PersonClass.Business, renews: true));
    }

    [Fact]
    public async Task After_the_ceremony_nobody_acts_by_the_bootstrap_password_and_nothing_binding_is_unsigned()
    {
        await Assert.ThrowsAsync<ActRefusedException>(() => _node.Do(
            Unsigned("outlet.closed.v1", PeopleActs.Bootstrap, "register.write", []), Cancel));
        await Assert.ThrowsAsync<ActRefusedException>(() => _node.Do(
            Unsigned("any.v1", SomePeople.System, Powers.AdminSystem, []), Cancel));
        await Assert.ThrowsAsync<ActRefusedException>(() => _node.Do(
            Signed("any.v1", SomePeople.System, Powers.RulesApprove, []), Cancel));
    }

    private async Task<byte[]> Enrol()
    {
        byte[] seed = Totp.NewSecret();
        string change = Accounts.NewChange();
        await _accounts.Change(Changed("password", change), change,
            _accounts.Password(SomePeople.Officer, Password, seed), Cancel);
        return seed;
    }

    private Task<SignInResult> Try(string password, string code, string address = "203.0.113.1") =>
        _accounts.TryPassword(SomePeople.Officer, password, code, address, Cancel);

    private void Restart()
    {
        _accounts.Dispose();
        _accounts = Open();
        _accounts.Reconcile();
    }

    private Accounts Open() => new(_node, AccountFile.Open(_node.Options.Keys), _protection);

    private Act Changed(string what, string change) => Unsigned(PeopleActs.SecretChanged, SomePeople.Officer,
        Powers.Self, PeopleActs.Changed(SomePeople.Officer, what, change));

    private Act Unsigned(string kind, string by, string power, JsonObject content) =>
        new(kind, _clock.GetUtcNow(), by, power, PeopleActs.Clause, content);

    private Act Signed(string kind, string by, string power, JsonObject content)
    {
        var act = Unsigned(kind, by, power, content);
        return act with { Assertion = Assertion.Sign(act, SomePeople.Key(by).Id, SomePeople.Secret(by)) };
    }

    private static string Latin1(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd();
    }
}
