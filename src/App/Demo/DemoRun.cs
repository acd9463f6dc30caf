using System.Net;
using System.Net.Sockets;
using Qingyuan.Telemetry;

namespace Qingyuan.App.Demo;

/// <summary>What the command line asked of the demo.</summary>
internal sealed record DemoOptions(string Data, IPEndPoint Http, IPEndPoint Hj212, int Seed, int Days);

/// <summary>
/// The whole product with a simulated region (演示): node, pages, gateway, loggers; until it is told to stop. A stop
/// closes the loggers first, so that whatever they were answered is under the last checkpoint.
/// </summary>
internal sealed class DemoRun(DemoOptions options, TimeProvider clock, TextWriter terminal)
{
    public const string Domain = "demo.qingyuan.example";

    /// <summary>A shorter stand-still is no outage; loggers send a little later, that is all.</summary>
    private static readonly TimeSpan PauseMin = TimeSpan.FromSeconds(60);

    /// <summary>The place is saved every two seconds; frames up to then may have been sent live.</summary>
    private static readonly TimeSpan SaveSlack = TimeSpan.FromMilliseconds(2500);

    public async Task<int> Run(CancellationToken cancel)
    {
        if (DemoFolder.Refusal(options.Data) is { } refusal)
            throw new NodeRefusedException(refusal);
        // Before anything is made: a refused start leaves nothing behind.
        TryAddress(options.Hj212, "--hj212");
        TryAddress(options.Http, "--http");
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        DemoFolder folder = DemoFolder.Open(options.Data, new DemoMark(
            options.Seed, Hj212.Beijing.FromMilliseconds(now * 1000), options.Days));
        if (folder.Mark.Seed != options.Seed || folder.Mark.Days != options.Days)
            terminal.WriteLine($"沿用 {options.Data} 里已有的演示 / goes on with the demo of --seed {folder.Mark.Seed} "
                + $"--days {folder.Mark.Days}");
        var node = new NodeOptions(options.Data)
        {
            Demo = true,
            Domain = Domain,
            Limits = GatewayLimits.ForTrustedLoad,
        };
        int status = await Serving.Run(
            node, options.Http, options.Hj212, (n, gate, stop) => Simulate(n, gate, folder, stop),
            async (n, stop) => await DemoWitnesses.Start(n, stop), cancel);
        if (status == 0)
            terminal.WriteLine($"已停止,数据保存在 {options.Data},再次运行会接着来 / stopped; the same command goes on from here");
        return status;
    }

    /// <summary>Registers the region and lets its loggers send until the token is cancelled.</summary>
    private async Task Simulate(Node node, IPEndPoint gate, DemoFolder folder, CancellationToken stop)
    {
        var region = new Region(folder.Mark.Seed, folder.Mark.Start);
        await Registering.Register(node, region, stop);
        AddPause(folder);
        Announce();
        Task supervising = Supervising.Begin(node, stop);
        var progress = new ProgressLine(node, terminal, clock);
        try
        {
            var stations = new StationFleet(node, folder, Reachable(gate));
            var fleet = new Fleet(region, folder, Reachable(gate), clock, () => stations.Reached);
            // One failing ends both: the fault is seen, and what was answered is remembered.
            using var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Task around = stations.Run(both.Token), outlets = fleet.Run(progress.Show, both.Token);
            await Task.WhenAny(around, outlets);
            await both.CancelAsync();
            await outlets.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await around.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.ThrowIfCancellationRequested();
            await Task.WhenAll(around, outlets);
        }
        finally
        {
            await supervising.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (supervising.Exception is { } fault)
                terminal.WriteLine($"监督演示没有做完 / supervision of the demo: {fault.GetBaseException().Message}");
            progress.End();
        }
    }

    private void AddPause(DemoFolder folder)
    {
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds(), alive = folder.Place.Alive;
        if (folder.Place.Number > 0 && now - alive > PauseMin.TotalMilliseconds)
            folder.AddPause(new Pause(alive + (long)SaveSlack.TotalMilliseconds, now));
    }

    private static void TryAddress(IPEndPoint address, string option)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(address);
        }
        catch (SocketException e)
        {
            throw new NodeRefusedException(Unusable(address, option, e.SocketErrorCode));
        }
    }

    private static string Unusable(IPEndPoint address, string option, SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => $"{address} is already in use. Stop what listens there, or name another "
            + $"address: {option} {address.Address}:{(address.Port < 65_535 ? address.Port + 1 : 9_000)}",
        SocketError.AccessDenied => $"this user may not listen on {address}. Name a port above 1023 with {option}.",
        SocketError.AddressNotAvailable => $"{address} is no address of this machine. Name another one with {option}.",
        _ => $"cannot listen on {address} ({error}). Name another address with {option}.",
    };

    /// <summary>The address at which the demo's own loggers reach a gateway that may listen on all of them.</summary>
    private static IPEndPoint Reachable(IPEndPoint address) =>
        address.Address.Equals(IPAddress.Any) ? new IPEndPoint(IPAddress.Loopback, address.Port)
        : address.Address.Equals(IPAddress.IPv6Any) ? new IPEndPoint(IPAddress.IPv6Loopback, address.Port)
        : address;

    private void Announce()
    {
        string web = $"http://{Reachable(options.Http)}";
        terminal.WriteLine("清源演示,数据全部为模拟 / Qingyuan demo, all data are simulated");
        terminal.WriteLine($"  监控墙     wall     {web}/w/wall");
        terminal.WriteLine($"  一个故事   a story  {web}/w/outlets/{Region.StoryOutlet}");
        terminal.WriteLine($"  公众首页   portal   {web}/");
        terminal.WriteLine($"  数据目录   data     {Path.GetFullPath(options.Data)}");
        terminal.WriteLine($"  登录       sign in  {web}/sign-in    点一下即登录，不要口令 / one click, no password:");
        foreach (DemoPerson p in DemoPeople.All)
            terminal.WriteLine($"             {p.Id,-10} {p.Name}，{p.Post}：{p.What}");
        terminal.WriteLine("  停止       stop     Ctrl+C");
    }
}
