using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Qingyuan.App.SignIn;

/// <summary>
/// The secrets of accounts (账号密文库): <c>DIR/keys/people.db</c>, mode 0600, outside the ledger and its tables.
/// Durable when a call returns (SQLite WAL, synchronous FULL). One connection, one caller at a time.
/// </summary>
internal sealed class AccountFile : IDisposable
{
    public const string FileName = "people.db";

    // One row a person: the file itself refuses a person on two sides of the separation of duties (三员分立).
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS account (
          person TEXT NOT NULL PRIMARY KEY, class INTEGER NOT NULL CHECK (class IN (1, 2, 3, 4)),
          password TEXT, password_set BIGINT, totp TEXT, totp_step BIGINT NOT NULL DEFAULT 0,
          enrol TEXT, enrol_until BIGINT);
        CREATE TABLE IF NOT EXISTS passkey (
          id TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL REFERENCES account (person), name TEXT NOT NULL,
          public_key BLOB NOT NULL, created BIGINT NOT NULL, sign_count BIGINT NOT NULL, transports TEXT NOT NULL,
          flags INTEGER NOT NULL, attestation BLOB NOT NULL, client_data BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS recovery (
          hash TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL REFERENCES account (person), used BIGINT);
        CREATE TABLE IF NOT EXISTS session (
          hash TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, started BIGINT NOT NULL, seen BIGINT NOT NULL,
          verified BIGINT NOT NULL, how TEXT NOT NULL, agent TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS pending (
          change TEXT NOT NULL PRIMARY KEY, person TEXT NOT NULL, statements TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS ceremony (
          class INTEGER NOT NULL PRIMARY KEY CHECK (class IN (1, 2, 3)), person TEXT NOT NULL UNIQUE,
          name TEXT NOT NULL UNIQUE, key_id TEXT NOT NULL UNIQUE, algorithm TEXT NOT NULL, public_key TEXT NOT NULL,
          passkey TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS software_key (
          person TEXT NOT NULL PRIMARY KEY REFERENCES account (person), id TEXT NOT NULL, secret TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS mark (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL);
        """;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    private AccountFile(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens or makes it. One that others may read is refused: its hashes could be tried at leisure.</summary>
    public static AccountFile Open(string keys)
    {
        string file = Path.Combine(keys, FileName);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(keys, own | UnixFileMode.UserExecute);
            if (!File.Exists(file))
                new FileStream(file, new FileStreamOptions
                {
                    Mode = FileMode.CreateNew,
                    Access = FileAccess.Write,
                    UnixCreateMode = own,
                }).Dispose();
            else if ((File.GetUnixFileMode(file) & ~own) != 0)
                throw new InvalidDataException($"{file} may be read by others: chmod 600 it, then start again.");
        }
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            ForeignKeys = true,
            Pooling = false,
        }.ToString());
        connection.Open();
        var opened = new AccountFile(connection);
        opened.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;");
        opened.Execute(Schema);
        return opened;
    }

    /// <summary>Runs one statement, or several in one transaction.</summary>
    public int Execute(string sql, params IReadOnlyList<(string Name, object? Value)> values)
    {
        lock (_lock)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>All of them or none.</summary>
    public void ExecuteAll(params IReadOnlyList<Statement> statements)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction();
            foreach (var statement in statements)
            {
                using var command = Command(statement.Sql, [.. statement.Values.Select(v => (v.Key, v.Value))]);
                command.Transaction = transaction;
                command.ExecuteNonQuery();
            }
            transaction.Commit();
        }
    }

    public List<T> Query<T>(
        string sql, Func<SqliteDataReader, T> read, params IReadOnlyList<(string Name, object? Value)> values)
    {
        lock (_lock)
        {
            using var command = Command(sql, values);
            using var rows = command.ExecuteReader();
            List<T> found = [];
            while (rows.Read())
                found.Add(read(rows));
            return found;
        }
    }

    public string? Mark(string name) => Query(
        "SELECT value FROM mark WHERE name = @name", r => r.GetString(0), ("@name", name)).FirstOrDefault();

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Command(string sql, IReadOnlyList<(string Name, object? Value)> values)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}

/// <summary>A statement with its values as text, so that it can wait in <c>pending</c> for its act.</summary>
internal sealed record Statement(string Sql, Dictionary<string, string?> Values)
{
    public static Statement Of(string sql, params IReadOnlyList<(string Name, object? Value)> values) => new(
        sql, values.ToDictionary(v => v.Name, v => Convert.ToString(v.Value, CultureInfo.InvariantCulture)));
}
