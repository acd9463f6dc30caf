using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class GradesTests
{
    private static CsvTable Csv(string text) => CsvTable.TryRead("g.csv", text, out _)!;

    private static Grades Of(params string[] rows) =>
        new("a document", Csv("level,from,clause,page,confidence\n" + string.Join('\n', rows)));

    [Theory]
    [InlineData(100, 0)]
    [InlineData(75, 0)]
    [InlineData(74.99, 1)]
    [InlineData(55, 1)]
    [InlineData(54.99, 2)]
    [InlineData(-1, 2)]
    public void A_lower_bound_belongs_to_its_grade(double value, int index)
    {
        Grades grades = Of("优,75,1,,V", "良,55,2,,M", "差,,3,,V");
        Assert.Equal((index, 3), (grades.IndexOf((decimal)value), grades.Count));
        Assert.Equal((1, -1), (grades.IndexOf("良"), grades.IndexOf("中")));
        Assert.Equal(("良", new Citation("a document", "2", "", Confidence.Memory)), grades[1]);
    }

    [Theory]
    [InlineData("a,75,1,,V", "b,55,2,,V")]
    [InlineData("a,,1,,V", "b,,2,,V")]
    [InlineData("a,55,1,,V", "b,55,2,,V", "c,,3,,V")]
    [InlineData("a,55,1,,V", "b,75,2,,V", "c,,3,,V")]
    public void Bounds_that_do_not_fall_to_a_last_row_without_one_are_refused(params string[] rows) =>
        Assert.Equal("等级的下界要从上到下递减，只有最后一行留空；请改 from 列",
            Assert.Throws<InvalidDataException>(() => Of(rows)).Message);

    [Fact]
    public void One_grade_without_a_bound_is_enough() => Assert.Equal(0, Of("a,,1,,V").IndexOf(-5));

    [Fact]
    public void A_weighed_index_takes_a_minus_from_a_hundred()
    {
        var index = new WeighedIndex(Csv("index,weight,sign\na,0.25,plus\nb,0.5,minus"));
        Assert.Equal(["a", "b"], index.Names);
        Assert.Equal(0.25m * 40 + 0.5m * (100 - 30), index.Of(name => name == "a" ? 40 : 30));
    }
}
