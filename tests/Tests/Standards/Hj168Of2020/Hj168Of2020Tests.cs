using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj168Of2020Tests
{
    private static Hj168Of2020 Edition => Given.Shipped.Of<Hj168Of2020>();

    [Fact]
    [Clause("HJ 168-2020", "附录A A.1")]
    public void The_table_of_t_follows_from_its_distribution()
    {
        foreach (CsvTable.Row row in CsvTable.Shipped("Hj168Of2020/t.csv").Rows)
            Assert.Equal(Distributions.T(0.01, row.Whole("n") - 1), (double)row.Number("t"), 0.00051);
    }

    [Fact]
    [Clause("HJ 168-2020", "附录A A.1")]
    public void The_detection_limit_is_t_times_the_spread_of_seven()
    {
        decimal[] seven = [1, 3, 1, 3, 1, 3, 2]; // Sum of squares 6, n − 1 = 6, so S = 1.
        Assert.Equal(3.143m, Edition.DetectionLimit(seven));
        Assert.Null(Edition.DetectionLimit(seven[..6]));
        Assert.Null(Edition.DetectionLimit([.. Enumerable.Range(0, 31).Select(i => (decimal)i)]));
        Assert.NotNull(Edition.DetectionLimit([.. Enumerable.Range(0, 30).Select(i => (decimal)i)]));
    }

    [Fact]
    [Clause("HJ 168-2020", "附录A A.2")]
    public void Four_times_the_detection_limit_can_be_quantified() =>
        Assert.Equal(0.016m, Edition.QuantificationLimit(0.004m));
}
