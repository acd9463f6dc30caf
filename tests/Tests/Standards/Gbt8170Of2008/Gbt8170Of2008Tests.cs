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
        Comparison method = Given.Shipped.Of<Gbt8170Of2008>().MethodFor("GB 4915-2013");
        Assert.Equal(Comparison.FullValue, method);
        Assert.True(Gbt8170Of2008.Exceeds(400.04m, 400m, method, 0.1m));
        Assert.False(Gbt8170Of2008.Exceeds(400.00m, 400m, method, 0.1m));
    }

    [Fact]
    [Clause("GB/T 8170-2008", "4.3.1")]
    public void What_a_document_states_goes_before_the_full_value_and_both_cite_their_row()
    {
        const string Path = "Gbt8170Of2008/comparison.csv";
        var edition = Given.Tables((Path, CsvTable.ShippedText(Path) + "GB 3095-2026,rounded,4.3.1,7,C\n"))
            .Of<Gbt8170Of2008>();
        Assert.Equal((Comparison.RoundedValue, "GB 3095-2026", Confidence.Confirmed), (
            edition.MethodFor("GB 3095-2026"), edition.RowFor("GB 3095-2026"),
            edition.CiteMethod("GB 3095-2026").Confidence));
        Assert.Equal((Comparison.FullValue, "*", Confidence.Memory), (
            edition.MethodFor("GB 3095-2012"), edition.RowFor("GB 3095-2012"),
            edition.CiteMethod("GB 3095-2012").Confidence));
    }

    [Theory]
    [InlineData("*,full,", "*,half,", "“method”一格“half”不认识；请写 full、rounded 里的一个")]
    [InlineData("*,full,", "GB 1,full,", "没有“*”（文件没有写明时）这一行；请补上")]
    [InlineData("*,full,", "*,full,1,,C\n*,full,", "“document”一格“*”已经有一行；请删去一行")]
    public void A_comparison_that_cannot_be_meant_is_refused_in_words(string from, string to, string says)
    {
        const string Path = "Gbt8170Of2008/comparison.csv";
        Assert.Null(Rulebook.Shipped.TryWith(new(Path, new DateOnly(2026, 1, 1), null,
            CsvTable.ShippedText(Path).Replace(from, to, StringComparison.Ordinal)), out string? problem));
        Assert.EndsWith(says, problem, StringComparison.Ordinal);
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

    [Fact]
    [Clause("GB/T 8170-2008", "3.3")]
    public void A_printed_value_keeps_six_more_digits_and_no_seventh()
    {
        Assert.Equal("400.0000001", Text(Gbt8170Of2008.Printed(400.0000001m, 0.1m, 400m)));
        Assert.Equal("400.0000000", Text(Gbt8170Of2008.Printed(400.00000001m, 0.1m, 400m)));
        Assert.Equal("400.0", Text(Gbt8170Of2008.Printed(400.04m, 0.1m, null)));
        Assert.Equal("399.9", Text(Gbt8170Of2008.Printed(399.94m, 0.1m, 400m)));
        Assert.Equal("400.0", Text(Gbt8170Of2008.Printed(399.96m, 0.1m, 400m)));
        Assert.Equal("400", Text(Gbt8170Of2008.Printed(400m, 1m, 400m)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [Clause("GB/T 8170-2008", "3.2")]
    public void An_interval_is_positive(double interval) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Gbt8170Of2008.Round(1, (decimal)interval));

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "0.1")]
    [InlineData(2, "0.01")]
    [InlineData(28, "0.0000000000000000000000000001")]
    [InlineData(-1, "10")]
    [InlineData(-2, "100")]
    public void The_interval_of_places_goes_down_to_tenths_and_up_to_hundreds(int places, string interval) =>
        Assert.Equal(interval, Text(Gbt8170Of2008.Interval(places)));

    [Theory]
    [InlineData("1.050", 1, "1.0")]
    [InlineData("1.0501", 1, "1.1")]
    [InlineData("1.150", 1, "1.2")]
    [InlineData("-1.050", 1, "-1.0")]
    [InlineData("-1.2", 3, "-1.200")]
    [InlineData("2", 2, "2.00")]
    [InlineData("2.5", 0, "2")]
    [InlineData("3.5", 0, "4")]
    [InlineData("3.14", 2, "3.14")]
    [InlineData("0", 2, "0.00")]
    [InlineData("1250", -2, "1200")]
    [InlineData("1350", -2, "1400")]
    [InlineData("1250.5", -2, "1300")]
    [InlineData("49", -2, "0")]
    [Clause("GB/T 8170-2008", "3.2")]
    public void Rounding_to_places_prints_them_all(string value, int places, string printed) =>
        Assert.Equal(printed, Text(Gbt8170Of2008.RoundPlaces(Number(value), places)));

    [Fact]
    [Clause("GB/T 8170-2008", "3.2")]
    public void A_value_with_fewer_digits_than_asked_is_never_computed_with()
    {
        // Counted in steps of the twelfth place it would be more than a decimal holds.
        const decimal large = 1_234_567_890_123_456_789m;
        Assert.Equal(large, Gbt8170Of2008.RoundPlaces(large, 12));
        Assert.Equal(10m, Gbt8170Of2008.RoundPlaces(10m, 28));
    }

    [Theory]
    [InlineData("99.95", 3, "100")]
    [InlineData("-99.95", 3, "-100")]
    [InlineData("99.94", 3, "99.9")]
    [InlineData("99.85", 3, "99.8")]
    [InlineData("9.995", 3, "10.0")]
    [InlineData("9.5", 1, "10")]
    [InlineData("0.0999", 1, "0.1")]
    [InlineData("0.0995", 2, "0.10")]
    [InlineData("0.00012345", 3, "0.000123")]
    [InlineData("-0.00012355", 4, "-0.0001236")]
    [InlineData("0.1", 1, "0.1")]
    [InlineData("0.1", 3, "0.100")]
    [InlineData("1", 1, "1")]
    [InlineData("1", 2, "1.0")]
    [InlineData("10", 2, "10")]
    [InlineData("10", 3, "10.0")]
    [InlineData("12345", 2, "12000")]
    [InlineData("12500", 2, "12000")]
    [InlineData("13500", 2, "14000")]
    [InlineData("99500", 2, "100000")]
    [InlineData("0", 1, "0")]
    [InlineData("0.000", 3, "0.00")]
    [Clause("GB/T 8170-2008", "3.2")]
    public void Significant_digits_are_counted_from_the_first_that_is_not_zero(
        string value, int digits, string printed) =>
        Assert.Equal(printed, Text(Gbt8170Of2008.RoundSignificant(Number(value), digits)));

    [Fact]
    [Clause("GB/T 8170-2008", "3.2")]
    public void A_number_rounded_to_its_own_digits_stays() =>
        Gen.Select(Gen.Int[1, 9999], Gen.Int[0, 10]).Sample((digits, scale) =>
        {
            var value = new decimal(digits, 0, 0, false, (byte)scale);
            int count = Text(digits).Length;
            Assert.Equal(value, Gbt8170Of2008.RoundSignificant(value, count));
            Assert.Equal(value, Gbt8170Of2008.RoundSignificant(value, count + 1));
            Assert.Equal(-value, Gbt8170Of2008.RoundSignificant(-value, count));
        });

    [Theory]
    [InlineData("400.05", false)]
    [InlineData("400.06", true)]
    [InlineData("400", false)]
    [Clause("GB/T 8170-2008", "4.3.3")]
    public void A_rounded_value_exceeds_from_the_next_step_on(string value, bool exceeds) =>
        Assert.Equal(exceeds, Gbt8170Of2008.Exceeds(Number(value), 400m, Comparison.RoundedValue, 0.1m));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
