using Qingyuan.Standards;

namespace Qingyuan.Tests.Standards;

public sealed class Gb15618Of2018Tests
{
    private static Gb15618Of2018 Edition => Given.Shipped.Of<Gb15618Of2018>();

    /// <summary>The last pH of each band and what follows it at once.</summary>
    private static readonly decimal[][] Acidities = [[0, 5.5m], [5.51m, 6.5m], [6.51m, 7.5m], [7.51m, 14]];

    /// <summary>Item and use, then the four bands, mg/kg: written a second time.</summary>
    private const string Screening = """
        Cd paddy 0.3 0.4 0.6 0.8
        Cd other 0.3 0.3 0.3 0.6
        Hg paddy 0.5 0.5 0.6 1.0
        Hg other 1.3 1.8 2.4 3.4
        As paddy 30 30 25 20
        As other 40 40 30 25
        Pb paddy 80 100 140 240
        Pb other 70 90 120 170
        Cr paddy 250 250 300 350
        Cr other 150 150 200 250
        Cu orchard 150 150 200 200
        Cu other 50 50 100 100
        Ni other 60 70 100 190
        Zn other 200 200 250 300
        """;

    private const string Control = """
        Cd 1.5 2.0 3.0 4.0
        Hg 2.0 2.5 4.0 6.0
        As 200 150 120 100
        Pb 400 500 700 1000
        Cr 800 850 1000 1300
        """;

    [Fact]
    [Clause("GB 15618-2018", "6")]
    [Clause("GB 15618-2018", "表1")]
    public void Each_item_changes_its_verdict_just_above_each_value_of_its_band()
    {
        Dictionary<string, string[]> controls = Control.Split('\n').Select(l => l.Trim().Split(' '))
            .ToDictionary(c => c[0], c => c[1..]);
        foreach (string[] cells in Screening.Split('\n').Select(l => l.Trim().Split(' ')))
        {
            for (int band = 0; band < 4; band++)
            {
                decimal screening = decimal.Parse(cells[band + 2]);
                decimal? control = controls.TryGetValue(cells[0], out string[]? c) ? decimal.Parse(c[band]) : null;
                foreach (decimal acidity in Acidities[band])
                {
                    SoilScreening at = Edition.Screen(cells[0], screening, acidity, cells[1]);
                    Assert.Equal((screening, control, Gb15618Of2018.Low), (at.Screening, at.Control, at.Verdict));
                    Assert.Equal(cells[1], at.Use);
                    SoilScreening above = Edition.Screen(cells[0], screening + 0.01m, acidity, cells[1]);
                    Assert.Equal(Gb15618Of2018.Possible, above.Verdict);
                    decimal most = control ?? 1_000_000;
                    Assert.Equal(Gb15618Of2018.Possible, Edition.Screen(cells[0], most, acidity, cells[1]).Verdict);
                    Assert.Equal(control is null ? Gb15618Of2018.Possible : Gb15618Of2018.High,
                        Edition.Screen(cells[0], most + 0.01m, acidity, cells[1]).Verdict);
                }
            }
        }
    }

    [Theory]
    [InlineData("HCH", "六六六总量", "0.10")]
    [InlineData("DDT", "滴滴涕", "0.10")]
    [InlineData("BaP", "苯并(a)芘", "0.55")]
    [Clause("GB 15618-2018", "6")]
    public void Table_two_holds_at_every_acidity(string item, string name, string limit)
    {
        decimal most = decimal.Parse(limit);
        Assert.Equal(item, Edition.Find(name));
        Assert.False(Edition.NeedsAcidity(item));
        Assert.True(Edition.NeedsAcidity("Cd"));
        SoilScreening at = Edition.Screen(item, most, 3, "paddy");
        Assert.Equal((most, null, Gb15618Of2018.Low), (at.Screening, at.Control, at.Verdict));
        Assert.Equal((null, null, "表2"), (at.Use, at.Band, at.Citation.Clause));
        Assert.Equal(Gb15618Of2018.Possible, Edition.Screen(item, most + 0.01m, 9, "other").Verdict);
    }

    [Theory]
    [InlineData("Cd", "rotation", 6, "0.3", "other")]
    [InlineData("Hg", "水旱轮作", 6, "0.5", "paddy")]
    [InlineData("As", "rotation", 8, "20", "paddy")]
    [InlineData("Zn", "paddy", 8, "300", "other")]
    [InlineData("Cd", "果园", 5, "0.3", "other")]
    [Clause("GB 15618-2018", "6")]
    public void A_rotation_takes_the_stricter_and_a_use_without_a_row_takes_the_other(
        string item, string use, int acidity, string limit, string column)
    {
        SoilScreening found = Edition.Screen(item, 0, acidity, use);
        Assert.Equal((decimal.Parse(limit), column), (found.Screening, found.Use));
        Assert.NotNull(found.Band);
    }

    [Fact]
    [Clause("GB 15618-2018", "表1")]
    public void The_band_is_told_as_it_is_printed()
    {
        Assert.Equal(["pH≤5.5", "5.5＜pH≤6.5", "6.5＜pH≤7.5", "pH＞7.5"],
            Acidities.Select(a => Edition.Screen("Cd", 0, a[1], "other").Band!));
        Assert.Equal(11, Edition.Items.Count());
        Assert.Equal((true, true, false), (Edition.IsUse("水田"), Edition.IsUse("rotation"), Edition.IsUse("forest")));
        Assert.Equal((null, "As"), (Edition.Find("Xx"), Edition.Find("总砷")));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("5.5", 0)]
    [InlineData("5.5000001", 1)]
    [InlineData("6.5", 1)]
    [InlineData("6.5000001", 2)]
    [InlineData("7.5", 2)]
    [InlineData("7.5000001", 3)]
    [InlineData("14", 3)]
    [Clause("GB 15618-2018", "表1")]
    public void The_upper_bound_belongs_to_its_band(string acidity, int band) =>
        Assert.Equal(band, Edition.Band(decimal.Parse(acidity)));

    [Theory]
    [InlineData("Cd", "镉", "总镉")]
    [InlineData("Hg", "汞", "总汞")]
    [InlineData("As", "砷", "总砷")]
    [InlineData("Pb", "铅", "总铅")]
    [InlineData("Cr", "铬", "总铬")]
    [InlineData("Cu", "铜", "总铜")]
    [InlineData("Ni", "镍", "总镍")]
    [InlineData("Zn", "锌", "总锌")]
    [InlineData("HCH", "六六六", "六六六总量")]
    [InlineData("DDT", "滴滴涕", "滴滴涕总量")]
    [InlineData("BaP", "苯并[a]芘", "苯并(a)芘")]
    public void Each_item_is_found_by_its_code_and_each_of_its_names(string item, string name, string total)
    {
        Assert.Equal((item, item, item),
            (Edition.Find(item.ToLowerInvariant()), Edition.Find(name), Edition.Find(total)));
        Assert.Contains(item, Edition.Items);
    }

    [Fact]
    public void Every_use_is_known_by_its_code_and_each_of_its_names() =>
        Assert.Equal(["paddy", "水田", "orchard", "果园", "other", "其他", "rotation", "水旱轮作", "水旱轮作地"],
            Edition.Uses);

    [Fact]
    [Clause("GB 15618-2018", "6")]
    public void Of_equal_values_the_first_column_of_a_rotation_is_named_and_the_row_is_cited()
    {
        // Cd at pH 5.5 and below: 0.3 in both columns.
        SoilScreening found = Edition.Screen("Cd", 0.31m, 5.5m, "rotation");
        Assert.Equal((0.3m, "paddy", "pH≤5.5"), (found.Screening, found.Use, found.Band));
        Assert.Equal((Gb15618Of2018.Document, "表1", Confidence.Memory),
            (found.Citation.Document, found.Citation.Clause, found.Citation.Confidence));
        Assert.Equal(Gb15618Of2018.High, Edition.Screen("Cd", 1.51m, 5.5m, "rotation").Verdict);
    }
}
