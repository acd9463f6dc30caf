using System.CommandLine;
using Qingyuan.Registry;

namespace Qingyuan.App;

/// <summary>
/// <c>export registers</c> (导出登记): the register as a workbook or as CSV files that <c>import</c> reads back. Works
/// beside a running <c>serve</c>; never changes anything.
/// </summary>
internal static class ExportVerb
{
    public static Command Command => new(
        "export", "Give out registers and evidence. Example: qingyuan export registers --data DIR --out r.xlsx")
    {
        Registers(),
        ExportEvidence.Command,
    };

    private static Command Registers()
    {
        var data = new Option<string>("--data") { Required = true, Description = "the data directory" };
        var to = new Option<string>("--out")
        {
            Required = true,
            Description = "a file NAME.xlsx, or a directory for four CSV files",
        };
        var verb = new Command(
            "registers", "The register as tables. Example: qingyuan export registers --data DIR --out registers.xlsx")
        {
            data, to,
        };
        verb.SetAction((call, _) => ServeVerb.Guard(() => Run(call.GetRequiredValue(data), call.GetRequiredValue(to))));
        return verb;
    }

    internal static async Task<int> Run(string data, string to)
    {
        var register = await OfflineNode.Read(data, Register.Load);
        if (to.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
        {
            await File.WriteAllBytesAsync(to, RegisterExport.Workbook(register));
            Console.WriteLine(to);
            return 0;
        }
        if (File.Exists(to))
            return ServeVerb.Refuse($"--out {to} is a file; name a directory, or a file that ends in .xlsx.");
        Directory.CreateDirectory(to);
        foreach (var (name, content) in RegisterExport.CsvFiles(register))
        {
            await File.WriteAllBytesAsync(Path.Combine(to, name), content);
            Console.WriteLine(Path.Combine(to, name));
        }
        return 0;
    }
}
