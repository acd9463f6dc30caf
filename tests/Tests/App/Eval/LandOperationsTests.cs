using System.Text.Json;
using Qingyuan.Standards;

namespace Qingyuan.Tests.App.Eval;

public sealed class LandOperationsTests
{
    [Theory]
    [InlineData("Cd", "0.3", "6.5", "paddy", "0.4", "2", "风险低")]
    [InlineData("镉", "0.3", "6.5", "other", "0.3", "2", "风险低")]
    [InlineData("Cd", "0.5", "6.51", "rotation", "0.3", "3", "可能存在风险")]
    [InlineData("Cd", "4", "7.6", "水田", "0.8", "4", "可能存在风险")]
    [InlineData("Cd", "4.01", "7.6", "orchard", "0.6", "4", "风险高")]
    [InlineData("Cu", "5000", "5.5", "orchard", "150", "null", "可能存在风险")]
    [InlineData("Cu", "50", "5.5", "paddy", "50", "null", "风险低")]
    [InlineData("As", "25", "7.5", "paddy", "25", "120", "风险低")]
    [InlineData("BaP", "0.56", "null", "other", "0.55", "null", "可能存在风险")]
    [Clause("GB 15618-2018", "6")]
    [Clause("GB 15618-2018", "表1")]
    public void Farmland_is_held_to_its_use_and_band(
        string item, string value, string acidity, string use, string screening, string control, string verdict)
    {
        JsonElement result = Result("ag_screen",
            $$"""{"item":"{{item}}","value":{{value}},"pH":{{acidity}},"use":"{{use}}"}""");
        Assert.Equal(decimal.Parse(screening), result.GetProperty("screening").GetDecimal());
        Assert.Equal(control, result.GetProperty("control").GetRawText());
        Assert.Equal(verdict, result.GetProperty("verdict").GetString());
    }

    [Theory]
    [InlineData("nemerow", """{"pi":[0.5,1.5]}""", "P", 1.27475487839820)]
    [InlineData("leq", """{"levels":[60,70]}""", "leq", 67.4036268949424)]
    [InlineData("leq", """{"levels":[55,55,55]}""", "leq", 55)]
    [InlineData("ldn", """{"ld":55,"ln":45}""", "ldn", 55)]
    [InlineData("ldn", """{"ld":60,"ln":55}""", "ldn", 62.3572010523944)]
    [Clause("HJ/T 166-2004", "12.2")]
    [Clause("GB 3096-2008", "3.2")]
    [Clause("GB 3096-2008", "Ldn")]
    public void Roots_and_logarithms_are_given_in_full(string op, string input, string key, double expected) =>
        Assert.Equal(expected, Result(op, input).GetProperty(key).GetDouble(), 1e-9);

    [Theory]
    [InlineData(75, "优")]
    [InlineData(74.99, "良")]
    [InlineData(55, "良")]
    [InlineData(54.99, "一般")]
    [InlineData(35, "一般")]
    [InlineData(34.99, "较差")]
    [InlineData(20, "较差")]
    [InlineData(19.99, "差")]
    [Clause("HJ 192-2015", "EI")]
    [Clause("HJ 192-2015", "分级")]
    public void A_lower_bound_of_EI_belongs_to_its_level(decimal index, string level)
    {
        JsonElement result = Result("ei", FormattableString.Invariant(
            $"{{\"bio\":{index},\"veg\":{index},\"water\":{index},\"land_stress\":{100 - index},")
            + FormattableString.Invariant($"\"pollution\":{100 - index}}}"));
        Assert.Equal(index, result.GetProperty("ei").GetDecimal());
        Assert.Equal(level, result.GetProperty("level").GetString());
    }

    [Fact]
    [Clause("HJ 192-2015", "EI")]
    public void EI_weighs_each_index() => Assert.Equal(57m, Result(
        "ei", """{"bio":60,"veg":70,"water":20,"land_stress":30,"pollution":50}""").GetProperty("ei").GetDecimal());

    [Theory]
    [InlineData("BOD5", "12", "12", false)]
    [InlineData("五日生化需氧量", "12.01", "12", true)]
    [InlineData("COD", "48", "48", false)]
    [InlineData("pH", "3", "2", true)]
    [InlineData("悬浮物", "168", "168", false)]
    [InlineData("石油类", "73", "72", true)]
    [InlineData("NH3-N", "24", "24", false)]
    [Clause("HJ 493-2009", "表1")]
    public void The_shortest_time_of_an_item_holds(string item, string hours, string limit, bool violation)
    {
        JsonElement result = Result("holding_time", $$"""{"item":"{{item}}","hours_since_sampling":{{hours}}}""");
        Assert.Equal(limit, result.GetProperty("limit_h").GetRawText());
        Assert.Equal(violation, result.GetProperty("violation").GetBoolean());
    }

    [Theory]
    [InlineData("HJ 505-2009", "116", "116", false)]
    [InlineData("HJ 505", "115.9", "116", true)]
    [InlineData("hj828", "2", "2", false)]
    [InlineData("BOD5", "115", "116", true)]
    [InlineData("cod", "0.24", "0.25", true)]
    [InlineData("GB 11893-89", "0.7", "0.75", true)]
    [InlineData("HJ 347.2-2018", "43", "44", true)]
    [Clause("HJ 505-2009", "培养")]
    public void A_method_takes_its_time(string method, string hours, string least, bool impossible)
    {
        JsonElement result = Result("min_duration", $$"""{"method":"{{method}}","elapsed_h":{{hours}}}""");
        Assert.Equal(decimal.Parse(least), result.GetProperty("min_h").GetDecimal());
        Assert.Equal(impossible, result.GetProperty("impossible").GetBoolean());
    }

    [Theory]
    [InlineData("ag_screen", """{"item":"Cd","value":1,"pH":null,"use":"paddy"}""", "missing")]
    [InlineData("ag_screen", """{"item":"Xx","value":1,"pH":7,"use":"paddy"}""", "unknown_item")]
    [InlineData("ag_screen", """{"item":"Cd","value":1,"pH":7,"use":"forest"}""", "unknown_choice")]
    [InlineData("ag_screen", """{"item":"Cd","value":-1,"pH":7,"use":"paddy"}""", "out_of_range")]
    [InlineData("ag_screen", """{"item":"Cd","value":1,"pH":15,"use":"paddy"}""", "out_of_range")]
    [InlineData("nemerow", """{"pi":[]}""", "empty")]
    [InlineData("nemerow", """{"pi":[-1]}""", "out_of_range")]
    [InlineData("leq", """{"levels":[]}""", "empty")]
    [InlineData("leq", """{"levels":[null]}""", "missing")]
    [InlineData("ldn", """{"ld":55}""", "missing")]
    [InlineData("ei", """{"bio":101,"veg":1,"water":1,"land_stress":1,"pollution":1}""", "out_of_range")]
    [InlineData("holding_time", """{"item":"xx","hours_since_sampling":1}""", "unknown_item")]
    [InlineData("min_duration", """{"method":"HJ 1","elapsed_h":1}""", "unknown_item")]
    public void A_wrong_key_is_refused_with_a_code(string op, string input, string code) =>
        Assert.Equal(code, EvaluatorTests.Ask(op, input).GetProperty("error").GetProperty("code").GetString());

    private static JsonElement Result(string op, string input) => EvaluatorTests.Ask(op, input).GetProperty("result");
}
