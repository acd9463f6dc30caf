using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class GroundwaterOperationsTests
{
    [Theory]
    [InlineData(
        """{"values":{"pH":6.5,"LAS":"ND","嗅和味":"无","总α放射性":0.6,"三氯甲烷":60}}""",
        """{"class":"Ⅳ","items":{"pH":"Ⅰ","LAS":"Ⅰ","嗅和味":"Ⅰ","总α放射性":"Ⅳ","三氯甲烷":"Ⅲ"}}""")]
    [InlineData(
        """{"values":{"阴离子表面活性剂":0,"肉眼可见物":"有","铁":null}}""",
        """{"class":"Ⅴ","items":{"阴离子表面活性剂":"Ⅰ","肉眼可见物":"Ⅴ","铁":null}}""")]
    [InlineData("""{"values":{}}""", """{"class":null,"items":{}}""")]
    [InlineData(
        """{"values":{"1,2-二氯乙烷":"6.5","苯并(a)芘":"0.004L","pH":5.5}}""",
        """{"class":"Ⅳ","items":{"1,2-二氯乙烷":"Ⅲ","苯并(a)芘":"Ⅰ","pH":"Ⅳ"}}""")]
    public void A_well_answers_with_its_class_and_every_item(string input, string result)
    {
        JsonElement answer = EvaluatorTests.Ask("well_class", input);
        Assert.Equal(result, answer.GetProperty("result").GetRawText());
        Assert.Equal("GB/T 14848-2017", answer.GetProperty("basis").GetProperty("document").GetString());
        Assert.False(answer.GetProperty("basis").TryGetProperty("unconfirmed", out _));
    }

    [Theory]
    [InlineData("""{}""", "missing", "values")]
    [InlineData("""{"values":{"溶解氧":5}}""", "unknown_item", "values: '溶解氧'")]
    [InlineData("""{"values":{"嗅和味":1}}""", "not_text", "values.嗅和味")]
    [InlineData("""{"values":{"嗅和味":"微"}}""", "not_text", "values.嗅和味")]
    [InlineData("""{"values":{"砷":"无"}}""", "not_number", "values.砷")]
    [InlineData("""{"values":{"CODMn":1,"耗氧量":1}}""", "twice", "values.耗氧量")]
    public void A_wrong_key_is_named_with_a_code(string input, string code, string start)
    {
        JsonElement error = EvaluatorTests.Ask("well_class", input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(start, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
