using System.CommandLine;
using System.Net;
using Qingyuan.Ledger;

namespace Qingyuan.App;

/// <summary>The real thing: opens a data directory, takes loggers, shows pages, until SIGTERM.</summary>
internal static class ServeVerb
{
    public static Command Command => Build();

    private static Command Build()
    {
        Option<string> data = new("--data") { Required = true, Description = "the data directory; made when absent" };
        Option<string> http = new("--http")
        {
            DefaultValueFactory = _ => "127.0.0.1:8080",
            Description = "HOST:PORT of the pages",
        };
        Option<string> hj212 = new("--hj212")
        {
            DefaultValueFactory = _ => "0.0.0.0:9212",
            Description = "HOST:PORT for loggers",
        };
        Option<string> domain = new("--domain")
        {
            DefaultValueFactory = _ => "qingyuan.example",
            Description = "name of this ledger in its checkpoints; fixed when the directory is made",
        };
        Option<string?> witnesses = new("--witnesses")
        {
            Description = "file that names the witnesses (c2sp.org/tlog-policy): lines 'witness NAME VKEY URL', "
                + "'group …', 'quorum …'",
        };
        Option<string?> ship = new("--ship")
        {
            Description = "a second directory (another disk or host) that the ledger is copied to every 10 s",
        };
        Option<string?> database = new("--database") { Description = "PostgreSQL connection (not in this version)" };
        Command verb = new("serve", "Serve a data directory. Example: qingyuan serve --data /var/lib/qingyuan")
        {
            data, http, hj212, domain, witnesses, ship, database,
        };
        verb.SetAction((call, cancel) =>
        {
            if (call.GetValue(database) is not null)
            {
                return Task.FromResult(Refuse(
                    "--database: PostgreSQL is not in this version; leave it out to use files and SQLite in --data."));
            }
            return Guard(() =>
            {
                IPEndPoint page = Address.Parse(call.GetRequiredValue(http));
                IPEndPoint gate = Address.Parse(call.GetRequiredValue(hj212));
                NodeOptions options = new(call.GetRequiredValue(data)) { Domain = call.GetRequiredValue(domain) };
                return Serving.Run(options, page, gate, alongside: null,
                    (node, stop) => Ask(node, call.GetValue(witnesses), call.GetValue(ship), stop), cancel);
            });
        });
        return verb;
    }

    private static async Task<IAsyncDisposable?> Ask(
        Node node, string? witnesses, string? ship, CancellationToken cancel)
    {
        if (witnesses is not null)
            await node.Witnesses.Start(await File.ReadAllTextAsync(witnesses, cancel), cancel);
        return ship is null ? null : node.Shipping = new Evidence.Shipping(node.Options.Data, ship, node.Clock);
    }

    /// <summary>Turns what the operator can mend into one line and exit status 2.</summary>
    public static async Task<int> Guard(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (e is NodeRefusedException or LedgerBusyException or LedgerRefusedException)
        {
            return Refuse(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nothing is half done: a log that could not be recovered was not opened.
            return Refuse(
                $"the data directory cannot be used: {e.Message} Mend the disk or its rights, then start again.");
        }
    }

    public static int Refuse(string message)
    {
        Console.Error.WriteLine("qingyuan: " + message);
        return 2;
    }
}
