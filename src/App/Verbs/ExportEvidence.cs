using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>export evidence</c> (导出证据包): some days of one outlet as a file that <c>verify</c> checks without us. Works beside
/// a running <c>serve</c>; never changes anything.
/// </summary>
internal static class ExportEvidence
{
    public static Command Command
    {
        get
        {
            var data = new Option<string>("--data") { Required = true, Description = "the data directory" };
            var outlet = new Option<string>("--outlet") { Required = true, Description = "the outlet's id" };
            var day = new Option<string>("--day") { Required = true, Description = "a day in Beijing time" };
            var to = new Option<string?>("--to")
            {
                Description = $"the last day of several, at most {BundleSubject.DaysMax}",
            };
            var file = new Option<string?>("--out") { Description = "the file; else one named after outlet and day" };
            var verb = new Command(
                "evidence", "An evidence bundle. Example: qingyuan export evidence --data DIR " +
                "--outlet 91540000MA6T0001XX-DA002 --day 2026-11-23")
            {
                data, outlet, day, to, file,
            };
            verb.SetAction((call, cancel) => ServeVerb.Guard(() => Run(
                call.GetRequiredValue(data), call.GetRequiredValue(outlet), call.GetRequiredValue(day),
                call.GetValue(to), call.GetValue(file), call.InvocationConfiguration.Output, cancel)));
            return verb;
        }
    }

    private static async Task<int> Run(
        string data, string outlet, string day, string? to, string? file, TextWriter output, CancellationToken cancel)
    {
        if (!TryDay(day, out DateOnly first) || !TryDay(to ?? day, out DateOnly last))
            return ServeVerb.Refuse("cannot read the day; write --day 2026-11-23 (Beijing time).");
        var options = new NodeOptions(data);
        try
        {
            BundleWriter writer = BundleWriter.On(
                options, () => Tables.OpenReadOnly(options.TablesFile), TimeProvider.System);
            (BundleManifest manifest, byte[] bytes) = await writer.Make(outlet, first, last, cancel);
            string path = file ?? FileName(outlet, first, last);
            await File.WriteAllBytesAsync(path, bytes, cancel);
            output.WriteLine($"{path}  {bytes.Length:N0} B  {manifest.Subject.Title}");
            output.WriteLine($"  {manifest.Frames.Entries:N0} 条报文，{manifest.Acts.Entries:N0} 条行为；核验 verify: "
                + $"qingyuan verify {path} --policy FILE");
            return 0;
        }
        catch (Exception e) when (e is BundleRefusedException or InvalidDataException or DbException)
        {
            Console.Error.WriteLine($"qingyuan export evidence: {e.Message}");
            return 1;
        }
    }

    /// <summary>E.g. <c>evidence-OUTLET-20261123.zip</c>.</summary>
    public static string FileName(string outlet, DateOnly first, DateOnly last) =>
        $"evidence-{string.Concat(outlet.Where(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))}-"
        + Compact(first) + (last > first ? "-" + Compact(last) : "") + ".zip";

    public static bool TryDay(string? text, out DateOnly day) => DateOnly.TryParseExact(
        text, ["yyyy-MM-dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static string Compact(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
