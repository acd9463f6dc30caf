using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gbt28043Of2019Tests
{
    private static Gbt28043Of2019 Edition => Given.Shipped.Of<Gbt28043Of2019>();

    // Computed by an independent program with the same steps in double.
    [Theory]
    [InlineData(
        new[] { 10.1, 9.8, 10.3, 9.9, 10.0, 10.2, 15.0, 9.7 }, 10.066908390548571, 0.3122391558935441,
        0.1379915153026804)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5 }, 3, 1.793011433315471, 1.002323862331931)]
    [InlineData(new[] { 1.0, 2 }, 1.5, 0.8018590898655449, 0.70875)]
    [Clause("GB/T 28043-2019", "附录C C.3.1")]
    [Clause("GB/T 28043-2019", "7.7.3")]
    public void One_laboratory_far_out_hardly_moves_the_robust_mean(double[] values, double mean, double sd, double u)
    {
        RobustEstimate robust = Edition.AlgorithmA([.. values.Select(v => (decimal)v)])!.Value;
        Assert.Equal(mean, (double)robust.Mean, 1e-8);
        Assert.Equal(sd, (double)robust.Deviation, 1e-8);
        Assert.Equal(u, (double)robust.Uncertainty, 1e-8);
    }

    [Fact]
    [Clause("GB/T 28043-2019", "附录C C.3.1")]
    public void The_order_of_the_laboratories_does_not_matter() =>
        Gen.Decimal[1, 100].Array[3, 20].Sample(values =>
        {
            RobustEstimate? one = Edition.AlgorithmA(values), other = Edition.AlgorithmA([.. values.Reverse()]);
            return one is null ? other is null
                : Math.Abs(one.Value.Mean - other!.Value.Mean) < 0.000001m;
        });

    [Fact]
    [Clause("GB/T 28043-2019", "附录C C.3.1")]
    public void Without_a_spread_there_is_no_score()
    {
        Assert.Null(Edition.AlgorithmA([1]));
        Assert.Null(Edition.AlgorithmA([5, 5, 5, 9]));
    }

    [Fact]
    [Clause("GB/T 28043-2019", "9.4.1")]
    [Clause("GB/T 28043-2019", "9.5.1")]
    public void Scores_are_distances_in_standard_deviations()
    {
        Assert.Equal(-2.5m, Gbt28043Of2019.Z(7.5m, 10, 1));
        Assert.Equal(1.5m, Gbt28043Of2019.Z(13, 10, 2));
        Assert.Equal(2m, Gbt28043Of2019.ZPrime(20, 10, 3, 4));
    }

    [Theory]
    [InlineData("2", ScoreVerdict.Satisfactory)]
    [InlineData("-2", ScoreVerdict.Satisfactory)]
    [InlineData("2.001", ScoreVerdict.Questionable)]
    [InlineData("-2.999", ScoreVerdict.Questionable)]
    [InlineData("3", ScoreVerdict.Unsatisfactory)]
    [InlineData("-3", ScoreVerdict.Unsatisfactory)]
    [Clause("GB/T 28043-2019", "9.4.1")]
    public void A_score_of_two_is_satisfactory_and_of_three_is_not(string score, ScoreVerdict verdict) =>
        Assert.Equal(verdict, Edition.Verdict(decimal.Parse(score, null)));

    [Fact]
    [Clause("GB/T 28043-2019", "9.2.1")]
    public void The_uncertainty_is_negligible_up_to_three_tenths()
    {
        Assert.True(Edition.IsNegligible(0.3m, 1));
        Assert.False(Edition.IsNegligible(0.31m, 1));
        Assert.True(Edition.IsNegligible(0.6m, 2));
    }
}
