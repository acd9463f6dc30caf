using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gbt6379Of2004Tests
{
    private static Gbt6379Of2004 Edition => Given.Shipped.Of<Gbt6379Of2004>();

    [Fact]
    [Clause("GB/T 6379.2-2004", "7.3.3")]
    public void The_table_of_cochran_follows_from_the_f_distribution()
    {
        foreach (CsvTable.Row row in CsvTable.Shipped("Gbt6379Of2004/cochran.csv").Rows)
        {
            int p = row.Whole("p"), n = row.Whole("n");
            foreach ((string column, double level) in ((string, double)[])[("at_05", 0.05), ("at_01", 0.01)])
            {
                double f = Distributions.F(level / p, n - 1, (p - 1) * (n - 1));
                Assert.Equal(f / (f + p - 1), (double)row.Number(column), 0.00051);
            }
        }
    }

    [Fact]
    [Clause("GB/T 6379.2-2004", "7.3.3")]
    public void Cochran_relates_the_largest_variance_to_their_sum()
    {
        // 0.9² / (0.1² + 0.9² + 0.2²) of three laboratories with two results each; critical 0.967 and 0.993.
        OutlierTest test = Edition.Cochran([0.1m, 0.9m, 0.2m], 2)!;
        Assert.Equal(0.81m / 0.86m, test.Statistic);
        Assert.Equal((0.967m, 0.993m, 1), (test.Detection, test.Deletion, test.Suspect));
        Assert.Equal((OutlierFinding.None, "qc.outlier.cochran"), (test.Finding, test.Code));
        Assert.Equal(OutlierFinding.Straggler, Edition.Cochran([0.1m, 0.9m, 0.1m], 2)!.Finding);
        Assert.Equal(OutlierFinding.Outlier, Edition.Cochran([0.01m, 0.01m, 0.9m], 2)!.Finding);
        Assert.Equal(2, Edition.Cochran([0.01m, 0.01m, 0.9m], 2)!.Suspect);
        Assert.Equal(0, Edition.Cochran([0.9m, 0.01m, 0.9m], 2)!.Suspect);
    }

    [Fact]
    [Clause("GB/T 6379.2-2004", "7.3.3")]
    public void What_the_table_does_not_hold_is_not_tested()
    {
        Assert.Null(Edition.Cochran([0.1m], 2));
        Assert.Null(Edition.Cochran([0.1m, 0.2m], 7));
        Assert.Null(Edition.Cochran([0, 0, 0], 2));
    }
}
