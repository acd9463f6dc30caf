using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>How a field of a calculator is filled in.</summary>
internal enum FieldKind { Number, Choice, Day }

/// <summary>One field of a form. Its label is the word <c>f.NAME</c>, a choice's is <c>c.NAME.CHOICE</c>.</summary>
/// <param name="Group">The object of the input that it belongs to, e.g. <c>values</c>; null = a key of its own.</param>
/// <param name="Label">A name that is the same in every language, e.g. PM2.5; null = see above.</param>
internal sealed record Field(
    string Name, FieldKind Kind, string Unit = "", bool Required = true, IReadOnlyList<string>? Choices = null,
    string? Group = null, string? Label = null);

/// <summary>What was asked and what was found, for the sentence and the steps in words.</summary>
/// <param name="Rules">The tables that answered, corrections included.</param>
internal sealed record Calculation(
    CalcWords Words, IReadOnlyDictionary<string, string> Given, JsonElement Result, Rulebook Rules)
{
    public string this[string field] => Given.GetValueOrDefault(field, "");

    public string Found(string key) => Result.TryGetProperty(key, out JsonElement value) ? value.ToString() : "";

    public decimal Number(string field) =>
        decimal.TryParse(this[field], System.Globalization.CultureInfo.InvariantCulture, out decimal n) ? n : 0;
}

/// <summary>
/// One form of the public calculator (计算器): fields, the operation of <c>qingyuan eval</c> that answers it, and the way
/// to the answer in words. Calculates nothing itself.
/// </summary>
/// <param name="Key">The last part of its address; its title is the word <c>t.KEY</c>.</param>
/// <param name="Answer">The result as one sentence.</param>
/// <param name="Steps">How it was found, one sentence each.</param>
internal sealed record Calculator(
    string Key, string Operation, IReadOnlyList<Field> Fields, Func<Calculation, string> Answer,
    Func<Calculation, IReadOnlyList<string>> Steps)
{
    /// <summary>Some forms choose the operation by a field, e.g. places or significant digits.</summary>
    public Func<IReadOnlyDictionary<string, string>, string>? OperationBy { get; init; }

    /// <summary>The key of the input that a field is sent as; null = it is not part of the input.</summary>
    public Func<Field, IReadOnlyDictionary<string, string>, string?> KeyOf { get; init; } = (f, _) => f.Name;

    /// <summary>The clause that the form's page names before anything is asked.</summary>
    public required string Document { get; init; }
}
