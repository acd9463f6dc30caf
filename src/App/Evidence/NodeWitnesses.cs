using Qingyuan.Ledger;

namespace Qingyuan.App.Evidence;

/// <summary>
/// The witnesses (见证方) of a node's two logs: who they are, and how far each has seen. Without any, the logs are
/// published with their own signature alone.
/// </summary>
public sealed class NodeWitnesses : IAsyncDisposable
{
    private readonly (string Name, Log Log)[] _logs;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stop = new();
    private HttpClient? _http;
    private Task _work = Task.CompletedTask;

    internal NodeWitnesses(Log frames, Log acts, TimeProvider clock)
    {
        _logs = [("frames", frames), ("acts", acts)];
        _clock = clock;
        PolicyText = LogLines() + "quorum none\n";
        Policy = TrustPolicy.Parse(PolicyText);
    }

    /// <summary>What a verifier may take over after comparing the keys: our logs, the witnesses, the quorum.</summary>
    public string PolicyText { get; private set; }
    public TrustPolicy Policy { get; private set; }

    /// <summary>By log: <c>frames</c>, <c>acts</c>. Empty = nobody was asked to witness.</summary>
    public IReadOnlyDictionary<string, Witnessing> ByLog { get; private set; } =
        new Dictionary<string, Witnessing>();

    /// <summary>
    /// Asks every witness once before it returns (within a few seconds), so that an old copy is found before anything
    /// is taken; then goes on beside. A witness that does not answer stops nothing.
    /// </summary>
    /// <param name="lines">A policy's lines <c>witness NAME VKEY URL</c>, <c>group …</c>, <c>quorum …</c>.</param>
    public async Task Start(string lines, CancellationToken cancel)
    {
        try
        {
            string own = string.Concat(lines.Split('\n').Where(l => !l.TrimStart().StartsWith("log ", Ordinal))
                .Select(l => l.TrimEnd('\r') + "\n"));
            PolicyText = LogLines() + own.TrimEnd('\n') + "\n";
            Policy = TrustPolicy.Parse(PolicyText);
        }
        catch (FormatException e)
        {
            throw new NodeRefusedException($"the witnesses cannot be used: {e.Message}. A line looks like: "
                + "witness NAME name+0a1b2c3d+BAAA… http://HOST:PORT");
        }
        foreach (PolicyWitness witness in Policy.Witnesses)
        {
            bool http = Uri.TryCreate(witness.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https";
            if (witness.Url is not null && !http)
                throw new NodeRefusedException($"the address of the witness {witness.Name} is no http(s) URL");
        }
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = Witnessing.AnswerWithin,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        });
        ByLog = _logs.ToDictionary(l => l.Name, l => new Witnessing(l.Log, Policy, _http, _clock));
        await Task.WhenAll(ByLog.Values.Select(w => w.Round(cancel)));
        if (ByLog.Values.FirstOrDefault(w => w.Stopped is not null)?.Stopped is { } why)
            throw new NodeRefusedException(why);
        _work = Task.WhenAll(ByLog.Values.Select(w => Task.Run(() => w.Run(_stop.Token), CancellationToken.None)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http?.Dispose();
        _stop.Dispose();
    }

    private string LogLines() => string.Concat(_logs.Select(l => $"log {l.Log.VerifierKey}\n"));

    private const StringComparison Ordinal = StringComparison.Ordinal;
}
