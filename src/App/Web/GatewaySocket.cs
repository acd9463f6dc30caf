using System.Net;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Web;

/// <summary>
/// Listens for data loggers as long as the host runs (数采仪接入端口). Not an end point of Kestrel: its transport drops
/// bytes that it has read when the peer resets the connection, see <see cref="GatewayListener"/>.
/// </summary>
internal sealed class GatewaySocket(Node node, WebOptions options) : IHostedService
{
    private GatewayListener? _listener;

    /// <summary>Where it listens, once it does; a port of 0 was replaced by a free one.</summary>
    public IPEndPoint? EndPoint => _listener?.EndPoint;

    public Task StartAsync(CancellationToken cancel)
    {
        _listener = GatewayListener.Start(node.Gateway, options.Hj212!);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancel)
    {
        // The host may be stopped twice: by a signal and by whoever runs it.
        if (Interlocked.Exchange(ref _listener, null) is { } listener)
            await listener.DisposeAsync();
    }
}
