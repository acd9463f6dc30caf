using System.Net;
using Qingyuan.App.Web;

namespace Qingyuan.App;

/// <summary>Runs a node with its pages and its gateway until it is told to stop; the body of serve and demo.</summary>
internal static class Serving
{
    /// <summary>How long open connections may take to come to an end.</summary>
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(10);

    /// <param name="alongside">Work beside the serving, e.g. the simulated region; gets the bound HJ 212 address.
    /// Its failure stops the node with exit status 1.</param>
    /// <param name="before">Done on the open node before anything is taken, e.g. asking the witnesses; what it gives is
    /// closed before the node.</param>
    public static async Task<int> Run(
        NodeOptions options, IPEndPoint http, IPEndPoint hj212,
        Func<Node, IPEndPoint, CancellationToken, Task>? alongside,
        Func<Node, CancellationToken, Task<IAsyncDisposable?>> before, CancellationToken cancel)
    {
        await using Node node = Node.Open(options, TimeProvider.System);
        await using IAsyncDisposable? helpers = await before(node, cancel);
        await using WebApplication web = WebHost.Build(node, new WebOptions(http) { Hj212 = hj212 });
        try
        {
            await web.StartAsync(cancel);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new NodeRefusedException(
                $"cannot listen on {http} (pages) or {hj212} (loggers): {e.Message} " +
                "Choose others with --http and --hj212.");
        }
        (IPEndPoint page, IPEndPoint gate) = Bound(web, http, hj212);
        // Scripts and tests read this line; keep its form.
        Console.WriteLine($"listening http={page} hj212={gate}");
        Console.WriteLine($"工作区 http://{Reachable(page)}/w    公众页面 http://{Reachable(page)}/    数采仪接入 {gate}");
        Console.WriteLine($"账本公钥 {node.Frames.VerifierKey}");

        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        Task asked = web.WaitForShutdownAsync(stop.Token);
        Task beside = alongside?.Invoke(node, gate, stop.Token) ?? asked;
        await Task.WhenAny(beside, asked);
        bool failed = beside.IsFaulted;
        await stop.CancelAsync();
        using CancellationTokenSource hurry = new(StopWithin);
        await web.StopAsync(hurry.Token);
        await beside.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!failed)
            return 0;
        Console.Error.WriteLine($"qingyuan: {beside.Exception?.GetBaseException().Message}");
        return 1;
    }

    /// <summary>The addresses after binding: a port of 0 was replaced by a free one.</summary>
    private static (IPEndPoint Http, IPEndPoint Hj212) Bound(WebApplication web, IPEndPoint http, IPEndPoint hj212)
    {
        IPEndPoint[] bound = [.. web.Urls.Select(url => new Uri(url)).Select(EndPoint)];
        IPEndPoint page = bound.Length > 0 ? bound[0] : http;
        IPEndPoint gate = WebHost.GatewayAddress(web) ?? hj212;
        return (page, gate);
    }

    private static IPEndPoint EndPoint(Uri url) => new(IPAddress.Parse(url.Host.Trim('[', ']')), url.Port);

    private static string Reachable(IPEndPoint address) =>
        address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any)
            ? $"127.0.0.1:{address.Port}"
            : address.ToString();
}
