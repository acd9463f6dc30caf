using System.Net;
using System.Net.Sockets;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App.Demo;

/// <summary>
/// Two simulated witnesses (模拟的见证方) beside the demo, each with its own key and state and its own socket, as other
/// authorities would run them with <c>qingyuan witness</c>. In the demo they live in the same process, so they prove
/// the mechanism and nothing else.
/// </summary>
internal sealed class DemoWitnesses : IAsyncDisposable
{
    private static readonly (string Folder, string Name)[] All =
        [("procuratorate", "检察院·模拟"), ("national", "国家站·模拟")];

    private readonly List<IAsyncDisposable> _hosts = [];
    private readonly List<Witness> _witnesses = [];

    public static async Task<DemoWitnesses> Start(Node node, CancellationToken cancel)
    {
        var started = new DemoWitnesses();
        try
        {
            VerifierKey[] logs = [VerifierKey.Parse(node.Frames.VerifierKey), VerifierKey.Parse(node.Acts.VerifierKey)];
            string lines = "";
            foreach ((string folder, string name) in All)
            {
                Witness witness = Witness.Open(Path.Combine(node.Options.Data, "witnesses", folder),
                    $"{folder}.witness.{DemoRun.Domain}", logs, node.Clock);
                started._witnesses.Add(witness);
                WebApplication host = WitnessHost.Build(witness, new IPEndPoint(IPAddress.Loopback, 0));
                started._hosts.Add(host);
                await host.StartAsync(cancel);
                lines += $"witness {name} {witness.Key} {WitnessHost.UrlOf(host)}\n";
            }
            await node.Witnesses.Start(
                lines + $"group 两家都要 all {string.Join(' ', All.Select(a => a.Name))}\nquorum 两家都要\n", cancel);
            return started;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            await started.DisposeAsync();
            throw new NodeRefusedException($"the demo's witnesses cannot listen on this machine: {e.Message}");
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable host in _hosts)
            await host.DisposeAsync();
        foreach (Witness witness in _witnesses)
            witness.Dispose();
    }
}
