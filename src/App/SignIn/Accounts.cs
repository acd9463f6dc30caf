using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>What a try to sign in came to.</summary>
internal enum SignInResult
{
    Done,
    /// <summary>Unknown person, wrong secret, not seen, closed: the caller is not told which.</summary>
    Refused,
    /// <summary>Too many tries of late; the growing delay is not over.</summary>
    Wait,
    /// <summary>Right, but the password is older than it may be.</summary>
    Expired,
}

/// <summary>
/// Accounts (账号): the secrets with which a person proves who they are. Who they are and what they may do stands in
/// the ledger; a change of a secret counts when its act is durable, whenever the process dies.
/// </summary>
internal sealed class Accounts : IDisposable
{
    public static readonly TimeSpan EnrolmentLife = TimeSpan.FromDays(3);

    // Security reference §6: 5 tries a minute; then a delay that doubles, and never a lock.
    private const int FreeTries = 5, TrackedMax = 10_000;
    private static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(15);

    private readonly Node _node;
    private readonly AccountFile _file;
    private readonly IDataProtector _seeds;
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> _failures = [];
    private readonly SemaphoreSlim _two = new(2);

    public Accounts(Node node, AccountFile file, IDataProtectionProvider protection)
    {
        (_node, _file) = (node, file);
        _seeds = protection.CreateProtector("qingyuan.totp.v1");
        // A demo's accounts have secrets that anybody may press: they never open anything real.
        string kind = node.Options.Demo ? "demo" : "serve";
        if ((file.Mark("kind") ?? kind) != kind)
            throw new NodeRefusedException(
                $"{Path.Combine(node.Options.Keys, AccountFile.FileName)} holds the ready sign-ins of a demo. Real "
                + "data never open with them: name another directory with --data.");
        file.Execute("INSERT INTO mark (name, value) VALUES ('kind', @kind) ON CONFLICT (name) DO NOTHING",
            ("@kind", kind));
        Interrupted = file.Query("SELECT change FROM pending", r => r.GetString(0));
    }

    /// <summary>Changes that a stopped process left between secret and act.</summary>
    public IReadOnlyList<string> Interrupted { get; }

    public AccountFile File => _file;

    /// <summary>
    /// Ends what a stopped process left: a change whose act stands in the ledger is made, every other is forgotten.
    /// The followers have caught up.
    /// </summary>
    public void Reconcile()
    {
        foreach (string change in Interrupted)
            Finish(change, _node.People.HasChange(change));
    }

    /// <summary>
    /// Changes a secret: the new one waits in the file, the act is appended, then it counts. Wholly or not at all.
    /// </summary>
    public async Task Change(Act act, string change, IReadOnlyList<Statement> statements, CancellationToken cancel)
    {
        Prepare(act.By, change, statements);
        try
        {
            await _node.Do(act, cancel);
        }
        catch
        {
            // If the act is durable after all the next start finds it; while this runs, the ledger decides now.
            Finish(change, _node.People.HasChange(change));
            throw;
        }
        Finish(change, _node.People.HasChange(change));
    }

    internal void Prepare(string person, string change, IReadOnlyList<Statement> statements) => _file.Execute(
        "INSERT INTO pending (change, person, statements) VALUES (@change, @person, @statements)",
        ("@change", change), ("@person", person), ("@statements", JsonSerializer.Serialize(statements)));

    private void Finish(string change, bool holds)
    {
        string? waiting = _file.Query("SELECT statements FROM pending WHERE change = @change", r => r.GetString(0),
            ("@change", change)).FirstOrDefault();
        if (waiting is null)
            return;
        var end = Statement.Of("DELETE FROM pending WHERE change = @change", ("@change", change));
        _file.ExecuteAll(holds ? [.. JsonSerializer.Deserialize<List<Statement>>(waiting)!, end] : [end]);
    }

    public static string NewChange() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The side of the separation of duties that the file holds; null = there is no account.</summary>
    public PersonClass? Class(string person) => _file.Query("SELECT class FROM account WHERE person = @person",
        r => (PersonClass?)r.GetInt32(0), ("@person", person)).FirstOrDefault();

    /// <summary>
    /// May begin a session: open in the ledger, and on the same side there and here; else nobody gets in.
    /// </summary>
    public bool MayEnter(string person)
    {
        var now = _node.Clock.GetUtcNow();
        return _node.People.IsOpen(person, now) && Class(person) is { } own && own == _node.People.Class(person);
    }

    public static Statement MakeRow(string person, PersonClass @class) => Statement.Of(
        "INSERT INTO account (person, class) VALUES (@person, @class) ON CONFLICT (person) DO NOTHING",
        ("@person", person), ("@class", (int)@class));

    /// <summary>What puts an enrolment code in place; the old secrets end with it.</summary>
    public IReadOnlyList<Statement> Enrolment(string person, PersonClass @class, string code) =>
    [
        MakeRow(person, @class),
        Statement.Of("""
            UPDATE account SET enrol = @hash, enrol_until = @until, password = NULL, totp = NULL WHERE person = @person
            """, ("@hash", Secrets.CodeHash(code)), ("@person", person),
            ("@until", (_node.Clock.GetUtcNow() + EnrolmentLife).ToUnixTimeMilliseconds())),
        Statement.Of("DELETE FROM passkey WHERE person = @person", ("@person", person)),
        Statement.Of("DELETE FROM recovery WHERE person = @person", ("@person", person)),
        Statement.Of("DELETE FROM session WHERE person = @person", ("@person", person)),
    ];

    public bool HasEnrolment(string person) => _file.Query(
        "SELECT 1 FROM account WHERE person = @person AND enrol IS NOT NULL AND enrol_until > @now", r => 1,
        ("@person", person), ("@now", _node.Clock.GetUtcNow().ToUnixTimeMilliseconds())).Count > 0;

    /// <summary>The person may enrol now: the code holds and the audit administrator saw the account.</summary>
    public SignInResult TryEnrol(string person, string code, string address) => Try(person, address, () =>
        MayEnter(person) && _file.Query(
            "SELECT enrol FROM account WHERE person = @person AND enrol_until > @now", r => r.IsDBNull(0) ? "" :
            r.GetString(0), ("@person", person), ("@now", _node.Clock.GetUtcNow().ToUnixTimeMilliseconds()))
            .Any(hash => hash == Secrets.CodeHash(code)));

    /// <summary>Password and one-time code together; the same answer in the same time for whoever is unknown.</summary>
    public async Task<SignInResult> TryPassword(
        string person, string password, string code, string address, CancellationToken cancel)
    {
        if (password.Length > Secrets.PasswordCharactersMax || person.Length > 64)
            return SignInResult.Refused;
        var known = _file.Query("SELECT password, totp, totp_step, password_set FROM account WHERE person = @person",
            r => (Hash: r.IsDBNull(0) ? null : r.GetString(0), Seed: r.IsDBNull(1) ? null : r.GetString(1),
                Step: r.GetInt64(2), Set: r.IsDBNull(3) ? 0 : r.GetInt64(3)), ("@person", person)).FirstOrDefault();
        await _two.WaitAsync(cancel);
        try
        {
            bool right = await Task.Run(() => Secrets.Holds(known.Hash, password), cancel);
            var result = Try(person, address, () => right && MayEnter(person) && UseTotp(
                person, known.Seed, known.Step, code));
            var now = _node.Clock.GetUtcNow();
            return result == SignInResult.Done
                && now - DateTimeOffset.FromUnixTimeMilliseconds(known.Set) > Secrets.PasswordLife
                    ? SignInResult.Expired : result;
        }
        finally
        {
            _two.Release();
        }
    }

    /// <summary>A recovery code works once.</summary>
    public SignInResult TryRecovery(string person, string code, string address) => Try(person, address, () =>
        MayEnter(person) && _file.Execute("""
            UPDATE recovery SET used = @now WHERE hash = @hash AND person = @person AND used IS NULL
            """, ("@hash", Secrets.CodeHash(code)), ("@person", person),
            ("@now", _node.Clock.GetUtcNow().ToUnixTimeMilliseconds())) == 1);

    /// <summary>What sets password and one-time code seed.</summary>
    public IReadOnlyList<Statement> Password(string person, string password, byte[] seed) =>
    [
        Statement.Of("""
            UPDATE account SET password = @hash, password_set = @now, totp = @seed, totp_step = 0, enrol = NULL
            WHERE person = @person
            """, ("@hash", Secrets.Hash(password)), ("@now", _node.Clock.GetUtcNow().ToUnixTimeMilliseconds()),
            ("@seed", _seeds.Protect(Convert.ToHexString(seed))), ("@person", person)),
    ];

    /// <summary>Ten new recovery codes and what puts them in place of the old ones.</summary>
    public static (IReadOnlyList<string> Codes, IReadOnlyList<Statement> Statements) Recovery(string person)
    {
        List<string> codes = [.. Enumerable.Range(0, Secrets.RecoveryCodes).Select(_ => Secrets.NewCode())];
        return (codes,
        [
            Statement.Of("DELETE FROM recovery WHERE person = @person", ("@person", person)),
            .. codes.Select(c => Statement.Of("INSERT INTO recovery (hash, person) VALUES (@hash, @person)",
                ("@hash", Secrets.CodeHash(c)), ("@person", person))),
        ]);
    }

    /// <summary>
    /// The signature of a demo person, whose key lies in the file so that a click signs; null = there is no such key.
    /// Only a demo has any.
    /// </summary>
    public Assertion? SoftwareSign(Act act)
    {
        if (!_node.Options.Demo)
            return null;
        var (id, secret) = _file.Query("SELECT id, secret FROM software_key WHERE person = @person",
            r => (r.GetString(0), r.GetString(1)), ("@person", act.By)).FirstOrDefault();
        if (secret is null || _node.People.Key(act.By, id, act.At) is null && act.Kind != PeopleActs.CeremonyHeld)
            return null;
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(Convert.FromHexString(secret), out _);
        return Assertion.Sign(act, id, key);
    }

    public int RecoveryLeft(string person) => _file.Query(
        "SELECT COUNT(*) FROM recovery WHERE person = @person AND used IS NULL", r => r.GetInt32(0),
        ("@person", person))[0];

    public bool HasPassword(string person) => _file.Query(
        "SELECT 1 FROM account WHERE person = @person AND password IS NOT NULL", r => 1, ("@person", person)).Count > 0;

    public void Dispose()
    {
        _two.Dispose();
        _file.Dispose();
    }

    private bool UseTotp(string person, string? seed, long lastUsed, string code)
    {
        if (seed is null)
            return false;
        byte[] secret = Convert.FromHexString(_seeds.Unprotect(seed));
        // The row is compared and set: of two who bring the same code at once one gets in.
        return Totp.Accepts(secret, code, _node.Clock.GetUtcNow(), lastUsed) is { } step && _file.Execute(
            "UPDATE account SET totp_step = @step WHERE person = @person AND totp_step < @step",
            ("@step", step), ("@person", person)) == 1;
    }

    /// <summary>Counts failures by person and address, so that a stranger delays nobody but themselves.</summary>
    private SignInResult Try(string person, string address, Func<bool> holds)
    {
        string key = $"{person}|{address}";
        var now = _node.Clock.GetUtcNow();
        var (count, until) = _failures.GetValueOrDefault(key);
        if (now < until)
            return SignInResult.Wait;
        if (holds())
        {
            _failures.TryRemove(key, out _);
            return SignInResult.Done;
        }
        if (_failures.Count >= TrackedMax)
            foreach (var old in _failures.Where(f => f.Value.Until < now).Take(TrackedMax / 10))
                _failures.TryRemove(old);
        count++;
        var delay = count < FreeTries ? TimeSpan.Zero
            : TimeSpan.FromSeconds(Math.Min(DelayMax.TotalSeconds, 30 * Math.Pow(2, Math.Min(count - FreeTries, 10))));
        _failures[key] = (count, now + delay);
        return SignInResult.Refused;
    }
}
