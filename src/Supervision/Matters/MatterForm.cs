using System.Collections.Immutable;
using System.Globalization;
using Qingyuan.Hj212;
using Qingyuan.Registry;

namespace Qingyuan.Supervision;

/// <summary>
/// Checks what was filled in, attached and whom it assigns (填写检查), against the declaration of the step.
/// </summary>
internal static class MatterForm
{
    public static ImmutableArray<(string Id, string Name, string Text)> Fields(
        Step step, MatterAsk ask, List<Refusal> refusals)
    {
        List<(string, string, string)> fields = [];
        foreach (FieldRule rule in step.Fields)
        {
            string text = (ask.Fields.GetValueOrDefault(rule.Id) ?? "").Trim();
            if (text.Length == 0)
            {
                if (rule.Required)
                    Refuse(refusals, "field.missing", $"请填写{rule.Name}。", rule.Id);
                continue;
            }
            if (Problem(rule, text) is { } problem)
                Refuse(refusals, "field.form", problem, rule.Id);
            else
                fields.Add((rule.Id, rule.Name, text));
        }
        foreach (string unknown in ask.Fields.Keys.Where(k => step.Fields.All(f => f.Id != k)))
            Refuse(refusals, "field.unknown", $"“{step.Name}”没有要填写的 {unknown}；请去掉。", unknown);
        if (ask.Title.Length + fields.Sum(f => f.Item3.Length) > MatterAsk.CharactersMax)
            Refuse(refusals, "field.long", $"填写的文字一共最多 {MatterAsk.CharactersMax} 个字；长的内容请作为附件。", "");
        return [.. fields];
    }

    public static void Attachments(Step step, MatterAsk ask, List<Refusal> refusals)
    {
        foreach (AttachmentRule rule in step.Attachments.Where(r => r.Required))
        {
            if (ask.Attachments.All(a => a.Rule != rule.Id))
                Refuse(refusals, "attachment.missing", $"还缺附件：{rule.Name}。", rule.Id);
        }
        if (ask.Attachments.Count > MatterAsk.AttachmentsMax)
            Refuse(refusals, "attachment.many", $"一次最多附 {MatterAsk.AttachmentsMax} 个文件；其余的请在下一次补充。", "");
        foreach (Attachment a in ask.Attachments)
        {
            if (a.Rule.Length > 0 && step.Attachments.All(r => r.Id != a.Rule))
                Refuse(refusals, "attachment.unknown", $"“{step.Name}”没有附件 {a.Rule}。", a.Rule);
            if (a.Digest.Length != 64 || !a.Digest.All(char.IsAsciiHexDigitLower))
                Refuse(refusals, "attachment.digest", $"附件“{a.Name}”没有指纹；请重新上传。", a.Rule);
            if (a.Name.Length is 0 or > 200)
                Refuse(refusals, "attachment.name", "附件名 1 至 200 个字；请改名后再传。", a.Rule);
        }
    }

    public static ImmutableDictionary<string, ImmutableArray<Holder>> People(
        Procedure procedure, Matter? matter, Step step, MatterAsk ask, MatterContext context, List<Refusal> refusals)
    {
        var assigns = ImmutableDictionary<string, ImmutableArray<Holder>>.Empty;
        foreach (ProcedureRole role in step.Assigns.Select(id => procedure.Role(id)!))
        {
            string[] ids = [.. (ask.People.GetValueOrDefault(role.Id) ?? []).Where(p => p.Length > 0).Distinct()];
            if (ids.Length != role.Count)
            {
                Refuse(refusals, "people.count", $"请指派{role.Name} {role.Count} 人，现在是 {ids.Length} 人。", role.Id);
                continue;
            }
            IReadOnlyList<Actor> able = context.Holders(role.Power);
            List<Holder> holders = [];
            foreach (string id in ids)
            {
                if (able.FirstOrDefault(a => a.Person == id) is not { } person)
                    Refuse(refusals, "people.power", $"{id} 现在没有当{role.Name}的权限；请换人，或先授权。", role.Id);
                else if (matter?.Recused.Any(r => r.Person == id) == true)
                    Refuse(refusals, "people.recused", $"{person.Name}已在这个事项里回避；请换人。", role.Id);
                else if (Conflicts(matter?.Subject ?? ask.Subject, person))
                    Refuse(refusals, "people.conflict", $"{person.Name}就在对象单位，应当回避；请换人。", role.Id);
                else
                    holders.Add(new Holder(person.Person, person.Name, person.Organisation));
            }
            assigns = assigns.SetItem(role.Id, [.. holders]);
        }
        return assigns;
    }

    public static void Opening(MatterAsk ask, DateTimeOffset now, List<Refusal> refusals)
    {
        if (ask.Title.Trim().Length is < MatterAsk.TitleMin or > MatterAsk.TitleMax || ask.Title.Any(char.IsControl))
        {
            Refuse(refusals, "title.length",
                $"请写标题，{MatterAsk.TitleMin} 至 {MatterAsk.TitleMax} 个字，不换行。", "title");
        }
        if (ask.Subject.Name.Length > 200 || ask.Subject.Id.Length > 100)
            Refuse(refusals, "subject.length", "对象的名称最多 200 个字。", "subject");
        if (ask.ActDay is { } day && day > DateOnly.FromDateTime(now.ToOffset(Beijing.Offset).DateTime))
            Refuse(refusals, "actDay.future", "行为发生日不能晚于今天；请改正。", "actDay");
    }

    /// <summary>A person of the subject's own house does not act in its matter (行政处罚法 43).</summary>
    internal static bool Conflicts(Subject subject, Actor person) =>
        person.Organisation.Length > 0 && (person.Organisation == subject.Id
            || subject.Kind == "outlet" && subject.Id.StartsWith(person.Organisation + "-", StringComparison.Ordinal));

    private static string? Problem(FieldRule rule, string text) => rule.Kind switch
    {
        FieldKind.Day => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out _)
            ? null : $"{rule.Name}写成 2026-11-24。",
        FieldKind.Time => DateTime.TryParseExact(
            text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? null : $"{rule.Name}写成 2026-11-24T14:00（北京时间）。",
        FieldKind.Number => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? null : $"{rule.Name}应为数字，如 10 或 0.5。",
        FieldKind.Choice => rule.Choices.Contains(text) ? null : $"{rule.Name}请从这些里选：{string.Join("、", rule.Choices)}。",
        FieldKind.Codes => text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(c => Conduct.Find(c) is null) is { } unknown
            ? $"没有行为代码 {unknown}；请用 175 号文的代码，如 T08，多个用空格分开。" : null,
        _ => text.Length < rule.Min || text.Length > rule.Max
            ? $"{rule.Name}请写 {rule.Min} 至 {rule.Max} 个字，现在是 {text.Length} 个字。" : null,
    };

    private static void Refuse(List<Refusal> refusals, string code, string message, string field) =>
        refusals.Add(Refusal.Of(code, "", message, field));
}
