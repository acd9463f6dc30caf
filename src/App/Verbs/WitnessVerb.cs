using System.CommandLine;
using Qingyuan.App.Evidence;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>
/// <c>witness</c> (见证): the small process that another authority runs. Cosigns tree heads of the logs it was told of,
/// when each only grew since the last.
/// </summary>
internal static class WitnessVerb
{
    private const string LogsFile = "logs", NameFile = "name";

    public static Command Command
    {
        get
        {
            var data = new Option<string>("--data") { Required = true, Description = "Its state; made when absent." };
            var http = new Option<string>("--http")
            {
                DefaultValueFactory = _ => "127.0.0.1:8090",
                Description = "HOST:PORT; put TLS before it when it is reached over a network.",
            };
            var log = new Option<string[]>("--log")
            {
                Description = "A log's verifier key (name+hex+base64) or a file of such lines; remembered in --data.",
                AllowMultipleArgumentsPerToken = true,
            };
            var name = new Option<string?>("--name")
            {
                Description = "The witness's name, e.g. witness.procuratorate.example; fixed at the first start.",
            };
            var verb = new Command(
                "witness",
                "Cosign the checkpoints of other people's ledgers. Example: qingyuan witness --data DIR " +
                "--http 0.0.0.0:8090 --name witness.procuratorate.example --log 'example/frames+0a1b2c3d+AX…'")
            {
                data, http, log, name,
            };
            verb.SetAction((call, cancel) => ServeVerb.Guard(() => Run(
                call.GetRequiredValue(data), call.GetRequiredValue(http), call.GetValue(log) ?? [],
                call.GetValue(name), call.InvocationConfiguration.Output, cancel)));
            return verb;
        }
    }

    private static async Task<int> Run(
        string data, string http, string[] given, string? name, TextWriter output, CancellationToken cancel)
    {
        List<VerifierKey> logs;
        string known;
        try
        {
            Directory.CreateDirectory(data);
            known = Remembered(Path.Combine(data, NameFile), name) ?? throw new NodeRefusedException(
                "give the witness a name with --name, e.g. witness.procuratorate.example; it is part of its key.");
            logs = Logs(Path.Combine(data, LogsFile), given);
        }
        catch (FormatException e)
        {
            return ServeVerb.Refuse(e.Message);
        }
        if (logs.Count == 0)
            return ServeVerb.Refuse("no log to watch: give its verifier key with --log (its page /ledger shows it).");
        using Witness witness = Witness.Open(data, known, logs, TimeProvider.System);
        await using WebApplication app = WitnessHost.Build(witness, Address.Parse(http));
        await app.StartAsync(cancel);
        // Scripts and tests read this line; keep its form.
        output.WriteLine($"witnessing http={WitnessHost.UrlOf(app)} logs={logs.Count}");
        output.WriteLine($"见证公钥 {witness.Key}");
        output.WriteLine($"给账本一方的策略行 / policy line: witness NAME {witness.Key} {WitnessHost.UrlOf(app)}");
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static string? Remembered(string file, string? given)
    {
        string? stored = File.Exists(file) ? File.ReadAllText(file).Trim() : null;
        if (stored is not null && given is not null && stored != given)
            throw new NodeRefusedException($"this witness is {stored}; its name is part of its key and stays.");
        if (stored is null && given is not null)
        {
            // Checked before it is kept: a key's name has no space and no plus.
            VerifierKey.Of(given, VerifierKey.CosignatureType, new byte[32]);
            File.WriteAllText(file, given + "\n");
        }
        return stored ?? given;
    }

    private static List<VerifierKey> Logs(string file, string[] given)
    {
        string[] stored = File.Exists(file) ? File.ReadAllLines(file) : [];
        IEnumerable<string> lines = stored.Concat(given.SelectMany(g => File.Exists(g) ? File.ReadAllLines(g) : [g]))
            .Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#');
        List<VerifierKey> keys = [.. lines.Select(VerifierKey.Parse).DistinctBy(k => k.ToString())];
        if (keys.FirstOrDefault(k => k.Type == VerifierKey.CosignatureType) is { } wrong)
            throw new FormatException($"{wrong.Name}: a log needs a signing key, not a cosignature key");
        File.WriteAllLines(file, keys.Select(k => k.ToString()));
        return keys;
    }
}
