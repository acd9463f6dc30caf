using System.Globalization;
using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>
/// Writes the <c>result</c> object of one line and remembers its basis (计算结果与依据). A number that a standard prints
/// with fixed digits is written as text, every other one as a JSON number.
/// </summary>
internal sealed class EvalResult(Utf8JsonWriter writer)
{
    public Citation? Basis { get; private set; }

    public void Open() => Basis = null;

    /// <summary>The document and clause of the figure; of several, the least certain one is given.</summary>
    public void From(Citation citation) => Basis = citation;

    /// <summary>For an operation whose formula is not a row of a table.</summary>
    public void From(string document, string clause, Confidence confidence = Confidence.Seen) =>
        Basis = new Citation(document, clause, "", confidence);

    public void Number(string key, decimal? value)
    {
        writer.WritePropertyName(key);
        Number(value);
    }

    public void Number(decimal? value)
    {
        if (value is { } number)
            writer.WriteNumberValue(number);
        else
            writer.WriteNullValue();
    }

    /// <summary>A value with the digits that the standard prints: written as text.</summary>
    public void Printed(string key, decimal? value)
    {
        if (value is { } number)
            writer.WriteString(key, number.ToString(CultureInfo.InvariantCulture));
        else
            writer.WriteNull(key);
    }

    public void Text(string key, string? value) => writer.WriteString(key, value);

    public void Flag(string key, bool? value)
    {
        if (value is { } flag)
            writer.WriteBoolean(key, flag);
        else
            writer.WriteNull(key);
    }

    public void Day(string key, DateOnly? value) =>
        writer.WriteString(key, value?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public void Texts(string key, IEnumerable<string> values)
    {
        writer.WriteStartArray(key);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>An object inside the result; the action writes its members.</summary>
    public void Object(string key, Action<EvalResult> members)
    {
        writer.WriteStartObject(key);
        members(this);
        writer.WriteEndObject();
    }
}
