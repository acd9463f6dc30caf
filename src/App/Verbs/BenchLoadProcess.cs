using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Qingyuan.Hj212;

namespace Qingyuan.App;

/// <summary>What a load is asked to do.</summary>
/// <param name="Rate">Frames a second in all; 0 = as many as the answers allow.</param>
internal sealed record BenchLoadOrder(int Connections, int InFlight, int Seconds, int Rate)
{
    private const int ConnectionsMax = 9_000;
    private const int InFlightMax = 64;

    /// <summary>Null = it can be done.</summary>
    public string? Problem => Connections is < 1 or > ConnectionsMax || InFlight is < 1 or > InFlightMax
        || Seconds < 1 || Rate < 0
            ? $"--connections takes 1 to {ConnectionsMax}, --inflight 1 to {InFlightMax}, --seconds from 1, "
                + "--rate from 0"
            : null;
}

/// <summary>
/// The load of <c>bench ingest</c> as a process of its own (<c>bench load</c>), so that the server's CPU time is the
/// server's. Says <c>measuring</c> when the warm-up is over and its figures as JSON at the end.
/// </summary>
internal static class BenchLoadProcess
{
    private const string Measuring = "measuring";
    /// <summary>The runtime compiles its hot methods anew during the first seconds.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    public static Command Command
    {
        get
        {
            var to = new Option<string>("--to") { Required = true };
            var connections = new Option<int>("--connections") { Required = true };
            var inFlight = new Option<int>("--inflight") { Required = true };
            var seconds = new Option<int>("--seconds") { Required = true };
            var rate = new Option<int>("--rate");
            var verb = new Command("load", "The load of bench ingest; started by it")
            {
                to, connections, inFlight, seconds, rate,
            };
            verb.Hidden = true;
            verb.SetAction((call, _) => Run(
                IPEndPoint.Parse(call.GetValue(to)!),
                new BenchLoadOrder(
                    call.GetValue(connections), call.GetValue(inFlight), call.GetValue(seconds),
                    call.GetValue(rate))));
            return verb;
        }
    }

    /// <summary>Loads the server, which is in this process, and measures both sides.</summary>
    public static async Task<BenchFigures> Load(IPEndPoint to, BenchLoadOrder asked)
    {
        string program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        foreach (string word in (string[])["bench", "load", "--to", $"{to}"])
            start.ArgumentList.Add(word);
        foreach (var (name, value) in ((string, int)[])[("--connections", asked.Connections),
            ("--inflight", asked.InFlight), ("--seconds", asked.Seconds), ("--rate", asked.Rate)])
        {
            start.ArgumentList.Add(name);
            start.ArgumentList.Add(value.ToString(CultureInfo.InvariantCulture));
        }
        using var load = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start");
        string? ready = await load.StandardOutput.ReadLineAsync();
        var before = Environment.CpuUsage.TotalTime;
        string? figures = await load.StandardOutput.ReadLineAsync();
        var after = Environment.CpuUsage.TotalTime;
        await load.WaitForExitAsync();
        if (ready != Measuring || figures is null || load.ExitCode != 0)
            throw new InvalidOperationException($"The load ended with {load.ExitCode}; it said: {ready} {figures}");
        var measured = JsonSerializer.Deserialize<BenchFigures>(figures)!;
        return measured with { MicrosecondsEach = (after - before).TotalMicroseconds / measured.Answers };
    }

    /// <summary>A minute record of a flue gas outlet as loggers send it, with five factors.</summary>
    public static byte[] FrameOf(int device) => FrameWriter.Frame(
        $"QN=20260314101601123;ST=31;CN=2051;PW=123456;MN=BENCH000000000000000{device:D4};Flag=5;"
        + "CP=&&DataTime=20260314101500;a21026-Min=21.0,a21026-Avg=23.4,a21026-Max=25.1,a21026-Flag=N;"
        + "a21002-Min=80.2,a21002-Avg=88.1,a21002-Max=93.0,a21002-Flag=N;"
        + "a34013-Min=3.11,a34013-Avg=3.40,a34013-Max=3.62,a34013-Flag=N;a19001-Avg=11.2,a19001-Flag=N;"
        + "a01012-Avg=121.3,a01012-Flag=N&&");

    private static async Task<int> Run(IPEndPoint to, BenchLoadOrder asked)
    {
        using var load = new BenchLoad(asked.Connections, asked.InFlight, FrameOf);
        await load.Connect(to);
        var length = TimeSpan.FromSeconds(asked.Seconds);
        Action measuring = () => Console.WriteLine(Measuring);
        var figures = asked.Rate > 0
            ? await load.Pace(asked.Rate, WarmUp, length, measuring)
            : await load.Saturate(WarmUp, length, measuring);
        Console.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    }
}
