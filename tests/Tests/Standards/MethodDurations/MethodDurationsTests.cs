using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class MethodDurationsTests
{
    private static MethodDurations Edition => Given.Shipped.Of<MethodDurations>();

    [Theory]
    [InlineData("HJ 505", 6960)]
    [InlineData("HJ 828", 120)]
    [InlineData("HJ/T 399", 15)]
    [InlineData("GB/T 11892", 28)]
    [InlineData("HJ 636", 30)]
    [InlineData("GB/T 11893", 45)]
    [InlineData("HJ 535", 10)]
    [InlineData("HJ 484", 72)]
    [InlineData("HJ 503", 60)]
    [InlineData("GB/T 11901", 90)]
    [InlineData("HJ 347.2", 2640)]
    [InlineData("HJ 347.1", 1080)]
    [InlineData("HJ 1000", 2760)]
    [InlineData("HJ 836", 1440)]
    [InlineData("HJ 618", 1440)]
    [InlineData("HJ 1263", 1440)]
    [InlineData("HJ 898", 1440)]
    [InlineData("HJ 899", 1440)]
    [InlineData("HJ/T 166", 2880)]
    [InlineData("GB/T 16157", 45)]
    [Clause("HJ 505-2009", "培养")]
    public void Each_method_takes_its_time(string method, int minutes)
    {
        MethodDuration found = Edition.Find(method + "-2009")!;
        Assert.Equal((method, minutes, minutes / 60m), (found.Method, found.Minutes, found.Hours));
        Assert.Equal(method, found.Citation.Document);
        Assert.False(found.IsImpossible(minutes / 60m + 0.0000001m));
        Assert.True(found.IsImpossible((minutes - 0.1m) / 60));
        Assert.Contains(method, Edition.Methods);
    }

    [Theory]
    [InlineData("hj505")]
    [InlineData("HJ 505-09")]
    [InlineData("HJ 505—2009")]
    [InlineData("HJ/T 505")]
    [Clause("HJ 505-2009", "培养")]
    public void A_code_is_known_however_it_is_written(string code) =>
        Assert.Equal("BOD5", Edition.Find(code)!.Item);

    [Theory]
    [InlineData("BOD5", "HJ 505")]
    [InlineData("高锰酸盐指数", "GB/T 11892")]
    [InlineData(" cod ", "HJ/T 399")]
    [InlineData("rapid COD", "HJ/T 399")]
    [InlineData("粪大肠菌群", "HJ 347.1")]
    [InlineData("PM2.5", "HJ 618")]
    [InlineData("SS", "GB/T 11901")]
    [Clause("HJ 505-2009", "培养")]
    public void An_item_has_the_quickest_of_its_methods(string item, string method) =>
        Assert.Equal(method, Edition.Find(item)!.Method);

    [Theory]
    [InlineData(12, 12, 1, "2", "2", 12, false)]
    [InlineData(12, 12, 1, "1.99", "2", 0, true)]
    [InlineData(13, 12, 1, "3.9", "4", 12, true)]
    [InlineData(13, 12, 1, "4", "4", 24, false)]
    [InlineData(13, 12, 2, "2", "2", 24, false)]
    [InlineData(25, 12, 2, "2", "4", 24, true)]
    [InlineData(0, 12, 1, "0", "0", 0, false)]
    [InlineData(1, 1, 1, "2", "2", 1, false)]
    public void A_rack_finishes_no_more_than_its_places_in_the_time(
        int samples, int places, int sets, string hours, string least, int possible, bool impossible)
    {
        MethodThroughput found = Edition.Find("HJ 828")!.Throughput(samples, places, sets, decimal.Parse(hours));
        Assert.Equal((decimal.Parse(least), possible, impossible),
            (found.LeastHours, found.Possible, found.IsImpossible));
    }

    [Fact]
    public void A_rack_without_a_place_is_our_fault()
    {
        MethodDuration method = Edition.Find("HJ 828")!;
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Throughput(1, 0, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Throughput(1, 1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Throughput(-1, 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => method.Throughput(1, 1, 1, -0.1m));
        Assert.Null(Edition.Find("HJ 1"));
        Assert.Null(Edition.Find(""));
    }

    [Theory]
    [InlineData(24, 12, 1, "4", "4", 24, false)]
    [InlineData(24, 12, 1, "5.99", "4", 24, false)]
    [InlineData(24, 12, 1, "6", "4", 36, false)]
    [InlineData(5, 2, 3, "2", "2", 6, false)]
    [InlineData(7, 2, 3, "3.99", "4", 6, true)]
    public void A_run_that_has_begun_gives_nothing_until_it_ends(
        int samples, int places, int sets, string hours, string least, int possible, bool impossible) =>
        A_rack_finishes_no_more_than_its_places_in_the_time(
            samples, places, sets, hours, least, possible, impossible);

    [Fact]
    [Clause("HJ 505-2009", "培养")]
    public void Of_equal_times_the_first_method_of_an_item_is_meant()
    {
        const string path = "MethodDurations/durations.csv";
        const string text = """
            method,item,names,step,minutes,clause,page,confidence
            HJ 1,a,x|y,wait,30,1,,V
            HJ 2,a,x,wait,30,2,,V
            HJ 3,b,,wait,20,3,,V
            HJ 4,a,y,boil,29,4,,V
            """;
        var edition = Given.Tables((path, text)).Of<MethodDurations>();
        Assert.Equal(["HJ 1", "HJ 2", "HJ 3", "HJ 4"], edition.Methods);
        Assert.Equal(("HJ 1", "HJ 4", "HJ 4"),
            (edition.Find("x")!.Method, edition.Find("y")!.Method, edition.Find("A")!.Method));
        Assert.Equal(("boil", 29m, "4"),
            (edition.Find("a")!.Step, edition.Find("a")!.Minutes, edition.Find("a")!.Citation.Clause));
        Assert.Equal((false, true), (edition.Find("b")!.IsImpossible(1 / 3m + 0.0001m),
            edition.Find("b")!.IsImpossible(0.3333m)));
    }
}
