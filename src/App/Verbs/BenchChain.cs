using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>
/// <c>bench chain</c>: the whole chain from the socket to the judged hour. Registered devices send their minutes
/// through real sockets; says how far the followers were behind at most and how much memory it took. With --rate 0 it
/// sends as fast as it is answered, and says how fast history is taken in to the last judged hour.
/// </summary>
internal static class BenchChain
{
    private const int DevicesMax = 5_000;
    private const int FramesAtOnce = 8;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromMinutes(10);
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, Beijing.Offset);

    public static Command Command
    {
        get
        {
            var rate = Number("--rate", 3000, "Frames a second in all; 0 = as many as are answered.");
            var seconds = Number("--seconds", 60, "How long to send.");
            var devices = Number("--devices", 200, "Registered devices, one outlet each.");
            var verb = new Command(
                "chain", "The whole chain to judged hours. Example: qingyuan bench chain --rate 3000 --seconds 60")
            {
                rate, seconds, devices,
            };
            verb.SetAction((call, cancel) => Run(
                call.GetValue(rate), call.GetValue(seconds), call.GetValue(devices), cancel));
            return verb;
        }
    }

    private static Option<int> Number(string name, int standard, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    private static async Task<int> Run(int rate, int seconds, int devices, CancellationToken cancel)
    {
        if (rate < 0 || seconds < 1 || devices is < 1 or > DevicesMax)
        {
            Console.Error.WriteLine(
                $"qingyuan bench chain: --rate takes 0 or more, --seconds 1 or more, --devices 1 to {DevicesMax}");
            return 2;
        }
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            var options = new NodeOptions(root) { Domain = "bench.example", Limits = GatewayLimits.ForTrustedLoad };
            await using var node = Node.Open(options, TimeProvider.System);
            await Register(node, devices, cancel);
            await using var listener = GatewayListener.Start(node.Gateway, new IPEndPoint(IPAddress.Loopback, 0));
            await Measure(node, listener.EndPoint, rate, seconds, devices, cancel);
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task Measure(
        Node node, IPEndPoint to, int rate, int seconds, int devices, CancellationToken cancel)
    {
        string pace = rate == 0 ? "as fast as answered" : $"{rate} frames/s";
        Console.WriteLine($"{devices} devices, {pace}, {seconds} s, "
            + $"{Environment.ProcessorCount} cores, load in this process");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var lag = new LagMeter(node);
        var watch = Stopwatch.StartNew();
        var senders = Enumerable.Range(0, devices)
            .Select(i => Task.Run(() => Send(to, i, (double)rate / devices, stop.Token),
                CancellationToken.None)).ToArray();
        while (watch.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            await Task.Delay(LookEvery, cancel);
            lag.Look(watch.Elapsed);
        }
        await stop.CancelAsync();
        await Task.WhenAll(senders);
        double sending = watch.Elapsed.TotalSeconds;
        while (lag.Behind > 0 && watch.Elapsed < CatchUpMax)
        {
            await Task.Delay(LookEvery, cancel);
            lag.Look(watch.Elapsed);
        }
        long frames = node.Frames.DurableSize;
        Console.WriteLine($"acknowledged   {frames,12:N0} frames   {frames / sending,10:N0} frames/s");
        Console.WriteLine(
            $"judged         {frames / watch.Elapsed.TotalSeconds,12:N0} frames/s to the last judged hour");
        Console.WriteLine($"greatest lag   {lag.Greatest.TotalSeconds,12:F1} s");
        Console.WriteLine($"memory         {Process.GetCurrentProcess().PeakWorkingSet64 >> 20,12:N0} MiB at most");
        foreach (var fault in node.Followers.Faults.Values)
            Console.WriteLine($"fault          {fault}");
    }

    private static async Task Register(Node node, int devices, CancellationToken cancel)
    {
        var registrations = new Registrations(node.Register, TimeProvider.System, "bench");
        var always = RegistryActs.FromTheBeginning;
        var acts = new List<Registration>
        {
            registrations.RegisterDischarger(
                new Discharger("91540000BENCH0000X", "性能测试单位", "拉萨", "城关区", "水泥", "测试", true)),
        };
        for (int i = 0; i < devices; i++)
        {
            string outlet = $"91540000BENCH0000X-DA{i:D4}";
            acts.Add(registrations.RegisterOutlet(new Outlet(
                outlet, "91540000BENCH0000X", $"DA{i:D4}", $"测试 {i}", OutletKind.FlueGas, "窑尾", 10m, 3650, 1)));
            acts.Add(registrations.RegisterDevice(new Device(Mn(i), outlet, 2017, null, 0, always, null)));
            acts.Add(registrations.RegisterFactors(outlet, [
                new OutletFactor(outlet, "a21002", "氮氧化物", "mg/m³", "0.1", 400m, LimitOn.Hour, true, "GB 4915-2013",
                    "表1", always, null),
                new OutletFactor(outlet, "a19001", "氧含量", "%", "0.1", null, LimitOn.Hour, false, "GB 4915-2013", "表1",
                    always, null)]));
        }
        Ledger.Pending last = default;
        foreach (var registration in acts)
        {
            if (registration.Act is not { } act)
                throw new InvalidOperationException(string.Join("; ", registration.Refusals));
            await node.Acts.Room(cancel);
            last = node.Acts.Append(act.ToEntry(), []);
        }
        await last.Durable;
        await node.Followers.WhenFollowed("registry", "acts", last.Position);
    }

    private static string Mn(int device) => $"BENCH000000000000000{device:D4}";

    /// <summary>One logger: its minutes in order, eight at a time, each answered before the next are sent.</summary>
    private static async Task Send(IPEndPoint to, int device, double perSecond, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream,
            ProtocolType.Tcp)
        { NoDelay = true };
        byte[] buffer = new byte[4096];
        try
        {
            await socket.ConnectAsync(to, stop);
            var watch = Stopwatch.StartNew();
            for (int sent = 0; ; sent += FramesAtOnce)
            {
                // Spread over the period, so that the devices do not all send in the same moment.
                double due = perSecond == 0 ? 0 : (sent + device % FramesAtOnce) / perSecond;
                if (due > watch.Elapsed.TotalSeconds)
                    await Task.Delay(TimeSpan.FromSeconds(due - watch.Elapsed.TotalSeconds), stop);
                await socket.SendAsync(Frames(device, sent), stop);
                for (int lines = 0; lines < FramesAtOnce;)
                {
                    int read = await socket.ReceiveAsync(buffer, stop);
                    if (read == 0)
                        throw new IOException("The gateway closed the connection.");
                    lines += buffer.AsSpan(0, read).Count((byte)'\n');
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The time is over.
        }
    }

    private static byte[] Frames(int device, int first)
    {
        var text = new List<byte>(FramesAtOnce * 400);
        for (int i = first; i < first + FramesAtOnce; i++)
        {
            var time = s_start.AddMinutes(i);
            string value = (200 + i * 7 % 150 / 10.0m).ToString(CultureInfo.InvariantCulture);
            text.AddRange(FrameWriter.Frame(Encoding.ASCII.GetBytes(
                $"QN={Beijing.Text(time.AddMinutes(1))}123;ST=31;CN=2051;PW=123456;MN={Mn(device)};Flag=5;"
                + $"CP=&&DataTime={Beijing.Text(time)};a21002-Min={value},a21002-Avg={value},a21002-Max={value},"
                + $"a21002-ZsAvg={value},a21002-Flag=N;a19001-Avg=10.{i % 10},a19001-Flag=N;"
                + "a01012-Avg=121.3,a01012-Flag=N;a01011-Avg=12.1,a01011-Flag=N;a00000-Avg=31.2,a00000-Flag=N&&")));
        }
        return [.. text];
    }

    /// <summary>How long ago the oldest entry became durable that some follower has not yet followed.</summary>
    private sealed class LagMeter(Node node)
    {
        private readonly Queue<(long Size, TimeSpan At)> _sizes = new();

        public long Behind { get; private set; }
        public TimeSpan Greatest { get; private set; }

        public void Look(TimeSpan now)
        {
            long size = node.Frames.DurableSize;
            _sizes.Enqueue((size, now));
            Behind = node.Followers.Lag.Values.Max();
            while (_sizes.TryPeek(out var oldest) && oldest.Size <= size - Behind)
                _sizes.Dequeue();
            if (_sizes.TryPeek(out var waiting) && now - waiting.At > Greatest)
                Greatest = now - waiting.At;
        }
    }
}
