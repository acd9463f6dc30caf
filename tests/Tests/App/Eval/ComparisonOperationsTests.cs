using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class ComparisonOperationsTests
{
    [Fact]
    public void Relative_accuracy_is_given_with_its_parts()
    {
        JsonElement result = EvaluatorTests.Ask("rata", """
            {"rm":[100,102,98,101,99,100,103,97,100],"cems":[98,101,99,100,97,101,100,98,99]}
            """).GetProperty("result");
        Assert.Equal(
            ["d_mean", "sd", "cc", "ra_percent"], result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            [0.777777778m, 1.481365736m, 1.138676463m, 1.916454240m],
            result.EnumerateObject().Select(p => Math.Round(p.Value.GetDecimal(), 9)));
    }

    [Theory]
    [InlineData("""{"item":"SO2","rm_mean":715,"ra_percent":15}""", "RA", "15", "15", true)]
    [InlineData("""{"item":"SO2","rm_mean":715,"cems_mean":700,"ra_percent":15.1}""", "RA", "15", "15.1", false)]
    [InlineData("""{"item":"SO2","rm_mean":143,"cems_mean":86}""", "AE", "57", "-57", true)]
    [InlineData("""{"item":"二氧化硫","rm_mean":57,"cems_mean":74.1,"ra_percent":null}""", "RE", "30", "30.0", true)]
    [InlineData("""{"item":"a21026","rm_mean":56.9,"cems_mean":74}""", "AE", "17", "17.1", false)]
    [InlineData("""{"item":"NOX","rm_mean":41,"cems_mean":28.7}""", "RE", "30", "-30.0", true)]
    [InlineData("""{"item":"O2","rm_mean":5.0,"cems_mean":6}""", "AE", "1.0", "1.0", true)]
    [InlineData("""{"item":"PM","rm_mean":20,"cems_mean":26.1}""", "AE", "6", "6.1", false)]
    [InlineData("""{"item":"PM","rm_mean":0,"cems_mean":5}""", "AE", "5", "5", true)]
    [InlineData("""{"item":"velocity","rm_mean":10,"cems_mean":11.2}""", "RE", "12", "12.0", true)]
    [InlineData("""{"item":"temperature","rm_mean":-2,"cems_mean":1}""", "AE", "3", "3", true)]
    [InlineData("""{"item":"moisture","rm_mean":5,"cems_mean":3.4}""", "AE", "1.5", "-1.6", false)]
    [InlineData("""{"item":"COD","lab":30,"instrument":39}""", "RE", "30", "30", true)]
    [InlineData("""{"item":"COD","lab":29,"instrument":34.1}""", "AE", "5", "5.1", false)]
    [InlineData("""{"item":"氨氮","lab":1.9,"instrument":1.6}""", "AE", "0.3", "-0.3", true)]
    [InlineData("""{"item":"TP","lab":0.4,"instrument":0.46}""", "RE", "15", "15.0", true)]
    [InlineData("""{"item":"TN","lab":2,"instrument":2.4}""", "RE", "15", "20.0", false)]
    [InlineData("""{"item":"pH","lab":7,"instrument":7.5}""", "AE", "0.5", "0.5", true)]
    [InlineData("""{"item":"temperature","lab":20,"instrument":19.4}""", "AE", "0.5", "-0.6", false)]
    public void The_verdict_follows_the_reference_and_its_value_has_a_sign(
        string input, string criterion, string limit, string value, bool pass)
    {
        JsonElement result = EvaluatorTests.Ask("comparison_verdict", input).GetProperty("result");
        Assert.Equal(["criterion", "limit", "value", "pass"], result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(criterion, result.GetProperty("criterion").GetString());
        Assert.Equal(limit, result.GetProperty("limit").GetRawText());
        Assert.Equal(value, result.GetProperty("value").GetRawText());
        Assert.Equal(pass, result.GetProperty("pass").GetBoolean());
    }

    [Theory]
    [InlineData("SO2", "rm_mean", "cems_mean", "HJ 75-2017", null)]
    [InlineData("COD", "lab", "instrument", "HJ 355-2019", "M")]
    [InlineData("TP", "lab", "instrument", "HJ 355-2019", "U")]
    public void The_basis_is_the_row_that_decided(
        string item, string reference, string measured, string document, string? unconfirmed)
    {
        JsonElement basis = EvaluatorTests.Ask(
            "comparison_verdict", $$"""{"item":"{{item}}","{{reference}}":0.1,"{{measured}}":0.1}""")
            .GetProperty("basis");
        Assert.Equal(document, basis.GetProperty("document").GetString());
        Assert.Equal(unconfirmed, basis.TryGetProperty("unconfirmed", out JsonElement mark) ? mark.GetString() : null);
    }

    [Theory]
    [InlineData("rata", """{"rm":[1,2,3,4,5],"cems":[1,2,3,4]}""", "unequal_length", "cems")]
    [InlineData("rata", """{"rm":[1,2,3,4],"cems":[1,2,3,4]}""", "too_few", "rm")]
    [InlineData("rata", """{"rm":[0,0,0,0,0],"cems":[1,1,1,1,1]}""", "not_computable", "rm")]
    [InlineData("rata", """{"rm":[1,2,null,4,5],"cems":[1,2,3,4,5]}""", "missing", "rm[2]")]
    [InlineData("rata", """{"rm":[1,2,3,4,5]}""", "missing", "cems")]
    [InlineData("comparison_verdict", """{"rm_mean":1,"cems_mean":1}""", "missing", "item")]
    [InlineData("comparison_verdict", """{"item":"Hg","rm_mean":1,"cems_mean":1}""", "unknown_item", "item")]
    [InlineData("comparison_verdict", """{"item":"Hg","lab":1,"instrument":1}""", "unknown_item", "item")]
    [InlineData("comparison_verdict", """{"item":"SO2","rm_mean":715,"cems_mean":715}""", "missing", "ra_percent")]
    [InlineData("comparison_verdict", """{"item":"SO2","rm_mean":100,"ra_percent":5}""", "missing", "cems_mean")]
    [InlineData("comparison_verdict", """{"item":"SO2","cems_mean":5}""", "missing", "rm_mean")]
    [InlineData("comparison_verdict", """{"item":"SO2","rm_mean":-1,"cems_mean":5}""", "out_of_range", "rm_mean")]
    [InlineData("comparison_verdict", """{"item":"COD","instrument":5}""", "missing", "lab")]
    [InlineData("comparison_verdict", """{"item":"COD","lab":5}""", "missing", "instrument")]
    [InlineData("comparison_verdict", """{"item":"velocity","rm_mean":0,"cems_mean":1}""", "not_computable", "rm_mean")]
    [InlineData("comparison_verdict", """{"item":"flow","lab":0,"instrument":1}""", "not_computable", "lab")]
    public void A_wrong_key_is_named_with_a_code(string op, string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void More_pairs_than_the_table_knows_are_refused()
    {
        string ones = string.Join(',', Enumerable.Repeat(1, 62));
        JsonElement answer = EvaluatorTests.Ask("rata", $$"""{"rm":[{{ones}}],"cems":[{{ones}}]}""");
        Assert.Equal("too_many", answer.GetProperty("error").GetProperty("code").GetString());
    }
}
