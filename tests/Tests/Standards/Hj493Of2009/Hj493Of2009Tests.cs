using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Hj493Of2009Tests
{
    private static Hj493Of2009 Edition => Given.Shipped.Of<Hj493Of2009>();

    /// <summary>Item, method (– = table 1) and hours: written a second time.</summary>
    private const string Printed = """
        temperature – 0|ORP – 0|pH – 12|pH HJ1147 2|EC – 12|free_chlorine – 0.1|DO – 24|colour – 12|turbidity – 12
        TSS – 336|TSS GB/T11901 168|BOD5 – 12|BOD5 HJ505 12|COD – 48|COD HJ828 48|CODMn – 48|NH3-N – 24|NH3-N HJ535 24
        NO2-N – 24|NO3-N – 24|TN – 168|TP – 24|TOC – 168|F – 336|Cl – 720|SO4 – 720|cyanide – 168|cyanide HJ484 24
        phenol – 24|petroleum – 168|petroleum HJ637 72|LAS – 48|LAS GB7494 24|sulfide – 24|sulfide HJ1226 24
        Cu – 336|Zn – 336|Pb – 336|Cd – 336|Ni – 336|Fe – 336|Mn – 336|Cr6+ – 24|As – 336|Hg – 336|Se – 336
        faecal_coliform – 6|faecal_coliform HJ347.2 6|chlorophyll_a – 24|VOC – 336
        """;

    [Fact]
    [Clause("HJ 493-2009", "表1 与方法标准取严")]
    public void The_stricter_of_the_table_and_the_method_of_the_laboratory_holds()
    {
        string[] rows = Printed.Split('|', '\n');
        Assert.Equal(50, rows.Length);
        foreach (string[] cells in rows.Select(r => r.Trim().Split(' ')))
        {
            Holding found = Edition.For(cells[0], cells[1])!;
            Assert.True(found.Hours == decimal.Parse(cells[2]), $"{cells[0]} {cells[1]}: {found.Hours} h");
            Assert.True(found.Hours >= Edition.Strictest(cells[0])!.Hours);
        }
        Assert.Equal(40, Edition.Items.Count());
    }

    [Theory]
    [InlineData("悬浮物", "GB 11901-89", 168, "GB/T 11901")]
    [InlineData("悬浮物", "HJ 9999", 336, "HJ 493-2009")]
    [InlineData("COD", "HJ 828-2017", 48, "HJ 493-2009")]
    [InlineData("粪大肠菌群", "HJ 1001-2018", 6, "HJ 347.2")]
    [Clause("HJ 493-2009", "表1 与方法标准取严")]
    public void The_document_that_decided_is_named(string item, string method, int hours, string document)
    {
        Holding found = Edition.For(item, method)!;
        Assert.Equal((hours, document), (found.Hours, found.Citation.Document));
    }

    [Fact]
    [Clause("HJ 493-2009", "表1")]
    public void Without_a_method_the_shortest_of_all_holds()
    {
        Assert.Equal((2m, "HJ 1147"), (Edition.Strictest("pH")!.Hours, Edition.Strictest("pH")!.Method));
        Assert.Equal((24m, "GB 7494"), (Edition.Strictest("las")!.Hours, Edition.Strictest("las")!.Method));
        Assert.Equal((48m, ""), (Edition.Strictest("COD")!.Hours, Edition.Strictest("COD")!.Method));
        Assert.Null(Edition.Strictest("氪"));
        Assert.Null(Edition.For("氪", "HJ 828"));
        Holding holding = Edition.Strictest("TP")!;
        Assert.Equal((false, true), (holding.IsBroken(24), holding.IsBroken(24.01m)));
        Assert.Equal(("P/G", "硫酸或盐酸 pH≤2"), (holding.Bottle, holding.Preservative));
    }

    [Fact]
    [Clause("HJ 493-2009", "表1")]
    public void Of_equal_times_the_first_row_is_meant_and_a_name_stays_with_its_first_item()
    {
        const string path = "Hj493Of2009/holding.csv";
        const string text = """
            item,names,method,hours,bottle,preservative,clause,page,confidence
            a,x|y,,5,P,none,1,,V
            a,,HJ 1,5,G,none,2,,V
            A,,HJ 2,4,G,none,3,,V
            b,x,,1,P,none,4,,V
            """;
        var edition = Given.Tables((path, text)).Of<Hj493Of2009>();
        Assert.Equal(["a", "b"], edition.Items);
        Assert.Equal(("1", "HJ 493-2009"),
            (edition.For("a", "HJ 1-2020")!.Citation.Clause, edition.For("y", "HJ 1")!.Citation.Document));
        Assert.Equal(("3", "HJ 2"), (edition.For("X", "hj2")!.Citation.Clause, edition.Strictest("x")!.Method));
        Assert.Equal(("1", "a"), (edition.For("x", "")!.Citation.Clause, edition.For("x", "")!.Item));
        Holding holding = edition.Strictest("b")!;
        Assert.Equal((false, true), (holding.IsBroken(1), holding.IsBroken(1.0000001m)));
    }
}
