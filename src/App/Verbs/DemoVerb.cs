using System.CommandLine;
using Qingyuan.App.Demo;

namespace Qingyuan.App;

/// <summary><c>demo</c> (演示): the whole product on the embedded default with a simulated region.</summary>
internal static class DemoVerb
{
    private const int DaysMin = 2, DaysMax = 366;

    public static Command Command
    {
        get
        {
            var data = new Option<string>("--data")
            {
                Description = "Where the demo keeps its data; a second start goes on there.",
                DefaultValueFactory = _ => "./demo-data",
            };
            var http = new Option<string>("--http")
            {
                Description = "Address of the pages.",
                DefaultValueFactory = _ => "127.0.0.1:8080",
            };
            var hj212 = new Option<string>("--hj212")
            {
                Description = "Address of the gateway for data loggers.",
                DefaultValueFactory = _ => "127.0.0.1:9212",
            };
            var seed = new Option<int>("--seed")
            {
                Description = "Another number makes another region.",
                DefaultValueFactory = _ => 2026,
            };
            var days = new Option<int>("--days")
            {
                Description = $"Days of history, {DaysMin} to {DaysMax}.",
                DefaultValueFactory = _ => 30,
            };
            var verb = new Command(
                "demo",
                "Run everything with a simulated region: about 90 data loggers on real sockets, 30 days of history, " +
                "some cheats. Example: qingyuan demo --data ./demo-data --http 127.0.0.1:8080")
            {
                data, http, hj212, seed, days,
            };
            verb.SetAction((call, cancel) => ServeVerb.Guard(() => Run(
                call.GetValue(data)!, call.GetValue(http)!, call.GetValue(hj212)!, call.GetValue(seed),
                call.GetValue(days), cancel)));
            return verb;
        }
    }

    private static async Task<int> Run(
        string data, string http, string hj212, int seed, int days, CancellationToken cancel)
    {
        if (days is < DaysMin or > DaysMax)
            return ServeVerb.Refuse($"--days {days}: give {DaysMin} to {DaysMax} days of history.");
        try
        {
            var options = new DemoOptions(data, Address.Parse(http), Address.Parse(hj212), seed, days);
            return await new DemoRun(options, TimeProvider.System, Console.Out).Run(cancel);
        }
        catch (InvalidDataException e)
        {
            return ServeVerb.Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ServeVerb.Refuse($"{data} cannot be used: {e.Message}");
        }
    }
}
