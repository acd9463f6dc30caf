using System.Text.Json;

namespace Qingyuan.Tests.App.Eval;

public sealed class LawOperationsTests
{
    [Theory]
    [InlineData("""{"from":"2026-09-30","days":5,"calendar":"national"}""", "2026-10-13")]
    [InlineData("""{"from":"2026-09-30","days":5,"calendar":"CN"}""", "2026-10-13")]
    [InlineData("""{"from":"2026-02-13","days":2,"calendar":"西藏"}""", "2026-02-27")]
    [InlineData("""{"from":"2026-02-13","days":"2","calendar":"tibet"}""", "2026-02-27")]
    [InlineData("""{"from":"2026-10-13","days":-5,"calendar":"cn"}""", "2026-09-30")]
    [InlineData("""{"from":"2026-10-01","days":0,"calendar":"cn"}""", "2026-10-08")]
    [InlineData("""{"from":"2030-01-01","days":1,"calendar":{"holidays":["2030-01-02"]}}""", "2030-01-03")]
    [InlineData("""{"from":"2030-01-04","days":1,"calendar":{"workdays":["2030-01-05"]}}""", "2030-01-05")]
    public void Working_days_are_counted_by_a_calendar(string input, string date) => Assert.Equal(
        date, EvaluatorTests.Ask("working_day", input).GetProperty("result").GetProperty("date").GetString());

    [Fact]
    public void A_count_over_an_unconfirmed_holiday_says_so()
    {
        JsonElement answer = EvaluatorTests.Ask(
            "working_day", """{"from":"2026-08-10","days":5,"calendar":"tibet"}""");
        Assert.Equal("U", answer.GetProperty("basis").GetProperty("unconfirmed").GetString());
    }

    [Theory]
    [InlineData(
        """{"fine":200000,"order_served":"2026-09-01","recheck_found":"2026-09-20"}""",
        """{"start":"2026-09-02","end":"2026-09-20","days":19,"amount":3800000}""", "17、19")]
    [InlineData(
        """{"fine":"100000","order_served":"2026-02-27","recheck_found":"2026-02-28"}""",
        """{"start":"2026-02-28","end":"2026-02-28","days":1,"amount":100000}""", "17、19")]
    [InlineData(
        """{"fine":1,"order_served":"2026-01-01","recheck_found":"2026-02-01"}""",
        """{"start":"2026-01-02","end":"2026-02-01","days":31,"amount":31}""", "17、19;复查晚于第10条的30日")]
    public void The_daily_penalty_has_its_days_and_sum(string input, string result, string clause)
    {
        JsonElement answer = EvaluatorTests.Ask("daily_penalty", input);
        Assert.Equal(result, answer.GetProperty("result").GetRawText());
        Assert.Equal(clause, answer.GetProperty("basis").GetProperty("clause").GetString());
    }

    [Theory]
    [InlineData("working_day", """{"from":"2026-13-01","days":1,"calendar":"cn"}""", "not_date", "from")]
    [InlineData("working_day", """{"from":"2026-12-31","days":1,"calendar":"cn"}""", "unknown_year", "from")]
    [InlineData("working_day", """{"from":"2026-12-01","days":1.5,"calendar":"cn"}""", "not_whole", "days")]
    [InlineData("working_day", """{"from":"2026-12-01","days":99999,"calendar":"cn"}""", "out_of_range", "days")]
    [InlineData("working_day", """{"from":"2026-12-01","days":1,"calendar":"mars"}""", "unknown_calendar", "calendar")]
    [InlineData("working_day", """{"from":"2026-12-01","days":1}""", "missing", "calendar")]
    [InlineData(
        "working_day", """{"from":"2026-12-01","days":1,"calendar":{"x":[]}}""", "unknown_calendar", "calendar.x")]
    [InlineData(
        "working_day", """{"from":"2026-12-01","days":1,"calendar":{"holidays":["soon"]}}""", "not_date",
        "calendar.holidays")]
    [InlineData(
        "daily_penalty", """{"fine":1,"order_served":"2026-09-01","recheck_found":"2026-09-01"}""", "no_days",
        "recheck_found")]
    [InlineData(
        "daily_penalty", """{"fine":1,"order_served":"2026-09-02","recheck_found":"2026-09-01"}""", "no_days",
        "recheck_found")]
    [InlineData(
        "daily_penalty", """{"fine":0,"order_served":"2026-09-01","recheck_found":"2026-09-02"}""", "out_of_range",
        "fine")]
    [InlineData(
        "daily_penalty", """{"fine":1,"order_served":"2014-12-31","recheck_found":"2015-01-02"}""", "not_in_force",
        "order_served")]
    [InlineData("daily_penalty", """{"fine":1,"recheck_found":"2015-01-02"}""", "missing", "order_served")]
    public void A_wrong_key_is_named(string op, string input, string code, string key)
    {
        JsonElement error = EvaluatorTests.Ask(op, input).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.StartsWith(key, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
