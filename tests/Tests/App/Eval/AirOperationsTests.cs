using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

/// <summary>Ambient air through the calculator, with the corners in which editions differ.</summary>
public sealed class AirOperationsTests
{
    private const string Hours = "100,100,100,100,100,100,100,100,100,100,100,100";

    [Theory]
    [InlineData("iaqi", """{"edition":2012,"item":"PM25_24h","conc":75}""", """{"iaqi":100}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":75}""", """{"iaqi":114}""")]
    [InlineData("iaqi", """{"edition":"2026","item":"PM2.5_24h","conc":"35.5"}""", """{"iaqi":52}""")]
    [InlineData("iaqi", """{"edition":"HJ 633-2012","item":"PM25_24h","conc":35.5}""", """{"iaqi":51}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":null}""", """{"iaqi":null}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":0}""", """{"iaqi":0}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":9999}""", """{"iaqi":500}""")]
    [InlineData("iaqi", """{"edition":2012,"item":"SO2_1h","conc":801}""", """{"iaqi":null}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"SO2_1h","conc":801}""", """{"iaqi":200}""")]
    [InlineData("iaqi", """{"edition":2012,"item":"O3_8h","conc":801}""", """{"iaqi":null}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"O3_8h","conc":801}""", """{"iaqi":300}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"CO_24h","conc":2.05}""", """{"iaqi":50}""")]
    [InlineData("iaqi", """{"edition":2012,"item":"PM25_1h","conc":40}""", """{"iaqi":null}""")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_1h","conc":40}""", """{"iaqi":60}""")]
    [InlineData("aqi_daily", """{"edition":2012,"values":{"SO2_24h":0,"PM25_24h":null}}""",
        """{"iaqi":{"SO2_24h":0,"PM25_24h":null},"aqi":0,"primary":[],"level":"一级","category":"优","colour":"绿"}""")]
    [InlineData("limit_on_date", """{"date":"2026-02-28","item":"PM2.5","period":"24h","grade":2}""",
        """{"limit":75}""")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"PM2.5","period":"24h","grade":"二级"}""",
        """{"limit":60}""")]
    [InlineData("limit_on_date", """{"date":"2030-12-31","item":"PM25","period":"24h","grade":"II"}""",
        """{"limit":60}""")]
    [InlineData("limit_on_date", """{"date":"2031-01-01","item":"细颗粒物","period":"24小时平均","grade":"2"}""",
        """{"limit":50}""")]
    [InlineData("limit_on_date", """{"date":"2031-01-01","item":"PM2.5","period":"annual","grade":"一级"}""",
        """{"limit":10}""")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"O3","period":"24h","grade":1}""",
        """{"limit":null}""")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"O3","period":"8h","grade":1}""", """{"limit":100}""")]
    [InlineData("limit_on_date", """{"date":"2011-01-01","item":"SO2","period":"1h","grade":1}""",
        """{"limit":null}""")]
    [InlineData("percentile", """{"values":[40,10,30,20],"p":90}""", """{"value":37}""")]
    [InlineData("percentile", """{"values":[1,2],"p":98}""", """{"value":1.98}""")]
    [InlineData("percentile", """{"values":[1,null,2],"p":50}""", """{"value":1.5}""")]
    [InlineData("percentile", """{"values":[],"p":50}""", """{"value":null}""")]
    [InlineData("o3_mda8", "{\"hours_1_to_24\":[" + Hours + "," + Hours + "]}",
        """{"valid":true,"mda8":100,"n8h":17}""")]
    [InlineData("o3_mda8",
        "{\"hours_1_to_24\":[" + Hours + ",null,null,null,null,null,null,null,null,null,null,null,null]}",
        """{"valid":false,"mda8":null,"n8h":7}""")]
    [InlineData("air_daily_valid", """{"valid_hours":20}""", """{"valid":true}""")]
    [InlineData("air_daily_valid", """{"valid_hours":19}""", """{"valid":false}""")]
    [InlineData("air_annual_valid", """{"valid_days":324,"min_month_days":27,"feb_days":25}""", """{"valid":true}""")]
    [InlineData("air_annual_valid", """{"valid_days":323,"min_month_days":27,"feb_days":25}""", """{"valid":false}""")]
    [InlineData("air_annual_valid", """{"valid_days":330,"min_month_days":26,"feb_days":25}""", """{"valid":false}""")]
    [InlineData("air_annual_valid", """{"valid_days":330,"min_month_days":27,"feb_days":24}""", """{"valid":false}""")]
    public void Air_answers_as_the_contract_says(string op, string input, string result) =>
        Assert.Equal(result, EvaluatorTests.Ask(op, input).GetProperty("result").GetRawText());

    [Theory]
    [InlineData("""{"edition":2026,"values":{"PM25_24h":60,"PM10_24h":120,"O3_8h":90}}""",
        """{"iaqi":{"PM25_24h":100,"PM10_24h":100,"O3_8h":45},"aqi":100"""
        + ""","primary":["PM25_24h","PM10_24h"],"level":"二级","category":"良","colour":"黄"}""")]
    [InlineData("""{"edition":2026,"values":{"PM2.5":35,"NO2_24h":10}}""",
        """{"iaqi":{"PM2.5":50,"NO2_24h":13},"aqi":50,"primary":[],"level":"一级","category":"优","colour":"绿"}""")]
    [InlineData("""{"edition":2012,"values":{"O3_1h":900,"O3_8h":801,"PM25_24h":null}}""",
        """{"iaqi":{"O3_1h":350,"O3_8h":null,"PM25_24h":null},"aqi":350"""
        + ""","primary":["O3_1h"],"level":"六级","category":"严重污染","colour":"褐红"}""")]
    [InlineData("""{"edition":2026,"values":{"PM25_24h":60,"PM10_24h":null}}""",
        """{"iaqi":{"PM25_24h":100,"PM10_24h":null},"aqi":null"""
        + ""","primary":null,"level":null,"category":null,"colour":null}""")]
    [InlineData("""{"edition":2026,"values":{"PM25_24h":116,"PM10_24h":null,"O3_1h":500}}""",
        """{"iaqi":{"PM25_24h":152,"PM10_24h":null,"O3_1h":null},"aqi":152"""
        + ""","primary":["PM25_24h"],"level":"四级","category":"中度污染","colour":"红"}""")]
    public void A_day_answers_as_the_contract_says(string input, string result) =>
        Assert.Equal(result, EvaluatorTests.Ask("aqi_daily", input).GetProperty("result").GetRawText());

    [Theory]
    [InlineData("iaqi", """{"edition":2020,"item":"PM25_24h","conc":1}""", "unknown_choice", "edition")]
    [InlineData("iaqi", """{"edition":2026,"item":"H2S_24h","conc":1}""", "unknown_item", "item")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25","conc":1}""", "unknown_item", "item")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":-1}""", "out_of_range", "conc")]
    [InlineData("iaqi", """{"edition":2026,"item":"PM25_24h","conc":"x"}""", "not_number", "conc")]
    [InlineData("iaqi", """{"item":"PM25_24h","conc":1}""", "missing", "edition")]
    [InlineData("aqi_daily", """{"edition":2026,"values":{"H2S":1}}""", "unknown_item", "values")]
    [InlineData("aqi_daily", """{"edition":2026,"values":{"PM2.5":1,"PM25_24h":2}}""", "twice", "values.PM25_24h")]
    [InlineData("aqi_daily", """{"edition":2026,"values":{"PM25_24h":-2}}""", "out_of_range", "values.PM25_24h")]
    [InlineData("limit_on_date", """{"date":"2026-13-01","item":"SO2","period":"1h","grade":1}""", "not_date", "date")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"X","period":"1h","grade":1}""",
        "unknown_item", "item")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"SO2","period":"2h","grade":1}""", "unknown_period",
        "period")]
    [InlineData("limit_on_date", """{"date":"2026-03-01","item":"SO2","period":"1h","grade":3}""", "unknown_choice",
        "grade")]
    [InlineData("percentile", """{"values":[1],"p":101}""", "out_of_range", "p")]
    [InlineData("o3_mda8", """{"hours_1_to_24":[1,2,3]}""", "wrong_length", "hours_1_to_24")]
    [InlineData("air_daily_valid", """{"valid_hours":25}""", "out_of_range", "valid_hours")]
    [InlineData("air_annual_valid", """{"valid_days":324,"min_month_days":27}""", "missing", "feb_days")]
    public void A_wrong_key_is_named_with_a_code(string op, string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_rests_on_an_unconfirmed_row_says_so()
    {
        JsonElement capped = EvaluatorTests.Ask(
            "aqi_daily", """{"edition":2026,"values":{"PM25_24h":600}}""").GetProperty("basis");
        Assert.Equal("U", capped.GetProperty("unconfirmed").GetString());
        JsonElement plain = EvaluatorTests.Ask(
            "aqi_daily", """{"edition":2026,"values":{"PM25_24h":60}}""").GetProperty("basis");
        Assert.False(plain.TryGetProperty("unconfirmed", out _));
        Assert.Equal("HJ 633-2026", plain.GetProperty("document").GetString());
    }
}
