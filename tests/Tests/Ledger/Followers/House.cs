using System.Text;
using Microsoft.Extensions.Time.Testing;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

/// <summary>A log <c>acts</c>, a log <c>frames</c> and the tables' file in a directory of their own.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("qingyuan-house-").FullName;

    public House()
    {
        Logs = new Dictionary<string, Log> { ["acts"] = Open("acts"), ["frames"] = Open("frames") };
        Tables = Tables.OpenEmbedded(TablesFile);
    }

    public string TablesFile => Path.Combine(_root, "tables.db");
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 14, 2, 15, 0, TimeSpan.Zero));
    public Dictionary<string, Log> Logs { get; }
    public Tables Tables { get; private set; }

    public FollowerLoop Loop(params IReadOnlyList<IFollower> followers) => new(Tables, Logs, followers);

    /// <summary>As a process that died and was started again finds them.</summary>
    public void ReopenTables()
    {
        Tables.Dispose();
        Tables = Tables.OpenEmbedded(TablesFile);
    }

    public async Task<long> Append(string log, params IReadOnlyList<string> entries)
    {
        Pending last = default;
        foreach (string entry in entries)
            last = Logs[log].Append(Encoding.UTF8.GetBytes(entry), []);
        await last.Durable;
        return last.Position;
    }

    public async Task<long> Append(string log, byte[] entry)
    {
        var pending = Logs[log].Append(entry, []);
        await pending.Durable;
        return pending.Position;
    }

    public string Digest(string table)
    {
        using var reader = Tables.Reader();
        return TableDigest.Of(reader, table);
    }

    public List<string> Rows(string sql)
    {
        using var reader = Tables.Reader();
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(rows.GetValue)));
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        Tables.Dispose();
        foreach (var log in Logs.Values)
            await log.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }

    private Log Open(string name) => Log.Open(
        new LogOptions(
            Path.Combine(_root, "ledger", name), $"test.example/{name}", Path.Combine(_root, "keys", name)), Clock);
}

/// <summary>Counts the words of <c>frames</c>.</summary>
internal sealed class WordTable : IFollower
{
    public string Name => "words";
    public int Version { get; init; } = 1;
    public IReadOnlyList<string> Tables => ["words"];
    public IReadOnlyList<string> Upstream => [];
    public int PerTurn { get; init; } = 7;

    /// <summary>Is asked about every entry before its row is written.</summary>
    public Action<long, string> Before { get; init; } = (_, _) => { };

    public string Schema => """
        CREATE TABLE {words} (word TEXT NOT NULL PRIMARY KEY, times BIGINT NOT NULL, position BIGINT NOT NULL);
        CREATE INDEX {words}_position ON {words} (position);
        """;

    public bool Follow(Turn turn) => turn.Read("frames", PerTurn, (position, entry) =>
    {
        string word = Encoding.UTF8.GetString(entry);
        turn.Command("""
            INSERT INTO {words} (word, times, position) VALUES (@word, 1, @position)
            ON CONFLICT (word) DO UPDATE SET times = {words}.times + 1, position = excluded.position
            """).With("@word", Version == 1 ? word : word.ToUpperInvariant())
            .With("@position", position).ExecuteNonQuery();
        Before(position, word);
    }) > 0;
}

/// <summary>Follows the words' changes: how many words there are of each length.</summary>
internal sealed class LengthTable : IFollower
{
    public string Name => "lengths";
    public int Version { get; init; } = 1;
    public IReadOnlyList<string> Tables => ["lengths"];
    public IReadOnlyList<string> Upstream => ["words"];

    public string Schema =>
        "CREATE TABLE {lengths} (length BIGINT NOT NULL PRIMARY KEY, words BIGINT NOT NULL, times BIGINT NOT NULL)";

    public bool Follow(Turn turn)
    {
        var newest = turn.Command("SELECT MAX(position) + 1 FROM {words}").ExecuteScalar();
        if (newest is not long changed || changed == turn.Position("words"))
            return false;
        turn.Command("DELETE FROM {lengths}").ExecuteNonQuery();
        turn.Command("""
            INSERT INTO {lengths} (length, words, times)
            SELECT LENGTH(word), COUNT(*), SUM(times) FROM {words} GROUP BY LENGTH(word)
            """).ExecuteNonQuery();
        turn.Advance("words", changed);
        return true;
    }
}
