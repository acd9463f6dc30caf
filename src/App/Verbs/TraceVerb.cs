using System.CommandLine;
using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Qingyuan.Hj212;
using Qingyuan.Judgement;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// <c>trace</c> (溯源): from a judged hour or day back to the frames that made it, as a tree of text or as JSON. Reads a
/// data directory without its locks, also while a node runs on it; never writes into it.
/// </summary>
internal static class TraceVerb
{
    /// <summary>Proof files of one call: a day of minutes and its statements.</summary>
    private const int ProofsMax = 3_000;

    private static readonly string[] HourForms =
        ["yyyy-MM-dd'T'HH", "yyyy-MM-dd HH", "yyyy-MM-dd'T'HH:mm", "yyyyMMddHH"];
    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyyMMdd"];

    public static Command Command
    {
        get
        {
            var data = new Option<string>("--data") { Description = "The node's data directory.", Required = true };
            var outlet = new Option<string>("--outlet") { Description = "The outlet's id.", Required = true };
            var factor = new Option<string>("--factor") { Description = "Its code, e.g. a21002.", Required = true };
            var hour = new Option<string?>("--hour") { Description = "An hour in Beijing time, e.g. 2026-11-23T14." };
            var day = new Option<string?>("--day") { Description = "A day in Beijing time, e.g. 2026-11-23." };
            var json = new Option<bool>("--json") { Description = "One JSON object, the same as over HTTP." };
            var all = new Option<bool>("--all") { Description = "Of a day also every minute and its frame." };
            var proofs = new Option<string?>("--proofs") { Description = "Put each frame's proof into a directory." };
            var verb = new Command(
                "trace",
                "From a judged number back to the bytes. Example: qingyuan trace --data DIR " +
                "--outlet 91540000MA6T0001XX-DA002 --factor a21002 --hour 2026-11-23T14")
            {
                data, outlet, factor, hour, day, json, all, proofs,
            };
            verb.SetAction(call => Run(new Question(
                call.GetValue(data)!, call.GetValue(outlet)!, call.GetValue(factor)!, call.GetValue(hour),
                call.GetValue(day), call.GetValue(json), call.GetValue(all), call.GetValue(proofs),
                call.InvocationConfiguration.Output, call.InvocationConfiguration.Error)));
            return verb;
        }
    }

    private static int Run(Question asked)
    {
        if (asked.Hour is null == asked.Day is null)
            return asked.Say(2, "give either --hour or --day");
        if (!TryReadTime(asked.Hour, HourForms, out DateTimeOffset at) && !TryReadTime(asked.Day, DayForms, out at))
            return asked.Say(2, "cannot read the time; write --hour 2026-11-23T14 or --day 2026-11-23 (Beijing time)");
        var options = new NodeOptions(asked.Data);
        if (!File.Exists(options.TablesFile))
            return asked.Say(2, $"{options.TablesFile} is not there; start the node once, or run: qingyuan rebuild");
        try
        {
            var frames = LogReader.OpenReadOnly(options.Frames);
            return Answer(
                asked, at, () => Open(options.TablesFile), frames, new DeviceKeys(options.DeviceKeyDirectory));
        }
        catch (Exception e) when (e is IOException or FormatException or DbException or InvalidDataException)
        {
            return asked.Say(1, e.Message);
        }
    }

    private static int Answer(
        Question asked, DateTimeOffset at, Func<DbConnection> tables, LogReader frames, DeviceKeys keys)
    {
        Register register;
        using (DbConnection connection = tables())
            register = Register.Load(connection);
        if (register.Outlet(asked.Outlet) is null)
            return asked.Say(1, $"no outlet is registered as {asked.Outlet}; {Alike(register, asked.Outlet)}");
        var tracer = new Tracer(
            tables, frames, (mn, frame) => keys.Open(frame.Span, register.Keys(mn)));
        var hour = asked.Hour is null ? null : tracer.Hour(register, asked.Outlet, asked.Factor, at);
        var day = asked.Day is null ? null : tracer.Day(register, asked.Outlet, asked.Factor, at);
        if ((hour?.Interval ?? day?.Interval) is not { } interval)
            return asked.Say(1, $"nothing was judged for {asked.Outlet} {asked.Factor} at {asked.Hour ?? asked.Day}");

        frames.Refresh();
        long[] covered = [.. interval.Positions.Where(p => p < frames.Published.Size)];
        int newer = interval.Positions.Count - covered.Length;
        if (newer > 0)
            asked.Say(0, $"{newer} frames are newer than the checkpoint and not shown");
        bool proofs = hour is not null || asked.Proofs is not null;
        var shown = tracer.Frames(covered, [asked.Factor, Rules.Oxygen, Rules.WaterFlow], proofs);
        if (asked.Json)
            asked.Output.WriteLine(Json(hour, day, shown));
        else
            asked.Output.Write(hour is not null ? TraceText.Of(hour, shown) : TraceText.Of(day!, shown, asked.All));
        return asked.Proofs is null ? 0 : WriteProofs(asked, asked.Proofs, tracer, shown);
    }

    private static string Json(HourTrace? hour, DayTrace? day, IReadOnlyList<FrameTrace> frames)
    {
        using var output = new MemoryStream();
        // Text for a terminal or a file, never put into HTML unescaped.
        var plain = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(output, plain))
        {
            if (hour is not null)
                TraceJson.Write(json, hour, frames);
            else
                TraceJson.Write(json, day!, frames);
        }
        return Encoding.UTF8.GetString(output.ToArray());
    }

    private static int WriteProofs(
        Question asked, string directory, Tracer tracer, IReadOnlyList<FrameTrace> frames)
    {
        if (frames.Count > ProofsMax)
            return asked.Say(1, $"{frames.Count} proofs are more than {ProofsMax}; ask for one hour");
        Directory.CreateDirectory(directory);
        foreach (FrameTrace frame in frames)
        {
            string name = frame.Position.ToString("D12", CultureInfo.InvariantCulture) + ".tlog-proof";
            File.WriteAllText(Path.Combine(directory, name), frame.Proof!.ToText(tracer.Entry(frame.Position)));
        }
        return asked.Say(0, $"{frames.Count} proofs in {directory}; check one with: qingyuan verify FILE --key VKEY");
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static string Alike(Register register, string outlet)
    {
        string[] some = [.. register.Outlets.Select(o => o.Id)
            .Where(id => id.Contains(outlet, StringComparison.OrdinalIgnoreCase)).Take(5)];
        return some.Length > 0 ? $"did you mean {string.Join(", ", some)}?"
            : $"{register.Outlets.Count} are, e.g. {string.Join(", ", register.Outlets.Take(3).Select(o => o.Id))}";
    }

    private static bool TryReadTime(string? text, string[] forms, out DateTimeOffset at)
    {
        bool read = DateTime.TryParseExact(
            text, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local);
        at = read ? new DateTimeOffset(local.Date.AddHours(local.Hour), Beijing.Offset) : default;
        return read;
    }

    private sealed record Question(
        string Data, string Outlet, string Factor, string? Hour, string? Day, bool Json, bool All, string? Proofs,
        TextWriter Output, TextWriter Error)
    {
        /// <summary>A diagnostic; returns the exit status.</summary>
        public int Say(int status, string message)
        {
            Error.WriteLine($"qingyuan trace: {message}");
            return status;
        }
    }
}
