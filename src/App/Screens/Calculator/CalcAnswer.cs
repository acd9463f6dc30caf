using System.Buffers;
using System.Text.Json;
using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.App.Screens.Calculator;

/// <summary>
/// Asks <c>qingyuan eval</c> what a filled-in form asks (计算结果): the page and the command line cannot differ.
/// </summary>
/// <param name="Error">Plain words that name the field; null = answered.</param>
internal sealed record CalcAnswer(
    string? Error, string Sentence, IReadOnlyList<string> Steps, IReadOnlyList<(string Name, string Value)> Rows,
    string Document, string Clause, bool IsUnconfirmed)
{
    private const int TextMax = 40;

    /// <summary>Null where nothing has been asked yet.</summary>
    public static CalcAnswer? Of(
        Calculator calculator, IReadOnlyDictionary<string, string> given, CalcWords words, Rulebook rules)
    {
        if (given.Count == 0)
            return null;
        foreach (Field field in calculator.Fields)
        {
            string text = given.GetValueOrDefault(field.Name, "");
            if (field.Required && text.Length == 0)
                return Refused(words.Say("e.missing", LabelOf(field, words)));
            if (text.Length > TextMax)
                return Refused(words.Say("e.wrong", LabelOf(field, words)));
        }
        using JsonDocument answer = Ask(calculator, given, rules);
        if (answer.RootElement.TryGetProperty("error", out JsonElement error))
            return Refused(ErrorWords(calculator, given, error, words));
        JsonElement result = answer.RootElement.GetProperty("result");
        JsonElement basis = answer.RootElement.GetProperty("basis");
        var calculation = new Calculation(words, given, result, rules);
        return new CalcAnswer(
            null, calculator.Answer(calculation), calculator.Steps(calculation), [.. RowsOf(result, words)],
            basis.GetProperty("document").GetString()!, basis.GetProperty("clause").GetString()!,
            basis.TryGetProperty("unconfirmed", out _));
    }

    public static string LabelOf(Field field, CalcWords words) => field.Label ?? words["f." + field.Name];

    private static CalcAnswer Refused(string error) => new(error, "", [], [], "", "", false);

    private static JsonDocument Ask(
        Calculator calculator, IReadOnlyDictionary<string, string> given, Rulebook rules)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("op", calculator.OperationBy?.Invoke(given) ?? calculator.Operation);
            json.WriteStartObject("input");
            foreach (IGrouping<string?, Field> group in calculator.Fields.GroupBy(f => f.Group))
            {
                if (group.Key is { } name)
                    json.WriteStartObject(name);
                foreach (Field field in group)
                {
                    if (calculator.KeyOf(field, given) is not { } key)
                        continue;
                    if (given.TryGetValue(field.Name, out string? text) && text.Length > 0)
                        json.WriteString(key, text);
                    else if (group.Key is null)
                        json.WriteNull(key);
                }
                if (group.Key is not null)
                    json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        using var evaluator = new Evaluator(rules);
        var answer = new ArrayBufferWriter<byte>();
        evaluator.Answer(line.WrittenMemory, answer);
        return JsonDocument.Parse(answer.WrittenMemory);
    }

    /// <summary>The operation's message begins with the key; the reader knows the field by its label.</summary>
    private static string ErrorWords(
        Calculator calculator, IReadOnlyDictionary<string, string> given, JsonElement error, CalcWords words)
    {
        string code = error.GetProperty("code").GetString()!, message = error.GetProperty("message").GetString()!;
        string key = message.Split(':')[0];
        Field? field = calculator.Fields.FirstOrDefault(f =>
            calculator.KeyOf(f, given) == key || (f.Group is { } g && $"{g}.{f.Name}" == key));
        string label = field is null ? key : LabelOf(field, words);
        return words.Find("e." + code) is { } known
            ? string.Format(System.Globalization.CultureInfo.InvariantCulture, known, label)
            : $"{words.Say("e.wrong", label)} ({message})";
    }

    private static IEnumerable<(string, string)> RowsOf(JsonElement result, CalcWords words)
    {
        foreach (JsonProperty row in result.EnumerateObject())
        {
            if (row.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty inner in row.Value.EnumerateObject())
                    yield return ($"{words["r." + row.Name]} {inner.Name}", Text(inner.Value, words));
            }
            else
                yield return (words["r." + row.Name], Text(row.Value, words));
        }
    }

    private static string Text(JsonElement value, CalcWords words) => value.ValueKind switch
    {
        JsonValueKind.True => words["yes"],
        JsonValueKind.False => words["no"],
        JsonValueKind.Null => words["none"],
        JsonValueKind.Array => string.Join(" ", value.EnumerateArray().Select(v => v.ToString())),
        JsonValueKind.Number => Calculators.Short(value.ToString()),
        _ => value.ToString(),
    };
}
