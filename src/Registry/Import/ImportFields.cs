using System.Globalization;
using Qingyuan.Hj212;

namespace Qingyuan.Registry;

/// <summary>
/// The fields of one form or row as text, read into values. What does not read becomes a refusal that names the field;
/// the reader goes on, so that one look finds everything that is wrong.
/// </summary>
public sealed class ImportFields(IReadOnlyDictionary<string, string> fields)
{
    private static readonly string[] TimeForms =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日", "yyyy-M-d H:m", "yyyy/M/d H:m", "yyyy-M-d H:m:s",
        "yyyy/M/d H:m:s", "yyyy-M-dTH:m", "yyyy-M-dTH:m:s", "yyyyMMddHHmmss",
    ];

    private static readonly string[] ZonedForms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.fffzzz"];

    public List<Refusal> Refusals { get; } = [];

    public string Text(string field) => fields.GetValueOrDefault(field, "");

    public int Whole(string field, string what, int absent)
    {
        var text = Text(field);
        if (text.Length == 0)
            return absent;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
            return value;
        Refuse(field, "whole", $"{what}“{Shown(text)}”不是整数；请改正。");
        return absent;
    }

    /// <summary>Null = empty or not a number (then there is a refusal).</summary>
    public decimal? Number(string field, string what)
    {
        var text = Text(field);
        if (text.Length == 0)
            return null;
        const NumberStyles styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out decimal value))
            return value;
        Refuse(field, "number", $"{what}“{Shown(text)}”不是数字；请只填数字，不带单位。");
        return null;
    }

    public bool YesNo(string field, string what)
    {
        switch (Text(field))
        {
            case "是" or "1" or "true" or "TRUE" or "√" or "on":
                return true;
            case "" or "否" or "0" or "false" or "FALSE":
                return false;
            default:
                Refuse(field, "yesno", $"{what}应填 是 或 否；请改正。");
                return false;
        }
    }

    /// <summary>
    /// Beijing time unless the text says another. Null = empty or not a time (then there is a refusal).
    /// </summary>
    public DateTimeOffset? Time(string field, string what)
    {
        var text = Text(field);
        if (text.Length == 0)
            return null;
        const DateTimeStyles styles = DateTimeStyles.AllowWhiteSpaces;
        if (DateTime.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, styles, out var local)
            && local.Year > 1)
            return new DateTimeOffset(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), Beijing.Offset);
        var zoned = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        if (DateTimeOffset.TryParseExact(zoned, ZonedForms, CultureInfo.InvariantCulture, styles, out var time)
            && time.Year > 1)
            return time.ToOffset(Beijing.Offset);
        Refuse(field, "time", $"{what}“{Shown(text)}”不是时间；请写成 2026-01-01 或 2026-01-01 08:00。");
        return null;
    }

    /// <param name="choices">Words and what each means.</param>
    public T Choice<T>(string field, string what, T absent, params (string Word, T Value)[] choices)
    {
        var text = Text(field);
        if (text.Length == 0)
            return absent;
        foreach (var (word, value) in choices)
        {
            if (word == text)
                return value;
        }
        Refuse(field, "choice", $"{what}应填 {string.Join(" 或 ", choices.Select(c => c.Word))}；请改正。");
        return absent;
    }

    private void Refuse(string field, string code, string message) =>
        Refusals.Add(Refusal.Of("field." + code, "", message, field));

    private static string Shown(string text) => text.Length <= 30 ? text : text[..30] + "…";
}
