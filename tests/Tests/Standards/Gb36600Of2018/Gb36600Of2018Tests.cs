using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb36600Of2018Tests
{
    private static Gb36600Of2018 Edition => Given.Shipped.Of<Gb36600Of2018>();

    /// <summary>Item, screening of class 1 and 2, control of class 1 and 2, mg/kg: written a second time.</summary>
    private const string Printed = """
        砷 20 60 120 140
        镉 20 65 47 172
        铬(六价) 3 5.7 30 78
        铜 2000 18000 8000 36000
        铅 400 800 800 2500
        汞 8 38 33 82
        镍 150 900 600 2000
        四氯化碳 0.9 2.8 9 36
        氯仿 0.3 0.9 5 10
        氯甲烷 12 37 21 120
        1,1-二氯乙烷 3 9 20 100
        1,2-二氯乙烷 0.52 5 6 21
        1,1-二氯乙烯 12 66 40 200
        顺-1,2-二氯乙烯 66 596 200 2000
        反-1,2-二氯乙烯 10 54 31 163
        二氯甲烷 94 616 300 2000
        1,2-二氯丙烷 1 5 5 47
        1,1,1,2-四氯乙烷 2.6 10 26 100
        1,1,2,2-四氯乙烷 1.6 6.8 14 50
        四氯乙烯 11 53 34 183
        1,1,1-三氯乙烷 701 840 840 840
        1,1,2-三氯乙烷 0.6 2.8 5 15
        三氯乙烯 0.7 2.8 7 20
        1,2,3-三氯丙烷 0.05 0.5 0.5 5
        氯乙烯 0.12 0.43 1.2 4.3
        苯 1 4 10 40
        氯苯 68 270 200 1000
        1,2-二氯苯 560 560 560 560
        1,4-二氯苯 5.6 20 56 200
        乙苯 7.2 28 72 280
        苯乙烯 1290 1290 1290 1290
        甲苯 1200 1200 1200 1200
        间+对二甲苯 163 570 500 570
        邻二甲苯 222 640 640 640
        硝基苯 34 76 190 760
        苯胺 92 260 211 663
        2-氯酚 250 2256 500 4500
        苯并[a]蒽 5.5 15 55 151
        苯并[a]芘 0.55 1.5 5.5 15
        苯并[b]荧蒽 5.5 15 55 151
        苯并[k]荧蒽 55 151 550 1500
        䓛 490 1293 4900 12900
        二苯并[a,h]蒽 0.55 1.5 5.5 15
        茚并[1,2,3-cd]芘 5.5 15 55 151
        萘 25 70 255 700
        石油烃(C10-C40) 826 4500 5000 9000
        钴 20 70 190 350
        钒 165 752 330 1500
        """;

    [Fact]
    [Clause("GB 36600-2018", "5.3")]
    [Clause("GB 36600-2018", "4.1")]
    public void Each_item_changes_its_verdict_just_above_each_value()
    {
        string[] lines = Printed.Split('\n');
        Assert.Equal(48, lines.Length);
        Assert.Equal(48, Edition.Items.Count());
        foreach (string[] cells in lines.Select(l => l.Trim().Split(' ')))
        {
            Assert.NotNull(Edition.Find(cells[0]));
            foreach ((string land, int column) in ((string, int)[])[("1", 1), ("居住", 1), ("2", 2), ("第二类用地", 2)])
            {
                decimal screening = decimal.Parse(cells[column]), control = decimal.Parse(cells[column + 2]);
                string Verdict(decimal content)
                {
                    SiteScreening found = Edition.Screen(cells[0], content, land);
                    Assert.Equal((screening, control, null), (found.Screening, found.Control, found.Background));
                    return found.Verdict;
                }
                Assert.Equal(Gb36600Of2018.Negligible, Verdict(0));
                Assert.Equal(Gb36600Of2018.Negligible, Verdict(screening));
                Assert.Equal(screening == control ? Gb36600Of2018.Unacceptable : Gb36600Of2018.Possible,
                    Verdict(screening + 0.001m));
                Assert.Equal(screening == control ? Gb36600Of2018.Negligible : Gb36600Of2018.Possible,
                    Verdict(control));
                Assert.Equal(Gb36600Of2018.Unacceptable, Verdict(control + 0.001m));
            }
        }
    }

    [Theory]
    [InlineData("砷", 20, 25, Gb36600Of2018.Negligible, false)]
    [InlineData("砷", 25, 25, Gb36600Of2018.Natural, true)]
    [InlineData("砷", 26, 25, Gb36600Of2018.Possible, false)]
    [InlineData("As", 150, 160, Gb36600Of2018.Natural, true)]
    [InlineData("As", 150, null, Gb36600Of2018.Unacceptable, false)]
    [InlineData("Co", 21, 21, Gb36600Of2018.Natural, true)]
    [InlineData("V", 166, 166, Gb36600Of2018.Natural, true)]
    [InlineData("镉", 21, 30, Gb36600Of2018.Possible, false)]
    [Clause("GB 36600-2018", "表1 注①")]
    public void What_the_rock_brings_is_no_pollution(
        string item, int content, int? background, string verdict, bool decided)
    {
        SiteScreening found = Edition.Screen(item, content, "1", background);
        Assert.Equal((verdict, decided ? (decimal?)background : null), (found.Verdict, found.Background));
    }

    [Fact]
    [Clause("GB 36600-2018", "表1 注①")]
    public void Only_arsenic_cobalt_and_vanadium_are_held_to_the_background() =>
        Assert.Equal(["砷", "钴", "钒"], Edition.Items.Where(
            i => Edition.Screen(i, 1_000_000, "2", 1_000_000).Verdict == Gb36600Of2018.Natural));

    [Theory]
    [InlineData("1,1,2-三氯乙烷", "1，1，2-三氯乙烷")]
    [InlineData("铬（六价）", "铬(六价)")]
    [InlineData("cr6+", "铬(六价)")]
    [InlineData("间 + 对二甲苯", "间+对二甲苯")]
    [InlineData("bap", "苯并[a]芘")]
    [InlineData("氪", null)]
    [Clause("GB 36600-2018", "5.3")]
    public void An_item_is_found_however_it_is_written(string name, string? item) =>
        Assert.Equal(item, Edition.Find(name));

    [Fact]
    [Clause("GB 36600-2018", "4.1")]
    public void Land_is_known_by_its_class_or_by_what_stands_on_it()
    {
        Assert.All((string[])["1", "2", "第一类", "工业", "中小学", "物流仓储"], l => Assert.True(Edition.IsLand(l)));
        Assert.False(Edition.IsLand("耕地"));
        Assert.Equal(65, Edition.Screen("镉", 1, "工业").Screening);
        Assert.Equal(20, Edition.Screen("镉", 1, "中小学").Screening);
    }

    [Fact]
    [Clause("GB 36600-2018", "5.3")]
    public void What_was_not_seen_says_so()
    {
        Assert.Equal(Confidence.Unsure, Edition.Screen("钴", 1, "1").Citation.Confidence);
        Assert.Equal(
            new Citation("GB 36600-2018", "表1", "", Confidence.Memory), Edition.Screen("镉", 1, "1").Citation);
        Assert.Equal("表2", Edition.Screen("石油烃", 1, "1").Citation.Clause);
    }
}
