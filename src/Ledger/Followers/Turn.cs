using System.Data.Common;

namespace Qingyuan.Ledger;

/// <summary>
/// One follower's transaction: its connection, its positions, and the logs it may read. Positions are written in the
/// same transaction as the rows. <c>{name}</c> in its SQL is the physical table of its own fill, or of the fill of an
/// upstream follower that belongs to it (the one being refilled, while that one is refilled too).
/// </summary>
public sealed class Turn
{
    /// <summary>Most distinct SQL texts of one follower; more means that values were put into the text.</summary>
    public const int CommandsMax = 256;

    private readonly IReadOnlyDictionary<string, Log> _logs;
    private readonly Fill _fill;
    private readonly IReadOnlyDictionary<string, string> _names;
    private readonly Dictionary<string, string> _sql = [];
    private readonly Dictionary<string, DbCommand> _commands = [];
    private readonly Dictionary<string, long> _advanced = [];
    private readonly Dictionary<string, long> _sizes = [];
    private DbTransaction? _transaction;
    private (string Log, long Position)? _seen;

    internal Turn(
        DbConnection connection, IReadOnlyDictionary<string, Log> logs, Fill fill,
        IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, long> positions)
    {
        Connection = connection;
        _logs = logs;
        _fill = fill;
        _names = names;
        Positions = positions;
    }

    public DbConnection Connection { get; }

    public DbTransaction Transaction =>
        _transaction ?? throw new InvalidOperationException("A turn is used only inside Follow.");

    /// <summary>Committed positions; replaced as a whole, so any thread may read it.</summary>
    internal IReadOnlyDictionary<string, long> Positions { get; private set; }

    /// <summary>How many entries this turn has read.</summary>
    internal long EntriesRead { get; private set; }

    internal bool HasAdvanced => _advanced.Count > 0;

    /// <summary>The entry that was last shown to the follower in this turn, for the report of a fault.</summary>
    internal string LastSeen => _seen is { } at ? $"{at.Log} {at.Position}" : "no entry";

    /// <summary>Puts physical table names in place of <c>{name}</c>; cached.</summary>
    public string Sql(string template)
    {
        if (_sql.TryGetValue(template, out var sql))
            return sql;
        if (_sql.Count >= CommandsMax)
            throw new InvalidOperationException(
                $"{_fill.Follower}: more than {CommandsMax} SQL texts; use parameters.");
        sql = Fill.Compose(template, _names, _fill.Follower);
        _sql.Add(template, sql);
        return sql;
    }

    /// <summary>
    /// A command that is prepared at its first use and kept for the connection's life, bound to this transaction.
    /// It keeps its parameters: set them with <see cref="CommandParameters.With"/>. Dispose its readers, not it.
    /// </summary>
    public DbCommand Command(string template)
    {
        if (!_commands.TryGetValue(template, out var command))
        {
            command = Connection.CreateCommand();
            command.CommandText = Sql(template);
            _commands.Add(template, command);
        }
        command.Transaction = Transaction;
        return command;
    }

    /// <summary>
    /// Position of this follower in a source (a log, or an upstream follower's change numbers); 0 at first.
    /// </summary>
    public long Position(string source) =>
        _advanced.TryGetValue(source, out long position) || Positions.TryGetValue(source, out position) ? position : 0;

    /// <summary>Sets it; kept with this turn's rows or not at all. A position never goes back.</summary>
    public void Advance(string source, long position)
    {
        if (position < Position(source))
        {
            throw new InvalidOperationException(
                $"{_fill.Follower} would go back in {source} from {Position(source)} to {position}.");
        }
        _advanced[source] = position;
    }

    /// <summary>Size of a log as of the start of this turn (durable).</summary>
    public long SizeOf(string log) => _sizes[log];

    /// <summary>Reads the log <c>frames</c> or <c>acts</c> from this follower's position and advances it.</summary>
    /// <returns>How many entries were read.</returns>
    public int Read(string log, int max, EntryVisitor visit)
    {
        long from = Position(log);
        int count = (int)Math.Min(max, SizeOf(log) - from);
        if (count <= 0)
        {
            // The position row tells that this log is followed, also while it is empty.
            if (!Positions.ContainsKey(log) && from == 0)
                _advanced[log] = 0;
            return 0;
        }
        long next = _logs[log].Read(from, count, (position, entry) =>
        {
            _seen = (log, position);
            visit(position, entry);
        });
        Advance(log, next);
        EntriesRead += next - from;
        return (int)(next - from);
    }

    /// <summary>One entry by position.</summary>
    public byte[] Entry(string log, long position) => _logs[log].Read(position);

    /// <param name="ceiling">Sizes beyond which this turn must not look; null = all that is durable.</param>
    internal void Begin(IReadOnlyDictionary<string, long>? ceiling)
    {
        _advanced.Clear();
        _seen = null;
        EntriesRead = 0;
        foreach (var (name, log) in _logs)
            _sizes[name] = ceiling is null ? log.DurableSize : Math.Min(ceiling[name], log.DurableSize);
        _transaction = Connection.BeginTransaction();
    }

    internal void Commit()
    {
        var positions = new Dictionary<string, long>(Positions);
        foreach (var (source, position) in _advanced)
        {
            Command(Fills.SavePosition).With("@follower", _fill.Follower).With("@fill", _fill.Name)
                .With("@source", source).With("@position", position).ExecuteNonQuery();
            positions[source] = position;
        }
        Transaction.Commit();
        End();
        Positions = positions;
    }

    /// <summary>Undoes everything; also after a commit that failed.</summary>
    internal void Rollback()
    {
        if (_transaction is null)
            return;
        try
        {
            _transaction.Rollback();
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The engine has rolled back by itself (disk full, I/O error); there is nothing more to undo.
        }
        End();
    }

    /// <summary>Forgets the commands: needed before their tables are dropped.</summary>
    internal void Close()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _commands.Clear();
    }

    private void End()
    {
        _transaction?.Dispose();
        _transaction = null;
    }
}

/// <summary>Parameters of a kept command.</summary>
public static class CommandParameters
{
    /// <summary>Sets a parameter (<c>@name</c>), adding it at its first use. Null is SQL's NULL.</summary>
    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        int at = command.Parameters.IndexOf(name);
        if (at >= 0)
        {
            command.Parameters[at].Value = value ?? DBNull.Value;
            return command;
        }
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }
}
