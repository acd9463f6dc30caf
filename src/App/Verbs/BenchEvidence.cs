using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>bench evidence</c>: a temporary ledger with a day of minutes of some outlets; the bundle of one outlet's day is
/// made and checked, beside the bare cost of its digests.
/// </summary>
internal static class BenchEvidence
{
    private const int OutletsMax = 2_000;
    private const int Rounds = 9;

    public static Command Command
    {
        get
        {
            var outlets = new Option<int>("--outlets")
            {
                Description = "How many outlets send a day of minutes into the same ledger.",
                DefaultValueFactory = _ => 20,
            };
            var verb = new Command("evidence", "Evidence bundles. Example: qingyuan bench evidence --outlets 20")
            {
                outlets,
            };
            verb.SetAction((call, cancel) => Run(call.GetValue(outlets), cancel));
            return verb;
        }
    }

    private static async Task<int> Run(int outlets, CancellationToken cancel)
    {
        if (outlets is < 1 or > OutletsMax)
        {
            Console.Error.WriteLine($"qingyuan bench evidence: --outlets takes 1 to {OutletsMax}");
            return 2;
        }
        string root = Directory.CreateTempSubdirectory("qingyuan-bench-").FullName;
        try
        {
            var options = new NodeOptions(root);
            await using Log frames = BenchTrace.Open(options.Frames, options.KeyOf("frames"), "frames");
            await using Log acts = BenchTrace.Open(options.Acts, options.KeyOf("acts"), "acts");
            await BenchTrace.Register(acts, outlets);
            await BenchTrace.Send(frames, outlets, cancel);
            using Tables tables = Tables.OpenEmbedded(options.TablesFile);
            BenchTrace.Follow(tables, frames, acts, (long)outlets * BenchTrace.MinutesOfDay);
            await frames.WhenPublished(frames.DurableSize - 1, cancel);
            await acts.WhenPublished(acts.DurableSize - 1, cancel);
            TrustPolicy policy = TrustPolicy.Of(
                VerifierKey.Parse(frames.VerifierKey), VerifierKey.Parse(acts.VerifierKey));
            return await Measure(options, tables, policy, cancel);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<int> Measure(
        NodeOptions options, Tables tables, TrustPolicy policy, CancellationToken cancel)
    {
        List<double> made = [], verified = [], digests = [];
        DateOnly day = DateOnly.FromDateTime(BenchTrace.Day.Date);
        byte[] file = [];
        bool holds = true;
        for (int round = 0; round < Rounds; round++)
        {
            made.Add(await Time(async () => (_, file) = await BundleWriter
                .On(options, tables.Reader, TimeProvider.System).Make(BenchTrace.Outlet(0), day, day, cancel)));
            verified.Add(await Time(() =>
            {
                holds &= BundleCheck.Run("bench", file, policy).Verified;
                return Task.CompletedTask;
            }));
            BundleFile parts = BundleFile.Read(file);
            digests.Add(await Time(() =>
            {
                foreach (BundlePart part in parts.Parts)
                    _ = Digests.Sha256(part.Content!) + Digests.Sm3(part.Content!);
                return Task.CompletedTask;
            }));
        }
        Show("bundle made", made, 2_000);
        Show("bundle verified", verified, 1_000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"bare digests     median {digests.Order().ElementAt(Rounds / 2):F0} ms   (SHA-256 and SM3 of all parts)"));
        Console.WriteLine($"file             {file.Length >> 10} KiB, {BenchTrace.MinutesOfDay} frames");
        return holds && made[0] <= 2_000 && verified[0] <= 1_000 ? 0 : 1;
    }

    // The first includes what the runtime compiles: what somebody waits for who calls the verb once.
    private static void Show(string what, List<double> times, double asked) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{what,-16} first {times[0]:F0} ms   median "
        + $"{times.Order().ElementAt(times.Count / 2):F0} ms   asked {asked:F0} ms: "
        + $"{(times[0] <= asked ? "held" : "NOT held")}"));

    private static async Task<double> Time(Func<Task> work)
    {
        long from = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }
}
