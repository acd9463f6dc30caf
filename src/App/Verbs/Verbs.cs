using System.CommandLine;

namespace Qingyuan.App;

/// <summary>The verbs of the command line, in the order of the help page.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All =>
    [
        DemoVerb.Command,
        ServeVerb.Command,
        VerifyVerb.Command,
        WitnessVerb.Command,
        ImportVerb.Command,
        ExportVerb.Command,
        RebuildVerb.Command,
        BackupVerb.Backup,
        BackupVerb.Restore,
        BackupVerb.Fsck,
        TraceVerb.Command,
        Hj212Verb.Command,
        EvalVerb.Command,
        ProcedureVerb.Command,
        DrawVerb.Command,
        BenchVerb.Command,
    ];
}
