using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using Qingyuan.Registry;

namespace Qingyuan.App.SignIn;

/// <summary>A person as ASP.NET Core Identity's passkey handler sees them.</summary>
internal sealed record Account(string Person, string Name);

/// <summary>
/// Passkeys (通行密钥) for ASP.NET Core Identity. A passkey counts only while its key is the person's in the ledger.
/// Never makes or changes an account: that goes through <see cref="Accounts"/>.
/// </summary>
internal sealed class PasskeyStore(AccountFile file, Node node) : IUserPasskeyStore<Account>
{
    private const string Columns =
        "id, public_key, created, sign_count, transports, flags, attestation, client_data, person, name";

    public static string Id(byte[] credential) => Base64Url.EncodeToString(credential);

    public static Statement Insert(string person, UserPasskeyInfo p) => Statement.Of("""
        INSERT INTO passkey (id, person, name, public_key, created, sign_count, transports, flags, attestation,
          client_data)
        VALUES (@id, @person, @name, unhex(@key), @created, @count, @transports, @flags, unhex(@attestation),
          unhex(@client))
        """, ("@id", Id(p.CredentialId)), ("@person", person), ("@name", p.Name ?? ""),
        ("@key", Convert.ToHexString(p.PublicKey)), ("@created", p.CreatedAt.ToUnixTimeMilliseconds()),
        ("@count", p.SignCount), ("@transports", string.Join(',', p.Transports ?? [])),
        ("@flags", (p.IsUserVerified ? 1 : 0) | (p.IsBackupEligible ? 2 : 0) | (p.IsBackedUp ? 4 : 0)),
        ("@attestation", Convert.ToHexString(p.AttestationObject)),
        ("@client", Convert.ToHexString(p.ClientDataJson)));

    public static Statement Remove(string id) => Statement.Of("DELETE FROM passkey WHERE id = @id", ("@id", id));

    public Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken)
    {
        file.Execute("UPDATE passkey SET sign_count = @count WHERE id = @id AND person = @person",
            ("@count", passkey.SignCount), ("@id", Id(passkey.CredentialId)), ("@person", user.Person));
        return Task.CompletedTask;
    }

    public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<IList<UserPasskeyInfo>>([.. file.Query(
            $"SELECT {Columns} FROM passkey WHERE person = @person", Read, ("@person", user.Person))
            .Where(p => Holds(user.Person, p.CredentialId))]);

    public Task<Account?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken)
    {
        string? person = file.Query("SELECT person FROM passkey WHERE id = @id", r => r.GetString(0),
            ("@id", Id(credentialId))).FirstOrDefault();
        return Task.FromResult(person is not null && Holds(person, credentialId) ? Find(person) : null);
    }

    public Task<UserPasskeyInfo?> FindPasskeyAsync(
        Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        Task.FromResult(Holds(user.Person, credentialId) ? file.Query(
            $"SELECT {Columns} FROM passkey WHERE id = @id AND person = @person", Read, ("@id", Id(credentialId)),
            ("@person", user.Person)).FirstOrDefault() : null);

    public Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException("A passkey is removed by an act of its person.");

    public Task<string> GetUserIdAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Person);

    public Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Person);

    public Task<string?> GetNormalizedUserNameAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Person);

    public Task<Account?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Find(userId));

    public Task<Account?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        Task.FromResult(Find(normalizedUserName));

    public Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task SetNormalizedUserNameAsync(Account user, string? normalizedName, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<IdentityResult> CreateAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are made by an administrator's act.");

    public Task<IdentityResult> UpdateAsync(Account user, CancellationToken cancellationToken) =>
        Task.FromResult(IdentityResult.Success);

    public Task<IdentityResult> DeleteAsync(Account user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are closed by an administrator's act.");

    public void Dispose()
    {
    }

    private Account? Find(string person) =>
        node.People.Person(person) is { } known ? new Account(known.Id, known.Name) : null;

    private bool Holds(string person, byte[] credential) =>
        node.People.Key(person, Id(credential), node.Clock.GetUtcNow()) is not null;

    private static UserPasskeyInfo Read(SqliteDataReader r) => new(
        Base64Url.DecodeFromChars(r.GetString(0)), (byte[])r[1], DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(2)),
        (uint)r.GetInt64(3), r.GetString(4).Split(',', StringSplitOptions.RemoveEmptyEntries),
        (r.GetInt32(5) & 1) != 0, (r.GetInt32(5) & 2) != 0, (r.GetInt32(5) & 4) != 0, (byte[])r[6], (byte[])r[7])
    {
        Name = r.GetString(9),
    };
}
