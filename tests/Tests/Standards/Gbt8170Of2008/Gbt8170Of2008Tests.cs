using System.Globalization;
using CsCheck;
using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gbt8170Of2008Tests
{
    [Fact]
    [Clause("GB/T 8170-2008", "3.2")]
    [Clause("GB/T 8170-2008", "3.3")]
    [Clause("GB/T 8170-2008", "3.4")]
    public void Rounds_every_worked_example_as_printed()
    {
        int seen = 0;
        foreach (CsvTable.Row row in CsvTable.Shipped("Gbt8170Of2008/examples.csv").Rows)
        {
            decimal rounded = Gbt8170Of2008.Round(row.Number("value"), row.Number("interval"));
            Assert.Equal(row["result"], rounded.ToString(CultureInfo.InvariantCulture));
            Assert.NotEmpty(row.Cite(Gbt8170Of2008.Document).Clause);
            seen++;
        }
        Assert.Equal(14, seen);
    }

    [Fact]
    [Clause("GB/T 8170-2008", "3.2")]
    public void Half_way_values_are_exact_where_double_is_wrong()
    {
        Assert.Equal(0.54m, Gbt8170Of2008.Round(0.545m, 0.01m));
        Assert.Equal(0.56m, Gbt8170Of2008.Round(0.555m, 0.01m));
    }

    [Fact]
    [Clause("GB/T 8170-2008", "3.2")]
    public void A_rounded_value_is_a_multiple_within_half_a_step() =>
        Gen.Decimal[-100_000m, 100_000m].Sample(value =>
        {
            foreach (decimal step in new[] { 0.001m, 0.01m, 0.1m, 0.5m, 1m, 20m })
            {
                decimal rounded = Gbt8170Of2008.Round(value, step);
                Assert.Equal(0, rounded % step);
                Assert.True(Math.Abs(rounded - value) <= step / 2);
                Assert.Equal(-rounded, Gbt8170Of2008.Round(-value, step));
            }
        });

    [Fact]
    [Clause("GB/T 8170-2008", "4.3.1")]
    [Clause("GB/T 8170-2008", "4.3.2")]
    public void A_silent_document_is_compared_by_the_full_value()
    {
        Comparison method = Gbt8170Of2008.MethodFor("GB 4915-2013");
        Assert.Equal(Comparison.FullValue, method);
        Assert.True(Gbt8170Of2008.Exceeds(400.04m, 400m, method, 0.1m));
        Assert.False(Gbt8170Of2008.Exceeds(400.00m, 400m, method, 0.1m));
    }

    [Fact]
    [Clause("GB/T 8170-2008", "4.3.3")]
    public void The_rounded_value_may_hold_where_the_full_value_does_not() =>
        Assert.False(Gbt8170Of2008.Exceeds(400.04m, 400m, Comparison.RoundedValue, 0.1m));

    [Fact]
    [Clause("GB/T 8170-2008", "3.3")]
    public void A_printed_value_never_hides_its_verdict()
    {
        Assert.Equal("410.4", Text(Gbt8170Of2008.Printed(410.3526m, 0.1m, 400m)));
        Assert.Equal("400.0", Text(Gbt8170Of2008.Printed(400.00m, 0.1m, 400m)));
        Assert.Equal("400.04", Text(Gbt8170Of2008.Printed(400.04m, 0.1m, 400m)));
        Assert.Equal("50", Text(Gbt8170Of2008.Printed(49.6m, 1m, 50m)));
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
