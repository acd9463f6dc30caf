using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Qingyuan.Ledger;

/// <summary>
/// The database of followers' tables. SQLite in WAL mode, one writer, many readers. What a committed transaction
/// wrote is durable; readers see whole transactions only and never wait for the writer. The file may be deleted
/// while nobody has it open: everything in it is refilled from the ledger.
/// </summary>
public sealed class Tables : IDisposable
{
    /// <summary>Most readers at one time; the next one waits.</summary>
    public const int ReadersMax = 32;

    /// <summary>How long a reader waits for its turn before it is told that the house is full.</summary>
    public static readonly TimeSpan ReaderWaitMax = TimeSpan.FromSeconds(10);

    private readonly SqliteConnection _writer;
    private readonly string _readerString;
    private readonly SemaphoreSlim _readers = new(ReadersMax);

    private Tables(string file, SqliteConnection writer)
    {
        File = file;
        _writer = writer;
        _readerString = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
        }.ToString();
    }

    public string File { get; }

    /// <summary>The one connection that writes; used by the follower loop's thread only.</summary>
    internal DbConnection Writer => _writer;

    /// <summary>Opens the file, or makes it.</summary>
    public static Tables OpenEmbedded(string file)
    {
        var full = Path.GetFullPath(file);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var writer = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = full,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
        }.ToString());
        try
        {
            writer.Open();
            // FULL: a commit is synced, so a position never claims rows that a power cut takes away. 64 MiB of cache
            // and 32 MiB of WAL between checkpoints keep random inserts off the disk.
            Execute(writer, """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = FULL;
                PRAGMA busy_timeout = 5000;
                PRAGMA cache_size = -65536;
                PRAGMA wal_autocheckpoint = 8192;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA temp_store = MEMORY;
                """);
            Execute(writer, Fills.Schema);
        }
        catch (SqliteException e)
            when (e.SqliteErrorCode is SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB)
        {
            writer.Dispose();
            throw new InvalidDataException(
                $"{full} is damaged. Delete it together with its -wal and -shm files and start again: "
                + "its tables are refilled from the ledger.", e);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
        return new Tables(full, writer);
    }

    /// <summary>A read-only connection to tables that another process keeps.</summary>
    public static DbConnection OpenReadOnly(string file)
    {
        var reader = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        reader.Open();
        return reader;
    }

    /// <summary>An open read-only connection; dispose it to give it back.</summary>
    public DbConnection Reader()
    {
        if (!_readers.Wait(ReaderWaitMax))
            throw new TimeoutException($"{ReadersMax} readers are at work on the tables; try again in a moment.");
        var reader = new BoundedReader(_readerString, _readers);
        try
        {
            reader.Open();
            return reader;
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The file or the machine failed, not the follower: worth trying again later.</summary>
    internal static bool IsFaultOfTheWorld(Exception e) =>
        e is IOException || e is SqliteException
        {
            SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED or SQLitePCL.raw.SQLITE_NOMEM
                or SQLitePCL.raw.SQLITE_IOERR or SQLitePCL.raw.SQLITE_FULL or SQLitePCL.raw.SQLITE_CANTOPEN
        };

    internal static void Execute(DbConnection connection, string sql, DbTransaction? transaction = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        using (var any = new SqliteConnection(_readerString))
            SqliteConnection.ClearPool(any);
        _writer.Dispose();
    }

    /// <summary>A pooled connection that frees its place among the readers when it is disposed.</summary>
    private sealed class BoundedReader(string connectionString, SemaphoreSlim places)
        : SqliteConnection(connectionString)
    {
        private int _given;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            if (disposing && Interlocked.Exchange(ref _given, 1) == 0)
                places.Release();
        }
    }
}
