using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Qingyuan.Standards;

namespace Qingyuan.App.Eval;

/// <summary>One operation: reads its keys, calculates by the tables it is given, writes its result.</summary>
internal delegate void Operation(EvalInput input, EvalResult result, Rulebook rules);

/// <summary>
/// The rulebook as a calculator (规则计算器): one JSON object in, one out. A bad line is answered with a coded error that
/// names the key, and the next is still answered. Not safe for several threads; make one for each.
/// </summary>
internal sealed class Evaluator : IDisposable
{
    public const int LineBytesMax = 4 << 20;

    private static readonly FrozenDictionary<string, Operation> s_operations = new (string, Operation)[][]
    {
        RoundingOperations.All,
        SurfaceWaterOperations.All,
        GroundwaterOperations.All,
        StackOperations.All,
        ComparisonOperations.All,
        WasteWaterOperations.All,
        QualityOperations.All,
        HashOperations.All,
        LawOperations.All,
        AirOperations.All,
        LandOperations.All,
    }.SelectMany(all => all).ToFrozenDictionary(o => o.Item1, o => o.Item2);

    private static readonly JsonWriterOptions s_writing = new()
    {
        // Chinese is written as it is read; the output is no HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Rulebook _rules;
    private readonly EvalInput _input = new();
    private readonly ArrayBufferWriter<byte> _resultBytes = new();
    private readonly Utf8JsonWriter _resultWriter;
    private readonly EvalResult _result;

    public Evaluator(Rulebook rules)
    {
        _rules = rules;
        _resultWriter = new Utf8JsonWriter(_resultBytes, s_writing);
        _result = new EvalResult(_resultWriter);
    }

    public void Dispose() => _resultWriter.Dispose();

    public static IEnumerable<string> OperationNames => s_operations.Keys.Order(StringComparer.Ordinal);

    /// <summary>Answers one line; the answer has no line feed.</summary>
    public void Answer(ReadOnlyMemory<byte> line, IBufferWriter<byte> output)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(line);
        }
        catch (JsonException error)
        {
            Write(output, default, default, new EvalRefusal("not_json", $"the line is not JSON: {error.Message}"));
            return;
        }
        using (document)
        {
            if (IsText(line.Span))
                Answer(document.RootElement, output);
            else
                Write(output, default, default, new EvalRefusal("not_text", "the line holds text that is no Unicode"));
        }
    }

    /// <summary>The parser lets bad UTF-8 and half surrogate pairs pass; reading them would throw midway.</summary>
    private static bool IsText(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
            return false;
        if (line.IndexOf("\\u"u8) < 0)
            return true;
        var reader = new Utf8JsonReader(line);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Answers a line that was longer than <see cref="LineBytesMax"/> and so was not read.</summary>
    public void AnswerTooLong(IBufferWriter<byte> output) => Write(
        output, default, default, new EvalRefusal("too_long", $"the line is longer than {LineBytesMax} bytes"));

    private void Answer(JsonElement root, IBufferWriter<byte> output)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            Write(output, default, default, new EvalRefusal("not_object", "a line is one JSON object"));
            return;
        }
        root.TryGetProperty("id", out JsonElement id);
        if (!root.TryGetProperty("op", out JsonElement op) || op.ValueKind != JsonValueKind.String)
        {
            Write(output, id, default, new EvalRefusal("missing", "op: the name of an operation is needed"));
            return;
        }
        if (!s_operations.TryGetValue(op.GetString()!, out Operation? operation))
        {
            Write(output, id, op, new EvalRefusal(
                "unknown_op", $"op: there is no such operation; there are {string.Join(", ", OperationNames)}"));
            return;
        }
        if (!root.TryGetProperty("input", out JsonElement input) || input.ValueKind != JsonValueKind.Object)
        {
            Write(output, id, op, new EvalRefusal("missing", "input: an object is needed"));
            return;
        }
        Write(output, id, op, Run(operation, input));
    }

    private EvalRefusal? Run(Operation operation, JsonElement input)
    {
        _input.Open(input);
        _result.Open();
        _resultBytes.ResetWrittenCount();
        _resultWriter.Reset();
        try
        {
            _resultWriter.WriteStartObject();
            operation(_input, _result, _rules);
            if (_input.Refused)
                return _input.Refusal;
            _resultWriter.WriteEndObject();
            _resultWriter.Flush();
            return null;
        }
        catch (ArithmeticException)
        {
            // Numbers of 28 digits, or a divisor of zero that no key's own range excludes.
            return _input.Refusal
                ?? new EvalRefusal("not_computable", "input: the numbers are too large or divide by zero");
        }
    }

    private void Write(IBufferWriter<byte> output, JsonElement id, JsonElement op, EvalRefusal? refusal)
    {
        using var writer = new Utf8JsonWriter(output, s_writing);
        writer.WriteStartObject();
        writer.WritePropertyName("id");
        Copy(writer, id);
        writer.WritePropertyName("op");
        Copy(writer, op);
        if (refusal is not null)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", refusal.Code);
            writer.WriteString("message", refusal.Message);
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("result");
            writer.WriteRawValue(_resultBytes.WrittenSpan, skipInputValidation: true);
            Citation basis = _result.Basis ?? throw new InvalidOperationException($"{op}: no basis was given.");
            writer.WriteStartObject("basis");
            writer.WriteString("document", basis.Document);
            writer.WriteString("clause", basis.Clause);
            if (basis.IsUnconfirmed)
                writer.WriteString("unconfirmed", basis.Confidence == Confidence.Memory ? "M" : "U");
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
            writer.WriteNullValue();
        else
            value.WriteTo(writer);
    }
}

/// <summary>The tables of an operation that is told no date (没有日期的计算).</summary>
internal static class NewestTables
{
    private static readonly DateOnly s_day = new(9999, 12, 30);

    /// <summary>The newest of all, corrections without an end included.</summary>
    public static Tables Newest(this Rulebook rules) => rules.On(s_day);
}
