using System.Buffers;
using System.Text.Json;
using Qingyuan.App;
using Qingyuan.App.Eval;
using Qingyuan.Standards;

namespace Qingyuan.Tests.App.Eval;

public sealed class QualityOperationsTests
{
    [Theory]
    [InlineData("relative_deviation", """{"a":10.5,"b":"9.5"}""", """{"rd_percent":5}""")]
    [InlineData("relative_deviation", """{"a":0,"b":0}""", """{"rd_percent":null}""")]
    [InlineData("relative_deviation", """{"a":0.052,"b":0.048}""", """{"rd_percent":4}""")]
    [InlineData("recovery", """{"spiked":1.45,"base":0.50,"added":1.00}""", """{"recovery_percent":95}""")]
    [InlineData("nd_mean", """{"values":["ND",0.010,0.008],"dl":0.004}""", """{"mean":0.00666666666666666666666}""")]
    [InlineData("nd_mean", """{"values":["ND","nd"],"dl":"0.004"}""", """{"mean":0.0020}""")]
    [InlineData("nd_mean", """{"values":[1,2]}""", """{"mean":1.5}""")]
    [InlineData("nd_mean", """{"values":["<0.02","0.04L","0.03"],"dl":null}""", """{"mean":0.02}""")]
    public void Quality_control_answers_as_the_contract_says(string op, string input, string result)
    {
        JsonElement answer = EvaluatorTests.Ask(op, input).GetProperty("result");
        JsonProperty got = answer.EnumerateObject().Single();
        JsonProperty expected = JsonDocument.Parse(result).RootElement.EnumerateObject().Single();
        Assert.Equal(expected.Name, got.Name);
        Assert.Equal(expected.Value.ValueKind, got.Value.ValueKind);
        if (expected.Value.ValueKind == JsonValueKind.Number)
            Assert.Equal(expected.Value.GetDecimal(), got.Value.GetDecimal(), 20);
    }

    [Fact]
    public void Every_line_of_the_bench_is_answered_by_a_result()
    {
        using var evaluator = new Evaluator(Rulebook.Shipped);
        HashSet<string> known = [.. Evaluator.OperationNames];
        foreach (byte[] line in BenchEval.Lines())
        {
            var answer = new ArrayBufferWriter<byte>();
            evaluator.Answer(line, answer);
            JsonElement root = JsonDocument.Parse(answer.WrittenMemory).RootElement;
            Assert.True(
                !known.Contains(root.GetProperty("op").GetString()!) || root.TryGetProperty("result", out _),
                root.ToString());
        }
    }

    [Theory]
    [InlineData("relative_deviation", """{"a":1}""", "missing", "b")]
    [InlineData("relative_deviation", """{"a":-1,"b":2}""", "out_of_range", "a")]
    [InlineData("recovery", """{"spiked":1,"base":0,"added":0}""", "out_of_range", "added")]
    [InlineData("recovery", """{"spiked":1,"base":null,"added":1}""", "missing", "base")]
    [InlineData("nd_mean", """{"values":[],"dl":1}""", "empty", "values")]
    [InlineData("nd_mean", """{"values":["ND"]}""", "missing", "dl")]
    [InlineData("nd_mean", """{"values":["ND"],"dl":0}""", "missing", "dl")]
    [InlineData("nd_mean", """{"values":[1],"dl":-1}""", "missing", "dl")]
    [InlineData("nd_mean", """{"values":["much"],"dl":1}""", "not_number", "values[0]")]
    [InlineData("nd_mean", """{"values":[1,null],"dl":1}""", "not_number", "values[1]")]
    public void A_wrong_key_is_named(string op, string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
