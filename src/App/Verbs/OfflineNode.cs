using System.Data.Common;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// A data directory at rest, opened by a verb: both logs, locked against <c>serve</c>, and the tables. Makes nothing:
/// a directory without a ledger is refused.
/// </summary>
internal sealed class OfflineNode : IAsyncDisposable
{
    private readonly List<Log> _opened = [];

    private OfflineNode(NodeOptions options) => Options = options;

    public NodeOptions Options { get; }
    public DeviceKeys DeviceKeys => new(Options.DeviceKeyDirectory);
    public Dictionary<string, Log> Logs { get; } = [];
    public Tables Tables { get; private set; } = null!;

    /// <summary>Throws <see cref="LedgerBusyException"/> while <c>serve</c> or <c>demo</c> is running on it.</summary>
    public static async Task<OfflineNode> Open(string data, TimeProvider clock)
    {
        var node = new OfflineNode(new NodeOptions(data));
        try
        {
            node.Add("frames", node.Options.Frames, clock);
            node.Add("acts", node.Options.Acts, clock);
            node.AddAudit(clock);
            node.Tables = Tables.OpenEmbedded(node.Options.TablesFile);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Asks the tables of a directory, caught up with its ledger; where somebody serves it they are kept up to date
    /// there, and are read beside.
    /// </summary>
    public static async Task<T> Read<T>(string data, Func<DbConnection, T> ask)
    {
        try
        {
            await using var node = await Open(data, TimeProvider.System);
            using (var loop = new FollowerLoop(node.Tables, node.Logs, FollowerSet.All(node.DeviceKeys)))
                loop.CatchUp();
            using var reader = node.Tables.Reader();
            return ask(reader);
        }
        catch (LedgerBusyException)
        {
            using DbConnection reader = Tables.OpenReadOnly(new NodeOptions(data).TablesFile);
            return ask(reader);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Null when opening failed on the way.
        Tables?.Dispose();
        foreach (var log in _opened)
            await log.DisposeAsync();
    }

    /// <summary>A directory of an earlier version has none; it is made empty.</summary>
    private void AddAudit(TimeProvider clock)
    {
        string origin = Logs["acts"].VerifierKey.Split('+')[0];
        var log = Log.Open(new LogOptions(Options.AuditDirectory, origin[..^"acts".Length] + AuditTable.Log,
            Options.KeyOf(AuditTable.Log)), clock);
        _opened.Add(log);
        Logs[AuditTable.Log] = log;
    }

    private void Add(string name, string directory, TimeProvider clock)
    {
        var key = Path.Combine(directory, "vkey");
        if (!File.Exists(key))
        {
            throw new NodeRefusedException(
                $"{Options.Data} holds no ledger ({key} is missing). Name the directory that 'serve' or 'demo' made; "
                + "a new one is made by 'qingyuan serve --data DIR'.");
        }
        // The log keeps the name it was made with, whatever --domain says today.
        var origin = VerifierKey.Parse(File.ReadAllText(key)).Name;
        var log = Log.Open(new LogOptions(directory, origin, Options.KeyOf(name)), clock);
        _opened.Add(log);
        Logs[name] = log;
    }
}
