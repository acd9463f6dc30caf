using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class StackAccuracyTests
{
    private static StackAccuracy Accuracy => Given.Shipped.Of<Hj75Of2017>().Accuracy;

    [Theory]
    [InlineData("SO2", 715, "RA", 15)]
    [InlineData("SO2", 714.9, "AE", 57)]
    [InlineData("SO2", 143, "AE", 57)]
    [InlineData("SO2", 142.9, "RE", 30)]
    [InlineData("SO2", 57, "RE", 30)]
    [InlineData("SO2", 56.9, "AE", 17)]
    [InlineData("NOx", 513, "RA", 15)]
    [InlineData("NOx", 512.9, "AE", 41)]
    [InlineData("NOx", 103, "AE", 41)]
    [InlineData("NOx", 102.9, "RE", 30)]
    [InlineData("NOx", 41, "RE", 30)]
    [InlineData("NOx", 40.9, "AE", 12)]
    [InlineData("gas", 0, "RA", 15)]
    [InlineData("O2", 5.1, "RA", 15)]
    [InlineData("O2", 5.0, "AE", 1)]
    [InlineData("PM", 200.1, "RE", 15)]
    [InlineData("PM", 200, "RE", 20)]
    [InlineData("PM", 100.1, "RE", 20)]
    [InlineData("PM", 100, "RE", 25)]
    [InlineData("PM", 50.1, "RE", 25)]
    [InlineData("PM", 50, "RE", 30)]
    [InlineData("PM", 20.1, "RE", 30)]
    [InlineData("PM", 20, "AE", 6)]
    [InlineData("PM", 10.1, "AE", 6)]
    [InlineData("PM", 10, "AE", 5)]
    [InlineData("velocity", 10.1, "RE", 10)]
    [InlineData("velocity", 10, "RE", 12)]
    [InlineData("temperature", 120, "AE", 3)]
    [InlineData("moisture", 5.1, "RE", 25)]
    [InlineData("moisture", 5, "AE", 1.5)]
    [Clause("HJ 75-2017", "9 准确度")]
    public void The_mean_of_the_reference_method_chooses_the_row(
        string item, double mean, string criterion, double limit)
    {
        ToleranceVerdict verdict = Accuracy.Judge(item, (decimal)mean, (decimal)mean, 0)!.Value;
        Assert.Equal((criterion, (decimal)limit), (verdict.Band.Sign, verdict.Band.Limit));
        Assert.True(verdict.Pass);
        Assert.Equal(0, verdict.Value);
    }

    [Fact]
    [Clause("HJ 75-2017", "9 准确度")]
    public void The_means_of_the_CEMS_never_choose_the_row()
    {
        ToleranceVerdict verdict = Accuracy.Judge("SO2", 700, 760, null)!.Value;
        Assert.Equal(("AE", 60m, false), (verdict.Band.Sign, verdict.Value!.Value, verdict.Pass!.Value));
        Assert.Null(Accuracy.Judge("Hg", 1, 1, 1));
    }

    [Theory]
    [InlineData("SO2", 8, false)]
    [InlineData("SO2", 9, true)]
    [InlineData("NOx", 8, false)]
    [InlineData("gas", 8, false)]
    [InlineData("O2", 8, false)]
    [InlineData("PM", 4, false)]
    [InlineData("PM", 5, true)]
    [Clause("HJ 75-2017", "9 准确度")]
    public void Gases_need_nine_pairs_and_the_others_five(string item, int pairs, bool enough) =>
        Assert.Equal(enough, Accuracy.EnoughPairs(item, pairs));

    [Fact]
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public void Relative_accuracy_from_nine_pairs_as_by_hand()
    {
        // d = 2 1 −1 1 2 −1 3 −1 1: mean 7/9, sum of squares 23 − 49/9 = 158/9, sd = √(158/72), t(8) = 2.306.
        RelativeAccuracy test = Accuracy.Test(
            [100, 102, 98, 101, 99, 100, 103, 97, 100], [98, 101, 99, 100, 97, 101, 100, 98, 99])!;
        Assert.Equal(9, test.Pairs);
        Assert.Equal(0.777777778m, Rounded(test.MeanDifference));
        Assert.Equal(1.481365736m, Rounded(test.Deviation));
        Assert.Equal(1.138676463m, Rounded(test.Confidence));
        Assert.Equal(1.916454240m, Rounded(test.Percent));
        Assert.Equal(158m / 72, Math.Round(test.Deviation * test.Deviation, 24), 24);
        static decimal Rounded(decimal value) => Gbt8170Of2008.Round(value, 0.000000001m);
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public void A_CEMS_that_reads_high_differs_below_zero_and_is_no_less_inaccurate()
    {
        RelativeAccuracy high = Accuracy.Test([10, 10, 10, 10, 10], [11, 11, 11, 11, 11])!;
        Assert.Equal((-1m, 0m, 0m, 10m), (high.MeanDifference, high.Deviation, high.Confidence, high.Percent));
        Assert.Equal(0, Accuracy.Test([10, 10, 10, 10, 10], [10, 10, 10, 10, 10])!.Percent);
    }

    [Theory]
    [InlineData(4, 4, false)]
    [InlineData(5, 5, true)]
    [InlineData(61, 61, true)]
    [InlineData(62, 62, false)]
    [InlineData(9, 8, false)]
    [InlineData(8, 9, false)]
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public void A_test_is_made_of_as_many_pairs_as_the_table_knows(int reference, int cems, bool computable)
    {
        Assert.Equal((5, 61), (Accuracy.PairsMin, Accuracy.PairsMax));
        Assert.Equal(computable, Accuracy.Test(Ones(reference), Ones(cems)) is not null);
        static decimal[] Ones(int count) => [.. Enumerable.Repeat(1m, count)];
    }

    [Fact]
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public void A_reference_of_nothing_has_no_relative_accuracy() =>
        Assert.Null(Accuracy.Test([0, 0, 0, 0, 0], [1, 1, 1, 1, 1]));

    [Theory]
    [InlineData(5, "2.776")]
    [InlineData(6, "2.571")]
    [InlineData(7, "2.447")]
    [InlineData(8, "2.365")]
    [InlineData(9, "2.306")]
    [InlineData(10, "2.262")]
    [InlineData(11, "2.228")]
    [InlineData(12, "2.201")]
    [InlineData(15, "2.145")]
    [Clause("HJ 75-2017", "附录 相对准确度")]
    public void The_confidence_coefficient_takes_t_at_one_less_than_the_pairs(int pairs, string t)
    {
        decimal[] reference = [.. Enumerable.Range(0, pairs).Select(i => 100m + i % 2)];
        decimal[] cems = [.. Enumerable.Repeat(100m, pairs)];
        RelativeAccuracy test = Accuracy.Test(reference, cems)!;
        // cc² · n / sd² = t²
        decimal square = test.Confidence * test.Confidence * pairs / (test.Deviation * test.Deviation);
        decimal expected = decimal.Parse(t, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(expected * expected, square, 15);
    }

    [Fact]
    [Clause("HJ 75-2017", "9 准确度")]
    public void People_call_the_items_by_other_names_too()
    {
        NameTable names = Given.Shipped.Of<Hj75Of2017>().Names;
        Assert.Equal("SO2", names.Item("a21026"));
        Assert.Equal("NOx", names.Item("NOX"));
        Assert.Equal("PM", names.Item("烟尘"));
    }
}
