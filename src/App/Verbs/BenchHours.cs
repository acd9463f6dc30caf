using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// Fills a directory through the ledger with hours of many outlets (批量造数): a year of 700 outlets is 6 million frames.
/// Hour frames (2061) only, as a platform gets them that is moved to from another one; the last hours are whole.
/// </summary>
internal static class BenchHours
{
    public const int OutletsMax = 2_000, DaysMax = 366;

    private static readonly string[] Regions = ["拉萨", "日喀则", "昌都", "山南", "林芝", "那曲", "阿里"];

    /// <summary>How many frames were appended; all are durable when it returns.</summary>
    public static async Task<long> Fill(
        string root, int outlets, int days, TimeProvider clock, CancellationToken cancel)
    {
        var options = new NodeOptions(root) { Domain = "bench.example" };
        DateTimeOffset now = clock.GetUtcNow().ToOffset(Beijing.Offset);
        DateTimeOffset end = new(now.Year, now.Month, now.Day, now.Hour, 0, 0, Beijing.Offset);
        Directory.CreateDirectory(root);
        await File.WriteAllTextAsync(options.KindFile, "serve\n", cancel);
        await using Log acts = Log.Open(
            new LogOptions(options.Acts, "bench.example/acts", options.KeyOf("acts")), clock);
        await Register(acts, outlets, clock, cancel);
        await using Log frames = Log.Open(
            new LogOptions(options.Frames, "bench.example/frames", options.KeyOf("frames")), clock);
        byte[] head = new byte[256];
        var last = Task.CompletedTask;
        long count = 0;
        for (DateTimeOffset hour = end.AddDays(-days); hour < end; hour = hour.AddHours(1))
            for (int i = 0; i < outlets; i++, count++)
            {
                await frames.Room(cancel);
                int length = FrameEntry.WriteHead(head, FrameEntryKind.Frame, frames.Now(), "10.0.0.7:4000"u8, i, "ok");
                last = frames.Append(head.AsSpan(0, length), Frame(i, hour)).Durable;
            }
        await last;
        return count;
    }

    private static async Task Register(Log acts, int outlets, TimeProvider clock, CancellationToken cancel)
    {
        var last = Task.CompletedTask;
        var registrations = new Registrations(Qingyuan.Registry.Register.Empty, clock, "bench");
        for (int i = 0; i < outlets; i++)
        {
            string discharger = $"91540000BENCH{i / 3:D5}", outlet = Outlet(i);
            if (i % 3 == 0)
                await Put(registrations.RegisterDischarger(new Discharger(
                    discharger, $"模拟·第{i / 3 + 1}水泥有限公司", Regions[i / 3 % 7], "", "水泥制造", "", true)));
            await Put(registrations.RegisterOutlet(new Outlet(
                outlet, discharger, $"DA{i % 3 + 1:D3}", "窑尾", OutletKind.FlueGas, "水泥窑", 10m, 3650, 1)));
            await Put(registrations.RegisterDevice(new Device(
                Mn(i), outlet, 2017, null, 0, RegistryActs.FromTheBeginning, null)));
            await Put(registrations.RegisterFactors(outlet, [Limited(outlet, "a21002", "氮氧化物", 400),
                Limited(outlet, "a21026", "二氧化硫", 100), Limited(outlet, "a34013", "颗粒物", 20)]));
        }
        await last;

        async Task Put(Registration registration)
        {
            if (registration.Act is not { } act)
                throw new InvalidOperationException(string.Join("; ", registration.Refusals.Select(r => r.Message)));
            await acts.Room(cancel);
            last = acts.Append(act.ToEntry(), []).Durable;
        }
    }

    private static OutletFactor Limited(string outlet, string code, string name, decimal limit) => new(
        outlet, code, name, "mg/m³", "0.1", limit, LimitOn.Hour, true, "GB 4915-2013", "表 1",
        RegistryActs.FromTheBeginning, null);

    /// <summary>One hour in two hundred exceeds, so that the lists have something to show.</summary>
    private static byte[] Frame(int outlet, DateTimeOffset hour)
    {
        int step = (int)((hour.ToUnixTimeSeconds() / 3600 * 7 + outlet * 13) % 200);
        decimal nox = step == 0 ? 430.5m : 300 + step / 4m;
        string time = Beijing.Text(hour), sent = Beijing.Text(hour.AddHours(1));
        return FrameWriter.Frame(string.Create(CultureInfo.InvariantCulture,
            $"QN={sent}000;ST=31;CN=2061;PW=123456;MN={Mn(outlet)};Flag=5;CP=&&DataTime={time};")
            + string.Create(CultureInfo.InvariantCulture,
            $"a19001-Avg=10.0,a19001-Flag=N;a21026-Avg=12.3,a21026-ZsAvg=12.3,a21026-Flag=N;")
            + string.Create(CultureInfo.InvariantCulture,
            $"a21002-Avg={nox},a21002-ZsAvg={nox},a21002-Flag=N;a34013-Avg=6.4,a34013-ZsAvg=6.4,a34013-Flag=N&&"));
    }

    private static string Outlet(int i) => $"91540000BENCH{i / 3:D5}-DA{i % 3 + 1:D3}";

    private static string Mn(int i) => "BENCH000000000000000" + i.ToString("D4", CultureInfo.InvariantCulture);
}
