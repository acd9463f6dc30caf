using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gbt4883Of2008Tests
{
    private static Gbt4883Of2008 Edition => Given.Shipped.Of<Gbt4883Of2008>();

    /// <summary>The example of the NIST handbook, 1.3.5.17.1: one value far above seven others.</summary>
    private static readonly decimal[] Spectrometer =
        [199.31m, 199.53m, 200.19m, 200.82m, 201.92m, 201.95m, 202.18m, 245.57m];

    [Fact]
    [Clause("GB/T 4883-2008", "7 格拉布斯检验")]
    public void The_table_of_grubbs_follows_from_the_t_distribution()
    {
        foreach (CsvTable.Row row in CsvTable.Shipped("Gbt4883Of2008/grubbs.csv").Rows)
        {
            int n = row.Whole("n");
            foreach ((string column, double level) in
                ((string, double)[])[("one_05", 0.05), ("two_05", 0.025), ("one_01", 0.01), ("two_01", 0.005)])
            {
                double t = Distributions.T(level / n, n - 2);
                double g = (n - 1) / Math.Sqrt(n) * Math.Sqrt(t * t / (n - 2 + t * t));
                Assert.Equal(g, (double)row.Number(column), 0.00051);
            }
        }
    }

    [Fact]
    [Clause("GB/T 4883-2008", "7 狄克逊检验")]
    public void The_table_of_dixon_follows_from_normal_samples()
    {
        const int Samples = 20_000;
        Random random = new(20261125);
        foreach (CsvTable.Row row in CsvTable.Shipped("Gbt4883Of2008/dixon.csv").Rows)
        {
            int n = row.Whole("n");
            Assert.Equal(n <= 7 ? "r10" : n <= 10 ? "r11" : n <= 13 ? "r21" : "r22", row["ratio"]);
            int gap = row["ratio"][1] - '0', left = row["ratio"][2] - '0';
            int one05 = 0, two05 = 0, one01 = 0, two01 = 0;
            double most05 = (double)row.Number("one_05"), most01 = (double)row.Number("one_01");
            double either05 = (double)row.Number("two_05"), either01 = (double)row.Number("two_01");
            double[] x = new double[n];
            for (int s = 0; s < Samples; s++)
            {
                for (int i = 0; i < n; i++)
                    x[i] = Distributions.Normal(random);
                Array.Sort(x);
                double upper = (x[^1] - x[n - 1 - gap]) / (x[^1] - x[left]);
                double either = Math.Max(upper, (x[gap] - x[0]) / (x[n - 1 - left] - x[0]));
                one05 += upper > most05 ? 1 : 0;
                one01 += upper > most01 ? 1 : 0;
                two05 += either > either05 ? 1 : 0;
                two01 += either > either01 ? 1 : 0;
            }
            // Five standard errors of a share of 20,000; the seed is fixed.
            Assert.InRange(one05 / (double)Samples, 0.042, 0.058);
            Assert.InRange(two05 / (double)Samples, 0.042, 0.058);
            Assert.InRange(one01 / (double)Samples, 0.0064, 0.0136);
            Assert.InRange(two01 / (double)Samples, 0.0064, 0.0136);
        }
    }

    [Fact]
    [Clause("GB/T 4883-2008", "7 格拉布斯检验")]
    public void Grubbs_finds_the_value_far_out()
    {
        OutlierTest test = Edition.Grubbs(Spectrometer, SuspectedEnd.Upper)!;
        Assert.Equal(2.4688m, Gbt8170Of2008.RoundPlaces(test.Statistic, 4));
        Assert.Equal((2.032m, 2.221m, 7), (test.Detection, test.Deletion, test.Suspect));
        Assert.Equal((OutlierFinding.Outlier, "qc.outlier.grubbs"), (test.Finding, test.Code));
        Assert.Equal(Confidence.Memory, test.Citation.Confidence);
        OutlierTest either = Edition.Grubbs(Spectrometer, SuspectedEnd.Either)!;
        Assert.Equal((2.127m, 2.274m, 7), (either.Detection, either.Deletion, either.Suspect));
        OutlierTest lower = Edition.Grubbs(Spectrometer, SuspectedEnd.Lower)!;
        Assert.Equal((OutlierFinding.None, 0), (lower.Finding, lower.Suspect));
        Assert.Equal(0, Edition.Grubbs([.. Spectrometer.Reverse()], SuspectedEnd.Either)!.Suspect);
    }

    [Theory]
    [InlineData(SuspectedEnd.Upper, 6, "0.9")]
    [InlineData(SuspectedEnd.Lower, 0, "0.1")]
    [InlineData(SuspectedEnd.Either, 6, "0.9")]
    [Clause("GB/T 4883-2008", "7 狄克逊检验")]
    public void Dixon_relates_the_gap_to_the_range(SuspectedEnd end, int suspect, string ratio)
    {
        // r10 = (20 − 11)/(20 − 10) above, (11 − 10)/10 below; the order of the list does not matter.
        decimal[] values = [10, 11, 11, 11, 11, 11, 20];
        OutlierTest test = Edition.Dixon(values, end)!;
        Assert.Equal((decimal.Parse(ratio, null), suspect), (test.Statistic, test.Suspect));
        Assert.Equal("qc.outlier.dixon", test.Code);
        Assert.Equal(end == SuspectedEnd.Either ? 0.569m : 0.507m, test.Detection);
        Assert.Equal(
            end == SuspectedEnd.Lower ? OutlierFinding.None : OutlierFinding.Outlier, test.Finding);
    }

    [Fact]
    [Clause("GB/T 4883-2008", "7 狄克逊检验")]
    public void Dixon_takes_the_ratio_of_the_number_of_values()
    {
        // n = 8, r11 = (x8 − x7)/(x8 − x2); below (x2 − x1)/(x7 − x1).
        Assert.Equal(0.5m, Edition.Dixon([0, 1, 2, 3, 4, 5, 6, 11], SuspectedEnd.Upper)!.Statistic);
        Assert.Equal(1 / 6m, Edition.Dixon([0, 1, 2, 3, 4, 5, 6, 11], SuspectedEnd.Lower)!.Statistic);
        // n = 14, r22 = (x14 − x12)/(x14 − x3).
        decimal[] fourteen = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 20, 22];
        Assert.Equal(11 / 20m, Edition.Dixon(fourteen, SuspectedEnd.Upper)!.Statistic);
        Assert.Equal(2 / 11m, Edition.Dixon(fourteen, SuspectedEnd.Lower)!.Statistic);
        // Equal ratios: the upper end is named.
        Assert.Equal(6, Edition.Dixon([0, 5, 5, 5, 5, 5, 10], SuspectedEnd.Either)!.Suspect);
        Assert.Equal(0, Edition.Dixon([0, 9, 9, 9, 9, 9, 10], SuspectedEnd.Either)!.Suspect);
    }

    [Theory]
    [InlineData("0.5", OutlierFinding.None)]
    [InlineData("0.6", OutlierFinding.None)]
    [InlineData("0.61", OutlierFinding.Straggler)]
    [InlineData("0.7", OutlierFinding.Straggler)]
    [InlineData("0.71", OutlierFinding.Outlier)]
    public void A_statistic_must_lie_beyond_the_critical_value(string statistic, OutlierFinding finding)
    {
        Citation citation = new("x", "y", "", Confidence.Seen);
        Assert.Equal(
            finding, new OutlierTest("x", decimal.Parse(statistic, null), 0.6m, 0.7m, 0, citation).Finding);
    }

    [Fact]
    [Clause("GB/T 4883-2008", "7 格拉布斯检验")]
    [Clause("GB/T 4883-2008", "7 狄克逊检验")]
    public void What_cannot_be_tested_is_not_tested()
    {
        Assert.Null(Edition.Grubbs([1, 2], SuspectedEnd.Either));
        Assert.Null(Edition.Grubbs([1, 1, 1], SuspectedEnd.Either));
        Assert.Null(Edition.Grubbs([.. Enumerable.Range(0, 101).Select(i => (decimal)i)], SuspectedEnd.Upper));
        Assert.Null(Edition.Dixon([1, 2], SuspectedEnd.Either));
        Assert.Null(Edition.Dixon([1, 1, 1], SuspectedEnd.Either));
        Assert.Null(Edition.Dixon([0, 5, 5, 5, 5, 5, 5, 5], SuspectedEnd.Upper));
    }
}
