using System.CommandLine;
using Qingyuan.App;

// One executable: each verb is one file in Verbs/. Exit status 0 = held, 1 = does not hold, 2 = the call is wrong.
RootCommand root = new("清源 Qingyuan: environmental monitoring data that can be walked back to its bytes.");
foreach (Command verb in Verbs.All)
    root.Subcommands.Add(verb);

ParseResult call = root.Parse(args);
if (call.Errors.Count == 0)
    return await call.InvokeAsync(new InvocationConfiguration
    {
        // A stop publishes a last checkpoint; two seconds, the library's default, may be too few for a slow disk.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
    });
foreach (var error in call.Errors)
    Console.Error.WriteLine($"qingyuan: {error.Message}");
Console.Error.WriteLine("qingyuan: try --help after the verb.");
return 2;
