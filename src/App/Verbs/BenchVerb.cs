using System.CommandLine;

namespace Qingyuan.App;

/// <summary><c>qingyuan bench …</c>: the measurements of docs/performance.md, each with a limit beside it.</summary>
internal static class BenchVerb
{
    public static Command Command => new("bench", "Measures this build on this machine, each figure beside its limit")
    {
        BenchParse.Command,
        BenchAppend.Command,
        BenchTrace.Command,
        BenchIngest.Command,
        BenchLoadProcess.Command,
        BenchChain.Command,
        BenchVerify.Command,
        BenchEvidence.Command,
        BenchEval.Command,
        BenchPages.Command,
    };
}
