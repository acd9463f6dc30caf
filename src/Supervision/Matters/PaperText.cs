using System.Globalization;
using System.Text.RegularExpressions;

namespace Qingyuan.Supervision;

/// <summary>A paper with its names filled in (文书), ready to be printed.</summary>
/// <param name="Lines">The first one is its title.</param>
public sealed record PrintedPaper(string Id, string Name, DateTimeOffset At, IReadOnlyList<string> Lines);

/// <summary>
/// Fills the template of a paper from what was done. What is not known stays an empty line to be written by hand;
/// nothing is made up.
/// </summary>
public static partial class PaperText
{
    /// <summary>The papers that the steps of a matter produced, in the order in which they were taken.</summary>
    public static IReadOnlyList<PrintedPaper> All(Procedure procedure, Matter matter) =>
    [
        .. matter.History.Where(h => h.IsStep && procedure.Step(h.Step) is not null)
            .SelectMany(h => procedure.Step(h.Step)!.Papers.Select(p =>
                Fill(procedure, matter, procedure.Paper(p)!, h))),
    ];

    public static PrintedPaper Fill(Procedure procedure, Matter matter, Paper paper, MatterEvent done) => new(
        paper.Id, paper.Name, done.At,
        [.. paper.Lines.SelectMany(line =>
            NamePattern().Replace(line, m => Value(procedure, matter, done, m.Groups[1].Value))
            .Split('\n'))]);

    private static string Value(Procedure procedure, Matter matter, MatterEvent done, string name)
    {
        string[] parts = name.Split(':', 2);
        return parts switch
        {
            ["编号"] => matter.Number,
            ["标题"] => matter.Title,
            ["对象"] => matter.Subject.Name,
            ["状态"] => done.ToName.Length > 0 ? done.ToName : matter.StateName,
            ["日期"] => done.At.ToString("yyyy 年 M 月 d 日", CultureInfo.InvariantCulture),
            ["经办人"] => string.Join("、", done.Signers.Select(Said)),
            ["单位"] => done.By.Organisation,
            ["期限", var clock] when matter.Clock(clock) is { } c =>
                c.Due.AddTicks(-1).ToString("yyyy 年 M 月 d 日", CultureInfo.InvariantCulture),
            ["角色", var role] => string.Join("、", matter.People(role).Select(Said)),
            [var field] when done.Fields.FirstOrDefault(f => f.Id == field) is { Id: not null } f =>
                Field(procedure, done, f),
            _ => "　　　　　　　　",
        };
    }

    private static string Field(Procedure procedure, MatterEvent done, (string Id, string Name, string Text) field) =>
        procedure.Step(done.Step)?.Fields.FirstOrDefault(f => f.Id == field.Id)?.Kind == FieldKind.Time
            ? field.Text.Replace('T', ' ') : field.Text;

    private static string Said(Holder h) => h.For.Length > 0 ? h.Name + "（代理）" : h.Name;

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex NamePattern();
}
