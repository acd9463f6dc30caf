using System.Globalization;
using System.Text;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;
using Qingyuan.Tests.Ledger;

namespace Qingyuan.Tests.Telemetry;

/// <summary>A real log, real tables and the series' follower over them.</summary>
internal sealed class SeriesHouse : IDisposable
{
    private readonly TemporaryLog _files = new();
    private readonly Log _log, _acts;
    private Tables _tables;
    private FollowerLoop _loop;

    public SeriesHouse()
    {
        _log = _files.Open();
        _acts = Log.Open(
            new LogOptions(
                Path.Combine(_files.Root, "acts"), "test.example/acts", Path.Combine(_files.Root, "acts.key")),
            _files.Clock);
        (_tables, _loop) = OpenTables("tables.db");
    }

    public Log Log => _log;
    public DeviceKeys Keys => new(Path.Combine(_files.Root, "keys", "devices"));
    public IReadOnlyDictionary<string, Log> Logs =>
        new Dictionary<string, Log> { ["frames"] = _log, ["acts"] = _acts };
    public Tables Tables => _tables;
    public DateTimeOffset Now => _files.Clock.GetUtcNow();

    /// <summary>Appends frames as the gateway would, one second apart, and waits until they are durable.</summary>
    public void Receive(params IEnumerable<byte[]> frames) => Append(FrameEntryKind.Frame, "ok", frames);

    public void Append(FrameEntryKind kind, string why, params IEnumerable<byte[]> pieces)
    {
        Span<byte> head = stackalloc byte[256];
        Task last = Task.CompletedTask;
        foreach (byte[] piece in pieces)
        {
            _files.Clock.Advance(TimeSpan.FromSeconds(1));
            int length = FrameEntry.WriteHead(head, kind, _log.Now(), "10.0.0.7:4000"u8, 1, why);
            last = _log.Append(head[..length], piece).Durable;
        }
        last.Wait(TestContext.Current.CancellationToken);
    }

    /// <summary>Registers a key of a device, its file first, as the screen does.</summary>
    public DeviceKey Register(string mn, byte[] key, DateTimeOffset from)
    {
        var (id, digest) = Keys.Put(mn, key);
        var named = new DeviceKey(mn, id, digest, from);
        var act = new Act(
            RegistryActs.DeviceKeySet, _files.Clock.GetUtcNow(), "test", "test", "test", RegistryActs.Write(named));
        _acts.Append(act.ToEntry(), default).Durable.Wait(TestContext.Current.CancellationToken);
        return named;
    }

    public void AppendRaw(ReadOnlySpan<byte> entry) =>
        _log.Append(entry, default).Durable.Wait(TestContext.Current.CancellationToken);

    public void Follow() => _loop.CatchUp();

    /// <summary>The same tables, and a follower that remembers nothing.</summary>
    public void StartAgain() => StartAgainFromNothing(Path.GetFileName(_tables.File));

    /// <summary>Empty tables and a follower that has seen nothing, over the same log.</summary>
    public void StartAgainFromNothing(string file = "again.db")
    {
        CloseTables();
        (_tables, _loop) = OpenTables(file);
    }

    public long Count(string sql)
    {
        using var reader = _tables.Reader();
        using var command = reader.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>All rows of all tables as text, in the order of their keys, without the columns named.</summary>
    public string Dump(params string[] without)
    {
        var text = new StringBuilder();
        using var reader = _tables.Reader();
        foreach (string table in new SeriesTable(Keys).Tables.Where(t => !without.Contains(t)))
        {
            text.Append("== ").Append(table).Append('\n');
            using var command = reader.CreateCommand();
            command.CommandText = $"SELECT * FROM {table}";
            using var rows = command.ExecuteReader();
            var lines = new List<string>();
            while (rows.Read())
                lines.Add(string.Join('|', Enumerable.Range(0, rows.FieldCount)
                    .Where(i => !without.Contains(rows.GetName(i)))
                    .Select(i => $"{rows.GetName(i)}={rows.GetValue(i)}")));
            lines.Sort(StringComparer.Ordinal);
            text.AppendJoin('\n', lines).Append('\n');
        }
        return text.ToString();
    }

    public void Dispose()
    {
        CloseTables();
        _log.DisposeAsync().AsTask().Wait();
        _acts.DisposeAsync().AsTask().Wait();
        _files.Dispose();
    }

    private void CloseTables()
    {
        _loop.Dispose();
        _tables.Dispose();
    }

    private (Tables, FollowerLoop) OpenTables(string file)
    {
        var tables = Tables.OpenEmbedded(Path.Combine(_files.Root, file));
        return (tables, new FollowerLoop(tables, Logs, [new RegistryTable(), new SeriesTable(Keys)]));
    }
}
