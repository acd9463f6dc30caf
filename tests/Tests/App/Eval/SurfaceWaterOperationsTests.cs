using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class SurfaceWaterOperationsTests
{
    private static string Result(string op, string input) =>
        EvaluatorTests.Ask(op, input).GetProperty("result").GetRawText();

    [Theory]
    [InlineData(
        """{"water":"river","values":{"氨氮":0.6,"总磷_河流":"0.1","DO":7.0,"pH":8.2},"do_saturation_percent":91}""",
        """{"class":"Ⅲ","condition":"良好","items":{"氨氮":"Ⅲ","总磷_河流":"Ⅱ","DO":"Ⅰ","pH":"Ⅰ"}}""")]
    [InlineData(
        """{"water":"river","values":{"DO":6.5},"do_saturation_percent":null}""",
        """{"class":"Ⅱ","condition":"优","items":{"DO":"Ⅱ"}}""")]
    [InlineData(
        """{"water":"lake","values":{"TP":0.05,"总氮":9,"粪大肠菌群":50000,"水温":-0.1}}""",
        """{"class":"Ⅲ","condition":"良好","items":{"TP":"Ⅲ","总氮":"劣Ⅴ","粪大肠菌群":"劣Ⅴ","水温":null}}""")]
    [InlineData(
        """{"water":"river","values":{"总氮":9,"汞":null,"硫酸盐":300,"Cu":1.0}}""",
        """{"class":"Ⅱ","condition":"优","items":{"总氮":null,"汞":null,"硫酸盐":null,"Cu":"Ⅱ"}}""")]
    [InlineData(
        """{"water":"river","values":{"汞":5e-05,"铅":"0.01L","镉":"ND"}}""",
        """{"class":"Ⅰ","condition":"优","items":{"汞":"Ⅰ","铅":"Ⅰ","镉":"Ⅰ"}}""")]
    [InlineData("""{"water":"river","values":{}}""", """{"class":null,"condition":null,"items":{}}""")]
    [InlineData(
        """{"water":"river","values":{"pH":5.9}}""", """{"class":"劣Ⅴ","condition":"重度污染","items":{"pH":"劣Ⅴ"}}""")]
    public void A_section_answers_with_its_class_its_condition_and_every_item(string input, string result) =>
        Assert.Equal(result, Result("section_class", input));

    [Fact]
    public void A_section_says_that_its_method_is_unconfirmed()
    {
        JsonElement basis = EvaluatorTests.Ask("section_class", """{"water":"river","values":{"氨氮":1}}""")
            .GetProperty("basis");
        Assert.Equal("环办〔2011〕22号", basis.GetProperty("document").GetString());
        Assert.Equal("M", basis.GetProperty("unconfirmed").GetString());
    }

    [Theory]
    [InlineData("氨氮", "1.545", "\"0.54\"")]
    [InlineData("总磷_河流", "0.25", "\"0.25\"")]
    [InlineData("总磷_湖库", "0.25", "\"4.00\"")]
    [InlineData("TP", "0.5", "\"1.50\"")]
    [InlineData("氨氮", "1.0", "null")]
    [InlineData("氨氮", "0.2", "null")]
    [InlineData("氨氮", "\"ND\"", "null")]
    [InlineData("pH", "10", "null")]
    [InlineData("溶解氧", "2", "null")]
    [InlineData("水温", "2", "null")]
    [InlineData("硫酸盐", "300", "\"0.20\"")]
    public void Times_have_two_places_and_are_null_without_exceedance(string item, string value, string times) =>
        Assert.Equal(
            $$"""{"times":{{times}}}""", Result("exceed_times", $$"""{"item":"{{item}}","value":{{value}}}"""));

    [Fact]
    public void The_water_may_be_told_where_only_an_item_is_asked()
    {
        Assert.Equal("""{"times":"1.00"}""", Result("exceed_times", """{"item":"总磷","value":0.1,"water":"lake"}"""));
        Assert.Equal("""{"index":2}""", Result("cwqi_item", """{"item":"总磷","value":0.1,"water":"lake"}"""));
        Assert.Equal("""{"index":0.5}""", Result("cwqi_item", """{"item":"总磷","value":0.1,"water":"river"}"""));
    }

    [Theory]
    [InlineData("""{"n_I_III":75,"n_inferior_V":25,"n_sections":100}""", "\"良好\"")]
    [InlineData("""{"n_I_III":3,"n_inferior_V":2,"n_sections":5}""", "\"重度污染\"")]
    [InlineData("""{"n_I_III":2,"n_inferior_V":1,"n_sections":4}""", "null")]
    public void A_basin_answers_with_its_condition(string input, string condition) =>
        Assert.Equal($$"""{"condition":{{condition}}}""", Result("basin_condition", input));

    [Fact]
    public void A_lake_answers_with_all_terms_the_index_and_its_level()
    {
        JsonElement result = EvaluatorTests.Ask(
            "tli", """{"chla_mg_m3":10,"TP_mg_L":"0.1L","TN_mg_L":1,"SD_m":1.5,"CODMn_mg_L":4}""")
            .GetProperty("result");
        Assert.Equal(["sub", "tli", "level"], result.EnumerateObject().Select(p => p.Name));
        JsonElement sub = result.GetProperty("sub");
        Assert.Equal(["chla", "TP", "TN", "SD", "CODMn"], sub.EnumerateObject().Select(p => p.Name));
        Assert.Equal(45.709308, sub.GetProperty("TP").GetDouble(), 6);
        Assert.Equal(46.575288, result.GetProperty("tli").GetDouble(), 6);
        Assert.Equal("中营养", result.GetProperty("level").GetString());
    }

    [Fact]
    public void A_lake_with_an_unknown_term_has_the_others_and_no_index() => Assert.Equal(
        """{"sub":{"chla":null,"TP":null,"TN":54.530,"SD":null,"CODMn":null},"tli":null,"level":null}""",
        Result("tli", """{"chla_mg_m3":null,"TN_mg_L":1}"""));

    [Theory]
    [InlineData("pH", "8.2", "0.6")]
    [InlineData("DO", "8", "0.625")]
    [InlineData("氨氮", "0.25", "0.25")]
    [InlineData("氨氮", "\"0.5L\"", "0.25")]
    [InlineData("总氮", "0.25", "null")]
    public void The_city_index_of_an_item_is_in_full(string item, string value, string index) =>
        Assert.Equal($$"""{"index":{{index}}}""", Result("cwqi_item", $$"""{"item":"{{item}}","value":{{value}}}"""));

    [Fact]
    public void Saturation_goes_by_altitude_or_by_the_measured_pressure()
    {
        Assert.Equal(
            """{"pressure_kpa":64.5041374111003,"do_sat_mg_L":7.11174897333611,"ninety_percent":6.400574076002499}""",
            Result("do_saturation", """{"altitude_m":3650,"temp_c":10}"""));
        JsonElement measured = EvaluatorTests.Ask("do_saturation", """{"pressure_kpa":101.325,"temp_c":20}""")
            .GetProperty("result");
        Assert.Equal(9.069767, measured.GetProperty("do_sat_mg_L").GetDouble(), 6);
        Assert.Equal(101.325m, measured.GetProperty("pressure_kpa").GetDecimal());
    }

    [Theory]
    [InlineData("section_class", """{"values":{}}""", "missing", "water")]
    [InlineData("section_class", """{"water":"sea","values":{}}""", "unknown_choice", "water")]
    [InlineData("section_class", """{"water":"river"}""", "missing", "values")]
    [InlineData("section_class", """{"water":"river","values":{"氨氯":1}}""", "unknown_item", "values: '氨氯'")]
    [InlineData("section_class", """{"water":"river","values":{"氨氮":"多"}}""", "not_number", "values.氨氮")]
    [InlineData("section_class", """{"water":"river","values":{"氨氮":[1]}}""", "not_number", "values.氨氮")]
    [InlineData("section_class", """{"water":"river","values":{"氨氮":-1}}""", "out_of_range", "values.氨氮")]
    [InlineData("section_class", """{"water":"river","values":{"TP":1,"总磷":1}}""", "twice", "values.总磷")]
    [InlineData("section_class", """{"water":"lake","values":{"总磷_河流":1}}""", "not_applicable", "values.总磷_河流")]
    [InlineData("section_class", """{"water":"river","values":{"pH":"ND"}}""", "not_number", "values.pH")]
    [InlineData("section_class", """{"water":"river","values":{"DO":"<0.1"}}""", "not_number", "values.DO")]
    [InlineData(
        "section_class", """{"water":"river","values":{"DO":7},"do_saturation_percent":-1}""", "out_of_range", "do_")]
    [InlineData("exceed_times", """{"item":"氨氯","value":1}""", "unknown_item", "item: '氨氯'")]
    [InlineData("exceed_times", """{"item":"氨氮"}""", "missing", "value")]
    [InlineData("exceed_times", """{"item":"氨氮","value":null}""", "missing", "value")]
    [InlineData("exceed_times", """{"value":1}""", "missing", "item")]
    [InlineData("exceed_times", """{"item":"氨氮","value":1,"water":"sea"}""", "unknown_choice", "water")]
    [InlineData("basin_condition", """{"n_I_III":0,"n_inferior_V":0,"n_sections":0}""", "out_of_range", "n_sections")]
    [InlineData("basin_condition", """{"n_I_III":4,"n_inferior_V":2,"n_sections":5}""", "out_of_range", "n_sections")]
    [InlineData("basin_condition", """{"n_I_III":1.5,"n_inferior_V":2,"n_sections":5}""", "not_whole", "n_I_III")]
    [InlineData("tli", """{"chla_mg_m3":0}""", "out_of_range", "chla_mg_m3")]
    [InlineData("tli", """{"SD_m":"ND"}""", "out_of_range", "SD_m")]
    [InlineData("tli", """{"SD_m":"clear"}""", "not_number", "SD_m")]
    [InlineData("cwqi_item", """{"item":"DO","value":0}""", "out_of_range", "value")]
    [InlineData("cwqi_item", """{"item":"氨氮","value":"ND"}""", "not_number", "value")]
    [InlineData("do_saturation", """{"temp_c":10}""", "missing", "altitude_m")]
    [InlineData("do_saturation", """{"altitude_m":9001,"temp_c":10}""", "out_of_range", "altitude_m")]
    [InlineData("do_saturation", """{"altitude_m":100,"temp_c":61}""", "out_of_range", "temp_c")]
    [InlineData("do_saturation", """{"pressure_kpa":1,"temp_c":10}""", "out_of_range", "pressure_kpa")]
    public void A_wrong_key_is_named_with_a_code(string op, string input, string code, string start)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(start, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
