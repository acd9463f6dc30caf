using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Qingyuan.App.Web;

namespace Qingyuan.App;

/// <summary>
/// <c>bench pages</c>: the server's time and the weight of pages, each beside its budget, over real requests to a real
/// host. On a directory that exists (the demo's, at rest), or on one filled through the ledger with hours.
/// </summary>
internal static class BenchPages
{
    private const int RoundsMax = 10_000;

    /// <param name="Milliseconds">95 of 100 answers take no longer.</param>
    /// <param name="KiB">Compressed, as it goes over the wire.</param>
    private sealed record Budget(string Path, double Milliseconds, double KiB);

    public static Command Command
    {
        get
        {
            var data = new Option<string?>("--data") { Description = "A directory of 'demo' or 'serve', at rest." };
            var outlets = new Option<int>("--outlets")
            {
                Description = $"Without --data: outlets that send hours, up to {BenchHours.OutletsMax}.",
                DefaultValueFactory = _ => 90,
            };
            var days = new Option<int>("--days")
            {
                Description = $"Without --data: days of hours, up to {BenchHours.DaysMax}.",
                DefaultValueFactory = _ => 30,
            };
            var rounds = new Option<int>("--rounds")
            {
                Description = "Requests of each page after it is warm.",
                DefaultValueFactory = _ => 40,
            };
            var verb = new Command(
                "pages", "Time and weight of pages. Example: qingyuan bench pages --data ./demo-data")
            {
                data, outlets, days, rounds,
            };
            verb.SetAction((call, cancel) => ServeVerb.Guard(() => Run(call.GetValue(data), call.GetValue(outlets),
                call.GetValue(days), call.GetValue(rounds), cancel)));
            return verb;
        }
    }

    private static async Task<int> Run(string? data, int outlets, int days, int rounds, CancellationToken cancel)
    {
        if (rounds is < 1 or > RoundsMax)
            return ServeVerb.Refuse($"--rounds takes 1 to {RoundsMax}.");
        if (data is not null)
            return await Measure(data, rounds, year: false, cancel);
        if (outlets is < 1 or > BenchHours.OutletsMax || days is < 1 or > BenchHours.DaysMax)
            return ServeVerb.Refuse($"--outlets takes 1 to {BenchHours.OutletsMax}, --days 1 to {BenchHours.DaysMax}.");
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            long entries = await BenchHours.Fill(root, outlets, days, TimeProvider.System, cancel);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"filled          {entries:N0} hours of {outlets} outlets in {watch.Elapsed.TotalSeconds:F0} s"));
            return await Measure(root, rounds, year: (long)outlets * days > 100_000, cancel);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<int> Measure(string data, int rounds, bool year, CancellationToken cancel)
    {
        string kind = Path.Combine(data, "kind");
        var options = new NodeOptions(data)
        {
            Demo = File.Exists(kind) && (await File.ReadAllTextAsync(kind, cancel)).Trim() == "demo",
            Domain = "bench.example",
        };
        await using var node = Node.Open(options, TimeProvider.System);
        var watch = Stopwatch.StartNew();
        node.Followers.CatchUp();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"followed        in {watch.Elapsed.TotalSeconds:F0} s"));
        await using WebApplication app = WebHost.Build(
            node, new WebOptions(new IPEndPoint(IPAddress.Loopback, 0)) { Terminal = TextWriter.Null });
        await app.StartAsync(cancel);
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        bool all = true;
        foreach (Budget budget in Budgets(node, year))
            all &= await One(client, budget, rounds, cancel);
        await app.StopAsync(cancel);
        return all ? 0 : 1;
    }

    /// <summary>
    /// The issue's figures: list pages 50 ms with the demo's data, 200 ms with a year of hours; 120 KiB a list, 60 KiB
    /// the portal's home, 80 KiB a day's chart.
    /// </summary>
    private static IEnumerable<Budget> Budgets(Node node, bool year)
    {
        double list = year ? 200 : 50;
        yield return new Budget("/", list, 60);
        foreach (string path in (string[])["/w", "/w/home", "/w/alarms", "/w/outlets", "/w/devices", "/w/registers",
            "/w/registers?list=outlets", "/w/search/list?q=gtsn", "/w/wall/board", "/w/matters", "/w/deadlines"])
            yield return new Budget(path, list, 120);
        if (node.Register.Outlets is [var outlet, ..])
        {
            string id = Uri.EscapeDataString(outlet.Id);
            yield return new Budget($"/w/outlets/{id}", 200, 120);
            yield return new Budget($"/api/v1/outlets/{id}/chart?factor=a21002&range=1d", 1000, 80);
            yield return new Budget($"/api/v1/outlets/{id}/chart?factor=a21002&range=30d", 1000, 80);
        }
    }

    private static async Task<bool> One(HttpClient client, Budget budget, int rounds, CancellationToken cancel)
    {
        const int Warm = 5;
        List<double> times = [];
        double sent = 0, plain = 0;
        for (int i = 0; i < rounds + Warm; i++)
        {
            var watch = Stopwatch.StartNew();
            using HttpResponseMessage answer = await client.GetAsync(budget.Path, cancel);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(cancel);
            double took = watch.Elapsed.TotalMilliseconds;
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                Console.WriteLine($"{budget.Path,-44} answers {(int)answer.StatusCode}");
                return false;
            }
            if (i >= Warm)
                times.Add(took);
            (sent, plain) = (body.Length, Plain(answer, body));
        }
        times.Sort();
        double median = times[times.Count / 2], p95 = times[(int)Math.Ceiling(times.Count * 0.95) - 1];
        bool holds = p95 <= budget.Milliseconds && sent / 1024 <= budget.KiB;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{budget.Path,-44} p50 {median,6:F1} ms  p95 {p95,6:F1} (of {budget.Milliseconds}) ms  "
            + $"{sent / 1024,6:F1} (of {budget.KiB}) KiB, {plain / 1024:F0} plain: {(holds ? "held" : "NOT held")}"));
        return holds;
    }

    private static double Plain(HttpResponseMessage answer, byte[] body)
    {
        if (!answer.Content.Headers.ContentEncoding.Contains("br"))
            return body.Length;
        using var brotli = new BrotliStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.Length;
    }
}
