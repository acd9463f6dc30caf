using System.Buffers;
using System.Text;
using System.Text.Json;
using Qingyuan.App;
using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.Tests.App.Eval;

/// <summary>The calculator's lines: every one is answered, in order, whatever stands in it.</summary>
public sealed class EvaluatorTests
{
    /// <summary>Asks one operation as the verb does and gives the whole answer.</summary>
    internal static JsonElement Ask(string op, string input)
    {
        using var evaluator = new Evaluator(Rulebook.Shipped);
        var output = new ArrayBufferWriter<byte>();
        evaluator.Answer(Encoding.UTF8.GetBytes($$"""{"id":1,"op":"{{op}}","input":{{input}}}"""), output);
        return JsonDocument.Parse(output.WrittenMemory).RootElement;
    }

    [Theory]
    [InlineData("round_places", """{"value":"0.545","places":2}""", """{"value":"0.54"}""")]
    [InlineData("round_places", """{"value":1.050,"places":1}""", """{"value":"1.0"}""")]
    [InlineData("round_places", """{"value":"-13.5","places":0}""", """{"value":"-14"}""")]
    [InlineData("round_places", """{"value":7,"places":2}""", """{"value":"7.00"}""")]
    [InlineData("round_significant", """{"value":99.95,"digits":3}""", """{"value":"100"}""")]
    [InlineData("round_significant", """{"value":"0.0012345","digits":3}""", """{"value":"0.00123"}""")]
    [InlineData("round_significant", """{"value":"0","digits":2}""", """{"value":"0.0"}""")]
    [InlineData("round_interval", """{"value":60.25,"interval":"0.5"}""", """{"value":"60.0"}""")]
    [InlineData("round_interval", """{"value":-930,"interval":20}""", """{"value":"-920"}""")]
    [InlineData(
        "compare_limit", """{"measured":"0.504","limit_le":"0.50","method":"rounded_value"}""", """{"pass":true}""")]
    [InlineData(
        "compare_limit", """{"measured":"0.504","limit_le":"0.50","method":"full_value"}""", """{"pass":false}""")]
    public void Rounding_and_comparison_answer_as_the_contract_says(string op, string input, string result)
    {
        JsonElement answer = Ask(op, input);
        Assert.Equal(result, answer.GetProperty("result").GetRawText());
        Assert.Equal("GB/T 8170-2008", answer.GetProperty("basis").GetProperty("document").GetString());
    }

    [Theory]
    [InlineData("round_places", """{"places":2}""", "missing", "value")]
    [InlineData("round_places", """{"value":null,"places":2}""", "missing", "value")]
    [InlineData("round_places", """{"value":"abc","places":2}""", "not_number", "value")]
    [InlineData("round_places", """{"value":1,"places":1.5}""", "not_whole", "places")]
    [InlineData("round_places", """{"value":1,"places":99}""", "out_of_range", "places")]
    [InlineData("round_interval", """{"value":1,"interval":0}""", "out_of_range", "interval")]
    [InlineData("compare_limit", """{"measured":1,"limit_le":1,"method":"guess"}""", "unknown_choice", "method")]
    public void A_wrong_key_is_named_with_a_code(string op, string input, string code, string key)
    {
        JsonElement error = Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_of_more_members_than_any_document_names_is_refused()
    {
        string members = string.Join(',', Enumerable.Range(0, EvalInput.MembersMax + 1).Select(i => $"\"x{i}\":1"));
        JsonElement error = Ask("aqi_daily", "{\"edition\":2026,\"values\":{" + members + "}}").GetProperty("error");
        Assert.Equal("too_long", error.GetProperty("code").GetString());
        Assert.StartsWith("values", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_line_is_answered_in_order_however_bad_its_neighbour()
    {
        string[] lines =
        [
            """{"id":"a","op":"round_places","input":{"value":2.5,"places":0}}""",
            """{"id":"b","op":"round_places","in""",
            "[]",
            """{"id":"c"}""",
            """{"id":"d","op":"nothing","input":{}}""",
            new string('x', Evaluator.LineBytesMax + 70_000),
            "",
            """{"id":"e","op":"round_places","input":{"value":3.5,"places":0}}""",
        ];
        using var output = new MemoryStream();
        await EvalVerb.Run(
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines))), output, Rulebook.Shipped,
            TestContext.Current.CancellationToken);
        string[] answers = Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            ["2", "not_json", "not_object", "missing", "unknown_op", "too_long", "4"],
            answers.Select(a => JsonDocument.Parse(a).RootElement).Select(a => a.TryGetProperty("error", out var e)
                ? e.GetProperty("code").GetString() : a.GetProperty("result").GetProperty("value").GetString()));
    }
}
