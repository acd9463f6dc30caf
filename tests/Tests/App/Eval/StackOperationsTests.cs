using System.Globalization;
using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class StackOperationsTests
{
    [Theory]
    [InlineData(
        "to_reference_state", """{"c_actual":100,"temp_c":25,"pressure_kpa":101.325}""", """{"c_reference":100}""")]
    [InlineData("o2_correction", """{"c":100,"o2":9,"ref":6}""", """{"corrected":"125.00"}""")]
    [InlineData("o2_correction", """{"c":"483.7","o2":"9.08","ref":10}""", """{"corrected":"446.37"}""")]
    [InlineData("o2_correction", """{"c":100,"o2":0,"ref":0}""", """{"corrected":"100.00"}""")]
    [InlineData("o2_correction", """{"c":100,"o2":20.99,"ref":6}""", """{"corrected":"150000.00"}""")]
    // Ties go to the even digit: 0.125 and 0.375 at no correction.
    [InlineData("o2_correction", """{"c":0.125,"o2":6,"ref":6}""", """{"corrected":"0.12"}""")]
    [InlineData("o2_correction", """{"c":0.375,"o2":6,"ref":6}""", """{"corrected":"0.38"}""")]
    [InlineData("o2_correction", """{"c":100,"o2":21,"ref":6}""", """{"corrected":null}""")]
    [InlineData("o2_correction", """{"c":100,"o2":25,"ref":6}""", """{"corrected":null}""")]
    [InlineData("hour_valid", """{"valid_minutes":45}""", """{"valid":true}""")]
    [InlineData("hour_valid", """{"valid_minutes":44.9}""", """{"valid":false}""")]
    [InlineData("month_valid", """{"valid_days":25,"month":4}""", """{"valid":true}""")]
    [InlineData("month_valid", """{"valid_days":24,"month":4}""", """{"valid":false}""")]
    [InlineData("month_valid", """{"valid_days":23,"month":2}""", """{"valid":true}""")]
    [InlineData("month_valid", """{"valid_days":22,"month":2}""", """{"valid":false}""")]
    [InlineData("capture_rate", """{"quarter_h":2160,"invalid_h":100,"stop_h":160}""", """{"rate_percent":95}""")]
    [InlineData("capture_rate", """{"quarter_h":2160,"invalid_h":0,"stop_h":2160}""", """{"rate_percent":null}""")]
    [InlineData("capture_rate", """{"quarter_h":2160,"invalid_h":2160,"stop_h":0}""", """{"rate_percent":0}""")]
    [InlineData(
        "substitute_emission", """{"capture":90,"n_hours":24,"history":[1,5,2]}""", """{"window":180,"value":5}""")]
    [InlineData(
        "substitute_emission", """{"capture":90,"n_hours":25,"history":[1,null,2]}""", """{"window":720,"value":2}""")]
    [InlineData(
        "substitute_emission", """{"capture":75,"n_hours":1,"history":[]}""", """{"window":2160,"value":null}""")]
    [InlineData(
        "substitute_emission", """{"capture":74.99,"n_hours":1,"history":[1]}""", """{"window":null,"value":null}""")]
    public void Flue_gas_answers_as_the_contract_says(string op, string input, string result) =>
        Assert.Equal(result, EvaluatorTests.Ask(op, input).GetProperty("result").GetRawText());

    [Fact]
    public void A_concentration_on_the_plateau_grows_at_the_reference_state()
    {
        JsonElement answer = EvaluatorTests.Ask(
            "to_reference_state", """{"c_actual":50,"temp_c":10,"pressure_kpa":65.2}""");
        decimal value = answer.GetProperty("result").GetProperty("c_reference").GetDecimal();
        Assert.Equal(73.79395266m, Math.Round(value, 8));
        Assert.Equal("GB 3095-2026", answer.GetProperty("basis").GetProperty("document").GetString());
    }

    [Fact]
    public void The_oldest_hour_of_the_window_counts_and_the_one_before_does_not()
    {
        string history = string.Join(',', Enumerable.Range(0, 181).Select(i => i switch { 0 => 9, 1 => 7, _ => 1 }));
        JsonElement answer = EvaluatorTests.Ask(
            "substitute_emission", $$"""{"capture":95,"n_hours":3,"history":[{{history}}]}""");
        Assert.Equal(7, answer.GetProperty("result").GetProperty("value").GetDecimal());
    }

    [Theory]
    [InlineData("""{"c":50.1}""", 1)]
    [InlineData("""{"c":50}""", 0)]
    [InlineData("""{"c":"50.0001","valid_minutes":45}""", 1)]
    [InlineData("""{"c":60,"valid_minutes":44}""", 0)]
    [InlineData("""{"c":60,"valid_minutes":null}""", 1)]
    [InlineData("""{"c":null,"valid_minutes":60}""", 0)]
    [InlineData("""{"valid_minutes":60}""", 0)]
    [InlineData("null", 0)]
    [InlineData("""{"c":60,"invalid_mark":true}""", 0)]
    [InlineData("""{"c":60,"invalid_mark":false}""", 1)]
    [InlineData("""{"c":60,"invalid_mark":"校准"}""", 0)]
    [InlineData("""{"c":60,"invalid_mark":""}""", 1)]
    [InlineData("""{"c":60,"invalid_mark":null}""", 1)]
    [InlineData("""{"c":60,"invalid_mark":0}""", 1)]
    [InlineData("""{"c":60,"invalid_mark":1}""", 0)]
    public void An_hour_counts_as_exceeding_when_it_is_valid_unmarked_and_above(string hour, int count)
    {
        JsonElement answer = EvaluatorTests.Ask("exceed_hours", $$"""{"limit":50,"hours":[{{hour}},{{hour}}]}""");
        Assert.Equal(
            (2 * count).ToString(CultureInfo.InvariantCulture),
            answer.GetProperty("result").GetProperty("exceed_hours").GetRawText());
    }

    [Theory]
    [InlineData("to_reference_state", """{"c_actual":1,"temp_c":9,"pressure_kpa":0}""", "out_of_range", "pressure_kpa")]
    [InlineData("to_reference_state", """{"c_actual":1,"temp_c":-274,"pressure_kpa":65}""", "out_of_range", "temp_c")]
    [InlineData("to_reference_state", """{"c_actual":1,"temp_c":25}""", "missing", "pressure_kpa")]
    [InlineData("o2_correction", """{"c":1,"o2":-0.1,"ref":6}""", "out_of_range", "o2")]
    [InlineData("o2_correction", """{"c":1,"o2":6,"ref":21}""", "out_of_range", "ref")]
    [InlineData("o2_correction", """{"c":1,"o2":6,"ref":-1}""", "out_of_range", "ref")]
    [InlineData("o2_correction", """{"c":null,"o2":6,"ref":6}""", "missing", "c")]
    [InlineData("hour_valid", """{"valid_minutes":61}""", "out_of_range", "valid_minutes")]
    [InlineData("hour_valid", """{}""", "missing", "valid_minutes")]
    [InlineData("month_valid", """{"valid_days":25,"month":13}""", "out_of_range", "month")]
    [InlineData("month_valid", """{"valid_days":30,"month":2}""", "out_of_range", "valid_days")]
    [InlineData("capture_rate", """{"quarter_h":100,"invalid_h":1,"stop_h":101}""", "out_of_range", "stop_h")]
    [InlineData("capture_rate", """{"quarter_h":100,"invalid_h":51,"stop_h":50}""", "out_of_range", "invalid_h")]
    [InlineData("capture_rate", """{"quarter_h":100,"invalid_h":-1,"stop_h":50}""", "out_of_range", "invalid_h")]
    [InlineData("substitute_emission", """{"capture":101,"n_hours":1,"history":[]}""", "out_of_range", "capture")]
    [InlineData("substitute_emission", """{"capture":90,"n_hours":0,"history":[]}""", "out_of_range", "n_hours")]
    [InlineData("substitute_emission", """{"capture":90,"n_hours":1}""", "missing", "history")]
    [InlineData("exceed_hours", """{"limit":50,"hours":[1]}""", "not_object", "hours[0]")]
    [InlineData("exceed_hours", """{"limit":50,"hours":[null,{"c":"ND"}]}""", "not_number", "hours[1].c")]
    [InlineData("exceed_hours", """{"limit":50,"hours":[{"c":1,"valid_minutes":61}]}""", "out_of_range", "hours[0].v")]
    [InlineData("exceed_hours", """{"hours":[]}""", "missing", "limit")]
    public void A_wrong_key_is_named_with_a_code(string op, string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
