using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>A matter as one person may see it (事项页): what it is, what they may do, what it rests on.</summary>
public sealed class MatterView
{
    private MatterView(Node node, Procedure procedure, Matter matter, Actor actor)
    {
        (Procedure, Matter, Actor) = (procedure, matter, actor);
        Context = node.Matters.Context();
        Next = MatterRules.Next(procedure, matter, actor, Context);
        Papers = PaperText.All(procedure, matter);
        Day = matter.ActDay ?? DateOnly.FromDateTime(matter.OpenedAt.DateTime);
        Laws = [.. procedure.Laws.Select(id => Law.Shipped.Cite(id, Day)).OfType<LawCitation>()];
        Stage = procedure.Stages.Select((s, i) => (s, i)).FirstOrDefault(s => s.s.States.Contains(matter.State)).i;
    }

    public Procedure Procedure { get; }
    public Matter Matter { get; }
    public Actor Actor { get; }
    public MatterContext Context { get; }
    public IReadOnlyList<NextStep> Next { get; }
    public IReadOnlyList<PrintedPaper> Papers { get; }
    public IReadOnlyList<LawCitation> Laws { get; }

    /// <summary>The day by whose law it is looked at.</summary>
    public DateOnly Day { get; }

    public int Stage { get; }
    public DateTimeOffset Now => Context.Now;
    public DateOnly Today => DateOnly.FromDateTime(Now.ToOffset(Beijing.Offset).DateTime);

    /// <summary>Attachments with the step that brought them, numbered from 1 in the order of the ledger.</summary>
    public IEnumerable<(int Number, Attachment Attachment, MatterEvent Event)> Materials => Matter.History
        .SelectMany(h => h.Attachments.Select(a => (h, a))).DistinctBy(m => (m.a.Digest, m.a.Rule))
        .Select((m, i) => (i + 1, m.a, m.h));

    /// <summary>Null = there is none, or this person may not see it: the answer is the same.</summary>
    public static MatterView? Load(Node node, string number, Actor actor) =>
        node.Matters.Find(number) is { } matter && node.Matters.Procedures.Find(matter.Procedure) is { } procedure
            && MatterRules.MayRead(procedure, matter, actor) ? new MatterView(node, procedure, matter, actor) : null;

    public static string Address(string number) => "/w/matters/" + Uri.EscapeDataString(number);

    public static string StepAddress(string number, string step) =>
        $"{Address(number)}/step/{Uri.EscapeDataString(step)}";

    public static string OpenAddress(string procedure, string step) =>
        $"/w/matters/new/{Uri.EscapeDataString(procedure)}/{Uri.EscapeDataString(step)}";

    /// <summary>
    /// Where a person opens a lead about what they see (登记线索), filled in as far as the page knows; null = they may not.
    /// </summary>
    public static string? LeadAddress(Actor actor, string outlet, string title, string signals, DateTimeOffset at) =>
        !actor.Has("lead.open")
            ? null : OpenAddress("lead", "open") + QueryString.Create(new Dictionary<string, string?>
            {
                ["subject"] = outlet,
                ["title"] = title.Length > MatterAsk.TitleMax ? title[..MatterAsk.TitleMax] : title,
                ["actDay"] = at.ToOffset(Beijing.Offset).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["source"] = "人工发现",
                ["signals"] = signals,
            });

    /// <summary>A power by its official name.</summary>
    public static string PowerName(string code) => Powers.Find(code)?.Name ?? code;

    public string Who(Step step) => string.Join("、", step.Who.Select(w =>
        Step.RoleOf(w) is { } role ? Procedure.Role(role)?.Name ?? role : PowerName(w)));
}

/// <summary>The list of matters (事项清单), narrowed to what a person may see.</summary>
internal static class MatterList
{
    public static IReadOnlyList<MatterLine> Load(Node node, Actor actor, MatterFilter filter)
    {
        using var reader = node.Tables.Reader();
        HashSet<string> mine = [.. MatterQueries.List(reader, filter with { Person = actor.Person })
            .Select(l => l.Number)];
        IEnumerable<MatterLine> all = filter.Person is not null ? MatterQueries.List(reader, filter)
            : MatterQueries.List(reader, filter).Where(l => mine.Contains(l.Number)
                || node.Matters.Procedures.Find(l.Procedure) is { } p
                    && MatterRules.MayRead(p, l.Subject, l.SubjectSees, actor));
        return [.. all];
    }

    /// <summary>Late, to be warned of, running, or none: the look of a term.</summary>
    public static string Look(MatterLine line, DateTimeOffset now) =>
        line.Due is not { } due ? "" : due <= now ? "over" : line.Warn <= now ? "susp" : "ok";

    public static string Left(MatterLine line, DateTimeOffset now) =>
        line.Due is { } due ? Components.ClockWords.Of(line.OpenedAt, Shown(due), null, null, now).Left : "";

    /// <summary>A term that ends at 24:00 of a day is shown as that day, not as 0:00 of the next.</summary>
    public static DateTimeOffset Shown(DateTimeOffset due) =>
        due.ToOffset(Beijing.Offset).TimeOfDay == TimeSpan.Zero ? due.AddMinutes(-1) : due;
}
