using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class StackSubstitutionTests
{
    private static StackSubstitution Substitution => Given.Shipped.Of<Hj75Of2017>().Substitution;

    [Theory]
    [InlineData(100, 1, 180)]
    [InlineData(90, 24, 180)]
    [InlineData(90, 25, 720)]
    [InlineData(89.99, 24, 2160)]
    [InlineData(89.99, 25, 2160)]
    [InlineData(75, 500, 2160)]
    [InlineData(74.99, 1, null)]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public void Capture_and_length_choose_how_far_to_look_back(double capture, double hours, int? window)
    {
        // The largest emission lies just outside of the window, the next one is its oldest hour.
        decimal[] history = [.. Enumerable.Repeat(1m, 3000)];
        if (window is { } w)
        {
            history[^(w + 1)] = 9;
            history[^w] = 5;
        }
        Substitute? found = Substitution.For((decimal)capture, (decimal)hours, history);
        Assert.Equal(window, found?.Window);
        Assert.Equal(window is null ? null : 5m, found?.Value);
        Assert.Equal(Confidence.Seen, found?.Citation.Confidence ?? Confidence.Seen);
    }

    [Fact]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public void A_short_history_is_used_as_it_is()
    {
        Assert.Equal(3, Substitution.For(95, 1, [2, 3, 1])!.Value);
        Assert.Equal(-1, Substitution.For(95, 1, [-2, -1])!.Value);
        Assert.Null(Substitution.For(95, 1, [])!.Value);
        decimal[] exact = [.. Enumerable.Repeat(1m, 180)];
        exact[0] = 4;
        Assert.Equal(4, Substitution.For(95, 1, exact)!.Value);
    }

    [Theory]
    [InlineData("SO2", true)]
    [InlineData("NOx", true)]
    [InlineData("PM", true)]
    [InlineData("O2", false)]
    [InlineData("velocity", false)]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public void Only_masses_of_three_pollutants_are_replaced(string item, bool replaced) =>
        Assert.Equal(replaced, Substitution.Replaces(item));

    [Fact]
    [Clause("HJ 75-2017", "12 无效数据的修约")]
    public void The_raw_value_stays_beside_its_substitute()
    {
        Substitute substitute = Substitution.For(95, 1, [2, 3, 1])!;
        AccountedEmission replaced = StackSubstitution.Account(7, false, substitute);
        Assert.Equal((7m, 3m, "substituted"), (replaced.Raw, replaced.Used, replaced.Origin));
        AccountedEmission valid = StackSubstitution.Account(7, true, substitute);
        Assert.Equal((7m, 7m, "measured"), (valid.Raw, valid.Used, valid.Origin));
        Assert.Null(valid.Substitute);
        AccountedEmission lost = StackSubstitution.Account(7, false, null);
        Assert.Equal((7m, null, "measured"), (lost.Raw, lost.Used, lost.Origin));
    }
}
