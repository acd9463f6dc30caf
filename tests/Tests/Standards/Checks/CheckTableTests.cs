using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class CheckTableTests
{
    private const string Header = "code,severity,kind,zh,en,document,clause,page,confidence,example\n";

    private static CheckTable Table(params string[] rows) =>
        new(CsvTable.TryRead("checks.csv", Header + string.Join('\n', rows), out _)!);

    [Fact]
    public void An_outcome_is_found_by_its_code_with_all_that_its_row_says()
    {
        CheckTable table = Table(
            "a.one,needsPerson,notEvaluated,差 {0}，准 {1},off by {0},HJ 1,5.1,7,V,10 与 13",
            "a.two,Blocks,OUTCOME,坏,bad,HJ 2,6,,M,x");
        Check one = table.Find("a.one")!;
        Assert.Equal(new Check("a.one", CheckSeverity.NeedsPerson, CheckKind.NotEvaluated, "差 {0}，准 {1}", "off by {0}",
            new("HJ 1", "5.1", "7", Confidence.Seen), "10 与 13"), one);
        Assert.Equal("差 0.5，准 x", one.Say(0.5m, "x"));
        Check two = table.Find("a.two")!;
        Assert.Equal((CheckSeverity.Blocks, CheckKind.Outcome, "坏"), (two.Severity, two.Kind, two.Say()));
        Assert.Equal([one, two], table.All);
        Assert.Null(table.Find("A.ONE"));
    }

    [Theory]
    [InlineData("a,often,outcome,x,x,d,1,,V,x")]
    [InlineData("a,blocks,maybe,x,x,d,1,,V,x")]
    public void A_severity_or_kind_that_is_none_is_refused(string row) =>
        Assert.Throws<ArgumentException>(() => Table(row));

    [Fact]
    public void A_code_stands_once() => Assert.Throws<ArgumentException>(
        () => Table("a,blocks,outcome,x,x,d,1,,V,x", "a,informs,outcome,y,y,d,1,,V,y"));

    [Fact]
    public void Every_outcome_of_quality_control_has_its_texts_and_an_example()
    {
        var table = new CheckTable(CsvTable.Shipped("Checks/quality.csv"));
        Assert.Equal(12, table.All.Count());
        Assert.All(table.All, check =>
        {
            Assert.NotEmpty(check.Say("1", "2", "3"));
            Assert.NotEmpty(check.English);
            Assert.NotEmpty(check.Example);
        });
        Assert.Equal("平行样相对偏差 12% 超过允许的 10%", table.Find("qc.parallel")!.Say(12, 10));
    }
}
