using System.CommandLine;
using System.Net;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>
/// <c>bench ingest</c>: frames a second that are acknowledged after their data sync, through real sockets into a real
/// log, with the load from a process of its own (<see cref="BenchLoadProcess"/>); and the same load against
/// <see cref="BenchBare"/>, the least that could do it, in the same run. Also prints what a frame cost the server's
/// process in CPU time, which a busy machine changes less than it changes the rate.
/// </summary>
internal static class BenchIngest
{

    public static Command Command
    {
        get
        {
            var connections = Number("--connections", 2000, "How many loggers are connected.");
            var inFlight = Number("--inflight", 8, "Frames of each logger that wait for their answer.");
            var seconds = Number("--seconds", 10, "How long to measure.");
            var rate = Number("--rate", 0, "Frames a second in all instead of as many as possible; 0 = as many.");
            var data = new Option<string?>("--data")
            {
                Description = "Where the logs are written; a temporary directory.",
            };
            var verb = new Command(
                "ingest",
                "Acknowledged-durable frames a second. Example: qingyuan bench ingest --connections 2000 --inflight 8")
            {
                connections, inFlight, seconds, rate, data,
            };
            verb.SetAction((call, _) => Run(
                call.GetValue(connections), call.GetValue(inFlight), call.GetValue(seconds), call.GetValue(rate),
                call.GetValue(data)));
            return verb;
        }
    }

    private static Option<int> Number(string name, int standard, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    private static async Task<int> Run(int connections, int inFlight, int seconds, int rate, string? data)
    {
        var asked = new BenchLoadOrder(connections, inFlight, seconds, rate);
        if (asked.Problem is { } problem)
        {
            Console.Error.WriteLine($"qingyuan bench ingest: {problem}");
            return 2;
        }
        string root = Path.Combine(data ?? Path.GetTempPath(), $"qingyuan-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        try
        {
            Console.WriteLine(
                $"{connections} connections, {(rate > 0 ? $"{rate} frames/s in all" : $"{inFlight} in flight each")}, "
                + $"{BenchLoadProcess.FrameOf(0).Length} bytes a frame, {seconds} s, "
                + $"{Environment.ProcessorCount} cores, load in a process of its own on the same cores");
            var ours = await OfGateway(root, asked);
            Print("qingyuan", ours);
            if (ours.Failures > 0)
            {
                Console.Error.WriteLine($"qingyuan bench ingest: {ours.Failures} sends or connections failed");
                return 1;
            }
            var bare = await OfBare(root, asked);
            Print("bare limit", bare);
            if (rate == 0)
                Console.WriteLine(
                    $"share of the limit  {ours.PerSecond / bare.PerSecond:P0} of its frames/s; "
                    + $"{ours.MicrosecondsEach / bare.MicrosecondsEach:F2} times its CPU time a frame");
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Print(string name, BenchFigures figures) => Console.WriteLine(
        $"{name,-12}{figures.PerSecond,12:N0} frames/s   p50 {figures.P50,8:F1} ms   p99 {figures.P99,8:F1} ms   "
        + $"CPU {figures.MicrosecondsEach,6:F2} µs a frame");

    private static async Task<BenchFigures> OfGateway(string root, BenchLoadOrder asked)
    {
        var options = new LogOptions(Path.Combine(root, "log"), "bench.example/frames", Path.Combine(root, "key"));
        await using var log = Log.Open(options, TimeProvider.System);
        using var gateway = new Gateway(log, new Everybody(), GatewayLimits.ForTrustedLoad, TimeProvider.System);
        await using var listener = GatewayListener.Start(gateway, new IPEndPoint(IPAddress.Loopback, 0));
        var figures = await BenchLoadProcess.Load(listener.EndPoint, asked);
        if (gateway.Counts.Rejected > 0 || log.DurableSize < figures.Answers)
            throw new InvalidOperationException(
                $"{figures.Answers} answers, but {log.DurableSize} durable entries and "
                + $"{gateway.Counts.Rejected} rejected.");
        return figures;
    }

    private static async Task<BenchFigures> OfBare(string root, BenchLoadOrder asked)
    {
        using var bare = new BenchBare(Path.Combine(root, "bare"), FrameWriter.Frame(
            "QN=20260314101601123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&"));
        return await BenchLoadProcess.Load(bare.EndPoint, asked);
    }

    /// <summary>Every device is registered and has no password.</summary>
    private sealed class Everybody : IDeviceDirectory
    {
        public bool IsKnown(ReadOnlySpan<byte> mn) => true;
        public bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw) => true;
        public KeyRing KeysOf(ReadOnlySpan<byte> mn) => KeyRing.Empty;
    }
}
