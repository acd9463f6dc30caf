using System.Globalization;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class MepOrder28Of2014Tests
{
    private static MepOrder28Of2014 Order => Given.Shipped.Of<MepOrder28Of2014>();

    [Fact]
    [Clause("环境保护部令第28号", "17")]
    [Clause("环境保护部令第28号", "19")]
    public void Each_day_from_the_day_after_service_to_the_finding_costs_the_original_fine()
    {
        foreach (CsvTable.Row row in CsvTable.Shipped("MepOrder28Of2014/examples.csv").Rows)
            Assert.Equal(
                new DailyPenalty(Day(row["start"]), Day(row["end"]), row.Whole("days"), row.Number("amount"), false),
                Order.Of(row.Number("fine"), Day(row["served"]), Day(row["found"])));
    }

    [Theory]
    [InlineData("2026-09-01")]
    [InlineData("2026-08-31")]
    [Clause("环境保护部令第28号", "17")]
    public void Without_a_day_after_service_there_is_no_daily_penalty(string found) =>
        Assert.Null(Order.Of(1000, new DateOnly(2026, 9, 1), Day(found)));

    [Theory]
    [InlineData("2026-10-01", 30, false)]
    [InlineData("2026-10-02", 31, true)]
    [Clause("环境保护部令第28号", "10")]
    public void A_recheck_after_thirty_days_is_late_but_counts(string found, int days, bool late)
    {
        DailyPenalty penalty = Order.Of(1000, new DateOnly(2026, 9, 1), Day(found))!.Value;
        Assert.Equal((days, late, days * 1000m), (penalty.Days, penalty.IsLateRecheck, penalty.Amount));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
