using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;
using Qingyuan.Telemetry;

namespace Qingyuan.App;

/// <summary>
/// <c>bench trace</c>: fills a temporary ledger with a day of minutes of some outlets, follows it (history through
/// series and judgement), then traces daily values down to every frame, beside the bare cost of reading those frames.
/// </summary>
internal static class BenchTrace
{
    private const int OutletsMax = 2_000;
    internal const int MinutesOfDay = 1_440;
    internal static readonly DateTimeOffset Day = new(2026, 11, 23, 0, 0, 0, Beijing.Offset);

    public static Command Command
    {
        get
        {
            var outlets = new Option<int>("--outlets")
            {
                Description = "How many outlets send a day of minutes.",
                DefaultValueFactory = _ => 20,
            };
            var verb = new Command("trace", "Trace speed. Example: qingyuan bench trace --outlets 20") { outlets };
            verb.SetAction((call, cancel) => Run(call.GetValue(outlets), cancel));
            return verb;
        }
    }

    private static async Task<int> Run(int outlets, CancellationToken cancel)
    {
        if (outlets is < 1 or > OutletsMax)
        {
            Console.Error.WriteLine($"qingyuan bench trace: --outlets takes 1 to {OutletsMax}");
            return 2;
        }
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            var options = new NodeOptions(root);
            await using Log frames = Open(options.Frames, options.KeyOf("frames"), "frames");
            await using Log acts = Open(options.Acts, options.KeyOf("acts"), "acts");
            await Register(acts, outlets);
            await Send(frames, outlets, cancel);
            using Tables tables = Tables.OpenEmbedded(options.TablesFile);
            Follow(tables, frames, acts, (long)outlets * MinutesOfDay);
            await frames.WhenPublished(frames.DurableSize - 1, cancel);
            return Trace(tables, frames, outlets);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static int Trace(Tables tables, Log frames, int outlets)
    {
        Register register;
        using (var reader = tables.Reader())
            register = Qingyuan.Registry.Register.Load(reader);
        var tracer = new Tracer(tables, frames);
        List<double> traced = [], bare = [];
        long bytes = 0;
        int rounds = Math.Max(20, outlets);
        for (int i = 0; i < rounds; i++)
        {
            string outlet = Outlet(i % outlets);
            var watch = Stopwatch.StartNew();
            DayTrace day = tracer.Day(register, outlet, "a21002", Day)
                ?? throw new InvalidOperationException($"{outlet} has no judged day.");
            var shown = tracer.Frames(day.Interval.Positions, ["a21002", "a19001"], withProofs: false);
            using var stream = new MemoryStream();
            using (var json = new Utf8JsonWriter(stream))
                TraceJson.Write(json, day, shown);
            traced.Add(watch.Elapsed.TotalMilliseconds);
            bytes = stream.Length;

            watch.Restart();
            foreach (long position in day.Interval.Positions)
                frames.Read(position);
            bare.Add(watch.Elapsed.TotalMilliseconds);
        }
        // The first rounds compile; they are what the first visitor waits for and are shown apart.
        double first = traced[0], median = Median(traced), limit = Median(bare);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"day traced      median {median:F1} ms   first {first:F1} ms   worst later {traced.Skip(5).Max():F1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"bare reading    median {limit:F1} ms   ({MinutesOfDay} frames by position; JSON of {bytes >> 10} KiB)"));
        bool holds = median <= 100;
        Console.WriteLine($"asked           100 ms: {(holds ? "held" : "NOT held")}");
        return holds ? 0 : 1;
    }

    internal static void Follow(Tables tables, Log frames, Log acts, long count)
    {
        var logs = new Dictionary<string, Log> { ["frames"] = frames, ["acts"] = acts };
        var series = new SeriesTable(new DeviceKeys(tables.File + ".keys"));
        IFollower[] chain = [new RegistryTable(), series, new CorrectionTable(), new HourTable()];
        var watch = Stopwatch.StartNew();
        using (var loop = new FollowerLoop(tables, logs, chain))
            loop.CatchUp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"followed        {count / watch.Elapsed.TotalSeconds:N0}/s (series, judgement; {count:N0} frames)"));
    }

    internal static async Task Register(Log acts, int outlets)
    {
        var last = Task.CompletedTask;
        Pending Put(string kind, JsonObject content) =>
            acts.Append(new Act(kind, Day, "bench", "bench", "bench", content).ToEntry(), []);
        const string from = "1970-01-01T00:00:00.000Z"; // RegistryActs.FromTheBeginning
        string[] codes = ["a21002", "a21026", "a34013"];
        for (int i = 0; i < outlets; i++)
        {
            Put(RegistryActs.OutletRegistered, new JsonObject
            {
                ["id"] = Outlet(i),
                ["discharger"] = "bench",
                ["code"] = "DA001",
                ["name"] = "bench",
                ["kind"] = "flueGas",
                ["process"] = "bench",
                ["referenceO2"] = "10",
                ["altitudeMetres"] = 3650,
                ["minuteInterval"] = 1,
                ["from"] = from,
            });
            Put(RegistryActs.DeviceRegistered, new JsonObject
            {
                ["mn"] = Mn(i),
                ["outlet"] = Outlet(i),
                ["edition"] = 2017,
                ["passwordHash"] = null,
                ["clockOffsetSeconds"] = 0,
                ["from"] = from,
            });
            last = Put(RegistryActs.FactorsSet, new JsonObject
            {
                ["outlet"] = Outlet(i),
                ["from"] = from,
                ["factors"] = new JsonArray([.. codes.Select(code => (JsonNode)new JsonObject
                {
                    ["code"] = code, ["name"] = code, ["unit"] = "mg/m³", ["resolution"] = "0.1", ["limit"] = "400",
                    ["limitOn"] = "hour", ["corrected"] = true, ["document"] = "GB 4915-2013", ["clause"] = "4.1",
                })]),
            }).Durable;
        }
        await last;
    }

    /// <summary>Minute by minute over all outlets, as history arrives from many connections.</summary>
    internal static async Task Send(Log frames, int outlets, CancellationToken cancel)
    {
        byte[] head = new byte[256];
        var last = Task.CompletedTask;
        for (int minute = 0; minute < MinutesOfDay; minute++)
        {
            for (int i = 0; i < outlets; i++)
            {
                await frames.Room(cancel);
                int length = FrameEntry.WriteHead(head, FrameEntryKind.Frame, frames.Now(), "10.0.0.7:4000"u8, i, "ok");
                last = frames.Append(head.AsSpan(0, length), Frame(i, minute)).Durable;
            }
        }
        await last;
    }

    private static byte[] Frame(int outlet, int minute)
    {
        string time = Beijing.Text(Day.AddMinutes(minute)), sent = Beijing.Text(Day.AddMinutes(minute + 1));
        decimal nox = 340m + ((minute * 7 + outlet) % 90), o2 = 8.5m + (minute % 13) / 10m;
        return FrameWriter.Frame(string.Create(CultureInfo.InvariantCulture,
            $"QN={sent}000;ST=31;CN=2051;PW=123456;MN={Mn(outlet)};Flag=5;CP=&&DataTime={time};") +
            string.Create(CultureInfo.InvariantCulture,
            $"a00000-Cou=3482.6,a00000-Flag=N;a01011-Avg=14.07,a01011-Flag=N;a01012-Avg=118.2,a01012-Flag=N;") +
            string.Create(CultureInfo.InvariantCulture,
            $"a19001-Min={o2},a19001-Avg={o2},a19001-Max={o2},a19001-Flag=N;") +
            string.Create(CultureInfo.InvariantCulture,
            $"a21026-Avg=12.3,a21026-ZsAvg=11.1,a21026-Flag=N;a21002-Min={nox},a21002-Avg={nox},a21002-Max={nox},") +
            $"a21002-ZsAvg=350.0,a21002-Flag=N;a34013-Avg=6.4,a34013-ZsAvg=5.9,a34013-Flag=N&&");
    }

    internal static Log Open(string directory, string key, string name) =>
        Log.Open(new LogOptions(directory, "bench.example/" + name, key), TimeProvider.System);

    internal static string Outlet(int i) => "bench-" + i.ToString("D4", CultureInfo.InvariantCulture);

    private static string Mn(int i) => "BENCH0000000000000000" + i.ToString("D4", CultureInfo.InvariantCulture);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
