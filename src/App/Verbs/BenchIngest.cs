using System.CommandLine;
using System.Net;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>
/// <c>bench ingest</c>: frames a second that are acknowledged after their data sync, through real sockets into a real
/// log, with the load in the same process; and the same load against <see cref="BenchBare"/>, the least that could do
/// it, in the same run.
/// </summary>
internal static class BenchIngest
{
    private const int ConnectionsMax = 9_000;
    private const int InFlightMax = 64;
    /// <summary>The runtime compiles its hot methods anew during the first seconds.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

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
        if (connections is < 1 or > ConnectionsMax || inFlight is < 1 or > InFlightMax || seconds < 1 || rate < 0)
        {
            Console.Error.WriteLine(
                $"qingyuan bench ingest: --connections takes 1 to {ConnectionsMax}, --inflight 1 to {InFlightMax}, "
                + "--seconds from 1, --rate from 0");
            return 2;
        }
        string root = Path.Combine(data ?? Path.GetTempPath(), $"qingyuan-bench-{Environment.ProcessId}");
        Directory.CreateDirectory(root);
        try
        {
            Console.WriteLine(
                $"{connections} connections, {(rate > 0 ? $"{rate} frames/s in all" : $"{inFlight} in flight each")}, "
                + $"{FrameOf(0).Length} bytes a frame, {seconds} s, {Environment.ProcessorCount} cores, "
                + "load in this process");
            var ours = await OfGateway(root, connections, inFlight, seconds, rate);
            Print("qingyuan", ours);
            if (ours.Failures > 0)
            {
                Console.Error.WriteLine($"qingyuan bench ingest: {ours.Failures} sends or connections failed");
                return 1;
            }
            var bare = await OfBare(root, connections, inFlight, seconds, rate);
            Print("bare limit", bare);
            if (rate == 0)
                Console.WriteLine($"share of the limit  {ours.PerSecond / bare.PerSecond:P0}");
            return 0;
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static void Print(string name, BenchFigures figures) => Console.WriteLine(
        $"{name,-12}{figures.PerSecond,12:N0} frames/s   p50 {figures.P50,8:F1} ms   p99 {figures.P99,8:F1} ms");

    private static async Task<BenchFigures> OfGateway(string root, int connections, int inFlight, int seconds, int rate)
    {
        var options = new LogOptions(Path.Combine(root, "log"), "bench.example/frames", Path.Combine(root, "key"));
        await using var log = Log.Open(options, TimeProvider.System);
        using var gateway = new Gateway(log, new Everybody(), GatewayLimits.ForTrustedLoad, TimeProvider.System);
        await using var listener = GatewayListener.Start(gateway, new IPEndPoint(IPAddress.Loopback, 0));
        var figures = await Load(listener.EndPoint, connections, inFlight, seconds, rate);
        if (gateway.Counts.Rejected > 0 || log.DurableSize < figures.Answers)
            throw new InvalidOperationException(
                $"{figures.Answers} answers, but {log.DurableSize} durable entries and "
                + $"{gateway.Counts.Rejected} rejected.");
        return figures;
    }

    private static async Task<BenchFigures> OfBare(string root, int connections, int inFlight, int seconds, int rate)
    {
        using var bare = new BenchBare(Path.Combine(root, "bare"), FrameWriter.Frame(
            "QN=20260314101601123;ST=91;CN=9014;PW=123456;MN=010000A8900016F000169DC0;Flag=4;CP=&&&&"));
        return await Load(bare.EndPoint, connections, inFlight, seconds, rate);
    }

    private static async Task<BenchFigures> Load(IPEndPoint to, int connections, int inFlight, int seconds, int rate)
    {
        using var load = new BenchLoad(connections, inFlight, FrameOf);
        await load.Connect(to);
        var length = TimeSpan.FromSeconds(seconds);
        return rate > 0 ? await load.Pace(rate, WarmUp, length) : await load.Saturate(WarmUp, length);
    }

    /// <summary>A minute record of a flue gas outlet as loggers send it, with five factors.</summary>
    private static byte[] FrameOf(int device) => FrameWriter.Frame(
        $"QN=20260314101601123;ST=31;CN=2051;PW=123456;MN=BENCH000000000000000{device:D4};Flag=5;"
        + "CP=&&DataTime=20260314101500;a21026-Min=21.0,a21026-Avg=23.4,a21026-Max=25.1,a21026-Flag=N;"
        + "a21002-Min=80.2,a21002-Avg=88.1,a21002-Max=93.0,a21002-Flag=N;"
        + "a34013-Min=3.11,a34013-Avg=3.40,a34013-Max=3.62,a34013-Flag=N;a19001-Avg=11.2,a19001-Flag=N;"
        + "a01012-Avg=121.3,a01012-Flag=N&&");

    /// <summary>Every device is registered and has no password.</summary>
    private sealed class Everybody : IDeviceDirectory
    {
        public bool IsKnown(ReadOnlySpan<byte> mn) => true;
        public bool PasswordHolds(ReadOnlySpan<byte> mn, ReadOnlySpan<byte> pw) => true;
        public KeyRing KeysOf(ReadOnlySpan<byte> mn) => KeyRing.Empty;
    }
}
