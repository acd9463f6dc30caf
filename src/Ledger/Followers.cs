using System.Data.Common;

namespace Qingyuan.Ledger;

/// <summary>
/// Keeps tables from the ledger. Each call of <see cref="Follow"/> does a bounded amount of work inside one
/// transaction that also holds its positions; it never looks at the clock and never depends on when it runs.
/// </summary>
public interface IFollower
{
    /// <summary>A short stable name, e.g. <c>series</c>.</summary>
    string Name { get; }
    /// <summary>Raise it when schema or meaning change: the tables are refilled beside and swapped.</summary>
    int Version { get; }
    /// <summary>Logical names of its tables. Readers use these names; they are views on the live version.</summary>
    IReadOnlyList<string> Tables { get; }
    /// <summary>Followers whose tables it reads; they run before it, and when they are refilled so is it.</summary>
    IReadOnlyList<string> Upstream { get; }
    /// <summary>Portable DDL; a table's physical name is written <c>{name}</c>.</summary>
    string Schema { get; }
    /// <summary>Does some work; false = nothing was left to do.</summary>
    bool Follow(Turn turn);
}

/// <summary>One follower's transaction: its connection, its positions, and the logs it may read.</summary>
public sealed class Turn
{
    public DbConnection Connection => throw new NotImplementedException();
    public DbTransaction Transaction => throw new NotImplementedException();

    /// <summary>Puts physical table names in place of <c>{name}</c>; cached.</summary>
    public string Sql(string template) => throw new NotImplementedException();

    /// <summary>A prepared command, cached for the connection's life, bound to this transaction.</summary>
    public DbCommand Command(string template) => throw new NotImplementedException();

    /// <summary>Position of this follower in a source (a log, or an upstream follower's change numbers); 0 at first.</summary>
    public long Position(string source) => throw new NotImplementedException();
    public void Advance(string source, long position) => throw new NotImplementedException();

    /// <summary>Size of a log as of the start of this turn (durable).</summary>
    public long SizeOf(string log) => throw new NotImplementedException();

    /// <summary>Reads the log <c>frames</c> or <c>acts</c> from this follower's position and advances it.</summary>
    /// <returns>How many entries were read.</returns>
    public int Read(string log, int max, EntryVisitor visit) => throw new NotImplementedException();

    /// <summary>One entry by position.</summary>
    public byte[] Entry(string log, long position) => throw new NotImplementedException();
}

/// <summary>The database of followers' tables. SQLite in WAL mode, one writer, many readers.</summary>
public sealed class Tables : IDisposable
{
    public static Tables OpenEmbedded(string file) => throw new NotImplementedException();

    /// <summary>An open read-only connection; dispose it to give it back.</summary>
    public DbConnection Reader() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}

/// <summary>Runs the followers in their order until the token is cancelled: the only writer of the tables.</summary>
public sealed class FollowerLoop : IDisposable
{
    public FollowerLoop(Tables tables, IReadOnlyDictionary<string, Log> logs, IReadOnlyList<IFollower> followers) =>
        throw new NotImplementedException();

    /// <summary>Raised after each committed turn that did something, with the follower's name.</summary>
    public event Action<string>? Moved { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }

    /// <summary>How far each follower stands behind each log it reads, in entries.</summary>
    public IReadOnlyDictionary<string, long> Lag => throw new NotImplementedException();

    public Task Run(CancellationToken cancel) => throw new NotImplementedException();

    /// <summary>Runs until every follower has nothing left to do for what is durable now.</summary>
    public void CatchUp() => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
