using Qingyuan.App.Screens.Calculator;
using Qingyuan.Standards;

namespace Qingyuan.Tests.App.Screens.Calculator;

/// <summary>The public calculator says what <c>eval</c> says, in words, and names a wrong field by its label.</summary>
public sealed class CalculatorTests
{
    private static CalcAnswer Ask(string key, string language, params (string Field, string Text)[] given) =>
        CalcAnswer.Of(
            Calculators.Find(key)!, given.ToDictionary(g => g.Field, g => g.Text), CalcWords.Of(language),
            Rulebook.Shipped)!;

    [Fact]
    public void Every_calculator_answers_a_plain_question_in_three_languages_with_steps_and_a_clause()
    {
        (string, (string, string)[])[] asked =
        [
            ("aqi", [("edition", "2026"), ("PM25_24h", "61"), ("O3_8h", "120")]),
            ("water", [("water", "river"), ("溶解氧", "6.8"), ("氨氮", "0.21")]),
            ("groundwater", [("氟化物", "1.2")]),
            ("soil", [("item", "Cd"), ("value", "0.5"), ("pH", "6.0"), ("use", "paddy")]),
            ("o2", [("c", "120"), ("o2", "12.4"), ("ref", "9")]),
            ("rounding", [("value", "0.545"), ("by", "places"), ("n", "2")]),
            ("comparison", [("item", "SO2"), ("rm_mean", "60"), ("cems_mean", "70"), ("ra_percent", "12")]),
            ("penalty", [("fine", "100000"), ("order_served", "2026-06-01"), ("recheck_found", "2026-06-20")]),
        ];
        Assert.Equal(Calculators.All.Select(c => c.Key).Order(), asked.Select(a => a.Item1).Order());
        foreach ((string key, (string, string)[] given) in asked)
        {
            foreach ((string language, _) in CalcWords.Languages)
            {
                CalcAnswer answer = Ask(key, language, given);
                Assert.True(answer.Error is null, $"{key} {language}: {answer.Error}");
                Assert.NotEmpty(answer.Steps);
                Assert.NotEmpty(answer.Document);
                Assert.NotEmpty(answer.Clause);
                string all = string.Join('\n', [answer.Sentence, .. answer.Steps, .. answer.Rows.Select(r => r.Name)]);
                Assert.False(all.Contains("{0}", StringComparison.Ordinal), all);
                Assert.DoesNotMatch(@"(^|\s|：)[aceskrt]\.[a-z]", all); // A key without its word.
            }
        }
    }

    [Theory]
    [InlineData("o2", "折算后 167.44 mg/m³")]
    [InlineData("rounding", "0.545 修约为 0.54")]
    public void The_sentence_holds_the_result(string key, string sentence)
    {
        CalcAnswer answer = key == "o2" ? Ask(key, "zh", ("c", "120"), ("o2", "12.4"), ("ref", "9"))
            : Ask(key, "zh", ("value", "0.545"), ("by", "places"), ("n", "2"));
        Assert.Equal(sentence, answer.Sentence);
    }

    [Theory]
    [InlineData("digits", "3", "99.95 修约为 100")]
    [InlineData("interval", "0.5", "99.95 修约为 100.0")]
    public void Rounding_goes_by_the_way_chosen(string by, string n, string sentence) =>
        Assert.Equal(sentence, Ask("rounding", "zh", ("value", "99.95"), ("by", by), ("n", n)).Sentence);

    [Theory]
    [InlineData("COD", "66", "58", "合格")]
    [InlineData("COD", "90", "58", "不合格")]
    [InlineData("SO2", "57", "200", "不合格")]
    public void A_comparison_is_of_waste_water_or_of_flue_gas_by_its_item(
        string item, string instrument, string reference, string sentence) => Assert.Equal(sentence, Ask(
            "comparison", "zh", ("item", item), ("cems_mean", instrument), ("rm_mean", reference)).Sentence);

    [Theory]
    [InlineData("o2", "c", "abc", "“实测浓度”要填数字，例如 10.5。")]
    [InlineData("o2", "c", "", "请填写“实测浓度”。")]
    [InlineData("penalty", "order_served", "2026/01/01", "“责令改正书送达日”要填日期，例如 2026-03-01。")]
    public void A_wrong_field_is_named_by_its_label(string key, string field, string text, string error)
    {
        Dictionary<string, string> given = key == "o2"
            ? new() { ["c"] = "1", ["o2"] = "10", ["ref"] = "9" }
            : new() { ["fine"] = "1", ["order_served"] = "2026-01-01", ["recheck_found"] = "2026-01-09" };
        given[field] = text;
        Assert.Equal(error, Ask(key, "zh", [.. given.Select(g => (g.Key, g.Value))]).Error);
    }

    [Fact]
    public void Answer_and_steps_go_by_the_corrected_table()
    {
        string path = "Gbt14848Of2017/table1.csv";
        string shipped = CsvTable.ShippedText(path);
        string row = shipped.Split('\n').First(l => l.StartsWith("氟化物,", StringComparison.Ordinal));
        string strict = System.Text.RegularExpressions.Regex.Replace(row, @",le,[\d.]+,", ",le,0.9,");
        Assert.NotEqual(row, strict);
        string corrected = shipped.Replace(row, strict, StringComparison.Ordinal);
        Rulebook rules = Rulebook.Shipped.TryWith(
            new TableCorrection(path, new DateOnly(2026, 1, 1), null, corrected), out string? problem)!;
        Assert.Null(problem);
        CalcAnswer answer = CalcAnswer.Of(
            Calculators.Find("groundwater")!, new Dictionary<string, string> { ["氟化物"] = "0.95" },
            CalcWords.Of("zh"), rules)!;
        Assert.Equal("Ⅱ类", answer.Sentence);
        Assert.Contains("0.9", answer.Steps[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_untouched_form_is_no_question() => Assert.Null(CalcAnswer.Of(
        Calculators.Find("o2")!, new Dictionary<string, string>(), CalcWords.Of("zh"), Rulebook.Shipped));

    [Fact]
    public void English_and_Tibetan_say_everything_that_Chinese_says_with_the_same_slots()
    {
        HashSet<string> chinese = [.. CalcWords.KeysOf("zh")];
        Assert.Equal(chinese.Order(StringComparer.Ordinal), CalcWords.KeysOf("en").Order(StringComparer.Ordinal));
        // The steps of water are sentences of the rulebook in the other two languages.
        Assert.All(CalcWords.KeysOf("bo").Except(chinese),
            key => Assert.StartsWith("s.water.", key, StringComparison.Ordinal));
        Assert.Equal(["reviewer"], chinese.Except(CalcWords.KeysOf("bo")));
        foreach (string key in chinese)
        {
            string slots = Slots(CalcWords.Of("zh")[key]);
            foreach (string language in new[] { "en", "bo" })
                Assert.Equal((key, language, slots), (key, language, Slots(CalcWords.Of(language)[key])));
        }
        static string Slots(string text) => string.Join(' ', Enumerable.Range(0, 9).Select(i => $"{{{i}}}")
            .Where(slot => text.Contains(slot, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("aqi", "edition=2026&PM25_24h=80&O3_8h=100")]
    [InlineData("o2", "c=100&o2=12&ref=6")]
    [InlineData("rounding", "value=2.5&by=places&n=0")]
    [InlineData("comparison", "item=COD&rm_mean=28&cems_mean=33")]
    [InlineData("penalty", "fine=1000&order_served=2026-03-01&recheck_found=2026-03-09")]
    [InlineData("soil", "item=Cd&value=0.35&pH=5.5&use=paddy")]
    [InlineData("water", "water=river&氨氮=1.2&总磷=0.01L&溶解氧=7&do_saturation_percent=95&粪大肠菌群=300&总氮=3&砷=9")]
    [InlineData("groundwater", "氟化物=0.95")]
    public void Tibetan_steps_hold_no_Chinese_sentence(string calculator, string query)
    {
        var given = query.Split('&').Select(p => p.Split('=')).ToDictionary(p => p[0], p => p[1]);
        CalcAnswer answer = CalcAnswer.Of(
            Calculators.Find(calculator)!, given, CalcWords.Of("bo"), Rulebook.Shipped)!;
        Assert.Null(answer.Error);
        foreach (string said in answer.Steps.Append(answer.Sentence))
        {
            // The items keep the names of the standard.
            string own = given.Keys.OrderByDescending(k => k.Length).Aggregate(
                said, (text, name) => text.Replace(name, "", StringComparison.Ordinal));
            own = new[] { "个/L", "一级", "二级", "三级", "劣" }.Aggregate(
                own, (text, word) => text.Replace(word, "", StringComparison.Ordinal));
            Assert.DoesNotContain(own, c => c is >= '\u4e00' and <= '\u9fff');
        }
    }

    [Fact]
    public void Tibetan_that_nobody_approved_has_no_reviewer() => Assert.Empty(CalcWords.Of("bo").Reviewer);
}
