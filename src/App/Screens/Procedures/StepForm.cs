using Qingyuan.Registry;
using Qingyuan.Supervision;

namespace Qingyuan.App.Screens.Procedures;

/// <summary>Reads the form of a step (办理表单) as it was sent.</summary>
internal static class StepForm
{
    public const int FilesMax = MatterAsk.AttachmentsMax;

    /// <summary>
    /// What was asked for. Attachments are kept before the step is checked: bytes that nothing refers to harm nobody,
    /// an
    /// entry that refers to nothing would.
    /// </summary>
    public static async Task<MatterAsk> Read(
        Matters matters, Procedure procedure, Step step, IFormCollection form, Register register,
        List<Refusal> refusals, CancellationToken cancel)
    {
        List<Attachment> attachments = [];
        foreach (IFormFile file in form.Files.Where(f => f.Length > 0).Take(FilesMax + 1))
        {
            string rule = step.Attachments.Any(a => a.Id == file.Name) ? file.Name : "";
            if (file.Length > Matters.AttachmentBytesMax)
            {
                refusals.Add(Refusal.Of("attachment.large", "",
                    $"{Path.GetFileName(file.FileName)} 超过 {Matters.AttachmentBytesMax >> 20} MiB；请压缩或分成几份。", rule));
                continue;
            }
            using var bytes = new MemoryStream((int)file.Length);
            await file.CopyToAsync(bytes, cancel);
            attachments.Add(matters.Keep(rule, Path.GetFileName(file.FileName), bytes.ToArray()));
        }
        return new MatterAsk(step.Id)
        {
            Title = Text(form, "title"),
            Subject = Subject(Text(form, "subject"), register),
            ActDay = Day(Text(form, "actDay"), refusals),
            Fields = step.Fields.ToDictionary(f => f.Id, f => string.Join(' ', form[f.Id].Where(v => v?.Length > 0))),
            Attachments = attachments,
            People = step.Assigns.ToDictionary(
                r => r, r => (IReadOnlyList<string>)[.. form["role-" + r].OfType<string>().Where(p => p.Length > 0)]),
            Sequence = int.TryParse(form["sequence"], out int sequence) ? sequence : null,
        };
    }

    /// <summary>An outlet or a discharger by its id, or free words.</summary>
    public static Subject Subject(string text, Register register)
    {
        if (register.Outlet(text) is { } outlet)
        {
            Discharger? owner = register.Discharger(outlet.Discharger);
            return new Subject(
                "outlet", outlet.Id, $"{owner?.Name ?? outlet.Discharger} {outlet.Code} {outlet.Name}", owner?.Region
                    ?? "");
        }
        return register.Discharger(text) is { } discharger
            ? new Subject("discharger", discharger.Id, discharger.Name, discharger.Region)
            : new Subject("other", "", text, "");
    }

    private static string Text(IFormCollection form, string name) => form[name].ToString().Trim();

    private static DateOnly? Day(string text, List<Refusal> refusals)
    {
        if (text.Length == 0)
            return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly day))
            return day;
        refusals.Add(Refusal.Of("actDay.form", "", "行为发生日写成 2026-11-24。", "actDay"));
        return null;
    }
}
