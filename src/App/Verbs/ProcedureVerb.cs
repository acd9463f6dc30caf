using System.CommandLine;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App;

/// <summary><c>qingyuan procedure check|draw FILE</c>: for whoever edits a declaration (流程文件).</summary>
internal static class ProcedureVerb
{
    public static Command Command
    {
        get
        {
            Command verb = new("procedure",
                "Checks a declaration of a procedure, or draws it. See docs/procedures.md.");
            verb.Subcommands.Add(Of("check", "Says every problem with its line; exit status 1 when there is one.", _ =>
                "可以用。"));
            verb.Subcommands.Add(Of("draw", "Prints the page of the docs with its state diagram.",
                ProcedureDiagram.Page));
            return verb;
        }
    }

    private static Command Of(string name, string about, Func<Procedure, string> say)
    {
        Argument<string> file = new("FILE") { Description = "NAME.procedure.txt" };
        Command command = new(name, about) { file };
        command.SetAction(call => Run(call.GetValue(file)!, say, Console.Out, Console.Error));
        return command;
    }

    internal static int Run(string path, Func<Procedure, string> say, TextWriter output, TextWriter errors)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"qingyuan: cannot read {path}: {e.Message}");
            return 2;
        }
        Procedure? procedure = ProcedureText.TryRead(
            text, Powers.All.Select(p => p.Code).ToHashSet(), out IReadOnlyList<ProcedureProblem> problems);
        foreach (ProcedureProblem problem in problems)
            errors.WriteLine(problem);
        if (procedure is null)
            return 1;
        output.WriteLine(say(procedure));
        return 0;
    }
}
