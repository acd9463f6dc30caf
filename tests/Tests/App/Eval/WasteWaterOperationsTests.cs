using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class WasteWaterOperationsTests
{
    [Theory]
    [InlineData("[[30,100],[90,10]]", 2, """{"valid":true,"mean":35.454545454545454545454545455,"n":2}""")]
    [InlineData("[[30,100],[90,10],[null,5],[20,0],[50,null]]", 2,
        """{"valid":true,"mean":35.454545454545454545454545455,"n":2}""")]
    [InlineData("[[10,1],[20,1],[30,2]]", 4, """{"valid":true,"mean":22.5,"n":3}""")]
    [InlineData("[[10,1],[20,1]]", 3, """{"valid":false,"mean":null,"n":2}""")]
    [InlineData("[[10,0],[-1,5]]", 1, """{"valid":false,"mean":null,"n":0}""")]
    [InlineData("[[\"10\",\"2\"]]", 1, """{"valid":true,"mean":10,"n":1}""")]
    [InlineData("[]", 1, """{"valid":false,"mean":null,"n":0}""")]
    public void A_day_is_weighted_by_flow_from_three_quarters_of_the_results(string pairs, int due, string result)
    {
        JsonElement answer = EvaluatorTests.Ask(
            "daily_flow_weighted", $$"""{"pairs":{{pairs}},"expected_n":{{due}}}""");
        Assert.Equal(result, answer.GetProperty("result").GetRawText());
        Assert.Equal("M", answer.GetProperty("basis").GetProperty("unconfirmed").GetString());
    }

    [Theory]
    [InlineData("""{"pairs":[[1,1],[1]],"expected_n":2}""", "not_pair", "pairs[1]")]
    [InlineData("""{"pairs":[1],"expected_n":2}""", "not_pair", "pairs[0]")]
    [InlineData("""{"pairs":[["x",1]],"expected_n":2}""", "not_number", "pairs[0][0]")]
    [InlineData("""{"pairs":[[1,"x"]],"expected_n":2}""", "not_number", "pairs[0][1]")]
    [InlineData("""{"pairs":[[1,1]],"expected_n":0}""", "out_of_range", "expected_n")]
    [InlineData("""{"expected_n":1}""", "missing", "pairs")]
    public void A_wrong_key_is_named_with_a_code(string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask("daily_flow_weighted", input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
