using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hjt166Of2004Tests
{
    private static Hjt166Of2004 Edition => Given.Shipped.Of<Hjt166Of2004>();

    [Theory]
    [InlineData("0", "清洁")]
    [InlineData("0.7", "清洁")]
    [InlineData("0.701", "尚清洁")]
    [InlineData("1", "尚清洁")]
    [InlineData("1.001", "轻度污染")]
    [InlineData("2", "轻度污染")]
    [InlineData("2.001", "中度污染")]
    [InlineData("3", "中度污染")]
    [InlineData("3.001", "重度污染")]
    [Clause("HJ/T 166-2004", "12.2")]
    public void The_upper_bound_of_a_grade_of_Nemerow_belongs_to_it(string index, string grade)
    {
        (string name, Citation citation) = Edition.Grade(decimal.Parse(index));
        Assert.Equal((grade, "HJ/T 166-2004"), (name, citation.Document));
    }

    [Theory]
    [InlineData("0", "无污染")]
    [InlineData("1", "无污染")]
    [InlineData("1.001", "轻微污染")]
    [InlineData("2", "轻微污染")]
    [InlineData("2.001", "轻度污染")]
    [InlineData("3", "轻度污染")]
    [InlineData("3.001", "中度污染")]
    [InlineData("5", "中度污染")]
    [InlineData("5.001", "重度污染")]
    [Clause("环发〔2008〕39号", "单项污染指数")]
    public void The_upper_bound_of_a_grade_of_one_item_belongs_to_it(string index, string grade)
    {
        (string name, Citation citation) = Edition.SingleGrade(decimal.Parse(index));
        Assert.Equal((grade, Confidence.Unsure), (name, citation.Confidence));
    }

    [Fact]
    [Clause("HJ/T 166-2004", "12.1")]
    public void The_single_index_is_the_content_over_the_standard()
    {
        Assert.Equal(1.5m, Hjt166Of2004.SingleIndex(0.45m, 0.3m));
        Assert.Equal(0m, Hjt166Of2004.SingleIndex(0, 0.3m));
        Assert.Null(Hjt166Of2004.SingleIndex(1, 0));
    }

    [Fact]
    [Clause("HJ/T 166-2004", "12.2")]
    public void Nemerow_stresses_the_largest()
    {
        // (1 + 7)/2 = 4 and 7: √((16 + 49)/2) = √32.5.
        Assert.Equal(5.7008771254956898m, Hjt166Of2004.Nemerow([1, 7]), 15);
        Assert.Equal(2m, Hjt166Of2004.Nemerow([2]));
        Assert.Equal(0m, Hjt166Of2004.Nemerow([0, 0]));
    }
}
