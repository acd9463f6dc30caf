using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Qingyuan.Ledger;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// <c>import</c> (导入): registers and device keys from CSV and XLSX as acts, all rows or none unless good rows are asked
/// for. A run that was interrupted is finished by running it again: rows that stand already give no act.
/// </summary>
internal static class ImportVerb
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Command => new("import", "Take in registers. Example: qingyuan import template --out .")
    {
        Registers(), Keys(), Template(),
    };

    private static Command Registers() => Verb(
        "registers",
        "Dischargers, outlets, devices, factors. Example: qingyuan import registers r.xlsx --data DIR --preview", Run);

    private static Command Keys() => Verb(
        "keys",
        "SM4 keys of devices (HJ 212-2025); kept as files in DIR/keys, never in the ledger. "
        + "Example: qingyuan import keys device-keys.csv --data DIR --preview", RunKeys);

    private static Command Verb(
        string name, string description,
        Func<string[], string, bool, bool, bool, CancellationToken, Task<int>> run)
    {
        var files = new Argument<string[]>("FILE")
        {
            Arity = ArgumentArity.OneOrMore,
            Description = "CSV or XLSX files after the template; - is stdin",
        };
        var data = new Option<string>("--data") { Required = true, Description = "the data directory, not in use" };
        var preview = new Option<bool>("--preview") { Description = "only say what would be done" };
        var good = new Option<bool>("--good-rows")
        {
            Description = "take the rows without errors, also when others have some",
        };
        var json = new Option<bool>("--json") { Description = "one JSON object a line" };
        var verb = new Command(name, description) { files, data, preview, good, json };
        verb.SetAction((call, cancel) => ServeVerb.Guard(() => run(
            call.GetValue(files)!, call.GetRequiredValue(data), call.GetValue(preview), call.GetValue(good),
            call.GetValue(json), cancel)));
        return verb;
    }

    private static Command Template()
    {
        var to = new Option<string>("--out") { Required = true, Description = "the directory to write to" };
        var verb = new Command("template", "Write empty tables. Example: qingyuan import template --out .") { to };
        verb.SetAction(call => WriteTemplates(call.GetRequiredValue(to)));
        return verb;
    }

    internal static int WriteTemplates(string directory)
    {
        Directory.CreateDirectory(directory);
        var templates = RegisterExport.Templates();
        // A template that somebody has filled in must not be lost.
        var standing = templates.Keys.Select(n => Path.Combine(directory, n)).Where(File.Exists).ToList();
        if (standing.Count > 0)
            return ServeVerb.Refuse($"{string.Join(", ", standing)} is there already; move it or name another --out.");
        foreach (var (name, content) in templates)
        {
            File.WriteAllBytes(Path.Combine(directory, name), content);
            Console.WriteLine(Path.Combine(directory, name));
        }
        return 0;
    }

    internal static Task<int> Run(
        string[] files, string data, bool previewOnly, bool goodRows, bool json, CancellationToken cancel) => Import(
            files, data, previewOnly, goodRows, json,
            (opened, register) => (RegisterImport.Preview(opened, register, TimeProvider.System), null), cancel);

    internal static Task<int> RunKeys(
        string[] files, string data, bool previewOnly, bool goodRows, bool json, CancellationToken cancel) => Import(
            files, data, previewOnly, goodRows, json, (opened, register) =>
            {
                var keys = KeyImport.Of(opened, register, TimeProvider.System);
                return (keys.Preview, keys);
            }, cancel);

    private static async Task<int> Import(
        string[] files, string data, bool previewOnly, bool goodRows, bool json,
        Func<IReadOnlyList<ImportFile>, Register, (ImportPreview, KeyImport?)> read, CancellationToken cancel)
    {
        foreach (var file in files.Where(f => f != "-" && !File.Exists(f)))
            return ServeVerb.Refuse($"{file}: there is no such file");
        await using var node = await OfflineNode.Open(data, TimeProvider.System);
        using var loop = new FollowerLoop(node.Tables, node.Logs, FollowerSet.All(node.DeviceKeys));
        loop.CatchUp();
        ImportPreview preview;
        KeyImport? keys;
        using (var reader = node.Tables.Reader())
            (preview, keys) = Preview(files, Register.Load(reader), read);
        bool isDone = !previewOnly && (goodRows || preview.ErrorCount == 0);
        // Keys before their acts: what is named in the ledger is kept already.
        int back = isDone && keys is not null ? keys.Keep(node.DeviceKeys) : 0;
        var acts = isDone ? preview.GoodActs : [];
        await Append(node.Logs["acts"], acts, cancel);
        loop.CatchUp();
        if (json)
            WriteJson(preview, acts.Count);
        else
            WriteText(preview, acts.Count, previewOnly);
        if (back > 0 && !json)
            Console.WriteLine($"补回了 {back} 把丢失或损坏的密钥文件。");
        return preview.ErrorCount == 0 ? 0 : 1;
    }

    private static (ImportPreview, KeyImport?) Preview(
        string[] files, Register register,
        Func<IReadOnlyList<ImportFile>, Register, (ImportPreview, KeyImport?)> read)
    {
        var opened = files.Select(f => new ImportFile(
            f == "-" ? "stdin" : Path.GetFileName(f),
            f == "-" ? Console.OpenStandardInput() : File.OpenRead(f))).ToList();
        try
        {
            return read(opened, register);
        }
        finally
        {
            opened.ForEach(f => f.Content.Dispose());
        }
    }

    private static async Task Append(Log log, IReadOnlyList<Act> acts, CancellationToken cancel)
    {
        Pending? last = null;
        foreach (var act in acts)
        {
            await log.Room(cancel);
            last = log.Append(act.ToEntry(), []);
        }
        if (last is { } pending)
            await pending.Durable;
    }

    private static void WriteText(ImportPreview preview, int done, bool previewOnly)
    {
        foreach (var e in preview.Errors)
        {
            var sheet = e.Sheet.Length > 0 ? $"[{e.Sheet}]" : "";
            var place = e.Line > 0 ? $"{e.File}{sheet} 第 {e.Line} 行" : e.File;
            var column = e.Column.Length > 0 ? $"“{e.Column}”" : "";
            Console.WriteLine($"{place}{column}：{e.Message}");
        }
        if (preview.ErrorCount > preview.Errors.Count)
            Console.WriteLine($"另有 {preview.ErrorCount - preview.Errors.Count} 处错误未列出。");
        Console.WriteLine(
            $"新登记 {preview.Count(ImportAction.New)} 行，变更 {preview.Count(ImportAction.Change)} 行，"
            + $"无变化 {preview.Count(ImportAction.Same)} 行，有误 {preview.Count(ImportAction.Refused)} 行。");
        Console.WriteLine(previewOnly ? "这是预览，什么也没有登记。"
            : done == 0 && preview.ErrorCount > 0 ? "有错误，什么也没有登记；改正后再导入，或加 --good-rows 只导入无误的行。"
            : $"已登记 {done} 项。");
    }

    private static void WriteJson(ImportPreview preview, int done)
    {
        foreach (var row in preview.Rows)
        {
            Line(new
            {
                kind = "row",
                row.File,
                row.Sheet,
                row.Line,
                table = row.Kind,
                row.Subject,
                action = JsonNamingPolicy.CamelCase.ConvertName(row.Action.ToString()),
            });
        }
        foreach (var e in preview.Errors)
            Line(new { kind = "error", e.File, e.Sheet, e.Line, e.Column, e.Code, e.Message });
        Line(new
        {
            kind = "summary",
            rows = preview.Rows.Count,
            errors = preview.ErrorCount,
            acts = preview.GoodActs.Count,
            done,
        });
    }

    private static void Line(object value) => Console.WriteLine(JsonSerializer.Serialize(value, Json));
}
