using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>Where a node keeps its things. The layout is a contract (docs/operate).</summary>
public sealed record NodeOptions(string Data)
{
    public string Frames => Path.Combine(Data, "ledger", "frames");
    public string Acts => Path.Combine(Data, "ledger", "acts");
    public string TablesFile => Path.Combine(Data, "tables.db");
    public string BlobDirectory => Path.Combine(Data, "blobs");
    /// <summary>Private keys, mode 0700; never inside <c>ledger/</c>, which is handed to strangers.</summary>
    public string Keys => Path.Combine(Data, "keys");
    /// <summary>Domain in the origins of the logs, e.g. <c>demo.qingyuan.example</c>.</summary>
    public string Domain { get; init; } = "qingyuan.example";
    public bool Demo { get; init; }
}

/// <summary>
/// One running node on the embedded default: two logs, the followers' tables, the gateway. Screens and routes take
/// what they need from here. Open order: logs (recovered and published), tables, followers; close order reversed.
/// </summary>
public sealed class Node : IAsyncDisposable
{
    public static Node Open(NodeOptions options, TimeProvider clock) => throw new NotImplementedException();

    public NodeOptions Options => throw new NotImplementedException();
    public TimeProvider Clock => throw new NotImplementedException();
    public Log Frames => throw new NotImplementedException();
    public Log Acts => throw new NotImplementedException();
    public Tables Tables => throw new NotImplementedException();
    public FollowerLoop Followers => throw new NotImplementedException();
    public Gateway Gateway => throw new NotImplementedException();
    public Tracer Tracer => throw new NotImplementedException();
    public Blobs Blobs => throw new NotImplementedException();
    /// <summary>The newest snapshot of the register; replaced as a whole when acts are followed.</summary>
    public Register Register => throw new NotImplementedException();
    /// <summary>Raised (at most 4 times a second) when tables moved; the source of the live pages.</summary>
    public event Action? Moved { add => throw new NotImplementedException(); remove => throw new NotImplementedException(); }
    /// <summary>Null, or what the demo is doing now, for the terminal and the page.</summary>
    public DemoProgress? Progress { get; set; }

    /// <summary>Appends an act, waits until it is durable and followed, and returns its position.</summary>
    public Task<long> Do(Act act, CancellationToken cancel) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}

/// <param name="Step">What is happening, in Chinese.</param>
public sealed record DemoProgress(string Step, long Done, long Total);
